import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decide } from '../../src/credit/decide.ts'
import { readOwnTerms } from '../../src/credit/draft-checks-store.ts'
import type { Facts } from '../../src/credit/facts.ts'
import { adaptFacts } from '../../src/credit/policy-rehearsal-facts.ts'
import { findChecks } from '../../src/credit/store.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type DraftDesk, draftOn, NOW, startDraftDesk } from './draft-desk.ts'
import { CUSTOMERS, createRandom, randomCustomers, randomPolicy, randomTitles } from './random-book.ts'
import { createPolicyFolder, shopOn } from './shop.ts'

const POLICIES_PER_BOOK = 12
const SEEDS = [1, 2]

/** What is counted from one question to the next is another matter. */
const comparable = (facts: Facts) => ({ ...facts, owingChecks: 0 })

describe.each(dialects)('stored facts under another policy on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let desk: DraftDesk
  beforeEach(async () => {
    database = await createDatabaseUrl(dialect)
    config = await createPolicyFolder({})
    desk = await startDraftDesk({ url: database.url, now: NOW, configFolder: config.folder })
  })
  afterEach(async () => {
    await desk.stop()
    await config.drop()
    await database.drop()
  })

  const put = async (policy: object): Promise<void> => {
    const path = `/v1/policies/drafts/${await draftOn(desk, policy)}/activate`
    const done = await desk.call('POST', path, { reason: 'x', force: true })
    if (done.status !== 200) throw new Error(JSON.stringify(done.body))
  }
  /** The facts of one question of each customer, and of one whom nobody knows, as stored. */
  const ask = async () => {
    const shop = shopOn(desk)
    const ids: string[] = []
    for (const customer of [...CUSTOMERS, 'NOBODY']) ids.push((await shop.check(customer, '240.00')).id)
    ids.push((await shop.check('C1', '240.00', { payment: { kind: 'cash' } })).id)
    const found = await findChecks(desk.db, ids)
    return ids.map((id) => {
      const record = found.get(id)
      if (!record) throw new Error(`no check ${id}`)
      return record
    })
  }

  it.each(SEEDS)(
    'are what the gate itself finds under that policy, wherever no key is named (book %i)',
    async (seed) => {
      const random = createRandom(seed)
      const shop = shopOn(desk)
      await shop.feed('customers', randomCustomers(random))
      await shop.feed('receivables', randomTitles(random, 40))
      await shop.told('PUT', '/v1/groups/G2', {
        limit: { mode: 'amount', amount: '900.00' },
        overdueTolerance: '20.00',
      })
      const asked: {
        policy: ReturnType<typeof desk.deps.policies.current>
        records: Awaited<ReturnType<typeof ask>>
      }[] = []
      for (let index = 0; index < POLICIES_PER_BOOK; index++) {
        await put(randomPolicy(random))
        const records = await ask()
        asked.push({ policy: desk.deps.policies.current(), records })
      }
      let exact = 0
      const named = new Set<string>()
      for (const former of asked) {
        for (const draft of asked) {
          for (const [index, record] of former.records.entries()) {
            const { customerId, made } = record
            const own = (await readOwnTerms(desk.db, customerId === null ? [] : [customerId])).get(customerId ?? 0)
            const adapted = adaptFacts(
              ...([made.facts, made.checkedAt, former.policy.policy, draft.policy.policy] as const),
              own ?? { hasLimit: false, tolerance: null },
            )
            for (const key of adapted.notReplayed) named.add(key)
            const untold = adapted.notReplayed.filter((key) => key !== 'rules.buys_while_owing.days')
            if (untold.length > 0) continue
            const found = draft.records[index]?.made
            if (!found) throw new Error('not asked under that policy')
            if (found.facts.order.paymentKind === 'credit')
              expect(comparable(adapted.facts), `${index} ${adapted.assumed}`).toEqual(comparable(found.facts))
            // What is paid at once is judged by none of the sums.
            else expect(decide(adapted.facts, draft.policy)).toEqual(found.decision)
            exact++
          }
        }
      }
      // Far more than those of a policy with itself.
      expect(exact).toBeGreaterThan(POLICIES_PER_BOOK * (CUSTOMERS.length + 2) * 3)
      expect(named.size).toBeGreaterThan(4)
    },
  )

  it('are the very same under the same policy', async () => {
    const shop = shopOn(desk)
    const random = createRandom(3)
    await shop.feed('customers', randomCustomers(random))
    await shop.feed('receivables', randomTitles(random, 40))
    const { policy } = desk.deps.policies.current()
    for (const { made } of await ask()) {
      const own = { hasLimit: true, tolerance: 0n }
      expect(adaptFacts(made.facts, made.checkedAt, policy, policy, own)).toEqual({
        ...{ facts: made.facts, notReplayed: [], assumed: [] },
      })
    }
  })
})
