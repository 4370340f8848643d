import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccess } from '../../src/access/access.ts'
import { createCallers } from '../../src/access/callers.ts'
import { hashKey, SCOPES, type Scope } from '../../src/access/key.ts'
import { findCaller } from '../../src/access/store.ts'
import type { KeysPort, PeoplePort } from '../../src/console/operation-port.ts'
import { keysPort } from '../../src/console/supply/keys.ts'
import { peoplePort } from '../../src/console/supply/people.ts'
import { isAble } from '../../src/people/abilities.ts'
import { ROLES } from '../../src/people/person.ts'
import { SCOPES_OF_ROLE } from '../../src/people/scopes.ts'
import { dialects } from '../harness/databases.ts'
import { ADDRESS, openRoom, PASSWORD, type Room } from '../people/room.ts'
import { personOf } from './supply-stage.ts'

const ADMIN = personOf('admin')
const BY_ADMIN = 'Pessoa admin (usr_admin)'
const FORBIDDEN = { status: 403 }
const UNKNOWN = { kind: 'unknown' }
const DONE = { kind: 'done' }

describe.each(dialects)('people on %s', (dialect) => {
  let room: Room
  let port: PeoplePort
  beforeAll(async () => {
    room = await openRoom(dialect)
    await room.people.ensureAdmin()
    port = peoplePort(room)
  })
  afterAll(() => room.close())

  const wanted = { login: 'Rafael@Example.com', name: 'Rafael', role: 'rep', salesRep: 'rep-07', source: null } as const
  const rowOf = async (login: string) => (await port.list(ADMIN)).find((row) => row.login === login)

  it('are let in with a password for one login, and told of as they are', async () => {
    await room.trail()
    const made = await port.create(ADMIN, wanted)
    if (made.kind !== 'done') throw new Error(JSON.stringify(made))
    const row = await rowOf('rafael@example.com')
    expect(row).toEqual({
      ...{ id: expect.stringMatching(/^usr_/), login: 'rafael@example.com', name: 'Rafael', role: 'rep' },
      ...{ salesRep: 'rep-07', source: null, active: true, isLocked: false, hasCode: false, lastLoginAt: null },
    })
    expect(await room.trail()).toMatchObject([{ actor: BY_ADMIN, action: 'user.created', subject: row?.id }])
    const attempt = { login: 'rafael@example.com', password: made.password, address: ADDRESS }
    expect(await room.people.logIn(attempt)).toMatchObject({ kind: 'in', mustChange: true })
    expect((await rowOf('rafael@example.com'))?.lastLoginAt).toBe('2026-11-21T10:00:00-03:00')
  })

  it('get another password when theirs is lost, which lifts a lock', async () => {
    const id = await room.make('trancada', 'analyst')
    const attempt = { login: 'trancada', password: 'errada errada', address: ADDRESS }
    for (let tries = 0; tries < 5; tries++) await room.people.logIn(attempt)
    expect((await rowOf('trancada'))?.isLocked).toBe(true)
    const reset = await port.resetPassword(ADMIN, id)
    if (reset.kind !== 'done') throw new Error(JSON.stringify(reset))
    expect((await rowOf('trancada'))?.isLocked).toBe(false)
    expect(await room.people.logIn({ ...attempt, password: PASSWORD })).toEqual({ kind: 'refused' })
    expect(await room.people.logIn({ ...attempt, password: reset.password })).toMatchObject({ kind: 'in' })
    expect(await port.resetPassword(ADMIN, 'usr_none')).toEqual(UNKNOWN)
  })

  it('are logged out at once when they may not come in any more', async () => {
    const id = await room.make('saiu', 'collector')
    const token = await room.enter('saiu')
    expect(await port.setActive(ADMIN, id, false)).toEqual(DONE)
    expect([await room.people.personOf(token), (await rowOf('saiu'))?.active]).toEqual([null, false])
    expect(await port.setActive(ADMIN, id, true)).toEqual(DONE)
    expect((await rowOf('saiu'))?.active).toBe(true)
    expect(await port.setActive(ADMIN, 'usr_none', false)).toEqual(UNKNOWN)
  })

  it('are changed, which holds for who is logged in, and are told of as they were before a refusal', async () => {
    const id = await room.make('muda', 'rep', { salesRep: 'rep-09' })
    const token = await room.enter('muda')
    await room.trail()
    const change = { name: "  D'Ávila <b>  ", role: 'analyst', salesRep: null, source: 'omie-filial' } as const
    expect(await port.change(ADMIN, id, change)).toEqual(DONE)
    const now = { ...change, name: "D'Ávila <b>" }
    expect(await port.find(ADMIN, id)).toMatchObject({ id, login: 'muda', ...now })
    expect(await room.people.personOf(token)).toMatchObject(now)
    expect(await room.trail()).toEqual([{ actor: BY_ADMIN, action: 'user.changed', subject: id, detail: now }])
    // The same once more changes nothing, and is no news.
    expect(await port.change(ADMIN, id, change)).toEqual(DONE)
    for (const [more, words] of [
      [{ role: 'admin' }, 'deixe a origem em branco'],
      [{ source: '../etc' }, 'Confira a conexão'],
      [{ name: 'a\u0000b' }, 'Confira o nome'],
      [{ salesRep: 'x'.repeat(121) }, 'Confira o código de vendedor'],
      [{ role: 'king' }, 'Escolha um papel'],
      [{ active: false, id: 'usr_x' }, 'Confira o que foi preenchido'],
    ] as const)
      expect(await port.change(ADMIN, id, { ...now, ...more } as never)).toEqual({
        ...{ kind: 'refused', message: expect.stringContaining(words) },
      })
    expect(await port.find(ADMIN, id)).toMatchObject(now)
    expect(await room.trail()).toEqual([])
    expect(await port.find(ADMIN, 'usr_none')).toBeNull()
    expect(await port.change(ADMIN, 'usr_none', change)).toEqual(UNKNOWN)
  })

  it('who lost their telephone enter by password again', async () => {
    const id = await room.make('perdeu', 'rep')
    expect(await port.endSecondFactor(ADMIN, id)).toMatchObject({ kind: 'refused' })
    await room.people.enableTotp(id)
    const secret = (await room.people.secondFactorOf(id))?.begun?.secret ?? ''
    const code = new TOTP({ secret }).generate({ timestamp: room.clock.system() })
    await room.people.confirmTotp(id, { code, address: ADDRESS })
    const logIn = () => room.people.logIn({ login: 'perdeu', password: PASSWORD, address: ADDRESS })
    expect([(await logIn()).kind, (await port.find(ADMIN, id))?.hasCode]).toEqual(['needs_code', true])
    await room.trail()
    expect(await port.endSecondFactor(ADMIN, id)).toEqual(DONE)
    expect(await room.trail()).toEqual([
      { actor: BY_ADMIN, action: 'totp.disabled', subject: id, detail: { by: 'administrator' } },
    ])
    expect([(await logIn()).kind, (await port.find(ADMIN, id))?.hasCode]).toEqual(['in', false])
    expect(await port.endSecondFactor(ADMIN, 'usr_none')).toEqual(UNKNOWN)
  })

  it.each([
    [{ login: 'rafael@example.com' }, 'Já existe um usuário com este login.'],
    [{ login: 'não pode' }, 'O usuário precisa ter'],
    [{ name: 'a\u0000b' }, 'Confira o nome'],
    [{ source: '../etc' }, 'Confira a conexão'],
    [{ role: 'admin', source: 'omie' }, 'deixe a origem em branco'],
  ])('are not made of %j, and the page is told why', async (more, words) => {
    await port.create(ADMIN, wanted)
    const outcome = await port.create(ADMIN, { ...wanted, login: 'outro@example.com', ...more } as never)
    expect(outcome).toEqual({ kind: 'refused', message: expect.stringContaining(words) })
  })

  it('keep their last administrator, and are nobody else’s affair', async () => {
    const admin = await rowOf('admin')
    expect(await port.setActive(ADMIN, admin?.id ?? '', false)).toEqual({
      ...{ kind: 'refused', message: 'É o último administrador ativo: nomeie outro antes.' },
    })
    const demoted = { name: 'A', role: 'manager', salesRep: null, source: null } as const
    expect(await port.change(ADMIN, admin?.id ?? '', demoted)).toEqual({
      ...{ kind: 'refused', message: 'É o último administrador ativo: nomeie outro antes.' },
    })
    const others = ROLES.filter((role) => role !== 'admin').map((role) => personOf(role))
    for (const person of [...others, personOf('admin', 'omie-matriz')])
      for (const ask of [
        () => port.list(person),
        () => port.create(person, { ...wanted, login: 'x-y-z' }),
        () => port.resetPassword(person, admin?.id ?? ''),
        () => port.setActive(person, admin?.id ?? '', false),
        () => port.find(person, admin?.id ?? ''),
        () => port.change(person, admin?.id ?? '', demoted),
        () => port.endSecondFactor(person, admin?.id ?? ''),
      ])
        await expect(ask()).rejects.toMatchObject(FORBIDDEN)
    expect(await rowOf('x-y-z')).toBeUndefined()
  })
})

describe.each(dialects)('keys that people give out on %s', (dialect) => {
  let room: Room
  let port: KeysPort
  beforeAll(async () => {
    room = await openRoom(dialect)
    const callers = createCallers((hash) => findCaller(room.db, hash), performance.now.bind(performance))
    port = keysPort({ access: createAccess(room.db, callers), clock: room.clock })
  })
  afterAll(() => room.close())

  const make = (person = ADMIN, scopes: Scope[] = ['read'], source: string | null = null, name = 'ERP') =>
    port.create(person, { name, scopes, source })
  const idOf = async (made: Awaited<ReturnType<typeof make>>) =>
    (await findCaller(room.db, hashKey(made.kind === 'done' ? made.key : '')))?.keyId ?? ''

  it('work, are listed without their secret, and are in the trail under the name of the person', async () => {
    await room.trail()
    const made = await make(ADMIN, ['check', 'write'], 'omie-matriz', ' ERP da matriz ')
    if (made.kind !== 'done') throw new Error(JSON.stringify(made))
    const id = await idOf(made)
    expect(await findCaller(room.db, hashKey(made.key))).toMatchObject({
      ...{ name: 'ERP da matriz', scopes: ['check', 'write'], source: 'omie-matriz' },
    })
    const rows = await port.list(ADMIN)
    expect(rows.find((row) => row.id === id)).toEqual({
      ...{ id, name: 'ERP da matriz', scopes: ['check', 'write'], source: 'omie-matriz' },
      ...{ createdAt: '2026-11-21T10:00:00-03:00', revokedAt: null },
    })
    expect(JSON.stringify(rows)).not.toContain(made.key)
    expect(await room.trail()).toMatchObject([{ actor: BY_ADMIN, action: 'key.created', subject: id }])
    expect(await port.revoke(ADMIN, id)).toEqual(DONE)
    expect(await findCaller(room.db, hashKey(made.key))).toBeNull()
    expect((await port.list(ADMIN)).find((row) => row.id === id)?.revokedAt).toBe('2026-11-21T10:00:00-03:00')
    expect(await port.revoke(ADMIN, 'key_none')).toEqual(UNKNOWN)
  })

  it('can do nothing that the role of the person cannot', async () => {
    const found: Record<string, string[]> = {}
    const wanted: Record<string, string[]> = {}
    for (const role of ROLES.filter((one) => isAble(one, 'keys.manage'))) {
      found[role] = []
      for (const scope of SCOPES) if ((await make(personOf(role), [scope])).kind === 'done') found[role].push(scope)
      wanted[role] = SCOPES.filter((scope) => SCOPES_OF_ROLE[role].includes(scope))
    }
    expect(found).toEqual(wanted)
    expect(wanted).toEqual({ admin: [...SCOPES], integrator: ['check', 'write', 'read'] })
    expect(await make(personOf('integrator'), ['read', 'admin'])).toEqual({
      ...{ kind: 'refused', message: 'Você não pode dar o que não tem: sua chave pode ter check, write, read.' },
    })
    expect(await make(ADMIN, [])).toMatchObject({ kind: 'refused' })
    expect(await make(ADMIN, ['read'], '../etc')).toMatchObject({ kind: 'refused' })
    expect(await make(ADMIN, ['read'], null, 'a\u0000')).toMatchObject({ kind: 'refused' })
  })

  it('are not taken away by somebody who can do less', async () => {
    const id = await idOf(await make(ADMIN, ['admin']))
    expect(await port.revoke(personOf('integrator'), id)).toEqual({
      ...{ kind: 'refused', message: 'Esta chave pode mais do que você: só um administrador a revoga.' },
    })
    expect((await port.list(ADMIN)).find((row) => row.id === id)?.revokedAt).toBeNull()
  })

  it('belong to the source of whoever is bound to one', async () => {
    const bound = personOf('integrator', 'omie-matriz')
    const own = await make(bound)
    expect((await findCaller(room.db, hashKey(own.kind === 'done' ? own.key : '')))?.source).toBe('omie-matriz')
    expect(await make(bound, ['read'], 'omie-filial')).toMatchObject({
      ...{ kind: 'refused', message: 'Seu acesso é só da conexão omie-matriz: a chave também precisa ser.' },
    })
    const other = await idOf(await make(ADMIN, ['read'], 'omie-filial'))
    expect(await port.revoke(bound, other)).toEqual(UNKNOWN)
    expect(new Set((await port.list(bound)).map(({ source }) => source))).toEqual(new Set(['omie-matriz']))
  })

  it('are no affair of those who manage none', async () => {
    for (const role of ROLES.filter((one) => !isAble(one, 'keys.manage'))) {
      const person = personOf(role)
      for (const ask of [() => port.list(person), () => make(person), () => port.revoke(person, 'key_x')])
        await expect(ask()).rejects.toMatchObject(FORBIDDEN)
    }
  })
})
