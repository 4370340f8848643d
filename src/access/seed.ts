import type { Database, Sql } from '../database.ts'
import { isDuplicateKey } from '../database-errors.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import { hashKey, SCOPES } from './key.ts'
import { findKeyByHash, insertKey, listActiveIds, recordAudit, revokeKey } from './store.ts'

/** Seeded keys carry their origin in their id, so that a new seed finds the one it replaces. */
const SEED_PREFIX = 'seed'
const ACTOR = 'FIADO_API_KEY'

/**
 * Makes the key of FIADO_API_KEY, with every scope, and revokes the seed it replaces. A key that was revoked stays so:
 * answers `revoked`, and the remedy is another value.
 */
export async function seedKey(db: Database, secret: string, at: EpochMs): Promise<'created' | 'kept' | 'revoked'> {
  const hash = hashKey(secret)
  try {
    return await db.transaction((sql) => replaceSeed(sql, hash, at))
  } catch (error) {
    // Another process that started at the same moment made the same key first.
    if (isDuplicateKey(error)) return 'kept'
    throw error
  }
}

async function replaceSeed(sql: Sql, hash: string, at: EpochMs): Promise<'created' | 'kept' | 'revoked'> {
  const known = await findKeyByHash(sql, hash)
  if (known !== null && known.revokedAt !== null) return 'revoked'
  for (const id of await listActiveIds(sql, `${SEED_PREFIX}_`)) {
    if (id === known?.keyId) continue
    await revokeKey(sql, id, at)
    await recordAudit(sql, { actor: ACTOR, action: 'key.revoked', subject: id, detail: {}, at, requestId: null })
  }
  if (known) return 'kept'
  const keyId = createId(SEED_PREFIX, at)
  await insertKey(sql, { keyId, name: ACTOR, scopes: SCOPES, source: null, createdAt: at, revokedAt: null }, hash)
  const detail = { name: ACTOR, scopes: SCOPES, source: null }
  await recordAudit(sql, { actor: ACTOR, action: 'key.created', subject: keyId, detail, at, requestId: null })
  return 'created'
}
