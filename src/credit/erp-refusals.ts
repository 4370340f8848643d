import type { Sql } from '../database.ts'
import { type Cents, formatCents, minCents } from '../kernel/cents.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { companySchema, externalIdSchema, textSchema } from '../kernel/text.ts'
import type { Order } from '../receivables/order.ts'
import { type Keeping, scopeOf } from '../receivables/position.ts'
import { type CreditDeps, checkAll, type Outcome } from './check.ts'
import { introduce } from './desk.ts'
import type { Ask } from './gather.ts'
import { askNothing } from './holds.ts'
import { plainReserve, REVISION_MAX, TERM_DAYS_MAX } from './request.ts'
import { ASKED, type KnownOrder, reserveAll } from './reserve.ts'
import type { ReserveOutcome } from './reserving.ts'

/** What a guard in an ERP's database told of a sale on credit: texts as they stand in the columns of the ERP. */
export interface ErpRefusal {
  readonly guard: string
  readonly source: string
  /** The customer's `externalId`. */
  readonly customer: string
  readonly company: string
  readonly orderId: string | null
  readonly salesRep?: string | null
  readonly amount: Cents
  readonly termDays: number | null
  /** The sentence that the ERP's user was told. */
  readonly message: string
  /** False where the guard only watches: it would have been refused. */
  readonly isRefused: boolean
  readonly at: EpochMs
}

/** Writes that the refusal was taken, in the transaction of its check. A transaction that is tried again runs it again. */
export type Taking = (sql: Sql, checkId: string) => Promise<void>

/** As much as the API takes. */
const AMOUNT_MAX = 999_999_999_999_999n
const SALES_REP_MAX = 120

/**
 * Keeps what an ERP's database refused as a check and, where the order is known by an id, as a blocked order that the
 * review looks at again. Takes no room and touches nothing that stands. Answers the id of the check.
 */
export async function recordRefusal(
  deps: CreditDeps,
  refusal: ErpRefusal,
  taking: Taking = async () => {},
): Promise<string> {
  const ask = askOf(refusal, deps.clock)
  const finish = async (sql: Sql, [checkId]: readonly string[]): Promise<void> => {
    if (checkId !== undefined) await taking(sql, checkId)
  }
  const isOrder = refusal.isRefused && ask.orderId !== null && ask.externalId !== null
  if (!isOrder) return idOf((await checkAll(deps, [ask], finish))[0])
  const terms = {
    ...ASKED,
    finish,
    restate: (one: Ask, known: KnownOrder) => restate(one, known, deps.policies.keeping()),
  }
  const reserve = async (one: Ask) => (await reserveAll(deps, [one], terms))[0]
  const asked: Ask = { ...ask, mode: 'reserve' }
  const outcome = await reserve(asked)
  return idOf(outcome?.kind === 'stranger' ? await reserve(await introduce(deps, asked)) : outcome)
}

function idOf(outcome: Outcome | ReserveOutcome | undefined): string {
  if (outcome?.kind !== 'answer') throw new TypeError(`a refusal of the ERP met ${outcome?.kind ?? 'nothing'}`)
  return (JSON.parse(outcome.json) as { id: string }).id
}

/** Whatever an ERP has in its columns: what cannot be kept as an id or a company is left out. */
function askOf(refusal: ErpRefusal, clock: Pick<Clock, 'format'>): Ask {
  const { guard, message, termDays } = refusal
  const read = (schema: typeof externalIdSchema, text: string | null | undefined): string | null =>
    schema.safeParse(text).data ?? null
  const externalId = read(externalIdSchema, refusal.customer)
  const isTerm = termDays !== null && termDays >= 0
  return {
    ...askNothing(refusal.source, externalId ?? '', companySchema.catch('main').parse(refusal.company)),
    ...{ externalId, orderId: read(externalIdSchema, refusal.orderId), revision: 1 },
    ...{ amount: minCents(refusal.amount, AMOUNT_MAX), salesRep: read(textSchema(SALES_REP_MAX), refusal.salesRep) },
    termDaysMax: isTerm ? Math.min(Math.trunc(termDays), TERM_DAYS_MAX) : null,
    refusedBy: { guard, message, at: clock.format(refusal.at) },
  }
}

/**
 * The refusal as a request for the order, by what is known of it: the revision that was refused before, or else a new
 * one. What stands for as much is not refused, since the guard's copy was behind; what is over is not opened again.
 */
function restate(ask: Ask, { notes: { refused }, order, customerId }: KnownOrder, keeping: Keeping): Ask {
  const alone: Ask = { ...ask, mode: 'check' }
  const isOver = order?.state === 'closed' || order?.state === 'cancelled'
  if (isOver || (order && isAgreed(order, ask, customerId, keeping))) return alone
  const isRefusedLast = refused !== null && refused.revision >= (order?.revision ?? 0)
  const known = isRefusedLast ? { revision: refused.revision, amount: refused.asked.amount } : order
  const isSame = known?.amount === ask.amount && !(order && isStanding(order) && known.revision === order.revision)
  const revision = known === null ? 1 : known.revision + (isSame ? 0 : 1)
  if (revision > REVISION_MAX) return alone
  const salesRep = ask.salesRep ?? refused?.asked.salesRep ?? null
  if (isSame && isRefusedLast && refused.asked.paymentKind === 'credit') {
    const { upfront, termDaysMax, digest } = refused.asked
    return { ...ask, revision, salesRep, upfront, termDaysMax: ask.termDaysMax ?? termDaysMax, digest }
  }
  return { ...ask, revision, salesRep, digest: digestOf(ask, revision) }
}

const isStanding = ({ state }: Order): boolean => state === 'held' || state === 'confirmed'

/** Stands for as much, on credit, for the same customer and in the same books. */
const isAgreed = (order: Order, ask: Ask, customerId: number | null, keeping: Keeping): boolean =>
  isStanding(order) &&
  order.customerId === customerId &&
  scopeOf(keeping, order.company) === scopeOf(keeping, ask.company) &&
  order.amount >= ask.amount &&
  order.creditAmount > 0n

/** Of the request that the ERP would send: when it asks for the order after it was freed, it finds what is held. */
function digestOf({ source, externalId, orderId, amount, company }: Ask, revision: number): string {
  const order = { id: orderId as string, revision, amount: formatCents(amount), company }
  return plainReserve(source, externalId as string, order).digest
}
