import { Events, OAuth2Server } from 'oauth2-mock-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../src/app.ts'
import type { People } from '../../src/people/people.ts'
import type { PeopleSettings } from '../../src/people/people-files.ts'
import { Secret } from '../../src/sync/secret.ts'
import { dialects } from '../harness/databases.ts'
import { NO_FILE, openRoom, type Room } from '../people/room.ts'
import { buildConsole, ORIGIN, openBrowser, type Seen } from './supply-browser.ts'

const CLIENT_SECRET = 'the-secret-of-the-client'

describe.each(dialects)("coming in by the company's login on %s", (dialect) => {
  const issuer = new OAuth2Server()
  let room: Room
  let people: People
  let app: App
  beforeAll(async () => {
    await issuer.issuer.keys.generate('RS256')
    await issuer.start(0, 'localhost')
    room = await openRoom(dialect)
    const settings: PeopleSettings = {
      ...{ ...NO_FILE, publicUrl: ORIGIN },
      oidc: {
        ...{ issuer: new URL(issuer.issuer.url ?? ''), clientId: 'fiado', clientSecret: new Secret(CLIENT_SECRET) },
        ...{ redirectUri: `${ORIGIN}/entrar/retorno`, loginClaim: 'email', scope: 'openid email profile' },
        ...{ createAs: null, roles: null },
      },
    }
    people = room.another(settings)
    app = await buildConsole(room, people, settings)
    await room.make('ana@example.com', 'analyst')
  })
  afterEach(() => {
    issuer.service.removeAllListeners()
  })
  afterAll(async () => {
    await app.close()
    await room.close()
    await issuer.stop()
  })

  const says = (claims: object): void => {
    issuer.service.on(Events.BeforeTokenSigning, (token) => {
      Object.assign(token.payload, claims)
    })
  }
  /** Where the issuer sends the browser back to. */
  const goAndComeBack = async (url: string | undefined): Promise<string> => {
    const reply = await fetch(url ?? '', { redirect: 'manual' })
    const back = new URL(reply.headers.get('location') ?? '')
    return `${back.pathname}${back.search}`
  }
  const ANA = { sub: 'ana', email: 'ana@example.com', email_verified: true }

  it('goes there and comes back to the page that was wanted, logged in', async () => {
    says(ANA)
    const browser = openBrowser(app)
    expect((await browser.get('/entrar')).body).toContain('href="/entrar/empresa"')
    const former = await room.enter('ana@example.com')
    browser.cookies.set('fiado', former)
    const gone = await browser.get('/entrar/empresa?para=%2Faprovacoes')
    expect([gone.status, gone.location?.startsWith(`${issuer.issuer.url}/authorize?`)]).toEqual([303, true])
    expect(browser.cookies.has('fiado-ticket')).toBe(true)
    const back = await goAndComeBack(gone.location)
    const entered = await browser.get(`${back}&iss=${encodeURIComponent(issuer.issuer.url ?? '')}&session_state=a%2Fb`)
    expect([entered.status, entered.location]).toEqual([303, '/aprovacoes'])
    expect(browser.cookies.has('fiado-ticket')).toBe(false)
    expect((await browser.get('/aprovacoes')).status).toBe(200)
    expect((await people.personOf(browser.cookies.get('fiado') ?? ''))?.login).toBe('ana@example.com')
    expect(await people.personOf(former)).toBeNull()
    // The same address once more is of no use: the ticket is gone.
    const again = await openBrowser(app).get(back)
    expect([again.status, again.body.includes('Este login demorou demais')]).toEqual([401, true])
  })

  it.each(['https://evil.example/', '//evil.example', '/entrar/retorno', '/\\evil'])(
    'leads nowhere else afterwards (%s)',
    async (wanted) => {
      says(ANA)
      const browser = openBrowser(app)
      const gone = await browser.get(`/entrar/empresa?para=${encodeURIComponent(wanted)}`)
      expect((await browser.get(await goAndComeBack(gone.location))).location).toBe('/')
    },
  )

  it('reads what the ticket says as what a browser may have written', async () => {
    says(ANA)
    const browser = openBrowser(app)
    const gone = await browser.get('/entrar/empresa')
    const ticket = JSON.parse(Buffer.from(browser.cookies.get('fiado-ticket') ?? '', 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...ticket, to: 'https://evil.example/' })).toString('base64url')
    browser.cookies.set('fiado-ticket', forged)
    expect((await browser.get(await goAndComeBack(gone.location))).location).toBe('/')
  })

  it('has the wanted page in its button, from the login page over a refusal to the login that works', async () => {
    says({ ...ANA, email_verified: false, sub: 'not-yet' })
    const browser = openBrowser(app)
    const hrefOf = ({ body }: Seen) =>
      (/href="(\/entrar\/empresa[^"]*)"/.exec(body)?.[1] ?? '').replaceAll('&amp;', '&')
    const asked = await browser.get('/aprovacoes?busca=a%26b')
    const wanted = '/entrar/empresa?para=%2Faprovacoes%3Fbusca%3Da%2526b'
    const page = await browser.get(asked.location ?? '')
    expect(hrefOf(page)).toBe(wanted)
    const gone = await browser.get(wanted)
    const refused = await browser.get(await goAndComeBack(gone.location))
    expect([refused.status, hrefOf(refused)]).toEqual([401, wanted])
    expect(refused.body).toContain('name="next" value="/aprovacoes?busca=a%26b"')
    issuer.service.removeAllListeners()
    says(ANA)
    const again = await browser.get(hrefOf(refused))
    const entered = await browser.get(await goAndComeBack(again.location))
    expect([entered.status, entered.location]).toEqual([303, '/aprovacoes?busca=a%26b'])
  })

  it('leads where that attempt wanted to, and no other that was begun beside it', async () => {
    says(ANA)
    const browser = openBrowser(app)
    const first = await browser.get('/entrar/empresa?para=%2Faprovacoes')
    const second = await browser.get('/entrar/empresa?para=%2Fclientes')
    const early = await browser.get(await goAndComeBack(first.location))
    expect([early.status, browser.cookies.has('fiado')]).toEqual([401, false])
    expect(early.body).toContain('href="/entrar/empresa?para=%2Fclientes"')
    expect((await browser.get(await goAndComeBack(second.location))).location).toBe('/clientes')
  })

  it('forgets a wanted page that a browser wrote into its ticket and leads elsewhere, when it refuses too', async () => {
    const browser = openBrowser(app)
    await browser.get('/entrar/empresa')
    const ticket = JSON.parse(Buffer.from(browser.cookies.get('fiado-ticket') ?? '', 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...ticket, to: 'https://evil.example/' })).toString('base64url')
    browser.cookies.set('fiado-ticket', forged)
    const { status, body } = await browser.get('/entrar/retorno?error=access_denied&state=x')
    expect([status, body.includes('evil'), body.includes('href="/entrar/empresa"')]).toEqual([401, false, true])
  })

  it.each([
    [{ sub: 'x', email: 'ninguem@example.com', email_verified: true }, 'Você ainda não tem acesso ao Fiado.'],
    [{ sub: 'y', email: 'ana@example.com', email_verified: false }, 'não confirmou o seu e-mail'],
  ])('shows the login page with the reason for %j', async (claims, words) => {
    says(claims)
    const browser = openBrowser(app)
    const gone = await browser.get('/entrar/empresa')
    const { status, body, headers } = await browser.get(await goAndComeBack(gone.location))
    expect([status, body.includes(words), body.includes('action="/entrar"')]).toEqual([401, true, true])
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(browser.cookies.has('fiado')).toBe(false)
    // The form on that page works.
    const token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1]
    expect(token).toMatch(/^[\w-]{43}$/)
  })

  it.each([
    ['', 401],
    ['?error=access_denied&state=x', 401],
    ['?code=a&code=b&state=%3Cscript%3E', 401],
    ['?__proto__=1', 401],
    ['?x=%zz', 400],
  ])('answers whatever comes back (%j) with a page (%i) and no session', async (query, wanted) => {
    const browser = openBrowser(app)
    const { status, body, headers } = await browser.get(`/entrar/retorno${query}`)
    expect(status).toBe(wanted)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(body).not.toContain('<script>')
    expect(browser.cookies.has('fiado')).toBe(false)
  })
})
