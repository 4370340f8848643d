import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES } from '../../src/people/person.ts'
import { PROGRAM_KEY } from '../harness/config.ts'
import { dialects } from '../harness/databases.ts'
import { type Company, NAMES, type Name, openCompany, roleOf } from './everybody.ts'
import { BELONGINGS, type Belongings, BRANCHS, OTHERS } from './everybody-belongings.ts'
import { ACCOUNT, DOORS, FORMS, fill, fillForm, isOfSomebody, PAGES, type PageRoute } from './everybody-pages.ts'
import { HOSTILE_IDS, HOSTILE_QUERIES, QUERY_ASKERS, routesOf, STRANGERS, TELLING } from './everybody-strangers.ts'

const LABEL_CHARS = 12
/** Of nobody; each id could be one. */
const NOBODYS = {
  ...(Object.fromEntries(BELONGINGS.map((name) => [name, 'nothing-1'])) as Belongings),
  ...{ source: 'nenhuma', delivery: 'ewh_NOTHING.1', version: '999' },
}

describe.each(dialects)('every page and form on %s', (dialect) => {
  let company: Company
  beforeAll(async () => {
    company = await openCompany(dialect)
    // What is read for the first time may be brought up to date by that.
    for (const page of PAGES) await company.get('admin', fill(page.path, company.theirs.branch))
  })
  afterAll(() => company.close())

  const postAs = (name: Name, { path, form = {} }: PageRoute, belongings: Belongings) =>
    company.post(name, fill(path, belongings), fillForm(form, belongings))
  /** What is done in vain leaves every table as it was. */
  async function inVain(work: () => Promise<void>): Promise<void> {
    const before = await company.everything()
    await work()
    expect(await company.everything()).toBe(before)
  }

  it('stands in the table', () => {
    const routes = routesOf(company.program.app.printRoutes({ commonPrefix: false }))
    expect(routes).toContain('POST /v1/credit-checks')
    const known = new Set([...PAGES, ...FORMS].map(({ route }) => route).concat(ACCOUNT.map(([route]) => route)))
    expect(routes.filter((route) => !DOORS.test(route)).toSorted()).toEqual([...known].toSorted())
  })

  it.each(PAGES.map((page) => [page.route, page] as const))('%s is read by whose it is', async (_, page) => {
    const path = fill(page.path, company.theirs.rep)
    const found = await Promise.all(ROLES.map(async (role) => [role, (await company.get(role, path)).status]))
    const start = (role: string): number => (path === '/' && role !== 'rep' ? 303 : 200)
    expect(found).toEqual(ROLES.map((role) => [role, page.may.includes(role) ? start(role) : 403]))
    const stranger = await company.get(null, path)
    expect([stranger.status, stranger.location]).toEqual([303, `/entrar?para=${encodeURIComponent(path)}`])
    const background = await company.ask('GET', path, { headers: { 'sec-fetch-dest': 'empty' } })
    expect([background.status, background.body.includes(OTHERS)]).toEqual([401, false])
  })

  it('a form is taken from nobody but those who may', () =>
    inVain(async () => {
      for (const form of FORMS) {
        const { route, path, may } = form
        for (const role of ROLES.filter((one) => !may.includes(one)))
          expect([route, role, (await postAs(role, form, company.theirs.rep)).status]).toEqual([route, role, 403])
        const sent = { form: fillForm(form.form ?? {}, company.theirs.rep) }
        expect([route, (await company.ask('POST', fill(path, company.theirs.rep), sent)).status]).toEqual([route, 401])
        // Who may is told that there is no such thing, or that something is missing.
        for (const role of may) {
          const { status } = isOfSomebody({ ...form, form: {} })
            ? await postAs(role, form, NOBODYS)
            : await company.post(role, path, {})
          expect([route, role, status]).toEqual([route, role, path.includes('{') ? 404 : 422])
        }
      }
    }))

  it('an id of somebody else is the id of nothing, wherever it is given', () =>
    inVain(async () => {
      let tried = 0
      for (const { whose, word, names } of STRANGERS) {
        const belongings = company.theirs[whose]
        for (const route of [...PAGES, ...FORMS].filter(isOfSomebody)) {
          const { stranger = 404, may, path } = route
          for (const name of names.filter((one) => may.includes(roleOf(one)))) {
            const answer = route.form
              ? await postAs(name, route, belongings)
              : await company.get(name, fill(path, belongings))
            expect([route.route, name, answer.status]).toEqual([route.route, name, stranger])
            expect(answer.body.includes(word), `${route.route} tells ${name}`).toBe(false)
            tried++
          }
        }
      }
      expect(tried).toBeGreaterThan(90)
    }))

  it('a release of somebody else is none beside an order of one’s own', () =>
    inVain(async () => {
      const { orders } = (await company.program.call('GET', '/v1/blocked-orders?salesRep=rep-2')).body
      const own = orders.find(({ orderId }: { orderId: string }) => orderId === 'DOIS-1').id
      for (const release of [company.theirs.rep.signedRelease, company.theirs.branch.signedRelease]) {
        const answer = await company.post('second-rep', `/pedidos/${own}/retirada`, { release, reason: 'x' })
        expect([answer.status, answer.body.includes('SEGREDO')]).toEqual([404, false])
      }
      // Nor is one that may be decided, beside another order than its own.
      const { askedOrder, signedRelease: release } = company.theirs.rep
      for (const [name, step, more] of [
        ['admin', 'retirada', {}],
        ['manager', 'recusa', {}],
        ['manager', 'aprovacao', { amount: '200,00', expiresOn: '2026-11-25' }],
      ] as const) {
        const form = { release, reason: 'x', ...more }
        expect([step, (await company.post(name, `/pedidos/${askedOrder}/${step}`, form)).status]).toEqual([step, 404])
      }
    }))

  it('lists, searches, cursors and files hold nothing of others', async () => {
    const lists = PAGES.filter((page) => !isOfSomebody(page))
    const asked = [
      ...lists.map(({ path, may }) => ({ path, may, askers: NAMES })),
      ...HOSTILE_QUERIES.map(([start, query]) => {
        const may = lists.find(({ path }) => path === start)?.may ?? []
        return { path: `${start}?${query}`, may, askers: QUERY_ASKERS }
      }),
    ]
    const shown: string[] = []
    for (const { path, may, askers } of asked) {
      const whole = (await company.get('admin', path)).body
      for (const { word, names } of STRANGERS) {
        // Labels of pictures are cut.
        const mark = word.slice(0, LABEL_CHARS)
        if (whole.includes(mark)) shown.push(`${mark} ${path}`)
        for (const name of names.filter((one) => askers.includes(one) && may.includes(roleOf(one)))) {
          const { status, body } = await company.get(name, path)
          expect([path, name, body.includes(mark)]).toEqual([path, name, false])
          expect(status, path).toBeLessThan(500)
        }
      }
    }
    // Each of these would have shown them.
    for (const { word } of STRANGERS)
      expect(shown).toEqual(expect.arrayContaining(TELLING.map((path) => `${word.slice(0, LABEL_CHARS)} ${path}`)))
  })

  it('who shares a customer sees the customer, and the orders of the other rep do not exist', async () => {
    const page = await company.get('second-rep', '/clientes/erp/J3')
    expect([page.status, page.body.includes('DOIS-J'), page.body.includes(OTHERS)]).toEqual([200, true, false])
    expect((await company.get('rep', '/clientes/erp/J3')).body).toContain(`${OTHERS}-J`)
    for (const list of ['/pedidos', '/pedidos.csv', '/clientes.csv', '/clientes', '/'])
      expect([list, (await company.get('codeless-rep', list)).body.match(/SEGREDO|DOIS|Mercado|Comum/)]).toEqual([
        ...[list, null],
      ])
  })

  it('who shares a credit account is told what is owed, and neither by whom nor for what', async () => {
    const { orders } = (await company.program.call('GET', '/v1/blocked-orders?source=erp&customer=R2')).body
    const paths = [`/pedidos/${orders[0].id}`, `/pedidos/${orders[0].id}/pagamento`, '/clientes/erp/R2', '/pedidos.csv']
    for (const path of paths) {
      const [rep, analyst] = [await company.get('second-rep', path), await company.get('bound-analyst', path)]
      expect([path, rep.status, rep.body.match(/SEGREDO.*/)]).toEqual([path, 200, null])
      expect([path, analyst.status, analyst.body.match(new RegExp(`${BRANCHS}.*`))]).toEqual([path, 200, null])
    }
  })

  it('what is no id, and what is no query, is refused and never fails', () =>
    inVain(async () => {
      for (const route of [...PAGES, ...FORMS].filter(({ path }) => path.includes('{'))) {
        for (const id of HOSTILE_IDS) {
          const url = route.path.replace(/\{\w+\}/g, id)
          const { status } = route.form
            ? await company.post('admin', url, fillForm(route.form, company.theirs.branch))
            : await company.get('admin', url)
          expect([400, 404, 405, 414], `${route.route} with ${id} answers ${status}`).toContain(status)
        }
        const path = fill(route.path, company.theirs.rep)
        if (!route.form)
          expect((await company.get('admin', `${path}${path.includes('?') ? '&' : '?'}id=a&id=b`)).status).toBe(400)
      }
      for (const route of FORMS) {
        const { cookie, csrf } = company.people.admin
        const url = fill(route.path, company.theirs.rep)
        const twice = new URLSearchParams(
          Object.entries(fillForm(route.form ?? {}, NOBODYS)).flatMap((one) => [one, one]),
        )
        for (const form of [`_csrf=${csrf}&${twice}&id=a&id=b`, `_csrf=${csrf}&id[]=a&__proto__=x&constructor=y`])
          expect([route.route, (await company.ask('POST', url, { cookie, form })).status]).toEqual([route.route, 422])
      }
    }))

  it('a form without the token of this very session changes nothing', () =>
    inVain(async () => {
      for (const route of FORMS) {
        const name = route.may[0] ?? 'admin'
        const { cookie, csrf, former } = company.people[name]
        const url = fill(route.path, company.theirs.rep)
        const form = fillForm(route.form ?? {}, company.theirs.rep)
        const other = company.people[name === 'admin' ? 'rep' : 'admin'].csrf
        for (const token of [null, '', 'x', csrf.slice(1), former.csrf, other, cookie.split('=')[1] ?? '']) {
          const answer = await company.ask('POST', url, {
            cookie,
            form: { ...form, ...(token !== null && { _csrf: token }) },
          })
          expect([route.route, token, answer.status]).toEqual([route.route, token, 403])
        }
        const fromElsewhere = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
        const forged = await company.ask('POST', url, {
          cookie,
          form: { ...form, _csrf: csrf },
          headers: fromElsewhere,
        })
        expect([route.route, forged.status]).toEqual([route.route, 403])
        const ended = await company.ask('POST', url, {
          cookie: former.cookie,
          form: { ...form, _csrf: former.csrf },
        })
        expect([route.route, ended.status]).toEqual([route.route, 401])
      }
      expect((await company.get('rep', '/pedidos')).status).toBe(200)
    }))

  it('a key of the API opens no page', () =>
    inVain(async () => {
      const headers = { authorization: `Bearer ${PROGRAM_KEY}` }
      for (const page of PAGES)
        expect((await company.ask('GET', fill(page.path, company.theirs.rep), { headers })).status).toBe(303)
      for (const { path, form = {} } of FORMS)
        expect((await company.ask('POST', fill(path, company.theirs.rep), { headers, form })).status).toBe(401)
    }))

  const isRead = async (): Promise<boolean> => {
    const { syncs } = (await company.program.call('GET', '/v1/syncs')).body
    return syncs.every(({ state }: { state: string }) => state !== 'running')
  }

  it('what was refused to others is done for the owner', async () => {
    // There is one policy, and its drafts are everybody's who may.
    for (const whose of ['rep', 'branch'] as const)
      for (const form of FORMS.filter(({ route }) => whose === 'rep' || !route.includes('/politica/'))) {
        const name = (whose === 'rep' ? form.may[0] : form.may.at(-1)) ?? 'admin'
        const before = await company.everything()
        const { status } = await postAs(name, form, company.theirs[whose])
        // A source that is being read writes by itself.
        if (form.route.endsWith('/leitura')) await expect.poll(isRead).toBe(true)
        expect([whose, form.route, status]).toEqual([whose, form.route, form.done ?? 303])
        expect([form.route, (await company.everything()) === before]).toEqual([form.route, isSilent(form)])
      }
  })
})

/** What is asked of an ERP, or was refused, leaves no trace here. */
const isSilent = ({ route, done }: PageRoute): boolean => done === 409 || route.endsWith('/teste')
