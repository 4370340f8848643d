import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IntegrationsPort } from '../../src/console/operation-port.ts'
import { integrationsPort } from '../../src/console/supply/integrations.ts'
import { webhooksPort } from '../../src/console/supply/webhooks.ts'
import { SyncError } from '../../src/sync/errors.ts'
import { dialects } from '../harness/databases.ts'
import { answer } from '../outbox/receiver.ts'
import { DAY_MS, onStage } from '../outbox/stage.ts'
import { MemoryVendor } from '../sync/memory-vendor.ts'
import { openSources, openStage, personOf, type Stage } from './supply-stage.ts'

const READ = 'memoria-matriz'
const PUSHED = 'erp-proprio'
const ADMIN = personOf('admin')
const INTEGRATOR = personOf('integrator')
const BOUND = personOf('integrator', PUSHED)
const COLLECTOR = personOf('collector')
const FORBIDDEN = { status: 403 }
const UNKNOWN = { kind: 'unknown' }
const DONE = { kind: 'done' }

describe.each(dialects)('connections on %s', (dialect) => {
  const vendor = new MemoryVendor()
  let stage: Stage
  let sources: Awaited<ReturnType<typeof openSources>>
  let port: IntegrationsPort
  beforeAll(async () => {
    stage = await openStage(dialect)
    sources = await openSources(stage, vendor, [READ])
    port = integrationsPort({ ...stage, syncs: sources.syncs })
    await stage.ledgers.feed('customers', PUSHED, [{ externalId: 'C1', name: 'Um' }, { externalId: 'C2' }], null)
  })
  afterAll(async () => {
    await sources.close()
    await stage.close()
  })

  /** Starts a run and waits until none is under way. */
  const readAll = async (): Promise<void> => {
    expect(await port.startSync(INTEGRATOR, READ, 'changes')).toEqual(DONE)
    for (let tries = 0; tries < 400; tries++) {
      const [newest] = await port.runs(INTEGRATOR, READ)
      if (newest && newest.state !== 'running') return
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    throw new Error('the run did not end')
  }

  it('shows sources that are read and sources that push, with what waits in quarantine', async () => {
    const before = await port.sources(ADMIN)
    expect(before.sources.map(({ source, adapter, quarantined }) => [source, adapter, quarantined])).toEqual([
      [READ, 'memory', 0],
      [PUSHED, 'push', 1],
    ])
    expect(before.sources[0]).toMatchObject({ isRunning: false, lastDoneAt: null, schedule: { changes: '0 0 29 2 *' } })
    expect(before.faults.map(({ file }) => file.endsWith('/broken.yaml'))).toEqual([true])
    expect(await port.runs(ADMIN, READ)).toEqual([])

    vendor.customer('C9')
    await readAll()
    const [run] = await port.runs(ADMIN, READ)
    expect(run).toEqual({
      ...{ id: expect.stringMatching(/^syn/), kind: 'changes', state: 'done', message: null },
      ...{ startedAt: '2026-11-18T10:00:00-03:00', finishedAt: '2026-11-18T10:00:00-03:00' },
      progress: expect.objectContaining({ customers: expect.objectContaining({ accepted: 1, rejected: 0 }) }),
    })
    const after = (await port.sources(ADMIN)).sources
    expect(after.map(({ source, lastDoneAt }) => [source, lastDoneAt])).toEqual([
      [READ, '2026-11-18T10:00:00-03:00'],
      [PUSHED, '2026-11-18T10:00:00-03:00'],
    ])
  })

  it('shows what could not be taken page by page, and nothing of another source', async () => {
    const bad = Array.from({ length: 120 }, (_, index) => ({ externalId: `B${index}`, name: '' }))
    await stage.ledgers.feed('customers', PUSHED, bad, null)
    const first = await port.quarantine(BOUND, PUSHED, null)
    expect([first.entries.length, first.entries[0]]).toEqual([
      100,
      {
        ...{ id: expect.stringMatching(/^\d+$/), kind: 'customers', externalId: 'C2', record: { externalId: 'C2' } },
        ...{ errors: [{ path: 'name', message: 'must be text' }], receivedAt: '2026-11-18T10:00:00-03:00' },
      },
    ])
    const second = await port.quarantine(BOUND, PUSHED, first.next)
    expect([second.entries.length, second.next]).toEqual([21, null])
    expect(new Set([...first.entries, ...second.entries].map(({ id }) => id)).size).toBe(121)
    const elsewhere = personOf('integrator', READ)
    expect(await port.quarantine(elsewhere, PUSHED, null)).toEqual({ entries: [], next: null })
    await expect(port.quarantine(ADMIN, PUSHED, "1' OR 1=1")).rejects.toMatchObject({ status: 404 })
  })

  it('shows whoever is bound to a source that one alone, and lets them touch no other', async () => {
    const seen = await port.sources(BOUND)
    expect([seen.sources.map(({ source }) => source), seen.faults]).toEqual([[PUSHED], []])
    expect(await port.runs(BOUND, READ)).toEqual([])
    for (const acts of [
      port.startSync(BOUND, READ, 'changes'),
      port.check(BOUND, READ),
      port.stopWriteBack(BOUND, READ, true),
      port.startSync(ADMIN, 'none', 'changes'),
      port.check(ADMIN, 'none'),
      port.stopWriteBack(ADMIN, 'none', true),
      port.startSync(ADMIN, PUSHED, 'nightly'),
    ])
      expect(await acts).toEqual(UNKNOWN)
  })

  it('says whether the ERP answers, and that a source is being read already', async () => {
    expect(await port.check(INTEGRATOR, READ)).toEqual(DONE)
    vendor.onAsk = () => {
      throw new SyncError('auth', 'the key was refused (401)')
    }
    expect(await port.check(INTEGRATOR, READ)).toEqual({
      ...{ kind: 'refused', message: 'O ERP recusou as credenciais: renove-as. (the key was refused (401))' },
    })
    const gate = Promise.withResolvers<void>()
    vendor.onAsk = () => gate.promise
    expect(await port.startSync(INTEGRATOR, READ, 'changes')).toEqual(DONE)
    expect((await port.sources(INTEGRATOR)).sources[0]?.isRunning).toBe(true)
    expect(await port.startSync(INTEGRATOR, READ, 'changes')).toEqual({
      ...{ kind: 'refused', message: 'Esta conexão já está sendo lida agora.' },
    })
    gate.resolve()
    vendor.onAsk = () => undefined
  })

  it('stops to write into the ERP in the name of the person', async () => {
    expect(await port.stopWriteBack(INTEGRATOR, READ, true)).toEqual(DONE)
    expect((await port.sources(INTEGRATOR)).sources[0]?.writeBack.isStopped).toBe(true)
    expect((await stage.told()).at(-1)).toEqual(['Pessoa integrator (usr_integrator)', 'write_back.stopped', READ])
    await port.stopWriteBack(INTEGRATOR, READ, false)
    expect((await port.sources(INTEGRATOR)).sources[0]?.writeBack.isStopped).toBe(false)
  })

  it('is for those who connect ERPs alone', async () => {
    for (const ask of [
      () => port.sources(COLLECTOR),
      () => port.runs(COLLECTOR, READ),
      () => port.quarantine(COLLECTOR, PUSHED, null),
      () => port.startSync(COLLECTOR, READ, 'changes'),
      () => port.check(COLLECTOR, READ),
      () => port.stopWriteBack(COLLECTOR, READ, true),
    ])
      await expect(ask()).rejects.toMatchObject(FORBIDDEN)
  })
})

describe.each(dialects)('webhooks on %s', (dialect) => {
  const told: [string, string, string][] = []
  const openPort = (stage: Parameters<Parameters<typeof onStage>[1]>[0]) =>
    webhooksPort({
      ...stage,
      trail: async (_sql, request, action, subject) => {
        told.push([(request as { person: { id: string } }).person.id, action, subject])
      },
    })
  const wanted = { name: 'Portal', types: [], source: null }

  it(
    'are made, stopped, go on and are removed, with the secret shown once',
    onStage(dialect, async (stage) => {
      const port = openPort(stage)
      const made = await port.create(INTEGRATOR, { ...wanted, url: stage.receiver.url, types: ['order.released'] })
      expect(made).toEqual({ kind: 'done', secret: expect.stringMatching(/^whsec_/) })
      const { webhooks } = await port.list(ADMIN)
      expect(webhooks).toEqual([
        {
          ...{ id: expect.stringMatching(/^ewh_/), name: 'Portal', url: stage.receiver.url, types: ['order.released'] },
          ...{ source: null, active: true, waiting: 0, dead: 0, lastDeliveredAt: null },
        },
      ])
      const id = webhooks[0]?.id ?? ''
      expect(await port.setActive(INTEGRATOR, id, false)).toEqual(DONE)
      expect((await port.list(ADMIN)).webhooks[0]?.active).toBe(false)
      expect(told.at(-1)).toEqual(['usr_integrator', 'event_webhook.switched_off', id])
      await stage.happen([1], { type: 'order.released' })
      await stage.outbox.relay()
      await stage.outbox.deliverDue()
      expect(stage.receiver.taken.length).toBe(0)

      expect(await port.setActive(INTEGRATOR, id, true)).toEqual(DONE)
      await stage.happen([1], { type: 'order.released' })
      stage.clock.advance(1_000)
      await stage.outbox.relay()
      await stage.outbox.deliverDue()
      expect((await port.list(ADMIN)).webhooks[0]?.lastDeliveredAt).toBe(stage.clock.format(stage.clock.system()))
      expect(await port.remove(INTEGRATOR, id)).toEqual(DONE)
      expect(await port.list(ADMIN)).toEqual({ webhooks: [], dead: [] })
      for (const act of [port.remove(ADMIN, id), port.setActive(ADMIN, id, true), port.setActive(ADMIN, id, false)])
        expect(await act).toEqual(UNKNOWN)
    }),
  )

  it(
    'show what was given up, and send it again',
    onStage(dialect, async (stage) => {
      const port = openPort(stage)
      await stage.happen([7], { type: 'hold.expired' })
      await stage.outbox.relay()
      stage.clock.advance(DAY_MS)
      const { id } = await stage.hook()
      stage.receiver.respond = answer(500)
      await stage.happen([7])
      const at = stage.clock.format(stage.clock.now())
      await stage.pass(4 * DAY_MS, 7_200_000)
      const { dead, webhooks } = await port.list(ADMIN)
      expect([webhooks[0]?.dead, dead]).toEqual([
        1,
        [
          {
            ...{ id: expect.stringMatching(/^ewh_\w+\.\d+$/), webhookId: id, webhook: 'Portal', type: 'order.blocked' },
            ...{ at, attempts: expect.any(Number), lastStatus: 500, lastError: expect.stringContaining('500') },
          },
        ],
      ])
      const letter = dead[0]?.id ?? ''
      expect(await port.replay(personOf('integrator', 'other'), letter)).toEqual(UNKNOWN)
      for (const other of ['x', `${id}.0`, `${id}.999999`, `${id}.1.1`, letter.replace(id, 'ewh_NONE')])
        expect(await port.replay(ADMIN, other)).toEqual(UNKNOWN)
      stage.receiver.respond = answer(200)
      expect(await port.replay(ADMIN, letter)).toEqual(DONE)
      await stage.pass(2_000, 1_000)
      expect(await port.list(ADMIN)).toMatchObject({ webhooks: [{ dead: 0, waiting: 0 }], dead: [] })
      await port.setActive(ADMIN, id, false)
      expect(await port.replay(ADMIN, letter)).toMatchObject({ kind: 'refused' })
    }),
  )

  it(
    'go to addresses that may be posted to, and for whoever is bound to their source alone',
    onStage(dialect, async (stage) => {
      const port = openPort(stage)
      const url = stage.receiver.url
      for (const wrong of ['ftp://a.example', 'http://fora.example.com/', 'https://u:p@a.example/', 'x', ''])
        expect(await port.create(ADMIN, { ...wanted, url: wrong })).toMatchObject({
          ...{ kind: 'refused', message: expect.stringContaining('Para este endereço nada pode ser enviado') },
        })
      expect(await port.create(ADMIN, { ...wanted, url, name: 'a\u0000' })).toMatchObject({
        ...{ kind: 'refused', message: expect.stringContaining('nome') },
      })
      expect(await port.create(BOUND, { ...wanted, url, source: READ })).toMatchObject({ kind: 'refused' })
      expect(await port.create(ADMIN, { ...wanted, url })).toMatchObject(DONE)
      expect(await port.create(BOUND, { ...wanted, url })).toMatchObject(DONE)
      const all = (await port.list(ADMIN)).webhooks
      expect(all.map(({ source }) => source).sort()).toEqual([PUSHED, null])
      expect((await port.list(BOUND)).webhooks.map(({ source }) => source)).toEqual([PUSHED])
      const forAll = all.find(({ source }) => source === null)?.id ?? ''
      for (const act of [port.setActive(BOUND, forAll, false), port.remove(BOUND, forAll)])
        expect(await act).toEqual(UNKNOWN)
      for (const ask of [
        () => port.list(COLLECTOR),
        () => port.create(COLLECTOR, { ...wanted, url }),
        () => port.setActive(COLLECTOR, forAll, false),
        () => port.remove(COLLECTOR, forAll),
        () => port.replay(COLLECTOR, `${forAll}.1`),
      ])
        await expect(ask()).rejects.toMatchObject(FORBIDDEN)
      expect((await port.list(ADMIN)).webhooks.every(({ active }) => active)).toBe(true)
    }),
  )
})
