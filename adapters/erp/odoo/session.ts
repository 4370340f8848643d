import type { ErpFacts, ErpSession, Page, ReadReply, Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { OdooApi } from './api.ts'
import { createCreditStatus } from './credit-status.ts'
import { createDirectory } from './directory.ts'
import { type Domain, listRows, type Query, readRows, type Term, walkChanges, walkIds } from './listing.ts'
import { blockFieldsOf, companyDomain, contextOf, type Source, sourceOf } from './models.ts'
import { createToRecords } from './records.ts'
import type { Settings } from './settings.ts'

const PAGE_SIZE = 500
const ID = /^[1-9]\d{0,14}$/

export function openSession(settings: Settings, api: OdooApi): ErpSession {
  const context = contextOf(settings)
  const directory = createDirectory(api, context)
  const toRecords = createToRecords(settings, directory)

  const queryOf = async (source: Source, signal: AbortSignal): Promise<Query> => {
    const fields = await directory.fieldsOf(source, signal)
    return { model: source.model, fields, context, pageSize: settings.pageSize ?? PAGE_SIZE }
  }
  const lister =
    (source: Source, query: Query, extra: Domain, signal: AbortSignal) => (domain: Domain, order: string) =>
      listRows(api, query, [...source.domain, ...companyDomain(source, settings), ...extra, ...domain], order, signal)

  async function* pull(stream: Stream, cursor: string | null, signal: AbortSignal): AsyncGenerator<Page> {
    if (stream === 'orders' && !settings.orders) {
      yield { records: [], cursor: '{}' }
      return
    }
    const source = sourceOf(stream, settings)
    const list = lister(source, await queryOf(source, signal), [], signal)
    for await (const { rows, cursor: reached } of walkChanges(list, cursor, signal))
      yield { ...(await toRecords(stream, rows, false, signal)), cursor: reached }
  }

  async function* listOpen(stream: Stream, signal: AbortSignal): AsyncGenerator<Page> {
    if (stream === 'orders' && !settings.orders) return
    const source = sourceOf(stream, settings)
    const list = lister(source, await queryOf(source, signal), source.open, signal)
    for await (const { rows, cursor } of walkIds(list, signal))
      yield { ...(await toRecords(stream, rows, false, signal)), cursor }
  }

  const read = async (stream: Stream, ids: readonly string[], signal: AbortSignal): Promise<ReadReply> => {
    const source = sourceOf(stream, settings)
    const { model, fields } = await queryOf(source, signal)
    const numbers = ids.filter((id) => ID.test(id)).map(Number)
    // Of a customer that is a supplier only by now, somebody still wants to know.
    const own = stream === 'customers' ? source.domain.slice(0, 3) : source.domain
    const among: Term = ['id', 'in', numbers]
    const domain = [...own, ...companyDomain(source, settings), among]
    const named = { domain, fields, limit: numbers.length, context }
    const rows =
      numbers.length === 0 ? [] : readRows((await api.call(model, 'search_read', named, signal)).result, model)
    const found = new Set(rows.map((row) => String(row.id)))
    return { ...(await toRecords(stream, rows, true, signal)), missing: ids.filter((id) => !found.has(id)) }
  }

  return {
    check: (signal) => check(api, settings, context, directory.hasFields, signal),
    pull,
    listOpen,
    read,
    creditStatus: createCreditStatus(api, context, settings.blockField, directory),
  }
}

async function check(
  api: OdooApi,
  { companies, blockField }: Settings,
  context: Readonly<Record<string, unknown>>,
  hasFields: (model: string, fields: readonly string[], signal: AbortSignal) => Promise<boolean>,
  signal: AbortSignal,
): Promise<ErpFacts> {
  const version = await api.version(signal)
  const ids = companies ? [['id', 'in', Object.keys(companies).map(Number)]] : []
  const { result } = await api.call('res.company', 'search_read', { domain: ids, fields: ['name'], context }, signal)
  const rows = readRows(result, 'res.company')
  if (companies && rows.length < Object.keys(companies).length)
    throw new SyncError('settings', 'companies names one that Odoo does not have, or that the user may not see')
  await api.call('account.move.line', 'search_count', { domain: [['id', '=', 0]], context }, signal)
  const canBlock = await hasFields('res.partner', blockFieldsOf(blockField), signal)
  return {
    version,
    company: rows.map((row) => String(row['name'])).join(', '),
    writeBack: canBlock ? blockField : `not possible: res.partner has no field ${blockField} that the user may see`,
  }
}
