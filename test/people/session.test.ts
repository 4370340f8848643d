import { fastify } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCallers } from '../../src/access/callers.ts'
import type { App } from '../../src/app.ts'
import { ABILITIES, isAble } from '../../src/people/abilities.ts'
import type { PeopleSettings } from '../../src/people/people-files.ts'
import { ROLES } from '../../src/people/person.ts'
import { createAuthentication } from '../../src/web/auth.ts'
import { createErrorHandler } from '../../src/web/errors.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { parseQueryString } from '../../src/web/query-string.ts'
import { guardRoutes } from '../../src/web/routing.ts'
import { createSessionGuard, localPathOf, preparePages, type SessionGuard } from '../../src/web/session.ts'
import { validatorCompiler } from '../../src/web/validation.ts'
import { ADDRESS, NO_FILE, openRoom, PASSWORD, type Room } from './room.ts'

const HOST = 'localhost:3000'
const session = { scope: 'session' } as const
const schema = { hide: true }

/** Pages as the console has them: one for each ability, and the login. */
async function buildPages(room: Room, settings: PeopleSettings, rendered: boolean): Promise<App> {
  const app: App = fastify({
    routerOptions: { querystringParser: parseQueryString as never },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(createErrorHandler(pino({ level: 'silent' })))
  app.decorateRequest('caller', null)
  app.decorateRequest('startedMs', 0)
  const guard = createSessionGuard({
    ...{ people: room.people, settings, refusalHeaders: { 'content-security-policy': "style-src 'self'" } },
    ...(rendered ? { renderRefusal: (_request, { reason, message }) => `<p class="${reason}">${message}</p>` } : {}),
  })
  const callers = createCallers(async () => null, performance.now.bind(performance))
  guardRoutes(
    app,
    createAuthentication(callers, 0, () => 0),
    createMetrics(),
    guard,
  )
  await app.register(async (pages: App) => {
    await preparePages(pages)
    addPages(pages, room, guard)
  })
  await app.ready()
  return app
}

function addPages(pages: App, room: Room, guard: SessionGuard): void {
  const { people } = room
  pages.get('/eu', { config: session, schema }, async (request) => ({
    ...{ login: request.person?.login, csrf: request.session?.csrf, mustChange: request.session?.mustChange },
  }))
  pages.post(
    '/eu',
    { config: session, schema: { ...schema, body: z.object({ nome: z.string().max(5) }) } },
    async (request) => request.body,
  )
  pages.get('/senha', { config: { ...session, beforeChange: true }, schema }, async () => 'troque')
  for (const ability of ABILITIES)
    pages.get(`/pode/${ability}`, { config: { ...session, ability }, schema }, async () => 'sim')
  pages.get(
    '/entrar',
    {
      config: { scope: 'public' },
      schema: { ...schema, querystring: z.strictObject({ para: z.string().optional() }) },
    },
    async (request, reply) => guard.loginToken(request, reply),
  )
  pages.post('/entrar', { config: { scope: 'public' }, schema }, async (request, reply) => {
    const { login, password, _csrf } = request.body as Record<string, string>
    if (!guard.isOurs(request, _csrf ?? '')) return reply.code(403).send('csrf')
    const formerToken = guard.tokenOf(request) ?? undefined
    const outcome = await people.logIn({ login: login ?? '', password: password ?? '', address: ADDRESS, formerToken })
    if (outcome.kind === 'in') guard.begin(request, reply, outcome.token)
    return outcome.kind
  })
  pages.post('/sair', { config: { ...session, beforeChange: true }, schema }, async (request, reply) => {
    await people.logOut(request.session?.token ?? '', request)
    guard.end(reply)
    return 'fora'
  })
  pages.get('/ida', { config: { scope: 'public' }, schema }, async (request, reply) => {
    guard.carry(request, reply, 'the-ticket')
    return 'ida'
  })
  pages.get('/volta', { config: { scope: 'public' }, schema }, async (request) => guard.carried(request) ?? 'nada')
}

interface Sent {
  readonly method?: 'GET' | 'POST'
  readonly form?: Readonly<Record<string, string>> | string
  readonly headers?: Readonly<Record<string, string>>
}

describe('pages behind a session', () => {
  let room: Room
  let app: App
  let plain: App
  beforeAll(async () => {
    room = await openRoom('sqlite')
    await room.people.ensureAdmin()
    app = await buildPages(room, NO_FILE, true)
    plain = await buildPages(room, NO_FILE, false)
    for (const role of ROLES) await room.make(`um-${role}`, role)
  })
  afterAll(async () => {
    await app.close()
    await plain.close()
    await room.close()
  })

  async function send(url: string, { method = 'GET', form, headers = {} }: Sent = {}, on = app) {
    const body = form === undefined ? undefined : typeof form === 'string' ? form : new URLSearchParams(form).toString()
    const reply = await on.inject({
      ...{ url, method: body === undefined ? method : 'POST' },
      headers: {
        host: HOST,
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body }),
    })
    const cookies = [reply.headers['set-cookie'] ?? []].flat()
    return {
      status: reply.statusCode,
      body: reply.body,
      location: reply.headers.location,
      cookies,
      type: reply.headers['content-type'],
    }
  }
  const cookieOf = (token: string) => ({ cookie: `fiado=${token}` })
  const csrfOf = async (token: string) =>
    JSON.parse((await send('/eu', { headers: cookieOf(token) })).body).csrf as string

  it('lets in who is logged in, and tells the page who it is', async () => {
    const token = await room.enter('um-rep')
    const { status, body } = await send('/eu', { headers: cookieOf(token) })
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({ login: 'um-rep', csrf: expect.stringMatching(/^[\w-]{43}$/), mustChange: false })
    expect(body).not.toContain(token)
  })

  it.each([
    '',
    'fiado=',
    'fiado=x',
    `fiado=${'a'.repeat(43)}`,
    'outro=1',
    `fiado=${'%'.repeat(9)}`,
    `fiado=${'x'.repeat(9_000)}`,
  ])('sends who is not (cookie %j) to the login, and back to the page', async (cookie) => {
    const { status, location } = await send('/eu', { headers: { cookie } })
    expect([status, location]).toEqual([303, '/entrar?para=%2Feu'])
  })

  it('answers a form without a session with 401, and a script that looks for news', async () => {
    const form = await send('/eu', { form: { nome: 'x' } })
    expect([form.status, form.type, form.body]).toEqual([
      ...[401, 'text/html; charset=utf-8', '<p class="no_session">Sua sessão terminou. Entre de novo.</p>'],
    ])
    expect((await send('/eu', { headers: { 'sec-fetch-dest': 'empty' } })).status).toBe(401)
    const refused = await app.inject({ method: 'POST', url: '/eu', headers: { host: HOST } })
    expect(refused.headers['content-security-policy']).toBe("style-src 'self'")
    const asProblem = await send('/eu', { form: { nome: 'x' } }, plain)
    expect([asProblem.status, JSON.parse(asProblem.body).type]).toEqual([401, '/problems/unauthenticated'])
  })

  it('lets every role to every page that is theirs, and to no other', async () => {
    const found: Record<string, number[]> = {}
    const wanted: Record<string, number[]> = {}
    for (const role of ROLES) {
      const headers = cookieOf(await room.enter(`um-${role}`))
      found[role] = []
      for (const ability of ABILITIES) found[role].push((await send(`/pode/${ability}`, { headers })).status)
      wanted[role] = ABILITIES.map((ability) => (isAble(role, ability) ? 200 : 403))
    }
    expect(found).toEqual(wanted)
    const rep = await send('/pode/people.manage', { headers: cookieOf(await room.enter('um-rep')) })
    expect(rep.body).toBe('<p class="not_able">Seu perfil não dá acesso a esta página.</p>')
  })

  it('allows nothing but changing the password and leaving until it is changed', async () => {
    const id = await room.make('novo')
    const reset = await room.people.users.resetPassword(id)
    if (reset.kind !== 'reset') throw new Error(reset.message)
    const outcome = await room.people.logIn({ login: 'novo', password: reset.password, address: ADDRESS })
    if (outcome.kind !== 'in') throw new Error('not in')
    const headers = cookieOf(outcome.token)
    const seen = await send('/pode/orders.see', { headers })
    expect([seen.status, seen.location]).toEqual([303, '/senha'])
    expect((await send('/senha', { headers })).body).toBe('troque')
    expect((await send('/eu', { headers, form: { nome: 'x' } })).status).toBe(403)
    const changed = await room.people.changePassword({ token: outcome.token, current: reset.password, next: PASSWORD })
    if (changed.kind !== 'changed') throw new Error(changed.message)
    expect((await send('/pode/orders.see', { headers: cookieOf(changed.token) })).status).toBe(200)
    expect((await send('/pode/orders.see', { headers })).status).toBe(303)
  })

  it('takes a form only with the token of its own session', async () => {
    const [mine, other] = [await room.enter('um-rep'), await room.enter('um-rep')]
    const csrf = await csrfOf(mine)
    const post = async (_csrf: string | null, headers: object = {}) => {
      const form = { nome: 'Ana', ...(_csrf === null ? {} : { _csrf }) }
      return (await send('/eu', { form, headers: { ...cookieOf(mine), ...headers } })).status
    }
    expect(await post(csrf)).toBe(200)
    expect(csrf).toBe(await csrfOf(mine))
    for (const wrong of [null, '', 'x', csrf.slice(1), `${csrf}x`, csrf.toLowerCase(), await csrfOf(other), mine])
      expect(await post(wrong), String(wrong)).toBe(403)
    const twice = await send('/eu', { form: `nome=Ana&_csrf=${csrf}&_csrf=${csrf}`, headers: cookieOf(mine) })
    expect(twice.status).toBe(403)
    const forged = await send('/eu', { form: { nome: 'too long a name' }, headers: cookieOf(mine) })
    expect(forged.body).toBe(
      '<p class="wrong_token">Este formulário venceu ou é de outra sessão. Volte à página e tente de novo.</p>',
    )
    expect((await send('/eu', { method: 'POST', headers: cookieOf(mine) })).status).toBe(403)
    const json = { ...cookieOf(mine), 'content-type': 'application/json' }
    const reply = await app.inject({
      method: 'POST',
      url: '/eu',
      headers: { host: HOST, ...json },
      payload: '{"nome":"Ana"}',
    })
    expect(reply.statusCode).toBe(403)
  })

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'x' }, 403],
    [{ origin: `http://${HOST}` }, 200],
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'http://localhost:4000' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: `http://${HOST}.evil.example` }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: `http://${HOST}` }, 403],
  ])('answers a form with the right token and %j by %i', async (headers, status) => {
    const token = await room.enter('um-rep')
    const form = { nome: 'Ana', _csrf: await csrfOf(token) }
    expect((await send('/eu', { form, headers: { ...cookieOf(token), ...headers } })).status).toBe(status)
    // The login form too, which has no session to forge yet.
    const login = await send('/entrar', { form: { login: 'x' }, headers })
    expect(login.body === 'csrf' ? 200 : login.status).toBe(status)
    // Reading is harmless, and links from elsewhere are welcome.
    expect((await send('/eu', { headers: { ...cookieOf(token), ...headers } })).status).toBe(200)
  })

  it('refuses forms that cannot be read', async () => {
    const token = await room.enter('um-rep')
    const csrf = await csrfOf(token)
    const bad = ['nome=%00', 'nome=%zz', '%00=x', Array(120).fill('a=1').join('&')]
    for (const text of bad) {
      const { status } = await send('/eu', { form: `${text}&_csrf=${csrf}`, headers: cookieOf(token) })
      expect(status, text).toBe(400)
    }
    const long = await send('/eu', { form: { nome: 'x'.repeat(10), _csrf: csrf }, headers: cookieOf(token) })
    expect(long.status).toBe(400)
    const huge = await send('/eu', { form: `nome=${'x'.repeat(2_000_000)}`, headers: cookieOf(token) })
    expect(huge.status).toBe(413)
  })

  it('logs in by a form of this browser only, with another session each time', async () => {
    const asked = await send('/entrar?para=/pedidos')
    expect(asked.cookies).toEqual([expect.stringMatching(/^fiado-login=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)])
    const cookie = asked.cookies[0]?.split(';')[0] ?? ''
    expect((await send('/entrar', { headers: { cookie } })).body).toBe(asked.body)
    const form = { login: 'um-rep', password: PASSWORD, _csrf: asked.body }
    expect((await send('/entrar', { form })).body).toBe('csrf')
    expect((await send('/entrar', { form: { ...form, _csrf: 'x' }, headers: { cookie } })).body).toBe('csrf')
    const first = await send('/entrar', { form, headers: { cookie } })
    expect(first.body).toBe('in')
    expect(first.cookies).toEqual([expect.stringMatching(/^fiado=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)])
    const before = first.cookies[0]?.split(';')[0] ?? ''
    const second = await send('/entrar', { form, headers: { cookie: `${cookie}; ${before}` } })
    const after = second.cookies[0]?.split(';')[0] ?? ''
    expect(after).not.toBe(before)
    expect((await send('/eu', { headers: { cookie: before } })).status).toBe(303)
    expect((await send('/eu', { headers: { cookie: after } })).status).toBe(200)
  })

  it('logs out, and takes the cookie away', async () => {
    const token = await room.enter('um-rep')
    const form = { _csrf: await csrfOf(token) }
    const { body, cookies } = await send('/sair', { form, headers: cookieOf(token) })
    expect(body).toBe('fora')
    expect(cookies).toEqual([
      'fiado=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
      '__Host-fiado=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    ])
    expect((await send('/eu', { headers: cookieOf(token) })).status).toBe(303)
  })

  it.each([
    [{ host: 'localhost:3000' }, {}, false],
    [{ host: '127.0.0.1:3000' }, {}, false],
    [{ host: '[::1]:3000' }, {}, false],
    [{ host: 'servidor:3000' }, {}, false],
    [{ host: '192.168.0.10:3000' }, {}, false],
    [{ host: 'fiado.lan' }, {}, false],
    [{ host: 'fiado.example.com' }, {}, true],
    [{ host: '10.example.com' }, {}, true],
    [{ host: '192.168.0.10.example.com' }, {}, true],
    [{ host: '203.0.113.7' }, {}, true],
    [{ host: 'localhost', 'x-forwarded-proto': 'https' }, {}, true],
    [{ host: 'localhost', origin: 'https://localhost' }, {}, true],
    [{ host: 'localhost' }, { cookies: 'secure' }, true],
    [{ host: 'fiado.example.com' }, { cookies: 'plain' }, false],
    [{ host: 'localhost' }, { publicUrl: 'https://fiado.example.com' }, true],
    [{ host: 'fiado.example.com' }, { publicUrl: 'http://fiado.example.com' }, false],
  ] as const)('with %j and %j gives a cookie with Secure: %s', async (headers, settings, isSecure) => {
    const pages = await buildPages(room, { ...NO_FILE, ...settings }, true)
    const { cookies } = await send('/ida', { headers }, pages)
    const end = 'the-ticket; Max-Age=600; Path=/; HttpOnly'
    expect(cookies).toEqual([
      isSecure ? `__Host-fiado-ticket=${end}; Secure; SameSite=Lax` : `fiado-ticket=${end}; SameSite=Lax`,
    ])
    // What anybody on the way could have set is not taken where it has to be secure.
    const planted = await send('/volta', { headers: { ...headers, cookie: 'fiado-ticket=planted' } }, pages)
    expect(planted.body).toBe(isSecure ? 'nada' : 'planted')
    const own = await send(
      '/volta',
      { headers: { ...headers, cookie: 'fiado-ticket=planted; __Host-fiado-ticket=own' } },
      pages,
    )
    expect(own.body).toBe('own')
    await pages.close()
  })

  it('goes after the login only to paths of this site', () => {
    for (const path of ['/', '/pedidos', '/pedidos?pagina=2&ordem=a%20b', '/clientes/omie/1042', '/a/%2f/b'])
      expect(localPathOf(path)).toBe(path)
    for (const elsewhere of [
      ...[undefined, '', 'pedidos', '//evil.example', '///evil.example', '/\\evil.example', '\\/evil.example'],
      ...['https://evil.example', 'javascript:alert(1)', '/\t/evil.example', '/\n/evil.example', ' //evil.example'],
      ...['/./\\evil.example', '/x/..//evil.example', '/entrar', '/entrar?para=/x', '/entrar/retorno', '/ã', '/\0'],
      `/${'x'.repeat(2_000)}`,
    ])
      expect(localPathOf(elsewhere), String(elsewhere)).toBe('/')
  })

  it('keeps the page as far as it is one, for afterwards', async () => {
    expect((await send('/eu?x=1')).status).toBe(303)
    expect((await send('/pode/orders.see?a=//b')).location).toBe(
      `/entrar?para=${encodeURIComponent('/pode/orders.see?a=//b')}`,
    )
    expect((await send(`/eu?x=${'y'.repeat(2_000)}`)).location).toBe('/entrar?para=%2F')
  })

  it('still refuses unknown parameters of a page', async () => {
    const token = await room.enter('um-rep')
    expect((await send('/eu?unknown=1', { headers: cookieOf(token) })).status).toBe(400)
  })
})

describe('a page stops the program at start', () => {
  const build = async (guarded: boolean, prepared = true) => {
    const app = fastify()
    const callers = createCallers(
      async () => null,
      () => 0,
    )
    const guard = createSessionGuard({ people: { sessionOf: async () => null }, settings: NO_FILE })
    guardRoutes(
      app,
      createAuthentication(callers, 0, () => 0),
      createMetrics(),
      ...(guarded ? [guard] : []),
    )
    if (prepared) await preparePages(app)
    return app
  }
  const add = (app: Awaited<ReturnType<typeof build>>, scope: 'session' | 'public' | 'read', options: object) => () =>
    app.get('/x', { config: { scope }, ...options }, async () => '')

  it('without hide, without people, without cookies, and hidden behind a key', async () => {
    expect(add(await build(true), 'session', {})).toThrow(/declares no schema.hide/)
    expect(add(await build(false), 'session', { schema })).toThrow(/build the app with people/)
    expect(add(await build(true, false), 'session', { schema })).toThrow(/call preparePages/)
    expect(add(await build(true), 'read', { schema })).toThrow(/must not be hidden/)
    expect(add(await build(true), 'public', {})).toThrow(/operationId/)
    expect(add(await build(false, false), 'public', { schema })).not.toThrow()
    expect(add(await build(true), 'session', { schema })).not.toThrow()
  })
})
