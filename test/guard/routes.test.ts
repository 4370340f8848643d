import { afterEach, describe, expect, it } from 'vitest'
import { SCOPES } from '../../src/access/key.ts'
import { noteCompared } from '../../src/guard/post-store.ts'
import { systemNow } from '../../src/kernel/clock.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { openPlace, type Place } from './place.ts'
import { customerOf, SOURCE, words } from './words.ts'

const AWAY = 'erp-filial'
/** A database that is away is asked again at once: nobody waits for it here. */
const HASTY = { now: systemNow, sleep: async () => undefined, random: () => 0 }

describe.each(dialects)('guards in the API, with Fiado on %s', (dialect) => {
  const endings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  /** One guard that stands, one whose database is away, and a file with a fault. */
  async function open(): Promise<{ place: Place; program: Program }> {
    const place = await openPlace()
    endings.push(place.close)
    place.write('pedidos', {})
    expect(await place.guard('install', 'pedidos')).toMatchObject({ code: 0 })
    const connection = '{ host: 127.0.0.1, port: 1, user: fiado, password: { env: GUARD_PASSWORD } }'
    place.write('notas', { source: AWAY, mode: 'monitor', connection })
    place.write('torto', { mode: 'sometimes' })
    const { url, drop } = await createDatabaseUrl(dialect)
    endings.push(drop)
    const { configFolder, environment } = place
    const program = await startProgram({ url, configFolder, environment, composition: { isQuiet: true, pace: HASTY } })
    endings.push(program.stop)
    return { place, program }
  }
  const keyOf = async (program: Program, source: string) => {
    const { body } = await program.call('POST', '/v1/keys', { name: 'bound', scopes: SCOPES, source })
    return { authorization: `Bearer ${body.key}` }
  }

  it('tell how each stands, and what is wrong with it', async () => {
    const { place, program } = await open()
    const { put, settle, sell, owe } = words(place, program)
    const read = async () => (await program.call('GET', '/v1/guards')).body
    await put('customers', { customers: [customerOf('C1', '1000.00')] })
    await owe('C1', '300.00')
    await program.call('PUT', `/v1/sources/${AWAY}/customers`, { customers: [customerOf('F1', '10.00')] })
    await settle()
    await sell('P1', 'C1', 100)
    await settle()
    await program.runJob('verify-guards')
    const { guards, faults } = await read()
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+-03:00$/)
    expect(guards).toEqual([
      {
        ...{ name: 'notas', source: AWAY, mode: 'monitor', table: `${place.database}.pedidos`, waiting: 1 },
        ...{ waitingSince: instant, publishedAt: null, comparedAt: null, compared: null },
        ...{ failedAt: instant, failure: expect.stringContaining('ECONNREFUSED'), verifiedAt: null, drift: null },
        lastDay: [],
      },
      {
        ...{ name: 'pedidos', source: SOURCE, mode: 'enforce', table: `${place.database}.pedidos`, waiting: 0 },
        ...{ waitingSince: null, publishedAt: instant, comparedAt: null, compared: null },
        ...{ failedAt: null, failure: null, verifiedAt: instant, drift: [] },
        lastDay: [{ verdict: 'blocked', refused: true, count: 1 }],
      },
    ])
    expect(faults).toMatchObject([{ file: expect.stringMatching(/torto\.yaml$/), faults: [{ path: 'mode' }] }])

    await place.root.query(`DROP TRIGGER ${place.database}.fiado_pedidos_ai`)
    await program.runJob('verify-guards')
    expect((await read()).guards[1].drift).toEqual([{ trigger: 'fiado_pedidos_ai', state: 'missing' }])
  })

  it('list what each recorded, the newest first, page by page, with the decision that was kept', async () => {
    const { place, program } = await open()
    const { put, settle, sell, owe } = words(place, program)
    await put('customers', { customers: [customerOf('C1', '1000.00'), customerOf('C2', '50.00')] })
    await owe('C1', '300.00')
    await settle()
    for (const [order, customer] of [
      ['P1', 'C1'],
      ['P2', 'C2'],
      ['P3', 'C1'],
    ] as const)
      await sell(order, customer, 100)
    await settle()
    const read = async (query: string) => (await program.call('GET', `/v1/guards/pedidos/events${query}`)).body
    const first = await read('?limit=2')
    expect(first.events.map(({ orderId }: { orderId: string }) => orderId)).toEqual(['P3', 'P2'])
    expect(first.events[1]).toEqual({
      ...{ at: expect.any(String), verdict: 'over', refused: true, customer: 'C2', company: 'main', orderId: 'P2' },
      ...{ amount: '100.00', message: 'Crédito insuficiente: venda de R$ 100,00, disponível R$ 50,00.' },
      checkId: expect.stringMatching(/^chk_/),
    })
    expect(Math.abs(Date.parse(first.events[1].at) - program.clock.system())).toBeLessThan(60_000)
    const check = await program.call('GET', `/v1/credit-checks/${first.events[1].checkId}`)
    expect([check.status, check.body.reasons[0].code]).toEqual([200, 'order_exceeds_limit'])
    const second = await read(`?limit=2&before=${first.next}`)
    expect([second.events.map(({ orderId }: { orderId: string }) => orderId), second.next]).toEqual([['P1'], null])
    for (const query of ['?limit=0', '?limit=201', '?before=x', '?after=1'])
      expect([query, (await program.call('GET', `/v1/guards/pedidos/events${query}`)).status]).toEqual([query, 400])
  })

  it('show a key of one source the guards of that source alone', async () => {
    const { place, program } = await open()
    const { put, settle, sell, owe } = words(place, program)
    await put('customers', { customers: [customerOf('C1', '1000.00')] })
    await owe('C1', '300.00')
    await settle()
    await sell('P1', 'C1', 100)
    await settle()
    const headers = await keyOf(program, AWAY)
    const listed = await program.call('GET', '/v1/guards', undefined, headers)
    expect([listed.body.guards.map(({ name }: { name: string }) => name), listed.body.faults]).toEqual([['notas'], []])
    const statusOf = async (guard: string, given: object) =>
      (await program.call('GET', `/v1/guards/${guard}/events`, undefined, given)).status
    expect([await statusOf('notas', headers), await statusOf('pedidos', headers)]).toEqual([200, 404])
    const own = await keyOf(program, SOURCE)
    expect([await statusOf('pedidos', own), await statusOf('notas', own), await statusOf('none', {})]).toEqual([
      ...[200, 404, 404],
    ])
  })

  it('that fail leave Fiado ready and checks answered, and are told by metrics and on the start screen', async () => {
    const { place, program } = await open()
    const { put, settle } = words(place, program)
    await put('customers', { customers: [customerOf('C1', '1000.00')] })
    await program.call('PUT', `/v1/sources/${AWAY}/customers`, { customers: [customerOf('F1', '10.00')] })
    await settle()
    await place.root.query(`DROP TRIGGER ${place.database}.fiado_pedidos_ai`)
    await program.runJob('verify-guards')
    const [post] = await program.db.all<{ name: string }>('SELECT name FROM guard_posts WHERE name LIKE ?', [
      `${SOURCE} %`,
    ])
    await noteCompared(program.db, post?.name ?? '', program.clock.system() - 90_000, { customers: 1 })

    expect((await program.app.inject('/readyz')).json()).toMatchObject({ status: 'ready' })
    const order = { id: 'P1', revision: 1, amount: '5.00' }
    const asked = { source: AWAY, mode: 'reserve', customer: { externalId: 'F1' }, order }
    expect((await program.call('POST', '/v1/credit-checks', asked)).body.decision).toBe('approved')

    const metrics = (await program.app.inject('/metrics')).body
    for (const line of [
      'fiado_guard_failing{guard="notas"} 1',
      'fiado_guard_failing{guard="pedidos"} 0',
      'fiado_guard_waiting_accounts{guard="notas"} 1',
      'fiado_guard_waiting_accounts{guard="pedidos"} 0',
      'fiado_guard_drift{guard="pedidos"} 1',
    ])
      expect(metrics).toContain(`${line}\n`)
    expect(metrics).toMatch(/^fiado_guard_comparison_age_seconds\{guard="pedidos"\} 9\d$/m)
    expect(metrics).not.toMatch(/^fiado_guard_(drift|comparison_age_seconds)\{guard="notas"/m)

    const lines = program.lines().join('\n')
    expect(lines).toContain(`guard     pedidos, of ${SOURCE}, on ${place.database}.pedidos, enforce`)
    expect(lines).toContain(`guard     notas, of ${AWAY}, on ${place.database}.pedidos, monitor`)
    expect(lines).toMatch(/guard {5}.*torto\.yaml is left out:\n {10}mode must be monitor or enforce/)
  })
})
