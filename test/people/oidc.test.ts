import { createServer, type Server } from 'node:net'
import { Events, OAuth2Server } from 'oauth2-mock-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { People } from '../../src/people/people.ts'
import { OIDC_RETURN_PATH, type OidcSettings, type PeopleSettings } from '../../src/people/people-files.ts'
import { Secret } from '../../src/sync/secret.ts'
import { dialects } from '../harness/databases.ts'
import { ADDRESS, NO_FILE, openRoom, PASSWORD, type Room, storedText } from './room.ts'

const CLIENT_SECRET = 'the-secret-of-the-client'
const issuer = new OAuth2Server()
beforeAll(async () => {
  await issuer.issuer.keys.generate('RS256')
  await issuer.start(0, 'localhost')
})
afterAll(() => issuer.stop())
afterEach(() => {
  issuer.service.removeAllListeners()
})

const settingsOf = (url: string | undefined, more: Partial<OidcSettings> = {}): PeopleSettings => ({
  ...NO_FILE,
  publicUrl: 'http://localhost:3000',
  oidc: {
    ...{ issuer: new URL(url ?? 'http://localhost'), clientId: 'fiado', clientSecret: new Secret(CLIENT_SECRET) },
    ...{ redirectUri: `http://localhost:3000${OIDC_RETURN_PATH}`, loginClaim: 'email', scope: 'openid email profile' },
    ...{ createAs: null, roles: null, ...more },
  },
})

/** What the issuer says of whoever logs in next, all of it in the token. */
function says(claims: { readonly sub: string; readonly [claim: string]: unknown }): void {
  issuer.service.on(Events.BeforeTokenSigning, (token) => {
    Object.assign(token.payload, claims)
  })
  issuer.service.on(Events.BeforeUserinfo, (response) => {
    response.body = { sub: claims.sub }
  })
}

const oidcOf = (people: People) => {
  if (!people.oidc) throw new Error('no oidc')
  return people.oidc
}

/** Goes to the issuer and comes back, as a browser does. */
async function begin(people: People, to = '/'): Promise<{ query: string; ticket: string; asked: URLSearchParams }> {
  const started = await oidcOf(people).start(to)
  if (started.kind !== 'redirect') throw new Error(started.message)
  const reply = await fetch(started.url, { redirect: 'manual' })
  const back = new URL(reply.headers.get('location') ?? '')
  expect(`${back.origin}${back.pathname}`).toBe('http://localhost:3000/entrar/retorno')
  return { query: back.search.slice(1), ticket: started.ticket, asked: new URL(started.url).searchParams }
}

async function enter(people: People, to?: string) {
  const { query, ticket } = await begin(people, to)
  return oidcOf(people).finish({ query, ticket, address: ADDRESS })
}

describe.each(dialects)("the company's login on %s", (dialect) => {
  let room: Room
  let people: People
  beforeAll(async () => {
    room = await openRoom(dialect)
    await room.people.ensureAdmin()
    people = room.another(settingsOf(issuer.issuer.url))
  })
  afterAll(() => room.close())

  it('is none where none is configured', () => {
    expect(room.people.oidc).toBeNull()
  })

  it('lets in whoever exists, by a verified e-mail, and knows them by their subject afterwards', async () => {
    const id = await room.make('ana@example.com', 'analyst')
    await room.trail()
    says({ sub: 'subject-of-ana', email: 'Ana@Example.com', email_verified: true })
    const outcome = await enter(people, '/pedidos?pagina=2')
    expect(outcome).toMatchObject({
      kind: 'in',
      person: { id, role: 'analyst' },
      mustChange: false,
      to: '/pedidos?pagina=2',
    })
    if (outcome.kind === 'in') expect((await people.personOf(outcome.token))?.id).toBe(id)
    expect(await room.trail()).toEqual([
      { actor: `Nome de ana@example.com (${id})`, action: 'login', subject: id, detail: { by: 'oidc' } },
    ])
    issuer.service.removeAllListeners()
    says({ sub: 'subject-of-ana', email: 'new-name@example.com', email_verified: true })
    expect(await enter(people)).toMatchObject({ kind: 'in', person: { id } })
    // The address is somebody else's now.
    issuer.service.removeAllListeners()
    says({ sub: 'another-subject', email: 'ana@example.com', email_verified: true })
    expect(await enter(people)).toMatchObject({ kind: 'refused', reason: 'unknown_user' })
    expect(await storedText(room.db)).not.toContain(CLIENT_SECRET)
  })

  it('asks with PKCE, state and nonce, each time with others', async () => {
    const [first, second] = [await begin(people), await begin(people)]
    expect(Object.fromEntries(first.asked)).toEqual({
      ...{ client_id: 'fiado', response_type: 'code', scope: 'openid email profile', code_challenge_method: 'S256' },
      redirect_uri: 'http://localhost:3000/entrar/retorno',
      ...{ code_challenge: expect.stringMatching(/^[\w-]{43}$/), state: expect.stringMatching(/^[\w-]{43}$/) },
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
    for (const name of ['code_challenge', 'state', 'nonce'])
      expect(first.asked.get(name)).not.toBe(second.asked.get(name))
  })

  it('refuses a state, a nonce, a verifier, a ticket or an answer that is another one', async () => {
    await room.make('bia@example.com')
    says({ sub: 'bia', email: 'bia@example.com', email_verified: true })
    const finish = (query: string, ticket: string | null) => oidcOf(people).finish({ query, ticket, address: ADDRESS })
    const change = (ticket: string, field: string) => {
      const content = JSON.parse(Buffer.from(ticket, 'base64url').toString())
      return Buffer.from(JSON.stringify({ ...content, [field]: 'x'.repeat(43) })).toString('base64url')
    }
    const denied = { kind: 'refused', reason: 'denied' }
    const stale = { kind: 'refused', reason: 'stale' }
    for (const field of ['state', 'nonce', 'verifier']) {
      const { query, ticket } = await begin(people)
      expect(await finish(query, change(ticket, field)), field).toMatchObject(denied)
    }
    const mine = await begin(people)
    const other = await begin(people)
    expect(await finish(other.query, mine.ticket)).toMatchObject(denied)
    for (const ticket of [null, '', 'x', 'e30', '🐎', 'A'.repeat(10_000)])
      expect(await finish(mine.query, ticket)).toMatchObject({ ...stale, to: '/' })
    for (const query of ['', 'error=access_denied', `state=${mine.asked.get('state')}`, '%%%', '&&&=&'])
      expect(await finish(query, mine.ticket)).toMatchObject(denied)
    const answered = `error=access_denied&state=${mine.asked.get('state')}`
    expect(await finish(answered, mine.ticket)).toMatchObject(denied)
    expect(await finish(`${mine.query}&x=${'x'.repeat(5_000)}`, mine.ticket)).toMatchObject(stale)
    // The code is used up at the first time.
    expect(await finish(mine.query, mine.ticket)).toMatchObject({ kind: 'in' })
    expect(await finish(mine.query, mine.ticket)).toMatchObject(denied)
    const late = await begin(people, '/pedidos?busca=a')
    room.advance(600_001)
    // What was wanted is kept for the next attempt.
    expect(await finish(late.query, late.ticket)).toMatchObject({ ...stale, to: '/pedidos?busca=a' })
  })

  it('refuses what is signed by another key, for another client, or is over', async () => {
    await room.make('caio@example.com')
    for (const claims of [{ aud: 'another-client' }, { exp: 1_000_000_000 }, { iss: 'http://evil.example' }]) {
      issuer.service.removeAllListeners()
      says({ sub: 'caio', email: 'caio@example.com', email_verified: true, ...claims })
      expect(await enter(people), JSON.stringify(claims)).toMatchObject({ kind: 'refused', reason: 'denied' })
    }
    issuer.service.removeAllListeners()
    const body = (response: { body: Record<string, unknown> | '' }) => response.body as { id_token: string }
    issuer.service.on(Events.BeforeResponse, (response) => {
      const [head, claims = '', signature] = body(response).id_token.split('.')
      // All is right but the signature: nonce, audience and times are those that the issuer gave.
      const forged = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), email: 'caio@example.com' }
      const payload = Buffer.from(JSON.stringify({ ...forged, email_verified: true })).toString('base64url')
      body(response).id_token = `${head}.${payload}.${signature}`
    })
    expect(await enter(people)).toMatchObject({ kind: 'refused', reason: 'denied' })
  })

  it.each([
    [{ email: 'dani@example.com', email_verified: false }, 'unverified'],
    [{ email: 'dani@example.com', email_verified: 'true' }, 'unverified'],
    [{ email: 'dani@example.com' }, 'unverified'],
    [{ email: 'not an e-mail', email_verified: true }, 'unverified'],
    [{ email: ['dani@example.com'], email_verified: true }, 'unverified'],
    [{ email: 'nobody@example.com', email_verified: true }, 'unknown_user'],
    [{ email: 'inactive@example.com', email_verified: true }, 'unknown_user'],
  ])('turns away %j: %s', async (claims, reason) => {
    if ((await room.people.users.list()).every(({ login }) => login !== 'dani@example.com')) {
      await room.make('dani@example.com')
      await room.people.users.change(await room.make('inactive@example.com'), { active: false })
    }
    await room.trail()
    says({ sub: `sub-${JSON.stringify(claims)}`.slice(0, 200), ...claims })
    expect(await enter(people)).toMatchObject({ kind: 'refused', reason, message: expect.stringMatching(/\.$/) })
    expect((await room.trail()).map(({ action, detail }) => [action, detail])).toEqual([
      ['login.refused', { reason, by: 'oidc' }],
    ])
    expect((await room.people.users.list()).some(({ login }) => login === 'nobody@example.com')).toBe(false)
  })

  it('asks for the e-mail where the token does not tell it', async () => {
    const id = await room.make('eva@example.com')
    says({ sub: 'sub-of-eva' })
    issuer.service.on(Events.BeforeUserinfo, (response) => {
      response.body = { sub: 'sub-of-eva', email: 'eva@example.com', email_verified: true }
    })
    expect(await enter(people)).toMatchObject({ kind: 'in', person: { id } })
    issuer.service.on(Events.BeforeUserinfo, (response) => {
      response.body = { sub: 'somebody-else', email: 'eva@example.com', email_verified: true }
    })
    expect(await enter(people)).toMatchObject({ kind: 'refused', reason: 'denied' })
  })

  it('makes users where a role is given for them, and maps groups to roles at every login', async () => {
    const roles = { claim: 'groups', map: { 'fiado-gestores': 'manager', 'fiado-analistas': 'analyst' } } as const
    const making = room.another(settingsOf(issuer.issuer.url, { createAs: 'rep', roles }))
    const told = { sub: 'new-one', email: 'nova@example.com', email_verified: true, name: 'Nova Pessoa' }
    says(told)
    const first = await enter(making)
    expect(first).toMatchObject({ kind: 'in', person: { login: 'nova@example.com', name: 'Nova Pessoa', role: 'rep' } })
    issuer.service.removeAllListeners()
    says({ ...told, groups: ['x', 'fiado-analistas', 'fiado-gestores'] })
    expect(await enter(making)).toMatchObject({ kind: 'in', person: { role: 'manager' } })
    issuer.service.removeAllListeners()
    says({ ...told, groups: 'fiado-analistas' })
    expect(await enter(making)).toMatchObject({ kind: 'in', person: { role: 'analyst' } })
    const user = (await making.users.list()).find(({ login }) => login === 'nova@example.com')
    expect(user).toMatchObject({ hasPassword: false, mustChange: false })
    // Without a password nobody enters by one.
    const attempt = { login: 'nova@example.com', address: ADDRESS }
    for (const password of ['', 'null', PASSWORD])
      expect(await making.logIn({ ...attempt, password })).toEqual({ kind: 'refused' })
  })

  const ROLES = { claim: 'groups', map: { chefes: 'admin', 'fiado-gestores': 'manager' } } as const
  const mapping = (more: Partial<OidcSettings> = {}) =>
    room.another(settingsOf(issuer.issuer.url, { roles: ROLES, ...more }))
  async function enterAs(by: People, name: string, groups?: readonly string[]) {
    issuer.service.removeAllListeners()
    says({ sub: `sub-of-${name}`, email: `${name}@example.com`, email_verified: true, ...(groups && { groups }) })
    const outcome = await enter(by)
    return outcome.kind === 'in' ? outcome.person.role : outcome.reason
  }

  it('takes a role away with the group that gave it, back to what everybody is made as', async () => {
    const making = mapping({ createAs: 'rep' })
    expect(await enterAs(making, 'gil', ['fiado-gestores'])).toBe('manager')
    await room.trail()
    expect(await enterAs(making, 'gil', ['others'])).toBe('rep')
    const told = (await room.trail()).map(({ action, detail }) => [action, detail])
    expect(told[0]).toEqual(['user.changed', { role: 'rep', by: 'oidc' }])
    // What they are now is not from a group.
    expect(await enterAs(mapping(), 'gil', [])).toBe('rep')
    // A group takes the place of what was set by hand, and its role goes with it.
    const id = await room.make('hana@example.com', 'analyst')
    expect(await enterAs(making, 'hana', [])).toBe('analyst')
    expect(await enterAs(making, 'hana', ['fiado-gestores'])).toBe('manager')
    expect(await enterAs(making, 'hana', [])).toBe('rep')
    // Where no groups are looked at, nothing is taken away.
    expect(await enterAs(making, 'hana', ['fiado-gestores'])).toBe('manager')
    expect(await enterAs(mapping({ roles: null }), 'hana', [])).toBe('manager')
    // Another name is no other role; an administrator's choice is theirs until a group fits.
    await room.people.users.change(id, { name: 'Hana', role: 'manager' })
    expect(await enterAs(making, 'hana', [])).toBe('rep')
    await enterAs(making, 'hana', ['fiado-gestores'])
    await room.people.users.change(id, { role: 'analyst' })
    expect(await enterAs(making, 'hana', [])).toBe('analyst')
  })

  it('keeps out whoever is in no group any more, where nobody is let in without one', async () => {
    const id = await room.make('iago@example.com', 'manager')
    expect(await enterAs(mapping(), 'iago', ['fiado-gestores'])).toBe('manager')
    const token = await room.enter('iago@example.com')
    await room.trail()
    expect(await enterAs(mapping(), 'iago', [])).toBe('unknown_user')
    expect((await room.trail()).map(({ action, subject, detail }) => [action, subject, detail])).toEqual([
      ['login.refused', id, { reason: 'no_group', by: 'oidc' }],
    ])
    // Where they are logged in still they are no longer.
    expect(await room.another().personOf(token)).toBeNull()
    expect(await enterAs(mapping(), 'iago', ['fiado-gestores'])).toBe('manager')
    // Whose role no group ever gave stays.
    await room.make('jade@example.com', 'analyst')
    expect(await enterAs(mapping(), 'jade', [])).toBe('analyst')
  })

  it('leaves the last administrator in, although the group that made them one is gone', async () => {
    const [admin] = (await room.people.users.list()).filter(({ role }) => role === 'admin')
    await room.make('kim@example.com', 'rep')
    expect(await enterAs(mapping(), 'kim', ['chefes'])).toBe('admin')
    await room.people.users.change(admin?.id ?? '', { role: 'rep' })
    expect(await enterAs(mapping(), 'kim', [])).toBe('admin')
    expect(await enterAs(mapping({ createAs: 'rep' }), 'kim', [])).toBe('admin')
    await room.people.users.change(admin?.id ?? '', { role: 'admin' })
    expect(await enterAs(mapping({ createAs: 'rep' }), 'kim', [])).toBe('rep')
  })

  it.each([
    ['groups that the token does not tell', { email_verified: true }, { groups: ['fiado-gestores'] }, 'manager'],
    [
      'the word that the e-mail is verified',
      { groups: [] },
      { email: 'lana@example.com', email_verified: true },
      'analyst',
    ],
    ['that word of another e-mail', {}, { email: 'other@example.com', email_verified: true }, 'unknown_user'],
    ['that word of no e-mail', {}, { email_verified: true }, 'unverified'],
    ['a word against the token', { email_verified: true }, { email_verified: false, groups: [] }, 'analyst'],
  ])('asks the issuer for %s', async (_what, claims, told, outcome) => {
    if ((await room.people.users.list()).every(({ login }) => login !== 'lana@example.com'))
      await room.make('lana@example.com', 'analyst')
    const { id } = (await room.people.users.list()).find(({ login }) => login === 'lana@example.com') ?? { id: '' }
    await room.people.users.change(id, { role: 'analyst' })
    await room.db.run('UPDATE users SET oidc_subject = NULL WHERE id = ?', [id])
    says({ sub: 'sub-of-lana', email: 'lana@example.com', ...claims })
    issuer.service.on(Events.BeforeUserinfo, (response) => {
      response.body = { sub: 'sub-of-lana', ...told }
    })
    const entered = await enter(mapping())
    expect(entered.kind === 'in' ? entered.person.role : entered.reason).toBe(outcome)
  })

  it('goes by the token alone where the issuer has nowhere to ask for more', async () => {
    await room.make('mel@example.com', 'analyst')
    issuer.service.on(Events.BeforeUserinfo, (response) => {
      response.statusCode = 500
    })
    says({ sub: 'sub-of-mel', email: 'mel@example.com', email_verified: true })
    expect(await enter(mapping())).toMatchObject({ kind: 'refused', reason: 'unavailable' })
    issuer.service.on(Events.BeforeWellKnownOpenIdConfiguration, (response) => {
      Object.assign(response.body, { userinfo_endpoint: undefined })
    })
    expect(await enter(mapping())).toMatchObject({ kind: 'in', person: { role: 'analyst' } })
  })

  it('does not take the last administrator away by a group', async () => {
    const admin = (await room.people.users.list()).find(({ role }) => role === 'admin')
    await room.db.run('UPDATE users SET login = ? WHERE id = ?', ['chefe@example.com', admin?.id ?? ''])
    const roles = { claim: 'groups', map: { sales: 'rep' } } as const
    says({ sub: 'the-chief', email: 'chefe@example.com', email_verified: true, groups: ['sales'] })
    const mapping = room.another(settingsOf(issuer.issuer.url, { roles }))
    expect(await enter(mapping)).toMatchObject({ kind: 'in', person: { role: 'admin' }, mustChange: false })
    // The one-time password, which was never used, is void.
    expect(await room.people.users.find(admin?.id ?? '')).toMatchObject({ mustChange: false, hasPassword: false })
  })

  it('ends the session that the browser had', async () => {
    const id = await room.make('fabi@example.com')
    const formerToken = await room.enter('fabi@example.com')
    says({ sub: 'fabi', email: 'fabi@example.com', email_verified: true })
    const { query, ticket } = await begin(people)
    const outcome = await oidcOf(people).finish({ query, ticket, address: ADDRESS, formerToken })
    expect(outcome).toMatchObject({ kind: 'in', person: { id } })
    expect(await people.personOf(formerToken)).toBeNull()
  })

  it('says so when the issuer fails or is not there, and goes on when it is back', async () => {
    says({ sub: 'ana', email: 'ana@example.com', email_verified: true })
    const { query, ticket } = await begin(people)
    issuer.service.once(Events.BeforeResponse, (response) => {
      response.statusCode = 503
    })
    expect(await oidcOf(people).finish({ query, ticket, address: ADDRESS })).toMatchObject({ reason: 'unavailable' })
    const away = room.another(settingsOf('http://localhost:9'))
    expect(await oidcOf(away).start('/')).toMatchObject({ kind: 'refused', reason: 'unavailable' })

    const fresh = room.another(settingsOf(issuer.issuer.url))
    issuer.service.once(Events.BeforeWellKnownOpenIdConfiguration, (response) => {
      response.statusCode = 500
    })
    expect(await oidcOf(fresh).start('/')).toMatchObject({ kind: 'refused', reason: 'unavailable' })
    expect(await oidcOf(fresh).start('/')).toMatchObject({ kind: 'redirect' })
  })
})

it('gives up on an issuer that hangs, after five seconds', async () => {
  const silent: Server = createServer()
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const room = await openRoom('sqlite')
  const startedMs = performance.now()
  const outcome = await oidcOf(room.another(settingsOf(`http://127.0.0.1:${port}`))).start('/')
  expect(outcome).toMatchObject({ kind: 'refused', reason: 'unavailable', message: expect.stringContaining('senha') })
  expect(performance.now() - startedMs).toBeLessThan(7_000)
  await room.close()
  silent.close()
})
