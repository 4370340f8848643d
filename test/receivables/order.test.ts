import { describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { programsOn } from './programs.ts'
import { customer, driftOf, erp, invoice, order } from './records.ts'

describe.each(dialects)('an order and its invoices on %s', (dialect) => {
  const start = programsOn(dialect)

  /** A fresh customer 1 with an order P of 100.00, and its `orders` and `open` after each step. */
  async function sold(source: string) {
    const program = await start()
    const ledger = erp(program, source)
    await ledger.take('customers', customer('1'), customer('2'))
    await ledger.take('orders', order('P', '1'))
    const parts = async (): Promise<string[]> => {
      const { exposure } = await ledger.credit('1')
      expect(await driftOf(program)).toEqual([])
      return [exposure.orders, exposure.open]
    }
    return { ...ledger, program, parts }
  }
  const part = (id: string, amount: string, changes: object = {}) =>
    invoice(id, '1', { amount, openAmount: amount, orderId: 'P', ...changes })

  it('moves what was invoiced, and never counts it twice', async () => {
    const { take, parts } = await sold('partial')
    expect(await parts()).toEqual(['100.00', '0.00'])
    await take('receivables', part('T1', '30.00'))
    expect(await parts()).toEqual(['70.00', '30.00'])
    await take('receivables', part('T1', '30.00'), part('T2', '70.00'))
    expect(await parts()).toEqual(['0.00', '100.00'])
    await take('receivables', part('T1', '30.00', { openAmount: '0.00', status: 'paid' }))
    expect(await parts()).toEqual(['0.00', '70.00'])
  })

  it('is never below zero', async () => {
    const { take, parts } = await sold('more')
    await take('receivables', part('T', '130.00'))
    expect(await parts()).toEqual(['0.00', '130.00'])
    await take('orders', order('P', '1', { invoicedAmount: '500.00' }))
    expect(await parts()).toEqual(['0.00', '130.00'])
  })

  it('does not subtract the reported amount and the invoices that name it', async () => {
    const { take, parts } = await sold('both')
    await take('orders', order('P', '1', { invoicedAmount: '40.00' }))
    expect(await parts()).toEqual(['60.00', '0.00'])
    await take('receivables', part('T', '40.00'))
    expect(await parts()).toEqual(['60.00', '40.00'])
    await take('receivables', part('U', '10.00'))
    expect(await parts()).toEqual(['50.00', '50.00'])
    await take('orders', order('P', '1', { amount: '200.00' }))
    expect(await parts()).toEqual(['150.00', '50.00'])
  })

  it('gets back what was invoiced by an invoice that is cancelled, or that names another order', async () => {
    const { take, parts } = await sold('back')
    await take('receivables', part('T', '60.00'))
    await take('receivables', part('T', '60.00', { status: 'cancelled' }))
    expect(await parts()).toEqual(['100.00', '0.00'])
    await take('receivables', part('T', '60.00'))
    await take('orders', order('Q', '1'))
    await take('receivables', part('T', '60.00', { orderId: 'Q' }))
    expect(await parts()).toEqual(['140.00', '60.00'])
    await take('receivables', part('T', '60.00', { orderId: undefined }))
    expect(await parts()).toEqual(['200.00', '60.00'])
  })

  it('does not get back what a written off, lost or settled invoice was for', async () => {
    const { take, parts } = await sold('gone')
    for (const status of ['written_off', 'paid', 'disputed', 'returned']) {
      await take('receivables', part('T', '60.00', { status }))
      expect((await parts())[0], status).toBe('40.00')
    }
  })

  it('takes invoices that came before it', async () => {
    const { take, reserve, credit, parts } = await sold('early')
    await take('receivables', part('T1', '30.00', { orderId: 'later' }), part('T2', '25.00', { orderId: 'held' }))
    await take('orders', order('later', '1'))
    expect(await parts()).toEqual(['170.00', '55.00'])
    await reserve('held', '1', '80.00')
    expect((await credit('1')).exposure).toMatchObject({
      orders: '170.00',
      held: '55.00',
      open: '55.00',
      total: '280.00',
    })
    expect(await parts()).toEqual(['170.00', '55.00'])
  })

  it('of one customer that is invoiced to another moves to that one', async () => {
    const { take, credit, parts } = await sold('other')
    await take('receivables', invoice('T', '2', { amount: '60.00', openAmount: '60.00', orderId: 'P' }))
    expect(await parts()).toEqual(['40.00', '0.00'])
    expect((await credit('2')).exposure.open).toBe('60.00')
    await take('orders', order('P', '2'))
    expect(await parts()).toEqual(['0.00', '0.00'])
    expect((await credit('2')).exposure).toMatchObject({ open: '60.00', orders: '40.00' })
  })

  it('counts nothing when closed or cancelled, and again when it is confirmed', async () => {
    const { take, parts } = await sold('states')
    for (const status of ['closed', 'cancelled']) {
      await take('orders', order('P', '1', { status }))
      expect(await parts()).toEqual(['0.00', '0.00'])
      await take('orders', order('P', '1'))
      expect(await parts()).toEqual(['100.00', '0.00'])
    }
  })

  it('of an older revision is ignored', async () => {
    const { send, take, parts } = await sold('revisions')
    await take('orders', order('P', '1', { revision: 3, amount: '300.00' }))
    expect((await send('orders', [order('P', '1', { revision: 2, amount: '200.00' })])).body.ignored).toBe(1)
    expect(await parts()).toEqual(['300.00', '0.00'])
    await take('orders', order('P', '1', { amount: '50.00' }))
    expect(await parts()).toEqual(['50.00', '0.00'])
  })

  it('that was held here is told by the ERP, and counted once', async () => {
    const { take, reserve, credit } = await sold('held')
    await reserve('H', '1', '80.00')
    expect((await credit('1')).exposure).toMatchObject({ held: '80.00', orders: '100.00' })
    await take('orders', order('H', '1', { amount: '85.00' }))
    expect((await credit('1')).exposure).toMatchObject({ held: '0.00', orders: '185.00' })
    await take('receivables', invoice('T', '1', { amount: '85.00', openAmount: '85.00', orderId: 'H' }))
    expect((await credit('1')).exposure).toMatchObject({ held: '0.00', orders: '100.00', open: '85.00' })
  })

  it('is not counted again by drafts that name it', async () => {
    const program = await start({ policy: 'countDrafts: true' })
    const { take, credit } = erp(program, 'drafts')
    await take('customers', customer('1', { group: 'drafts' }), customer('2', { group: 'drafts' }))
    const draft = (id: string, owner: string, amount: string, orderId?: string) =>
      invoice(id, owner, { kind: 'draft', amount, openAmount: amount, ...(orderId && { orderId }) })
    await take('orders', order('P', '1'))
    await take('receivables', draft('D1', '1', '30.00', 'P'), draft('D2', '1', '5.00'))
    expect((await credit('1')).exposure).toMatchObject({ orders: '100.00', drafts: '5.00', total: '105.00' })
    await take('receivables', draft('D1', '1', '130.00', 'P'))
    expect((await credit('1')).exposure).toMatchObject({ orders: '100.00', drafts: '35.00', total: '135.00' })
    await take('receivables', invoice('D1', '1', { amount: '130.00', openAmount: '130.00', orderId: 'P' }))
    expect((await credit('1')).exposure).toMatchObject({
      orders: '0.00',
      drafts: '5.00',
      open: '130.00',
      total: '135.00',
    })
    await take('receivables', draft('D1', '2', '40.00', 'P'), draft('D2', '1', '0.00'))
    expect((await credit('1')).exposure).toMatchObject({ orders: '100.00', drafts: '0.00', total: '100.00' })
    expect((await credit('1')).account.exposure).toMatchObject({ orders: '100.00', drafts: '0.00', total: '100.00' })
    await take('orders', order('P', '1', { status: 'closed' }))
    expect((await credit('1')).account.exposure).toMatchObject({ orders: '0.00', drafts: '40.00', total: '40.00' })
    expect(await driftOf(program)).toEqual([])
  })
})
