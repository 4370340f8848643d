import { DatabaseUnavailable } from '../database-errors.ts'
import { findCustomersByDocument } from '../receivables/customer-store.ts'
import { ensureProvisional } from '../receivables/provisional.ts'
import { type CreditDeps, checkAll, type Outcome } from './check.ts'
import { coalesce, type Settled } from './coalesce.ts'
import type { Ask } from './gather.ts'
import type { CheckRequest } from './request.ts'
import { reserveAll } from './reserve.ts'
import type { ReserveOutcome } from './reserving.ts'

export type DeskOutcome = Outcome | { kind: 'unprocessable'; path: string; message: string }

/** The place made for an unknown customer and two sent by the ERP: enough to tell that a document is ambiguous. */
const SAME_DOCUMENT_MAX = 3
const BOUNDS = { batchMax: 64, waitingMax: 20_000 }
/** Over a network the next batch is prepared while the database works on this one; SQLite works in our own process. */
const FLIGHTS_MAX = { sqlite: 1, mysql: 2 } as const
const strikesAll = (error: unknown): boolean => error instanceof DatabaseUnavailable

/**
 * Where requests are answered. Those that arrive together share round trips: one read, one insert and one commit for
 * many. Checks and reservations travel apart, so that a check never waits for a lock.
 */
export function openDesk(deps: CreditDeps): (request: CheckRequest) => Promise<DeskOutcome> {
  const all = <O>(run: (deps: CreditDeps, asks: readonly Ask[]) => Promise<O[]>) =>
    coalesce(
      async (asks: readonly Ask[]): Promise<Settled<O>[]> => (await run(deps, asks)).map((value) => ({ value })),
      { ...BOUNDS, flightsMax: FLIGHTS_MAX[deps.db.dialect] },
      strikesAll,
    )
  const check = all(checkAll)
  const reserve = all(reserveAll)
  return async (request) => {
    if (request.amount <= 0n) {
      return { kind: 'unprocessable', path: 'order.amount', message: 'must be more than zero: returns are not sales' }
    }
    const found = 'externalId' in request.customer ? request.customer.externalId : await findByDocument(deps, request)
    if (typeof found === 'object' && found !== null) return found
    const ask: Ask = { ...request, externalId: found }
    if (request.mode !== 'reserve') return check(ask)
    const outcome = await reserve(ask)
    return outcome.kind === 'stranger' ? known(await reserve(await introduce(deps, ask))) : outcome
  }
}

async function findByDocument({ db }: CreditDeps, request: CheckRequest): Promise<string | null | DeskOutcome> {
  const document = 'document' in request.customer ? request.customer.document : ''
  const found = await findCustomersByDocument(db, request.source, document, SAME_DOCUMENT_MAX)
  // A place that was made for an order before its customer came gives way to the customer.
  const sent = found.filter((customer) => !customer.provisional)
  const active = (sent.length > 0 ? sent : found).filter((customer) => customer.active)
  if (active.length > 1) {
    return {
      kind: 'unprocessable',
      path: 'customer.document',
      message: 'belongs to several customers of this source: ask by externalId',
    }
  }
  return (active[0] ?? sent[0] ?? found[0])?.externalId ?? null
}

/**
 * Somebody the ERP has not sent yet gets a place, so that room is taken from somebody, or the refusal waits for somebody:
 * the record of the ERP replaces this one when it comes.
 */
export async function introduce(deps: CreditDeps, ask: Ask): Promise<Ask> {
  const document = 'document' in ask.customer ? ask.customer.document : null
  const externalId = ask.externalId ?? (document as string)
  await ensureProvisional(deps, ask.source, externalId, document)
  return { ...ask, externalId }
}

function known(outcome: ReserveOutcome): Outcome {
  if (outcome.kind === 'stranger') throw new TypeError('a customer lost the place that was made for them')
  return outcome
}
