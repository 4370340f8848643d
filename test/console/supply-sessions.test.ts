import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../../src/app.ts'
import { composePeople } from '../../src/compose-people.ts'
import { createConsoleGuard } from '../../src/console/supply/sessions.ts'
import { SESSION_IDLE_MS } from '../../src/people/sessions.ts'
import { dialects } from '../harness/databases.ts'
import { ADDRESS, NO_FILE, openRoom, PASSWORD, type Room } from '../people/room.ts'
import { buildConsole, openBrowser, type Seen } from './supply-browser.ts'

const NEXT = { next: 'uma frase que só eu diria', again: 'uma frase que só eu diria' }

describe.each(dialects)('coming in by password on %s', (dialect) => {
  let room: Room
  let app: App
  let first: string
  beforeAll(async () => {
    room = await openRoom(dialect)
    first = (await room.people.ensureAdmin())?.password ?? ''
    app = await buildConsole(room, room.people, NO_FILE)
    await room.make('ana', 'analyst')
  })
  afterAll(async () => {
    await app.close()
    await room.close()
  })

  it('takes the first administrator from the one-time password over a password of their own to the pages', async () => {
    const browser = openBrowser(app)
    expect((await browser.get('/pessoas')).location).toBe('/entrar?para=%2Fpessoas')
    const entered = await browser.submit('/entrar?para=%2Fpessoas', '/entrar', {
      ...{ login: 'admin', password: first, next: '/pessoas' },
    })
    expect([entered.status, entered.location]).toEqual([303, '/pessoas'])
    expect((await browser.get('/pessoas')).location).toBe('/senha')
    const form = await browser.get('/senha')
    expect(form.body).toContain('Escolha sua senha')
    const oneTime = browser.cookies.get('fiado')

    const wrong = await browser.submit('/senha', '/senha', { current: 'outra senha qualquer', ...NEXT })
    expect([wrong.status, wrong.body.includes('A senha atual não confere.')]).toEqual([409, true])
    const short = await browser.submit('/senha', '/senha', { current: first, next: 'curta', again: 'curta' })
    expect(short.body).toContain('A senha precisa ter pelo menos 10 caracteres.')
    const changed = await browser.submit('/senha', '/senha', { current: first, ...NEXT })
    expect([changed.status, changed.location]).toEqual([303, '/?feito=senha'])
    expect(browser.cookies.get('fiado')).not.toBe(oneTime)
    expect(await room.people.personOf(oneTime ?? '')).toBeNull()

    const page = await browser.get('/pessoas')
    expect([page.status, page.body.includes('Administrador')]).toEqual([200, true])
    expect(page.body).toContain('Em branco, a pessoa vê todas, e um código de vendedor só é único dentro de cada uma.')
    expect(page.body).not.toContain(browser.cookies.get('fiado'))
  })

  it('refuses a wrong password with the same words as a login that there is not, and begins nothing', async () => {
    const browser = openBrowser(app)
    const attempt = (login: string) =>
      browser.submit('/entrar', '/entrar', { login, password: 'errada errada', next: '/' })
    const [known, unknown] = [await attempt('ana'), await attempt('ninguem')]
    expect([known.status, unknown.status]).toEqual([401, 401])
    for (const { body } of [known, unknown]) expect(body).toContain('Usuário, senha ou código não conferem.')
    expect(browser.cookies.has('fiado')).toBe(false)
  })

  it('says how long to wait where an address has tried too often', async () => {
    const browser = openBrowser(app)
    let seen: Seen | null = null
    for (let tries = 0; tries < 200 && !seen?.body.includes('Espere'); tries++)
      seen = await browser.submit('/entrar', '/entrar', { login: 'ninguem', password: 'errada errada', next: '/' })
    expect(seen?.body).toMatch(/Foram tentativas demais\. Espere \d+ s e tente de novo\./)
    room.advance(3_600_000)
  })

  it('asks for the code where there is one', async () => {
    const id = await room.make('bia', 'analyst')
    await room.people.enableTotp(id)
    const secret = (await room.people.secondFactorOf(id))?.begun?.secret ?? ''
    const code = () => new TOTP({ secret }).generate({ timestamp: room.clock.system() })
    await room.people.confirmTotp(id, { code: code(), address: ADDRESS })
    room.advance(60_000)
    const browser = openBrowser(app)
    const fields = { login: 'bia', password: PASSWORD, next: '/aprovacoes' }
    const asked = await browser.submit('/entrar', '/entrar', fields)
    expect([asked.status, asked.body.includes('Código de verificação')]).toEqual([200, true])
    expect(browser.cookies.has('fiado')).toBe(false)
    const entered = await browser.submit('/entrar', '/entrar', { ...fields, code: code() })
    expect([entered.status, entered.location]).toEqual([303, '/aprovacoes'])
  })

  it('ends the session of this browser when its person leaves, and the one before when they enter again', async () => {
    const browser = openBrowser(app)
    const enter = () => browser.submit('/entrar', '/entrar', { login: 'ana', password: PASSWORD, next: '/aprovacoes' })
    await enter()
    const before = browser.cookies.get('fiado') ?? ''
    expect((await browser.get('/aprovacoes')).status).toBe(200)
    await enter()
    expect(browser.cookies.get('fiado')).not.toBe(before)
    expect(await room.people.personOf(before)).toBeNull()

    const token = browser.cookies.get('fiado') ?? ''
    const left = await browser.submit('/aprovacoes', '/sair', {})
    expect([left.status, left.location]).toEqual([303, '/entrar'])
    expect(browser.cookies.has('fiado')).toBe(false)
    expect(await room.people.personOf(token)).toBeNull()
    const told = (await room.trail()).map(({ action, actor }) => [action, actor.replace(/ \(.*/, '')])
    expect(told.slice(-3)).toEqual([
      ['login', 'Nome de ana'],
      ['login', 'Nome de ana'],
      ['logout', 'Nome de ana'],
    ])
  })

  it('ends a session in which only the open page asks, for news and for its parts', async () => {
    const browser = openBrowser(app)
    await browser.submit('/entrar', '/entrar', { login: 'ana', password: PASSWORD, next: '/aprovacoes' })
    room.advance(SESSION_IDLE_MS - 60_000)
    expect((await browser.get('/novidades')).status).toBe(200)
    expect((await browser.get('/aprovacoes?parte=lista')).status).toBe(200)
    room.advance(60_000)
    expect((await browser.get('/aprovacoes')).location).toBe('/entrar?para=%2Faprovacoes')
  })

  it('has no way to a login of the company where none is configured', async () => {
    const browser = openBrowser(app)
    expect((await browser.get('/entrar')).body).not.toContain('/entrar/empresa')
    expect((await browser.get('/entrar/empresa')).status).toBe(404)
    expect((await browser.get('/entrar/retorno?code=x')).status).toBe(404)
  })
})

describe.each(dialects)('people composed on %s', (dialect) => {
  let room: Room
  let folder: string
  beforeAll(async () => {
    room = await openRoom(dialect)
    folder = await mkdtemp(join(tmpdir(), 'fiado-people-'))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await room.close()
  })

  const compose = async (yaml: string, environment: Record<string, string> = {}) => {
    await writeFile(join(folder, 'people.yaml'), yaml)
    const { db, clock } = room
    return composePeople({
      ...{ db, clock, logger: pino({ level: 'silent' }), zone: 'America/Sao_Paulo', configFolder: folder, environment },
      ...{ trail: async () => undefined, createGuard: createConsoleGuard },
    })
  }

  it('makes the first administrator once, and forgets sessions that are over', async () => {
    const composed = await compose('')
    const made = await composed.ensureAdmin()
    expect(made?.login).toBe('admin')
    expect(await composed.ensureAdmin()).toBeNull()
    const attempt = { login: 'admin', password: made?.password ?? '', address: ADDRESS }
    expect((await composed.people.logIn(attempt)).kind).toBe('in')
    expect(composed.jobs.map(({ name, expression }) => [name, expression])).toEqual([['forget-sessions', '35 4 * * *']])
    room.advance(8 * 86_400_000)
    for (const { run } of composed.jobs) await run()
    expect(await room.db.all('SELECT hash FROM sessions')).toEqual([])
    expect([composed.faults, composed.lines(), composed.rooms.length]).toEqual([[], [], 1])
  })

  it("knows the company's login by the example file, and enters by password where the file has faults", async () => {
    const example = await readFile(join(import.meta.dirname, '../../config/people.example.yaml'), 'utf8')
    const whole = await compose(example, { FIADO_OIDC_CLIENT_SECRET: 'the-secret-of-the-client' })
    expect([whole.faults, whole.people.oidc !== null]).toEqual([[], true])
    const without = await compose(example)
    expect(without.people.oidc).toBeNull()
    expect(without.faults).toMatchObject([{ faults: [{ path: 'oidc.clientSecret' }] }])
    expect(without.lines()[0]).toMatch(/^people {4}.*people\.yaml has faults:$/)
  })
})
