import type { Example } from './examples.ts'

/** Examples of the operations on refused orders. */
export const ORDERS_EXAMPLES: Readonly<Record<string, Example>> = {
  keepOrderBack: { body: { reason: 'Pagou com cheque: aguardar a compensação.' } },
  letOrderGo: { body: { reason: 'O cheque compensou.' } },
  requestRelease: { body: { reason: 'Cliente antigo, prometeu pagar os atrasados na sexta.' } },
  signRelease: {
    body: {
      verdict: 'approved',
      reason: 'Histórico bom, atraso por troca de banco.',
      amount: '1250.00',
      expiresAt: '2026-11-25T18:00:00-03:00',
    },
  },
  withdrawRelease: { body: { reason: 'O cliente desistiu do pedido.' } },
}
