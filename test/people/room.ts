import { migrate } from '../../migrations/index.ts'
import { recordAudit } from '../../src/access/store.ts'
import { type Database, openDatabase } from '../../src/database.ts'
import { type Clock, createClock } from '../../src/kernel/clock.ts'
import type { Hashing } from '../../src/people/password-hash.ts'
import { openPeople, type People } from '../../src/people/people.ts'
import type { PeopleSettings } from '../../src/people/people-files.ts'
import { nameOfPerson } from '../../src/people/person.ts'
import type { Act } from '../../src/people/room.ts'
import { newUserSchema } from '../../src/people/user.ts'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'

/** Hashes that take a millisecond: what they hold against is tested once. */
export const CHEAP: Hashing = { memoryKib: 64, passes: 1 }
export const START = Date.parse('2026-11-21T10:00:00-03:00')
export const NO_FILE: PeopleSettings = { publicUrl: null, cookies: 'auto', oidc: null }
export const PASSWORD = 'correto cavalo bateria'
export const ADDRESS = '203.0.113.7'

export interface Entry {
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: object
}

export interface Room {
  readonly db: Database
  readonly clock: Clock
  readonly people: People
  /** What the trail was told since this was last asked. */
  trail(): Promise<Entry[]>
  advance(ms: number): void
  /** Another process on the same database and the same clock. */
  another(settings?: PeopleSettings, hashing?: Hashing): People
  /** Somebody with {@link PASSWORD}, who has changed the first one; answers the id. */
  make(login: string, role?: string, more?: object): Promise<string>
  /** The token of somebody who logs in with {@link PASSWORD}. */
  enter(login: string, address?: string): Promise<string>
  close(): Promise<void>
}

/** The room on a database of its own, with a clock that only moves when it is told to. */
export async function openRoom(dialect: Dialect, settings: PeopleSettings = NO_FILE): Promise<Room> {
  const database = await createDatabaseUrl(dialect)
  const db = openDatabase(database.url)
  await migrate(db.migrations)
  let now = START
  const clock: Clock = { ...createClock('America/Sao_Paulo'), now: () => now, system: () => now }
  const another: Room['another'] = (otherSettings = settings, hashing = CHEAP) =>
    openPeople({ db, clock, settings: otherSettings, hashing }, async (sql, act: Act, action, subject, detail) => {
      const actor = act.person ? nameOfPerson(act.person) : 'fiado'
      await recordAudit(sql, { actor, action, subject, detail, at: clock.now(), requestId: act.id ?? null })
    })
  const people = another()
  let told = 0
  const enter: Room['enter'] = async (login, address = ADDRESS) => {
    const outcome = await people.logIn({ login, password: PASSWORD, address })
    if (outcome.kind !== 'in') throw new Error(`${login} was not let in: ${JSON.stringify(outcome)}`)
    return outcome.token
  }
  return {
    ...{ db, clock, people, another, enter },
    async trail() {
      const rows = await db.all('SELECT * FROM audit WHERE id > ? ORDER BY id', [told])
      told = Number(rows.at(-1)?.['id'] ?? told)
      return rows.map((row) => ({
        ...{ actor: String(row['actor']), action: String(row['action']), subject: String(row['subject']) },
        detail: JSON.parse(String(row['detail_json'])),
      }))
    },
    advance: (ms) => {
      now += ms
    },
    async make(login, role = 'rep', more = {}) {
      const made = await people.users.create(newUserSchema.parse({ login, name: `Nome de ${login}`, role, ...more }))
      if (made.kind === 'refused') throw new Error(made.message)
      const first = await people.logIn({ login, password: made.password, address: ADDRESS })
      if (first.kind !== 'in') throw new Error('the one-time password does not work')
      const changed = await people.changePassword({ token: first.token, current: made.password, next: PASSWORD })
      if (changed.kind === 'refused') throw new Error(changed.message)
      await people.logOut(changed.token)
      return made.user.id
    },
    async close() {
      await db.close()
      await database.drop()
    },
  }
}

/** Everything that is stored of people, as text: to look for what must not be there. */
export async function storedText(db: Database): Promise<string> {
  const tables = await Promise.all(['users', 'sessions', 'audit'].map((table) => db.all(`SELECT * FROM ${table}`)))
  return JSON.stringify(tables, (_key, value) => (typeof value === 'bigint' ? value.toString() : value))
}
