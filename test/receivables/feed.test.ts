import { beforeAll, describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import type { Program } from '../harness/program.ts'
import { programsOn } from './programs.ts'
import { customer, driftOf, erp, invoice, order } from './records.ts'

describe.each(dialects)('records of an ERP on %s', (dialect) => {
  const start = programsOn(dialect)
  let program: Program
  beforeAll(async () => {
    program = await start()
  })
  const open = async (source: string, id: string): Promise<string> =>
    (await erp(program, source).credit(id)).exposure.open

  it('are upserted by source and external id', async () => {
    for (const source of ['upsert-a', 'upsert-b']) {
      await erp(program, source).take('customers', customer('1'))
      await erp(program, source).take('receivables', invoice('T', '1'))
    }
    await erp(program, 'upsert-a').take('receivables', invoice('T', '1', { amount: '70.10', openAmount: '30.5' }))
    expect(await open('upsert-a', '1')).toBe('30.50')
    expect(await open('upsert-b', '1')).toBe('100.00')
  })

  it('keep ids apart that differ in case or accents, and take padded ones for the same', async () => {
    const { take, credit } = erp(program, 'ids')
    await take('customers', customer('a'), customer('A'), customer('ã'))
    await take('receivables', invoice('t', 'a'), invoice('T', 'A', { openAmount: '1.00' }))
    await take('receivables', invoice('t ', ' ã ', { openAmount: '7.00' }))
    expect((await credit('a')).exposure.open).toBe('0.00')
    expect((await credit('A')).exposure.open).toBe('1.00')
    expect((await credit('ã')).exposure.open).toBe('7.00')
  })

  it('that are older than what stands are ignored, and it is said', async () => {
    const { send, credit } = erp(program, 'stale')
    const at = (updatedAt: string | undefined, changes: object) => ({ ...changes, ...(updatedAt && { updatedAt }) })
    for (const [instant, name, taken] of [
      ['2026-11-10T12:00:00-03:00', 'first', true],
      ['2026-11-10T14:59:59Z', 'a second older, in another zone', false],
      ['2026-11-10T15:00:00Z', 'the same instant', true],
      [undefined, 'without an instant', true],
      ['2026-11-10T11:00:00-03:00', 'older than the last known instant', false],
    ] as const) {
      const kinds = [
        ['customers', customer('1', at(instant, { name }))],
        ['receivables', invoice('T', '1', at(instant, { number: name.slice(0, 60) }))],
        ['orders', order('P', '1', at(instant, { amount: String(name.length) }))],
      ] as const
      for (const [kind, record] of kinds) {
        const { body } = await send(kind, [record])
        expect(body, `${kind} ${name}`).toEqual({ accepted: taken ? 1 : 0, ignored: taken ? 0 : 1, rejected: [] })
      }
    }
    expect((await credit('1')).exposure.orders).toBe('18.00')
  })

  it('that are bad are told with index, id and paths, beside good ones that are taken', async () => {
    const { send, take, credit } = erp(program, 'rejects')
    await take('customers', customer('1'))
    const { status, body } = await send('receivables', [
      invoice('good 1', '1'),
      invoice('bad 1', '1', { kind: 'boleto', dueOn: '2026-02-30', extra: 1 }),
      'not a record',
      invoice('good 2', '1'),
      { ...invoice('x', '1'), externalId: '' },
      { ...invoice('x', '1'), externalId: 12 },
      invoice('bad 2', 'nobody'),
    ])
    expect(status).toBe(200)
    expect(body.accepted).toBe(2)
    expect(body.ignored).toBe(0)
    const told = body.rejected.map((one: { index: number; externalId: string | null; errors: { path: string }[] }) => [
      one.index,
      one.externalId,
      one.errors.map(({ path }) => path).sort(),
    ])
    expect(told).toEqual([
      [1, 'bad 1', ['dueOn', 'extra', 'kind']],
      [2, null, ['']],
      [4, null, ['externalId']],
      [5, '12', ['externalId']],
      [6, 'bad 2', ['customer.externalId']],
    ])
    for (const { errors } of body.rejected) for (const { message } of errors) expect(message).not.toBe('')
    expect((await credit('1')).exposure.open).toBe('200.00')
  })

  it('that stand twice in a call are taken once: the newer, or the one when both are the same', async () => {
    const { send, take, credit } = erp(program, 'twice')
    await take('customers', customer('1'))
    const { body } = await send('receivables', [
      invoice('newer', '1', { openAmount: '1.00', updatedAt: '2026-11-10T12:00:00Z' }),
      invoice('newer', '1', { openAmount: '2.00', updatedAt: '2026-11-10T13:00:00Z' }),
      invoice('newer', '1', { openAmount: '3.00', updatedAt: '2026-11-10T11:00:00Z' }),
      invoice('same', '1', { openAmount: '10.00' }),
      invoice('same', '1', { openAmount: '10.00' }),
      invoice('which', '1', { openAmount: '50.00' }),
      invoice('which', '1', { openAmount: '60.00' }),
    ])
    expect([body.accepted, body.ignored]).toEqual([3, 3])
    expect(body.rejected.map(({ index }: { index: number }) => index)).toEqual([6])
    expect((await credit('1')).exposure.open).toBe('62.00')
    expect(await driftOf(program)).toEqual([])
  })

  it('may be 1,000 in a call and not 1,001', async () => {
    const { send, take, credit } = erp(program, 'thousand')
    await take('customers', customer('1'))
    const records = Array.from({ length: 1_001 }, (_, index) => invoice(`T${index}`, '1', { openAmount: '0.01' }))
    const refused = await send('receivables', records)
    expect(refused.status).toBe(400)
    expect(refused.body.errors[0].path).toBe('receivables')
    expect((await credit('1')).exposure.open).toBe('0.00')
    expect((await send('receivables', records.slice(1))).body.accepted).toBe(1_000)
    expect((await credit('1')).exposure.open).toBe('10.00')
    expect((await send('receivables', [])).body).toEqual({ accepted: 0, ignored: 0, rejected: [] })
  })

  it('are refused whole when the body is not what it should be', async () => {
    const path = '/v1/sources/whole/customers'
    const cases: [unknown, object, number][] = [
      [{ customers: [], more: 1 }, {}, 400],
      [{ receivables: [] }, {}, 400],
      [{ customers: {} }, {}, 400],
      [[customer('1')], {}, 400],
      ['{"customers": [', {}, 400],
      [undefined, {}, 400],
      ['a,b', { 'content-type': 'text/csv' }, 415],
      ['<customers/>', { 'content-type': 'application/xml' }, 415],
    ]
    for (const [body, headers, status] of cases)
      expect((await program.call('PUT', path, body, headers)).status, JSON.stringify(body)).toBe(status)
    expect((await program.call('PUT', '/v1/sources/NOT A SOURCE/customers', { customers: [] })).status).toBe(400)
    expect((await program.call('PUT', `${path}?snapshto=1`, { customers: [] })).status).toBe(400)
  })

  it('that are hostile are told as bad and never end in a 500', async () => {
    const { send, sendLines, take, quarantine } = erp(program, 'hostile')
    await take('customers', customer('1'))
    const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
    const texts = [
      deep(20_000),
      '{"externalId":"1","name":"\\u0000"}',
      '{"externalId":"\\ud800","name":"x"}',
      '{"__proto__":{"externalId":"1"},"name":"x"}',
      '{"externalId":{"toString":1},"name":["x"]}',
      `{"externalId":"${'x'.repeat(129)}","name":"x"}`,
      `{"externalId":"long","name":"${'x'.repeat(50_000)}"}`,
      'null',
      '1e999',
    ]
    const told = await sendLines('customers', texts.join('\n'))
    expect([told.status, told.body.accepted, told.body.rejected?.length]).toEqual([200, 0, texts.length])
    for (const text of texts) {
      const { status } = await program.call('PUT', '/v1/sources/hostile/customers', `{"customers":[${text}]}`)
      expect([200, 400], text.slice(0, 60)).toContain(status)
    }
    const deeper = `{"customers":[${deep(1_000_000)}]}`
    expect([200, 400]).toContain((await program.call('PUT', '/v1/sources/hostile/customers', deeper)).status)
    expect((await send('receivables', [invoice('T', '1')])).body.accepted).toBe(1)
    expect((await quarantine()).length).toBeGreaterThan(0)
  })

  it('bring the source up to date, as does a heartbeat', async () => {
    const { take, credit } = erp(program, 'beat')
    const earlier = await start({ now: '2026-11-17T08:00:00-03:00' })
    await erp(earlier, 'beat').take('customers', customer('1'))
    expect((await credit('1')).dataAsOf).toBe('2026-11-17T08:00:00-03:00')
    const { status, body } = await program.call('POST', '/v1/sources/beat/heartbeat')
    expect([status, body]).toEqual([200, { source: 'beat', dataAsOf: '2026-11-18T10:00:00-03:00' }])
    expect((await credit('1')).dataAsOf).toBe('2026-11-18T10:00:00-03:00')
    await take('customers', customer('1'))
  })

  it('share exposure over companies, whatever company they name', async () => {
    const { take, credit } = erp(program, 'companies')
    await take('customers', customer('1'))
    await take('receivables', invoice('T1', '1'), invoice('T2', '1', { company: 'filial' }))
    await take('orders', order('P', '1', { company: 'outra' }))
    for (const query of ['', '?company=filial', '?company=nowhere'])
      expect((await credit('1', query)).exposure.total).toBe('300.00')
  })
})
