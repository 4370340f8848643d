import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import type { Program } from '../harness/program.ts'
import { programsOn } from './programs.ts'
import { customer, driftOf, erp, invoice, order } from './records.ts'

/** Instants of arrival are kept in milliseconds: what follows is later. */
const tick = (): Promise<void> => sleep(3)

describe.each(dialects)('a snapshot on %s', (dialect) => {
  const start = programsOn(dialect)
  let program: Program
  beforeAll(async () => {
    program = await start()
  })

  async function listing(source: string) {
    const ledger = erp(program, source)
    await ledger.take('customers', customer('1'), customer('2'))
    await ledger.take('receivables', invoice('T1', '1'), invoice('T2', '1'), invoice('T3', '2'))
    await ledger.take('orders', order('P1', '1'), order('P2', '1'), order('P3', '2'))
    await tick()
    const id = await ledger.openSnapshot()
    await tick()
    return { ...ledger, id, query: `?snapshot=${id}` }
  }

  it('closes what the ERP no longer lists, of the kinds that were sent', async () => {
    const { send, credit, id, query, completeSnapshot } = await listing('kinds')
    await send('receivables', [invoice('T1', '1', { openAmount: '90.00' })], query)
    expect(await completeSnapshot(id)).toMatchObject({
      status: 200,
      body: { closed: { customers: 0, receivables: 2, orders: 0 } },
    })
    expect((await credit('1')).exposure).toMatchObject({ open: '90.00', orders: '200.00' })
    expect((await credit('2')).exposure).toMatchObject({ open: '0.00', orders: '100.00' })
    expect((await completeSnapshot(id)).body.closed).toEqual({ customers: 0, receivables: 0, orders: 0 })
    expect(await driftOf(program)).toEqual([])
  })

  it('closes orders and sets customers inactive who still owe what they owe', async () => {
    const { send, credit, id, query, completeSnapshot } = await listing('all')
    await send('customers', [customer('1')], query)
    await send('orders', [order('P1', '1')], query)
    expect((await completeSnapshot(id)).body.closed).toEqual({ customers: 1, receivables: 0, orders: 2 })
    const gone = await credit('2')
    expect(gone.exposure).toMatchObject({ open: '100.00', orders: '0.00' })
    expect(gone.reasons.map(({ code }: { code: string }) => code)).toContain('customer_inactive')
    expect((await credit('1')).reasons).toEqual([])
    expect(await driftOf(program)).toEqual([])
  })

  it('closes nothing when nothing was sent, and is known to its own source only', async () => {
    const { credit, id, completeSnapshot } = await listing('empty')
    expect((await completeSnapshot(id)).status).toBe(409)
    expect((await completeSnapshot('snp_unknown')).status).toBe(404)
    expect((await erp(program, 'empty-2').completeSnapshot(id)).status).toBe(404)
    expect((await erp(program, 'empty-2').send('customers', [customer('9')], `?snapshot=${id}`)).status).toBe(404)
    expect((await credit('1')).exposure.open).toBe('200.00')
  })

  it('closes everything of a kind that was sent as an empty list', async () => {
    const { send, credit, id, query, completeSnapshot } = await listing('none')
    await send('receivables', [], query)
    expect((await completeSnapshot(id)).body.closed.receivables).toBe(3)
    expect((await credit('1')).exposure).toMatchObject({ open: '0.00', orders: '200.00' })
  })

  it('takes no more records once it is complete', async () => {
    const { send, id, query, completeSnapshot } = await listing('over')
    await send('receivables', [invoice('T1', '1')], query)
    await completeSnapshot(id)
    expect((await send('receivables', [invoice('T2', '1')], query)).status).toBe(404)
  })

  it('leaves what another call brought meanwhile', async () => {
    const { send, take, credit, id, query, completeSnapshot } = await listing('meanwhile')
    await send('receivables', [invoice('T1', '1')], query)
    await take('receivables', invoice('T2', '1'), invoice('T4', '1'))
    expect((await completeSnapshot(id)).body.closed.receivables).toBe(1)
    expect((await credit('1')).exposure.open).toBe('300.00')
    expect((await credit('2')).exposure.open).toBe('0.00')
  })

  it('counts a record as listed that is older than what stands', async () => {
    const { send, take, credit } = erp(program, 'stale')
    await take('customers', customer('1'))
    await take('receivables', invoice('T', '1', { updatedAt: '2026-11-10T12:00:00Z' }))
    await tick()
    const id = await erp(program, 'stale').openSnapshot()
    const { body } = await send(
      'receivables',
      [invoice('T', '1', { openAmount: '1.00', updatedAt: '2026-11-09T12:00:00Z' })],
      `?snapshot=${id}`,
    )
    expect(body.ignored).toBe(1)
    expect((await erp(program, 'stale').completeSnapshot(id)).body.closed.receivables).toBe(0)
    expect((await credit('1')).exposure.open).toBe('100.00')
  })

  it('counts a record as listed that was bad, or whose customer is not known', async () => {
    const { send, credit, id, query, completeSnapshot } = await listing('bad')
    const told = await send(
      'receivables',
      [invoice('T1', '1', { openAmount: 'x' }), invoice('T2', 'nobody'), { ...invoice('T3', '2'), kind: 'nota' }],
      query,
    )
    expect(told.body.rejected.length).toBe(3)
    await send('orders', [{ id: 'P1' }], query)
    expect((await completeSnapshot(id)).body.closed).toEqual({ customers: 0, receivables: 0, orders: 2 })
    expect((await credit('1')).exposure).toMatchObject({ open: '200.00', orders: '100.00' })
  })

  it('closes an order whose invoice was sent or closed with it', async () => {
    const { take, send, credit, openSnapshot, completeSnapshot } = erp(program, 'linked')
    await take('customers', customer('1'))
    await take('orders', order('sent', '1'), order('closed', '1'), order('kept', '1'))
    await take(
      'receivables',
      ...['sent', 'closed'].map((id) => invoice(`T-${id}`, '1', { orderId: id, amount: '40.00' })),
    )
    await tick()
    const id = await openSnapshot()
    await tick()
    await send('orders', [order('kept', '1')], `?snapshot=${id}`)
    await send('receivables', [invoice('T-sent', '1', { orderId: 'sent', amount: '40.00' })], `?snapshot=${id}`)
    expect((await completeSnapshot(id)).body.closed).toEqual({ customers: 0, receivables: 1, orders: 2 })
    expect((await credit('1')).exposure).toMatchObject({ open: '100.00', orders: '100.00' })
    expect(await driftOf(program)).toEqual([])
  })

  it('does not close holds, which no ERP lists', async () => {
    const { send, credit, reserve, id, query, completeSnapshot } = await listing('held')
    expect((await reserve('new', '1', '50.00')).body.decision).toBe('approved')
    await send('orders', [order('P1', '1')], query)
    await completeSnapshot(id)
    expect((await credit('1')).exposure).toMatchObject({ held: '50.00', orders: '100.00' })
  })

  it('closes more than one step holds', { timeout: 60_000 }, async () => {
    const { take, send, sendLines, credit, openSnapshot, completeSnapshot } = erp(program, 'steps')
    await take('customers', customer('1'))
    const lines = Array.from({ length: 1_234 }, (_, index) => JSON.stringify(invoice(`T${index}`, '1')))
    await sendLines('receivables', lines.join('\n'))
    await tick()
    const id = await openSnapshot()
    await send('receivables', [invoice('T7', '1')], `?snapshot=${id}`)
    expect((await completeSnapshot(id)).body.closed.receivables).toBe(1_233)
    expect((await credit('1')).exposure.open).toBe('100.00')
    expect(await driftOf(program)).toEqual([])
  })
})
