import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { createMariadbDatabase } from '../harness/mariadb.ts'
import { type Program, startProgram } from '../harness/program.ts'
import {
  amountLimit,
  creditOf,
  customerOf,
  expectNoDrift,
  invoiceOf,
  put,
  reserve,
  reserveOf,
  SOURCE,
} from './requests.ts'
import { expectUnavailable } from './traffic.ts'
import { type Cut, startWire, type Wire } from './wire.ts'

let wire: Wire
let program: Program
let drop: () => Promise<void>

beforeEach(async () => {
  const serverUrl = new URL(inject('mariadbUrl'))
  const database = await createMariadbDatabase(serverUrl.href.replace(/\/$/, ''))
  drop = database.drop
  wire = await startWire(Number(serverUrl.port))
  const url = new URL(database.url)
  url.port = String(wire.port)
  program = await startProgram({ url: url.href, composition: { isQuiet: true } })
  await put(program, 'customers', [customerOf('cut', { limit: amountLimit('1000.00') })])
})

afterEach(async () => {
  await program.stop()
  await wire.stop()
  await drop()
})

const cuts: Cut[] = ['after', 'before']

describe.each(cuts)('a connection that is lost %s the server got its COMMIT', (cut) => {
  const isDone = cut === 'after'

  it('leaves one hold when the client asks again', async () => {
    const request = reserveOf('cut', 'order', '400.00')
    wire.arm(cut)
    expectUnavailable(await reserve(program, request))
    expect(wire.cuts).toBe(1)
    expect((await creditOf(program, 'cut')).exposure.held).toBe(isDone ? '400.00' : '0.00')
    const again = await reserve(program, request)
    expect(again.body.decision).toBe('approved')
    expect(again.headers['idempotency-replayed']).toBe(isDone ? 'true' : undefined)
    expect((await creditOf(program, 'cut')).exposure).toMatchObject({ held: '400.00', available: '600.00' })
    await expectNoDrift(program)
  })

  it('leaves one order when the client confirms, and cancels, again', async () => {
    await reserve(program, reserveOf('cut', 'order', '400.00'))
    for (const [step, orders] of [
      ['confirm', '400.00'],
      ['cancel', '0.00'],
    ]) {
      wire.arm(cut)
      expectUnavailable(await program.call('POST', `/v1/orders/order/${step}`, { source: SOURCE }))
      expect((await program.call('POST', `/v1/orders/order/${step}`, { source: SOURCE })).status).toBe(200)
      expect((await creditOf(program, 'cut')).exposure).toMatchObject({ held: '0.00', orders })
    }
    expect(wire.cuts).toBe(2)
    await expectNoDrift(program)
  })

  it('leaves one title when the client sends it again', async () => {
    const records = { receivables: [invoiceOf('title', 'cut', '70.00')] }
    wire.arm(cut)
    expectUnavailable(await program.call('PUT', `/v1/sources/${SOURCE}/receivables`, records))
    expect(wire.cuts).toBe(1)
    expect((await creditOf(program, 'cut')).exposure.open).toBe(isDone ? '70.00' : '0.00')
    const again = await program.call('PUT', `/v1/sources/${SOURCE}/receivables`, records)
    expect(again.body).toMatchObject({ accepted: 1, rejected: [] })
    expect((await creditOf(program, 'cut')).exposure.open).toBe('70.00')
    await expectNoDrift(program)
  })
})
