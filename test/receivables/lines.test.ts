import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { PROGRAM_KEY } from '../harness/config.ts'
import { dialects } from '../harness/databases.ts'
import type { Program } from '../harness/program.ts'
import { programsOn } from './programs.ts'
import { customer, driftOf, erp, invoice } from './records.ts'

const POLLS_MAX = 200

describe.each(dialects)('a stream of lines on %s', (dialect) => {
  const start = programsOn(dialect)
  let program: Program
  beforeAll(async () => {
    program = await start()
  })

  it('takes tens of thousands of records, and tells which lines were bad', { timeout: 120_000 }, async () => {
    const { sendLines, take, credit } = erp(program, 'long')
    await take('customers', customer('1'))
    const count = 20_000
    const lines = Array.from({ length: count }, (_, index) => JSON.stringify(invoice(`T${index}`, '1')))
    const badAt = [0, 999, 1_000, 12_345, count - 1]
    for (const index of badAt) lines[index] = `{"externalId":"T${index}","openAmount":"1.00"}`
    const { status, body } = await sendLines('receivables', lines.join('\n'))
    expect(status).toBe(200)
    expect([body.accepted, body.ignored]).toEqual([count - badAt.length, 0])
    expect(body.rejected.map(({ index }: { index: number }) => index)).toEqual(badAt)
    expect((await credit('1')).exposure.open).toBe(`${100 * (count - badAt.length)}.00`)
    expect(await driftOf(program)).toEqual([])
  })

  it('reads CRLF, blank lines, a byte order mark and a last line without its end', async () => {
    const { sendLines, take, credit } = erp(program, 'ends')
    await take('customers', customer('1'))
    const [first, second, third] = ['a', 'b', 'c'].map((id) => JSON.stringify(invoice(id, '1')))
    const { body } = await sendLines('receivables', `\uFEFF${first}\r\n\r\n  \n${second}\n\n${third}`)
    expect(body).toEqual({ accepted: 3, ignored: 0, rejected: [] })
    expect((await credit('1')).exposure.open).toBe('300.00')
    for (const empty of ['', '\n', '\r\n \n'])
      expect((await sendLines('receivables', empty)).body).toEqual({ accepted: 0, ignored: 0, rejected: [] })
  })

  it('takes the good lines between broken ones', async () => {
    const { sendLines, take, credit, quarantine } = erp(program, 'broken')
    await take('customers', customer('1'))
    const lines = [
      Buffer.from(JSON.stringify(invoice('a', '1'))),
      Buffer.from(JSON.stringify(invoice('latin1', '1', { number: 'São' })), 'latin1'),
      Buffer.from('{"externalId":'),
      Buffer.from(JSON.stringify(invoice('long', '1', { number: 'x'.repeat(100_000) }))),
      Buffer.from(JSON.stringify(invoice('longer', '1', { number: 'x'.repeat(1_000_000) }))),
      Buffer.from(`[${JSON.stringify(invoice('b', '1'))}]`),
      Buffer.from(JSON.stringify(invoice('b', '1'))),
    ]
    const told = await sendLines('receivables', Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])))
    expect([told.status, told.body.accepted]).toEqual([200, 2])
    expect(told.body.rejected.map(({ index }: { index: number }) => index)).toEqual([1, 2, 3, 4, 5])
    const reasons = JSON.stringify((await quarantine()).map(({ record }) => record))
    expect(reasons).toMatch(/not UTF-8/)
    expect(reasons).toMatch(/at most 65536 bytes/)
    expect((await credit('1')).exposure.open).toBe('200.00')
  })

  it('lets a later line win over an earlier one of another piece', async () => {
    const { sendLines, take, credit } = erp(program, 'again')
    await take('customers', customer('1'))
    const filler = Array.from({ length: 999 }, (_, index) => invoice(`F${index}`, '1', { openAmount: '0.00' }))
    const records = [invoice('T', '1'), ...filler, invoice('T', '1', { openAmount: '60.00' })]
    const { body } = await sendLines('receivables', records.map((record) => JSON.stringify(record)).join('\n'))
    expect(body.accepted).toBe(1_001)
    expect((await credit('1')).exposure.open).toBe('60.00')
  })

  it('that is cut off leaves whole pieces only, and can be sent again', { timeout: 60_000 }, async () => {
    const { sendLines, take, credit } = erp(program, 'cut')
    await take('customers', customer('1'))
    const lines = Array.from({ length: 2_500 }, (_, index) =>
      JSON.stringify(invoice(`T${index}`, '1', { openAmount: '1.00' })),
    )
    await program.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = program.app.server.address() as AddressInfo
    const call = request({
      host: '127.0.0.1',
      port,
      method: 'PUT',
      path: '/v1/sources/cut/receivables',
      headers: { authorization: `Bearer ${PROGRAM_KEY}`, 'content-type': 'application/x-ndjson' },
    })
    const cut = new Promise((resolve) => call.on('error', () => undefined).on('close', resolve))
    call.write(`${lines.slice(0, 1_700).join('\n')}\n{"externalId":"T17`)
    const taken = await waitFor(async () => (await credit('1')).exposure.open === '1000.00')
    expect(taken).toBe(true)
    call.destroy()
    await cut
    await sleep(300)
    expect((await credit('1')).exposure.open).toBe('1000.00')
    expect((await sendLines('receivables', lines.join('\n'))).body.accepted).toBe(2_500)
    expect((await credit('1')).exposure.open).toBe('2500.00')
    expect(await driftOf(program)).toEqual([])
  })
})

async function waitFor(isThere: () => Promise<boolean>): Promise<boolean> {
  for (let poll = 0; poll < POLLS_MAX; poll++) {
    if (await isThere()) return true
    await sleep(25)
  }
  return false
}
