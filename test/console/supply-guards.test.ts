import { afterEach, describe, expect, it } from 'vitest'
import { guardsPort } from '../../src/console/supply/guards.ts'
import type { ErpEvent } from '../../src/guard/erp-event-store.ts'
import { takeEvent } from '../../src/guard/event-store.ts'
import { type Guard, guardFileSchema, postOf } from '../../src/guard/guard-file.ts'
import { openGuards } from '../../src/guard/guards.ts'
import { notePublished, noteVerified } from '../../src/guard/post-store.ts'
import { Secret } from '../../src/sync/secret.ts'
import { dialects } from '../harness/databases.ts'
import { openSupplyDesk, personOf, refusalOf, SOURCE, type SupplyDesk } from './supply-desk.ts'

const ADMIN = personOf('admin')
const INTEGRATOR = personOf('integrator')
const BOUND = personOf('integrator', { source: 'filial' })

const guardOf = (name: string, source: string) => ({
  name,
  ...guardFileSchema.parse({
    ...{ source, table: 'erp.pedidos', customer: 'cliente', orderId: 'numero', amount: 'valor' },
    connection: { host: '127.0.0.1', user: 'fiado', password: new Secret('nobody asks for it') },
  }),
})

const REFUSED: ErpEvent = {
  ...{ number: 1, at: Date.parse('2026-11-23T09:00:00-03:00'), guard: 'pedidos', verdict: 'blocked', isRefused: true },
  ...{ customer: 'C1', company: 'main', orderId: 'P1', amount: 20_000n, days: null, salesRep: null },
  message: 'Crédito bloqueado.',
}

describe.each(dialects)('guards on %s', (dialect) => {
  const endings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  async function open() {
    const desk = await openSupplyDesk(dialect)
    endings.push(desk.close)
    const guards = openGuards(
      {
        ...{
          ...desk.credit,
          pace: { sleep: async () => undefined },
          zone: 'America/Sao_Paulo',
          compareAt: '0 * * * *',
        },
        ...{ onEvent: () => undefined, onFault: (error) => expect.fail(String(error)) },
      },
      {
        guards: [guardOf('pedidos', SOURCE), guardOf('propostas', SOURCE), guardOf('notas', 'filial')],
        faults: [{ file: 'config/guards/x.yaml', faults: [{ path: 'mode', message: 'must be monitor or enforce' }] }],
      },
    )
    endings.push(guards.stop)
    return { desk, guards, port: guardsPort({ ...desk, guards }) }
  }
  let number = 0
  const record = ({ db, clock }: SupplyDesk, change: Partial<ErpEvent>, source = SOURCE) => {
    number += 1
    return takeEvent(db, { name: `post of ${source}`, source }, { ...REFUSED, ...change, number }, null, clock.now())
  }

  it('count what they refused, watched and could not judge since midnight, each its own', async () => {
    const { desk, port } = await open()
    for (const change of [
      {},
      { verdict: 'over' },
      { verdict: 'term', isRefused: false },
      { verdict: 'fault', isRefused: false },
      { verdict: 'old', isRefused: false },
      { at: Date.parse('2026-11-23T00:00:00-03:00') },
      { at: Date.parse('2026-11-22T23:59:59-03:00') },
      { guard: 'notas' },
    ] as const)
      await record(desk, change)
    const { guards, faults } = await port.list(ADMIN)
    expect(guards.map(({ name, today }) => [name, today])).toEqual([
      ['notas', { refused: 1, watched: 0, unjudged: 0 }],
      ['pedidos', { refused: 3, watched: 1, unjudged: 2 }],
      ['propostas', { refused: 0, watched: 0, unjudged: 0 }],
    ])
    expect(faults).toHaveLength(1)
  })

  it('of one copy share what is known of it, and each has triggers of its own', async () => {
    const { desk, guards, port } = await open()
    await guards.prepare()
    const [pedidos] = guards.guards
    const post = postOf(pedidos as Guard)
    const at = desk.clock.now()
    await notePublished(desk.db, post, at)
    await noteVerified(desk.db, post, at, [{ guard: 'propostas', trigger: 'fiado_propostas_ai', state: 'changed' }])
    const found = (await port.list(ADMIN)).guards.map(({ name, publishedAt, verifiedAt, drift }) => [
      ...[name, publishedAt, verifiedAt, drift],
    ])
    const instant = desk.clock.format(at)
    expect(found).toEqual([
      ['notas', null, null, null],
      ['pedidos', instant, instant, []],
      ['propostas', instant, instant, [{ guard: 'propostas', trigger: 'fiado_propostas_ai', state: 'changed' }]],
    ])
  })

  it('name customers and open orders for whoever may see them alone', async () => {
    const { desk, port } = await open()
    await desk.customer('C1')
    await desk.title('T1', 'C1', '500.00')
    const blocked = await desk.reserve('P1', 'C1', '200.00', null)
    await record(desk, {})
    await record(desk, { customer: 'nobody', orderId: 'P9', amount: null, message: null })
    const seen = async (person: typeof ADMIN) => (await port.events(person, 'pedidos', null))?.entries
    expect(await seen(ADMIN)).toEqual([
      expect.objectContaining({
        ...{ customer: { source: SOURCE, externalId: 'nobody', name: null }, amount: null, message: null },
        ...{ orderId: 'P9', blockedOrderId: null },
      }),
      {
        ...{ at: '2026-11-23T09:00:00-03:00', verdict: 'blocked', isRefused: true, company: 'main', orderId: 'P1' },
        ...{ customer: { source: SOURCE, externalId: 'C1', name: 'Cliente C1' }, blockedOrderId: blocked },
        ...{ amount: '200.00', message: 'Crédito bloqueado.', checkId: null },
      },
    ])
    expect((await seen(INTEGRATOR))?.[1]).toMatchObject({
      ...{ customer: { externalId: 'C1', name: null }, orderId: 'P1', blockedOrderId: null },
    })
  })

  it('show page by page what they recorded', async () => {
    const { desk, port } = await open()
    for (const orderId of ['P1', 'P2', 'P3']) await record(desk, { orderId })
    const first = await port.events(ADMIN, 'pedidos', null, 2)
    expect(first?.entries.map(({ orderId }) => orderId)).toEqual(['P3', 'P2'])
    const second = await port.events(ADMIN, 'pedidos', first?.next ?? null, 2)
    expect([second?.entries.map(({ orderId }) => orderId), second?.next]).toEqual([['P1'], null])
    await expect(port.events(ADMIN, 'pedidos', "1' OR 1=1")).rejects.toMatchObject({ status: 404 })
  })

  it('of another source are none, and neither are they for whoever connects no ERPs', async () => {
    const { desk, port } = await open()
    await record(desk, {})
    const seen = await port.list(BOUND)
    expect([seen.guards.map(({ name }) => name), seen.faults]).toEqual([['notas'], []])
    expect([await port.events(BOUND, 'pedidos', null), await port.events(ADMIN, 'none', null)]).toEqual([null, null])
    const collector = personOf('collector')
    for (const ask of [() => port.list(collector), () => port.events(collector, 'pedidos', null)])
      expect(await refusalOf(ask)).toBe(403)
  })
})
