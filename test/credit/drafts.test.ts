import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type DraftDesk, draftOn, NOW, startDraftDesk } from './draft-desk.ts'
import { createPolicyFolder, shopOn } from './shop.ts'

const LARGE = { rules: { order_too_large: { level: 'block', max: '100.00' } } }
const LARGER = { rules: { order_too_large: { level: 'block', max: '900.00' } } }
const ACTOR = expect.stringMatching(/^FIADO_API_KEY \(/)

describe.each(dialects)('drafts of a policy on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  const desks: DraftDesk[] = []
  beforeEach(async () => {
    database = await createDatabaseUrl(dialect)
    config = await createPolicyFolder()
  })
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.stop()
    await config.drop()
    await database.drop()
  })
  const start = async (): Promise<DraftDesk> => {
    const desk = await startDraftDesk({ url: database.url, now: NOW, configFolder: config.folder })
    desks.push(desk)
    return desk
  }
  const versionOf = async (desk: DraftDesk) => (await desk.call('GET', '/v1/policies/default')).body.version
  const activate = (desk: DraftDesk, id: string, more: object = { force: true }) =>
    desk.call('POST', `/v1/policies/drafts/${id}/activate`, { reason: 'decidido na reunião', ...more })
  const versions = async (desk: DraftDesk) =>
    (await desk.call('GET', '/v1/policies/default/versions')).body.versions.map((one: Record<string, unknown>) => [
      ...[one['version'], one['origin'], one['inForce']],
    ])

  it('are kept, changed, listed and deleted, and decide nothing meanwhile', async () => {
    const desk = await start()
    const made = await desk.call('POST', '/v1/policies/drafts', { body: JSON.stringify(LARGE), note: ' menor ' })
    expect(made.status).toBe(201)
    const { id } = made.body
    expect(made.body).toEqual({
      ...{ id, body: JSON.stringify(LARGE), note: 'menor', createdBy: ACTOR, createdAt: NOW, changedAt: NOW },
      ...{ activatedVersion: null, rehearsal: null },
      changes: [
        { path: 'rules.order_too_large.level', before: 'off', after: 'block' },
        { path: 'rules.order_too_large.max', before: '0.00', after: '100.00' },
      ],
    })
    const changed = await desk.call('PUT', `/v1/policies/drafts/${id}`, { body: 'graceDays: 4\n', note: 'prazo' })
    expect(changed.body.changes).toEqual([{ path: 'graceDays', before: 0, after: 4 }])
    expect((await desk.call('GET', `/v1/policies/drafts/${id}`)).body).toEqual(changed.body)
    const { drafts } = (await desk.call('GET', '/v1/policies/drafts')).body
    expect(drafts).toEqual([
      { id, note: 'prazo', createdBy: ACTOR, createdAt: NOW, changedAt: NOW, activatedVersion: null, rehearsed: false },
    ])
    expect(await versionOf(desk)).toBe(1)
    expect((await desk.call('DELETE', `/v1/policies/drafts/${id}`)).status).toBe(204)
    for (const method of ['GET', 'DELETE'] as const)
      expect((await desk.call(method, `/v1/policies/drafts/${id}`)).status).toBe(404)
    const audit = await desk.db.all("SELECT action, subject FROM audit WHERE action LIKE 'policy%' ORDER BY id")
    expect(audit.map((row) => [row['action'], row['subject']])).toEqual([
      ['policy.draft_created', id],
      ['policy.draft_changed', id],
      ['policy.draft_deleted', id],
    ])
  })

  it('with faults are refused with line and field, and what stood stays', async () => {
    const desk = await start()
    const id = await draftOn(desk, LARGE)
    const bad = { body: 'graceDays: 1\nrules:\n  overdue_receivables: maybe\n', note: 'x' }
    for (const refused of [
      await desk.call('POST', '/v1/policies/drafts', bad),
      await desk.call('PUT', `/v1/policies/drafts/${id}`, bad),
    ]) {
      expect(refused.status).toBe(422)
      expect(refused.body.errors).toEqual([
        { path: 'rules.overdue_receivables', message: expect.stringMatching(/^draft:3:24 must be one of block/) },
      ])
    }
    const { drafts } = (await desk.call('GET', '/v1/policies/drafts')).body
    expect(drafts).toHaveLength(1)
    expect((await desk.call('GET', `/v1/policies/drafts/${id}`)).body.body).toBe(JSON.stringify(LARGE))
  })

  it('one made active is in force in every process, and says by whom and why', async () => {
    const desk = await start()
    const other = await start()
    const shop = shopOn(desk)
    await shop.customer('C1')
    const id = await draftOn(desk, LARGE)
    expect(await activate(desk, id)).toMatchObject({ status: 200, body: { name: 'default', version: 2 } })
    expect(await versionOf(desk)).toBe(2)
    // Another process follows at its next decision, without being told.
    expect(await versionOf(other)).toBe(1)
    expect(await shopOn(other).check('C1', '200.00')).toMatchObject({ decision: 'blocked', policy: { version: 2 } })
    expect(await versionOf(other)).toBe(2)
    const [line] = await desk.db.all("SELECT * FROM audit WHERE action = 'policy.activated'")
    expect(line).toMatchObject({ subject: 'default', actor: ACTOR })
    expect(JSON.parse(line?.['detail_json'] as string)).toEqual({
      ...{ version: 2, draft: id, reason: 'decidido na reunião', forced: true, rehearsed: null },
    })
    const [listed] = (await desk.call('GET', '/v1/policies/default/versions')).body.versions
    expect(listed).toMatchObject({ version: 2, origin: 'draft', loadedBy: ACTOR, loadedAt: NOW, inForce: true })
    // It is history now.
    for (const refused of [
      await activate(desk, id),
      await desk.call('PUT', `/v1/policies/drafts/${id}`, { body: '{}', note: 'x' }),
      await desk.call('DELETE', `/v1/policies/drafts/${id}`),
      await desk.call('POST', `/v1/policies/drafts/${id}/rehearse`, { days: 1 }),
    ])
      expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('became version 2') } })
  })

  it('one made active is not undone by a file that is only read again, and is by one that was edited', async () => {
    const first = await start()
    await activate(first, await draftOn(first, LARGE))
    expect((await first.call('POST', '/v1/policies/reload')).body).toEqual({
      ...{ name: 'default', version: 2, changed: false },
    })
    const restarted = await start()
    expect(await versionOf(restarted)).toBe(2)
    expect(await versions(restarted)).toEqual([
      [2, 'draft', true],
      [1, 'file', false],
    ])
    await config.write(LARGER)
    const edited = await start()
    expect(await versionOf(edited)).toBe(3)
    expect((await first.call('POST', '/v1/policies/reload')).body).toEqual({
      ...{ name: 'default', version: 3, changed: true },
    })
    // Back to what the file said first: it differs from the newest that came from the file.
    await activate(first, await draftOn(first, LARGE))
    await config.write({})
    expect((await first.call('POST', '/v1/policies/reload')).body.version).toBe(5)
    expect(await versions(first)).toEqual([
      [5, 'file', true],
      [4, 'draft', false],
      [3, 'file', false],
      [2, 'draft', false],
      [1, 'file', false],
    ])
  })

  it('one that was not rehearsed since it was changed is refused without force', async () => {
    const desk = await start()
    const id = await draftOn(desk, LARGE)
    const refused = await activate(desk, id, {})
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('not rehearsed') } })
    expect((await desk.call('POST', `/v1/policies/drafts/${id}/rehearse`, { days: 30 })).status).toBe(200)
    await desk.call('PUT', `/v1/policies/drafts/${id}`, { body: JSON.stringify(LARGER), note: 'maior' })
    expect((await activate(desk, id, {})).status).toBe(409)
    expect(await versionOf(desk)).toBe(1)
    const rehearsed = await desk.call('POST', `/v1/policies/drafts/${id}/rehearse`, { days: 30 })
    // Another note is the same policy.
    await desk.call('PUT', `/v1/policies/drafts/${id}`, { body: JSON.stringify(LARGER), note: 'outra nota' })
    expect((await desk.call('GET', `/v1/policies/drafts/${id}`)).body.rehearsal).toEqual(rehearsed.body)
    expect((await activate(desk, id, {})).body.version).toBe(2)
    const [line] = await desk.db.all("SELECT detail_json FROM audit WHERE action = 'policy.activated'")
    expect(JSON.parse(line?.['detail_json'] as string)).toMatchObject({
      forced: false,
      rehearsed: { days: 30, held: 0 },
    })
  })

  it('two made active at once become two versions, and one made active twice becomes one', async () => {
    const [desk, other] = [await start(), await start()]
    const [one, two] = [await draftOn(desk, LARGE), await draftOn(desk, LARGER)]
    const done = await Promise.all([activate(desk, one), activate(other, two), activate(other, one)])
    expect(done.map(({ status }) => status).sort()).toEqual([200, 200, 409])
    const made = done.filter(({ status }) => status === 200).map(({ body }) => body.version)
    expect(made.sort()).toEqual([2, 3])
    expect(await versions(desk)).toHaveLength(3)
  })

  it('what is in force already is no new version', async () => {
    const desk = await start()
    await activate(desk, await draftOn(desk, LARGE))
    expect(await activate(desk, await draftOn(desk, LARGE))).toMatchObject({
      ...{ status: 409, body: { detail: expect.stringContaining('in force already') } },
    })
    expect(await versionOf(desk)).toBe(2)
  })

  it('versions are listed in pages, read and compared', async () => {
    const desk = await start()
    for (const max of ['1.00', '2.00', '3.00'])
      await activate(desk, await draftOn(desk, { rules: { order_too_large: { level: 'block', max } } }))
    const page = (await desk.call('GET', '/v1/policies/default/versions?limit=3')).body
    expect(page.versions.map((one: { version: number }) => one.version)).toEqual([4, 3, 2])
    const rest = (await desk.call('GET', `/v1/policies/default/versions?limit=3&after=${page.next}`)).body
    expect([rest.versions[0].version, rest.versions.length, rest.next]).toEqual([1, 1, null])
    const text = (await desk.call('GET', '/v1/policies/default/versions/3')).body
    expect(JSON.parse(text.body)).toEqual({ rules: { order_too_large: { level: 'block', max: '2.00' } } })
    const diff = (query: string) => desk.call('GET', `/v1/policies/default/versions/4/diff${query}`)
    const change = { path: 'rules.order_too_large.max', before: '2.00', after: '3.00' }
    expect((await diff('')).body).toEqual({ version: 4, with: 3, changes: [change] })
    expect((await diff('?with=2')).body).toEqual({ version: 4, with: 2, changes: [{ ...change, before: '1.00' }] })
    expect((await diff('?with=9')).status).toBe(404)
    expect((await desk.call('GET', '/v1/policies/default/versions/1/diff')).body).toEqual({
      ...{ version: 1, with: 1, changes: [] },
    })
    expect((await desk.call('GET', '/v1/policies/default/versions/9')).status).toBe(404)
  })
})
