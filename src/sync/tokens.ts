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
/** Longer than a token call with its time limit and the storing: whoever holds the lock longer has died. */
const REFRESH_MS = 120_000
const WAIT_MS = 250
const WAITS_MAX = REFRESH_MS / WAIT_MS + 8
/** How long a token call may go on after its run was stopped: cut off, it leaves a refresh token that is used up. */
const GRACE_MS = 5_000
const STORES_MAX = 5
const STORE_PAUSE_MS = 1_000

type Refresh = Parameters<TokenVault['accessToken']>[1]

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
  const renew = async (
    seed: Secret,
    refresh: Refresh,
    refresher: string,
    refreshToken: string,
    signal: AbortSignal,
  ) => {
    const renewed = await withGrace(signal, (own) => refresh(refreshToken, own))
    await store(db, pace, source, seed, refresher, renewed)
    return renewed.accessToken
  }
  return {
    accessToken: async (seed, refresh, signal, rejected) => {
      const isGood = ({ accessToken, expiresAt }: TokenSet): boolean =>
        accessToken !== rejected && expiresAt - MARGIN_MS > clock.system()
      for (let waits = 0; waits < WAITS_MAX; waits++) {
        signal.throwIfAborted()
        const known = await read(seed)
        if (known && isGood(known)) return known.accessToken
        const refresher = createId('ref', clock.system())
        if (await claim(db, source, seed, refresher, clock.system())) {
          try {
            // Another process may have renewed it between our reading and our claim.
            const latest = await read(seed)
            if (latest && isGood(latest)) return latest.accessToken
            return await renew(seed, refresh, refresher, latest?.refreshToken ?? seed.reveal(), signal)
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

/** Runs `work` with a signal that aborts a while after `signal`. */
async function withGrace<T>(signal: AbortSignal, work: (own: AbortSignal) => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const own = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const stop = (): void => {
    timer = setTimeout(() => own.abort(signal.reason), GRACE_MS)
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await work(own.signal)
  } finally {
    signal.removeEventListener('abort', stop)
    clearTimeout(timer)
  }
}

async function claim(db: Database, source: string, seed: Secret, refresher: string, now: number): Promise<boolean> {
  return db.transaction(async (sql: Sql) => {
    const [row] = await sql.all(`SELECT refreshes_until FROM sync_tokens WHERE source = ?${sql.forUpdate}`, [source])
    if (!row) {
      const columns = ['source', 'seed_digest', 'refresher', 'refreshes_until']
      await sql.insert('sync_tokens', columns, [[source, digestOf(seed), refresher, now + REFRESH_MS]])
      return true
    }
    const until = numberOrNull(row['refreshes_until'])
    if (until !== null && until > now) return false
    await sql.run('UPDATE sync_tokens SET refresher = ?, refreshes_until = ? WHERE source = ?', [
      refresher,
      now + REFRESH_MS,
      source,
    ])
    return true
  })
}

/**
 * Tried again for a while: the refresh token before this one is used up, and what is not stored is lost. The tokens of
 * another seed stand until now, so that a wrong seed in the settings costs nothing.
 */
async function store(
  db: Database,
  pace: Pace,
  source: string,
  seed: Secret,
  refresher: string,
  token: TokenSet,
): Promise<void> {
  const values = [digestOf(seed), seal(token, seed), source, refresher]
  const update = 'UPDATE sync_tokens SET seed_digest = ?, sealed_json = ? WHERE source = ? AND refresher = ?'
  for (let tries = 1; ; tries++) {
    try {
      const { changes } = await db.run(update, values)
      if (changes === 1) return
      break
    } catch (error) {
      if (tries >= STORES_MAX) throw error
      await pace.sleep(STORE_PAUSE_MS * 2 ** (tries - 1), new AbortController().signal)
    }
  }
  throw new SyncError('unavailable', 'renewing the token took too long, and another process took over')
}

/** A lock that could not be given back is taken over after its time: it hides nothing of what happened before. */
async function release(db: Database, source: string, refresher: string): Promise<void> {
  const update = 'UPDATE sync_tokens SET refresher = NULL, refreshes_until = NULL WHERE source = ? AND refresher = ?'
  await Promise.allSettled([db.run(update, [source, refresher])])
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

/** `null` for what another key sealed, or nobody: it begins anew with the seed. */
function open(sealed: string, seed: Secret): TokenSet | null {
  try {
    const bytes = Buffer.from(sealed, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', keyOf(seed), bytes.subarray(0, IV_BYTES))
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
    return JSON.parse(text.toString('utf8'))
  } catch {
    return null
  }
}
