import { inspect } from 'node:util'
import nock from 'nock'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SyncError } from '../../src/sync/errors.ts'
import type { HttpOptions, HttpRequest } from '../../src/sync/http.ts'
import { Secret } from '../../src/sync/secret.ts'
import { createTestLink, createVendorClock, type TestLink } from '../conformance/link.ts'

const ORIGIN = 'https://erp.example.com'
const KEY = 'Kéy/with+odd "marks"=& 4f1b2c'
const CLIENT = 'client-77'
const BASIC = Buffer.from(`${CLIENT}:${KEY}`).toString('base64')
const SESSION = 'b1-session-9c2e'
const TOKEN = 'rotated-access-token-31'
const signal = new AbortController().signal

/** Every form in which the key could be read by somebody. */
const FORMS = [
  KEY,
  encodeURIComponent(KEY),
  encodeURIComponent(KEY).replace(/%../g, (octet) => octet.toLowerCase()),
  new URLSearchParams({ k: KEY }).toString().slice(2),
  JSON.stringify(KEY).slice(1, -1),
  Buffer.from(KEY).toString('base64'),
  BASIC,
  SESSION,
  TOKEN,
]

let link: TestLink
beforeEach(() => {
  nock.cleanAll()
  nock.disableNetConnect()
  link = createTestLink(createVendorClock())
})
// Activated here, not by the import: the file before may have restored what both files share.
beforeAll(() => {
  if (!nock.isActive()) nock.activate()
})
afterAll(() => nock.restore())

const HEADERS = { authorization: `Basic ${BASIC}`, cookie: `B1SESSION=${SESSION}; ROUTEID=.node1` }

async function fail(options: Partial<HttpOptions> = {}, request: Partial<HttpRequest> = {}): Promise<SyncError> {
  const http = link.http({
    baseUrl: ORIGIN,
    timeoutMs: 1_000,
    limits: { default: { parallel: 5, count: 1_000, intervalMs: 10 } },
    secrets: [new Secret(KEY), new Secret('')],
    headers: () => HEADERS,
    ...options,
  })
  const query = { key: KEY, token: TOKEN }
  const asked = http.request({ method: 'POST', path: '/titles', query, body: { key: KEY }, signal, ...request })
  return asked.then(
    () => expect.unreachable('it did not fail'),
    (reason: SyncError) => reason,
  )
}

/** All that anybody could get to see of an error: its words, its causes, its stack, its fields. */
function seenOf(error: unknown): string {
  const parts: string[] = []
  for (let one = error; one instanceof Error; one = one.cause) {
    parts.push(one.message, one.stack ?? '', String(one), JSON.stringify(one))
    parts.push(
      JSON.stringify(Object.fromEntries(Object.getOwnPropertyNames(one).map((key) => [key, Reflect.get(one, key)]))),
    )
  }
  return [...parts, inspect(error, { depth: 20, showHidden: true }), ...link.logged].join('\n')
}

const expectNothingOf = (error: unknown): void => {
  const seen = seenOf(error)
  for (const form of FORMS) expect(seen).not.toContain(form)
}
const reply = (status: number, body = '', headers = {}) =>
  nock(ORIGIN)
    .post(/titles/)
    .reply(status, body, headers)

describe('no secret is seen', () => {
  it.each([400, 401, 403, 404, 500])('in the error of a %i', async (status) => {
    reply(status, JSON.stringify({ error: KEY }), { 'x-echo': SESSION })
    const error = await fail()
    expect(error.message).toContain(`POST /titles answered ${status}`)
    expectNothingOf(error)
  })

  it.each([
    ['ECONNRESET', `connect to ${ORIGIN}/titles?key=${encodeURIComponent(KEY)} as Basic ${BASIC}`],
    ['ERR_INVALID_CHAR', `Invalid character in header content ["authorization"]: Basic ${BASIC}`],
  ])('in the error of a connection: %s', async (code, words) => {
    nock(ORIGIN)
      .post(/titles/)
      .replyWithError(Object.assign(new Error(words), { code, config: { key: KEY } }))
    const error = await fail()
    expect(error.message).toContain(code)
    expect((error.cause as Error).message).toContain('***')
    expectNothingOf(error)
  })

  it.each([...FORMS, `Basic ${BASIC}`, `B1SESSION=${SESSION}`])('when the vendor says it back: %s', async (form) => {
    const judge: HttpOptions['judge'] = ({ json, headers }) => {
      const said = `${(json as { said: string }).said} ${headers['x-said']}`
      const cause = new SyncError('auth', `because ${said}`, { cause: new Error(`deeper: ${said}`) })
      return new SyncError('settings', `the ERP says: ${said}`, { cause })
    }
    reply(400, JSON.stringify({ said: form }), { 'x-said': encodeURIComponent(form) })
    const error = await fail({ judge, secrets: [new Secret(KEY), new Secret(TOKEN)] })
    expect(error.message).toMatch(/^the ERP says: .*\*\*\*/)
    expect((error.cause as Error).message).toMatch(/^because .*\*\*\*/)
    expectNothingOf(error)
  })

  it('when it stands across the place where long words are cut', async () => {
    const judge: HttpOptions['judge'] = ({ json }) => new SyncError('settings', (json as { said: string }).said)
    reply(400, JSON.stringify({ said: `${'x'.repeat(290)}${KEY}` }))
    const { message } = await fail({ judge })
    expect(message).toBe(`${'x'.repeat(290)}***`)
  })

  it('when one is the beginning of another', async () => {
    const judge = () => new SyncError('auth', 'the key abc-123-live of abc-123 is refused')
    reply(401)
    const { message } = await fail({ judge, secrets: [new Secret('abc-123'), new Secret('abc-123-live')] })
    expect(message).toBe('the key *** of *** is refused')
  })

  it('when the cause is no error at all', async () => {
    const judge = () => new SyncError('settings', 'no', { cause: `POST with ${KEY}` })
    reply(400, '{}')
    const error = await fail({ judge })
    expect((error.cause as Error).message).toBe('POST with ***')
    expectNothingOf(error)
  })

  it('when it came into the list later: a token that was renewed meanwhile', async () => {
    const secrets = [new Secret(KEY)]
    const judge = () => {
      secrets.push(new Secret('fresh-token-55'))
      return new SyncError('auth', 'fresh-token-55 is refused')
    }
    reply(401)
    expect((await fail({ judge, secrets })).message).toBe('*** is refused')
  })

  it('when only the header of the request has it', async () => {
    const judge = () => new SyncError('auth', `Bearer ${TOKEN} is refused: ${TOKEN}`)
    reply(401)
    const error = await fail({ judge }, { headers: { Authorization: `Bearer ${TOKEN}` } })
    expect(error.message).toBe('*** is refused: ***')
    expectNothingOf(error)
  })

  it('in a redirect', async () => {
    reply(302, '', { Location: `https://login.example.net/?key=${encodeURIComponent(KEY)}` })
    expectNothingOf(await fail())
  })

  it('in what is logged, also where it stands in the path', async () => {
    nock(ORIGIN).post(/./).reply(404)
    const error = await fail({}, { path: `/hooks/${encodeURIComponent(KEY)}/titles?token=${TOKEN}` })
    expect(JSON.parse(link.logged[0] ?? '')).toMatchObject({ path: '/hooks/***/titles', status: 404 })
    expectNothingOf(error)
  })

  it('in a fault of the adapter itself', async () => {
    reply(200, '{}')
    const judge = () => {
      throw new TypeError(`cannot read ${KEY}`, { cause: { config: KEY } })
    }
    const error = await fail({ judge })
    expect(error.message).toBe('cannot read ***')
    expectNothingOf(error)
  })
})

it('short values and ordinary headers are left to be read', async () => {
  reply(400, JSON.stringify({ said: 'company 12 of application/json' }))
  const judge: HttpOptions['judge'] = ({ json }) => new SyncError('settings', (json as { said: string }).said)
  const { message } = await fail({ judge, headers: () => ({ 'x-api-key': '12' }), secrets: [new Secret('')] })
  expect(message).toBe('company 12 of application/json')
})
