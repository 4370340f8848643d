import { hash, randomBytes } from 'node:crypto'
import type { Database, Sql } from '../database.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import type { Person } from './person.ts'
import {
  deleteExpiredSessions,
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  thinSessions,
  touchSession,
} from './session-store.ts'
import { toPerson } from './user.ts'

/** Somebody who is logged in, and what stands for the whole session. */
export interface Session {
  readonly person: Person
  /** Nothing is allowed before the password is changed. */
  readonly mustChange: boolean
  readonly hasTotp: boolean
  readonly hasPassword: boolean
}

/** Without any request for so long but quiet ones, or so long after the login, a session is over. */
export const SESSION_IDLE_MS = 8 * 3_600_000
export const SESSION_MAX_MS = 7 * 86_400_000
const TOUCH_EVERY_MS = 60_000
/** Another process notices within this time that a session was ended or a role changed; this one at once. */
const CACHE_MS = 5_000
const CACHED_MAX = 2_000
/** Of one user: whoever has more loses the ones not seen for the longest time. */
const SESSIONS_PER_USER_MAX = 20

const TOKEN = /^[A-Za-z0-9_-]{43}$/
const hashToken = (token: string): string => hash('sha256', token, 'hex')

export interface Sessions {
  /**
   * Who holds that token; `null` for a session that is over and for what never was one. Quiet is what a page asks by
   * itself: it makes no session last longer.
   */
  of(token: string, isQuiet?: boolean): Promise<Session | null>
  /** Begins one in the caller's transaction, who has locked the user. The token is stored as a hash only. */
  begin(sql: Sql, userId: string, formerToken?: string): Promise<string>
  /** Ends one. `ended` runs in the same transaction, unless there was none. */
  end(token: string, ended: (sql: Sql, userId: string) => Promise<void>): Promise<void>
  /** Ends all of a user in the caller's transaction; `forget` has to follow it. */
  endAll(sql: Sql, userId: string): Promise<void>
  /** Looks everything up again: after a commit that changed a user or ended sessions. */
  forget(): void
  forgetExpired(): Promise<void>
}

interface Entry {
  readonly session: Session
  readonly freshUntil: EpochMs
  readonly seenAt: EpochMs
}

export function createSessions(db: Database, clock: Pick<Clock, 'system'>): Sessions {
  const cache = new Map<string, Entry>()
  let generation = 0
  const forget = (): void => {
    generation++
    cache.clear()
  }
  const read = async (tokenHash: string, isQuiet: boolean): Promise<Session | null> => {
    const startedIn = generation
    const now = clock.system()
    const found = await findSession(db, tokenHash, now)
    if (!found) return null
    const { account, session: stored } = found
    const isDue = !isQuiet && now - stored.seenAt >= TOUCH_EVERY_MS
    const expiresAt = isDue ? endOf(stored.createdAt, now) : stored.expiresAt
    if (isDue) await touchSession(db, tokenHash, now, expiresAt)
    const { mustChange, hasTotp, hasPassword } = account
    const session = { person: toPerson(account), mustChange, hasTotp, hasPassword }
    // What was read before something ended may be outdated: it answers this request and is not kept.
    if (startedIn === generation) {
      if (cache.size >= CACHED_MAX) cache.clear()
      const seenAt = isDue ? now : stored.seenAt
      cache.set(tokenHash, { session, freshUntil: Math.min(now + CACHE_MS, expiresAt), seenAt })
    }
    return session
  }
  return {
    async of(token, isQuiet = false) {
      if (!TOKEN.test(token)) return null
      const tokenHash = hashToken(token)
      const known = cache.get(tokenHash)
      const now = clock.system()
      // What was kept for a quiet request may be due to be written that somebody was here.
      const isKnown = known && known.freshUntil > now && (isQuiet || now - known.seenAt < TOUCH_EVERY_MS)
      return isKnown ? known.session : read(tokenHash, isQuiet)
    },
    async begin(sql, userId, formerToken) {
      if (formerToken !== undefined && TOKEN.test(formerToken)) await deleteSession(sql, hashToken(formerToken))
      const now = clock.system()
      await thinSessions(sql, userId, now, SESSIONS_PER_USER_MAX - 1)
      const token = randomBytes(32).toString('base64url')
      const times = { createdAt: now, seenAt: now, expiresAt: endOf(now, now) }
      await insertSession(sql, { hash: hashToken(token), userId, ...times })
      return token
    },
    async end(token, ended) {
      if (!TOKEN.test(token)) return
      await db.transaction(async (sql) => {
        const userId = await deleteSession(sql, hashToken(token))
        if (userId !== null) await ended(sql, userId)
      })
      forget()
    },
    endAll: deleteSessionsOf,
    forget,
    forgetExpired: () => deleteExpiredSessions(db, clock.system()),
  }
}

const endOf = (createdAt: EpochMs, seenAt: EpochMs): EpochMs =>
  Math.min(seenAt + SESSION_IDLE_MS, createdAt + SESSION_MAX_MS)
