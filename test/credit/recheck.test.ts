import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'
import { codesOf, createPolicyFolder, LATER, NOW, type Shop, shopOn } from './shop.ts'

/** A program for each policy, on a database of its own. */
async function open(dialect: (typeof dialects)[number], policy: object) {
  const database = await createDatabaseUrl(dialect)
  const config = await createPolicyFolder(policy)
  const program = await startProgram({ url: database.url, now: NOW, configFolder: config.folder })
  return {
    shop: shopOn(program),
    close: async () => {
      await program.stop()
      await config.drop()
      await database.drop()
    },
  }
}

describe.each(dialects)('a recheck on %s', (dialect) => {
  let business: Awaited<ReturnType<typeof open>>
  let shop: Shop
  beforeAll(async () => {
    business = await open(dialect, {})
    shop = business.shop
  })
  afterAll(() => business.close())

  it.each(['held', 'confirmed'])(
    'of a %s order passes although the limit was lowered and titles fell due',
    async (state) => {
      const id = `L-${state}`
      await shop.customer(id)
      await shop.reserve(id, id, '800.00')
      if (state === 'confirmed') await shop.confirm(id)
      await shop.customer(id, { limit: { mode: 'amount', amount: '1.00' } })
      await shop.title(id, `${id}-T`, '300.00')
      const answer = await shop.recheck(id, id, '800.00')
      expect(answer).toMatchObject({ decision: 'approved', reasons: [], hold: null })
      expect((await shop.recheck(id, id, '799.99')).decision).toBe('approved')
      expect((await shop.check(id, '0.01')).decision).toBe('blocked')
    },
  )

  it('refuses a customer who was stopped, put on hold, or whose order grew', async () => {
    await shop.customer('S1')
    await shop.reserve('S1', 'S1-1', '100.00')
    const grown = await shop.recheck('S1', 'S1-1', '100.01')
    expect(codesOf(grown)).toEqual(['order_grew'])
    expect(grown.reasons[0].message).toBe(
      'Pedido de R$ 100,01 maior que o aprovado (R$ 100,00): peça nova análise com outra revisão.',
    )
    expect(grown.remedies).toEqual([{ kind: 'reduce_order', amount: '100.00' }, { kind: 'request_release' }])
    expect((await shop.recheck('S1', 'S1-1', '100.00')).decision).toBe('approved')
    await shop.customer('S1', { status: 'hold', holdUntil: '2026-12-01' })
    expect(codesOf(await shop.recheck('S1', 'S1-1', '100.00'))).toEqual(['customer_on_hold'])
    await shop.customer('S1', { status: 'stop' })
    expect(codesOf(await shop.recheck('S1', 'S1-1', '100.00'))).toEqual(['customer_stopped'])
  })

  it('of an order that was never accepted is a check of it', async () => {
    await shop.customer('N1')
    await shop.title('N1', 'N1-T', '5.00')
    expect(codesOf(await shop.recheck('N1', 'N1-1', '10.00'))).toContain('overdue_receivables')
    await shop.customer('N2')
    expect((await shop.recheck('N2', 'N2-1', '10.00')).decision).toBe('approved')
    expect(await shop.exposure('N2')).toMatchObject({ held: '0.00' })
  })

  it('of an order the ERP sent as sold passes', async () => {
    await shop.customer('E1', { limit: { mode: 'amount', amount: '1.00' } })
    await shop.order('E1', 'E1-1', '500.00')
    expect((await shop.recheck('E1', 'E1-1', '500.00')).decision).toBe('approved')
  })

  it('needs the id of the order', async () => {
    const answer = await shop.ask('recheck', 'S1', undefined, '10.00')
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toContainEqual({ path: 'order.id', message: 'is needed with mode "recheck"' })
  })
})

describe.each(dialects)('a recheck for new overdue on %s', (dialect) => {
  let business: Awaited<ReturnType<typeof open>>
  let shop: Shop
  beforeAll(async () => {
    business = await open(dialect, {
      recheck: ['overdue_receivables', 'overdue_count'],
      overdueTolerance: '50.00',
      rules: { first_payment_default: 'off', overdue_count: { level: 'block', max: 1 } },
    })
    shop = business.shop
  })
  afterAll(() => business.close())

  it('passes what was overdue when it was accepted, and refuses more', async () => {
    await shop.customer('R1')
    await shop.title('R1', 'R1-T1', '50.00')
    await shop.reserve('R1', 'R1-1', '100.00')
    expect((await shop.recheck('R1', 'R1-1', '100.00')).decision).toBe('approved')
    await shop.title('R1', 'R1-T2', '30.00')
    const refused = await shop.recheck('R1', 'R1-1', '100.00')
    expect(codesOf(refused)).toEqual(['overdue_receivables', 'overdue_count'])
    // What was owed before need not be paid for the goods to go. (Of two titles the smaller one is to be paid.)
    expect(refused.remedies).toEqual([
      { kind: 'pay_receivables', amount: '30.00', receivables: ['R1-T2'] },
      { kind: 'pay_cash' },
      { kind: 'request_release' },
    ])
    await shop.title('R1', 'R1-T2', '0.00', { amount: '30.00' })
    expect((await shop.recheck('R1', 'R1-1', '100.00')).decision).toBe('approved')
  })

  it('does not look at the limit, and asks for no more than the overdue', async () => {
    await shop.customer('R2')
    await shop.reserve('R2', 'R2-1', '100.00')
    await shop.title('R2', 'R2-T1', '80.00')
    await shop.title('R2', 'R2-T2', '5000.00', { dueOn: LATER })
    const refused = await shop.recheck('R2', 'R2-1', '100.00')
    expect(codesOf(refused)).toEqual(['overdue_receivables'])
    expect(refused.remedies).toContainEqual({ kind: 'pay_receivables', amount: '30.00', receivables: ['R2-T1'] })
    await shop.title('R2', 'R2-T1', '50.00', { amount: '80.00' })
    expect((await shop.recheck('R2', 'R2-1', '100.00')).decision).toBe('approved')
  })
})
