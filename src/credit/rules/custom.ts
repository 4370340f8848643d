import { limitAmount } from '../../receivables/limit.ts'
import type { CelFacts, Expression } from '../cel.ts'
import { daysOverdueOf, type Facts, owingSide } from '../facts.ts'
import type { Case, Finding } from './finding.ts'

/** The policy's own rules. One whose data is missing is told as a warning and refuses nothing by itself. */
export function customFindings(given: Case, expressions: ReadonlyMap<string, Expression>): Finding[] {
  const rules = given.whole.custom.filter((rule) => rule.level !== 'off')
  if (rules.length === 0) return []
  const facts = celFacts(given)
  return rules.flatMap((rule): Finding[] => {
    if (rule.level === 'off') return []
    const outcome = expressions.get(rule.code)?.evaluate(facts)
    if (outcome?.kind === 'true') return [{ code: rule.code, severity: rule.level, message: rule.message, detail: {} }]
    if (outcome?.kind !== 'unknown') return []
    const { missing } = outcome
    return [
      {
        code: rule.code,
        severity: 'warn',
        message: `Regra "${rule.code}" não avaliada: falta o dado ${missing}.`,
        detail: { missing },
      },
    ]
  })
}

function celFacts({ facts, whole }: Case): CelFacts {
  const { order, customer, own } = facts
  const side = owingSide(facts, whole.contagion)
  return {
    order: {
      amountCents: order.amount,
      paymentKind: order.paymentKind,
      termDaysMax: order.termDaysMax,
      company: order.company,
      salesRep: order.salesRep,
    },
    exposure: exposureOf(own.exposure),
    limit: {
      mode: own.limit?.mode ?? 'group',
      amountCents: own.limit?.mode === 'amount' ? limitAmount(own.limit) : null,
    },
    customer: {
      status: customer?.status ?? null,
      riskClass: customer?.riskClass ?? null,
      segment: customer?.segment ?? null,
      state: customer?.state ?? null,
      daysSince: customer?.daysSince ?? null,
    },
    daysOverdue: daysOverdueOf(side, facts.today),
    overdueCount: side.overdueCount,
  }
}

const exposureOf = (exposure: Facts['own']['exposure']): CelFacts['exposure'] => ({
  openCents: exposure.open,
  overdueCents: exposure.overdue,
  ordersCents: exposure.orders,
  heldCents: exposure.held,
  draftsCents: exposure.drafts,
  creditsCents: exposure.credits,
  totalCents: exposure.total,
})
