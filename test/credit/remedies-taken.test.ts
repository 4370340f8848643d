import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatCents, parseCents } from '../../src/kernel/cents.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type QuietProgram, startQuietProgram } from './quiet-program.ts'
import { SCENARIOS, type Scenario, type Title } from './remedy-scenarios.ts'
import { type AskOptions, createPolicyFolder, LATER, NOW, type Shop, shopOn } from './shop.ts'

const cents = (text: string): bigint => parseCents(text) as bigint
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
  let program: QuietProgram
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let shop: Shop
  let customers = 0
  beforeAll(async () => {
    const database = await createDatabaseUrl(dialect)
    databases.push(database)
    config = await createPolicyFolder()
    program = await startQuietProgram({ url: database.url, now: NOW, configFolder: config.folder })
    shop = shopOn(program)
  })
  afterAll(async () => {
    expect(await shop.drift()).toEqual([])
    await program.stop()
    await config.drop()
    for (const database of databases) await database.drop()
  })

  /** The customer of a scenario as it is before anything is done; another one each time. */
  async function stage(scenario: Scenario): Promise<{ id: string; other: string }> {
    const { customer = {}, grouped, titles = [], brokenPromises = {}, collectionStage = null } = scenario
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
    const write = 'UPDATE customers SET broken_promises = ?, collection_stage = ? WHERE external_id = ?'
    await program.db.run(write, [brokenPromises.own ?? 0, collectionStage, id])
    await program.db.run(write, [brokenPromises.other ?? 0, null, other])
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
