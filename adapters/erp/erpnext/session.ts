import { z } from 'zod'
import type { CanonicalRecord, ErpFacts, ErpSession, Page, ReadReply, Stream } from '../../../src/sync/contract.ts'
import { mapRows } from '../../../src/sync/map-rows.ts'
import type { ErpnextApi, Row } from './api.ts'
import { createCreditStatus } from './credit-status.ts'
import { createDirectory, type Directory } from './directory.ts'
import { companyFilters, type Source, sourcesOf } from './doctypes.ts'
import { type Listing, walkChanges, walkNames } from './listing.ts'
import { markOf, type Surroundings, toCustomer, toOrder } from './mapping.ts'
import { idOfPayment, idOfTitle, titlesOf, toAdvance, toReceivable } from './receivables.ts'
import type { Settings } from './settings.ts'

const PAGE_SIZE = 500
const PAYMENT_ENTRIES = 1

export function openSession(settings: Settings, api: ErpnextApi): ErpSession {
  const directory = createDirectory(api, settings)
  const pageSize = settings.pageSize ?? PAGE_SIZE
  const listingsOf = (stream: Stream, isOpen: boolean): Listing[] =>
    sourcesOf(stream, settings).map((source) => ({
      doctype: source.doctype,
      fields: source.fields,
      filters: [...source.filters, ...companyFilters(source, settings), ...(isOpen ? source.open : [])],
    }))
  const toPage = createToPage(settings, directory)

  async function* pull(stream: Stream, cursor: string | null, signal: AbortSignal): AsyncGenerator<Page> {
    const site = { zone: await directory.zone(signal), pageSize }
    for await (const { part, rows, cursor: reached } of walkChanges(
      api,
      listingsOf(stream, false),
      cursor,
      site,
      signal,
    ))
      yield { ...(await toPage(stream, part, rows, false, signal)), cursor: reached }
  }

  async function* listOpen(stream: Stream, signal: AbortSignal): AsyncGenerator<Page> {
    for await (const { part, rows, cursor } of walkNames(api, listingsOf(stream, true), pageSize, signal))
      yield { ...(await toPage(stream, part, rows, false, signal)), cursor }
  }

  const read = async (stream: Stream, ids: readonly string[], signal: AbortSignal): Promise<ReadReply> => {
    const pages = await Promise.all(
      sourcesOf(stream, settings).map(async (source, part) => {
        const rows = await readRows(source, namesOf(stream, part, ids), signal)
        return toPage(stream, part, rows, true, signal)
      }),
    )
    const records = pages.flatMap((page) => page.records)
    const bad = pages.flatMap((page) => page.bad ?? [])
    const told = new Set([
      ...records.map((record) => ('id' in record ? record.id : record.externalId)),
      ...bad.map(({ externalId }) => externalId),
    ])
    const marks = pages[0]?.marks
    return { records, bad, ...(marks ? { marks } : {}), missing: ids.filter((id) => !told.has(id)) }
  }

  const readRows = async (source: Source, names: readonly string[], signal: AbortSignal): Promise<readonly Row[]> => {
    if (names.length === 0) return []
    const { doctype, fields } = source
    const filters = [...source.filters, ...companyFilters(source, settings), ['name', 'in', names] as const]
    return api.listAmong({ doctype, fields, filters, limit: 0 }, signal)
  }

  return {
    check: (signal) => check(api, directory, signal),
    pull,
    listOpen,
    read,
    creditStatus: createCreditStatus(api),
  }
}

type ToPage = (
  stream: Stream,
  part: number,
  rows: readonly Row[],
  isAskedFor: boolean,
  signal: AbortSignal,
) => Promise<Omit<Page, 'cursor'>>

function createToPage(settings: Settings, directory: Directory): ToPage {
  return async (stream, part, rows, isAskedFor, signal) => {
    const customers = stream === 'customers' ? rows : []
    const around: Surroundings = {
      zone: await directory.zone(signal),
      companyOf: directory.companyOf(await directory.companies(signal)),
      documentFields: settings.documentFields,
      limitsOf: customers.length === 0 ? () => ({}) : await directory.limitsOf(customers, signal),
      addresses: await directory.addressesOf(customers, signal),
    }
    const nameOf = ({ name }: Row): string => name
    if (stream === 'orders') return mapRows(rows, nameOf, (row) => toOrder(row, around, isAskedFor))
    if (stream === 'customers') {
      const mapped = mapRows<Row, CanonicalRecord>(rows, nameOf, (row) => toCustomer(row, around))
      return { ...mapped, marks: Object.fromEntries(rows.map((row) => [row.name, markOf(row)])) }
    }
    if (part === PAYMENT_ENTRIES) return mapRows(rows, idOfPayment, (row) => toAdvance(row, around))
    const schedules = await directory.schedulesOf(rows, signal)
    const titles = rows.flatMap((row) => titlesOf(row, schedules.get(row.name) ?? []))
    return mapRows(titles, idOfTitle, (title) => toReceivable(title, around))
  }
}

/** The documents that ids speak of: `ACC-SINV-2026-00012:1` of an invoice, `ACC-PAY-2026-00007:advance` of a payment. */
function namesOf(stream: Stream, part: number, ids: readonly string[]): string[] {
  if (stream !== 'receivables') return [...ids]
  const pattern = part === PAYMENT_ENTRIES ? /^(.+):advance$/s : /^(.+):(?:\d+|credit)$/s
  return [...new Set(ids.flatMap((id) => pattern.exec(id)?.[1] ?? []))]
}

const versionsSchema = z.record(z.string(), z.looseObject({ version: z.string() }))

async function check(api: ErpnextApi, directory: Directory, signal: AbortSignal): Promise<ErpFacts> {
  const user = await api.method('frappe.auth.get_logged_user', signal)
  const versions = versionsSchema.safeParse(await api.method('frappe.utils.change_log.get_versions', signal)).data
  const companies = await directory.companies(signal)
  return {
    user: String(user),
    version: versions?.['erpnext']?.version ?? 'unknown',
    company: companies.map(({ name }) => name).join(', '),
    timeZone: await directory.zone(signal),
  }
}
