import { createId } from '../kernel/ids.ts'
import { createOneTimePassword } from './password.ts'
import type { PeopleDeps } from './room.ts'
import { countUsers, insertUser } from './user-store.ts'

/** Two processes that start at once insert the same login: the second one's transaction begins again and finds a user. */
export async function ensureAdmin({
  db,
  clock,
  hasher,
  trail,
}: PeopleDeps): Promise<{ login: 'admin'; password: string } | null> {
  if ((await countUsers(db)) > 0) return null
  const login = 'admin'
  const password = createOneTimePassword()
  const passwordHash = await hasher.hash(password)
  const isMade = await db.transaction(async (sql) => {
    if ((await countUsers(sql)) > 0) return false
    const at = clock.now()
    const id = createId('usr', at)
    const bound = { salesRep: null, source: null, oidcSubject: null }
    const rest = { role: 'admin', passwordHash, mustChange: true, createdAt: at } as const
    await insertUser(sql, { id, login, name: 'Administrador', ...bound, ...rest })
    await trail(sql, {}, 'user.created', id, { login, role: 'admin' })
    return true
  })
  return isMade ? { login, password } : null
}
