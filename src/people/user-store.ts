import type { Row, Sql, SqlInteger, SqlValue } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Failures } from './lock-out.ts'
import type { Role } from './person.ts'
import type { User } from './user.ts'

/** A user with what only this room may know. Failures and lock are those of all networks together. */
export interface Account extends Omit<User, 'lockedUntil'>, Failures {
  readonly passwordHash: string | null
  /** With no step it is a secret that was never confirmed, and asks for nothing. */
  readonly totpSecret: string | null
  readonly totpLastStep: number | null
  readonly oidcSubject: string | null
  /** The company's login gave the role, by a group, and no administrator has set another one since. */
  readonly roleFromGroup: boolean
}

export type Change = Partial<
  Pick<
    Account,
    | 'name'
    | 'role'
    | 'salesRep'
    | 'source'
    | 'active'
    | 'passwordHash'
    | 'mustChange'
    | 'totpSecret'
    | 'totpLastStep'
    | 'failures'
    | 'lockedUntil'
    | 'failedAt'
    | 'oidcSubject'
    | 'roleFromGroup'
    | 'lastLoginAt'
  >
>

const COLUMN_OF: Readonly<Record<keyof Change, string>> = {
  name: 'name',
  role: 'role',
  salesRep: 'sales_rep',
  source: 'source',
  active: 'active',
  passwordHash: 'password_hash',
  mustChange: 'must_change',
  totpSecret: 'totp_secret',
  totpLastStep: 'totp_last_step',
  failures: 'failures',
  lockedUntil: 'locked_until',
  failedAt: 'failed_at',
  oidcSubject: 'oidc_subject',
  roleFromGroup: 'role_from_group',
  lastLoginAt: 'last_login_at',
}

export function toAccount(row: Row): Account {
  const text = (column: string): string | null => row[column] as string | null
  const totpSecret = text('totp_secret')
  const totpLastStep = numberOrNull(row['totp_last_step'])
  return {
    id: String(row['id']),
    login: String(row['login']),
    name: String(row['name']),
    role: String(row['role']) as Role,
    salesRep: text('sales_rep'),
    source: text('source'),
    passwordHash: text('password_hash'),
    hasPassword: row['password_hash'] !== null,
    mustChange: number(row['must_change']) === 1,
    totpSecret,
    totpLastStep,
    hasTotp: totpSecret !== null && totpLastStep !== null,
    failures: number(row['failures']),
    lockedUntil: numberOrNull(row['locked_until']),
    failedAt: numberOrNull(row['failed_at']),
    oidcSubject: text('oidc_subject'),
    roleFromGroup: number(row['role_from_group']) === 1,
    active: number(row['active']) === 1,
    createdAt: number(row['created_at']),
    lastLoginAt: numberOrNull(row['last_login_at']),
  }
}

async function findBy(sql: Sql, column: 'id' | 'login' | 'oidc_subject', value: string, lock: string) {
  const [row] = await sql.all(`SELECT * FROM users WHERE ${column} = ?${lock}`, [value])
  return row ? toAccount(row) : null
}

export const findUser = (sql: Sql, id: string): Promise<Account | null> => findBy(sql, 'id', id, '')
export const findUserByLogin = (sql: Sql, login: string): Promise<Account | null> => findBy(sql, 'login', login, '')
/** Keeps the user as they are until the end of the transaction. */
export const lockUser = (sql: Sql, id: string): Promise<Account | null> => findBy(sql, 'id', id, sql.forUpdate)
export const lockUserByLogin = (sql: Sql, login: string): Promise<Account | null> =>
  findBy(sql, 'login', login, sql.forUpdate)
export const lockUserBySubject = (sql: Sql, subject: string): Promise<Account | null> =>
  findBy(sql, 'oidc_subject', subject, sql.forUpdate)

/** By name, the active ones first. */
export async function listUsers(sql: Sql, countMax: number): Promise<Account[]> {
  const rows = await sql.all(`SELECT * FROM users ORDER BY active DESC, name, id LIMIT ${countMax}`)
  return rows.map(toAccount)
}

export async function countUsers(sql: Sql): Promise<number> {
  const [row] = await sql.all<{ count: SqlInteger }>('SELECT COUNT(*) AS count FROM users')
  return number(row?.count ?? 0)
}

/** Keeps every active administrator as they are, so that two do not end each other at once. */
export async function lockActiveAdmins(sql: Sql): Promise<string[]> {
  const rows = await sql.all<{ id: string }>(
    `SELECT id FROM users WHERE role = 'admin' AND active = 1 ORDER BY id${sql.forUpdate}`,
  )
  return rows.map(({ id }) => id)
}

export interface NewAccount
  extends Pick<Account, 'id' | 'login' | 'name' | 'role' | 'salesRep' | 'source' | 'passwordHash' | 'mustChange'> {
  readonly oidcSubject: string | null
  readonly createdAt: EpochMs
}

const COLUMNS = [
  ...['id', 'login', 'name', 'role', 'sales_rep', 'source', 'password_hash', 'must_change', 'oidc_subject'],
  ...['active', 'created_at'],
]

/** Fails by the unique key when the login is taken. */
export async function insertUser(sql: Sql, user: NewAccount): Promise<void> {
  const { id, login, name, role, salesRep, source, passwordHash, mustChange, oidcSubject, createdAt } = user
  await sql.insert('users', COLUMNS, [
    [id, login, name, role, salesRep, source, passwordHash, mustChange ? 1 : 0, oidcSubject, 1, createdAt],
  ])
}

export async function updateUser(sql: Sql, id: string, change: Change): Promise<void> {
  const entries = Object.entries(change) as [keyof Change, string | number | boolean | null][]
  if (entries.length === 0) return
  const sets = entries.map(([field]) => `${COLUMN_OF[field]} = ?`).join(', ')
  const values: SqlValue[] = entries.map(([, value]) => (typeof value === 'boolean' ? Number(value) : value))
  await sql.run(`UPDATE users SET ${sets} WHERE id = ?`, [...values, id])
}
