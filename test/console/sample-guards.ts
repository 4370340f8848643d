import type { GuardEvent, GuardRow, GuardsPort } from '../../src/console/guard-port.ts'
import type { Say } from './sample-orders.ts'

const SOUND = {
  ...{ waiting: 0, waitingSince: null, publishedAt: '2026-11-23T10:11:58-03:00', failedAt: null, failure: null },
  ...{ comparedAt: '2026-11-23T10:07:03-03:00', verifiedAt: '2026-11-23T10:10:40-03:00', drift: [] },
} as const

/** One that is sound, one that watches and waits, one without its database, one that somebody has changed. */
const sampleGuardRows = (say: Say): GuardRow[] => [
  {
    ...{ ...SOUND, name: 'pedidos', source: 'omie-matriz', mode: 'enforce', table: say('erp.pedidos') },
    today: { refused: 1_207, watched: 0, unjudged: 0 },
  },
  {
    ...{ ...SOUND, name: 'notas-da-filial', source: 'firebird-filial', mode: 'monitor', table: say('filial.notas') },
    ...{ waiting: 3, waitingSince: '2026-11-23T10:05:00-03:00' },
    today: { refused: 0, watched: 4, unjudged: 2 },
  },
  {
    ...{ ...SOUND, name: 'orcamentos', source: 'erp-proprio', mode: 'enforce', table: say('erp.orcamentos') },
    ...{ waiting: 1_250, waitingSince: '2026-11-23T09:40:00-03:00', publishedAt: null, comparedAt: null, drift: null },
    ...{ failure: say('the database does not answer (ECONNREFUSED)'), failedAt: '2026-11-23T10:11:50-03:00' },
    today: { refused: 0, watched: 0, unjudged: 0 },
  },
  {
    ...{ ...SOUND, name: 'propostas', source: 'erp-proprio', mode: 'enforce', table: say('erp.propostas') },
    drift: [
      { trigger: 'fiado_propostas_ai', state: 'missing' },
      { trigger: 'fiado_propostas_au', state: 'changed' },
    ],
    today: { refused: 0, watched: 0, unjudged: 0 },
  },
]

const sampleEvents = (say: Say): GuardEvent[] => [
  {
    ...{ at: '2026-11-23T10:09:12-03:00', verdict: 'blocked', isRefused: true, company: 'main' },
    customer: { source: 'omie-matriz', externalId: '1042', name: say('Mercado Bom Preço Ltda') },
    ...{ orderId: say('PED-9930'), blockedOrderId: 'blk_0', amount: '6430.00', checkId: 'chk_1' },
    message: say(
      'Crédito bloqueado: cliente com 2 títulos vencidos há 12 dias (R$ 1.830,00). Pagando R$ 1.830,00, libera.',
    ),
  },
  {
    ...{ at: '2026-11-23T09:41:07-03:00', verdict: 'over', isRefused: false, company: say('filial') },
    customer: { source: 'omie-matriz', externalId: say('77'), name: null },
    ...{ orderId: null, blockedOrderId: null, amount: '1250.00', checkId: 'chk_2' },
    message: say('Crédito insuficiente: venda de R$ 1.250,00, disponível R$ 310,00.'),
  },
  {
    ...{ at: '2026-11-22T18:30:00-03:00', verdict: 'fault', isRefused: false, company: null, customer: null },
    ...{ orderId: say('PED-9801'), blockedOrderId: null, amount: null, checkId: null },
    message: say('the file of the guard names no company for this row'),
  },
]

export const sampleGuards = (say: Say): GuardsPort => ({
  list: async () => ({ guards: sampleGuardRows(say), faults: [] }),
  events: async (_person, guard, after) => {
    if (!sampleGuardRows(say).some(({ name }) => name === guard)) return null
    if (guard !== 'pedidos') return { entries: [], next: null }
    return after === null ? { entries: sampleEvents(say), next: '7' } : { entries: [], next: null }
  },
})
