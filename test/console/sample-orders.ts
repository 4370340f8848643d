import type { CustomerName, OrderDetail, OrderRow, Release } from '../../src/console/order-port.ts'

/** Changes every text that comes from outside, to see what a page does with it. */
export type Say = (text: string) => string

export const NOW = '2026-11-23T10:12:00-03:00'

const NAMES: readonly [string, string][] = [
  ['1042', 'Mercado Bom Preço Ltda'],
  ['1077', 'Padaria e Confeitaria São José'],
  ['1103', 'Supermercados Irmãos Tavares S/A'],
  ['1120', 'Restaurante Sabor da Serra'],
  ['1188', 'Distribuidora de Bebidas Três Corações Ltda'],
  ['1201', 'Empório Nossa Senhora da Conceição de Itajubá e Região Comércio de Alimentos Eireli'],
]

export const sampleCustomer = (place: number, say: Say): CustomerName => {
  const [externalId, name] = NAMES[place % NAMES.length] as [string, string]
  return { source: 'omie-matriz', externalId, name: say(name) }
}

export const sampleRelease = (id: string, say: Say): Release => ({
  ...{ id, state: 'requested', revision: 1, amount: '18750.00', overLimit: '4310.00', signaturesNeeded: 2 },
  reason: say('Cliente de 12 anos, paga toda sexta. O gerente dele confirmou a transferência para amanhã cedo.'),
  ...{ requestedBy: say('Rafael Nogueira (usr_01KB0000000000000000000003)'), requestedAt: '2026-11-23T09:41:00-03:00' },
  ...{ expiresAt: null, decidedAt: null },
  signatures: [
    {
      ...{ signer: say('Cláudia Menezes (usr_01KB0000000000000000000004)'), role: 'analyst', verdict: 'approved' },
      ...{ amount: '18750.00', reason: say('Histórico impecável'), signedAt: '2026-11-23T09:58:00-03:00' },
    },
  ],
})

export function sampleOrders(say: Say): OrderRow[] {
  const row = (place: number, given: Partial<OrderRow>): OrderRow => ({
    ...{ id: `blk_${place}`, source: 'omie-matriz', orderId: say(`PED-993${place}`), revision: 1 },
    ...{
      customer: sampleCustomer(place, say),
      amount: '1250.00',
      salesRep: say('rep-07'),
      state: 'blocked',
      cause: null,
    },
    ...{ keptBack: false, blockedAt: '2026-11-23T08:20:00-03:00', lapsesAt: '2026-11-30T08:20:00-03:00' },
    ...{ closedAt: null, reasons: [], remedies: [], payable: false, release: null },
    ...given,
  })
  return [
    row(0, {
      ...{ amount: '6430.00', blockedAt: '2026-11-23T08:20:00-03:00' },
      reasons: [
        {
          ...{ code: 'overdue_receivables', severity: 'block' },
          message: say('Cliente com 2 títulos vencidos há 12 dias (R$ 1.830,00).'),
        },
        {
          ...{ code: 'buys_while_owing', severity: 'warn' },
          message: say('Pediu crédito 4 vezes em 30 dias com títulos vencidos em aberto.'),
        },
      ],
      remedies: [{ kind: 'pay_receivables', amount: '1830.00' }, { kind: 'pay_cash' }, { kind: 'request_release' }],
      payable: true,
    }),
    row(2, {
      ...{ amount: '18750.00', blockedAt: '2026-11-22T16:03:00-03:00', revision: 2 },
      reasons: [
        {
          ...{ code: 'order_exceeds_limit', severity: 'block' },
          message: say(
            'Pedido de R$ 18.750,00 ultrapassa o limite do cliente: disponível R$ 14.440,00 de R$ 60.000,00.',
          ),
        },
      ],
      remedies: [
        { kind: 'reduce_order', amount: '14440.00' },
        { kind: 'down_payment', amount: '4310.00' },
        { kind: 'request_release' },
      ],
      release: {
        ...{ id: 'rel_1', state: 'requested', requestedAt: '2026-11-23T09:41:00-03:00' },
        requestedBy: say('Rafael Nogueira (usr_01KB0000000000000000000003)'),
      },
    }),
    row(5, {
      ...{ amount: '940.60', keptBack: true, blockedAt: '2026-11-20T11:47:00-03:00' },
      reasons: [
        { code: 'no_credit', severity: 'block', message: say('Cliente sem crédito concedido: venda somente à vista.') },
      ],
      remedies: [{ kind: 'pay_cash' }],
    }),
  ]
}

export const sampleEnded = (say: Say): OrderRow[] => {
  const [first, second] = sampleOrders(say) as [OrderRow, OrderRow]
  return [
    {
      ...first,
      ...{
        id: 'blk_7',
        orderId: say('PED-9921'),
        customer: sampleCustomer(1, say),
        amount: '2118.40',
        state: 'released',
      },
      ...{ cause: 'changed', closedAt: '2026-11-23T09:02:00-03:00', reasons: [], remedies: [], release: null },
    },
    {
      ...second,
      ...{ id: 'blk_8', orderId: say('PED-9902'), customer: sampleCustomer(3, say), amount: '780.00', state: 'lapsed' },
      ...{ cause: null, closedAt: '2026-11-21T18:00:00-03:00', reasons: [], remedies: [], release: null },
    },
  ]
}

const OVERDUE = [
  { externalId: 'T-1', number: 'NF 20.118/1', dueOn: '2026-11-11', daysOverdue: 12, openAmount: '1000.00' },
  { externalId: 'T-2', number: null, dueOn: '2026-11-13', daysOverdue: 10, openAmount: '830.00' },
]

/** What the customer owes and may owe, so that the sentence of the decision adds up. */
const SMALL = {
  limit: { mode: 'amount', amount: '9500.00' },
  exposure: {
    ...{ open: '3100.00', overdue: '1830.00', orders: '420.00', held: '0.00', drafts: '0.00', credits: '120.00' },
    ...{ total: '3400.00', available: '6100.00' },
  },
} as const
const LARGE = {
  limit: { mode: 'amount', amount: '60000.00' },
  exposure: {
    ...{ open: '41900.00', overdue: '0.00', orders: '3660.00', held: '0.00', drafts: '0.00', credits: '0.00' },
    ...{ total: '45560.00', available: '14440.00' },
  },
} as const

export function sampleDetail(row: OrderRow, say: Say): OrderDetail {
  const release = row.release === null ? [] : [sampleRelease(row.release.id, say)]
  const isLarge = row.amount === '18750.00'
  return {
    ...row,
    decision: {
      ...{ checkId: 'chk_1', checkedAt: '2026-11-23T08:20:00-03:00', policyVersion: 3 },
      dataAsOf: '2026-11-23T08:15:00-03:00',
      ...(isLarge ? LARGE : SMALL),
      account: {
        ...{ key: say('cnpj:12ABC345'), limit: { mode: 'amount', amount: '20000.00' } },
        exposure: {
          ...{
            open: '12400.00',
            overdue: '1830.00',
            orders: '420.00',
            held: '800.00',
            drafts: '0.00',
            credits: '120.00',
          },
          ...{ total: '13500.00', available: '6500.00' },
        },
      },
    },
    overdue: (isLarge ? [] : OVERDUE).map((title) => ({ ...title, number: title.number && say(title.number) })),
    timeline: [
      { at: '2026-11-23T08:20:00-03:00', kind: 'blocked', actor: 'fiado', detail: {} },
      {
        ...{ at: '2026-11-23T09:41:00-03:00', kind: 'release_requested' },
        actor: say('Rafael Nogueira (usr_01KB0000000000000000000003)'),
        detail: { reason: say('Cliente de 12 anos, paga toda sexta.') },
      },
    ],
    releases: release,
    may: { request: row.release === null, sign: null, keep: false, withdraw: false },
    payment: {
      ...{
        amount: '1830.00',
        frees: row.id === 'blk_0',
        whatsapp: '5535991234567',
        email: 'financeiro@bompreco.example',
      },
      message: say(
        'Olá, aqui é da Distribuidora Serra Azul.\nPara liberar o pedido PED-9930, faltam R$ 1.830,00.\nPix copia e cola:\n00020126580014br.gov.bcb.pix0136a1f4-5d2c520400005303986540718305802BR',
      ),
    },
  }
}
