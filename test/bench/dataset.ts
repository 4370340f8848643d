import { addDays, type Day } from '../../src/kernel/day.ts'
import type { FeedKind } from '../../src/receivables/receipt.ts'

/** Generated ledgers for measuring: no randomness, so that every run loads the same. */
export interface DatasetSize {
  accounts: number
  receivables: number
  /** Open titles of the customers `titles-<n>`. */
  deepCustomers: readonly number[]
}

export const SOURCE = 'bench'
const PIECE = 1_000

type Wire = Record<string, unknown>

export const customerId = (place: number): string => `C${place}`
export const deepCustomerId = (titles: number): string => `titles-${titles}`

/** Everything in wire form, in pieces as an ERP would send them. */
export function* dataset(size: DatasetSize, today: Day): Generator<{ kind: FeedKind; records: Wire[] }> {
  yield* pieces('customers', customers(size))
  yield* pieces('receivables', receivables(size, today))
}

/** The receivables alone, for the ingest pair. */
export function* receivables(
  { accounts, receivables: count, deepCustomers }: DatasetSize,
  today: Day,
  prefix = 'T',
): Generator<Wire> {
  for (let place = 0; place < count; place++)
    yield title(`${prefix}${place}`, customerId(place % accounts), place, today)
  for (const titles of deepCustomers) {
    for (let place = 0; place < titles; place++)
      yield openTitle(`${prefix}${titles}-${place}`, deepCustomerId(titles), addDays(today, 1 + (place % 300)), today)
  }
}

function* customers({ accounts, deepCustomers }: DatasetSize): Generator<Wire> {
  const limit = { mode: 'amount', amount: '9000000000.00' }
  for (let place = 0; place < accounts; place++)
    yield { externalId: customerId(place), name: `Mercado ${place}`, limit, state: 'SP' }
  for (const titles of deepCustomers)
    yield { externalId: deepCustomerId(titles), name: `Cliente com ${titles} títulos`, limit }
}

/** Six in ten are paid; of the open ones of every tenth customer the oldest is overdue. */
function title(externalId: string, customer: string, place: number, today: Day): Wire {
  const turn = Math.floor(place / 7) % 10
  if (turn < 6) {
    const dueOn = addDays(today, -(place % 300) - 10)
    return { ...openTitle(externalId, customer, dueOn, today), openAmount: '0.00', status: 'paid', settledOn: dueOn }
  }
  const overdue = turn === 6 && place % 10 === 3
  return openTitle(externalId, customer, addDays(today, overdue ? -20 : 1 + (place % 90)), today)
}

function openTitle(externalId: string, customer: string, dueOn: Day, today: Day): Wire {
  const amount = `${100 + ((externalId.length * 37) % 900)}.50`
  return {
    externalId,
    customer: { externalId: customer },
    kind: 'invoice',
    number: `NF ${externalId}`,
    installment: '1/1',
    issuedOn: addDays(dueOn < today ? dueOn : today, -30),
    dueOn,
    amount,
    openAmount: amount,
    status: 'open',
  }
}

export function* pieces(kind: FeedKind, records: Iterable<Wire>): Generator<{ kind: FeedKind; records: Wire[] }> {
  let piece: Wire[] = []
  for (const record of records) {
    piece.push(record)
    if (piece.length === PIECE) {
      yield { kind, records: piece }
      piece = []
    }
  }
  if (piece.length > 0) yield { kind, records: piece }
}
