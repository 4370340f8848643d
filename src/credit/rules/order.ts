import { type Cents, divideCents, formatBrl, formatCents, multiplyCents } from '../../kernel/cents.ts'
import type { Facts } from '../facts.ts'
import type { ClassPolicy } from '../policy.ts'
import type { Rule } from './finding.ts'

const inDays = (count: number): string => `${count} ${count === 1 ? 'dia' : 'dias'}`

export const orderTooLarge: Rule = {
  code: 'order_too_large',
  fails: ({ facts, policy }) => {
    const { max } = policy.rules.order_too_large
    if (facts.order.amount <= max) return null
    return {
      message: `Pedido de ${formatBrl(facts.order.amount)} acima do máximo de ${formatBrl(max)} por pedido.`,
      detail: { order: formatCents(facts.order.amount), max: formatCents(max) },
    }
  },
}

export const termTooLong: Rule = {
  code: 'term_too_long',
  fails: ({ facts, policy }) => {
    const { daysMax } = policy.rules.term_too_long
    const term = facts.order.termDaysMax
    if (term === null || term <= daysMax) return null
    return {
      message: `Prazo de ${inDays(term)} acima do máximo de ${inDays(daysMax)}.`,
      detail: { days: term, daysMax },
    }
  },
}

/** What is asked in advance, and what of it the terms (due in 0 days) or unapplied credits already bring. */
export function downPaymentOf(facts: Facts, policy: ClassPolicy): { needed: Cents; given: Cents } {
  const needed = multiplyCents(facts.order.amount, policy.rules.down_payment.share)
  return { needed, given: facts.order.upfront + facts.own.exposure.credits }
}

/**
 * The largest order for which what is given in advance is enough; `null` when any order is. Where nothing is given there
 * is none: an order of which the share rounds to nothing is no advice.
 */
export function largestForDownPayment(facts: Facts, policy: ClassPolicy): Cents | null {
  const { given } = downPaymentOf(facts, policy)
  const largest = divideCents(given, policy.rules.down_payment.share)
  return given === 0n && largest !== null ? 0n : largest
}

export const downPayment: Rule = {
  code: 'down_payment',
  fails: ({ facts, policy }) => {
    const { needed, given } = downPaymentOf(facts, policy)
    if (given >= needed) return null
    return {
      message: `Exige entrada de ${formatBrl(needed)} do pedido de ${formatBrl(facts.order.amount)}; falta ${formatBrl(needed - given)}.`,
      detail: { needed: formatCents(needed), given: formatCents(given), share: policy.rules.down_payment.share },
    }
  },
}
