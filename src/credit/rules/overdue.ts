import { type Cents, formatBrl, formatCents } from '../../kernel/cents.ts'
import { daysOverdueOf, type Facts, owingSide, type Side } from '../facts.ts'
import type { Case, Rule } from './finding.ts'

const titles = (count: number): string => `${count} ${count === 1 ? 'título vencido' : 'títulos vencidos'}`
const inDays = (count: number): string => `${count} ${count === 1 ? 'dia' : 'dias'}`

/** Who owes, said without telling one customer about another: "Cliente com …" or "Grupo econômico com …". */
export function owing(facts: Facts, side: Side): string {
  const whose = facts.own.overdueCount === side.overdueCount ? 'Cliente' : 'Grupo econômico do cliente'
  return `${whose} com ${titles(side.overdueCount)} há ${inDays(daysOverdueOf(side, facts.today))} (${formatBrl(side.exposure.overdue)})`
}

export function detailOf(facts: Facts, side: Side): Record<string, unknown> {
  return {
    overdue: formatCents(side.exposure.overdue),
    daysOverdue: daysOverdueOf(side, facts.today),
    count: side.overdueCount,
    ownOverdue: formatCents(facts.own.exposure.overdue),
    receivables: facts.own.titles.map((title) => ({
      externalId: title.externalId,
      number: title.number,
      installment: title.installment,
      dueOn: title.dueOn,
      openAmount: formatCents(title.openAmount),
    })),
  }
}

export const isOwing = ({ facts, whole }: Pick<Case, 'facts' | 'whole'>): boolean =>
  owingSide(facts, whole.contagion).exposure.overdue > facts.overdueTolerance

export const overdueReceivables: Rule = {
  code: 'overdue_receivables',
  fails: (given) => {
    if (!isOwing(given)) return null
    const { facts, whole } = given
    const side = owingSide(facts, whole.contagion)
    const tolerance = facts.overdueTolerance
    const forgiven = tolerance > 0n ? `, acima da tolerância de ${formatBrl(tolerance)}` : ''
    return {
      message: `${owing(facts, side)}${forgiven}.`,
      detail: { ...detailOf(facts, side), tolerance: formatCents(tolerance) },
    }
  },
}

export const overdueCount: Rule = {
  code: 'overdue_count',
  fails: ({ facts, policy, whole }) => {
    const side = owingSide(facts, whole.contagion)
    const { max } = policy.rules.overdue_count
    if (side.overdueCount <= max) return null
    return { message: `${owing(facts, side)}; o máximo aceito é ${max}.`, detail: { ...detailOf(facts, side), max } }
  },
}

/** First instalments ever, overdue, of customers with few sales: whoever starts by not paying rarely pays later. */
export function firstDefaultsOf({ facts, policy, whole }: Case): { openAmount: Cents; own: boolean }[] {
  const { ordersMax } = policy.rules.first_payment_default
  return owingSide(facts, whole.contagion).firstDefaults.filter(({ sales }) => sales <= ordersMax)
}

export const firstPaymentDefault: Rule = {
  code: 'first_payment_default',
  fails: (given) => {
    const found = firstDefaultsOf(given)
    if (found.length === 0) return null
    const own = found.some((first) => first.own)
    const amount = found.filter((first) => first.own === own).reduce((sum, first) => sum + first.openAmount, 0n)
    const whose = own ? 'O cliente' : 'Outro cliente do mesmo grupo'
    return {
      message: `${whose} não pagou a primeira parcela da primeira compra (${formatBrl(amount)}).`,
      detail: { openAmount: formatCents(amount), own },
    }
  },
}

/** The check being made counts as well: with `checks: 3` the third one is the first to be flagged. */
export const buysWhileOwing: Rule = {
  code: 'buys_while_owing',
  fails: (given) => {
    const { facts, policy } = given
    const { checks, days: daysMax } = policy.rules.buys_while_owing
    const asked = facts.owingChecks + 1
    if (!isOwing(given) || asked < checks) return null
    return {
      message: `Pediu crédito ${asked} ${asked === 1 ? 'vez' : 'vezes'} em ${inDays(daysMax)} com títulos vencidos em aberto.`,
      detail: { checks: asked, days: daysMax },
    }
  },
}
