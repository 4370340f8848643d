import { type Cents, formatBrl, formatCents, maxCents } from '../../kernel/cents.ts'
import { formatBrDay } from '../../kernel/day.ts'
import { type Limit, limitAmount } from '../../receivables/limit.ts'
import { creditAmountOf, type Facts, type Side } from '../facts.ts'
import { type Case, isOn, type Rule } from './finding.ts'

export interface Bounded {
  scope: 'customer' | 'account'
  limit: Limit & { mode: 'amount' }
  amount: Cents
  total: Cents
  room: Cents
}

const levels = (facts: Facts): { scope: Bounded['scope']; side: Side }[] => [
  { scope: 'customer', side: facts.own },
  ...(facts.account ? [{ scope: 'account' as const, side: facts.account }] : []),
]

/** The limits that are amounts, with the room they leave before the order: the customer's own and the group's. */
export function boundsOf(facts: Facts): Bounded[] {
  return levels(facts).flatMap(({ scope, side }) => {
    if (side.limit?.mode !== 'amount') return []
    const amount = limitAmount(side.limit)
    const { total } = side.exposure
    return [{ scope, limit: side.limit, amount, total, room: amount - total }]
  })
}

/** By how much the room is too small for what is asked, as far as the policy refuses for it. */
export function shortageOf(given: Case, room: Cents, asked: Cents): Cents {
  const needed = isOn(given, 'order_exceeds_limit') ? asked : 0n
  if (room < 0n) return isOn(given, 'already_over_limit') ? needed - room : 0n
  return maxCents(0n, needed - room)
}

const tightest = (bounds: readonly Bounded[]): Bounded | undefined =>
  [...bounds].sort((a, b) => (a.room < b.room ? -1 : 1))[0]
const named = (scope: Bounded['scope']): string =>
  scope === 'customer' ? 'limite do cliente' : 'limite do grupo econômico'
const detailOf = ({ scope, amount, total, room }: Bounded): Record<string, unknown> => ({
  scope,
  limit: formatCents(amount),
  total: formatCents(total),
  available: formatCents(room),
})

export const noCredit: Rule = {
  code: 'no_credit',
  fails: ({ facts }) => {
    const found = levels(facts).find(({ side }) => side.limit?.mode === 'none')
    if (!found) return null
    const whose = found.scope === 'customer' ? 'Cliente' : 'Grupo econômico do cliente'
    return { message: `${whose} sem crédito concedido: venda somente à vista.`, detail: { scope: found.scope } }
  },
}

export const limitExpired: Rule = {
  code: 'limit_expired',
  fails: ({ facts }) => {
    const found = boundsOf(facts).find(({ limit }) => limit.validUntil !== undefined && limit.validUntil < facts.today)
    if (!found) return null
    const validUntil = found.limit.validUntil as string
    return {
      message: `O ${named(found.scope)} (${formatBrl(found.amount)}) venceu em ${formatBrDay(validUntil)}.`,
      detail: { scope: found.scope, limit: formatCents(found.amount), validUntil },
    }
  },
}

export const alreadyOverLimit: Rule = {
  code: 'already_over_limit',
  fails: ({ facts }) => {
    const over = tightest(boundsOf(facts).filter(({ room }) => room < 0n))
    if (!over) return null
    return {
      message: `O ${named(over.scope)} (${formatBrl(over.amount)}) já está excedido em ${formatBrl(-over.room)} antes deste pedido.`,
      detail: { ...detailOf(over), over: formatCents(-over.room) },
    }
  },
}

/** Exactly at the limit passes. A limit that was over before is said by `already_over_limit` alone. */
export const orderExceedsLimit: Rule = {
  code: 'order_exceeds_limit',
  fails: ({ facts }) => {
    const asked = creditAmountOf(facts.order)
    const short = tightest(boundsOf(facts).filter(({ room }) => room >= 0n && asked > room))
    if (!short) return null
    return {
      message: `Pedido de ${formatBrl(asked)} ultrapassa o ${named(short.scope)}: disponível ${formatBrl(short.room)} de ${formatBrl(short.amount)}.`,
      detail: { ...detailOf(short), order: formatCents(asked), over: formatCents(asked - short.room) },
    }
  },
}
