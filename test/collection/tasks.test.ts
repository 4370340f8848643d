import { describe, expect, it } from 'vitest'
import { openTask } from '../../src/collection/task-store.ts'
import { dialects } from '../harness/databases.ts'
import { BOUND_KEY } from '../web/toy-app.ts'
import { deskOn, SOURCE, storyOf } from './care-desk.ts'

describe.each(dialects)('tasks on %s', (dialect) => {
  const deskNow = deskOn(dialect)
  const open = async () => {
    const desk = deskNow()
    const { call, of, feed } = desk
    await feed('customers', [
      { externalId: 'C1', name: 'Mercadinho Boa Vista' },
      { externalId: 'C2', name: 'Outro' },
    ])
    const add = (body: object, owner = 'C1') => call('POST', of(owner, 'tasks'), body)
    const list = async (query = '', key?: string) => (await call('GET', `/v1/tasks${query}`, undefined, key)).body
    const titles = async (query = '', key?: string): Promise<string[]> =>
      (await list(query, key)).tasks.map((task: { title: string }) => task.title)
    return { ...desk, add, list, titles, told: () => storyOf(desk, 'C1') }
  }

  it('are made for a day and a person, and told in the story', async () => {
    const { add, list, told } = await open()
    const made = await add({ title: 'Ligar para o Zé', dueOn: '2026-11-19', assignee: 'ana', kind: 'call' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ kind: 'call', title: 'Ligar para o Zé', dueOn: '2026-11-19', assignee: 'ana', state: 'open' },
        ...{ origin: null, messageId: null, createdBy: 'full (key_full)', outcome: null, doneAt: null },
      },
    })
    const customer = { source: SOURCE, externalId: 'C1', name: 'Mercadinho Boa Vista' }
    expect(await list()).toEqual({ tasks: [{ ...made.body, customer }], next: null })
    const detail = { title: 'Ligar para o Zé', dueOn: '2026-11-19', assignee: 'ana' }
    expect(await told()).toEqual([['task.opened', { taskId: made.body.id, taskKind: 'call', ...detail }]])
  })

  it('that are sent twice are made once', async () => {
    const { add, told } = await open()
    const wanted = { title: 'Ligar', dueOn: '2026-11-19' }
    const made = await add(wanted)
    expect(await add(wanted)).toMatchObject({ status: 200, body: { id: made.body.id } })
    expect((await add({ ...wanted, dueOn: '2026-11-20' })).status).toBe(201)
    expect(await told()).toHaveLength(2)
  })

  it('are done once, and the outcome is kept', async () => {
    const { add, call, list, told } = await open()
    const { body } = await add({ title: 'Ligar', dueOn: '2026-11-19' })
    const complete = (outcome: string, key?: string) => call('POST', `/v1/tasks/${body.id}/complete`, { outcome }, key)
    const done = await complete('Prometeu pagar.\nLigar na sexta.')
    expect(done).toMatchObject({
      status: 200,
      body: { state: 'done', outcome: 'Prometeu pagar.\nLigar na sexta.', doneAt: '2026-11-18T10:00:00-03:00' },
    })
    expect((await complete('Prometeu pagar.\nLigar na sexta.')).body).toEqual(done.body)
    expect((await complete('Não atendeu.')).status).toBe(409)
    expect((await list()).tasks).toEqual([])
    expect((await list('?state=done')).tasks).toMatchObject([{ id: body.id }])
    expect((await told()).map(([kind]) => kind)).toEqual(['task.opened', 'task.done'])
    expect((await call('POST', '/v1/tasks/tsk_none/complete', { outcome: 'x' })).status).toBe(404)
    expect((await add({ title: 'Ligar', dueOn: '2026-11-19' })).status).toBe(201)
  })

  it('that two people end at the same moment are ended once', async () => {
    const { add, call, told } = await open()
    const { body } = await add({ title: 'Ligar', dueOn: '2026-11-19' })
    const outcomes = Array.from({ length: 6 }, (_, index) => `Resultado ${index}`)
    const replies = await Promise.all(
      outcomes.map((outcome) => call('POST', `/v1/tasks/${body.id}/complete`, { outcome })),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
    expect((await told()).filter(([kind]) => kind === 'task.done')).toHaveLength(1)
  })

  it('are listed by state, day and person, those of other sources left out for a bound key', async () => {
    const { add, call, feed, titles } = await open()
    await feed('customers', [{ externalId: 'B1', name: 'De outra fonte' }], 'bling')
    await add({ title: 'depois', dueOn: '2026-11-25', assignee: 'ana' })
    await add({ title: 'hoje', dueOn: '2026-11-18', assignee: 'beto' })
    await add({ title: 'amanhã', dueOn: '2026-11-19', assignee: 'ana' }, 'C2')
    await call('POST', '/v1/customers/bling/B1/tasks', { title: 'bling', dueOn: '2026-11-20' })
    expect(await titles()).toEqual(['hoje', 'amanhã', 'bling', 'depois'])
    expect(await titles('?dueUntil=2026-11-19')).toEqual(['hoje', 'amanhã'])
    expect(await titles('?assignee=ana')).toEqual(['amanhã', 'depois'])
    expect(await titles('?assignee=ana&dueUntil=2026-11-19')).toEqual(['amanhã'])
    expect(await titles('?state=done')).toEqual([])
    expect(await titles('', BOUND_KEY)).toEqual(['hoje', 'amanhã', 'depois'])
  })

  it('come in pages that leave nothing out and repeat nothing', { timeout: 60_000 }, async () => {
    const { db, list, titles } = await open()
    const [row] = await db.all("SELECT id FROM customers WHERE external_id = 'C1'")
    const wanted = Array.from({ length: 230 }, (_, index) => `Tarefa ${String(index).padStart(3, '0')}`)
    await db.transaction(async (sql) => {
      for (const [index, title] of wanted.entries())
        await openTask(sql, {
          ...{
            customerId: Number(row?.['id']),
            kind: 'other',
            title,
            createdBy: 'fiado',
            createdAt: 1_795_000_000_000,
          },
          dueOn: `2026-11-${20 + (index % 3)}`,
        })
    })
    const seen: string[] = []
    let after: string | null = ''
    while (after !== null) {
      seen.push(...(await titles(after)))
      const { next } = await list(after)
      after = next === null ? null : `?after=${encodeURIComponent(next)}`
    }
    expect(seen.toSorted()).toEqual(wanted)
  })

  it('refuse what makes no sense', async () => {
    const { add, call } = await open()
    expect((await add({ title: 'x', dueOn: '2026-11-17' })).status).toBe(422)
    expect((await add({ title: 'x', dueOn: '2028-11-18' })).status).toBe(422)
    expect((await add({ title: '', dueOn: '2026-11-19' })).status).toBe(400)
    expect((await add({ title: 'x', dueOn: '2026-11-31' })).status).toBe(400)
    expect((await add({ title: 'x', dueOn: '2026-11-19' }, 'C9')).status).toBe(404)
    for (const query of ['after=x', 'after=2026-02-30~tsk_1', 'dueUntil=hoje', 'state=late', 'limit=3'])
      expect((await call('GET', `/v1/tasks?${query}`)).status, query).toBe(400)
  })

  it('of one origin are made once, whoever makes them', async () => {
    const { db, told } = await open()
    const [row] = await db.all("SELECT id FROM customers WHERE external_id = 'C1'")
    const wanted = {
      ...{ customerId: Number(row?.['id']), kind: 'call', title: 'Ligar', dueOn: '2026-11-19' },
      ...{ origin: 'step:7:ligar', createdBy: 'fiado', createdAt: 1_795_000_000_000 },
    }
    const made = await Promise.all(Array.from({ length: 4 }, () => db.transaction((sql) => openTask(sql, wanted))))
    expect(made.filter((task) => task !== null)).toHaveLength(1)
    expect(await told()).toHaveLength(1)
  })
})
