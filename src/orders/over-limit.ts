import { creditAmountOf, type Facts } from '../credit/facts.ts'
import type { Cents } from '../kernel/cents.ts'
import { limitAmount } from '../receivables/limit.ts'

/**
 * By how much an order goes beyond the limit that it exceeds the most, and that limit; 0 when it exceeds none. Limit
 * `null`: no credit was granted at all, and all of it is beyond.
 */
export function overLimit(facts: Facts): { over: Cents; limit: Cents | null } {
  const asked = creditAmountOf(facts.order)
  let worst: { over: Cents; limit: Cents | null } = { over: 0n, limit: 0n }
  for (const side of [facts.own, facts.account]) {
    if (!side?.limit || side.limit.mode === 'unlimited') continue
    if (side.limit.mode === 'none') return { over: asked, limit: null }
    const limit = limitAmount(side.limit)
    const over = side.exposure.total + asked - limit
    if (over > worst.over) worst = { over, limit }
  }
  return worst
}
