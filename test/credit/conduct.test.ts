import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide, questionOf } from '../../src/credit/decide.ts'
import { parseFacts } from '../../src/credit/facts-json.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type QuietProgram, startQuietProgram } from './quiet-program.ts'
import { policyOf } from './sample-facts.ts'
import { codesOf, createPolicyFolder, LATER, NOW, type Shop, shopOn } from './shop.ts'

const POLICY = {
  rules: {
    overdue_receivables: 'off',
    first_payment_default: 'off',
    collection_stage: { level: 'warn', from: 'firm' },
  },
  custom: [
    { code: 'recurrent', when: 'customer.segment == "recorrente"', level: 'block', message: 'Paga sempre atrasado.' },
  ],
}

describe.each(dialects)('what collection has learned of a customer, at order time on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let program: QuietProgram
  let shop: Shop
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    config = await createPolicyFolder(POLICY)
    program = await startQuietProgram({ url: database.url, now: NOW, configFolder: config.folder })
    shop = shopOn(program)
  })
  afterAll(async () => {
    await program.stop()
    await config.drop()
    await database.drop()
  })

  /** As collection writes it. */
  const learn = (customer: string, column: string, value: string | number) =>
    program.db.run(`UPDATE customers SET ${column} = ? WHERE external_id = ?`, [value, customer])
  const factsOf = async (answer: { id: string }) => (await shop.told('GET', `/v1/credit-checks/${answer.id}`)).facts

  it('is a fact of the decision and is kept with it', async () => {
    await shop.customer('K1')
    const before = await factsOf(await shop.check('K1', '10.00'))
    expect(before.customer).toMatchObject({ segment: null, collectionStage: null })
    expect([before.own.brokenPromises, before.account.brokenPromises]).toEqual([0, 0])
    await learn('K1', 'segment', 'ocasional')
    await learn('K1', 'collection_stage', 'notice')
    await learn('K1', 'broken_promises', 3)
    const after = await factsOf(await shop.check('K1', '10.00'))
    expect(after.customer).toMatchObject({ segment: 'ocasional', collectionStage: 'notice' })
    expect([after.own.brokenPromises, after.account.brokenPromises]).toEqual([3, 3])
  })

  it('stays when the ERP sends the customer again', async () => {
    await shop.customer('K2')
    await learn('K2', 'segment', 'pontual')
    await learn('K2', 'broken_promises', 1)
    await shop.customer('K2', { name: 'Outro nome', updatedAt: '2026-11-18T12:00:00Z' })
    const { customer, own } = await factsOf(await shop.check('K2', '10.00'))
    expect([customer.segment, own.brokenPromises]).toEqual(['pontual', 1])
  })

  it("is read by the policy's own rules", async () => {
    await shop.customer('K3')
    await learn('K3', 'segment', 'recorrente')
    expect(await shop.check('K3', '10.00')).toMatchObject({ decision: 'blocked', reasons: [{ code: 'recurrent' }] })
    await learn('K3', 'segment', 'pontual')
    expect(await shop.check('K3', '10.00')).toMatchObject({ decision: 'approved', reasons: [] })
  })

  it('refuses, and says so, until all that is overdue is paid', async () => {
    await shop.customer('K4')
    await learn('K4', 'segment', 'ocasional')
    await learn('K4', 'broken_promises', 1)
    await learn('K4', 'collection_stage', 'handover')
    await shop.title('K4', 'K4-1', '80.00')
    await shop.title('K4', 'K4-2', '40.00', { dueOn: LATER })
    const refused = await shop.reserve('K4', 'P4', '10.00')
    expect(refused.decision).toBe('blocked')
    expect(codesOf(refused)).toEqual(['broken_promise', 'collection_stage'])
    expect(refused.reasons[0].message).toBe(
      'Cliente com 1 título vencido há 12 dias (R$ 80,00); promessas de pagamento não cumpridas: 1.',
    )
    // The stored facts are enough to decide it again.
    const [row] = await program.db.all('SELECT facts_json FROM credit_checks WHERE id = ?', [refused.id])
    const facts = parseFacts(row?.['facts_json'] as string, 'P4')
    const { decision, releasable, reasons, remedies } = refused
    const again = decide(facts, policyOf(POLICY), questionOf('reserve', facts))
    expect(again).toEqual({ decision, releasable, reasons, remedies })
    expect(await shop.credit('K4')).toMatchObject({ blocked: true, reasons: [{ code: 'broken_promise' }, {}] })
    await shop.title('K4', 'K4-1', '0.01', { amount: '80.00' })
    expect((await shop.reserve('K4', 'P4', '10.00')).decision).toBe('blocked')
    await shop.title('K4', 'K4-1', '0.00', { amount: '80.00' })
    expect(await shop.reserve('K4', 'P4', '10.00')).toMatchObject({ decision: 'approved', reasons: [] })
  })

  it('of one member counts for the others of the account, who are not told what it is', async () => {
    await shop.customer('K5', { group: 'Grupo K' })
    await shop.customer('K6', { group: 'Grupo K' })
    for (const id of ['K5', 'K6']) await learn(id, 'segment', 'ocasional')
    await learn('K6', 'broken_promises', 7)
    await shop.title('K6', 'K6-1', '33.00')
    const refused = await shop.check('K5', '10.00')
    expect(codesOf(refused)).toEqual(['broken_promise'])
    expect(refused.reasons[0]).toMatchObject({
      message:
        'Grupo econômico do cliente com 1 título vencido há 12 dias (R$ 33,00); outro cliente do mesmo grupo não cumpriu promessa de pagamento.',
      detail: { brokenPromises: 0, own: false, ownOverdue: '0.00', receivables: [] },
    })
    await config.write({ ...POLICY, contagion: false })
    await shop.told('POST', '/v1/policies/reload')
    expect((await shop.check('K5', '10.00')).decision).toBe('approved')
    expect(codesOf(await shop.check('K6', '10.00'))).toEqual(['broken_promise'])
    await config.write(POLICY)
    await shop.told('POST', '/v1/policies/reload')
  })

  it('refuses a recheck only where the policy lists it', async () => {
    await shop.customer('K7')
    await learn('K7', 'segment', 'ocasional')
    await shop.title('K7', 'K7-1', '80.00')
    expect((await shop.reserve('K7', 'P7', '10.00')).decision).toBe('approved')
    await learn('K7', 'broken_promises', 1)
    expect((await shop.recheck('K7', 'P7', '10.00')).decision).toBe('approved')
    await config.write({ ...POLICY, recheck: ['broken_promise'] })
    await shop.told('POST', '/v1/policies/reload')
    expect(await shop.recheck('K7', 'P7', '10.00')).toMatchObject({
      decision: 'blocked',
      reasons: [{ code: 'broken_promise' }],
      remedies: [{ kind: 'pay_receivables', amount: '80.00', receivables: ['K7-1'] }, {}, {}],
    })
    await shop.title('K7', 'K7-1', '0.00', { amount: '80.00' })
    expect((await shop.recheck('K7', 'P7', '10.00')).decision).toBe('approved')
  })

  it('is in force as the policy is answered', async () => {
    const { policy } = await shop.told('GET', '/v1/policies/default')
    expect(policy.rules).toMatchObject({
      broken_promise: { level: 'block', max: 0 },
      collection_stage: { level: 'warn', from: 'firm' },
    })
  })
})
