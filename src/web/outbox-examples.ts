import type { Example } from './examples.ts'

/** Examples of the operations about events. */
export const OUTBOX_EXAMPLES: Readonly<Record<string, Example>> = {
  createEventWebhook: {
    body: {
      ...{
        name: 'Portal de vendas',
        url: 'https://portal.example.com/fiado',
        types: ['order.blocked', 'order.released'],
      },
      source: 'omie-matriz',
    },
  },
  renewEventWebhookSecret: { body: {} },
  activateEventWebhook: { body: {}, answer: { active: true } },
  testEventWebhook: { body: {}, answer: { taken: true, status: 204, error: null } },
  replayEventDeliveries: { body: { dead: true }, answer: { replayed: 3, more: false } },
  listEvents: {
    answer: {
      events: [
        {
          ...{ id: 'evt_01KAN5W1Q8Z3N7M2R4T6V8X0YA', cursor: '118', type: 'order.released' },
          timestamp: '2026-11-21T10:00:02-03:00',
          data: { source: 'omie-matriz', customer: '1042', order: 'PED-9931', amount: '1250.00' },
        },
      ],
      next: '118',
      more: false,
    },
  },
}
