import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { migrate } from '../../migrations/index.ts'
import { type Database, openDatabase } from '../../src/database.ts'
import type { TokenSet } from '../../src/sync/contract.ts'
import { SyncError } from '../../src/sync/errors.ts'
import type { Pace } from '../../src/sync/http.ts'
import { Secret } from '../../src/sync/secret.ts'
import { createTokenVault } from '../../src/sync/tokens.ts'
import { createVendorClock } from '../conformance/link.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'

const HOUR_MS = 3_600_000
const endless = new AbortController().signal
const SEED = 'seed-of-the-settings-17'

/** A vendor whose refresh tokens are good for one use. */
class Issuer {
  readonly used: string[] = []
  valid: string
  issued = 0
  takesMs = 0
  lastsMs = HOUR_MS
  private readonly now: () => number

  constructor(now: () => number, seed = SEED) {
    this.now = now
    this.valid = seed
  }

  readonly refresh = async (refreshToken: string): Promise<TokenSet> => {
    this.used.push(refreshToken)
    if (this.takesMs > 0) await sleep(this.takesMs)
    if (refreshToken !== this.valid) throw new SyncError('auth', 'this refresh token is used up')
    this.valid = `refresh-token-${++this.issued}`
    const expiresAt = this.now() + this.lastsMs
    return { accessToken: `access-token-${this.issued}`, refreshToken: this.valid, expiresAt }
  }
}

describe.each(dialects)('the tokens of a source on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let processes: [Database, Database]
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    processes = [openDatabase(database.url), openDatabase(database.url)]
    await migrate(processes[0].migrations)
  })
  afterAll(async () => {
    for (const db of processes) await db.close()
    await database.drop()
  })

  const seed = new Secret(SEED)
  let clock: ReturnType<typeof createVendorClock>
  let issuer: Issuer
  let waits: number[]
  beforeEach(async () => {
    await processes[0].run('DELETE FROM sync_tokens')
    clock = createVendorClock()
    issuer = new Issuer(clock.system)
    waits = []
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** Waits that take a moment only; `moves` lets the clock go on with them. */
  const paceOf = (moves = false): Pace => ({
    now: clock.now,
    random: () => 0.5,
    sleep: async (ms, signal) => {
      waits.push(ms)
      await sleep(2)
      signal.throwIfAborted()
      if (moves) clock.advance(ms)
    },
  })
  const vaultOf = (db: Database = processes[0], pace = paceOf(), source = 'bling-matriz') =>
    createTokenVault(db, clock, pace, source)
  const get = (vault = vaultOf(), rejected?: string, given = seed) =>
    vault.accessToken(given, issuer.refresh, endless, rejected)
  const row = async () => (await processes[0].all('SELECT * FROM sync_tokens'))[0] ?? {}
  /** The database, with statements that fail when `fails` says so. */
  const failing = (fails: (statement: string) => boolean): Database =>
    new Proxy(processes[0], {
      get: (db, name) =>
        name === 'run'
          ? async (...given: Parameters<Database['run']>) => {
              if (fails(given[0])) throw new Error('the database is away')
              return db.run(...given)
            }
          : Reflect.get(db, name),
    })

  it('begin with the seed, and are good for everybody until they end', async () => {
    expect(await get()).toBe('access-token-1')
    expect([await get(), await get(vaultOf(processes[1]))]).toEqual(['access-token-1', 'access-token-1'])
    clock.advance(HOUR_MS - 60_001)
    expect(await get(vaultOf(processes[1]))).toBe('access-token-1')
    expect(issuer.used).toEqual([SEED])
  })

  it('are renewed a minute before they end, each time with the last refresh token', async () => {
    await get()
    for (const n of [2, 3, 4]) {
      clock.advance(HOUR_MS - 60_000)
      expect(await get(vaultOf(processes[n % 2]))).toBe(`access-token-${n}`)
    }
    expect(issuer.used).toEqual([SEED, 'refresh-token-1', 'refresh-token-2', 'refresh-token-3'])
  })

  it('are renewed when the vendor refuses them, and not when it refuses an old one', async () => {
    const first = await get()
    expect(await get(vaultOf(), first)).toBe('access-token-2')
    expect(await get(vaultOf(processes[1]), first)).toBe('access-token-2')
    expect(issuer.used).toHaveLength(2)
  })

  it.each(['at first', 'when they end', 'when they are refused'])(
    'are fetched once for twenty who ask at a time in two processes: %s',
    async (when) => {
      issuer.takesMs = 30
      const former = when === 'at first' ? undefined : await get()
      if (when === 'when they end') clock.advance(HOUR_MS)
      const rejected = when === 'when they are refused' ? former : undefined
      const vaults = processes.map((db) => vaultOf(db))
      const asked = Array.from({ length: 20 }, (_, n) => get(vaults[n % 2], rejected))
      expect(new Set(await Promise.all(asked))).toEqual(new Set([`access-token-${former ? 2 : 1}`]))
      expect(issuer.used).toEqual(former ? [SEED, 'refresh-token-1'] : [SEED])
    },
  )

  describe('when another process renews them between our reading and our claim', () => {
    const overtaken = (): Database => {
      let reads = 0
      return new Proxy(processes[1], {
        get: (db, name) =>
          name === 'all'
            ? async (...given: Parameters<Database['all']>) => {
                const rows = await db.all(...given)
                if (++reads === 1) await get(vaultOf(), 'access-token-1')
                return rows
              }
            : Reflect.get(db, name),
      })
    }

    it('are not renewed again', async () => {
      await get()
      expect(await get(vaultOf(overtaken()), 'access-token-1')).toBe('access-token-2')
      expect(issuer.used).toEqual([SEED, 'refresh-token-1'])
    })

    it('and they do not last, are renewed with what that one got', async () => {
      await get()
      issuer.lastsMs = 30_000
      expect(await get(vaultOf(overtaken()), 'access-token-1')).toBe('access-token-3')
      expect(issuer.used).toEqual([SEED, 'refresh-token-1', 'refresh-token-2'])
    })
  })

  it('are those of one source alone', async () => {
    await get()
    issuer.valid = SEED
    expect(await get(vaultOf(processes[0], paceOf(), 'bling-filial'))).toBe('access-token-2')
    expect(await get()).toBe('access-token-1')
  })

  describe('are stored before anybody gets them', () => {
    const isStore = (statement: string): boolean => statement.includes('sealed_json = ?')

    it('and stand there when they are given out', async () => {
      let stored: unknown = null
      const db = new Proxy(processes[0], {
        get: (target, name) =>
          name === 'run'
            ? async (...given: Parameters<Database['run']>) => {
                if (given[0].includes('refresher = NULL')) stored = (await row())['sealed_json']
                return target.run(...given)
              }
            : Reflect.get(target, name),
      })
      await get(vaultOf(db))
      expect(stored).toEqual(expect.any(String))
    })

    it('with some patience: the refresh token before them is used up', async () => {
      let failures = 0
      const vault = vaultOf(failing((statement) => isStore(statement) && ++failures <= 4))
      expect(await get(vault)).toBe('access-token-1')
      expect(waits).toEqual([1_000, 2_000, 4_000, 8_000])
      expect(await get(vaultOf(processes[1]))).toBe('access-token-1')
      expect(issuer.used).toEqual([SEED])
    })

    it('or nobody gets them', async () => {
      const vault = vaultOf(failing(isStore))
      const asked = await Promise.allSettled([get(vault), get(vault), get(vault)])
      expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
      expect(asked.map((one) => Reflect.get(one, 'reason').message).sort()).toEqual([
        'the database is away',
        'this refresh token is used up',
        'this refresh token is used up',
      ])
      expect((await row())['sealed_json']).toBeNull()
    })
  })

  describe('when a process dies while it renews them', () => {
    const never = () => new Promise<TokenSet>(() => {})

    it('are renewed by another one after two minutes', async () => {
      void vaultOf().accessToken(seed, never, endless)
      await expect.poll(async () => (await row())['refresher']).toEqual(expect.any(String))
      const startedAt = clock.now()
      expect(await get(vaultOf(processes[1], paceOf(true)))).toBe('access-token-1')
      expect(clock.now() - startedAt).toBe(120_000)
      expect(issuer.used).toEqual([SEED])
    })

    it('and comes back, are not overwritten by what it brings', async () => {
      let comeBack = (_token: TokenSet): void => {}
      const late = vaultOf().accessToken(seed, () => new Promise((resolve) => (comeBack = resolve)), endless)
      late.catch(() => {})
      await expect.poll(async () => (await row())['refresher']).toEqual(expect.any(String))
      clock.advance(120_000)
      await get(vaultOf(processes[1]))
      comeBack({ accessToken: 'late', refreshToken: 'late', expiresAt: clock.now() + HOUR_MS })
      await expect(late).rejects.toMatchObject({ remedy: 'unavailable', message: expect.stringContaining('took over') })
      expect(await get()).toBe('access-token-1')
    })

    it('and always another one has the lock, are not waited for without end', async () => {
      await get()
      await processes[0].run('UPDATE sync_tokens SET refreshes_until = ?', [clock.now() + 24 * HOUR_MS])
      await expect(get(vaultOf(), 'access-token-1')).rejects.toMatchObject({
        remedy: 'unavailable',
        message: expect.stringContaining('for too long'),
      })
      expect(waits.reduce((sum, ms) => sum + ms)).toBeGreaterThanOrEqual(120_000)
      expect(issuer.used).toEqual([SEED])
    })

    it('and the lock cannot be given back, are given out all the same', async () => {
      const db = failing((statement) => statement.includes('refresher = NULL'))
      expect(await get(vaultOf(db))).toBe('access-token-1')
      expect(await get(vaultOf(processes[1], paceOf(true)), 'access-token-1')).toBe('access-token-2')
    })
  })

  describe('when the vendor refuses to renew them', () => {
    const refused = () => Promise.reject(new SyncError('auth', 'authorise the app again'))

    it('everybody hears it, and the lock is free', async () => {
      await expect(vaultOf().accessToken(seed, refused, endless)).rejects.toMatchObject({
        remedy: 'auth',
        message: 'authorise the app again',
      })
      expect(await row()).toMatchObject({ refresher: null, refreshes_until: null, sealed_json: null })
      expect(await get(vaultOf(processes[1]))).toBe('access-token-1')
      expect(waits).toEqual([])
    })

    it('everybody hears that, also when the lock cannot be given back', async () => {
      const db = failing((statement) => statement.includes('refresher = NULL'))
      await expect(vaultOf(db).accessToken(seed, refused, endless)).rejects.toMatchObject({ remedy: 'auth' })
    })
  })

  describe('and another seed in the settings', () => {
    const other = new Secret('seed-after-authorising-again')

    it('begins anew', async () => {
      await get()
      issuer.valid = other.reveal()
      expect(await get(vaultOf(), undefined, other)).toBe('access-token-2')
      expect(await get(vaultOf(processes[1]), undefined, other)).toBe('access-token-2')
      expect(issuer.used).toEqual([SEED, other.reveal()])
    })

    it('costs nothing when it is wrong: with the former one all is as it was', async () => {
      await get()
      await expect(get(vaultOf(), undefined, other)).rejects.toMatchObject({ remedy: 'auth' })
      expect(await get()).toBe('access-token-1')
      clock.advance(HOUR_MS)
      expect(await get()).toBe('access-token-2')
      expect(issuer.used).toEqual([SEED, other.reveal(), 'refresh-token-1'])
    })
  })

  describe('at rest', () => {
    it('cannot be read by who has the database alone, and never look the same', async () => {
      await get()
      const first = await row()
      const shown = JSON.stringify(first) + Buffer.from(String(first['sealed_json']), 'base64').toString('latin1')
      for (const secret of [SEED, 'access-token-1', 'refresh-token-1', 'accessToken'])
        expect(shown).not.toContain(secret)
      clock.advance(HOUR_MS)
      await get()
      expect((await row())['sealed_json']).not.toBe(first['sealed_json'])
    })

    it.each([
      [
        'another key sealed',
        async (sealed: string) =>
          Buffer.from(sealed, 'base64')
            .map((byte) => byte ^ 1)
            .toString(),
      ],
      ['is cut off', async (sealed: string) => sealed.slice(0, 20)],
      ['is no base64', async () => '?'],
    ])('what %s is not opened: it begins anew with the seed', async (_what, spoil) => {
      await get()
      const sealed = await spoil(String((await row())['sealed_json']))
      await processes[0].run('UPDATE sync_tokens SET sealed_json = ?', [sealed])
      issuer.valid = SEED
      expect(await get()).toBe('access-token-2')
      expect(await get(vaultOf(processes[1]))).toBe('access-token-2')
      expect(issuer.used).toEqual([SEED, SEED])
    })
  })

  describe('and an abort', () => {
    it('before they are asked for asks nobody', async () => {
      const stopped = AbortSignal.abort(new Error('stopped'))
      await expect(vaultOf().accessToken(seed, issuer.refresh, stopped)).rejects.toThrow('stopped')
      expect(issuer.used).toEqual([])
    })

    it('ends the wait for another process', async () => {
      const controller = new AbortController()
      let comeBack = (_token: TokenSet): void => {}
      const held = vaultOf().accessToken(seed, () => new Promise((resolve) => (comeBack = resolve)), endless)
      await expect.poll(async () => (await row())['refresher']).toEqual(expect.any(String))
      const waiting = vaultOf(processes[1]).accessToken(seed, issuer.refresh, controller.signal)
      waiting.catch(() => {})
      await expect.poll(() => waits.length).toBeGreaterThan(2)
      controller.abort(new Error('stopped'))
      await expect(waiting).rejects.toThrow('stopped')
      comeBack(await issuer.refresh(SEED))
      expect(await held).toBe('access-token-1')
    })

    it('does not cut off a renewal at once: what came is stored, for the refresh token is used up', async () => {
      const controller = new AbortController()
      const refresh = async (token: string, signal: AbortSignal): Promise<TokenSet> => {
        const renewed = await issuer.refresh(token)
        controller.abort(new Error('stopped'))
        await sleep(10)
        signal.throwIfAborted()
        return renewed
      }
      await vaultOf().accessToken(seed, refresh, controller.signal)
      expect(await get(vaultOf(processes[1]))).toBe('access-token-1')
      expect(issuer.used).toEqual([SEED])
    })

    it('ends a renewal that goes on for more than five seconds after it', async () => {
      const controller = new AbortController()
      const refresh = async (_token: string, signal: AbortSignal): Promise<TokenSet> => {
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
        controller.abort(new Error('stopped'))
        vi.advanceTimersByTime(4_999)
        expect(signal.aborted).toBe(false)
        vi.advanceTimersByTime(1)
        vi.useRealTimers()
        signal.throwIfAborted()
        return expect.unreachable('it was not aborted')
      }
      await expect(vaultOf().accessToken(seed, refresh, controller.signal)).rejects.toThrow('stopped')
      expect(await row()).toMatchObject({ refresher: null })
    })
  })
})
