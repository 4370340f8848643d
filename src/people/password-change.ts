import type { Sql } from '../database.ts'
import { addFailure, isLocked, NO_FAILURES } from './lock-out.ts'
import { saveTally } from './log-in.ts'
import { deleteFailures, deleteFailuresOf, findFailures, SESSION_NETWORK } from './login-failure-store.ts'
import { findPasswordFault, normalizePassword, PASSWORD_FAULTS, type PasswordFault } from './password.ts'
import type { Act, PeopleDeps } from './room.ts'
import { findUser, lockUser, updateUser } from './user-store.ts'

export interface PasswordChange {
  /** The session of whoever changes their password. */
  readonly token: string
  readonly current: string
  readonly next: string
}

type Reason = PasswordFault | 'no_session' | 'no_password' | 'wrong_password' | 'locked'
export type PasswordChangeOutcome =
  | { readonly kind: 'changed'; readonly token: string }
  | {
      readonly kind: 'refused'
      readonly reason: Reason
      /** Which field to point at; `null` where it is about neither. */
      readonly field: 'current' | 'next' | null
      /** For the person, in Portuguese. */
      readonly message: string
    }

const MESSAGES: Readonly<Record<Exclude<Reason, PasswordFault>, string>> = {
  no_session: 'A sessão terminou. Entre de novo.',
  no_password: 'Você entra com o login da empresa: a senha é trocada lá.',
  wrong_password: 'A senha atual não confere.',
  locked: 'Foram senhas erradas demais. Espere alguns minutos e tente de novo.',
}

const refuse = (reason: Reason): PasswordChangeOutcome => ({
  kind: 'refused',
  reason,
  field: reason in PASSWORD_FAULTS ? 'next' : reason === 'wrong_password' ? 'current' : null,
  message: { ...PASSWORD_FAULTS, ...MESSAGES }[reason],
})

/** A wrong password is counted: an unattended session is no way to guess it. */
export async function changePassword(
  deps: PeopleDeps,
  { token, current, next }: PasswordChange,
  act: Act,
): Promise<PasswordChangeOutcome> {
  const { db, hasher, sessions } = deps
  const session = await sessions.of(token)
  if (!session) return refuse('no_session')
  const { person } = session
  const wanted = normalizePassword(next)
  const fault = findPasswordFault(wanted, person.login)
  if (fault !== null || wanted === null) return refuse(fault ?? 'unreadable')
  const given = normalizePassword(current)
  if (given === wanted) return refuse('same')

  const checked = await checkPassword(deps, person.id, given, act)
  if ('refused' in checked) return refuse(checked.refused)
  const passwordHash = await hasher.hash(wanted)
  const outcome = await db.transaction(async (sql): Promise<PasswordChangeOutcome> => {
    const user = await lockUser(sql, person.id)
    if (!user?.active || user.passwordHash !== checked.verified) return refuse('no_session')
    await updateUser(sql, user.id, { passwordHash, mustChange: false, ...NO_FAILURES })
    await deleteFailuresOf(sql, user.id)
    await sessions.endAll(sql, user.id)
    const fresh = await sessions.begin(sql, user.id)
    await deps.trail(sql, { ...act, person }, 'password.changed', user.id, {})
    return { kind: 'changed', token: fresh }
  })
  sessions.forget()
  return outcome
}

/**
 * Whether it is the password of that user, who is logged in; `verified` is the hash that it fits. Wrong ones count and
 * lock by themselves: nobody at the login page keeps a person who is inside from changing their password.
 */
export async function checkPassword(
  { db, clock, hasher, trail }: PeopleDeps,
  userId: string,
  password: string | null,
  act: Act,
): Promise<{ readonly verified: string } | { readonly refused: 'no_password' | 'wrong_password' | 'locked' }> {
  const stored = (await findUser(db, userId))?.passwordHash ?? null
  if (stored === null) return { refused: 'no_password' }
  const { isRight } = await hasher.verify(password ?? '', stored)
  return db.transaction(async (sql: Sql) => {
    const user = await lockUser(sql, userId)
    const now = clock.system()
    if (!user) return { refused: 'no_password' } as const
    const here = await findFailures(sql, userId, SESSION_NETWORK)
    if (isLocked(here, now)) return { refused: 'locked' } as const
    if (isRight && password !== null) {
      await updateUser(sql, userId, NO_FAILURES)
      await deleteFailures(sql, userId, SESSION_NETWORK)
      return { verified: stored }
    }
    await saveTally(sql, userId, SESSION_NETWORK, addFailure({ all: user, here }, now), now)
    await trail(sql, act, 'password.refused', userId, { reason: 'wrong_password' })
    return { refused: 'wrong_password' } as const
  })
}
