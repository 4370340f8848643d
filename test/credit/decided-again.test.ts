import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileCustomRules } from '../../src/credit/cel.ts'
import { decide, questionOf } from '../../src/credit/decide.ts'
import { parseFacts, serializeFacts } from '../../src/credit/facts-json.ts'
import { parsePolicyText } from '../../src/credit/policy-file.ts'
import { stages } from '../../src/receivables/standing.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { amountLimit, factsOf } from './sample-facts.ts'
import { createPolicyFolder, LATER, openBusiness } from './shop.ts'

const POLICIES = [
  {},
  {
    recheck: ['overdue_receivables'],
    contagion: false,
    overdueTolerance: '20.00',
    stale: { mode: 'up_to', amount: '150.00' },
    rules: { buys_while_owing: { level: 'conditional', checks: 2, days: 10 }, down_payment: 'conditional' },
    riskClasses: { B: { graceDays: 5, rules: { overdue_receivables: 'warn' } } },
    custom: [
      {
        code: 'large_in_sp',
        when: 'customer.state == "SP" && order.amountCents > 20000',
        level: 'conditional',
        message: 'Pedido grande em SP.',
      },
    ],
  },
]

describe.each(dialects)('every decision can be made again on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let business: Awaited<ReturnType<typeof openBusiness>>
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    config = await createPolicyFolder()
    business = await openBusiness({ url: database.url, configFolder: config.folder })
  })
  afterAll(async () => {
    await business.stop()
    await config.drop()
    await database.drop()
  })

  it('from its stored facts and the stored policy version, to the same decision', async () => {
    const { shop, program } = business
    const answers: { id: string }[] = []
    const keep = async (answer: Promise<{ id: string }>): Promise<void> => {
      answers.push(await answer)
    }
    await shop.customer('C1', { group: 'G', state: 'SP' })
    await shop.customer('C2', { group: 'G', riskClass: 'B', limit: null })
    await shop.customer('C3', {
      status: 'exempt',
      limits: [
        {
          mode: 'amount',
          amount: '10.00',
          from: '2026-01-01',
          validUntil: '2026-06-30',
          insured: { amount: '5.00', share: '0.5' },
        },
      ],
    })
    await shop.told('PUT', '/v1/groups/G', { limit: { mode: 'amount', amount: '1500.00' } })
    for (const [version, policy] of POLICIES.entries()) {
      await config.write(policy)
      await shop.told('POST', '/v1/policies/reload')
      const id = (name: string) => `${name}-${version}`
      for (const customer of ['C1', 'C2', 'C3', 'NOBODY']) {
        await keep(shop.check(customer, '100.00'))
        await keep(shop.reserve(customer, id(customer), '250.00'))
        await keep(shop.reserve(customer, id(customer), '200.00', { revision: 2 }))
        await keep(shop.recheck(customer, id(customer), '200.00'))
        await keep(shop.check(customer, '100.00', { asOf: '2027-02-01' }))
        await keep(shop.check(customer, '100.00', { payment: { kind: 'prepaid' } }))
      }
      await shop.title('C1', 'T1', '90.00')
      await shop.title('C2', 'T2', '300.00', { dueOn: LATER })
      for (const customer of ['C1', 'C2', 'C3']) {
        // Smaller than accepted: judged as a recheck, which has to show in the facts.
        await keep(shop.reserve(customer, id(customer), '150.00', { revision: 3 }))
        await keep(shop.recheck(customer, id(customer), '999.00'))
        const terms = [
          { dueInDays: 0, amount: '10.00' },
          { dueInDays: 90, amount: '190.00' },
        ]
        await keep(shop.reserve(customer, id(`${customer}-b`), '200.00', { payment: { kind: 'credit', terms } }))
      }
    }
    const rows = await program.db.all(
      `SELECT c.id, c.order_id, c.mode, c.facts_json, p.body, p.version
       FROM credit_checks c JOIN policies p ON p.version = c.policy_version AND p.name = 'default'`,
    )
    expect(rows.length).toBe(POLICIES.length * (4 * 6 + 3 * 3))
    expect(answers).toHaveLength(rows.length)
    for (const answer of answers) {
      const { facts, ...read } = await shop.told('GET', `/v1/credit-checks/${answer.id}`)
      expect(JSON.stringify(read)).toBe(JSON.stringify(answer))
      expect(facts.order.amount).toMatch(/^\d+$/)
    }
    const seen = new Set<string>()
    for (const row of rows) {
      const parsed = parsePolicyText(row['body'] as string, 'stored')
      if ('faults' in parsed) throw new Error('a stored policy cannot be read')
      const policy = { ...parsed.policy, version: Number(row['version']) }
      const facts = parseFacts(row['facts_json'] as string, row['order_id'] as string | null)
      expect(serializeFacts(facts)).toBe(row['facts_json'])
      const loaded = { policy, expressions: compileCustomRules(policy.custom) }
      const { decision, releasable, reasons, remedies } = await shop.told('GET', `/v1/credit-checks/${row['id']}`)
      expect(decide(facts, loaded, questionOf(row['mode'] as string, facts))).toEqual({
        decision,
        releasable,
        reasons,
        remedies,
      })
      seen.add(decision)
      for (const { code } of reasons) seen.add(code)
    }
    for (const met of ['approved', 'conditional', 'blocked', 'overdue_receivables', 'order_grew', 'large_in_sp']) {
      expect(seen).toContain(met)
    }
  })
})

describe('facts as text', () => {
  const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n })
  it('come back as they were', () => {
    fc.assert(
      fc.property(
        fc.array(
          amounts.filter((amount) => amount > 0n),
          { maxLength: 4 },
        ),
        fc.option(
          fc.array(
            amounts.filter((amount) => amount > 0n),
            { maxLength: 3 },
          ),
        ),
        amounts,
        amounts,
        fc.option(amounts),
        fc.boolean(),
        fc.nat({ max: 3 }),
        fc.constantFrom(null, ...stages),
        (overdue, others, notDue, credits, tolerance, firstDefault, brokenPromises, collectionStage) => {
          const facts = factsOf({
            own: {
              overdue,
              notDue,
              credits,
              firstDefault,
              brokenPromises,
              limit: amountLimit(credits, { insured: { amount: 5n, share: '0.5' } }),
            },
            other: others && { overdue: others, firstDefault: true, brokenPromises: 1 },
            customer: { collectionStage, segment: collectionStage && 'ocasional' },
            groupLimit: notDue % 2n === 0n ? { mode: 'unlimited' } : null,
            order: { upfront: credits, accepted: { amount: notDue, creditAmount: credits, overdue: 0n } },
            more: { overdueTolerance: tolerance ?? 0n, owingChecks: 3, dataAsOf: null, stale: true },
          })
          expect(parseFacts(serializeFacts(facts), facts.order.id)).toEqual(facts)
        },
      ),
    )
  })

  it('of nobody come back as well', () => {
    const facts = factsOf({ customer: null })
    expect(parseFacts(serializeFacts(facts), facts.order.id)).toEqual(facts)
  })
})
