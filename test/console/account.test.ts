import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PASSWORD, type SampleApp, startSampleApp } from './sample-app.ts'
import { createSample } from './sample-ports.ts'
import { openBrowser, type Seen } from './supply-browser.ts'

const HOSTILE = `"'></title><script>alert(1)</script>`
const FACTOR = '/senha/duas-etapas'

let sample: SampleApp
beforeAll(async () => {
  sample = await startSampleApp(createSample((text) => `${text}${HOSTILE}`))
})
afterAll(() => sample.app.close())
beforeEach(() => {
  sample.sample.asked.length = 0
  sample.sample.answer({ kind: 'done' })
  sample.own.factor = { isOn: false, hasPassword: true, begun: null }
})

const browserOf = (role: string) => {
  const browser = openBrowser(sample.app)
  browser.cookies.set('fiado', `token-${role}`)
  return browser
}
const textOf = ({ body }: Seen): string =>
  body
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
const formsOf = ({ body }: Seen): (string | undefined)[] =>
  [...body.matchAll(/<form[^>]* action="([^"]+)"/g)].map((match) => match[1]).filter((action) => action !== '/sair')

describe("one's own account", () => {
  it('offers a second factor, shows its key twice over, takes a code, and lets it go for the password', async () => {
    const browser = browserOf('rep')
    const off = await browser.get('/senha')
    expect(textOf(off)).toContain('Verificação em duas etapas Desligada Depois da senha')
    expect(formsOf(off)).toEqual(['/senha', FACTOR])
    expect((await browser.get(FACTOR)).location).toBe('/senha')

    const begun = await browser.submit('/senha', FACTOR, {})
    expect([begun.status, begun.location]).toEqual([303, FACTOR])
    const asked = await browser.get(FACTOR)
    expect(textOf(asked)).toContain('JBSW Y3DP EHPK 3PXP GEZD GNBV GY3T QOJQ')
    expect(asked.body).toContain(
      'href="otpauth://totp/Fiado:rep?issuer=Fiado&amp;secret=JBSWY3DPEHPK3PXPGEZDGNBVGY3TQOJQ"',
    )

    const wrong = await browser.submit(FACTOR, `${FACTOR}/confirmacao`, { code: '000000' })
    expect([wrong.status, textOf(wrong).includes('O código não confere.')]).toEqual([409, true])
    expect(formsOf(wrong)).toEqual([`${FACTOR}/confirmacao`])
    const right = await browser.submit(FACTOR, `${FACTOR}/confirmacao`, { code: '123456' })
    expect([right.status, right.location]).toEqual([303, '/senha?feito=duasetapas'])
    const on = await browser.get('/senha?feito=duasetapas')
    expect(textOf(on)).toContain('Verificação em duas etapas ligada. No próximo acesso')
    expect(formsOf(on)).toEqual(['/senha', `${FACTOR}/desligamento`])
    expect(on.body).not.toContain('JBSW')

    const again = await browser.submit('/senha', FACTOR, {})
    expect([again.status, textOf(again).includes('Já está ligada.')]).toEqual([409, true])
    const refused = await browser.submit('/senha', `${FACTOR}/desligamento`, { password: 'outra' })
    expect([refused.status, textOf(refused).includes('A senha não confere.')]).toEqual([409, true])
    expect(refused.body).not.toContain('value="outra"')
    const ended = await browser.submit('/senha', `${FACTOR}/desligamento`, { password: PASSWORD })
    expect([ended.status, ended.location]).toEqual([303, '/senha?feito=umaetapa'])
    expect(formsOf(await browser.get('/senha'))).toEqual(['/senha', FACTOR])
  })

  it('says why there is neither password nor second factor for who enters by the login of the company', async () => {
    sample.own.factor = { isOn: false, hasPassword: false, begun: null }
    const seen = await browserOf('rep').get('/senha')
    expect(textOf(seen)).toContain('Você entra com a conta da empresa: a senha é trocada lá.')
    expect(textOf(seen)).toContain('a segunda etapa, se houver, é a da empresa.')
    expect(formsOf(seen)).toEqual([])
  })

  it('is of no other form: what is missing, too long or too much is refused, and does nothing', async () => {
    const browser = browserOf('rep')
    await browser.submit('/senha', FACTOR, {})
    for (const [path, fields] of [
      [`${FACTOR}/confirmacao`, {}],
      [`${FACTOR}/confirmacao`, { code: '1'.repeat(11) }],
      [`${FACTOR}/confirmacao`, { code: '123456', id: 'usr_admin' }],
      [`${FACTOR}/desligamento`, {}],
      [`${FACTOR}/desligamento`, { password: 'x'.repeat(201) }],
      [`${FACTOR}/desligamento`, { password: PASSWORD, id: 'usr_admin' }],
      [FACTOR, { id: 'usr_admin' }],
    ] as const)
      expect([path, fields, (await browser.submit(FACTOR, path, { ...fields })).status]).toEqual([path, fields, 400])
    expect(sample.own.factor).toMatchObject({ isOn: false })
  })

  it('waits for the password where that is still the one of somebody else', async () => {
    const fresh = await startSampleApp(createSample(), true)
    const browser = openBrowser(fresh.app)
    browser.cookies.set('fiado', 'token-rep')
    expect((await browser.get(FACTOR)).location).toBe('/senha')
    const first = await browser.get('/senha')
    expect(formsOf(first)).toEqual(['/senha'])
    expect((await browser.submit('/senha', FACTOR, {})).status).toBe(403)
    expect(fresh.errors).toEqual([])
    await fresh.app.close()
  })

  it('tells of nothing that was not done', async () => {
    for (const code of ['constructor', '__proto__', 'nada'])
      expect((await browserOf('rep').get(`/senha?feito=${code}`)).body).not.toContain('role="status"')
  })

  it('shows a hostile name as a name', async () => {
    const browser = browserOf('rep')
    await browser.submit('/senha', FACTOR, {})
    for (const path of ['/senha', FACTOR, '/senha?feito=%3Cscript%3E']) {
      const seen = await browser.get(path)
      expect([path, seen.status, seen.body.includes('<script>')]).toEqual([path, 200, false])
      expect(seen.body).toContain('&lt;script>alert(1)&lt;/script>')
    }
  })
})

describe('a person, for an administrator', () => {
  const wanted = { name: 'Rafael N.', role: 'analyst', salesRep: '', source: 'omie-filial' }

  it('is reached from the list, shown as stored, and changed', async () => {
    const browser = browserOf('admin')
    expect((await browser.get('/pessoas')).body).toContain('<a href="/pessoas/usr_rep">')
    const seen = await browser.get('/pessoas/usr_rep')
    expect(seen.body).not.toContain('<script>')
    expect(seen.body).toContain('<option value="rep" selected>Representante</option>')
    const values = [...seen.body.matchAll(/name="(name|salesRep|source)"[^>]* value="([^"]*)"/g)]
    expect(values.map(([, name, value]) => [name, value?.replaceAll('&quot;', '"').replaceAll('&lt;', '<')])).toEqual([
      ['name', `Rafael Nogueira${HOSTILE}`],
      ['salesRep', `rep-07${HOSTILE}`],
      ['source', 'omie-matriz'],
    ])
    const done = await browser.submit('/pessoas/usr_rep', '/pessoas/usr_rep', wanted)
    expect([done.status, done.location]).toEqual([303, '/pessoas?feito=pessoa'])
    expect(sample.sample.asked).toEqual([
      ...[{ what: 'changePerson', by: 'usr_admin', with: ['usr_rep', { ...wanted, salesRep: null }] }],
    ])
  })

  it('that is refused shows why, with what was typed and not what is stored', async () => {
    sample.sample.answer({ kind: 'refused', message: 'É o último administrador ativo <b>.' })
    const typed = { ...wanted, name: `Nome${HOSTILE}` }
    const seen = await browserOf('admin').submit('/pessoas/usr_rep', '/pessoas/usr_rep', typed)
    expect([seen.status, seen.body.includes('É o último administrador ativo &lt;b>.')]).toEqual([409, true])
    expect(seen.body).toContain(`value="Nome&quot;'>&lt;/title>&lt;script>alert(1)&lt;/script>"`)
    expect(seen.body).toContain('<option value="analyst" selected>')
    expect(seen.body).toMatch(/name="salesRep"[^>]* value(=""|\s)/)
    expect(seen.body).not.toContain('<script>alert')
  })

  it('that is oneself is said to be, and leads to the own account, which no role loses', async () => {
    const browser = browserOf('admin')
    expect(textOf(await browser.get('/pessoas/usr_admin'))).toContain('É o seu próprio cadastro.')
    expect(textOf(await browser.get('/pessoas/usr_rep'))).not.toContain('É o seu próprio cadastro.')
    expect((await browser.submit('/pessoas/usr_admin', '/pessoas/usr_admin', wanted)).location).toBe(
      '/senha?feito=pessoa',
    )
  })

  it('who lost their telephone gets their second factor switched off, and there is nothing to switch off where none is on', async () => {
    const browser = browserOf('admin')
    expect(formsOf(await browser.get('/pessoas/usr_rep'))).toEqual(['/pessoas/usr_rep', '/pessoas/usr_rep/senha'])
    expect(formsOf(await browser.get('/pessoas/usr_admin'))).toEqual([
      ...['/pessoas/usr_admin', '/pessoas/usr_admin/umaetapa'],
    ])
    const done = await browser.submit('/pessoas/usr_admin', '/pessoas/usr_admin/umaetapa', {})
    expect([done.status, done.location]).toEqual([303, '/pessoas/usr_admin?feito=umaetapa'])
    expect(sample.sample.asked).toEqual([{ what: 'endSecondFactor', by: 'usr_admin', with: ['usr_admin'] }])
  })

  it('who forgot their password gets another, shown once, over the list', async () => {
    const seen = await browserOf('admin').submit('/pessoas/usr_rep', '/pessoas/usr_rep/senha', {})
    expect([seen.status, textOf(seen).includes('cavalo-bateria-grampo-correto')]).toEqual([200, true])
    expect(sample.sample.asked).toEqual([{ what: 'resetPassword', by: 'usr_admin', with: ['usr_rep'] }])
  })

  it('who is nobody is not there, whatever is sent', async () => {
    const browser = browserOf('admin')
    sample.sample.answer({ kind: 'unknown' })
    for (const path of ['/pessoas/usr_none', '/pessoas/usr_none/umaetapa']) {
      const fields = path.endsWith('a') ? {} : wanted
      expect((await browser.submit('/pessoas', path, fields)).status).toBe(404)
    }
    expect((await browser.submit('/pessoas', '/pessoas/usr_none', { ...wanted, role: 'king' })).status).toBe(404)
  })
})

describe('the button to the login of the company', () => {
  const hrefOf = ({ body }: Seen) => /class="button wide" href="([^"]+)"/.exec(body)?.[1]

  it.each([
    ['/pedidos/blk_0?feito=a&x=b', '/entrar/empresa?para=%2Fpedidos%2Fblk_0%3Ffeito%3Da%26x%3Db'],
    ['/', '/entrar/empresa'],
    ['//evil.example', '/entrar/empresa'],
    ['https://evil.example/', '/entrar/empresa'],
    ['/\\evil.example', '/entrar/empresa'],
    ['/entrar/empresa?para=/x', '/entrar/empresa'],
    ['javascript:alert(1)', '/entrar/empresa'],
    ['/"><script>', '/entrar/empresa?para=%2F%2522%253E%253Cscript%253E'],
  ])('for somebody who wants %j leads to %j', async (wanted, href) => {
    const seen = await openBrowser(sample.app).get(`/entrar?para=${encodeURIComponent(wanted)}`)
    expect(hrefOf(seen)).toBe(href)
    expect(seen.body).not.toContain('"><script>')
  })

  it('keeps it when the password was wrong', async () => {
    const seen = await openBrowser(sample.app).submit('/entrar', '/entrar', {
      ...{ login: 'rep', password: 'errada', next: '/aprovacoes' },
    })
    expect([seen.status, hrefOf(seen)]).toEqual([401, '/entrar/empresa?para=%2Faprovacoes'])
  })
})
