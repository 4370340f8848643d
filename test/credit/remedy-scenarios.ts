import { LATER } from './shop.ts'

const ALONE = { rules: { first_payment_default: 'off' } }
const ENTRY = { rules: { ...ALONE.rules, down_payment: { level: 'conditional', share: '0.30' } } }
const LENIENT = { rules: { ...ALONE.rules, overdue_receivables: 'off' } }
const STAGE = { rules: { ...LENIENT.rules, collection_stage: { level: 'block', from: 'final' } } }
const COUNT = {
  rules: { ...ALONE.rules, overdue_receivables: 'off', overdue_count: { level: 'block', max: 1 } },
}

export interface Title {
  id: string
  open: string
  dueOn?: string
  /** Of the other member of the group. */
  others?: true
}

export interface Scenario {
  name: string
  policy: object
  customer?: object
  grouped?: true
  /** What collection has written of the customer, and of the other member of the group. */
  brokenPromises?: { own?: number; other?: number }
  collectionStage?: string
  titles?: Title[]
  amount: string
  payment?: object
  expected: object[]
}

/** Customers who are refused, each with the remedies that are to be told beside paying cash and asking for a release. */
export const SCENARIOS: Scenario[] = [
  {
    name: 'overdue only',
    policy: {},
    titles: [
      { id: 'a', open: '30.00' },
      { id: 'b', open: '20.50' },
    ],
    amount: '100.00',
    expected: [{ kind: 'pay_receivables', amount: '50.50', receivables: ['a', 'b'] }],
  },
  {
    name: 'over the limit only',
    policy: ALONE,
    titles: [{ id: 'a', open: '950.00', dueOn: LATER }],
    amount: '200.00',
    expected: [
      { kind: 'pay_receivables', amount: '150.00', receivables: [] },
      { kind: 'reduce_order', amount: '50.00' },
      { kind: 'down_payment', amount: '150.00' },
    ],
  },
  {
    name: 'overdue, and over the limit by more',
    policy: ALONE,
    titles: [
      { id: 'a', open: '100.00' },
      { id: 'b', open: '900.00', dueOn: LATER },
    ],
    amount: '250.00',
    expected: [{ kind: 'pay_receivables', amount: '250.00', receivables: ['a'] }],
  },
  {
    name: 'already over before the order',
    policy: ALONE,
    titles: [{ id: 'a', open: '1100.00', dueOn: LATER }],
    amount: '10.00',
    expected: [{ kind: 'pay_receivables', amount: '110.00', receivables: [] }],
  },
  {
    name: 'too many overdue: the small ones are paid',
    policy: COUNT,
    titles: [
      { id: 'old', open: '500.00' },
      { id: 'small', open: '5.00', dueOn: '2026-11-09' },
      { id: 'middle', open: '70.00', dueOn: '2026-11-10' },
    ],
    amount: '10.00',
    expected: [{ kind: 'pay_receivables', amount: '75.00', receivables: ['small', 'middle'] }],
  },
  {
    name: 'the first instalment, among others',
    policy: { rules: { overdue_receivables: 'off' } },
    titles: [
      { id: 'first', open: '80.00' },
      { id: 'second', open: '5.00', dueOn: '2026-11-09' },
    ].map((title) => ({ ...title, number: 'NF-1' })),
    amount: '10.00',
    expected: [{ kind: 'pay_receivables', amount: '80.00', receivables: ['first'] }],
  },
  {
    name: 'another member of the group owes',
    policy: ALONE,
    grouped: true,
    titles: [
      { id: 'a', open: '30.00' },
      { id: 'x', open: '70.00', others: true },
    ],
    amount: '10.00',
    expected: [{ kind: 'pay_receivables', amount: '100.00', ownAmount: '30.00', receivables: ['a'] }],
  },
  {
    name: 'another member owes, and the own limit is short: the one payment does not serve for the other',
    policy: ALONE,
    grouped: true,
    titles: [
      { id: 'a', open: '10.00' },
      { id: 'b', open: '990.00', dueOn: LATER },
      { id: 'x', open: '30.00', others: true },
    ],
    amount: '50.00',
    expected: [{ kind: 'pay_receivables', amount: '80.00', ownAmount: '50.00', receivables: ['a'] }],
  },
  {
    name: 'more overdue than is forgiven',
    policy: ALONE,
    customer: { overdueTolerance: '40.00' },
    titles: [{ id: 'a', open: '100.00' }],
    amount: '10.00',
    expected: [{ kind: 'pay_receivables', amount: '60.00', receivables: ['a'] }],
  },
  {
    name: 'a promise was broken: what would be forgiven is paid too',
    policy: ALONE,
    customer: { overdueTolerance: '40.00' },
    brokenPromises: { own: 1 },
    titles: [
      { id: 'a', open: '100.00' },
      { id: 'b', open: '5.00' },
      { id: 'c', open: '300.00', dueOn: LATER },
    ],
    amount: '10.00',
    expected: [{ kind: 'pay_receivables', amount: '105.00', receivables: ['a', 'b'] }],
  },
  {
    name: 'a promise was broken, and the limit is short by less than is overdue',
    policy: LENIENT,
    brokenPromises: { own: 2 },
    titles: [
      { id: 'a', open: '100.00' },
      { id: 'b', open: '870.00', dueOn: LATER },
    ],
    amount: '50.00',
    expected: [{ kind: 'pay_receivables', amount: '100.00', receivables: ['a'] }],
  },
  {
    name: 'another member of the group broke a promise: all that the group owes overdue is paid',
    policy: LENIENT,
    grouped: true,
    brokenPromises: { other: 1 },
    titles: [
      { id: 'a', open: '30.00' },
      { id: 'x', open: '70.00', others: true },
    ],
    amount: '10.00',
    expected: [{ kind: 'pay_receivables', amount: '100.00', ownAmount: '30.00', receivables: ['a'] }],
  },
  {
    name: 'collection came to its last notice',
    policy: STAGE,
    collectionStage: 'final',
    titles: [
      { id: 'a', open: '20.00' },
      { id: 'b', open: '15.00', dueOn: '2026-11-09' },
    ],
    amount: '10.00',
    expected: [{ kind: 'pay_receivables', amount: '35.00', receivables: ['a', 'b'] }],
  },
  {
    name: 'an entry is asked for',
    policy: ENTRY,
    amount: '333.35',
    expected: [{ kind: 'down_payment', amount: '100.01' }],
  },
  {
    name: 'an entry is asked for and a part was given',
    policy: ENTRY,
    amount: '300.00',
    payment: {
      kind: 'credit',
      terms: [
        { dueInDays: 0, amount: '60.00' },
        { dueInDays: 30, amount: '240.00' },
      ],
    },
    expected: [
      { kind: 'reduce_order', amount: '200.01' },
      { kind: 'down_payment', amount: '30.00' },
    ],
  },
  {
    name: 'the term is too long',
    policy: { rules: { term_too_long: { level: 'conditional', daysMax: 28 } } },
    amount: '100.00',
    payment: { kind: 'credit', terms: [{ dueInDays: 45, amount: '100.00' }] },
    expected: [{ kind: 'shorten_term', days: 28 }],
  },
  {
    name: 'the order is too large, and the limit smaller still',
    policy: { rules: { order_too_large: { level: 'block', max: '500.00' } } },
    titles: [{ id: 'a', open: '600.00', dueOn: LATER }],
    amount: '700.00',
    expected: [{ kind: 'reduce_order', amount: '400.00' }],
  },
  {
    name: 'too large is only worth a warning: the limit alone counts',
    policy: { rules: { order_too_large: { level: 'warn', max: '100.00' } } },
    titles: [{ id: 'a', open: '600.00', dueOn: LATER }],
    amount: '700.00',
    expected: [
      { kind: 'pay_receivables', amount: '300.00', receivables: [] },
      { kind: 'reduce_order', amount: '400.00' },
      { kind: 'down_payment', amount: '300.00' },
    ],
  },
]
