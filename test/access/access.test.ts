import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCOPES } from '../../src/access/key.ts'
import { seedKey } from '../../src/access/seed.ts'
import { type Composed, composeApp } from '../../src/compose.ts'
import { readConfig } from '../../src/config.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'

const SEED = 'seed-key-of-the-tests'
const NOW = '2026-11-21T10:00:00-03:00'

async function startApp(url: string): Promise<Composed> {
  const settings = readConfig({
    FIADO_DATABASE_URL: url,
    FIADO_API_KEY: SEED,
    FIADO_NOW: NOW,
    FIADO_RATE_LIMIT: '0',
    FIADO_DEMO: '0',
  })
  if ('faults' in settings) throw new Error(JSON.stringify(settings.faults))
  const composed = await composeApp(settings.config, pino({ level: 'silent' }))
  await composed.start()
  return composed
}

describe.each(dialects)('API keys on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let composed: Composed
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    composed = await startApp(database.url)
  })
  afterAll(async () => {
    await composed.stop()
    await database.drop()
  })

  async function call(method: 'GET' | 'POST' | 'DELETE', url: string, key: string, payload?: object, on = composed) {
    const headers = { authorization: `Bearer ${key}` }
    const response = await on.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
    return { status: response.statusCode, body: response.body === '' ? null : response.json() }
  }
  const create = async (payload: object, key = SEED) => (await call('POST', '/v1/keys', key, payload)).body
  const auditOf = async (subject: string) =>
    (await call('GET', `/v1/audit?subject=${subject}`, SEED)).body.entries as Record<string, unknown>[]

  it('makes a key that works, shows its secret once and stores only a hash', async () => {
    const { status, body } = await call('POST', '/v1/keys', SEED, {
      name: 'ERP matriz',
      scopes: ['write', 'check', 'write'],
      source: 'omie-matriz',
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.stringMatching(/^key_/),
      key: expect.stringMatching(/^fiado_/),
      name: 'ERP matriz',
      scopes: ['check', 'write'],
      source: 'omie-matriz',
      createdAt: NOW,
      revokedAt: null,
    })
    const listed = await call('GET', '/v1/keys', SEED)
    const { key: secret, ...rest } = body
    expect(listed.body.keys).toContainEqual(rest)
    const stored = await composed.db.all('SELECT * FROM api_keys')
    expect(JSON.stringify([stored, listed.body, await auditOf(body.id)], (_key, value) => String(value))).not.toContain(
      secret,
    )
    expect((await call('GET', '/v1/audit', secret)).status).toBe(403)
  })

  it('refuses faulty keys with the path of the fault', async () => {
    const { status, body } = await call('POST', '/v1/keys', SEED, {
      name: ' ',
      scopes: ['root'],
      source: 'Omie!',
      x: 1,
    })
    expect(status).toBe(400)
    expect(body.errors.map((fault: { path: string }) => fault.path).toSorted()).toEqual([
      'name',
      'scopes[0]',
      'source',
      'x',
    ])
    expect((await call('POST', '/v1/keys', SEED, { name: 'a', scopes: [] })).status).toBe(400)
  })

  it('lets nobody give away a scope or a source they lack', async () => {
    const { key: admin } = await create({ name: 'admin only', scopes: ['admin'] })
    const beyond = await call('POST', '/v1/keys', admin, { name: 'more', scopes: ['admin', 'check'] })
    expect(beyond.status).toBe(403)
    expect(beyond.body.errors).toEqual([{ path: 'scopes', message: expect.stringContaining('check') }])

    const { key: bound } = await create({ name: 'bound', scopes: ['admin', 'read'], source: 'bling' })
    expect((await call('POST', '/v1/keys', bound, { name: 'all', scopes: ['read'] })).status).toBe(403)
    const other = await call('POST', '/v1/keys', bound, { name: 'other', scopes: ['read'], source: 'omie' })
    expect(other.body.errors).toMatchObject([{ path: 'source' }])
    const own = await call('POST', '/v1/keys', bound, { name: 'own', scopes: ['read'], source: 'bling' })
    expect(own.status).toBe(201)
  })

  it('shows a bound admin only keys of its source, and lets it revoke only those', async () => {
    const { key: bound } = await create({ name: 'bound', scopes: ['admin'], source: 'tiny' })
    const foreign = await create({ name: 'foreign', scopes: ['read'] })
    const { body } = await call('GET', '/v1/keys', bound)
    expect(body.keys.map((key: { source: string }) => key.source)).toEqual(['tiny'])
    expect((await call('DELETE', `/v1/keys/${foreign.id}`, bound)).status).toBe(404)
    expect((await call('GET', '/v1/audit', foreign.key)).status).toBe(200)
  })

  it('refuses a revoked key at once, takes a second revocation, and knows no other ids', async () => {
    const { id, key } = await create({ name: 'short-lived', scopes: ['read'] })
    expect((await call('GET', '/v1/audit', key)).status).toBe(200)
    expect((await call('DELETE', `/v1/keys/${id}`, SEED)).status).toBe(204)
    expect((await call('GET', '/v1/audit', key)).status).toBe(401)
    expect((await call('DELETE', `/v1/keys/${id}`, SEED)).status).toBe(204)
    expect((await auditOf(id)).map((entry) => entry['action'])).toEqual(['key.revoked', 'key.created'])
    expect((await call('DELETE', '/v1/keys/key_unknown', SEED)).status).toBe(404)
  })

  it('writes who did what into the trail', async () => {
    const { id } = await create({ name: 'traced', scopes: ['read'], source: 'omie' })
    expect(await auditOf(id)).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        at: NOW,
        actor: expect.stringMatching(/^FIADO_API_KEY \(seed_\w+\)$/),
        action: 'key.created',
        subject: id,
        detail: { name: 'traced', scopes: ['read'], source: 'omie' },
        requestId: expect.stringMatching(/^req_/),
      },
    ])
  })

  it('pages the trail from the newest to the oldest, each entry once', async () => {
    for (let index = 0; index < 5; index++) await create({ name: `page ${index}`, scopes: ['read'] })
    const whole = (await call('GET', '/v1/audit?limit=500', SEED)).body
    expect(whole.next).toBeNull()
    const ids = whole.entries.map((entry: { id: string }) => Number(entry.id))
    expect(ids).toEqual(ids.toSorted((first: number, second: number) => second - first))

    const paged: number[] = []
    let after: string | null = null
    for (let page = 0; page <= ids.length; page++) {
      const { body } = await call('GET', `/v1/audit?limit=2${after === null ? '' : `&after=${after}`}`, SEED)
      expect(body.entries.length).toBeLessThanOrEqual(2)
      paged.push(...body.entries.map((entry: { id: string }) => Number(entry.id)))
      after = body.next
      if (after === null) break
    }
    expect(paged).toEqual(ids)
  })

  it.each(['limit=0', 'limit=501', 'limit=x', 'after=x', 'after=-1', 'page=2'])(
    'refuses the query %s',
    async (query) => {
      expect((await call('GET', `/v1/audit?${query}`, SEED)).status).toBe(400)
    },
  )

  it('keeps the trail of all sources from keys that are bound to one', async () => {
    const { key } = await create({ name: 'bound reader', scopes: ['read'], source: 'omie' })
    expect((await call('GET', '/v1/audit', key)).status).toBe(403)
  })

  it('has no route that changes the trail', async () => {
    for (const method of ['POST', 'DELETE'] as const) expect((await call(method, '/v1/audit', SEED)).status).toBe(405)
    expect((await call('DELETE', '/v1/audit/1', SEED)).status).toBe(404)
  })

  it('is refused by another process too once a key was revoked there', async () => {
    const second = await startApp(database.url)
    try {
      const { id, key } = await create({ name: 'shared', scopes: ['read'] })
      expect((await call('GET', '/v1/audit', key, undefined, second)).status).toBe(200)
      await call('DELETE', `/v1/keys/${id}`, SEED)
      // The other process may remember the key for its time to live, and not longer.
      await expect
        .poll(async () => (await call('GET', '/v1/audit', key, undefined, second)).status, {
          timeout: 7_000,
          interval: 500,
        })
        .toBe(401)
    } finally {
      await second.stop()
    }
  })
})

describe.each(dialects)('the seeded key on %s', (dialect) => {
  it('is made once, replaced by another value, and stays revoked', async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const { db, stop } = await startApp(url)
    try {
      expect(await seedKey(db, SEED, 1)).toBe('kept')
      const outcomes = await Promise.all([seedKey(db, 'second', 2), seedKey(db, 'second', 2)])
      expect(outcomes.toSorted()).toEqual(['created', 'kept'])
      expect(await seedKey(db, SEED, 3)).toBe('revoked')
      const rows = await db.all<{ name: string; scopes: string; revoked_at: unknown }>(
        'SELECT name, scopes, revoked_at FROM api_keys ORDER BY created_at DESC',
      )
      expect(rows.map((row) => row.revoked_at === null)).toEqual([false, true])
      expect(rows.every((row) => row.scopes === SCOPES.join(' '))).toBe(true)
      const trail = await db.all<{ action: string }>("SELECT action FROM audit WHERE action LIKE 'key.%' ORDER BY id")
      expect(trail.map((row) => row.action)).toEqual(['key.created', 'key.revoked', 'key.created'])
    } finally {
      await stop()
      await drop()
    }
  })
})
