import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SESSION_IDLE_MS, SESSION_MAX_MS } from '../../src/people/sessions.ts'
import { dialects } from '../harness/databases.ts'
import { ADDRESS, openRoom, PASSWORD, type Room, storedText } from './room.ts'

const CACHE_MS = 5_000
const NEXT = 'outra senha bem longa'

describe.each(dialects)('sessions on %s', (dialect) => {
  let room: Room
  beforeAll(async () => {
    room = await openRoom(dialect)
    await room.people.ensureAdmin()
  })
  afterAll(() => room.close())

  const loginOf = async (token: string) => (await room.people.personOf(token))?.login ?? null

  it('stands while it is used, and ends eight hours after it was last', async () => {
    await room.make('idle')
    const token = await room.enter('idle')
    for (let count = 0; count < 4; count++) {
      room.advance(SESSION_IDLE_MS - 1_000)
      expect(await loginOf(token)).toBe('idle')
    }
    room.advance(SESSION_IDLE_MS - 1)
    expect(await loginOf(token)).toBe('idle')
    room.advance(SESSION_IDLE_MS)
    expect(await loginOf(token)).toBeNull()
  })

  it('is kept alive by nothing that a page asks by itself, and by whoever comes in between', async () => {
    await room.make('open')
    const token = await room.enter('open')
    const look = async () => (await room.people.sessionOf(token, true))?.person.login ?? null
    for (let hours = 1; hours < 8; hours++) {
      room.advance(SESSION_IDLE_MS / 8)
      expect(await look()).toBe('open')
    }
    // The answer is still known from the look; that somebody is here is written all the same.
    expect(await loginOf(token)).toBe('open')
    room.advance(SESSION_IDLE_MS - 1)
    expect(await look()).toBe('open')
    room.advance(1)
    expect(await look()).toBeNull()
  })

  it('ends seven days after the login, however much it is used', async () => {
    await room.make('busy')
    const token = await room.enter('busy')
    const steps = 42
    for (let step = 1; step < steps; step++) {
      room.advance(SESSION_MAX_MS / steps)
      expect(await loginOf(token)).toBe('busy')
    }
    room.advance(SESSION_MAX_MS / steps)
    expect(await loginOf(token)).toBeNull()
  })

  it('writes that it was seen at most once a minute', async () => {
    const id = await room.make('seen')
    const token = await room.enter('seen')
    const seenAt = async () =>
      Number((await room.db.all('SELECT seen_at FROM sessions WHERE user_id = ?', [id]))[0]?.['seen_at'])
    const begun = await seenAt()
    room.advance(59_999)
    await loginOf(token)
    expect(await seenAt()).toBe(begun)
    room.advance(CACHE_MS)
    await loginOf(token)
    expect(await seenAt()).toBe(begun + 59_999 + CACHE_MS)
  })

  it('is nothing but a hash in the database, and another one at each login', async () => {
    await room.make('hash')
    const first = await room.enter('hash')
    const second = await room.enter('hash')
    expect(second).not.toBe(first)
    const stored = await storedText(room.db)
    expect([first, second].filter((token) => stored.includes(token))).toEqual([])
    expect(await Promise.all([first, second].map(loginOf))).toEqual(['hash', 'hash'])
  })

  it('ends the one that the browser had before a login, and no other', async () => {
    await room.make('former')
    const [before, elsewhere] = [await room.enter('former'), await room.enter('former')]
    await room.people.logIn({ login: 'former', password: PASSWORD, address: ADDRESS, formerToken: before })
    expect([await loginOf(before), await loginOf(elsewhere)]).toEqual([null, 'former'])
    // A login that fails ends nothing.
    await room.people.logIn({ login: 'former', password: 'errado', address: ADDRESS, formerToken: elsewhere })
    expect(await loginOf(elsewhere)).toBe('former')
  })

  it('ends by logging out: here at once, elsewhere within five seconds, and only that one', async () => {
    const id = await room.make('out')
    const other = room.another()
    const [token, stays] = [await room.enter('out'), await room.enter('out')]
    expect((await other.personOf(token))?.login).toBe('out')
    await room.trail()
    await room.people.logOut(token, { id: 'req_1' })
    expect(await room.trail()).toEqual([{ actor: 'fiado', action: 'logout', subject: id, detail: {} }])
    expect([await loginOf(token), await loginOf(stays)]).toEqual([null, 'out'])
    room.advance(CACHE_MS)
    expect(await other.personOf(token)).toBeNull()
    await room.people.logOut(token)
    await room.people.logOut('not a token')
    expect(await room.trail()).toEqual([])
  })

  it('ends all of somebody who is deactivated, for good', async () => {
    const id = await room.make('gone')
    const tokens = [await room.enter('gone'), await room.enter('gone')]
    expect(await Promise.all(tokens.map(loginOf))).toEqual(['gone', 'gone'])
    await room.people.users.change(id, { active: false })
    expect(await Promise.all(tokens.map(loginOf))).toEqual([null, null])
    await room.people.users.change(id, { active: true })
    expect(await Promise.all(tokens.map(loginOf))).toEqual([null, null])
    expect(await loginOf(await room.enter('gone'))).toBe('gone')
  })

  it('ends all by a change of the password, and goes on with a new one', async () => {
    const id = await room.make('change')
    const [mine, elsewhere] = [await room.enter('change'), await room.enter('change')]
    await room.trail()
    const changed = await room.people.changePassword({ token: mine, current: PASSWORD, next: NEXT })
    if (changed.kind !== 'changed') throw new Error(changed.message)
    expect(await Promise.all([mine, elsewhere, changed.token].map(loginOf))).toEqual([null, null, 'change'])
    const actor = `Nome de change (${id})`
    expect(await room.trail()).toEqual([{ actor, action: 'password.changed', subject: id, detail: {} }])
    const attempt = { login: 'change', address: ADDRESS }
    expect(await room.people.logIn({ ...attempt, password: PASSWORD })).toEqual({ kind: 'refused' })
    expect(await room.people.logIn({ ...attempt, password: NEXT })).toMatchObject({ kind: 'in' })
  })

  it('takes no bad new password, and counts wrong present ones apart from the login', async () => {
    const id = await room.make('guess')
    const token = await room.enter('guess')
    const change = (current: string, next: string) => room.people.changePassword({ token, current, next })
    expect(await change(PASSWORD, 'curta')).toMatchObject({ kind: 'refused', reason: 'too_short', field: 'next' })
    expect(await change(PASSWORD, PASSWORD)).toMatchObject({ kind: 'refused', reason: 'same', field: 'next' })
    for (let count = 0; count < 5; count++)
      expect(await change('errado', NEXT)).toMatchObject({ reason: 'wrong_password', field: 'current' })
    expect(await change(PASSWORD, NEXT)).toMatchObject({ reason: 'locked', field: null })
    expect(await room.people.users.find(id)).toMatchObject({ lockedUntil: null })
    expect(await room.people.logIn({ login: 'guess', password: PASSWORD, address: ADDRESS })).toMatchObject({
      kind: 'in',
    })
    expect(await change(PASSWORD, NEXT)).toMatchObject({ reason: 'locked' })
    room.advance(60_000)
    // Nor does a lock at the login, of this network or of all, keep somebody who is inside from changing it.
    for (let count = 0; count < 5; count++)
      await room.people.logIn({ login: 'guess', password: 'errado', address: ADDRESS })
    const until = room.clock.system() + 60_000
    await room.db.run('UPDATE users SET failures = 100, locked_until = ? WHERE login = ?', [until, 'guess'])
    expect(await change(PASSWORD, NEXT)).toMatchObject({ kind: 'changed' })
    // Old failures were against the old password.
    expect(await room.people.logIn({ login: 'guess', password: NEXT, address: ADDRESS })).toMatchObject({ kind: 'in' })
    expect(await change(NEXT, PASSWORD)).toMatchObject({ reason: 'no_session' })
  })

  it('tells within five seconds elsewhere, and at once here, that a role changed', async () => {
    const id = await room.make('role', 'analyst')
    const other = room.another()
    const token = await room.enter('role')
    expect((await other.personOf(token))?.role).toBe('analyst')
    await room.people.users.change(id, { role: 'rep', salesRep: 'rep-01' })
    expect(await room.people.personOf(token)).toMatchObject({ role: 'rep', salesRep: 'rep-01' })
    room.advance(CACHE_MS)
    expect((await other.personOf(token))?.role).toBe('rep')
  })

  it('keeps the twenty of a user that were seen last', async () => {
    await room.make('many')
    const tokens: string[] = []
    for (let count = 0; count < 21; count++) {
      tokens.push(await room.enter('many'))
      room.advance(1_000)
    }
    const standing = await Promise.all(tokens.map(loginOf))
    expect(standing).toEqual([null, ...Array(20).fill('many')])
  })

  it('knows no tokens that are none', async () => {
    for (const token of ['', 'x', '\0', 'a'.repeat(43), 'a'.repeat(1_000_000), '🐎'.repeat(43)])
      expect(await room.people.personOf(token)).toBeNull()
  })

  it('deletes what is over', async () => {
    await room.make('forget')
    await room.enter('forget')
    room.advance(SESSION_IDLE_MS)
    const token = await room.enter('forget')
    await room.people.forgetSessions()
    const [row] = await room.db.all('SELECT COUNT(*) AS count FROM sessions')
    expect(Number(row?.['count'])).toBe(1)
    expect(await loginOf(token)).toBe('forget')
  })
})
