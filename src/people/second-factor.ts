import { normalizePassword } from './password.ts'
import { checkPassword } from './password-change.ts'
import type { Act, PeopleDeps } from './room.ts'
import { createTotpSecret, stepOfCode, totpUri } from './totp.ts'
import { findUser, lockUser, updateUser } from './user-store.ts'

const MESSAGES = {
  unknown: 'Não há usuário ativo com este código.',
  no_password: 'Você entra com a conta da empresa: a segunda etapa é a de lá.',
  already_on: 'A verificação em duas etapas já está ligada.',
  not_begun: 'Não há nada para confirmar. Comece de novo.',
  wrong_code: 'O código não confere. Digite o que o aplicativo mostra agora e veja se a hora do telefone está certa.',
  not_on: 'A verificação em duas etapas já está desligada.',
  wrong_password: 'A senha não confere.',
  locked: 'Foram senhas erradas demais. Espere alguns minutos e tente de novo.',
} as const
type Reason = keyof typeof MESSAGES

interface Refusal<Why extends Reason | 'too_many'> {
  readonly kind: 'refused'
  readonly reason: Why
  /** For the person, in Portuguese. */
  readonly message: string
}

const refuse = <Why extends Reason>(reason: Why): Refusal<Why> => ({
  ...{ kind: 'refused', reason, message: MESSAGES[reason] },
})

/** What an authenticator app has to know. */
interface TotpKey {
  /** Base32, 32 characters, for typing. */
  readonly secret: string
  /** `otpauth://…`: the same as a link. */
  readonly uri: string
}

export interface SecondFactor {
  readonly isOn: boolean
  /** False for whoever enters by the company's login only: what it asks for besides is its own affair. */
  readonly hasPassword: boolean
  /** Begun and not confirmed yet: nobody is asked for it. Never told once it is on. */
  readonly begun: TotpKey | null
}

export type EnableTotp = ({ readonly kind: 'begun' } & TotpKey) | Refusal<'unknown' | 'no_password' | 'already_on'>
export type ConfirmTotp = { readonly kind: 'on' } | Refusal<'not_begun' | 'wrong_code' | 'too_many'>
export type DisableTotp = { readonly kind: 'off' } | Refusal<'not_on' | 'no_password' | 'wrong_password' | 'locked'>

export async function readSecondFactor({ db }: PeopleDeps, userId: string): Promise<SecondFactor | null> {
  const user = await findUser(db, userId)
  if (!user) return null
  const { login, hasPassword, hasTotp, totpSecret } = user
  const begun = hasTotp || totpSecret === null ? null : { secret: totpSecret, uri: totpUri(totpSecret, login) }
  return { isOn: hasTotp, hasPassword, begun }
}

export async function enableTotp({ db, trail }: PeopleDeps, userId: string, act: Act): Promise<EnableTotp> {
  return db.transaction(async (sql) => {
    const user = await lockUser(sql, userId)
    if (!user?.active) return refuse('unknown')
    // It would never be asked for: only a login by password asks.
    if (!user.hasPassword) return refuse('no_password')
    if (user.hasTotp) return refuse('already_on')
    const secret = createTotpSecret()
    await updateUser(sql, userId, { totpSecret: secret, totpLastStep: null })
    await trail(sql, act, 'totp.begun', userId, {})
    return { kind: 'begun', secret, uri: totpUri(secret, user.login) }
  })
}

export interface TotpConfirmation {
  readonly code: string
  /** Where the request comes from: a wrong code is one of its tries, as at the login. */
  readonly address: string
}

/** The login itself is never locked by it: whoever mistypes here can still enter as before. */
export async function confirmTotp(
  { db, clock, trail, sessions, tries }: PeopleDeps,
  userId: string,
  { code, address }: TotpConfirmation,
  act: Act,
): Promise<ConfirmTotp> {
  const waitS = tries.take(address)
  if (waitS > 0) {
    const message = `Foram tentativas demais. Espere ${waitS} s e tente de novo.`
    return { kind: 'refused', reason: 'too_many', message }
  }
  const outcome = await db.transaction(async (sql) => {
    const user = await lockUser(sql, userId)
    if (!user?.active || user.hasTotp || user.totpSecret === null) return refuse('not_begun')
    // The code that confirms is used up with it.
    const step = stepOfCode(user.totpSecret, code, clock.system(), null)
    if (step === null) {
      await trail(sql, act, 'totp.refused', userId, { reason: 'wrong_code' })
      return refuse('wrong_code')
    }
    await updateUser(sql, userId, { totpLastStep: step })
    await trail(sql, act, 'totp.enabled', userId, {})
    return { kind: 'on' } as const
  })
  if (outcome.kind === 'on' || outcome.reason === 'not_begun') tries.giveBack(address)
  sessions.forget()
  return outcome
}

export async function disableTotp(
  deps: PeopleDeps,
  userId: string,
  by: 'admin' | { readonly password: string },
  act: Act,
): Promise<DisableTotp> {
  const { db, trail, sessions } = deps
  if (by !== 'admin') {
    const checked = await checkPassword(deps, userId, normalizePassword(by.password), act)
    if ('refused' in checked) return refuse(checked.refused)
  }
  const outcome = await db.transaction(async (sql) => {
    const user = await lockUser(sql, userId)
    if (!user?.hasTotp) return refuse('not_on')
    await updateUser(sql, userId, { totpSecret: null, totpLastStep: null })
    await trail(sql, act, 'totp.disabled', userId, { by: by === 'admin' ? 'administrator' : 'the person' })
    return { kind: 'off' } as const
  })
  sessions.forget()
  return outcome
}
