import { describe, expect, it } from 'vitest'
import { createClock } from '../../src/kernel/clock.ts'
import { expireHolds } from '../../src/receivables/settle.ts'
import { dialects } from '../harness/databases.ts'
import { programsOn } from './programs.ts'
import { customer, driftOf, erp, invoice, order } from './records.ts'

describe.each(dialects)('another shape of positions, loaded by another program on %s', (dialect) => {
  const start = programsOn(dialect)

  it.each([
    ['perCompany: true', 'accountBy: []'],
    ['accountBy: [cnpj_root]', 'perCompany: true\naccountBy: [group]'],
  ])('is followed at once, from %j to %j', { timeout: 60_000 }, async (before, after) => {
    const source = `followed-${before.length}`
    const late = await start({ policy: before })
    const { take, credit, reserve, openSnapshot, completeSnapshot, send } = erp(late, source)
    await take('customers', customer('1', { group: 'A' }), customer('2', { group: 'A' }))
    await take('receivables', invoice('T1', '1'), invoice('T2', '1', { company: 'filial' }), invoice('T3', '2'))
    await take('orders', order('P', '1'), order('Q', '1'))
    expect((await reserve('H', '1', '10.00')).body.decision).toBe('approved')
    expect((await reserve('H2', '1', '10.00')).body.decision).toBe('approved')
    const snapshot = await openSnapshot()

    const each = [
      () => take('receivables', invoice('T4', '1', { company: 'filial' })),
      () => take('customers', customer('3', { group: 'A', document: '12ABC34501DE35' }), customer('2', { group: 'B' })),
      () => take('orders', order('P', '1', { amount: '70.00', company: 'filial' })),
      () => late.call('POST', '/v1/orders/H/confirm', { source }),
      () => late.call('POST', '/v1/orders/H2/cancel', { source }),
      () => reserve('H3', '2', '10.00', { company: 'filial' }),
      () => send('receivables', [], `?snapshot=${snapshot}`).then(() => completeSnapshot(snapshot)),
    ]
    for (const [index, change] of each.entries()) {
      const early = await start({ policy: index % 2 === 0 ? after : before })
      await change()
      expect(await credit('1'), `change ${index}`).toEqual(await erp(early, source).credit('1'))
      expect(await driftOf(early), `change ${index}, told by the one`).toEqual([])
      expect(await driftOf(late), `change ${index}, told by the other`).toEqual([])
      await early.stop()
    }
  })

  it('is left alone by a job that expires holds and has not heard of it', async () => {
    const source = 'job'
    const program = await start({ policy: 'perCompany: true' })
    const { take, credit, reserve } = erp(program, source)
    await take('customers', customer('1'))
    expect((await reserve('H', '1', '10.00')).body.decision).toBe('approved')
    const clock = createClock('America/Sao_Paulo', '2026-11-18T12:00:00-03:00')
    const keeping = {
      accountBy: ['group' as const, 'cnpj_root' as const],
      graceDays: () => 0,
      disputedIsOverdue: () => false,
    }
    await expireHolds(program.db, clock, { ...keeping, perCompany: false })
    expect((await credit('1')).exposure.held).toBe('10.00')
    expect(await driftOf(program)).toEqual([])
    await expireHolds(program.db, clock, { ...keeping, perCompany: true })
    expect((await credit('1')).exposure.held).toBe('0.00')
    expect(await driftOf(program)).toEqual([])
  })
})
