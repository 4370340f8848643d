import { describe, expect, it } from 'vitest'
import { storyKinds } from '../../src/collection/story-store.ts'
import { dialects } from '../harness/databases.ts'
import { BOUND_KEY } from '../web/toy-app.ts'
import { deskOn, SOURCE } from './care-desk.ts'

describe.each(dialects)("a customer's story on %s", (dialect) => {
  const deskNow = deskOn(dialect)
  const open = async () => {
    const desk = deskNow()
    const { call, of, feed } = desk
    await feed('customers', [
      { externalId: 'C/1', name: 'Mercadinho Boa Vista' },
      { externalId: 'C2', name: 'Outro' },
    ])
    const note = (text: string, key?: string) => call('POST', of('C/1', 'notes'), { text }, key)
    const story = async (query = '') => (await call('GET', of('C/1', `story${query}`))).body
    return { ...desk, note, story }
  }
  const textsOf = (page: { entries: { detail: { text: string } }[] }): string[] =>
    page.entries.map(({ detail }) => detail.text)

  it('begins with nothing, and keeps what a person notes with who and when', async () => {
    const { note, story } = await open()
    expect(await story()).toEqual({ entries: [], next: null })
    const made = await note('Falei com a dona Lúcia:\npaga na sexta.')
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ kind: 'note.added', at: '2026-11-18T10:00:00-03:00', actor: 'full (key_full)', messageId: null },
        detail: { text: 'Falei com a dona Lúcia:\npaga na sexta.' },
      },
    })
    expect(await story()).toEqual({ entries: [made.body], next: null })
  })

  it('takes a note that is sent twice once, but not one that comes back later or from somebody else', async () => {
    const { note, story } = await open()
    expect((await note('sem resposta')).status).toBe(201)
    expect((await note('sem resposta')).status).toBe(200)
    expect((await note('sem resposta', BOUND_KEY)).status).toBe(201)
    expect((await note('atendeu')).status).toBe(201)
    expect((await note('sem resposta')).status).toBe(201)
    expect(textsOf(await story())).toEqual(['sem resposta', 'atendeu', 'sem resposta', 'sem resposta'])
  })

  it('comes in pages, the newest first', async () => {
    const { note, story } = await open()
    for (let count = 1; count <= 5; count++) await note(`nota ${count}`)
    const first = await story('?limit=2')
    expect(textsOf(first)).toEqual(['nota 5', 'nota 4'])
    const second = await story(`?limit=2&before=${first.next}`)
    expect(textsOf(second)).toEqual(['nota 3', 'nota 2'])
    const third = await story(`?limit=2&before=${second.next}`)
    expect([textsOf(third), third.next]).toEqual([['nota 1'], null])
  })

  it('bounds its pages', async () => {
    const { call, of } = await open()
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'before=-1', 'before=x', 'after=1'])
      expect((await call('GET', of('C/1', `story?${query}`))).status, query).toBe(400)
    expect((await call('GET', of('C9', 'story'))).status).toBe(404)
    expect((await call('GET', of('C9', 'collection'))).status).toBe(404)
  })

  it("is the customer's own", async () => {
    const { note, call, of } = await open()
    await note('só deste')
    expect((await call('GET', of('C2', 'story'))).body.entries).toEqual([])
  })

  it('and the audit trail tell the same changes, the trail without their words', async () => {
    const { note, call, of, feed, db, story } = await open()
    await feed('receivables', [
      {
        ...{ externalId: 'T1', customer: { externalId: 'C/1' }, kind: 'invoice', issuedOn: '2026-10-10' },
        ...{ dueOn: '2026-11-10', amount: '100.00', openAmount: '100.00', status: 'open' },
      },
    ])
    const post = async (path: string, body: object) => (await call('POST', path, body)).body
    await note('segredo')
    const promise = await post(of('C/1', 'promises'), { amount: '1.00', promisedOn: '2026-11-19', note: 'segredo' })
    await post(`/v1/promises/${promise.id}/cancel`, { reason: 'segredo' })
    const dispute = await post(of('C/1', 'disputes'), { reason: 'segredo' })
    await post(`/v1/disputes/${dispute.id}/resolve`, { resolution: 'segredo' })
    const pause = await post(of('C/1', 'pauses'), { kind: 'paused', reason: 'segredo' })
    await post(`/v1/pauses/${pause.id}/lift`, { reason: 'segredo' })
    const task = await post(of('C/1', 'tasks'), { title: 'segredo', dueOn: '2026-11-19' })
    await post(`/v1/tasks/${task.id}/complete`, { outcome: 'segredo' })
    const point = await post(of('C/1', 'contact-points'), { channel: 'email', address: 'segredo@example.com' })
    const mark = { channel: 'email', address: 'segredo@example.com', reason: 'segredo' }
    for (const one of ['invalid', 'good']) await call('PUT', of('C/1', 'address-marks'), { ...mark, mark: one })
    await call('DELETE', `/v1/contact-points/${point.id}`)
    const kinds = [
      ...['note.added', 'promise.made', 'promise.cancelled', 'dispute.opened', 'dispute.resolved', 'pause.set'],
      ...['pause.lifted', 'task.opened', 'task.done', 'contact_point.added', 'address.marked', 'address.cleared'],
      'contact_point.removed',
    ]
    const entries: { kind: (typeof storyKinds)[number]; actor: string }[] = (await story()).entries
    expect(entries.map(({ kind }) => kind).reverse()).toEqual(kinds)
    expect(entries.every(({ kind, actor }) => storyKinds.includes(kind) && actor === 'full (key_full)')).toBe(true)
    const audit = await db.all('SELECT action, actor, subject, detail_json FROM audit ORDER BY id')
    expect(audit.map((row) => row['action'])).toEqual(kinds)
    expect(new Set(audit.map((row) => `${row['actor']} ${row['subject']}`))).toEqual(
      new Set([`full (key_full) ${SOURCE}/C/1`]),
    )
    expect(audit.map((row) => row['detail_json']).join()).not.toContain('segredo')
  })
})
