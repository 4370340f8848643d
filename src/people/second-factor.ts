import { normalizePassword } from './password.ts'
import { checkPassword } from './password-change.ts'
import type { Act, PeopleDeps } from './room.ts'
import { createTotpSecret, stepOfCode, totpUri } from './totp.ts'
import { lockUser, updateUser } from './user-store.ts'

export async function enableTotp(
  { db, trail }: PeopleDeps,
  userId: string,
  act: Act,
): Promise<{ secret: string; uri: string } | null> {
  return db.transaction(async (sql) => {
    const user = await lockUser(sql, userId)
    if (!user?.active || user.hasTotp) return null
    const secret = createTotpSecret()
    await updateUser(sql, userId, { totpSecret: secret, totpLastStep: null })
    await trail(sql, act, 'totp.begun', userId, {})
    return { secret, uri: totpUri(secret, user.login) }
  })
}

export async function confirmTotp(deps: PeopleDeps, userId: string, code: string, act: Act): Promise<boolean> {
  const { db, clock, trail, sessions } = deps
  const isOn = await db.transaction(async (sql) => {
    const user = await lockUser(sql, userId)
    if (!user?.active || user.hasTotp || user.totpSecret === null) return false
    // The code that confirms is used up with it.
    const step = stepOfCode(user.totpSecret, code, clock.system(), null)
    if (step === null) return false
    await updateUser(sql, userId, { totpLastStep: step })
    await trail(sql, act, 'totp.enabled', userId, {})
    return true
  })
  sessions.forget()
  return isOn
}

export async function disableTotp(
  deps: PeopleDeps,
  userId: string,
  by: 'admin' | { readonly password: string },
  act: Act,
): Promise<boolean> {
  const { db, trail, sessions } = deps
  if (by !== 'admin') {
    const checked = await checkPassword(deps, userId, normalizePassword(by.password), act)
    if ('refused' in checked) return false
  }
  const isOff = await db.transaction(async (sql) => {
    const user = await lockUser(sql, userId)
    if (!user || user.totpSecret === null) return false
    await updateUser(sql, userId, { totpSecret: null, totpLastStep: null })
    await trail(sql, act, 'totp.disabled', userId, { by: by === 'admin' ? 'administrator' : 'the person' })
    return true
  })
  sessions.forget()
  return isOff
}
