import { formatBrDay } from '../../kernel/day.ts'
import type { Rule } from './finding.ts'

export const customerStopped: Rule = {
  code: 'customer_stopped',
  appliesToCash: true,
  fails: ({ facts }) =>
    facts.customer?.status === 'stop' ? { message: 'Cliente com vendas suspensas pelo financeiro.', detail: {} } : null,
}

/** `holdUntil` is the last day of the hold; without it the hold lasts until it is lifted. */
export const customerOnHold: Rule = {
  code: 'customer_on_hold',
  fails: ({ facts }) => {
    if (facts.customer?.status !== 'hold') return null
    const { holdUntil } = facts.customer
    if (holdUntil === null) return { message: 'Cliente em análise pelo financeiro, sem prazo definido.', detail: {} }
    if (facts.today > holdUntil) return null
    return { message: `Cliente em análise pelo financeiro até ${formatBrDay(holdUntil)}.`, detail: { holdUntil } }
  },
}

export const customerInactive: Rule = {
  code: 'customer_inactive',
  fails: ({ facts }) =>
    facts.customer !== null && !facts.customer.active
      ? { message: 'Cadastro do cliente está inativo no ERP.', detail: {} }
      : null,
}

export const unknownCustomer: Rule = {
  code: 'unknown_customer',
  fails: ({ facts }) =>
    facts.customer === null || facts.customer.provisional
      ? { message: 'Cliente ainda não recebido do ERP: sem dados para analisar o crédito.', detail: {} }
      : null,
}
