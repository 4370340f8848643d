import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { addFailure, isLocked, NO_FAILURES, type Tally } from './lock-out.ts'
import { deleteFailures, findFailures, saveFailures } from './login-failure-store.ts'
import { normalizePassword } from './password.ts'
import type { Person } from './person.ts'
import type { Act, PeopleDeps } from './room.ts'
import { stepOfCode } from './totp.ts'
import { networkOf } from './tries.ts'
import { parseLogin, toPerson } from './user.ts'
import { type Account, findUserByLogin, lockUser, updateUser } from './user-store.ts'

export interface LogInAttempt {
  readonly login: string
  readonly password: string
  /** Six digits of an authenticator app. */
  readonly code?: string | undefined
  /** Where the request comes from. */
  readonly address: string
  /** The session that the browser has so far: it ends. */
  readonly formerToken?: string | undefined
}

export interface LoggedIn {
  readonly kind: 'in'
  readonly token: string
  readonly person: Person
  readonly mustChange: boolean
}
export interface LogInRefusal {
  readonly kind: 'refused'
  /** Seconds; only where an address or everybody tries too much, never because of a login. */
  readonly waitS?: number
}
export type LogInOutcome = LoggedIn | { readonly kind: 'needs_code' } | LogInRefusal

const BUSY_WAIT_S = 5

/**
 * One hash, one transaction and one line of the trail, whatever the outcome: neither the answer nor its time tells
 * whether a login exists or is locked.
 */
export async function logIn(deps: PeopleDeps, attempt: LogInAttempt, act: Act): Promise<LogInOutcome> {
  const { db, hasher, sessions, tries } = deps
  const waitS = tries.take(attempt.address)
  if (waitS > 0) return { kind: 'refused', waitS }
  const user = await findUserByLogin(db, parseLogin(attempt.login) ?? '')
  // Asked in the same breath as the hash begins: many requests may have read the user at once.
  if (hasher.isBusy()) return { kind: 'refused', waitS: BUSY_WAIT_S }
  const password = normalizePassword(attempt.password)
  const { isRight, isOutdated } = await hasher.verify(password ?? '', user?.passwordHash ?? null)
  const proof: Proof = {
    verified: isRight && password !== null ? (user?.passwordHash ?? null) : null,
    renewed: isRight && isOutdated && password !== null ? await hasher.hash(password) : null,
    code: attempt.code,
  }
  const outcome = await db.transaction((sql) => settle(deps, sql, user?.id ?? '', proof, attempt, act))
  if (outcome.kind !== 'refused') tries.giveBack(attempt.address)
  if (outcome.kind === 'in') sessions.forget()
  return outcome
}

interface Proof {
  /** The stored hash that the password was found to fit. */
  readonly verified: string | null
  /** The same password, hashed as we do it now. */
  readonly renewed: string | null
  readonly code: string | undefined
}

async function settle(
  { clock, trail, sessions }: PeopleDeps,
  sql: Sql,
  userId: string,
  proof: Proof,
  { address, formerToken }: LogInAttempt,
  act: Act,
): Promise<LogInOutcome> {
  const network = networkOf(address)
  const user = await lockUser(sql, userId)
  const tally: Tally = { all: user ?? NO_FAILURES, here: await findFailures(sql, userId, network) }
  const now = clock.system()
  const verdict = judge(user, tally, proof, now)
  if ('reason' in verdict) {
    // The same statements are sent where they change nothing.
    const isCounted = verdict.reason === 'wrong_password' || verdict.reason === 'wrong_code'
    await saveTally(sql, userId, network, isCounted ? addFailure(tally, now) : tally, now)
    await trail(sql, act, 'login.refused', user?.id ?? 'unknown', { reason: verdict.reason })
    return { kind: 'refused' }
  }
  if ('needsCode' in verdict) return { kind: 'needs_code' }
  const { account, step } = verdict
  await updateUser(sql, userId, {
    ...{ ...NO_FAILURES, lastLoginAt: clock.now() },
    ...(step === null ? {} : { totpLastStep: step }),
    ...(proof.renewed === null ? {} : { passwordHash: proof.renewed }),
  })
  await deleteFailures(sql, userId, network)
  const token = await sessions.begin(sql, userId, formerToken)
  const person = toPerson(account)
  await trail(sql, { ...idOf(act), person }, 'login', userId, { by: step === null ? 'password' : 'password and code' })
  return { kind: 'in', token, person, mustChange: account.mustChange }
}

export const idOf = ({ id }: Act): Act => (id === undefined ? {} : { id })

type Reason = 'unknown' | 'locked' | 'wrong_password' | 'wrong_code'
type Verdict =
  | { readonly reason: Reason }
  | { readonly needsCode: true }
  | { readonly account: Account; readonly step: number | null }

function judge(user: Account | null, { all, here }: Tally, { verified, code }: Proof, now: EpochMs): Verdict {
  if (user === null || !user.active || user.passwordHash === null) return { reason: 'unknown' }
  if (isLocked(all, now) || isLocked(here, now)) return { reason: 'locked' }
  if (verified !== user.passwordHash) return { reason: 'wrong_password' }
  if (user.totpSecret === null || !user.hasTotp) return { account: user, step: null }
  if (code === undefined || code.trim() === '') return { needsCode: true }
  const step = stepOfCode(user.totpSecret, code, now, user.totpLastStep)
  return step === null ? { reason: 'wrong_code' } : { account: user, step }
}

export async function saveTally(
  sql: Sql,
  userId: string,
  network: string,
  { all: { failures, lockedUntil, failedAt }, here }: Tally,
  now: EpochMs,
): Promise<void> {
  await updateUser(sql, userId, { failures, lockedUntil, failedAt })
  await saveFailures(sql, userId, network, here, now)
}
