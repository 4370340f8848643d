import { describe, expect, it } from 'vitest'
import type { Taking } from '../../src/credit/erp-refusals.ts'
import { dialects } from '../harness/databases.ts'
import { codesOf, NOW, openGuardedBusiness, REFUSED_AT, TOLD } from './guarded-business.ts'

describe.each(dialects)('what the database of an ERP refused, on %s', (dialect) => {
  it('for what is overdue becomes a check with the true reasons and a blocked order, and a payment frees it', async () => {
    const { owe, refuse, check, orders, title, review, orderOf, held, drift, events } =
      await openGuardedBusiness(dialect)
    await owe()
    const id = await refuse('P1', 200_00n, { termDays: 30 })
    const made = await check(id)
    expect(made).toMatchObject({ decision: 'blocked', mode: 'reserve', hold: null, checkedAt: NOW })
    expect(codesOf(made)).toEqual(['overdue_receivables', 'first_payment_default'])
    expect(made.remedies[0]).toMatchObject({ kind: 'pay_receivables', amount: '300.00' })
    expect(made.facts.order).toMatchObject({
      ...{ revision: 1, amount: '20000', termDaysMax: 30 },
      refusedBy: { guard: 'pedidos', message: TOLD, at: REFUSED_AT },
    })
    expect(await orders()).toMatchObject([
      { orderId: 'P1', revision: 1, amount: '200.00', state: 'blocked', customer: { externalId: 'C1' } },
    ])
    expect(await held('C1')).toBe('0.00')
    await review()
    expect((await orderOf('P1')).state).toBe('blocked')
    await title('T1', 'C1', '0.00')
    await review()
    expect(await orderOf('P1')).toMatchObject({ state: 'released', cause: 'changed' })
    expect(await held('C1')).toBe('200.00')
    expect(await drift()).toEqual([])
    expect((await events()).filter((event) => event.startsWith('order.'))).toEqual([
      'order.blocked P1',
      'order.released P1',
    ])
  })

  it('though it fits by now is told as it was told there, and the review frees it at once', async () => {
    const { customer, review, refuse, check, orderOf, held, reserve, count } = await openGuardedBusiness(dialect)
    await customer('C1')
    await review()
    expect(await count('account_changes')).toBe(0)
    const made = await check(await refuse('P1', 200_00n))
    expect(made).toMatchObject({ decision: 'blocked', hold: null, remedies: [{ kind: 'request_release' }] })
    expect(made.reasons).toEqual([
      {
        ...{ code: 'refused_in_erp', severity: 'block', message: TOLD },
        detail: { guard: 'pedidos', refusedAt: REFUSED_AT },
      },
    ])
    expect(await held('C1')).toBe('0.00')
    expect(codesOf(await orderOf('P1'))).toEqual(['refused_in_erp'])
    expect(await count('account_changes')).toBe(1)
    await review()
    expect(await orderOf('P1')).toMatchObject({ state: 'released', cause: 'changed', reasons: [] })
    expect(await held('C1')).toBe('200.00')
    // The ERP that asks for the same finds the room.
    expect(await reserve('P1', 'C1', '200.00')).toMatchObject({ decision: 'approved', hold: { amount: '200.00' } })
    expect(await held('C1')).toBe('200.00')
  })

  it.each([
    ['only watched', 'P1', { isRefused: false }],
    ['without an id of the order', null, {}],
    ['with an id that cannot be kept', `P${'x'.repeat(128)}`, {}],
  ])('%s is a check and nothing else', async (_what, orderId, more) => {
    const { owe, refuse, check, orders, held, count, review } = await openGuardedBusiness(dialect)
    await owe()
    await review()
    const made = await check(await refuse(orderId, 200_00n, more))
    expect(made).toMatchObject({ decision: 'blocked', mode: 'check', hold: null })
    expect(codesOf(made)).toEqual(['overdue_receivables', 'first_payment_default'])
    expect([await orders(), await held('C1')]).toEqual([[], '0.00'])
    expect([await count('owing_checks'), await count('account_changes')]).toEqual([0, 0])
    expect(made.facts.order.id).toBe(orderId === 'P1' ? 'P1' : null)
  })

  it('watched although it would pass is blocked by what was told; a refused order counts as asking', async () => {
    const { customer, title, refuse, check, count } = await openGuardedBusiness(dialect)
    await customer('C1')
    expect(await check(await refuse('P1', 200_00n, { isRefused: false }))).toMatchObject({
      ...{ decision: 'blocked', reasons: [{ code: 'refused_in_erp', message: TOLD }] },
    })
    await title('T1', 'C1', '300.00')
    await refuse('P1', 200_00n)
    expect(await count('owing_checks')).toBe(1)
  })

  it('is taken in the transaction of its check: when that fails nothing is kept', async () => {
    const { owe, refuse, count, rows, review } = await openGuardedBusiness(dialect)
    await owe()
    await review()
    const taken: string[] = []
    const taking: Taking = async (sql, checkId) => {
      const [row] = await sql.all('SELECT id FROM credit_checks WHERE id = ?', [checkId])
      taken.push(row?.['id'] as string)
      await sql.upsert('shapes', ['name', 'value'], [[checkId, 'taken']], ['name'], ['value'])
    }
    const failing: Taking = async (sql, checkId) => {
      await taking(sql, checkId)
      throw new Error('the log of the guard is away')
    }
    const ways = [
      ['P1', {}],
      ['P1', { isRefused: false }],
      ['P1', { customer: 'C9' }],
    ] as const
    for (const [orderId, more] of ways)
      await expect(refuse(orderId, 200_00n, more, failing)).rejects.toThrow('the log of the guard is away')
    expect([await count('credit_checks'), await count('blocked_orders'), await count('owing_checks')]).toEqual([
      0, 0, 0,
    ])
    expect(await rows("SELECT name FROM shapes WHERE value = 'taken'")).toEqual([])
    taken.length = 0
    const ids: string[] = []
    for (const [orderId, more] of ways) ids.push(await refuse(orderId, 200_00n, more, taking))
    expect(taken).toEqual(ids)
    const marks = await rows("SELECT name FROM shapes WHERE value = 'taken'")
    expect(marks.map((row) => row['name']).sort()).toEqual(ids.toSorted())
  })

  it('of a customer whom nobody has sent waits for the customer', async () => {
    const { refuse, check, orderOf, customer, review, held } = await openGuardedBusiness(dialect)
    const made = await check(await refuse('P1', 200_00n, { customer: 'C9' }))
    expect(codesOf(made)).toContain('unknown_customer')
    expect(await orderOf('P1')).toMatchObject({ state: 'blocked', customer: { externalId: 'C9', name: 'C9' } })
    await customer('C9')
    await review()
    expect([(await orderOf('P1')).state, await held('C9')]).toEqual(['released', '200.00'])
  })

  it('keeps whatever stands in the columns of an ERP', async () => {
    const { customer, refuse, check, orderOf, drift, reserve } = await openGuardedBusiness(dialect)
    await customer('C1')
    const long = 'x'.repeat(300)
    const nobody = await check(await refuse('P1', 200_00n, { customer: long, company: long, salesRep: long }))
    expect(nobody).toMatchObject({ decision: 'blocked', mode: 'check', facts: { customer: null } })
    expect(nobody.facts.order).toMatchObject({ id: 'P1', company: 'main', salesRep: null })
    for (const customer of ['', '   ', 'a\u0000b']) await refuse('P1', 200_00n, { customer })
    await refuse('P2', 10n ** 30n, { termDays: -3, salesRep: ' rep-07 ', company: '' })
    expect(await orderOf('P2')).toMatchObject({ amount: '9999999999999.99', state: 'blocked', salesRep: 'rep-07' })
    expect((await check((await orderOf('P2')).checkId)).facts.order.termDaysMax).toBe(null)
    const far = await check(await refuse('P3', 200_00n, { termDays: 1e12, message: long }))
    expect(far.facts.order.termDaysMax).toBe(3_650)
    await reserve('P4', 'C1', '100.00', { revision: 2_147_483_647 })
    expect(await check(await refuse('P4', 300_00n))).toMatchObject({ decision: 'blocked', mode: 'check' })
    expect(await orderOf('P4')).toBeUndefined()
    expect(await drift()).toEqual([])
  })
})
