import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCOPES } from '../../src/access/key.ts'
import { renderOpenapi } from '../../src/openapi.ts'
import { dialects } from '../harness/databases.ts'
import { type Company, openCompany } from './everybody.ts'
import { BRANCHS } from './everybody-belongings.ts'
import { type Call, callsOf, OPERATIONS, PUBLIC, sidewaysCalls } from './everybody-operations.ts'
import { routesOf } from './everybody-strangers.ts'

describe.each(dialects)('every operation of the API on %s', (dialect) => {
  let company: Company
  /** About what is of the branch. */
  let calls: ReadonlyMap<string, Call>
  let tries = 0
  beforeAll(async () => {
    company = await openCompany(dialect)
    calls = callsOf(JSON.parse(await renderOpenapi()), company.theirs.branch)
  })
  afterAll(() => company.close())

  /** Each from an address of its own: whoever guesses keys is slowed down after some. */
  async function send({ method, url, body }: Call, headers: Readonly<Record<string, string>>) {
    const reply = await company.program.app.inject({
      ...{ method, url, remoteAddress: `10.1.${tries >> 8}.${tries++ & 255}` },
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    })
    return { status: reply.statusCode, body: reply.body }
  }
  const makeKey = async (scopes: readonly string[], source?: string) => {
    const wanted = { name: 'prova', scopes, ...(source !== undefined && { source }) }
    const { body } = await company.program.call('POST', '/v1/keys', wanted)
    return { authorization: `Bearer ${body.key}` }
  }
  const statuses = async (names: readonly string[], headersOf: (name: string) => Readonly<Record<string, string>>) => {
    const found: Record<string, number> = {}
    for (const name of names) found[name] = (await send(calls.get(name) as Call, headersOf(name))).status
    return found
  }
  const all = (status: number): Record<string, number> =>
    Object.fromEntries(Object.keys(OPERATIONS).map((name) => [name, status]))
  const names = Object.keys(OPERATIONS)

  it('stands in the table', async () => {
    expect([...names, ...Object.keys(PUBLIC)].toSorted()).toEqual([...calls.keys()].toSorted())
    // And nothing under /v1 is left out of the document.
    const routes = routesOf(company.program.app.printRoutes({ commonPrefix: false }))
    const documented = Object.entries(JSON.parse(await renderOpenapi()).paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    const isOurs = (route: string): boolean => route.includes(' /v1/')
    expect(routes.filter(isOurs).toSorted()).toEqual(documented.filter(isOurs).toSorted())
  })

  it('is refused without a key, with one that is none, and with the session of an administrator', async () => {
    const before = await company.everything()
    expect(await statuses(names, () => ({}))).toEqual(all(401))
    expect(await statuses(names, () => ({ authorization: `Bearer ${'x'.repeat(43)}` }))).toEqual(all(401))
    const { cookie, csrf } = company.people.admin
    expect(await statuses(names, () => ({ cookie, host: 'localhost:3000', 'x-csrf-token': csrf }))).toEqual(all(401))
    expect(await company.everything()).toBe(before)
  })

  it('is refused with a key that has every scope but the one', async () => {
    const keys: Record<string, { authorization: string }> = {}
    for (const scope of SCOPES) keys[scope] = await makeKey(SCOPES.filter((one) => one !== scope))
    const before = await company.everything()
    expect(await statuses(names, (name) => keys[OPERATIONS[name]?.[0] ?? ''] ?? {})).toEqual(all(403))
    expect(await company.everything()).toBe(before)
  })

  it('tells a key of another source nothing, and does nothing for it', async () => {
    const headers = await makeKey(SCOPES, 'erp')
    const before = await company.everything()
    const found: Record<string, unknown> = {}
    const decided = names.filter((name) => OPERATIONS[name]?.[1] !== null)
    for (const name of decided) {
      const { status, body } = await send(calls.get(name) as Call, headers)
      found[name] = [status, body.includes(BRANCHS)]
    }
    expect(found).toEqual(Object.fromEntries(decided.map((name) => [name, [OPERATIONS[name]?.[1], false]])))
    expect(await company.everything()).toBe(before)
  })

  it('knows no id of another source beside the own source', async () => {
    const { rep: own, branch } = company.theirs
    const headers = await makeKey(SCOPES, 'erp')
    const before = await company.everything()
    for (const [call, status] of sidewaysCalls(own, branch)) {
      const answer = await send(call, headers)
      const told = answer.body.replaceAll(branch.orderId, 'the id that was asked for')
      expect([call.url, answer.status, told.includes(BRANCHS)]).toEqual([call.url, status, false])
    }
    expect(await company.everything()).toBe(before)
    // Beside one's own webhook, a delivery of another one is none.
    const deliveries = [branch.delivery.split('.')[1]]
    const replay: Call = { method: 'POST', url: `/v1/event-webhooks/${own.webhook}/replay`, body: { deliveries } }
    expect(JSON.parse((await send(replay, headers)).body)).toEqual({ replayed: 0, more: false })
  })

  it('tells of a shared credit account what is owed, and neither by whom nor for what', async () => {
    const headers = await makeKey(SCOPES, 'erp')
    const query = '/v1/blocked-orders?source=erp&customer=R2'
    const [order] = JSON.parse((await send({ method: 'GET', url: query }, headers)).body).orders
    const asked = { source: 'erp', mode: 'check', customer: { externalId: 'R2' }, order: { amount: '1.00' } }
    const told = [
      await send({ method: 'GET', url: query }, headers),
      await send({ method: 'GET', url: `/v1/blocked-orders/${order.id}` }, headers),
      await send({ method: 'GET', url: `/v1/credit-checks/${order.checkId}` }, headers),
      await send({ method: 'GET', url: '/v1/customers/erp/R2/credit' }, headers),
      await send({ method: 'POST', url: '/v1/credit-checks', body: asked }, headers),
      await send({ method: 'GET', url: '/v1/events?limit=500' }, headers),
    ]
    expect(told.map(({ status, body }) => [status, body.match(new RegExp(`.{60}${BRANCHS}.*`))])).toEqual(
      told.map(() => [200, null]),
    )
    // Of three members, each of whom owes 500.00.
    expect(JSON.parse(told[3]?.body ?? '').account).toMatchObject({ members: 3, exposure: { overdue: '1500.00' } })
  })

  it('answers the key of the branch itself: what was refused is there', async () => {
    const headers = await makeKey(SCOPES, 'filial')
    const shown = names.filter((name) => calls.get(name)?.method === 'GET' && OPERATIONS[name]?.[1] !== 403)
    // About everybody, about nothing of theirs, or about what was released and has not been invoiced.
    const silent = /^(readPolicy|listPolicy|diffPolicy|listSources|listSyncs|readSync|readReleaseReport)/
    for (const name of shown.filter((one) => !silent.test(one))) {
      const url = `${calls.get(name)?.url}${name === 'listMessages' ? '?state=ambiguous' : ''}`
      const { status, body } = await send({ method: 'GET', url }, headers)
      expect([name, status, body.includes(BRANCHS)]).toEqual([name, 200, true])
    }
  })

  it('that is public shows and does nothing to whoever guesses', async () => {
    const before = await company.everything()
    expect(await statuses(Object.keys(PUBLIC), () => ({}))).toEqual(PUBLIC)
    expect(await company.everything()).toBe(before)
  })
})
