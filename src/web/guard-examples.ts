import type { Example } from './examples.ts'

/** Examples of the operations on guards. */
export const GUARD_EXAMPLES: Readonly<Record<string, Example>> = {
  listGuards: {
    answer: {
      guards: [
        {
          ...{ name: 'pedidos', source: 'omie-matriz', mode: 'enforce', table: 'erp.pedidos' },
          ...{ waiting: 0, waitingSince: null, publishedAt: '2026-11-21T10:00:01-03:00' },
          comparedAt: '2026-11-21T09:07:04-03:00',
          compared: { customers: 4210, repaired: 0, refreshed: 12, removed: 0 },
          ...{ failedAt: null, failure: null, verifiedAt: '2026-11-21T09:50:40-03:00', drift: [] },
          lastDay: [
            { verdict: 'blocked', refused: true, count: 7 },
            { verdict: 'over', refused: true, count: 2 },
          ],
        },
      ],
      faults: [],
    },
  },
  listGuardEvents: {
    answer: {
      events: [
        {
          ...{ at: '2026-11-21T09:58:12-03:00', verdict: 'blocked', refused: true, customer: '1042', company: 'main' },
          ...{ orderId: 'PED-9931', amount: '1250.00', checkId: 'chk_01M805F96DQWN5FDGP6B56MA5W' },
          message:
            'Crédito bloqueado: cliente com 2 títulos vencidos há 12 dias (R$ 830,00). Pagando R$ 830,00, libera.',
        },
      ],
      next: null,
    },
  },
}
