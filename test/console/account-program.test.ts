import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClock } from '../../src/kernel/clock.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { openBrowser, type Seen } from './supply-browser.ts'

const PASSWORD = 'uma frase que só eu diria'
const STEP_MS = 30_000
const CLOCK = createClock('America/Sao_Paulo')
const FACTOR = '/senha/duas-etapas'
const HOSTILE = `Zé "'><script>alert(1)</script>`

describe.each(dialects)('an account in the whole program on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let program: Program
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    program = await startProgram({ url: database.url, now: '2026-11-23T10:00:00-03:00' })
  })
  afterAll(async () => {
    await program.stop()
    await database.drop()
  })

  /** Somebody whom the API made and who has chosen a password of their own. */
  async function arrive(login: string, role: string, name = HOSTILE) {
    const made = await program.call('POST', '/v1/users', { login, name, role })
    const browser = openBrowser(program.app)
    const { id, password } = made.body as { id: string; password: string }
    await browser.submit('/entrar', '/entrar', { login, password })
    const chosen = { current: password, next: PASSWORD, again: PASSWORD }
    expect((await browser.submit('/senha', '/senha', chosen)).location).toBe('/?feito=senha')
    return { id, browser }
  }
  const enter = (browser: ReturnType<typeof openBrowser>, login: string, code?: string): Promise<Seen> =>
    browser.submit('/entrar', '/entrar', { login, password: PASSWORD, ...(code && { code }) })
  const told = async (subject: string): Promise<[string, string][]> => {
    const { body } = await program.call('GET', `/v1/audit?subject=${subject}&limit=50`)
    const { entries } = body as { entries: { action: string; actor: string }[] }
    return entries.map(({ action, actor }): [string, string] => [action, actor]).reverse()
  }
  const textOf = ({ body }: Seen): string => body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  const secretIn = ({ body }: Seen): string => /href="otpauth:[^"]*secret=([A-Z2-7]{32})/.exec(body)?.[1] ?? ''
  // Sessions and codes go by the time that runs, also where the domain's stands still.
  const codeOf = (secret: string, steps = 0) =>
    new TOTP({ secret }).generate({ timestamp: CLOCK.system() + steps * STEP_MS })

  it('gets a second factor, asks for it, takes no code twice, and loses it for the password', async () => {
    const { id, browser } = await arrive('ze@example.com', 'rep')
    const other = openBrowser(program.app)
    await enter(other, 'ze@example.com')
    const account = await browser.get('/senha')
    expect([account.status, account.body.includes('<script>alert')]).toEqual([200, false])
    expect(account.body).toContain(`<bdi>Zé &quot;'>&lt;script>alert(1)&lt;/script></bdi>`)
    const before = (await told(id)).length

    await browser.submit('/senha', FACTOR, {})
    const page = await browser.get(FACTOR)
    const secret = secretIn(page)
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(textOf(page).replaceAll(' ', '')).toContain(secret)
    expect(page.body).toContain('href="otpauth://totp/Fiado:ze%40example.com?issuer=Fiado')
    // Until it is confirmed it is asked of nobody.
    const meanwhile = openBrowser(program.app)
    expect((await enter(meanwhile, 'ze@example.com')).status).toBe(303)
    const wrong = await browser.submit(FACTOR, `${FACTOR}/confirmacao`, { code: 'abc' })
    expect([wrong.status, textOf(wrong).includes('O código não confere.'), secretIn(wrong)]).toEqual([
      409,
      true,
      secret,
    ])
    const code = codeOf(secret)
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`
    const right = await browser.submit(FACTOR, `${FACTOR}/confirmacao`, { code: spaced })
    expect([right.status, right.location]).toEqual([303, '/senha?feito=duasetapas'])

    // Those who were in stay in, and read no key any more.
    expect((await other.get('/senha')).status).toBe(200)
    expect((await other.get(FACTOR)).location).toBe('/senha')
    expect((await browser.get('/senha')).body).not.toContain(secret)
    const late = openBrowser(program.app)
    const asked = await enter(late, 'ze@example.com')
    expect([asked.status, asked.body.includes('name="code"')]).toEqual([200, true])
    expect((await enter(late, 'ze@example.com', code)).status).toBe(401)
    expect((await enter(late, 'ze@example.com', codeOf(secret, 1))).status).toBe(303)

    const kept = await late.submit('/senha', `${FACTOR}/desligamento`, { password: 'outra frase qualquer' })
    expect([kept.status, textOf(kept).includes('A senha não confere.')]).toEqual([409, true])
    const ended = await late.submit('/senha', `${FACTOR}/desligamento`, { password: PASSWORD })
    expect([ended.status, ended.location]).toEqual([303, '/senha?feito=umaetapa'])
    expect((await enter(openBrowser(program.app), 'ze@example.com')).status).toBe(303)

    const himself = `${HOSTILE} (${id})`
    expect((await told(id)).slice(before).filter(([action]) => action !== 'login')).toEqual([
      ['totp.begun', himself],
      ['totp.refused', himself],
      ['totp.enabled', himself],
      ['login.refused', 'fiado'],
      ['password.refused', himself],
      ['totp.disabled', himself],
    ])
    const { body } = await program.call('GET', '/v1/audit?limit=200')
    for (const text of [secret, code, PASSWORD]) expect(JSON.stringify(body)).not.toContain(text)
  })

  it('is changed by an administrator, at once for who is logged in, with every refusal told at the form', async () => {
    const boss = await arrive('chefe', 'admin', 'Chefe')
    const { id, browser } = await arrive('rafa', 'rep', 'Rafa')
    const path = `/pessoas/${id}`
    expect((await browser.get('/aprovacoes')).status).toBe(403)
    expect((await browser.get(path)).status).toBe(403)
    expect((await browser.submit('/senha', path, { name: 'Rafa', role: 'admin' })).status).toBe(403)
    expect((await openBrowser(program.app).get(path)).location).toBe(`/entrar?para=${encodeURIComponent(path)}`)

    expect((await boss.browser.get('/pessoas')).body).toContain(`<a href="${path}">`)
    const wanted = { name: HOSTILE, role: 'analyst', salesRep: '', source: '' }
    const change = (given: object, of = path) => boss.browser.submit('/pessoas', of, { ...wanted, ...given })
    const refusals: [object, number, string][] = [
      [{ source: 'Não Serve' }, 409, 'Confira a conexão'],
      [{ role: 'admin', source: 'omie-matriz' }, 409, 'Um administrador vê todas as origens'],
      [{ name: '' }, 422, 'Nome: falta preencher.'],
      [{ name: 'x'.repeat(121) }, 422, 'Nome: no máximo 120 caracteres.'],
      [{ salesRep: 'x'.repeat(121) }, 422, 'Código de vendedor: no máximo 120 caracteres.'],
      [{ role: 'dono' }, 422, 'Escolha um papel.'],
    ]
    for (const [given, status, words] of refusals) {
      const seen = await change(given)
      expect([given, seen.status, textOf(seen).includes(words)]).toEqual([given, status, true])
      expect(seen.body).not.toContain('<script>alert')
    }
    expect((await browser.get('/aprovacoes')).status).toBe(403)
    expect((await change({})).location).toBe('/pessoas?feito=pessoa')
    expect((await browser.get('/aprovacoes')).status).toBe(200)
    const page = await boss.browser.get(path)
    expect([page.body.includes('<script>alert'), page.body.includes('<option value="analyst" selected>')]).toEqual([
      ...[false, true],
    ])
    expect((await told(id)).at(-1)).toEqual(['user.changed', `Chefe (${boss.id})`])
    for (const nobody of ['/pessoas/usr_none', `/pessoas/${'x'.repeat(65)}`]) {
      expect((await boss.browser.get(nobody)).status).toBe(404)
      expect((await change({}, nobody)).status).toBe(404)
    }
  })

  it('of the last administrator keeps its role, and the one before the last gives it up and is led out', async () => {
    const { id, browser } = await arrive('ultima', 'admin', 'Última')
    const { body } = await program.call('GET', '/v1/users')
    const { users } = body as { users: { id: string; role: string }[] }
    const others = users.filter(({ role, id: other }) => role === 'admin' && other !== id)
    for (const { id: other } of others) await program.call('PATCH', `/v1/users/${other}`, { active: false })
    const down = { name: 'Última', role: 'manager', salesRep: '', source: '' }
    const refused = await browser.submit('/pessoas', `/pessoas/${id}`, down)
    expect([refused.status, textOf(refused).includes('É o último administrador ativo: nomeie outro antes.')]).toEqual([
      ...[409, true],
    ])
    expect((await browser.get('/pessoas')).status).toBe(200)
    await program.call('PATCH', `/v1/users/${others[0]?.id}`, { active: true })
    const done = await browser.submit('/pessoas', `/pessoas/${id}`, down)
    expect([done.status, done.location]).toEqual([303, '/senha?feito=pessoa'])
    const account = await browser.get('/senha?feito=pessoa')
    expect([account.status, textOf(account).includes('ultima · Gerência')]).toEqual([200, true])
    expect((await browser.get('/pessoas')).status).toBe(403)
  })
})
