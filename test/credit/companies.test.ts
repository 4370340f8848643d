import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { codesOf, createPolicyFolder, LATER, openBusiness } from './shop.ts'

describe.each(dialects)('companies on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let business: Awaited<ReturnType<typeof openBusiness>>
  const limits = [
    { company: 'norte', mode: 'amount', amount: '300.00' },
    { company: 'sul', mode: 'amount', amount: '700.00' },
  ]
  const open = async (policy: object) => {
    config = await createPolicyFolder(policy)
    business = await openBusiness({ url: database.url, configFolder: config.folder })
    await business.shop.customer('C1', { limit: null, limits })
    return business.shop
  }
  beforeEach(async () => {
    database = await createDatabaseUrl(dialect)
  })
  afterEach(async () => {
    expect(await business.shop.drift()).toEqual([])
    await business.stop()
    await config.drop()
    await database.drop()
  })

  it('share one exposure and the sum of their limits', async () => {
    const shop = await open({})
    await shop.reserve('C1', 'P1', '800.00', { company: 'norte' })
    expect(await shop.check('C1', '200.00', { company: 'sul' })).toMatchObject({
      decision: 'approved',
      limit: { mode: 'amount', amount: '1000.00' },
      exposure: { held: '800.00' },
    })
    expect((await shop.check('C1', '200.01', { company: 'sul' })).decision).toBe('blocked')
    // The order may be delivered by another company: it is the same order.
    expect((await shop.recheck('C1', 'P1', '800.00', { company: 'sul' })).decision).toBe('approved')
  })

  it('perCompany: each has its own position, limit and answer', async () => {
    const shop = await open({ perCompany: true })
    await shop.title('C1', 'T1', '100.00', { company: 'norte' })
    await shop.title('C1', 'T2', '50.00', { company: 'sul', dueOn: LATER })
    const [norte, sul] = [
      await shop.check('C1', '650.00', { company: 'norte' }),
      await shop.reserve('C1', 'P1', '650.00', { company: 'sul' }),
    ]
    expect(norte).toMatchObject({ limit: { amount: '300.00' }, exposure: { open: '100.00', overdue: '100.00' } })
    expect(codesOf(norte)).toEqual(['overdue_receivables', 'first_payment_default', 'order_exceeds_limit'])
    expect(sul).toMatchObject({ decision: 'approved', exposure: { open: '50.00', overdue: '0.00' } })
    expect((await shop.credit('C1', '?company=sul')).exposure).toMatchObject({ held: '650.00', available: '0.00' })
    expect((await shop.credit('C1', '?company=norte')).exposure).toMatchObject({ held: '0.00', open: '100.00' })
    // A company without a limit of its own has the policy's default, and nothing owed.
    expect(await shop.check('C1', '1.00', { company: 'leste' })).toMatchObject({
      limit: { mode: 'none' },
      exposure: { total: '0.00' },
    })
    // Accepted in one company's books is not accepted in another's.
    expect((await shop.recheck('C1', 'P1', '650.00', { company: 'sul' })).decision).toBe('approved')
    expect((await shop.recheck('C1', 'P1', '650.00', { company: 'norte' })).decision).toBe('blocked')
  })
})

describe.each(dialects)('customers the ERP has not sent yet on %s', (dialect) => {
  const POLICY = {
    rules: { unknown_customer: 'warn' },
    defaultLimit: { mode: 'amount', amount: '500.00' },
  }
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let business: Awaited<ReturnType<typeof openBusiness>>
  beforeEach(async () => {
    database = await createDatabaseUrl(dialect)
    config = await createPolicyFolder(POLICY)
    business = await openBusiness({ url: database.url, configFolder: config.folder })
    await business.shop.customer('SOMEBODY')
  })
  afterEach(async () => {
    expect(await business.shop.drift()).toEqual([])
    await business.stop()
    await config.drop()
    await database.drop()
  })

  it('may reserve under the default limit, and keep what they hold when they arrive', async () => {
    const { shop } = business
    const first = await shop.reserve('NEW', 'P1', '400.00')
    expect(first).toMatchObject({ decision: 'approved', hold: { amount: '400.00' } })
    expect(codesOf(first)).toEqual(['unknown_customer'])
    expect((await shop.reserve('NEW', 'P2', '100.01')).decision).toBe('blocked')
    await shop.customer('NEW')
    expect(await shop.check('NEW', '600.00')).toMatchObject({
      decision: 'approved',
      reasons: [],
      exposure: { held: '400.00', available: '600.00' },
    })
    expect((await shop.check('NEW', '600.01')).decision).toBe('blocked')
    expect((await shop.confirm('P1')).body).toMatchObject({ status: 'confirmed' })
  })

  it('never hold more than the default limit between them, asked for at once', async () => {
    const { shop } = business
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => shop.reserve('NEW', `P${index}`, '100.00')),
    )
    expect(answers.filter(({ decision }) => decision === 'approved')).toHaveLength(5)
  })

  it('asked for by document are found by document when they arrive', async () => {
    const { shop } = business
    const document = '52998224725'
    const customer = { document }
    expect((await shop.reserve('', 'P1', '400.00', { customer })).decision).toBe('approved')
    expect((await shop.reserve('', 'P2', '400.00', { customer })).decision).toBe('blocked')
    await shop.customer('C9', { document })
    const answer = await shop.check('', '10.00', { customer })
    expect(answer).toMatchObject({ decision: 'approved', limit: { amount: '1000.00' } })
    expect(codesOf(answer)).toEqual([])
  })

  it('a check of one leaves no trace', async () => {
    const { shop, program } = business
    expect((await shop.check('GHOST', '10.00')).decision).toBe('approved')
    expect(await program.db.all("SELECT id FROM customers WHERE external_id = 'GHOST'")).toEqual([])
  })
})
