import { z } from 'zod'
import type { EpochMs } from '../kernel/clock.ts'
import { sourceSchema, textSchema } from '../kernel/text.ts'
import { type Person, ROLES } from './person.ts'

/** Somebody who may log in, as others see them. */
export interface User extends Person {
  readonly active: boolean
  /** The password was made up for them, and they have not chosen their own yet. */
  readonly mustChange: boolean
  /** False for whoever only enters by the company's login. */
  readonly hasPassword: boolean
  readonly hasTotp: boolean
  /**
   * From some network, or from all of them, nobody enters under this login before then. `null` and instants that are
   * past are no lock. That the person themselves is where the wrong tries came from it does not say.
   */
  readonly lockedUntil: EpochMs | null
  readonly createdAt: EpochMs
  readonly lastLoginAt: EpochMs | null
}

const LOGIN = /^[a-z0-9][a-z0-9._@+-]{2,253}$/
const LOGIN_RAW_CHARS_MAX = 1_024

/** The login as it is stored; `null` when the text can be none. ASCII, so that no two logins look alike. */
export function parseLogin(raw: string): string | null {
  if (raw.length > LOGIN_RAW_CHARS_MAX || !raw.isWellFormed()) return null
  const login = raw.normalize('NFKC').trim().toLowerCase()
  return LOGIN.test(login) ? login : null
}

const WRONG_LOGIN = 'must be 3 to 254 of a-z, 0-9 and ". _ @ + -", such as "ana" or "ana@example.com"'

const loginSchema = z
  .string(WRONG_LOGIN)
  .refine((text) => parseLogin(text) !== null, WRONG_LOGIN)
  .transform((text) => parseLogin(text) as string)

const roleSchema = z.enum(ROLES, `must be one of ${ROLES.join(', ')}`)

/** What a new user is made of. Parses to {@link NewUser}. */
export const newUserSchema = z.strictObject({
  login: loginSchema,
  name: textSchema(120),
  role: roleSchema,
  salesRep: textSchema(120).nullable().default(null),
  source: sourceSchema.nullable().default(null),
})
export type NewUser = z.output<typeof newUserSchema>

/** What may be changed of a user; what is left out stays. */
export const userChangeSchema = z.strictObject({
  name: textSchema(120).optional(),
  role: roleSchema.optional(),
  salesRep: textSchema(120).nullable().optional(),
  source: sourceSchema.nullable().optional(),
  active: z.boolean().optional(),
})
export type UserChange = z.output<typeof userChangeSchema>

export const toPerson = ({ id, login, name, role, salesRep, source }: Person): Person => ({
  ...{ id, login, name, role, salesRep, source },
})
