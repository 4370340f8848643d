import type { Example } from './examples.ts'

const DRAFT = {
  body: 'overdueTolerance: "50.00"\nrules:\n  order_too_large: { level: block, max: "20000.00" }\n',
  note: 'Tolera até R$ 50,00 vencidos; pedidos acima de R$ 20.000,00 passam pelo financeiro.',
}

/** Examples of the operations of policy drafts and of reports. */
export const REPORT_EXAMPLES: Readonly<Record<string, Example>> = {
  createPolicyDraft: { body: DRAFT },
  changePolicyDraft: { body: { ...DRAFT, body: DRAFT.body.replace('50.00', '80.00') } },
  rehearsePolicyDraft: { body: { days: 30 } },
  activatePolicyDraft: {
    body: { reason: 'Aprovada na reunião de crédito de 20/11.' },
    answer: { name: 'default', version: 4 },
  },
}
