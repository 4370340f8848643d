import type { Database } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Trail } from '../receivables/trail.ts'
import { ensureAdmin } from './first-admin.ts'
import { FAILURES_COUNT_MS } from './lock-out.ts'
import { type LogInAttempt, type LogInOutcome, logIn } from './log-in.ts'
import { deleteOldFailures } from './login-failure-store.ts'
import { type Oidc, openOidc } from './oidc.ts'
import { changePassword, type PasswordChange, type PasswordChangeOutcome } from './password-change.ts'
import { createPasswordHasher, HASHING, type Hashing } from './password-hash.ts'
import type { PeopleSettings } from './people-files.ts'
import type { Person } from './person.ts'
import type { Act, PeopleDeps } from './room.ts'
import {
  type ConfirmTotp,
  confirmTotp,
  type DisableTotp,
  disableTotp,
  type EnableTotp,
  enableTotp,
  readSecondFactor,
  type SecondFactor,
  type TotpConfirmation,
} from './second-factor.ts'
import { createSessions, type Session } from './sessions.ts'
import { createTries } from './tries.ts'
import { openUsers, type Users } from './users.ts'

/**
 * Who may log in, and who is logged in. The pages call this and nothing behind it.
 *
 *     const people = openPeople({ db, clock, settings: (await readPeopleFile(folder, environment)).settings }, trail)
 *     await people.ensureAdmin()                    // after the migrations, at every start
 *
 * Passwords that people choose have 10 to 128 characters; refusals carry the words for them.
 * `act` is last everywhere and may be left out: the Fastify request will do, its `id` and `person` go into the trail.
 * Sessions, locks and codes go by `clock.system()`, so that they end in a demonstration with a frozen clock as well.
 */
export interface People {
  /** Makes `admin` where there is no user at all. The password is told this once; `null` when there are users. */
  ensureAdmin(): Promise<{ readonly login: 'admin'; readonly password: string } | null>

  /**
   * `in`: put `token` into the cookie (`guard.begin`). `needs_code`: the password is right, ask for the password and the
   * six digits together. `refused` says the same for an unknown login, a wrong password, a wrong code, a lock and
   * somebody inactive; `waitS` is there only when this address has tried too often or too many try at once.
   * While `mustChange` is true the session may only change its password and log out.
   */
  logIn(attempt: LogInAttempt, act?: Act): Promise<LogInOutcome>
  /** Ends the session. A token that is none is taken as well. */
  logOut(token: string, act?: Act): Promise<void>
  personOf(token: string): Promise<Person | null>
  /** As `personOf`, with what a page about oneself needs to know. Quiet requests make no session last longer. */
  sessionOf(token: string, isQuiet?: boolean): Promise<Session | null>
  /** Ends every session of the person and answers the token of a new one, for the cookie. */
  changePassword(change: PasswordChange, act?: Act): Promise<PasswordChangeOutcome>

  /** For `people.manage`. Every answer is a value: a refusal has `kind: 'refused'`, a `reason` and a pt-BR `message`. */
  readonly users: Users

  /** `null` for an unknown id. */
  secondFactorOf(userId: string): Promise<SecondFactor | null>
  /** Begins a second factor with a secret of its own, which is asked for from `confirmTotp` on and locks nobody out before. */
  enableTotp(userId: string, act?: Act): Promise<EnableTotp>
  /** A wrong code is a try of that address. The one that confirms is used up. Refusals carry a pt-BR `message`. */
  confirmTotp(userId: string, given: TotpConfirmation, act?: Act): Promise<ConfirmTotp>
  /** By an administrator (a lost telephone), or by the person: then `password` has to be theirs, and wrong ones count. */
  disableTotp(userId: string, by: 'admin' | { readonly password: string }, act?: Act): Promise<DisableTotp>

  /** The company's own login; `null` when none is configured. */
  readonly oidc: Oidc | null

  /** Deletes sessions that are over, and wrong tries that no longer count. For a daily job. */
  forgetSessions(): Promise<void>
}

export interface PeopleOptions {
  readonly db: Database
  readonly clock: Clock
  readonly settings: PeopleSettings
  /** Cheaper hashes, for tests. */
  readonly hashing?: Hashing
}

export function openPeople({ db, clock, settings, hashing = HASHING }: PeopleOptions, trail: Trail<Act>): People {
  const deps: PeopleDeps = {
    ...{ db, clock, trail },
    hasher: createPasswordHasher(hashing),
    sessions: createSessions(db, clock),
    tries: createTries(clock),
  }
  const { sessions } = deps
  return {
    ensureAdmin: () => ensureAdmin(deps),
    logIn: (attempt, act = {}) => logIn(deps, attempt, act),
    logOut: (token, act = {}) => sessions.end(token, (sql, user) => trail(sql, act, 'logout', user, {})),
    personOf: async (token) => (await sessions.of(token))?.person ?? null,
    sessionOf: sessions.of,
    changePassword: (change, act = {}) => changePassword(deps, change, act),
    users: openUsers(deps),
    secondFactorOf: (userId) => readSecondFactor(deps, userId),
    enableTotp: (userId, act = {}) => enableTotp(deps, userId, act),
    confirmTotp: (userId, given, act = {}) => confirmTotp(deps, userId, given, act),
    disableTotp: (userId, by, act = {}) => disableTotp(deps, userId, by, act),
    oidc: settings.oidc === null ? null : openOidc(deps, settings.oidc),
    forgetSessions: async () => {
      await sessions.forgetExpired()
      await deleteOldFailures(db, clock.system() - FAILURES_COUNT_MS)
    },
  }
}
