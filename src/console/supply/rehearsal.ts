import type { Rehearsal as KeptRehearsal } from '../../credit/draft-rehearsal.ts'
import type { NamedOrder } from '../../credit/policy-rehearsal.ts'
import type { Database } from '../../database.ts'
import { parseCents } from '../../kernel/cents.ts'
import { findCustomers } from '../../receivables/customer-store.ts'
import type { Rehearsal } from '../policy-port.ts'

const EXAMPLES_MAX = 50

/** A kept rehearsal with the names of the customers, the largest orders of both kinds in one list. */
export async function rehearsalToPort(db: Database, kept: KeptRehearsal): Promise<Rehearsal> {
  const { days, checks, rehearsedAt, held, freed, largest } = kept
  const examples = [...largest.held, ...largest.freed].sort(byAmount).slice(0, EXAMPLES_MAX)
  const nameOf = await readNames(db, examples)
  return {
    ...{ days, checks, rehearsedAt },
    wouldHold: { count: held.orders, amount: held.amount },
    laterUnpaid: { count: held.unpaidOrders, amount: held.unpaidAmount },
    wouldFree: { count: freed.orders, amount: freed.amount },
    examples: examples.map((one) => ({
      ...{ checkId: one.checkId, checkedAt: one.checkedAt, orderId: one.orderId ?? '', amount: one.amount },
      customer: { source: one.source, externalId: one.customer ?? '', name: nameOf(one) },
      ...{ was: one.was, would: one.would, because: one.because ?? '' },
      later: one.payment === 'no_titles' ? null : one.payment,
    })),
  }
}

const byAmount = (a: NamedOrder, b: NamedOrder): number =>
  Number((parseCents(b.amount) ?? 0n) - (parseCents(a.amount) ?? 0n))

async function readNames(db: Database, orders: readonly NamedOrder[]): Promise<(order: NamedOrder) => string> {
  const names = new Map<string, string>()
  for (const [source, named] of Map.groupBy(orders, (order) => order.source)) {
    const ids = named.flatMap(({ customer }) => customer ?? [])
    if (ids.length === 0) continue
    for (const [id, { name }] of await findCustomers(db, source, ids)) names.set(`${source}\n${id}`, name)
  }
  return ({ source, customer }) => names.get(`${source}\n${customer}`) ?? customer ?? 'Cliente desconhecido'
}
