import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newUserSchema, userChangeSchema } from '../../src/people/user.ts'
import { dialects } from '../harness/databases.ts'
import { ADDRESS, openRoom, PASSWORD, type Room, START, storedText } from './room.ts'

describe.each(dialects)('users on %s', (dialect) => {
  let room: Room
  let adminId: string
  beforeAll(async () => {
    room = await openRoom(dialect)
    await room.people.ensureAdmin()
    adminId = (await room.people.users.list())[0]?.id ?? ''
  })
  afterAll(() => room.close())

  const create = (wanted: object) => room.people.users.create(newUserSchema.parse(wanted))

  it('are made with a password for one login, which is told once', async () => {
    await room.trail()
    const made = await create({ login: 'Ana@Example.com', name: 'Ana Ribeiro', role: 'rep', salesRep: 'rep-07' })
    if (made.kind !== 'created') throw new Error(made.message)
    const { user, password } = made
    expect(user).toEqual({
      ...{ id: expect.stringMatching(/^usr_/), login: 'ana@example.com', name: 'Ana Ribeiro', role: 'rep' },
      ...{ salesRep: 'rep-07', source: null, active: true, mustChange: true, hasPassword: true, hasTotp: false },
      ...{ lockedUntil: null, createdAt: START, lastLoginAt: null },
    })
    expect(await storedText(room.db)).not.toContain(password)
    expect(await room.people.users.list()).toContainEqual(user)
    const detail = { login: 'ana@example.com', name: 'Ana Ribeiro', role: 'rep', salesRep: 'rep-07', source: null }
    expect(await room.trail()).toEqual([{ actor: 'fiado', action: 'user.created', subject: user.id, detail }])

    const first = await room.people.logIn({ login: 'ana@example.com', password, address: ADDRESS })
    if (first.kind !== 'in') throw new Error('not in')
    expect(first.mustChange).toBe(true)
    expect((await room.people.sessionOf(first.token))?.mustChange).toBe(true)
    const changed = await room.people.changePassword({ token: first.token, current: password, next: PASSWORD })
    if (changed.kind !== 'changed') throw new Error(changed.message)
    expect((await room.people.sessionOf(changed.token))?.mustChange).toBe(false)
  })

  it('have each a login of their own, also when two make the same one at once', async () => {
    const made = await Promise.all(
      [1, 2, 3].map((count) => create({ login: 'bia', name: `Bia ${count}`, role: 'rep' })),
    )
    expect(made.map(({ kind }) => kind).sort()).toEqual(['created', 'refused', 'refused'])
    expect(await create({ login: 'BIA', name: 'Bia', role: 'rep' })).toMatchObject({ reason: 'login_taken' })
  })

  it('are told by the trail what changed of them, and nothing where nothing did', async () => {
    const id = await room.make('caio', 'analyst')
    await room.trail()
    const act = { id: 'req_1', person: { id: adminId, login: 'admin', name: 'Administrador', role: 'admin' } as const }
    const person = { ...act.person, salesRep: null, source: null }
    const change = { name: 'Caio Prado', role: 'manager', source: null } as const
    const changed = await room.people.users.change(id, change, { ...act, person })
    expect(changed).toMatchObject({ kind: 'changed', user: { id, name: 'Caio Prado', role: 'manager' } })
    await room.people.users.change(id, change, { ...act, person })
    const detail = { name: 'Caio Prado', role: 'manager' }
    expect(await room.trail()).toEqual([
      { actor: `Administrador (${adminId})`, action: 'user.changed', subject: id, detail },
    ])
    expect(await room.people.users.change('usr_unknown', { name: 'x' })).toMatchObject({ reason: 'unknown' })
  })

  it('keep one active administrator, even when two end each other at once', async () => {
    const { change } = room.people.users
    for (const wanted of [{ active: false }, { role: 'manager' as const }])
      expect(await change(adminId, wanted)).toMatchObject({ kind: 'refused', reason: 'last_admin' })
    const second = await room.make('second-admin', 'admin')
    const other = room.another()
    const answers = await Promise.all([change(adminId, { active: false }), other.users.change(second, { role: 'rep' })])
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['changed', 'refused'])
    const admins = (await room.people.users.list()).filter(({ role, active }) => role === 'admin' && active)
    expect(admins).toHaveLength(1)
    // An administrator who is not active is none.
    await change(second, { role: 'admin', active: true })
    await change(adminId, { role: 'admin', active: false })
    expect(await change(second, { active: false })).toMatchObject({ reason: 'last_admin' })
    expect(await change(second, { name: 'Segunda' })).toMatchObject({ kind: 'changed' })
    await change(adminId, { active: true })
  })

  it('bind no administrator to a source, who could make others that are not', async () => {
    expect(await create({ login: 'bound', name: 'B', role: 'admin', source: 'omie' })).toMatchObject({
      reason: 'bound_admin',
    })
    const id = await room.make('dani', 'rep', { source: 'omie' })
    expect(await room.people.users.change(id, { role: 'admin' })).toMatchObject({ reason: 'bound_admin' })
    expect(await room.people.users.change(id, { role: 'admin', source: null })).toMatchObject({ kind: 'changed' })
    await room.people.users.change(id, { role: 'rep' })
  })

  it('get a new one-time password, are logged out by it and freed of a lock', async () => {
    const id = await room.make('eva')
    const token = await room.enter('eva')
    for (let count = 0; count < 5; count++)
      await room.people.logIn({ login: 'eva', password: 'errado cavalo', address: ADDRESS })
    await room.trail()
    const reset = await room.people.users.resetPassword(id)
    if (reset.kind !== 'reset') throw new Error(reset.message)
    expect(await room.trail()).toEqual([{ actor: 'fiado', action: 'password.reset', subject: id, detail: {} }])
    expect(await room.people.personOf(token)).toBeNull()
    const attempt = { login: 'eva', address: ADDRESS }
    expect(await room.people.logIn({ ...attempt, password: PASSWORD })).toEqual({ kind: 'refused' })
    const outcome = await room.people.logIn({ ...attempt, password: reset.password })
    expect(outcome).toMatchObject({ kind: 'in', mustChange: true })
    expect(await room.people.users.resetPassword('usr_unknown')).toMatchObject({ reason: 'unknown' })
  })

  it.each([
    [{ login: 'a', name: 'A', role: 'rep' }, 'login'],
    [{ login: 'a b c', name: 'A', role: 'rep' }, 'login'],
    [{ login: 'ána', name: 'A', role: 'rep' }, 'login'],
    [{ login: 'ana\0', name: 'A', role: 'rep' }, 'login'],
    [{ login: 'x'.repeat(300), name: 'A', role: 'rep' }, 'login'],
    [{ login: 'ana', name: ' ', role: 'rep' }, 'name'],
    [{ login: 'ana', name: 'A\nB', role: 'rep' }, 'name'],
    [{ login: 'ana', name: 'A', role: 'root' }, 'role'],
    [{ login: 'ana', name: 'A', role: 'rep', source: 'Omie!' }, 'source'],
    [{ login: 'ana', name: 'A', role: 'rep', salesRep: '' }, 'salesRep'],
    [{ login: 'ana', name: 'A', role: 'rep', active: true }, ''],
  ])('are not made of %j', (wanted, path) => {
    const parsed = newUserSchema.safeParse(wanted)
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
  })

  it('change no login and no password by a change', () => {
    for (const field of ['login', 'passwordHash', 'mustChange', 'id'])
      expect(userChangeSchema.safeParse({ [field]: 'x' }).success).toBe(false)
  })
})
