import { COLLECTION_EXAMPLES } from './collection-examples.ts'
import { GUARD_EXAMPLES } from './guard-examples.ts'
import { ORDERS_EXAMPLES } from './orders-examples.ts'
import { OUTBOX_EXAMPLES } from './outbox-examples.ts'
import { PEOPLE_EXAMPLES } from './people-examples.ts'
import { REPORT_EXAMPLES } from './report-examples.ts'

/** What /docs offers to send and shows as an answer, by operationId. A test sends every body to a running program. */
export interface Example {
  readonly body?: unknown
  readonly answer?: unknown
}

const ORDER = { id: 'PED-9931', revision: 1, amount: '1250.00' }
const TERMS = [
  { dueInDays: 30, amount: '625.00' },
  { dueInDays: 60, amount: '625.00' },
]
const PIX_CODE =
  '00020126360014br.gov.bcb.pix0114112223330001815204000053039865406480.005802BR5922Distribuidora Boa Mesa6014BELO HORIZONTE62130509NF20001P16304C28F'
const TAKEN = { accepted: 1, ignored: 0, rejected: [] }
const LIMIT = { mode: 'amount', amount: '5000.00' }
const EXPOSURE = {
  ...{ open: '3100.00', overdue: '830.00', orders: '0.00', held: '0.00', drafts: '0.00', credits: '0.00' },
  ...{ total: '3100.00', available: '1900.00' },
}
const REASON = {
  code: 'overdue_receivables',
  severity: 'block',
  message: 'Cliente com 2 títulos vencidos há 12 dias (R$ 830,00).',
  detail: {
    ...{ overdue: '830.00', daysOverdue: 12, count: 2, ownOverdue: '830.00', tolerance: '0.00' },
    receivables: [
      { externalId: 'T-1', number: 'NF 20001', installment: '1/2', dueOn: '2026-11-09', openAmount: '480.00' },
      { externalId: 'T-3', number: 'NF 20002', installment: '1/1', dueOn: '2026-11-12', openAmount: '350.00' },
    ],
  },
}

export const EXAMPLES: Readonly<Record<string, Example>> = {
  putCustomers: {
    body: {
      customers: [
        {
          ...{ externalId: '1042', name: 'Mercadinho Boa Vista Ltda', document: '12.ABC.345/01DE-35' },
          ...{ limit: LIMIT, riskClass: 'B', state: 'MG', city: 'Belo Horizonte', since: '2021-11-22' },
          updatedAt: '2026-11-21T09:58:00-03:00',
        },
      ],
    },
    answer: TAKEN,
  },
  putReceivables: {
    body: {
      receivables: [
        {
          ...{ externalId: 'T-1', customer: { externalId: '1042' }, kind: 'invoice' },
          ...{ number: 'NF 20001', installment: '1/2', issuedOn: '2026-10-10', dueOn: '2026-11-09' },
          ...{ amount: '480.00', openAmount: '480.00', status: 'open', paymentMethod: 'boleto' },
          boletoLine: '23793.38102 90000.200015 00006.330039 3 16250000048000',
          pixCode: PIX_CODE,
          updatedAt: '2026-11-21T09:58:00-03:00',
        },
      ],
    },
    answer: TAKEN,
  },
  putOrders: {
    body: {
      orders: [
        { id: 'PED-9900', revision: 1, customer: { externalId: '1042' }, amount: '780.00', status: 'confirmed' },
      ],
    },
    answer: TAKEN,
  },
  putGroup: { body: { limit: { mode: 'amount', amount: '30000.00' }, overdueTolerance: '100.00' } },
  openSnapshot: { body: {} },
  completeSnapshot: { body: {}, answer: { closed: { customers: 0, receivables: 12, orders: 3 } } },
  sendHeartbeat: { body: {} },
  checkCredit: {
    body: {
      ...{ source: 'omie-matriz', mode: 'reserve', customer: { externalId: '1042' } },
      order: { ...ORDER, payment: { kind: 'credit', terms: TERMS }, salesRep: 'rep-07' },
    },
    answer: {
      ...{
        id: 'chk_01M805F96DQWN5FDGP6B56MA5W',
        mode: 'reserve',
        decision: 'blocked',
        releasable: true,
        reasons: [REASON],
      },
      remedies: [
        { kind: 'pay_receivables', amount: '830.00', receivables: ['T-1', 'T-3'] },
        { kind: 'pay_cash' },
        { kind: 'request_release' },
      ],
      ...{ limit: LIMIT, exposure: EXPOSURE, account: null, hold: null, policy: { name: 'default', version: 3 } },
      ...{ dataAsOf: '2026-11-21T10:00:00-03:00', checkedAt: '2026-11-21T10:00:02-03:00' },
    },
  },
  readCredit: {
    answer: {
      ...{ account: null, limit: LIMIT, exposure: EXPOSURE, oldestDueOn: '2026-11-09', daysOverdue: 12 },
      ...{ receivablesOpen: 5, status: 'normal', blocked: true, reasons: [REASON] },
      ...{ dataAsOf: '2026-11-21T10:00:00-03:00', asOf: '2026-11-21' },
    },
  },
  confirmOrder: { body: { source: 'omie-matriz' } },
  cancelOrder: { body: { source: 'omie-matriz' } },
  reloadPolicy: { body: {}, answer: { name: 'default', version: 4, changed: true } },
  createKey: { body: { name: 'ERP matriz', scopes: ['check', 'write', 'read'], source: 'omie-matriz' } },
  verifyPositions: { body: {}, answer: { checked: 200, drift: [] } },
  startSync: { body: { source: 'omie-matriz', kind: 'changes' } },
  checkConnection: { body: {}, answer: { ok: true, facts: { version: '22.0.4' } } },
  stopWriteBack: { body: { stopped: true }, answer: { source: 'omie-matriz', stopped: true } },
  ...COLLECTION_EXAMPLES,
  ...GUARD_EXAMPLES,
  ...ORDERS_EXAMPLES,
  ...OUTBOX_EXAMPLES,
  ...PEOPLE_EXAMPLES,
  ...REPORT_EXAMPLES,
}
