import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordAudit } from '../../src/access/store.ts'
import { openPeople } from '../../src/people/people.ts'
import { TRIES_BURST } from '../../src/people/tries.ts'
import { dialects } from '../harness/databases.ts'
import { ADDRESS, CHEAP, NO_FILE, openRoom, PASSWORD, type Room, START, storedText } from './room.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS
const WRONG = 'errado cavalo bateria'
/** Where somebody else sits. */
const ELSEWHERE = '198.51.100.77'

describe.each(dialects)('logging in on %s', (dialect) => {
  let room: Room
  beforeAll(async () => {
    room = await openRoom(dialect)
  })
  afterAll(() => room.close())

  let addresses = 0
  /** Each from an address of its own, unless the address is what is tested. */
  const tryIn = (login: string, password: string, address = `10.1.${addresses >> 8}.${addresses++ & 255}`) =>
    room.people.logIn({ login, password, address })

  it('makes the first administrator once, though two processes start together', async () => {
    const other = room.another()
    const made = await Promise.all([room.people.ensureAdmin(), other.ensureAdmin(), room.people.ensureAdmin()])
    const admins = made.filter((one) => one !== null)
    expect(admins).toEqual([{ login: 'admin', password: expect.stringMatching(/^\w{4}(-\w{4}){3}$/) }])
    expect((await room.people.users.list()).map(({ login, role }) => [login, role])).toEqual([['admin', 'admin']])
    expect(await room.people.ensureAdmin()).toBeNull()
    expect(await storedText(room.db)).not.toContain(admins[0]?.password)

    const outcome = await tryIn('admin', admins[0]?.password ?? '')
    expect(outcome).toMatchObject({ kind: 'in', mustChange: true, person: { login: 'admin', role: 'admin' } })
    await room.trail()
  })

  it('tells who came in, and the trail by name', async () => {
    const id = await room.make('ana@example.com', 'rep', { salesRep: 'rep-07', source: 'omie-matriz' })
    await room.trail()
    const outcome = await tryIn('  ANA@Example.com ', PASSWORD)
    const person = {
      ...{ id, login: 'ana@example.com', name: 'Nome de ana@example.com', role: 'rep' },
      ...{ salesRep: 'rep-07', source: 'omie-matriz' },
    }
    expect(outcome).toEqual({ kind: 'in', token: expect.stringMatching(/^[\w-]{43}$/), person, mustChange: false })
    const actor = `Nome de ana@example.com (${id})`
    expect(await room.trail()).toEqual([{ actor, action: 'login', subject: id, detail: { by: 'password' } }])
    expect((await room.people.users.find(id))?.lastLoginAt).toBe(START)
    const stored = await storedText(room.db)
    expect(stored).not.toContain(PASSWORD)
    if (outcome.kind === 'in') expect(stored).not.toContain(outcome.token)
  })

  it('answers an unknown login, a wrong password, a lock and somebody inactive alike', async () => {
    const gone = await room.make('gone')
    await room.people.users.change(gone, { active: false })
    await room.make('locked')
    for (let count = 0; count < 5; count++) await tryIn('locked', WRONG, ELSEWHERE)
    await room.make('right')
    const answers = [
      await tryIn('nobody', PASSWORD),
      await tryIn('not a login \0', PASSWORD),
      await tryIn('right', WRONG),
      await tryIn('locked', WRONG, ELSEWHERE),
      await tryIn('locked', PASSWORD, ELSEWHERE),
      await tryIn('gone', PASSWORD),
    ]
    expect(answers).toEqual(Array(6).fill({ kind: 'refused' }))
  })

  it('does the same work for a login that exists and one that does not', async () => {
    await room.make('there')
    const statements: string[] = []
    const db = {
      ...room.db,
      transaction: (async (work) =>
        room.db.transaction(async (sql) => {
          const note = (text: string) => statements.push(text.replace(/\s+/g, ' '))
          const run: typeof sql.run = (text, values) => {
            note(text)
            return sql.run(text, values)
          }
          const all: typeof sql.all = (text, values) => {
            note(text)
            return sql.all(text, values)
          }
          const upsert: typeof sql.upsert = (table, ...rest) => {
            note(`UPSERT ${table}`)
            return sql.upsert(table, ...rest)
          }
          return work({ ...sql, run, all, upsert })
        })) as typeof room.db.transaction,
    }
    const people = openPeople(
      { db, clock: room.clock, settings: NO_FILE, hashing: CHEAP },
      (sql, _act, action, subject, detail) =>
        recordAudit(sql, { actor: 'fiado', action, subject, detail, at: START, requestId: null }),
    )
    const workOf = async (login: string) => {
      statements.length = 0
      await people.logIn({ login, password: WRONG, address: ADDRESS })
      return [...statements]
    }
    const known = await workOf('there')
    expect(known.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      ...['SELECT *', 'SELECT failures,', 'UPDATE users', 'UPSERT login_failures', 'INSERT INTO'],
    ])
    expect(await workOf('nobody')).toEqual(known)
    for (let count = 0; count < 5; count++) expect(await workOf('there')).toEqual(known)
    expect(await room.people.logIn({ login: 'there', password: PASSWORD, address: ADDRESS })).toEqual({
      kind: 'refused',
    })
    room.advance(MINUTE_MS)
  })

  it('locks for a minute after five wrong passwords, then twice as long each time, up to a quarter of an hour', async () => {
    const id = await room.make('bia')
    const tryHere = (password: string) => tryIn('bia', password, '203.0.113.99')
    for (let count = 0; count < 4; count++) await tryHere(WRONG)
    expect((await room.people.users.find(id))?.lockedUntil).toBeNull()
    for (const minutes of [1, 2, 4, 8, 15, 15]) {
      await tryHere(WRONG)
      expect(((await room.people.users.find(id))?.lockedUntil ?? 0) - room.clock.system()).toBe(minutes * MINUTE_MS)
      room.advance(minutes * MINUTE_MS - 1)
      // Tries while it is locked neither get in nor make it longer.
      expect(await tryHere(PASSWORD)).toEqual({ kind: 'refused' })
      expect(await tryHere(WRONG)).toEqual({ kind: 'refused' })
      room.advance(1)
    }
    expect(await tryHere(PASSWORD)).toMatchObject({ kind: 'in' })
    // And begins anew.
    for (let count = 0; count < 4; count++) await tryHere(WRONG)
    expect(await tryHere(PASSWORD)).toMatchObject({ kind: 'in' })
  })

  /** What has been counted from everywhere. */
  const countOf = async (id: string) =>
    Number((await room.db.all('SELECT failures FROM users WHERE id = ?', [id]))[0]?.['failures'])
  const setCount = (id: string, failures: number) =>
    room.db.run('UPDATE users SET failures = ?, failed_at = ? WHERE id = ?', [failures, room.clock.system(), id])

  it('lets a stranger lock a login where they are and nowhere else, however long they go on', async () => {
    const id = await room.make('ilda')
    for (let count = 0; count < 12; count++) {
      await tryIn('ilda', WRONG, ELSEWHERE)
      room.advance(15 * MINUTE_MS)
    }
    await tryIn('ilda', WRONG, ELSEWHERE)
    expect(await tryIn('ilda', PASSWORD, ELSEWHERE)).toEqual({ kind: 'refused' })
    // They alone never bring the count to where it locks everybody.
    expect(await countOf(id)).toBe(10)
    expect(await tryIn('ilda', PASSWORD)).toMatchObject({ kind: 'in' })
    expect(await countOf(id)).toBe(0)
    // Whoever enters elsewhere frees the stranger of nothing, and administrators see the lock.
    expect(await tryIn('ilda', PASSWORD, ELSEWHERE)).toEqual({ kind: 'refused' })
    const lockedUntil = room.clock.system() + 15 * MINUTE_MS
    expect(await room.people.users.find(id)).toMatchObject({ lockedUntil })
    expect(await room.people.users.list()).toContainEqual(expect.objectContaining({ id, lockedUntil }))
    expect(await room.people.users.change(id, { name: 'Ilda' })).toMatchObject({ user: { lockedUntil } })
  })

  it('locks everywhere after a hundred wrong passwords from many networks, until somebody gets in', async () => {
    const id = await room.make('jana')
    await setCount(id, 98)
    await tryIn('jana', WRONG)
    expect(await tryIn('jana', PASSWORD)).toMatchObject({ kind: 'in' })
    expect(await countOf(id)).toBe(0)
    await setCount(id, 99)
    await tryIn('jana', WRONG)
    expect(await tryIn('jana', PASSWORD)).toEqual({ kind: 'refused' })
    expect((await room.people.users.find(id))?.lockedUntil).toBe(room.clock.system() + MINUTE_MS)
    room.advance(MINUTE_MS)
    // A network whose share is used up counts again from here on.
    for (let count = 0; count < 12; count++) {
      await tryIn('jana', WRONG, ELSEWHERE)
      room.advance(15 * MINUTE_MS)
    }
    expect(await countOf(id)).toBe(112)
    await tryIn('jana', WRONG)
    expect((await room.people.users.find(id))?.lockedUntil).toBe(room.clock.system() + 15 * MINUTE_MS)
    room.advance(15 * MINUTE_MS)
    expect(await tryIn('jana', PASSWORD)).toMatchObject({ kind: 'in' })
  })

  it('counts no wrong password that is a day old, and forgets where it came from', async () => {
    const id = await room.make('kiko')
    const networks = async () =>
      (await room.db.all('SELECT network FROM login_failures WHERE user_id = ?', [id])).map(({ network }) => network)
    for (let count = 0; count < 4; count++) await tryIn('kiko', WRONG, ELSEWHERE)
    await setCount(id, 99)
    room.advance(DAY_MS - 1)
    await room.people.forgetSessions()
    expect(await networks()).toEqual([ELSEWHERE])
    room.advance(1)
    await tryIn('kiko', WRONG, ELSEWHERE)
    expect([await countOf(id), (await room.people.users.find(id))?.lockedUntil]).toEqual([1, null])
    room.advance(DAY_MS)
    await room.people.forgetSessions()
    expect(await networks()).toEqual([])
  })

  it('counts an IPv6 network as one, and takes an address of any length', async () => {
    await room.make('lino')
    for (let count = 0; count < 5; count++) await tryIn('lino', WRONG, `2001:db8:0:7::${count}`)
    expect(await tryIn('lino', PASSWORD, '2001:db8:0:7:ffff::1')).toEqual({ kind: 'refused' })
    expect(await tryIn('lino', PASSWORD, '2001:db8:0:8::1')).toMatchObject({ kind: 'in' })
    for (let count = 0; count < 5; count++) await tryIn('lino', WRONG, 'x'.repeat(1_000))
    expect(await tryIn('lino', PASSWORD, 'x'.repeat(1_000))).toEqual({ kind: 'refused' })
  })

  it('counts every one of the wrong passwords that come together, from two processes', async () => {
    const id = await room.make('caio')
    const other = room.another()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? room.people : other).logIn({ login: 'caio', password: WRONG, address: ELSEWHERE }),
      ),
    )
    expect(answers).toEqual(Array(10).fill({ kind: 'refused' }))
    const [row] = await room.db.all('SELECT failures FROM login_failures WHERE user_id = ?', [id])
    expect([Number(row?.['failures']), await countOf(id)]).toEqual([5, 5])
  })

  it('lets an address try 30 times in vain and then once in five seconds, and others go on', async () => {
    await room.make('dani')
    const address = '198.51.100.9'
    for (let count = 0; count < TRIES_BURST; count++)
      expect(await tryIn(`guess-${count}`, WRONG, address)).toEqual({ kind: 'refused' })
    expect(await tryIn('dani', PASSWORD, address)).toEqual({ kind: 'refused', waitS: 5 })
    expect(await tryIn('dani', PASSWORD, '198.51.100.10')).toMatchObject({ kind: 'in' })
    room.advance(5_000)
    expect(await tryIn('dani', PASSWORD, address)).toMatchObject({ kind: 'in' })
    // Who got in used up nothing.
    expect(await tryIn('dani', PASSWORD, address)).toMatchObject({ kind: 'in' })
  })

  it('takes a password whichever way its accents were typed', async () => {
    await room.make('eva')
    const token = await room.enter('eva')
    const next = 'maçã verde é fruta'.normalize('NFC')
    expect(await room.people.changePassword({ token, current: PASSWORD, next })).toMatchObject({ kind: 'changed' })
    expect(await tryIn('eva', next.normalize('NFD'))).toMatchObject({ kind: 'in' })
    expect(await tryIn('eva', 'maca verde e fruta')).toEqual({ kind: 'refused' })
  })

  it('refuses hostile logins and passwords without a fault', async () => {
    await room.make('fabi')
    const hostile = ['', '\0', 'x'.repeat(1_000_000), '\ud800', "' OR 1=1 --", '🐎'.repeat(5_000), 'ﷺ'.repeat(1_000)]
    for (const text of hostile) {
      expect(await tryIn('fabi', text)).toEqual({ kind: 'refused' })
      expect(await tryIn(text, PASSWORD)).toEqual({ kind: 'refused' })
      room.advance(3_600_000)
    }
    // Neither a NUL at the end nor what looks alike is the same login.
    expect(await tryIn('fabi\0', PASSWORD)).toEqual({ kind: 'refused' })
    expect(await tryIn('fabí', PASSWORD)).toEqual({ kind: 'refused' })
    expect(await tryIn('fabi', PASSWORD)).toMatchObject({ kind: 'in' })
  })

  it('hashes anew at the next login when the parameters changed', async () => {
    const id = await room.make('gabi')
    const hashOf = async () =>
      String((await room.db.all('SELECT password_hash FROM users WHERE id = ?', [id]))[0]?.['password_hash'])
    const before = await hashOf()
    expect(before).toContain('$m=64,t=1,p=1$')
    const dearer = room.another(NO_FILE, { memoryKib: 128, passes: 2 })
    await dearer.logIn({ login: 'gabi', password: WRONG, address: ADDRESS })
    expect(await hashOf()).toBe(before)
    expect(await dearer.logIn({ login: 'gabi', password: PASSWORD, address: ADDRESS })).toMatchObject({ kind: 'in' })
    expect(await hashOf()).toContain('$m=128,t=2,p=1$')
    expect(await dearer.logIn({ login: 'gabi', password: PASSWORD, address: ADDRESS })).toMatchObject({ kind: 'in' })
  })

  it('says to wait when too many try at once, and lets nobody starve', async () => {
    await room.make('hugo')
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_, index) => tryIn(`storm-${index}`, WRONG, `10.77.0.${index}`)),
    )
    const waits = answers.map((answer) => (answer.kind === 'refused' ? (answer.waitS ?? 0) : null))
    expect(new Set(waits)).toEqual(new Set([0, 5]))
    // Two at work and forty that wait; whoever of them was done meanwhile made room for another one.
    expect(waits.filter((waitS) => waitS === 0).length).toBeGreaterThanOrEqual(42)
    expect(await tryIn('hugo', PASSWORD)).toMatchObject({ kind: 'in' })
  })
})
