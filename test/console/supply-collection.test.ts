import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Care, openCare } from '../../src/collection/care.ts'
import { createCaseReader, horizonOf } from '../../src/collection/cases.ts'
import { openCollection } from '../../src/collection/collection.ts'
import { readCollectionConfig } from '../../src/collection/collection-config.ts'
import type { PlanRules } from '../../src/collection/plan.ts'
import { createWriter } from '../../src/collection/writing.ts'
import type { CollectionPort } from '../../src/console/customer-port.ts'
import { collectionPort } from '../../src/console/supply/collection.ts'
import { isCron } from '../../src/jobs/schedule.ts'
import { sampleCustomer, sampleReceivable } from '../collection/business.ts'
import { dialects } from '../harness/databases.ts'
import { actorOf, CONFIG_FOLDER, openStage, personOf, type Stage } from './supply-stage.ts'

const SOURCE = 'omie-matriz'
const OTHER = 'omie-filial'
const COLLECTOR = personOf('collector')
const ELSEWHERE = personOf('collector', OTHER)
const ANALYST = personOf('analyst')
const REP = personOf('rep')
const NONE = { entries: [], isCut: false }
const KEY = { source: SOURCE, externalId: '1042' }
const NAMED = { ...KEY, name: 'Mercadinho Boa Vista Ltda' }
const ACTOR = 'Pessoa collector (usr_collector)'
const DUE = '2026-11-18'
const FORBIDDEN = { status: 403 }

interface CollectionStage extends Stage {
  readonly care: Care
  readonly port: CollectionPort
}

async function openCollectionStage(dialect: (typeof dialects)[number]): Promise<CollectionStage> {
  const stage = await openStage(dialect)
  const { db, clock, trail, feedDeps } = stage
  const config = await readCollectionConfig(CONFIG_FOLDER, {
    ...{ adapters: [], environment: {}, isDemo: false, isCron },
  })
  const { settings, cadences, templates } = config
  const { calendar } = feedDeps
  const settlementDays = (): number => 1
  const { caps, minimumAmount, prescribedAfterYears } = settings
  const rules = (): PlanRules => ({
    ...{ cadences, calendar, caps, minimumAmount, prescribedAfterYears, settlementDays },
    channels: new Set(['email', 'whatsapp', 'sms']),
  })
  const care = openCare<object>({ db, clock, calendar, settlementDays, actorOf }, trail)
  const collection = openCollection(
    {
      ...{ db, clock, calendar, settings, cadences, faults: config.faults, rules, actorOf },
      ...{ honoursKey: () => false, checkChannel: async () => null },
      channels: [{ name: 'principal', kind: 'email', adapter: 'smtp' }],
      readCases: createCaseReader({ clock, dataAgeMaxMs: settings.dataAgeMax, horizonDays: horizonOf(cadences) }),
      compose: createWriter({
        ...{ rules, settings },
        render: (name, channel, facts) => templates.find(name, channel)?.render(facts) ?? { fault: 'não há modelo' },
      }),
    },
    trail,
  )
  return { ...stage, care, port: collectionPort({ care, collection }) }
}

describe.each(dialects)("the collectors' day on %s", (dialect) => {
  let stage: CollectionStage
  let port: CollectionPort
  beforeAll(async () => {
    stage = await openCollectionStage(dialect)
    port = stage.port
    for (const source of [SOURCE, OTHER]) {
      const customers = [sampleCustomer({}), sampleCustomer({ externalId: 'paid-up', name: 'Empório em Dia' })]
      await stage.ledgers.feed('customers', source, customers, null)
      await stage.ledgers.feed('receivables', source, [sampleReceivable({})], null)
    }
  })
  afterAll(() => stage.close())

  it('shows whom to do with today, tasks with the customer, and to whoever is bound only their source', async () => {
    expect(await port.worklist(COLLECTOR)).toEqual(NONE)
    expect(await port.addTask(COLLECTOR, KEY, { title: 'Ligar para Dona Cida', dueOn: DUE })).toEqual({ kind: 'done' })
    expect((await port.worklist(COLLECTOR)).entries).toEqual([
      {
        ...{ customer: NAMED, segment: null, profile: null, overdue: '500.00', oldestDueOn: '2026-11-16' },
        next: { kind: 'do_task', title: 'Ligar para Dona Cida', because: 'Tarefa para 18/11/2026.' },
      },
    ])
    const { entries: tasks } = await port.tasks(ANALYST)
    expect(tasks).toEqual([
      {
        ...{ id: expect.stringMatching(/^tsk_/), kind: 'other', title: 'Ligar para Dona Cida', dueOn: DUE },
        ...{ assignee: null, state: 'open', customer: NAMED },
      },
    ])
    expect([await port.worklist(ELSEWHERE), await port.tasks(ELSEWHERE)]).toEqual([NONE, NONE])

    const id = tasks[0]?.id ?? ''
    expect(await port.completeTask(ELSEWHERE, id, 'Prometeu')).toEqual({ kind: 'unknown' })
    expect(await port.completeTask(COLLECTOR, id, 'Prometeu')).toEqual({ kind: 'done' })
    expect(await port.completeTask(COLLECTOR, id, 'Outra coisa')).toEqual({
      ...{ kind: 'refused', message: expect.stringContaining('já foi concluída, com outro resultado') },
    })
    expect(await port.completeTask(COLLECTOR, 'tsk_none', 'x')).toEqual({ kind: 'unknown' })
    expect(await port.tasks(COLLECTOR)).toEqual(NONE)
  })

  it('reads the tasks of everybody to the end, with whose each one is', async () => {
    const made = Array.from({ length: 150 }, (_, index) => ({
      title: `Tarefa ${index}`,
      dueOn: DUE,
      kind: 'other' as const,
    }))
    const customers = ['150a', '150b']
    await stage.ledgers.feed(
      ...(['customers', SOURCE, customers.map((externalId) => sampleCustomer({ externalId })), null] as const),
    )
    for (const [index, task] of made.entries()) {
      const key = { source: SOURCE, externalId: customers[index % 2] as string }
      await stage.care.addTask(key, { ...task, ...(index === 149 && { assignee: 'Bianca' }) }, { person: COLLECTOR })
    }
    const { entries: tasks } = await port.tasks(COLLECTOR)
    expect(tasks.map(({ title }) => title).toSorted()).toEqual(made.map(({ title }) => title).toSorted())
    expect(tasks.filter(({ assignee }) => assignee !== null)).toMatchObject([
      { title: 'Tarefa 149', assignee: 'Bianca' },
    ])
    for (const { id } of tasks) await port.completeTask(COLLECTOR, id, 'feito')
    expect(await port.tasks(COLLECTOR)).toEqual(NONE)
  })

  it("writes notes and promises into the customer's story under the name of the person", async () => {
    expect(await port.addNote(COLLECTOR, KEY, ' Falei com a sócia. ')).toEqual({ kind: 'done' })
    const promise = { amount: 50_000n, promisedOn: '2026-11-20', note: 'por Pix' }
    expect(await port.makePromise(COLLECTOR, KEY, promise)).toEqual({ kind: 'done' })
    const story = await stage.care.story(KEY, Number.MAX_SAFE_INTEGER, 2)
    expect(story?.entries.map(({ kind, actor, detail }) => [kind, actor, detail['text'] ?? detail['note']])).toEqual([
      ['promise.made', ACTOR, 'por Pix'],
      ['note.added', ACTOR, 'Falei com a sócia.'],
    ])
    expect((await stage.told()).slice(-2)).toEqual([
      [ACTOR, 'note.added', `${SOURCE}/1042`],
      [ACTOR, 'promise.made', `${SOURCE}/1042`],
    ])
    expect(await port.makePromise(COLLECTOR, KEY, promise)).toEqual({
      ...{ kind: 'refused', message: 'Já há uma promessa em aberto sobre estes títulos: espere o dia dela.' },
    })
  })

  it('says in Portuguese why something was not done', async () => {
    const paidUp = { ...KEY, externalId: 'paid-up' }
    const promise = { amount: 100n, promisedOn: '2026-11-20', note: null }
    const messageOf = async (asked: Promise<unknown>) => ((await asked) as { message?: string }).message
    expect(await messageOf(port.makePromise(COLLECTOR, paidUp, promise))).toBe(
      'Este cliente não tem nada em aberto que possa ser prometido.',
    )
    expect(await messageOf(port.makePromise(COLLECTOR, KEY, { ...promise, promisedOn: '2026-11-17' }))).toBe(
      'O dia da promessa precisa ser de hoje até 60 dias à frente.',
    )
    for (const amount of [0n, 50_001n])
      expect(await messageOf(port.makePromise(COLLECTOR, { ...KEY, source: OTHER }, { ...promise, amount }))).toMatch(
        /^O valor precisa ser maior que zero/,
      )
    expect(await messageOf(port.addTask(COLLECTOR, KEY, { title: 'x', dueOn: '2026-11-17' }))).toMatch(
      /^O dia da tarefa precisa ser de hoje/,
    )
    for (const text of ['', '   ', 'a'.repeat(4_001), 'nul\u0000'])
      expect(await messageOf(port.addNote(COLLECTOR, KEY, text))).toMatch(/^Confira o que foi escrito/)
  })

  it('knows no customer of another source, nor one that is not there', async () => {
    const unknown = { kind: 'unknown' }
    for (const [person, key] of [
      [ELSEWHERE, KEY],
      [COLLECTOR, { ...KEY, externalId: "' OR 1=1" }],
    ] as const) {
      expect(await port.addNote(person, key, 'x')).toEqual(unknown)
      expect(await port.addTask(person, key, { title: 'x', dueOn: DUE })).toEqual(unknown)
      const promise = { amount: 100n, promisedOn: DUE, note: null }
      expect(await port.makePromise(person, key, promise)).toEqual(unknown)
    }
    expect((await stage.care.view(KEY))?.tasks).toEqual([])
  })

  it('lets look whoever may look, and act whoever may act', async () => {
    const before = await stage.told()
    const asked = { cadence: null, day: null, after: null }
    const looking = [() => port.worklist(REP), () => port.tasks(REP), () => port.preview(REP, asked)]
    const acting = [REP, ANALYST, personOf('integrator')].flatMap((person) => [
      () => port.addNote(person, KEY, 'x'),
      () => port.addTask(person, KEY, { title: 'x', dueOn: DUE }),
      () => port.makePromise(person, KEY, { amount: 100n, promisedOn: DUE, note: null }),
      () => port.completeTask(person, 'tsk_x', 'x'),
      () => port.stopSending(person, true),
    ])
    for (const ask of [...looking, ...acting, () => port.stopSending(ELSEWHERE, true)])
      await expect(ask()).rejects.toMatchObject(FORBIDDEN)
    expect(await stage.told()).toEqual(before)
  })

  it('tells what is switched on, and stops every message at once', async () => {
    const state = await port.state()
    expect(state).toMatchObject({ mode: 'off', stopped: false, faults: [] })
    expect(state.channels).toEqual([{ name: 'principal', kind: 'email', adapter: 'smtp' }])
    const padrao = state.cadences.find(({ steps }) => steps.some(({ task }) => task !== null))
    expect(padrao?.steps.find(({ task }) => task !== null)).toMatchObject({ channels: [], template: null })
    expect(await port.stopSending(COLLECTOR, true)).toEqual({ kind: 'done' })
    expect((await port.state()).stopped).toBe(true)
    expect((await stage.told()).at(-1)).toEqual([ACTOR, 'collection.stopped', 'collection'])
    await port.stopSending(COLLECTOR, false)
    expect((await port.state()).stopped).toBe(false)
  })

  it('shows what would be said to whom, with the reason where nothing is', async () => {
    const preview = await port.preview(COLLECTOR, { cadence: null, day: '2026-11-19', after: null })
    expect([preview?.day, preview?.next]).toEqual(['2026-11-19', null])
    const own = preview?.plans.find(({ customer }) => customer.source === SOURCE)
    expect(own).toMatchObject({ customer: NAMED, message: null, withheld: [{ code: 'promised' }] })
    const others = preview?.plans.find(({ customer }) => customer.source === OTHER)
    expect(others?.message).toMatchObject({
      ...{ channels: expect.arrayContaining(['email']), titles: [{ number: 'NF 100', openAmount: '500.00' }] },
      ...{ text: expect.stringContaining('NF 100'), fault: null },
    })
    const bound = await port.preview(ELSEWHERE, { cadence: null, day: '2026-11-19', after: null })
    expect(bound?.plans.map(({ customer }) => customer.source)).toEqual([OTHER])
    for (const wrong of [{ cadence: 'none-of-that-name' }, { after: 'x' }, { after: '1 OR 1=1' }])
      expect(await port.preview(COLLECTOR, { cadence: null, day: null, after: null, ...wrong })).toBeNull()
  })
})

it('says that there is more than it reads, of customers and of tasks', async () => {
  const subject = { customer: { ...NAMED, segment: null, profile: null } }
  const entry = { subject, overdue: 0n, oldestDueOn: null, next: { kind: 'nothing', title: '', because: '' } }
  const portOf = (customers: number, pages: number) => {
    const tasks = Array.from({ length: 100 }, () => ({ customer: NAMED, dueOn: DUE }))
    const worklist = async (_source: string | null, limit: number) => Array(Math.min(customers, limit)).fill(entry)
    const listTasks = async () => ({ tasks, next: --pages > 0 ? 'more' : null })
    return collectionPort({ care: { listTasks }, collection: { worklist } } as never)
  }
  const read = async (customers: number, pages: number) => {
    const one = portOf(customers, pages)
    const [worklist, tasks] = [await one.worklist(COLLECTOR), await one.tasks(COLLECTOR)]
    return [worklist.entries.length, worklist.isCut, tasks.entries.length, tasks.isCut]
  }
  expect(await read(2_000, 10)).toEqual([2_000, false, 1_000, false])
  expect(await read(2_001, 11)).toEqual([2_000, true, 1_000, true])
})
