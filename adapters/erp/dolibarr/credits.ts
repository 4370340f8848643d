import type { BadRecord, Page, ReceivableRecord } from '../../../src/sync/contract.ts'
import { absoluteAmountOf, textOf } from '../../../src/sync/convert.ts'
import { BadRecordError, SyncError } from '../../../src/sync/errors.ts'
import { mapRows, parseRow } from '../../../src/sync/map-rows.ts'
import type { Row } from './api.ts'
import { dayOfMidnight } from './dates.ts'
import { discountSchema } from './rows.ts'
import { type Context, walk } from './walk.ts'

/**
 * Credit notes and deposits that were made available as credits ("discounts" in Dolibarr), and are used up only on an
 * invoice. They have no list of their own: they are asked for customer by customer, and only of customers who have a
 * closed credit note or deposit at all.
 */

/** `discount-<third party>-<row>`: a credit can be asked for by its third party alone. */
const CREDIT_ID = /^discount-(\d+)-(\d+)$/

export const creditIdOf = (partyId: string, rowId: string): string => `discount-${partyId}-${rowId}`
export const isCreditId = (externalId: string): boolean => CREDIT_ID.test(externalId)

/** A customer's credit with the invoice that it comes from: the credit itself tells no day. */
interface Credit {
  readonly partyId: string
  readonly row: Row
}

interface Mapped {
  records: ReceivableRecord[]
  bad: BadRecord[]
}

type Days = ReadonlyMap<string, unknown>

/** One call each, and one more for the days. */
const CUSTOMERS_PER_PAGE = 25
const SOURCES_PER_CALL = 100

export async function* listCredits(context: Context, signal: AbortSignal): AsyncGenerator<Page> {
  const partyIds = await partiesWithSources(context, signal)
  for (let start = 0; start < partyIds.length; start += CUSTOMERS_PER_PAGE) {
    const chunk = partyIds.slice(start, start + CUSTOMERS_PER_PAGE)
    yield { ...(await availableCredits(context, chunk, signal)), cursor: `credits-${chunk.at(-1)}` }
  }
}

/**
 * What was paid too much becomes a credit as well, and then its invoice is one of thousands that are closed: its customer
 * is asked for when the invoice comes by as changed. Known credits that are not listed are read by id.
 */
export async function creditsOfExcess(
  context: Context,
  invoices: readonly Row[],
  signal: AbortSignal,
): Promise<Mapped> {
  const ids = invoices.filter(isClosedWithExcess).map((row) => String(row['socid']))
  return availableCredits(context, [...new Set(ids)], signal)
}

/** A closed credit note is negative too, and its customer is listed anyway. */
const isClosedWithExcess = ({ type, statut, status, remaintopay }: Row): boolean =>
  String(statut ?? status) === '2' && String(type) !== '2' && /^-/.test(String(remaintopay))

async function availableCredits(context: Context, partyIds: readonly string[], signal: AbortSignal): Promise<Mapped> {
  const found = await Promise.all(partyIds.map((partyId) => creditsOf(context, partyId, 'available', signal)))
  const credits = found.flat()
  return mapCredits(credits, await daysOf(context, credits, signal), context)
}

async function partiesWithSources(context: Context, signal: AbortSignal): Promise<string[]> {
  const filters = ['t.type:in:2,3', 't.fk_statut:=:2']
  const ids = new Set<string>()
  for await (const { rows } of walk(context, 'invoices', { filters, properties: ['id', 'socid'] }, 0, signal))
    for (const row of rows) if (/^\d+$/.test(String(row['socid']))) ids.add(String(row['socid']))
  return [...ids].sort((a, b) => Number(a) - Number(b))
}

async function creditsOf(
  { api }: Context,
  partyId: string,
  filter: 'available' | 'none',
  signal: AbortSignal,
): Promise<Credit[]> {
  const answer = await api.get(`/thirdparties/${partyId}/fixedamountdiscounts`, signal, { filter })
  if (answer === null) return []
  if (!Array.isArray(answer))
    throw new SyncError('unavailable', 'Dolibarr answered something that is no list of credits')
  return answer.map((row: Row) => ({ partyId, row }))
}

/** The days of the invoices that credits come from, by id. */
async function daysOf({ api }: Context, credits: readonly Credit[], signal: AbortSignal): Promise<Days> {
  const ids = [...new Set(credits.map(({ row }) => String(row['fk_facture_source'])))].filter((id) => /^\d+$/.test(id))
  const days = new Map<string, unknown>()
  for (let start = 0; start < ids.length; start += SOURCES_PER_CALL) {
    const some = ids.slice(start, start + SOURCES_PER_CALL)
    const query = { filters: [`t.rowid:in:${some.join(',')}`], properties: ['id', 'date'], limit: SOURCES_PER_CALL }
    const { rows } = await api.list('invoices', query, signal)
    for (const row of rows) days.set(String(row['id']), row['date'])
  }
  return days
}

function mapCredits(credits: readonly Credit[], days: Days, { settings }: Context): Mapped {
  return mapRows<Credit, ReceivableRecord>(
    credits,
    ({ partyId, row }) => creditIdOf(partyId, String(row['rowid'])),
    (credit) => toCredit(credit, days, settings.timeZone),
  )
}

function toCredit({ partyId, row }: Credit, days: Days, timeZone: string): ReceivableRecord {
  const credit = parseRow(discountSchema, row)
  const source = credit.fk_facture_source
  if (!source || !days.has(source)) throw new BadRecordError('fk_facture_source', 'names no invoice that can be read')
  const issuedOn = dayOfMidnight(days.get(source), timeZone, 'date')
  const amount = absoluteAmountOf(credit.amount_ttc, 'amount_ttc')
  const isUsed = Boolean(credit.fk_facture) || Boolean(credit.fk_facture_line)
  return {
    externalId: creditIdOf(partyId, credit.rowid),
    customer: { externalId: partyId },
    kind: credit.factype === '2' ? 'credit_note' : 'advance',
    number: textOf(credit.ref, 64),
    issuedOn,
    dueOn: issuedOn,
    amount,
    openAmount: isUsed ? '0.00' : amount,
    status: isUsed ? 'paid' : 'open',
  }
}

/** Credits by id. One that was split or moved to another customer is not among them, and listed under its new ids. */
export async function readCredits(
  context: Context,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<Mapped> {
  const partyIds = new Set(externalIds.map((id) => CREDIT_ID.exec(id)?.[1] ?? ''))
  const found = await Promise.all([...partyIds].map((partyId) => creditsOf(context, partyId, 'none', signal)))
  const asked = new Set(externalIds)
  const credits = found.flat().filter(({ partyId, row }) => asked.has(creditIdOf(partyId, String(row['rowid']))))
  return mapCredits(credits, await daysOf(context, credits, signal), context)
}
