import type { Database } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { createId, createSecret } from '../kernel/ids.ts'
import type { Fault } from '../kernel/text.ts'
import type { Callers } from './callers.ts'
import { type ApiKey, actorOf, type Caller, governs, hashKey, missingScopes, type Scope } from './key.ts'
import {
  type AuditQuery,
  countKeys,
  findKey,
  insertKey,
  KEYS_MAX,
  listKeys,
  readAudit,
  recordAudit,
  revokeKey,
  type StoredAuditEntry,
} from './store.ts'

export interface NewKey {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly source?: string | undefined
}

/** Who changes something, when, and in which request. */
export interface Act {
  readonly caller: Caller
  readonly at: EpochMs
  readonly requestId: string
}

/** Why a key was not made: the caller lacks what it wants to give, or there are too many. */
export type KeyRefusal = { readonly refused: 'beyond_caller'; readonly fault: Fault } | { readonly refused: 'too_many' }

export interface Access {
  /** Makes a key that can do no more than its maker. The secret is answered once and stored as a hash. */
  createKey(wanted: NewKey, act: Act): Promise<{ readonly key: ApiKey; readonly secret: string } | KeyRefusal>
  /** The keys the caller may know of: all, or those of the source it is bound to. */
  listKeys(caller: Caller): Promise<ApiKey[]>
  /** Revokes a key; once revoked, again changes nothing. `false`: the caller knows of no such key. */
  revokeKey(id: string, act: Act): Promise<boolean>
  readAudit(query: AuditQuery): Promise<StoredAuditEntry[]>
}

export function createAccess(db: Database, callers: Callers): Access {
  return {
    createKey: (wanted, act) => createKeyBy(db, wanted, act),
    listKeys: async (caller) => (await listKeys(db)).filter((key) => governs(caller, key.source)),
    revokeKey: async (id, act) => {
      const isKnown = await revokeKeyBy(db, id, act)
      callers.clear()
      return isKnown
    },
    readAudit: (query) => readAudit(db, query),
  }
}

async function createKeyBy(db: Database, wanted: NewKey, { caller, at, requestId }: Act) {
  const fault = findFault(caller, wanted)
  if (fault) return { refused: 'beyond_caller', fault } as const
  const { name, scopes, source = null } = wanted
  const secret = createSecret()
  const key: ApiKey = { keyId: createId('key', at), name, scopes, source, createdAt: at, revokedAt: null }
  return db.transaction(async (sql) => {
    if ((await countKeys(sql)) >= KEYS_MAX) return { refused: 'too_many' } as const
    await insertKey(sql, key, hashKey(secret))
    const detail = { name, scopes, source }
    await recordAudit(sql, { actor: actorOf(caller), action: 'key.created', subject: key.keyId, detail, at, requestId })
    return { key, secret }
  })
}

function findFault(caller: Caller, wanted: NewKey): Fault | null {
  const missing = missingScopes(caller, wanted.scopes)
  if (missing.length > 0) {
    return {
      path: 'scopes',
      message: `may not hold ${missing.join(', ')}: the caller has only ${caller.scopes.join(', ')}`,
    }
  }
  if (governs(caller, wanted.source ?? null)) return null
  return { path: 'source', message: `must be "${caller.source}", the source that the caller is bound to` }
}

async function revokeKeyBy(db: Database, id: string, { caller, at, requestId }: Act): Promise<boolean> {
  return db.transaction(async (sql) => {
    const key = await findKey(sql, id)
    if (!key || !governs(caller, key.source)) return false
    if (key.revokedAt !== null) return true
    await revokeKey(sql, id, at)
    const detail = { name: key.name }
    await recordAudit(sql, { actor: actorOf(caller), action: 'key.revoked', subject: id, detail, at, requestId })
    return true
  })
}
