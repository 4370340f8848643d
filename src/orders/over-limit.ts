import { creditAmountOf, type Facts } from '../credit/facts.ts'
import type { Cents } from '../kernel/cents.ts'
import { limitAmount } from '../receivables/limit.ts'

interface OverLimit {
  readonly over: Cents
  readonly limit: Cents | null
}

/**
 * By how much an order goes beyond the limit of which it exceeds the largest share, and that limit; 0 when it exceeds
 * none. Limit `null`: no credit was granted at all, and all of it is beyond. `more` is what is agreed to beyond the order.
 */
export function overLimit(facts: Facts, more: Cents = 0n): OverLimit {
  const asked = creditAmountOf(facts.order) + more
  let worst: { over: Cents; limit: Cents } = { over: 0n, limit: 0n }
  for (const side of [facts.own, facts.account]) {
    if (!side?.limit || side.limit.mode === 'unlimited') continue
    if (side.limit.mode === 'none') return { over: asked, limit: null }
    const limit = limitAmount(side.limit)
    const over = side.exposure.total + asked - limit
    if (over > 0n && (worst.over === 0n || over * worst.limit > worst.over * limit)) worst = { over, limit }
  }
  return worst
}
