import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Room } from '../../src/app.ts'
import { DatabaseUnavailable } from '../../src/database-errors.ts'
import { problem } from '../../src/web/problems.ts'
import { bearer, buildToyApp, FULL_KEY, orderRoom, type ToyApp } from './toy-app.ts'

const faultyRoom: Room = async (app) => {
  const fail = (operationId: string, error: () => Error) =>
    app.get(
      `/v1/faults/${operationId}`,
      { config: { scope: 'read' }, schema: { operationId, tags: ['toys'] } },
      async () => {
        throw error()
      },
    )
  fail('bug', () => new TypeError('secret detail of the inside'))
  fail('away', () => new DatabaseUnavailable('the database cannot be reached'))
  fail('conflict', () => problem(409, 'It changed.', [{ path: 'order.id', message: 'was used before' }]))
  app.get(
    '/v1/faults/answer',
    {
      config: { scope: 'read' },
      schema: { operationId: 'answer', tags: ['toys'], response: { 200: z.object({ amount: z.string() }) } },
    },
    async () => ({ amount: 12 }) as never,
  )
}

let toy: ToyApp
beforeAll(async () => {
  toy = await buildToyApp([orderRoom, faultyRoom])
})
afterAll(() => toy.app.close())

const ORDER = { order: { amount: '10.00' } }

async function post(payload: string | Buffer | object, options: { url?: string; contentType?: string } = {}) {
  const response = await toy.app.inject({
    method: 'POST',
    url: options.url ?? '/v1/toys/7/orders',
    headers: { ...bearer(FULL_KEY), 'content-type': options.contentType ?? 'application/json' },
    payload,
  })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}

const get = (url: string) => toy.app.inject({ method: 'GET', url, headers: bearer(FULL_KEY) })

describe('a request that is right', () => {
  it('passes', async () => {
    const { status, body } = await post({ order: { amount: '10.00', note: 'ação \u{1F600}' } })
    expect(status).toBe(200)
    expect(body).toEqual({ id: '7', amount: '10.00', note: 'ação \u{1F600}' })
  })
})

describe('every refusal is a problem', () => {
  it('has the members of RFC 9457 and the request id', async () => {
    const { status, headers, body } = await post({ order: { amount: 10 } })
    expect(status).toBe(400)
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toEqual({
      type: '/problems/malformed',
      title: 'Malformed request',
      status: 400,
      detail: 'The body has faults.',
      instance: expect.stringMatching(/^req_[0-9a-f]{12}_\w+$/),
      errors: [{ path: 'order.amount', message: 'must be text' }],
    })
  })

  it.each([
    ['an unknown field', { ...ORDER, extra: 1 }, 'extra'],
    ['an unknown field deeper', { order: { amount: '1.00', extra: 1 } }, 'order.extra'],
    ['a missing field', { order: {} }, 'order.amount'],
  ])('names the path of %s', async (_what, payload, path) => {
    const { status, body } = await post(payload)
    expect(status).toBe(400)
    expect(body.errors).toEqual([{ path, message: expect.any(String) }])
  })

  it('names what is wrong in the query and in the path', async () => {
    const query = await post(ORDER, { url: '/v1/toys/7/orders?limit=x' })
    expect(query.body.errors).toEqual([{ path: 'query.limit', message: 'must be a number' }])
    const unknown = await post(ORDER, { url: '/v1/toys/7/orders?lmit=1' })
    expect(unknown.body.errors).toEqual([{ path: 'query.lmit', message: 'is not a known field' }])
    const twice = await post(ORDER, { url: '/v1/toys/7/orders?limit=1&limit=2' })
    expect(twice.body.errors).toMatchObject([{ path: 'query.limit' }])
    const path = await post(ORDER, { url: `/v1/toys/${'7'.repeat(21)}/orders` })
    expect(path.body.errors).toMatchObject([{ path: 'params.id' }])
  })

  it('refuses an unknown query on routes that declare none', async () => {
    const response = await toy.app.inject('/healthz?verbose=1')
    expect(response.statusCode).toBe(400)
    expect(response.json().errors).toEqual([{ path: 'query.verbose', message: 'is not a known field' }])
  })

  it.each([
    ['half an object', '{"order":'],
    ['a trailing comma', '{"order":{"amount":"1.00",}}'],
    ['deep nesting', '['.repeat(200_000)],
  ])('refuses JSON with %s', async (_what, payload) => {
    const { status, body } = await post(payload)
    expect(status).toBe(400)
    expect(body.detail).toMatch(/^The body is not JSON/)
  })

  it.each(['', 'null'])('says that a body is needed instead of %j', async (payload) => {
    const { status, body } = await post(payload)
    expect(status).toBe(400)
    expect(body.detail).toBe('The request needs a JSON body with Content-Type: application/json.')
  })

  it('refuses bytes that are not UTF-8 and names the likely cause', async () => {
    const { status, body } = await post(Buffer.from('{"order":{"amount":"1.00","note":"a\xe7\xe3o"}}', 'latin1'))
    expect(status).toBe(400)
    expect(body.detail).toContain('ISO-8859-1')
  })

  it.each([
    ['NUL', '{"order":{"amount":"1.00","note":"a\\u0000b"}}', 'order.note'],
    ['half a surrogate pair', '{"order":{"amount":"1.00","note":"\\ud83d"}}', 'order.note'],
    ['__proto__', '{"order":{"amount":"1.00","__proto__":{"a":1}}}', 'order.__proto__'],
    ['an escaped __proto__', '{"\\u005f_proto__":{"a":1},"order":{"amount":"1.00"}}', '__proto__'],
    ['constructor', '{"order":{"amount":"1.00"},"list":[{"constructor":{"prototype":{}}}]}', 'list[0].constructor'],
  ])('refuses %s in a body', async (_what, payload, path) => {
    const { status, body } = await post(payload)
    expect(status).toBe(400)
    expect(body.errors).toMatchObject([{ path }])
  })

  it('takes escapes of ordinary letters', async () => {
    const { status, body } = await post('{"order":{"amount":"1.00","note":"a\\u00e7\\u00e3o \\ud83d\\ude00"}}')
    expect(status).toBe(200)
    expect(body.note).toBe('ação \u{1F600}')
  })

  it('refuses other content types: 415', async () => {
    for (const contentType of ['application/xml', 'text/plain', 'nonsense']) {
      const { status, body } = await post('<order/>', { contentType })
      expect(status).toBe(415)
      expect(body.type).toBe('/problems/unsupported-media-type')
    }
  })

  it('refuses a body that is too large: 413', async () => {
    const { status, body } = await post(`{"order":{"amount":"${'1'.repeat(5 * 1024 * 1024)}"}}`)
    expect(status).toBe(413)
    expect(body.type).toBe('/problems/too-large')
  })

  it('answers 404 for a path that is nowhere, with and without a key', async () => {
    for (const response of [await get('/v1/nowhere'), await toy.app.inject('/v1/nowhere')]) {
      expect(response.statusCode).toBe(404)
      expect(response.json().type).toBe('/problems/not-found')
    }
  })

  it('answers 405 with Allow for another method of a known path', async () => {
    const response = await get('/v1/toys/7/orders')
    expect(response.statusCode).toBe(405)
    expect(response.headers['allow']).toBe('POST')
    expect(response.json().type).toBe('/problems/method-not-allowed')
  })

  it.each([
    ['a malformed percent-encoding', '/v1/toys/%zz/orders'],
    ['a percent-encoding that is not UTF-8', '/v1/toys/%ff/orders'],
    ['NUL in the path', '/v1/toys/a%00b/orders'],
    ['a malformed query', '/v1/toys/7/orders?limit=%zz'],
    ['a query that is not UTF-8', '/v1/toys/7/orders?limit=%e7'],
    ['NUL in the query', '/v1/toys/7/orders?limit=1%00'],
    ['too many parts of a query', `/v1/toys/7/orders?${'limit=1&'.repeat(101)}`],
  ])('refuses %s: 400', async (_what, url) => {
    const { status, headers, body } = await post(ORDER, { url })
    expect(status).toBe(400)
    expect(headers['content-type']).toContain('application/problem+json')
    expect(body).toMatchObject({ type: '/problems/malformed', instance: expect.stringMatching(/^req_/) })
  })

  it('refuses a path part that is too long: 414', async () => {
    const { status, body } = await post(ORDER, { url: `/v1/toys/${'7'.repeat(2_000)}/orders` })
    expect(status).toBe(414)
    expect(body.type).toBe('/problems/uri-too-long')
  })

  it('passes on what a route refuses', async () => {
    const response = await get('/v1/faults/conflict')
    expect(response.statusCode).toBe(409)
    expect(response.json()).toMatchObject({
      type: '/problems/conflict',
      detail: 'It changed.',
      errors: [{ path: 'order.id', message: 'was used before' }],
    })
  })

  it('answers 503 with Retry-After while the database is away', async () => {
    const response = await get('/v1/faults/away')
    expect(response.statusCode).toBe(503)
    expect(response.headers['retry-after']).toBe('2')
    expect(response.json().type).toBe('/problems/unavailable')
  })

  it.each(['bug', 'answer'])('hides a fault of our own (%s) and logs it under the request id', async (fault) => {
    const response = await get(`/v1/faults/${fault}`)
    expect(response.statusCode).toBe(500)
    const body = response.json()
    expect(body).toMatchObject({ type: '/problems/internal', errors: [] })
    expect(response.body).not.toContain('secret')
    expect(toy.log.filter((line) => line['requestId'] === body.instance && line['level'] === 50)).toHaveLength(1)
  })
})

describe('what is not HTTP', () => {
  async function send(text: string): Promise<string> {
    if (!toy.app.server.listening) await toy.app.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect((toy.app.server.address() as AddressInfo).port, '127.0.0.1')
    let answer = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk
    })
    socket.write(text)
    await once(socket, 'close')
    return answer
  }

  it.each([
    ['nonsense', 'NONSENSE\r\n\r\n', 400],
    ['headers that are too large', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address that is too long', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431],
  ])('answers %s with a problem', async (_what, text, status) => {
    const [head = '', body = ''] = (await send(text)).split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(head).toContain('content-type: application/problem+json')
    expect(JSON.parse(body)).toMatchObject({ status, instance: expect.stringMatching(/^req_/) })
  })
})
