import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CALLER_TTL_MS } from '../../src/access/callers.ts'
import type { Room } from '../../src/app.ts'
import { callerOf, requireSource, requireUnbound } from '../../src/web/auth.ts'
import { BOUND_KEY, bearer, buildToyApp, CHECK_KEY, FULL_KEY, orderRoom, type ToyApp } from './toy-app.ts'

const room: Room = async (app) => {
  const tags = ['toys']
  app.get('/v1/whoami', { config: { scope: 'check' }, schema: { operationId: 'whoami', tags } }, async (request) =>
    callerOf(request),
  )
  app.get('/v1/admin', { config: { scope: 'admin' }, schema: { operationId: 'admin', tags } }, async () => ({}))
  app.get(
    '/v1/sources/:source',
    {
      config: { scope: 'read' },
      schema: { operationId: 'source', tags, params: z.strictObject({ source: z.string() }) },
    },
    async (request) => {
      requireSource(request, request.params.source)
      return {}
    },
  )
  app.get('/v1/all', { config: { scope: 'read' }, schema: { operationId: 'all', tags } }, async (request) => {
    requireUnbound(request)
    return {}
  })
}

let toy: ToyApp
afterEach(async () => {
  await toy.app.close()
})

const get = (url: string, headers: Record<string, string> = {}, remoteAddress = '10.0.0.1') =>
  toy.app.inject({ method: 'GET', url, headers, remoteAddress })

describe('authentication', () => {
  it('tells the route who calls', async () => {
    toy = await buildToyApp([room])
    const response = await get('/v1/whoami', bearer(CHECK_KEY))
    expect(response.json()).toEqual({ keyId: 'key_check', name: 'check', scopes: ['check'], source: null })
  })

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${FULL_KEY}`,
    `Bearer ${FULL_KEY} x`,
    `Bearer ${'a'.repeat(600)}`,
  ])('refuses the header %j with 401 and WWW-Authenticate', async (authorization) => {
    toy = await buildToyApp([room])
    const response = await get('/v1/whoami', authorization === undefined ? {} : { authorization })
    expect(response.statusCode).toBe(401)
    expect(response.headers['www-authenticate']).toMatch(/^Bearer/)
    expect(response.json().type).toBe('/problems/unauthenticated')
  })

  it('refuses a wrong key, a wrong path and a wrong method before it reads the body', async () => {
    toy = await buildToyApp([room, orderRoom])
    const post = (url: string, key: string) => {
      const headers = { ...bearer(key), 'content-type': 'application/json' }
      return toy.app.inject({ method: 'POST', url, headers, payload: '{"half' })
    }
    expect((await post('/v1/toys/7/orders', 'wrong')).statusCode).toBe(401)
    expect((await post('/v1/nowhere', 'wrong')).statusCode).toBe(404)
    expect((await post('/v1/whoami', 'wrong')).statusCode).toBe(405)
    expect((await post('/v1/toys/7/orders', CHECK_KEY)).statusCode).toBe(400)
  })

  it('names the scope that is missing: 403', async () => {
    toy = await buildToyApp([room])
    const response = await get('/v1/admin', bearer(CHECK_KEY))
    expect(response.statusCode).toBe(403)
    expect(response.json().detail).toContain('"admin"')
  })

  it('holds a bound key to its source', async () => {
    toy = await buildToyApp([room])
    expect((await get('/v1/sources/omie-matriz', bearer(BOUND_KEY))).statusCode).toBe(200)
    const response = await get('/v1/sources/omie-filial', bearer(BOUND_KEY))
    expect(response.statusCode).toBe(403)
    expect(response.json().detail).toContain('omie-matriz')
    expect((await get('/v1/all', bearer(BOUND_KEY))).statusCode).toBe(403)
    expect((await get('/v1/all', bearer(FULL_KEY))).statusCode).toBe(200)
    expect((await get('/v1/sources/omie-filial', bearer(FULL_KEY))).statusCode).toBe(200)
  })

  it('asks once for a key and again after the time to live', async () => {
    toy = await buildToyApp([room])
    for (let index = 0; index < 5; index++) await get('/v1/whoami', bearer(CHECK_KEY))
    for (let index = 0; index < 5; index++) await get('/v1/whoami', bearer('wrong'))
    expect(toy.lookUps()).toBe(2)
    toy.advance(CALLER_TTL_MS)
    await get('/v1/whoami', bearer(CHECK_KEY))
    await get('/v1/whoami', bearer('wrong'))
    expect(toy.lookUps()).toBe(4)
  })

  it('stops looking up the guesses of one address, and keeps serving its working keys and other addresses', async () => {
    toy = await buildToyApp([room])
    await get('/v1/whoami', bearer(CHECK_KEY))
    const statuses: number[] = []
    for (let index = 0; index < 70; index++)
      statuses.push((await get('/v1/whoami', bearer(`guess-${index}`))).statusCode)
    expect(statuses.slice(0, 50)).toEqual(Array(50).fill(401))
    const last = await get('/v1/whoami', bearer('guess'))
    expect(last.statusCode).toBe(429)
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    toy.advance(CALLER_TTL_MS)
    expect((await get('/v1/whoami', bearer(CHECK_KEY))).statusCode).toBe(200)
    expect((await get('/v1/whoami', bearer('guess'), '10.0.0.2')).statusCode).toBe(401)
  })
})

describe('wrong keys that come through a proxy', () => {
  const guess = (tries: number, forwarded: string, remoteAddress: string) =>
    Promise.all(
      Array.from({ length: tries }, (_, index) =>
        toy.app.inject({
          ...{ url: '/v1/whoami', remoteAddress },
          headers: { ...bearer(`guess-${encodeURIComponent(forwarded)}-${index}`), 'x-forwarded-for': forwarded },
        }),
      ),
    )
  const last = async (...asked: Parameters<typeof guess>) => (await guess(...asked)).at(-1)?.statusCode

  it('count by who the trusted one says it is for', async () => {
    toy = await buildToyApp([room], { trustedProxies: ['172.18.0.0/16'] })
    expect(await last(61, '203.0.113.9', '172.18.0.2')).toBe(429)
    expect(await last(1, '203.0.113.10', '172.18.0.2')).toBe(401)
    // What the guesser says before the proxy does not count, nor what anybody else says.
    expect(await last(1, '198.51.100.1, 203.0.113.9', '172.18.0.2')).toBe(429)
    expect(await last(61, '198.51.100.2', '10.0.0.9')).toBe(429)
    expect(await last(1, '198.51.100.3', '10.0.0.9')).toBe(429)
  })

  it('count by the connection where none is trusted', async () => {
    toy = await buildToyApp([room])
    expect(await last(61, '203.0.113.9', '172.18.0.2')).toBe(429)
    expect(await last(1, '203.0.113.10', '172.18.0.2')).toBe(429)
  })
})

describe('a good key that this process has not seen yet', () => {
  it('is one try however many requests bring it at once', async () => {
    toy = await buildToyApp([room])
    const responses = await Promise.all(Array.from({ length: 200 }, () => get('/v1/whoami', bearer(CHECK_KEY))))
    expect(new Set(responses.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    expect(toy.lookUps()).toBe(1)
  })
})

describe('the rate limit of a key', () => {
  it('answers 429 with Retry-After, to that key alone', async () => {
    toy = await buildToyApp([room], { rateLimit: 3 })
    const statuses: number[] = []
    for (let index = 0; index < 5; index++) statuses.push((await get('/v1/whoami', bearer(CHECK_KEY))).statusCode)
    expect(statuses.slice(0, 3)).toEqual([200, 200, 200])
    expect(statuses.at(-1)).toBe(429)
    const refused = await get('/v1/whoami', bearer(CHECK_KEY))
    expect(refused.headers['retry-after']).toBe('1')
    expect(refused.json().type).toBe('/problems/too-many-requests')
    expect((await get('/v1/whoami', bearer(FULL_KEY))).statusCode).toBe(200)
  })
})

describe('a route at start', () => {
  const config = { scope: 'read' as const }
  it.each<[string, string, object]>([
    ['without a scope', 'config.scope', { schema: { operationId: 'toy', tags: ['toys'] } }],
    ['without an operationId', 'schema.operationId', { config, schema: { tags: ['toys'] } }],
    ['without a tag', 'schema.tags', { config, schema: { operationId: 'toy' } }],
    ['with the operationId of another', 'getHealth', { config, schema: { operationId: 'getHealth', tags: ['toys'] } }],
  ])('%s stops the program', async (_what, message, options) => {
    const faulty: Room = async (app) => {
      app.get('/v1/toy', options, async () => ({}))
    }
    await expect(buildToyApp([faulty])).rejects.toThrow(message)
  })
})
