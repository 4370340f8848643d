import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { type Company, openCompany, PASSWORD, type Somebody } from './everybody.ts'
import { ACCOUNT } from './everybody-pages.ts'

const REASON = { reason: 'Combinado com o cliente' }
const REP = { role: 'rep', salesRep: 'rep-2', source: null }

describe.each(dialects)('the session of somebody on %s', (dialect) => {
  let company: Company
  let invited = 0
  beforeAll(async () => {
    company = await openCompany(dialect)
  })
  afterAll(() => company.close())

  const invite = async (terms: object): Promise<Somebody & { login: string }> => {
    const login = `convidado-${++invited}`
    return { ...(await company.invite(login, terms)), login }
  }
  const look = async ({ cookie }: Pick<Somebody, 'cookie'>, url: string) => {
    const { status, location } = await company.ask('GET', url, { cookie })
    return location === undefined ? status : `${status} ${location}`
  }
  const act = async ({ cookie, csrf }: Pick<Somebody, 'cookie' | 'csrf'>, url: string, form: object = REASON) =>
    (await company.ask('POST', url, { cookie, form: { ...form, _csrf: csrf } })).status
  const change = (id: string, fields: object) => company.program.call('PATCH', `/v1/users/${id}`, fields)
  /** An order of the second rep. */
  const ownOrder = async (): Promise<string> => {
    const { orders } = (await company.program.call('GET', '/v1/blocked-orders?salesRep=rep-2')).body
    return orders.find(({ orderId }: { orderId: string }) => orderId === 'DOIS-1').id
  }

  it.each(['the page', 'the API'])(
    'who is switched off by %s is out at once, and does not come in again',
    async (by) => {
      const somebody = await invite(REP)
      const order = await ownOrder()
      expect(await look(somebody, `/pedidos/${order}`)).toBe(200)
      if (by === 'the page') await company.post('admin', `/pessoas/${somebody.id}/acesso`, { active: 'nao' })
      else await change(somebody.id, { active: false })
      const before = await company.everything()
      expect(await look(somebody, '/pedidos')).toBe('303 /entrar?para=%2Fpedidos')
      expect(await act(somebody, `/pedidos/${order}/liberacao`)).toBe(401)
      expect(await act(somebody, '/senha', { current: 'a', next: 'b', again: 'b' })).toBe(401)
      expect(await company.everything()).toBe(before)
      expect((await company.logIn(somebody.login, PASSWORD)).status).toBe(401)
      // Switched on again, the session stays over.
      await change(somebody.id, { active: true })
      expect(await look(somebody, '/pedidos')).toBe('303 /entrar?para=%2Fpedidos')
      expect((await company.logIn(somebody.login, PASSWORD)).status).toBe(303)
    },
  )

  it.each(['the page', 'the API'])('who gets another role by %s can do that at once, and nothing else', async (by) => {
    const somebody = await invite({ role: 'manager', salesRep: null, source: null })
    const { signedOrder, signedRelease } = company.theirs.branch
    expect([await look(somebody, '/aprovacoes'), await look(somebody, `/pedidos/${signedOrder}`)]).toEqual([200, 200])
    if (by === 'the page')
      await company.post('admin', `/pessoas/${somebody.id}`, { name: 'X', role: 'rep', salesRep: 'rep-2', source: '' })
    else await change(somebody.id, REP)
    const before = await company.everything()
    expect([await look(somebody, '/aprovacoes'), await look(somebody, '/politica')]).toEqual([403, 403])
    expect(await look(somebody, `/pedidos/${signedOrder}`)).toBe(404)
    const form = { ...REASON, release: signedRelease, amount: '200,00', expiresOn: '2026-11-25' }
    expect(await act(somebody, `/pedidos/${signedOrder}/aprovacao`, form)).toBe(403)
    expect(await act(somebody, `/pedidos/${signedOrder}/liberacao`)).toBe(404)
    expect(await company.everything()).toBe(before)
    expect(await look(somebody, `/pedidos/${await ownOrder()}`)).toBe(200)
  })

  it('who is bound to a source, or given another code, sees the rest no more', async () => {
    const analyst = await invite({ role: 'analyst', salesRep: null, source: null })
    const rep = await invite(REP)
    const [order, { askedOrder, source, customer }] = [await ownOrder(), company.theirs.branch]
    expect(await look(analyst, `/clientes/${source}/${customer}`)).toBe(200)
    await change(analyst.id, { source: 'erp' })
    expect([
      await look(analyst, `/clientes/${source}/${customer}`),
      await look(analyst, `/pedidos/${askedOrder}`),
    ]).toEqual([404, 404])
    expect(await look(rep, `/pedidos/${order}`)).toBe(200)
    await change(rep.id, { salesRep: 'rep-3' })
    expect([await look(rep, `/pedidos/${order}`), await act(rep, `/pedidos/${order}/liberacao`)]).toEqual([404, 404])
    await change(rep.id, { salesRep: null })
    expect([await look(rep, `/pedidos/${order}`), await look(rep, '/clientes/erp/M2')]).toEqual([404, 404])
  })

  it('whose password was reset is over, and the new password opens nothing but the page to change it', async () => {
    const somebody = await invite(REP)
    const order = await ownOrder()
    const { password } = (await company.program.call('POST', `/v1/users/${somebody.id}/password`)).body
    expect(await look(somebody, '/pedidos')).toBe('303 /entrar?para=%2Fpedidos')
    expect(await act(somebody, `/pedidos/${order}/liberacao`)).toBe(401)
    const fresh = await company.logIn(somebody.login, password)
    const before = await company.everything()
    for (const path of ['/', '/pedidos', `/pedidos/${order}`, '/clientes.csv', '/senha/duas-etapas'])
      expect([path, await look(fresh, path)]).toEqual([path, '303 /senha'])
    expect(await act(fresh, `/pedidos/${order}/liberacao`)).toBe(403)
    expect(await act(fresh, '/senha/duas-etapas', {})).toBe(403)
    expect(await company.everything()).toBe(before)
  })

  it('who logs out or changes the password leaves no session behind', async () => {
    const somebody = await invite(REP)
    const login = () => company.logIn(somebody.login, PASSWORD)
    const [first, second] = [await login(), await login()]
    expect(await act(first, '/sair', {})).toBe(303)
    expect([await look(first, '/pedidos'), await look(second, '/pedidos')]).toEqual([
      '303 /entrar?para=%2Fpedidos',
      200,
    ])
    const chosen = {
      current: PASSWORD,
      next: 'outra senha bem comprida',
      again: 'outra senha bem comprida',
    }
    expect(await act(second, '/senha', chosen)).toBe(303)
    for (const one of [somebody, first, second]) expect(await look(one, '/pedidos')).toBe('303 /entrar?para=%2Fpedidos')
  })

  it('one’s own account takes no form but one’s own', async () => {
    const [somebody, other] = [await invite(REP), await invite(REP)]
    const before = await company.everything()
    for (const [route, form] of ACCOUNT) {
      const path = route.split(' ')[1] ?? ''
      if (!form) {
        expect((await company.get(null, path)).location).toBe(`/entrar?para=${encodeURIComponent(path)}`)
        continue
      }
      expect((await company.ask('POST', path, { form: { ...form } })).status).toBe(401)
      for (const csrf of ['', 'x', other.csrf, somebody.former.csrf])
        expect([path, await act({ cookie: somebody.cookie, csrf }, path, form)]).toEqual([path, 403])
      // An id in the form is nobody's.
      if (path !== '/sair') expect([path, await act(somebody, path, { ...form, id: other.id })]).toEqual([path, 400])
    }
    expect(await company.everything()).toBe(before)
    expect(await look(somebody, '/senha')).toBe(200)
  })
})
