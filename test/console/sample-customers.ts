import type {
  CollectionState,
  CustomerDetail,
  CustomerRow,
  Preview,
  Task,
  WorklistEntry,
} from '../../src/console/customer-port.ts'
import type { CustomerName } from '../../src/console/order-port.ts'
import { type Say, sampleCustomer, sampleOrders } from './sample-orders.ts'

export const sampleRows = (say: Say): CustomerRow[] =>
  [0, 1, 2, 3, 4, 5].map((place) => ({
    ...sampleCustomer(place, say),
    ...{ document: '12ABC345000109', city: say('Itajubá'), state: 'MG', riskClass: 'B' },
    limit:
      place === 4 ? { mode: 'unlimited' } : place === 5 ? { mode: 'none' } : { mode: 'amount', amount: '60000.00' },
    ...{ total: '45560.00', overdue: place % 2 === 0 ? '1830.00' : '0.00', available: place === 4 ? null : '14440.00' },
    blocked: place % 2 === 0,
  }))

const sampleTask = (say: Say): Task => ({
  ...{ id: 'tsk_1', kind: 'call', title: say('Ligar para o financeiro e confirmar o boleto'), dueOn: '2026-11-23' },
  ...{ assignee: null, state: 'open' },
})

/** Of nobody, of the collector and of somebody else. */
export const sampleTasks = (say: Say): (Task & { customer: CustomerName })[] => [
  { ...sampleTask(say), customer: sampleCustomer(0, say) },
  {
    ...{ id: 'tsk_2', kind: 'other', title: say('Enviar a segunda via da NF 20.112'), dueOn: '2026-11-24' },
    ...{ assignee: 'Collector', state: 'open', customer: sampleCustomer(2, say) },
  },
  {
    ...{ id: 'tsk_3', kind: 'call', title: say('Cobrar a promessa da semana passada'), dueOn: '2026-11-24' },
    ...{ assignee: say('Bianca Duarte (usr_2)'), state: 'open', customer: sampleCustomer(1, say) },
  },
]

export const sampleCustomerDetail = (say: Say): CustomerDetail => ({
  customer: {
    ...sampleCustomer(0, say),
    ...{ document: '12ABC345000109', city: say('Itajubá'), state: 'MG', riskClass: 'B', since: '2014-03-01' },
  },
  credit: {
    ...{ status: 'normal', blocked: true, limit: { mode: 'amount', amount: '5000.00' }, daysOverdue: 12 },
    reasons: [
      {
        ...{ code: 'overdue_receivables', severity: 'block' },
        message: say('Cliente com 2 títulos vencidos há 12 dias (R$ 1.830,00).'),
      },
    ],
    exposure: {
      ...{ open: '3100.00', overdue: '1830.00', orders: '420.00', held: '0.00', drafts: '0.00', credits: '120.00' },
      ...{ total: '3400.00', available: '1600.00' },
    },
    account: null,
    ...{ receivablesOpen: 4, dataAsOf: '2026-11-23T10:05:00-03:00', asOf: '2026-11-23T10:12:00-03:00' },
  },
  aging: [
    { from: null, to: 0, amount: '1270.00', titles: 2 },
    { from: 1, to: 15, amount: '1830.00', titles: 2 },
    { from: 16, to: 30, amount: '0.00', titles: 0 },
    { from: 31, to: 60, amount: '0.00', titles: 0 },
    { from: 61, to: null, amount: '0.00', titles: 0 },
  ],
  titles: ['1', '2', '3', '4'].map((name, place) => ({
    ...{ externalId: `T-${name}`, number: say(`NF 20.11${name}/1`), kind: 'invoice', status: 'open' },
    ...{ issuedOn: '2026-10-12', dueOn: place < 2 ? '2026-11-11' : '2026-12-05', daysOverdue: place < 2 ? 12 : 0 },
    ...{ amount: '1000.00', openAmount: place === 1 ? '830.00' : '1000.00' },
  })),
  orders: sampleOrders(say).slice(0, 1),
  care: {
    standing: {
      ...{ segment: say('Atrasa até 15 dias'), profile: null },
      because: [say('Nos últimos 12 meses pagou 22 de 26 títulos com atraso médio de 6 dias.')],
    },
    brokenPromises: 1,
    promises: [
      {
        ...{ id: 'prm_1', amount: '1000.00', promisedOn: '2026-11-25', state: 'open', received: '0.00' },
        ...{ note: say('depois da feira'), madeBy: say('Bianca Duarte (usr_2)') },
      },
    ],
    disputes: [{ id: 'dsp_1', reason: say('Faltou uma caixa na NF 20.114'), state: 'open' }],
    pauses: [],
    tasks: [sampleTask(say)],
    contacts: [
      { channel: 'whatsapp', address: say('+55 35 99123-4567'), name: say('Seu Antônio'), state: 'good', reason: null },
      {
        ...{ channel: 'email', address: say('financeiro@bompreco.example'), name: null, state: 'invalid' },
        reason: say('O servidor disse que a caixa não existe'),
      },
    ],
  },
  story: [
    {
      ...{ kind: 'promise.made', at: '2026-11-23T09:15:00-03:00', actor: say('Bianca Duarte (usr_2)') },
      detail: { amount: '1000.00', promisedOn: '2026-11-25', note: say('depois da feira') },
    },
    {
      ...{ kind: 'message.delivered', at: '2026-11-22T08:31:00-03:00', actor: 'channel:whatsapp' },
      detail: { step: 'vencido-7', address: say('+55 35 99123-4567') },
    },
    {
      ...{ kind: 'promise.broken', at: '2026-10-02T06:00:00-03:00', actor: 'fiado' },
      detail: { amount: '640.00', promisedOn: '2026-09-30' },
    },
  ],
  checks: [
    {
      ...{ id: 'chk_1', mode: 'reserve', decision: 'blocked', orderId: say('PED-9930'), amount: '6430.00' },
      checkedAt: '2026-11-23T08:20:00-03:00',
      reasons: [
        {
          ...{ code: 'overdue_receivables', severity: 'block' },
          message: say('Cliente com 2 títulos vencidos há 12 dias (R$ 1.830,00).'),
        },
      ],
    },
    {
      ...{ id: 'chk_0', mode: 'reserve', decision: 'approved', orderId: say('PED-9711'), amount: '420.00' },
      ...{ checkedAt: '2026-11-02T14:20:00-03:00', reasons: [] },
    },
  ],
})

export const sampleWorklist = (say: Say): WorklistEntry[] => [
  {
    ...{ customer: sampleCustomer(1, say), segment: say('Some depois de vencer'), profile: null, overdue: '9120.55' },
    oldestDueOn: '2026-10-19',
    next: {
      ...{ kind: 'resolve_message', title: say('Conferir no provedor se a última mensagem saiu') },
      because: say('O envio ficou sem resposta; até lá nada mais é enviado a este cliente.'),
    },
  },
  {
    ...{ customer: sampleCustomer(0, say), segment: say('Atrasa até 15 dias'), profile: null, overdue: '1830.00' },
    oldestDueOn: '2026-11-11',
    next: {
      kind: 'do_task',
      title: say('Ligar para o financeiro e confirmar o boleto'),
      because: 'Tarefa para 23/11/2026.',
    },
  },
  {
    ...{ customer: sampleCustomer(5, say), segment: null, profile: null, overdue: '640.00', oldestDueOn: '2026-11-17' },
    next: {
      ...{ kind: 'await_promise', title: 'Acompanhar a promessa de 23/11/2026' },
      because: 'O cliente prometeu pagar; a régua espera por isso.',
    },
  },
]

export const sampleState = (say: Say): CollectionState => ({
  ...{ mode: 'on', stopped: false, plansAt: '30 6 * * *' },
  cadences: [
    {
      ...{ name: 'padrao', title: say('Régua padrão'), gapDays: 2 },
      steps: [
        {
          key: 'lembrete',
          offsetDays: -3,
          stage: 'reminder',
          channels: ['whatsapp', 'email'],
          template: 'lembrete',
          task: null,
        },
        {
          key: 'vencimento',
          offsetDays: 0,
          stage: 'due',
          channels: ['whatsapp', 'email'],
          template: 'hoje',
          task: null,
        },
        { key: 'vencido-7', offsetDays: 7, stage: 'late', channels: ['whatsapp', 'sms'], template: 'sete', task: null },
        {
          key: 'ligar',
          offsetDays: 15,
          stage: 'late',
          channels: [],
          template: null,
          task: say('Ligar para o financeiro'),
        },
      ],
    },
  ],
  channels: [{ name: 'whatsapp', kind: 'whatsapp', adapter: 'whatsapp-cloud' }],
  faults: [
    {
      file: say('config/cadences/natal.yaml'),
      faults: [{ path: say('steps[2].channels'), message: say('não existe o canal "fax"') }],
    },
  ],
})

export const samplePreview = (say: Say): Preview => ({
  day: '2026-11-24',
  plans: [
    {
      customer: sampleCustomer(0, say),
      message: {
        ...{
          step: 'vencido-7',
          channels: ['whatsapp', 'sms'],
          recipient: say('+55 35 99123-4567'),
          subject: null,
          fault: null,
        },
        titles: [{ number: say('NF 20.118/1'), openAmount: '1000.00' }],
        text: say('Olá, Seu Antônio! O boleto da NF 20.118/1, de R$ 1.000,00, venceu há 13 dias.\nPosso ajudar?'),
      },
      ...{ tasks: [], withheld: [] },
    },
    {
      ...{ customer: sampleCustomer(2, say), message: null, tasks: [{ title: say('Ligar para o financeiro') }] },
      withheld: [{ code: 'promised', message: say('Há promessa de pagamento em aberto, até 25/11/2026.') }],
    },
  ],
  next: null,
})
