import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import { NO_FAILURES } from './lock-out.ts'
import { deleteFailuresOf, findNetworkLocks } from './login-failure-store.ts'
import { createOneTimePassword } from './password.ts'
import type { Act, PeopleDeps } from './room.ts'
import type { NewUser, User, UserChange } from './user.ts'
import {
  type Account,
  type Change,
  countUsers,
  findUser,
  insertUser,
  listUsers,
  lockActiveAdmins,
  lockUser,
  lockUserByLogin,
  updateUser,
} from './user-store.ts'

/** With more than this the listing would have to be paged. */
const USERS_MAX = 2_000

const MESSAGES = {
  unknown: 'Não há usuário com este código.',
  login_taken: 'Já existe um usuário com este login.',
  too_many: `Há ${USERS_MAX} usuários: não cabem mais.`,
  last_admin: 'É o último administrador ativo: nomeie outro antes.',
  bound_admin: 'Um administrador vê todas as origens: deixe a origem em branco.',
} as const

export interface UserRefusal<Reason extends keyof typeof MESSAGES> {
  readonly kind: 'refused'
  readonly reason: Reason
  /** For the person, in Portuguese. */
  readonly message: string
}

const refuse = <Reason extends keyof typeof MESSAGES>(reason: Reason): UserRefusal<Reason> => ({
  ...{ kind: 'refused', reason, message: MESSAGES[reason] },
})

/** Those who may log in. Whoever calls has checked `people.manage`, and parsed what is wanted by the schemas of user.ts. */
export interface Users {
  /** Active ones first, then by name. */
  list(): Promise<User[]>
  find(id: string): Promise<User | null>
  /** The password is answered this once, and has to be changed at the first login. */
  create(
    wanted: NewUser,
    act?: Act,
  ): Promise<
    | { readonly kind: 'created'; readonly user: User; readonly password: string }
    | UserRefusal<'login_taken' | 'too_many' | 'bound_admin'>
  >
  /** Who is no longer active is logged out everywhere, in this process at once. */
  change(
    id: string,
    change: UserChange,
    act?: Act,
  ): Promise<{ readonly kind: 'changed'; readonly user: User } | UserRefusal<'unknown' | 'last_admin' | 'bound_admin'>>
  /** A new one-time password; ends every session and lifts every lock. */
  resetPassword(
    id: string,
    act?: Act,
  ): Promise<{ readonly kind: 'reset'; readonly password: string } | UserRefusal<'unknown'>>
}

export function openUsers(deps: PeopleDeps): Users {
  const { db, clock } = deps
  return {
    list: async () => {
      const [accounts, locks] = await Promise.all([listUsers(db, USERS_MAX), findNetworkLocks(db, clock.system())])
      return accounts.map((account) => toUser(account, locks))
    },
    find: async (id) => {
      const account = await findUser(db, id)
      return account && toUser(account, await findNetworkLocks(db, clock.system(), id))
    },
    create: (wanted, act = {}) => create(deps, wanted, act),
    change: (id, change, act = {}) => changeUser(deps, id, change, act),
    resetPassword: (id, act = {}) => resetPassword(deps, id, act),
  }
}

async function create({ db, clock, hasher, trail }: PeopleDeps, wanted: NewUser, act: Act) {
  const { login, name, role, salesRep, source } = wanted
  if (role === 'admin' && source !== null) return refuse('bound_admin')
  const password = createOneTimePassword()
  const passwordHash = await hasher.hash(password)
  return db.transaction(async (sql) => {
    if ((await lockUserByLogin(sql, login)) !== null) return refuse('login_taken')
    if ((await countUsers(sql)) >= USERS_MAX) return refuse('too_many')
    const at = clock.now()
    const id = createId('usr', at)
    const rest = { passwordHash, mustChange: true, oidcSubject: null, createdAt: at }
    await insertUser(sql, { id, login, name, role, salesRep, source, ...rest })
    await trail(sql, act, 'user.created', id, { login, name, role, salesRep, source })
    return { kind: 'created', user: toUser((await findUser(sql, id)) as Account, new Map()), password } as const
  })
}

async function changeUser({ db, clock, trail, sessions }: PeopleDeps, id: string, wanted: UserChange, act: Act) {
  const outcome = await db.transaction(async (sql) => {
    const admins = await lockActiveAdmins(sql)
    const user = await lockUser(sql, id)
    if (!user) return refuse('unknown')
    const change = differences(user, wanted)
    const { role, source, active } = { ...user, ...change }
    if (role === 'admin' && source !== null) return refuse('bound_admin')
    if (isLastAdmin(admins, id) && !(role === 'admin' && active)) return refuse('last_admin')
    if (Object.keys(change).length > 0) {
      await updateUser(sql, id, { ...change, ...(change.role !== undefined && { roleFromGroup: false }) })
      if (!active) await sessions.endAll(sql, id)
      await trail(sql, act, 'user.changed', id, change)
    }
    const locks = await findNetworkLocks(sql, clock.system(), id)
    return { kind: 'changed', user: toUser({ ...user, ...change }, locks) } as const
  })
  sessions.forget()
  return outcome
}

export const isLastAdmin = (admins: readonly string[], id: string): boolean => admins.length === 1 && admins[0] === id

function differences(user: Account, wanted: UserChange): Change {
  const entries = Object.entries(wanted) as [keyof UserChange, unknown][]
  return Object.fromEntries(entries.filter(([field, value]) => value !== undefined && value !== user[field]))
}

async function resetPassword({ db, hasher, trail, sessions }: PeopleDeps, id: string, act: Act) {
  const password = createOneTimePassword()
  const passwordHash = await hasher.hash(password)
  const outcome = await db.transaction(async (sql: Sql) => {
    if ((await lockUser(sql, id)) === null) return refuse('unknown')
    await updateUser(sql, id, { passwordHash, mustChange: true, ...NO_FAILURES })
    await deleteFailuresOf(sql, id)
    await sessions.endAll(sql, id)
    await trail(sql, act, 'password.reset', id, {})
    return { kind: 'reset', password } as const
  })
  sessions.forget()
  return outcome
}

/** Without what only this room may know. */
function toUser(account: Account, networkLocks: ReadonlyMap<string, EpochMs>): User {
  const { passwordHash: _hash, totpSecret: _secret, totpLastStep: _step, failures: _count, ...rest } = account
  const { oidcSubject: _subject, roleFromGroup: _group, failedAt: _failedAt, ...user } = rest
  const lockedUntil = Math.max(user.lockedUntil ?? 0, networkLocks.get(user.id) ?? 0)
  return { ...user, lockedUntil: lockedUntil === 0 ? null : lockedUntil }
}
