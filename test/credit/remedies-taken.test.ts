import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatCents, parseCents } from '../../src/kernel/cents.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { type AskOptions, createPolicyFolder, LATER, NOW, type Shop, shopOn } from './shop.ts'

const cents = (text: string): bigint => parseCents(text) as bigint
const ALONE = { rules: { first_payment_default: 'off' } }
const ENTRY = { rules: { ...ALONE.rules, down_payment: { level: 'conditional', share: '0.30' } } }
const COUNT = {
  rules: { ...ALONE.rules, overdue_receivables: 'off', overdue_count: { level: 'block', max: 1 } },
}

interface Title {
  id: string
  open: string
  dueOn?: string
  /** Of the other member of the group. */
  others?: true
}

interface Scenario {
  name: string
  policy: object
  customer?: object
  grouped?: true
  titles?: Title[]
  amount: string
  payment?: object
  expected: object[]
}

const SCENARIOS: Scenario[] = [
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

type Remedy = { kind: string; amount: string; ownAmount?: string; receivables: string[]; days: number }

/** Pays an amount over titles, in this order, by telling what is left of each. */
async function payTitles(shop: Shop, customer: string, titles: Title[], amount: bigint): Promise<void> {
  let rest = amount
  for (const title of titles) {
    const open = cents(title.open)
    const paid = rest < open ? rest : open
    rest -= paid
    const left = formatCents(open - paid)
    await shop.title(customer, `${customer}${title.id}`, left, { amount: title.open, ...dueOf(title) })
  }
  expect(rest).toBe(0n)
}
const dueOf = ({ dueOn }: Title): object => (dueOn ? { dueOn } : {})

describe.each(dialects)('remedies are true on %s', (dialect) => {
  const databases: Awaited<ReturnType<typeof createDatabaseUrl>>[] = []
  let program: Program
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let shop: Shop
  let customers = 0
  beforeAll(async () => {
    const database = await createDatabaseUrl(dialect)
    databases.push(database)
    config = await createPolicyFolder()
    program = await startProgram({ url: database.url, now: NOW, configFolder: config.folder })
    shop = shopOn(program)
  })
  afterAll(async () => {
    expect(await shop.drift()).toEqual([])
    await program.stop()
    await config.drop()
    for (const database of databases) await database.drop()
  })

  /** The customer of a scenario as it is before anything is done; another one each time. */
  async function stage({ customer = {}, grouped, titles = [] }: Scenario): Promise<{ id: string; other: string }> {
    customers++
    const id = `C${customers}`
    const other = `O${customers}`
    const group = grouped && { group: `Grupo ${customers}` }
    await shop.customer(id, { ...customer, ...group })
    if (grouped) await shop.customer(other, { limit: { mode: 'unlimited' }, ...group })
    for (const title of titles) {
      const { id: _id, open, others, ...fields } = title
      const owner = others ? other : id
      await shop.title(owner, `${owner}${title.id}`, open, fields)
    }
    return { id, other }
  }

  /** Takes the remedy, as a customer would, and answers how the same check ends then. */
  async function take(remedy: Remedy, scenario: Scenario, who: { id: string; other: string }): Promise<string> {
    const { titles = [], amount, payment } = scenario
    const options: AskOptions = payment ? { payment } : {}
    if (remedy.kind === 'pay_receivables') {
      const ownAmount = remedy.ownAmount ?? remedy.amount
      const own = titles.filter((title) => !title.others)
      const named = remedy.receivables.map((name) => own.find(({ id }) => `${who.id}${id}` === name) as Title)
      const rest = own.filter((title) => !named.includes(title) && title.dueOn === LATER)
      await payTitles(shop, who.id, [...named, ...rest], cents(ownAmount))
      const others = titles.filter((title) => title.others)
      await payTitles(shop, who.other, others, cents(remedy.amount) - cents(ownAmount))
      return (await shop.check(who.id, amount, options)).decision
    }
    if (remedy.kind === 'reduce_order') return (await shop.check(who.id, remedy.amount, options)).decision
    if (remedy.kind === 'shorten_term') {
      const terms = [{ dueInDays: remedy.days, amount }]
      return (await shop.check(who.id, amount, { payment: { kind: 'credit', terms } })).decision
    }
    if (remedy.kind === 'pay_cash') return (await shop.check(who.id, amount, { payment: { kind: 'cash' } })).decision
    expect(remedy.kind).toBe('down_payment')
    const given = (payment as { terms?: object[] } | undefined)?.terms ?? []
    const terms = [...given, { dueInDays: 0, amount: remedy.amount }]
    const atOnce = await shop.check(who.id, amount, { payment: { kind: 'credit', terms } })
    await shop.title(who.id, `${who.id}-advance`, remedy.amount, { kind: 'advance' })
    const asAdvance = await shop.check(who.id, amount, options)
    return atOnce.decision === asAdvance.decision ? atOnce.decision : `${atOnce.decision}, ${asAdvance.decision}`
  }

  it.each(SCENARIOS)('$name', async (scenario) => {
    await config.write(scenario.policy)
    await shop.told('POST', '/v1/policies/reload')
    const { amount, payment } = scenario
    const options: AskOptions = payment ? { payment } : {}
    const first = await stage(scenario)
    const refused = await shop.check(first.id, amount, options)
    expect(refused.decision).not.toBe('approved')
    const named = refused.remedies.map((remedy: Remedy) =>
      remedy.receivables
        ? { ...remedy, receivables: remedy.receivables.map((name) => name.slice(first.id.length)) }
        : remedy,
    )
    expect(named).toEqual([...scenario.expected, { kind: 'pay_cash' }, { kind: 'request_release' }])
    for (const remedy of refused.remedies.filter(({ kind }: Remedy) => kind !== 'request_release')) {
      const who = await stage(scenario)
      const own = { ...remedy, receivables: remedy.receivables?.map((name: string) => name.replace(first.id, who.id)) }
      expect(await take(own, scenario, who), `${remedy.kind} of ${remedy.amount}`).toBe('approved')
    }
  })
})
