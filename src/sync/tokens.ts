import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { Database, Sql } from '../database.ts'
import { numberOrNull } from '../database-values.ts'
import type { Clock } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import type { TokenSet, TokenVault } from './contract.ts'
import { SyncError } from './errors.ts'
import type { Pace } from './http.ts'
import type { Secret } from './secret.ts'

/** A token that ends sooner than this is renewed before it is used. */
const MARGIN_MS = 60_000
/** Longer than a token call with its time limit: whoever holds the lock longer has died. */
const REFRESH_MS = 120_000
const WAIT_MS = 250
const WAITS_MAX = REFRESH_MS / WAIT_MS + 8

/**
 * Tokens of one source, shared by all processes. A refresh token that rotates is good for one use, so one process alone
 * uses it, and what came for it is stored before anybody works with it. At rest it is sealed with a key that is made of
 * the secret in the settings, which is not in the database.
 */
export function createTokenVault(db: Database, clock: Clock, pace: Pace, source: string): TokenVault {
  const read = async (seed: Secret): Promise<TokenSet | null> => {
    const [row] = await db.all('SELECT seed_digest, sealed_json FROM sync_tokens WHERE source = ?', [source])
    const sealed = row?.['sealed_json'] as string | null | undefined
    return sealed && row?.['seed_digest'] === digestOf(seed) ? open(sealed, seed) : null
  }
  return {
    accessToken: async (seed, refresh, signal, rejected) => {
      for (let waits = 0; waits < WAITS_MAX; waits++) {
        const known = await read(seed)
        const isGood = known && known.accessToken !== rejected && known.expiresAt - MARGIN_MS > clock.system()
        if (isGood) return known.accessToken
        const refresher = createId('ref', clock.system())
        if (await claim(db, source, seed, refresher, clock.system())) {
          try {
            // Another process may have renewed it between our reading and our claim.
            const latest = await read(seed)
            if (latest && latest.accessToken !== known?.accessToken && latest.accessToken !== rejected)
              return latest.accessToken
            const renewed = await refresh(latest?.refreshToken ?? seed.reveal(), signal)
            await store(db, source, seed, refresher, renewed)
            return renewed.accessToken
          } finally {
            await release(db, source, refresher)
          }
        }
        await pace.sleep(WAIT_MS, signal)
      }
      throw new SyncError('unavailable', 'another process has been renewing the token for too long')
    },
  }
}

async function claim(db: Database, source: string, seed: Secret, refresher: string, now: number): Promise<boolean> {
  return db.transaction(async (sql: Sql) => {
    const [row] = await sql.all(
      `SELECT seed_digest, refreshes_until FROM sync_tokens WHERE source = ?${sql.forUpdate}`,
      [source],
    )
    const digest = digestOf(seed)
    if (!row) {
      const columns = ['source', 'seed_digest', 'refresher', 'refreshes_until']
      await sql.insert('sync_tokens', columns, [[source, digest, refresher, now + REFRESH_MS]])
      return true
    }
    const until = numberOrNull(row['refreshes_until'])
    if (until !== null && until > now) return false
    // Settings with another seed begin anew: somebody has authorised the connection again.
    const isSame = row['seed_digest'] === digest
    await sql.run(
      `UPDATE sync_tokens SET seed_digest = ?, refresher = ?, refreshes_until = ?${isSame ? '' : ', sealed_json = NULL'} WHERE source = ?`,
      [digest, refresher, now + REFRESH_MS, source],
    )
    return true
  })
}

async function store(db: Database, source: string, seed: Secret, refresher: string, token: TokenSet): Promise<void> {
  const { changes } = await db.run('UPDATE sync_tokens SET sealed_json = ? WHERE source = ? AND refresher = ?', [
    seal(token, seed),
    source,
    refresher,
  ])
  if (changes !== 1)
    throw new SyncError('unavailable', 'renewing the token took too long, and another process took over')
}

async function release(db: Database, source: string, refresher: string): Promise<void> {
  await db.run('UPDATE sync_tokens SET refresher = NULL, refreshes_until = NULL WHERE source = ? AND refresher = ?', [
    source,
    refresher,
  ])
}

const digestOf = (seed: Secret): string => createHash('sha256').update(`seed ${seed.reveal()}`).digest('hex')
const keyOf = (seed: Secret): Buffer => Buffer.from(hkdfSync('sha256', seed.reveal(), '', 'fiado sync token', 32))

const IV_BYTES = 12
const TAG_BYTES = 16

function seal(token: TokenSet, seed: Secret): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(seed), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(token), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64')
}

function open(sealed: string, seed: Secret): TokenSet {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(seed), bytes.subarray(0, IV_BYTES))
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  return JSON.parse(text.toString('utf8'))
}
