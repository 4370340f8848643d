import type {
  IntegrationsPort,
  KeyRow,
  PersonRow,
  QuarantinedRecord,
  SyncRun,
  WebhooksPort,
} from '../../src/console/operation-port.ts'
import type { Dashboard, PolicyView } from '../../src/console/policy-port.ts'
import { NOW, type Say, sampleCustomer } from './sample-orders.ts'

export const sampleSources = (say: Say): Awaited<ReturnType<IntegrationsPort['sources']>> => ({
  sources: [
    {
      ...{ source: 'omie-matriz', adapter: 'omie', streams: ['customers', 'receivables', 'orders'], isRunning: false },
      schedule: { changes: '*/10 * * * *', nightly: '30 2 * * *' },
      ...{ lastStartedAt: '2026-11-23T10:05:00-03:00', lastDoneAt: '2026-11-23T10:05:21-03:00', lastNightlyAt: null },
      ...{ failures: 0, failingSince: null, remedy: null, message: null, quarantined: 2 },
      writeBack: { mode: 'on', isStopped: false, dailyCap: 50, blocksToday: 7 },
    },
    {
      ...{ source: 'firebird-filial', adapter: 'firebird', streams: ['customers', 'receivables'], isRunning: false },
      schedule: { changes: '*/10 * * * *', nightly: '30 2 * * *' },
      ...{ lastStartedAt: '2026-11-23T10:00:00-03:00', lastDoneAt: '2026-11-22T23:10:00-03:00', lastNightlyAt: null },
      ...{ failures: 4, failingSince: '2026-11-22T23:20:00-03:00', remedy: 'auth', quarantined: 0 },
      message: say('Your user name and password are not defined.'),
      writeBack: { mode: 'off', isStopped: false, dailyCap: 0, blocksToday: 0 },
    },
    {
      ...{ source: 'erp-proprio', adapter: 'push', streams: [], schedule: { changes: '', nightly: '' } },
      ...{ isRunning: false, lastStartedAt: null, lastDoneAt: '2026-11-23T10:11:00-03:00', lastNightlyAt: null },
      ...{ failures: 0, failingSince: null, remedy: null, message: null, quarantined: 0 },
      writeBack: { mode: 'off', isStopped: false, dailyCap: 0, blocksToday: 0 },
    },
  ],
  faults: [],
})

export const sampleRuns = (say: Say): SyncRun[] => [
  {
    ...{ id: 'syn_2', kind: 'changes', state: 'done', message: null },
    ...{ startedAt: '2026-11-23T10:05:00-03:00', finishedAt: '2026-11-23T10:05:21-03:00' },
    progress: { receivables: { accepted: 1_204, rejected: 2, removed: 0 } },
  },
  {
    ...{ id: 'syn_1', kind: 'nightly', state: 'failed', message: say('O ERP parou de responder') },
    ...{ startedAt: '2026-11-23T02:30:00-03:00', finishedAt: '2026-11-23T02:41:00-03:00', progress: {} },
  },
]

export const sampleQuarantine = (say: Say): QuarantinedRecord[] => [
  {
    ...{ id: '1', kind: 'receivables', externalId: say('T-900'), receivedAt: '2026-11-23T10:05:10-03:00' },
    record: { externalId: say('T-900'), amount: '12,5' },
    errors: [{ path: 'amount', message: say('must be a decimal string such as "1234.56"') }],
  },
]

export const samplePeople = (say: Say): PersonRow[] => [
  {
    ...{ id: 'usr_admin', login: 'ana', name: say('Ana Beatriz Lima'), role: 'admin', salesRep: null, source: null },
    ...{ active: true, isLocked: false, hasCode: true, lastLoginAt: '2026-11-23T08:00:00-03:00' },
  },
  {
    ...{ id: 'usr_rep', login: say('rafael@serraazul.example'), name: say('Rafael Nogueira'), role: 'rep' },
    ...{ salesRep: say('rep-07'), source: 'omie-matriz' },
    ...{ active: true, isLocked: true, hasCode: false, lastLoginAt: null },
  },
]

export const sampleKeys = (say: Say): KeyRow[] => [
  {
    ...{ id: 'key_1', name: say('ERP da matriz'), scopes: ['check', 'write'], source: 'omie-matriz' },
    ...{ createdAt: '2026-08-01T09:00:00-03:00', revokedAt: null },
  },
  {
    ...{ id: 'key_0', name: say('Teste'), scopes: ['admin'], source: null },
    ...{ createdAt: '2025-08-01T09:00:00-03:00', revokedAt: '2026-01-01T09:00:00-03:00' },
  },
]

export const sampleWebhooks = (say: Say): Awaited<ReturnType<WebhooksPort['list']>> => ({
  webhooks: [
    {
      ...{
        id: 'whk_1',
        name: say('ERP da matriz'),
        url: say('https://erp.serraazul.example/fiado'),
        types: [],
        source: null,
      },
      ...{ active: true, waiting: 0, dead: 1, lastDeliveredAt: '2026-11-23T09:02:00-03:00' },
    },
  ],
  dead: [
    {
      ...{ id: 'dlv_1', webhookId: 'whk_1', webhook: say('ERP da matriz'), type: 'order.released', attempts: 14 },
      ...{ at: '2026-11-20T09:02:00-03:00', lastStatus: 500, lastError: say('Internal Server Error') },
    },
  ],
})

const BODY = `name: default
accountBy: [group, cnpj_root]
graceDays: 2
overdueTolerance: "50.00"
holdMinutes: 60
rules:
  overdue_receivables: block
  order_exceeds_limit: block
  first_payment_default: { level: block, ordersMax: 1 }
`

export const samplePolicy = (say: Say): PolicyView => ({
  inForce: {
    ...{ version: 3, loadedAt: '2026-11-02T09:00:00-03:00', loadedBy: say('Marta Reis (usr_9)'), origin: 'draft' },
    body: say(BODY),
  },
  versions: [3, 2, 1].map((version) => ({
    ...{ version, loadedAt: `2026-0${version + 5}-02T09:00:00-03:00`, origin: version === 3 ? 'draft' : 'file' },
    loadedBy: version === 3 ? say('Marta Reis (usr_9)') : null,
  })),
  draft: {
    ...{ id: 'drf_1', note: say('Menos tolerância para quem acabou de começar'), changedAt: NOW, faults: [] },
    createdBy: say('Marta Reis (usr_9)'),
    body: say(BODY).replace('graceDays: 2', 'graceDays: 0').replace('ordersMax: 1', 'ordersMax: 3'),
    rehearsal: {
      ...{ days: 90, checks: 4_812, rehearsedAt: '2026-11-23T10:10:00-03:00' },
      wouldHold: { count: 41, amount: '183402.17' },
      laterUnpaid: { count: 9, amount: '38110.00' },
      wouldFree: { count: 17, amount: '52900.40' },
      examples: [
        {
          ...{ checkId: 'chk_7', checkedAt: '2026-10-07T10:00:00-03:00', customer: sampleCustomer(2, say) },
          ...{ orderId: say('PED-9107'), amount: '12800.00', was: 'approved', would: 'blocked', later: 'unpaid' },
          because: say('O cliente não pagou a primeira parcela da primeira compra (R$ 1.200,00).'),
        },
        {
          ...{ checkId: 'chk_8', checkedAt: '2026-10-09T10:00:00-03:00', customer: sampleCustomer(3, say) },
          ...{ orderId: say('PED-9144'), amount: '2210.00', was: 'approved', would: 'blocked', later: 'paid' },
          because: say('Cliente com 1 título vencido há 1 dia (R$ 310,00).'),
        },
      ],
    },
  },
})

export const sampleDashboard = (say: Say): Dashboard => {
  const group = (name: string, place: number) => ({
    ...{ name: say(name), customers: 31 - place * 4, open: `${184_000 - place * 23_000}.00` },
    ...{
      overdue: `${21_300 - place * 2_900}.50`,
      blocked: `${9_400 - place * 1_100}.00`,
      freed: `${31_000 - place * 4_000}.00`,
    },
  })
  return {
    ...{ asOf: '2026-11-23T10:12:00-03:00', days: 30, open: '842310.00', overdue: '96865.00', overdueShare: '0.1150' },
    dsoDays: 34,
    blocked: { count: 12, amount: '48210.60' },
    freed: { count: 87, amount: '214900.00' },
    promises: { kept: 41, broken: 9, open: 6 },
    releases: { approved: { count: 22, amount: '96100.00' }, laterUnpaid: { count: 2, amount: '4310.00' } },
    aging: [
      { from: null, to: 0, amount: '745445.00', titles: 1_902 },
      { from: 1, to: 15, amount: '41200.00', titles: 118 },
      { from: 16, to: 30, amount: '22110.00', titles: 54 },
      { from: 31, to: 60, amount: '18555.00', titles: 39 },
      { from: 61, to: null, amount: '15000.00', titles: 21 },
    ],
    weeks: ['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'].map((startsOn, week) => ({
      startsOn,
      blocked: `${12_000 + ((week * 7) % 5) * 3_100}.00`,
      freed: `${9_000 + ((week * 5) % 7) * 2_300}.00`,
    })),
    byRep: ['Rafael Nogueira', 'Joana Prates', 'Luís Otávio', 'Teresa Figueiredo'].map(group),
    bySegment: ['Mercados', 'Padarias', 'Restaurantes', 'Bebidas'].map(group),
  }
}
