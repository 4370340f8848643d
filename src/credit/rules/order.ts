import { type Cents, formatBrl, formatCents, multiplyCents } from '../../kernel/cents.ts'
import type { Facts } from '../facts.ts'
import type { ClassPolicy } from '../policy.ts'
import type { Rule } from './finding.ts'

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
    return { message: `Prazo de ${term} dias acima do máximo de ${daysMax} dias.`, detail: { days: term, daysMax } }
  },
}

/** What is asked in advance, and what of it the terms (due in 0 days) or unapplied credits already bring. */
export function downPaymentOf(facts: Facts, policy: ClassPolicy): { needed: Cents; given: Cents } {
  const needed = multiplyCents(facts.order.amount, policy.rules.down_payment.share)
  return { needed, given: facts.order.upfront + facts.own.exposure.credits }
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
