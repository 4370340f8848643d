import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCallers } from '../../src/access/callers.ts'
import type { Caller } from '../../src/access/key.ts'
import { buildApp } from '../../src/app.ts'
import { peopleRoom } from '../../src/people/routes.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { PEOPLE_EXAMPLES } from '../../src/web/people-examples.ts'
import { dialects } from '../harness/databases.ts'
import { BOUND_KEY, bearer, buildToyApp, CHECK_KEY, FULL_KEY, type ToyApp } from '../web/toy-app.ts'
import { ADDRESS, openRoom, PASSWORD, type Room } from './room.ts'

describe.each(dialects)('users over the API on %s', (dialect) => {
  let room: Room
  let toy: ToyApp
  beforeAll(async () => {
    room = await openRoom(dialect)
    await room.people.ensureAdmin()
    toy = await buildToyApp([peopleRoom(room.people, room.clock)])
  })
  afterAll(async () => {
    await toy.app.close()
    await room.close()
  })

  async function call(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object, key = FULL_KEY) {
    const reply = await toy.app.inject({ method, url, headers: bearer(key), ...(payload ? { payload } : {}) })
    return { status: reply.statusCode, body: reply.json() }
  }

  it('makes somebody who can log in, as the example says', async () => {
    const example = PEOPLE_EXAMPLES['createUser']
    const { status, body } = await call('POST', '/v1/users', example?.body as object)
    expect(status).toBe(201)
    expect(body).toEqual({
      ...(example?.answer as object),
      ...{ id: expect.stringMatching(/^usr_/), password: expect.stringMatching(/^(\w{4}-){3}\w{4}$/) },
    })
    const attempt = { login: body.login, password: body.password, address: ADDRESS }
    expect(await room.people.logIn(attempt)).toMatchObject({ kind: 'in', mustChange: true })
    const listed = await call('GET', '/v1/users')
    const { password: _password, ...user } = body
    expect(listed.body.users).toContainEqual({ ...user, lastLoginAt: '2026-11-21T10:00:00-03:00' })
    expect(JSON.stringify(listed.body)).not.toMatch(/argon2|"password"|secret/i)
    expect((await call('POST', '/v1/users', example?.body as object)).status).toBe(409)
  })

  it('changes somebody, gives a new password, and refuses what cannot be', async () => {
    const id = await room.make('bia', 'analyst')
    const token = await room.enter('bia')
    expect((await call('PATCH', `/v1/users/${id}`, { role: 'manager', name: 'Bia' })).body).toMatchObject({
      ...{ id, role: 'manager', name: 'Bia', active: true },
    })
    expect((await call('PATCH', `/v1/users/${id}`, { active: false })).body.active).toBe(false)
    expect(await room.people.personOf(token)).toBeNull()
    await call('PATCH', `/v1/users/${id}`, { active: true })
    const reset = await call('POST', `/v1/users/${id}/password`)
    expect(reset).toEqual({ status: 200, body: { password: expect.stringMatching(/^(\w{4}-){3}\w{4}$/) } })
    expect(await room.people.logIn({ login: 'bia', password: PASSWORD, address: ADDRESS })).toEqual({ kind: 'refused' })

    const admin = (await call('GET', '/v1/users')).body.users.find(({ role }: { role: string }) => role === 'admin')
    const refusals = [
      await call('PATCH', `/v1/users/${admin.id}`, { active: false }),
      await call('PATCH', `/v1/users/${admin.id}`, { source: 'omie' }),
      await call('PATCH', '/v1/users/usr_unknown', { name: 'x' }),
      await call('POST', '/v1/users/usr_unknown/password'),
      await call('PATCH', `/v1/users/${id}`, { login: 'x' }),
      await call('POST', '/v1/users', { login: 'x', name: '', role: 'root' }),
      await call('POST', '/v1/users', { login: 'x@y.z', name: 'X', role: 'admin', source: 'omie' }),
    ]
    expect(refusals.map(({ status }) => status)).toEqual([409, 422, 404, 404, 400, 400, 422])
  })

  it('tells when somebody is locked until, and only as long as they are', async () => {
    const id = await room.make('caio')
    for (let count = 0; count < 5; count++)
      await room.people.logIn({ login: 'caio', password: 'errado cavalo', address: ADDRESS })
    const lockedUntil = async () =>
      (await call('GET', '/v1/users')).body.users.find((user: { id: string }) => user.id === id).lockedUntil
    expect(await lockedUntil()).toBe('2026-11-21T10:01:00-03:00')
    room.advance(60_000)
    expect(await lockedUntil()).toBeNull()
  })

  it('gives a key nobody who can do more than it, and a bound one nobody at all', async () => {
    const id = await room.make('dani')
    const wanted = { login: 'eva', name: 'Eva', role: 'rep' }
    for (const key of [CHECK_KEY, BOUND_KEY, 'no-key']) {
      const status = key === 'no-key' ? 401 : 403
      const answers = [
        await call('GET', '/v1/users', undefined, key),
        await call('POST', '/v1/users', wanted, key),
        await call('PATCH', `/v1/users/${id}`, { name: 'x' }, key),
        await call('POST', `/v1/users/${id}/password`, undefined, key),
      ]
      expect(answers.map((answer) => answer.status)).toEqual([status, status, status, status])
    }
    expect((await room.people.users.list()).map(({ login }) => login)).not.toContain('eva')
  })
})

it('gives a key with some scopes only whom these amount to, and takes over nobody above them', async () => {
  const room = await openRoom('sqlite')
  await room.people.ensureAdmin()
  const [admin] = await room.people.users.list()
  const repId = await room.make('rep')
  const limited: Caller = { keyId: 'key_1', name: 'RH', scopes: ['check', 'read', 'admin'], source: null }
  const app = await buildApp({
    ...{ config: { rateLimit: 0 }, clock: room.clock, logger: pino({ level: 'silent' }), metrics: createMetrics() },
    callers: createCallers(
      async () => limited,
      () => 0,
    ),
    readiness: async () => ({ faults: [], sources: [] }),
    rooms: [peopleRoom(room.people, room.clock)],
  })
  const call = async (method: 'POST' | 'PATCH', url: string, payload?: object) =>
    (await app.inject({ method, url, headers: bearer('limited'), ...(payload ? { payload } : {}) })).statusCode
  expect(await call('POST', '/v1/users', { login: 'new-rep', name: 'R', role: 'rep' })).toBe(201)
  expect(await call('POST', '/v1/users', { login: 'new-one', name: 'A', role: 'analyst' })).toBe(403)
  expect(await call('PATCH', `/v1/users/${repId}`, { role: 'admin' })).toBe(403)
  expect(await call('PATCH', `/v1/users/${repId}`, { name: 'Rep' })).toBe(200)
  expect(await call('POST', `/v1/users/${admin?.id}/password`)).toBe(403)
  expect(await call('PATCH', `/v1/users/${admin?.id}`, { role: 'rep' })).toBe(403)
  await app.close()
  await room.close()
})
