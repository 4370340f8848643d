import { gzipSync } from 'node:zlib'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SyncError } from '../../src/sync/errors.ts'
import { createHttpFactory, type HttpOptions, type HttpRequest } from '../../src/sync/http.ts'
import { Secret } from '../../src/sync/secret.ts'
import { createTestLink, createVendorClock, type TestLink } from '../conformance/link.ts'

const ORIGIN = 'https://erp.example.com'
const BASE = `${ORIGIN}/api`
const NEVER_WAITS = { parallel: 50, count: 10_000, intervalMs: 10 }
const signal = new AbortController().signal
/** As `createTestLink` rolls its dice: three quarters of 500 ms, doubled each time. */
const BACKOFF = [375, 750, 1_500, 3_000]

let link: TestLink
let clock: ReturnType<typeof createVendorClock>
beforeEach(() => {
  nock.disableNetConnect()
  clock = createVendorClock()
  link = createTestLink(clock)
})
afterEach(() => {
  const notAsked = nock.pendingMocks()
  nock.cleanAll()
  expect(notAsked).toEqual([])
})
// Activated here, not by the import: the file before may have restored what both files share.
beforeAll(() => {
  if (!nock.isActive()) nock.activate()
})
afterAll(() => nock.restore())

const client = (options: Partial<HttpOptions> = {}) =>
  link.http({ baseUrl: BASE, timeoutMs: 1_000, limits: { default: NEVER_WAITS }, secrets: [], ...options })
const ask = (request: Partial<HttpRequest> = {}, options: Partial<HttpOptions> = {}) =>
  client(options).request({ method: 'GET', path: '/titles', signal, ...request })
const errorOf = async (asked: Promise<unknown>): Promise<SyncError> => {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(SyncError)
  return error as SyncError
}
const calls = () => link.logged.length

describe('what is sent', () => {
  it.each([
    ['an object, as JSON', { nome: 'São João' }, 'application/json', '{"nome":"São João"}'],
    ['a list, as JSON', [1, 'a'], 'application/json', '[1,"a"]'],
    [
      'URLSearchParams, as a form',
      new URLSearchParams({ grant: 'refresh token', code: 'a&b=ç' }),
      'application/x-www-form-urlencoded',
      'grant=refresh+token&code=a%26b%3D%C3%A7',
    ],
  ])('is %s', async (_what, body, type, sent) => {
    let arrived = {}
    nock(ORIGIN)
      .post('/api/titles')
      .reply(async (request: Request) => {
        arrived = { type: request.headers.get('content-type'), text: await request.text() }
        return [200, {}]
      })
    await ask({ method: 'POST', body })
    expect(arrived).toEqual({ type, text: sent })
  })

  it.each([
    ['text/plain', '{ "a":  1 }'],
    ['text/plain', 'no JSON at all'],
    ['text/xml', ' <a/> '],
    ['application/json', ' { "a":  1 }\n'],
    ['application/json', 'no JSON at all'],
  ])('is a text as it is, for %s: %j', async (type, text) => {
    let arrived = ''
    nock(ORIGIN, { reqheaders: { 'content-type': type } })
      .post('/api/titles')
      .reply(async (request: Request) => {
        arrived = await request.text()
        return [200]
      })
    await ask({ method: 'POST', body: text, headers: { 'content-type': type } })
    expect(arrived).toBe(text)
  })

  it('is the query with lists repeated, marks escaped and nothing where a value is undefined', async () => {
    let path = ''
    nock(ORIGIN)
      .get(/titles/)
      .reply((request: Request) => {
        path = request.url
        return [200, []]
      })
    await ask({
      query: { since: '2026-11-21T10:00:00', name: 'A&B=ç+', page: 2, open: true, kind: ['a', 'b'], no: undefined },
    })
    const { pathname, searchParams } = new URL(path)
    expect(pathname).toBe('/api/titles')
    expect([...searchParams]).toEqual([
      ['since', '2026-11-21T10:00:00'],
      ['name', 'A&B=ç+'],
      ['page', '2'],
      ['open', 'true'],
      ['kind', 'a'],
      ['kind', 'b'],
    ])
  })

  it('has the headers of the client, asked for at each attempt, and then those of the request', async () => {
    nock(ORIGIN, { reqheaders: { authorization: 'Bearer 1', prefer: 'all', accept: 'application/json' } })
      .get('/api/titles')
      .reply(500)
    nock(ORIGIN, { reqheaders: { authorization: 'Bearer 2', prefer: 'all' } })
      .get('/api/titles')
      .reply(200, [])
    let tokens = 0
    const headers = () => ({ authorization: `Bearer ${++tokens}`, prefer: 'none' })
    await ask({ headers: { prefer: 'all' } }, { headers })
  })
})

describe('what comes back', () => {
  it.each([
    ['an empty body', '', null],
    [
      'a number beyond 2^53, as text',
      '{"id":9007199254740993,"n":7.7,"e":1e3}',
      { id: '9007199254740993', n: 7.7, e: 1000 },
    ],
    ['a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    ['emoji and accents', '{"nome":"Padaria 😀 São José"}', { nome: 'Padaria 😀 São José' }],
  ])('%s', async (_what, text, json) => {
    nock(ORIGIN).get('/api/titles').reply(200, text)
    expect((await ask()).json).toEqual(json)
  })

  it('is unpacked', async () => {
    nock(ORIGIN).get('/api/titles').reply(200, gzipSync('{"nome":"São José"}'), { 'content-encoding': 'gzip' })
    expect((await ask()).json).toEqual({ nome: 'São José' })
  })

  it.each([
    ['application/json; charset=ISO-8859-1', 'latin1'],
    ['application/json;charset="windows-1252"', 'latin1'],
    ['application/json; charset=no-such-thing', 'utf8'],
    ['application/json', 'utf8'],
  ] as const)('is read in its own encoding: %s', async (type, encoding) => {
    nock(ORIGIN).get('/api/titles').reply(200, Buffer.from('{"nome":"Pão"}', encoding), { 'content-type': type })
    expect((await ask()).json).toEqual({ nome: 'Pão' })
  })

  it('has its headers by lower-case name, and its cookies by themselves', async () => {
    nock(ORIGIN)
      .get('/api/titles')
      .reply(200, {}, { 'X-Total': '7', 'Set-Cookie': ['a=1; Path=/', 'b=2'] })
    const { status, headers, cookies } = await ask()
    expect([status, headers['x-total'], headers['set-cookie']]).toEqual([200, '7', undefined])
    expect(cookies).toEqual(['a=1; Path=/', 'b=2'])
  })
})

describe('an attempt that fails', () => {
  it.each([
    ['GET', undefined, 500, 5],
    ['GET', undefined, 502, 5],
    ['GET', undefined, 408, 5],
    ['GET', undefined, 429, 5],
    ['GET', false, 500, 1],
    ['POST', undefined, 500, 1],
    ['POST', true, 500, 5],
    ['POST', undefined, 429, 5],
    ['PUT', undefined, 503, 1],
    ['PATCH', true, 503, 5],
    ['DELETE', undefined, 504, 1],
  ] as const)('%s (repeatable: %s) that is answered %i is sent %i times', async (method, repeatable, status, times) => {
    nock(ORIGIN).intercept('/api/titles', method).times(times).reply(status)
    const error = await errorOf(ask({ method, ...(repeatable === undefined ? {} : { repeatable }) }))
    expect(error.remedy).toBe(status === 429 ? 'throttled' : 'unavailable')
    expect(error.message).toContain(`${method} /titles answered ${status}`)
    expect([calls(), link.waits]).toEqual([times, BACKOFF.slice(0, times - 1)])
  })

  it.each([
    [400, 'settings'],
    [404, 'settings'],
    [405, 'settings'],
    [409, 'settings'],
    [422, 'settings'],
    [401, 'auth'],
    [403, 'auth'],
  ])('is not sent again when it is answered %i: %s', async (status, remedy) => {
    nock(ORIGIN).get('/api/titles').reply(status, { error: 'no' })
    expect((await errorOf(ask())).remedy).toBe(remedy)
    expect([calls(), link.waits]).toEqual([1, []])
  })

  it.each([
    [
      'a page instead of JSON',
      (on: nock.Interceptor): nock.Scope => on.reply(200, '<!doctype html><title>Login</title>'),
    ],
    ['JSON that is cut off', (on: nock.Interceptor): nock.Scope => on.reply(200, '[{"id":1},{"i')],
    [
      'a connection that breaks',
      (on: nock.Interceptor): nock.Scope =>
        on.replyWithError(Object.assign(new Error('hung up'), { code: 'ECONNRESET' })),
    ],
    [
      'a name that is not found',
      (on: nock.Interceptor): nock.Scope =>
        on.replyWithError(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
    ],
  ])('is sent again after %s, and is unavailable when that stays', async (_what, fail) => {
    const times = (count: number): nock.Scope => fail(nock(ORIGIN).get('/api/titles').times(count))
    times(4)
    nock(ORIGIN).get('/api/titles').reply(200, [1])
    expect((await ask()).json).toEqual([1])
    times(5)
    expect((await errorOf(ask())).remedy).toBe('unavailable')
    expect(calls()).toBe(10)
  })

  it('waits longer each time, between half and the whole of it', async () => {
    for (const [roll, waits] of [
      [0, [250, 500, 1_000, 2_000]],
      [1, [500, 1_000, 2_000, 4_000]],
    ] as const) {
      nock(ORIGIN).get('/api/titles').times(5).reply(500)
      const waited: number[] = []
      const pace = { now: clock.now, random: () => roll, sleep: async (ms: number) => void waited.push(ms) }
      const http = createHttpFactory(pace, () => {})('one', {
        baseUrl: BASE,
        timeoutMs: 1_000,
        limits: { default: NEVER_WAITS },
        secrets: [],
      })
      await errorOf(http.request({ method: 'GET', path: '/titles', signal }))
      expect(waited).toEqual(waits)
    }
  })

  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'settings', 1],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'settings', 1],
    ['CERT_HAS_EXPIRED', 'unavailable', 5],
  ])('by a certificate (%s) is %s', async (code, remedy, times) => {
    nock(ORIGIN)
      .get('/api/titles')
      .times(times)
      .replyWithError(Object.assign(new Error('tls'), { code }))
    const error = await errorOf(ask())
    expect([error.remedy, error.message.includes(code), calls()]).toEqual([remedy, true, times])
  })
})

describe('a vendor that asks for a pause', () => {
  it.each([
    ['seconds', (): string => '2', 2_000],
    ['a date', (): string => new Date(clock.now() + 45_000).toUTCString(), 45_000],
    ['a minute', (): string => '60', 60_000],
    ['a date that is over', (): string => 'Sun, 06 Nov 1994 08:49:37 GMT', 375],
    ['nothing', (): string => '0', 375],
    ['something else', (): string => 'soon', 375],
  ])('gets it: %s', async (_what, header, waitMs) => {
    nock(ORIGIN).get('/api/titles').reply(429, '', { 'Retry-After': header() })
    nock(ORIGIN).get('/api/titles').reply(200, [])
    await ask()
    expect(link.waits).toEqual([waitMs])
  })

  it('gets it with a 503 as well', async () => {
    nock(ORIGIN).get('/api/titles').reply(503, '', { 'Retry-After': '10' })
    nock(ORIGIN).get('/api/titles').reply(200, [])
    await ask()
    expect(link.waits).toEqual([10_000])
  })

  it.each([
    [429, 'throttled', (): string => '61', 61_000],
    [429, 'throttled', (): string => new Date(clock.now() + 3_600_000).toUTCString(), 3_600_000],
    [503, 'unavailable', (): string => '300', 300_000],
    [429, 'throttled', (): string => '999999999', 86_400_000],
  ] as const)('of more than a minute ends the run: %i is %s', async (status, remedy, header, retryAfterMs) => {
    nock(ORIGIN).get('/api/titles').reply(status, '', { 'Retry-After': header() })
    const error = await errorOf(ask())
    expect([error.remedy, error.retryAfterMs]).toEqual([remedy, retryAfterMs])
    expect([calls(), link.waits]).toEqual([1, []])
  })

  it('keeps the pause it asks for after the last attempt', async () => {
    nock(ORIGIN).get('/api/titles').times(5).reply(429, '', { 'Retry-After': '5' })
    expect(await errorOf(ask())).toMatchObject({ remedy: 'throttled', retryAfterMs: 5_000 })
    expect(link.waits).toEqual([5_000, 5_000, 5_000, 5_000])
  })
})

describe('credentials that are refused', () => {
  it('are renewed once, and the call is sent again with the new ones, a POST too', async () => {
    let token = 'old-token'
    nock(ORIGIN, { reqheaders: { authorization: 'Bearer old-token' } })
      .post('/api/titles')
      .reply(401)
    nock(ORIGIN, { reqheaders: { authorization: 'Bearer new-token' } })
      .post('/api/titles')
      .reply(200, [1])
    const options = {
      headers: () => ({ authorization: `Bearer ${token}` }),
      renew: async () => {
        token = 'new-token'
        return true
      },
    }
    expect((await ask({ method: 'POST' }, options)).json).toEqual([1])
  })

  it.each([
    ['stay refused', true, [401, 401], 2],
    ['cannot be renewed', false, [401], 1],
    ['are refused again after a pause', true, [401, 429, 401], 3],
  ])('are auth when they %s', async (_what, renewed, statuses, times) => {
    for (const status of statuses) nock(ORIGIN).get('/api/titles').reply(status)
    let renewals = 0
    const error = await errorOf(ask({}, { renew: () => Promise.resolve(++renewals > 0 && renewed) }))
    expect([error.remedy, renewals, calls()]).toEqual(['auth', 1, times])
  })

  it('are no business of the client where the request expects that', async () => {
    nock(ORIGIN).get('/api/titles').reply(401, 'Unauthorized')
    let renewals = 0
    const reply = await ask({ expect: [401] }, { renew: () => Promise.resolve(++renewals > 0) })
    expect([reply.status, reply.json, renewals]).toEqual([401, null, 0])
  })

  it('end with what the renewal says', async () => {
    nock(ORIGIN).get('/api/titles').reply(401)
    const renew = () => Promise.reject(new SyncError('auth', 'authorise the app again'))
    expect(await errorOf(ask({}, { renew }))).toMatchObject({ remedy: 'auth', message: 'authorise the app again' })
  })
})

describe('an answer that is expected', () => {
  it.each([
    ['with JSON', { error: 'none' }],
    ['without anything', null],
  ])('comes back %s', async (_what, json) => {
    nock(ORIGIN)
      .get('/api/titles')
      .reply(404, json === null ? '' : json)
    expect(await ask({ expect: [404] })).toMatchObject({ status: 404, json })
  })

  it('is none when a proxy gives a page: that does not tell whether the ERP has the record', async () => {
    nock(ORIGIN).get('/api/titles').times(5).reply(404, '<html>not found</html>')
    const { remedy, message } = await errorOf(ask({ expect: [404] }))
    expect([remedy, message]).toEqual(['unavailable', 'GET /titles answered 404 with a page instead of JSON'])
  })
})

describe('an adapter that judges', () => {
  it('finds the error in a 200, which is then treated by its remedy', async () => {
    const judge: HttpOptions['judge'] = ({ json }) =>
      (json as { fault?: string }).fault ? new SyncError('throttled', 'too often', { retryAfterMs: 2_000 }) : null
    nock(ORIGIN).post('/api/titles').reply(200, { fault: 'x' })
    nock(ORIGIN).post('/api/titles').reply(200, { rows: [] })
    expect((await ask({ method: 'POST' }, { judge })).json).toEqual({ rows: [] })
    expect(link.waits).toEqual([2_000])
  })

  it('wins over the status, also over an expected one', async () => {
    for (const [status, expected] of [
      [500, []],
      [404, [404]],
    ] as const) {
      nock(ORIGIN).get('/api/titles').reply(status, { code: 'no company' })
      const judge = () => new SyncError('settings', 'no such company')
      expect(await errorOf(ask({ expect: expected }, { judge }))).toMatchObject({ message: 'no such company' })
    }
    expect(link.waits).toEqual([])
  })

  it('leaves to the status what it does not know', async () => {
    nock(ORIGIN).get('/api/titles').reply(403, { code: 'x' })
    expect((await errorOf(ask({}, { judge: () => null }))).remedy).toBe('auth')
  })

  it('says no more than a few sentences, without half characters', async () => {
    nock(ORIGIN)
      .get('/api/titles')
      .reply(400, { text: `${'x'.repeat(299)}😀${'y'.repeat(5_000)}` })
    const judge: HttpOptions['judge'] = ({ json }) => new SyncError('settings', (json as { text: string }).text)
    const { message, stack = '' } = await errorOf(ask({}, { judge }))
    expect(message).toBe(`${'x'.repeat(299)}\ufffd`)
    expect(stack).not.toContain('yyy')
  })
})

describe('another address', () => {
  it.each([301, 302, 303, 307, 308])('that a %i points to is not asked, and the error says so', async (status) => {
    nock(ORIGIN).get('/api/titles').reply(status, '', { Location: 'https://login.example.net/sso?token=t0p-s3cret' })
    const { remedy, message } = await errorOf(ask())
    expect(remedy).toBe('settings')
    expect(message).toBe(
      `GET /titles answered ${status}: a redirect to https://login.example.net, which is not followed`,
    )
    expect(calls()).toBe(1)
  })

  it.each([
    'https://evil.example.com/titles',
    'http://erp.example.com/api/titles',
    'https://erp.example.com:8443/api/titles',
    'https://erp.example.com.evil.net/titles',
    '//evil.example.com/titles',
    '\\\\evil.example.com/titles',
    '/\\evil.example.com/titles',
    ' //evil.example.com',
    'https://',
    'https://[',
    'file:///etc/passwd',
    'data:application/json,{}',
  ])('is refused as a path: %j', async (path) => {
    const { remedy, message } = await errorOf(ask({ path }))
    expect([remedy, message]).toEqual(['settings', `the ERP points to another address than ${ORIGIN}: not followed`])
    expect(calls()).toBe(0)
  })

  it('is none when it is the same origin: a next link goes', async () => {
    nock(ORIGIN).get('/api/titles?page=2').reply(200, [2])
    expect((await ask({ path: `${ORIGIN}/api/titles?page=2` })).json).toEqual([2])
    expect(JSON.parse(link.logged[0] ?? '')).toMatchObject({ path: '/api/titles' })
  })
})

it('a limit that nobody named is a fault of the adapter', async () => {
  await expect(ask({ limit: 'detail' })).rejects.toThrow(TypeError)
})

it('each attempt is logged by its path, without what was asked', async () => {
  nock(ORIGIN)
    .get(/titles/)
    .reply(500)
  nock(ORIGIN)
    .get(/titles/)
    .reply(200, [])
  await ask({ path: '/titles/17?cnpj=11222333000181', query: { apiKey: 'k3y' } })
  const lines = link.logged.map((line) => JSON.parse(line))
  expect(lines.map(({ ms, ...line }) => [typeof ms, line])).toEqual([
    ['number', { method: 'GET', path: '/titles/17', status: 500, attempt: 1 }],
    ['number', { method: 'GET', path: '/titles/17', status: 200, attempt: 2 }],
  ])
})

it('a fault in an adapter goes on as it is', async () => {
  nock(ORIGIN).get('/api/titles').reply(200, {})
  const fault = new TypeError('cannot read properties of undefined')
  const judge = () => {
    throw fault
  }
  await expect(ask({}, { judge, secrets: [new Secret('s3cret-key')] })).rejects.toBe(fault)
})
