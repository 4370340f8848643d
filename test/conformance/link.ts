import { setImmediate as turn } from 'node:timers/promises'
import { createClock, type EpochMs } from '../../src/kernel/clock.ts'
import type { Link, TokenSet } from '../../src/sync/contract.ts'
import { openErpDatabase } from '../../src/sync/erp-database.ts'
import { createHttpFactory } from '../../src/sync/http.ts'
import type { VendorClock } from './vendor.ts'

/** A clock that stands at `instant` until it is moved. */
export function createVendorClock(instant = '2026-11-21T10:00:00-03:00'): VendorClock {
  const real = createClock('America/Sao_Paulo', instant)
  let offsetMs: EpochMs = 0
  const now = (): EpochMs => real.now() + offsetMs
  return {
    timeZone: real.timeZone,
    now,
    system: now,
    today: () => real.format(now()).slice(0, 10),
    format: real.format,
    advance: (ms) => {
      offsetMs += ms
    },
  }
}

export interface TestLink extends Link {
  /** Everything that was logged, as text. */
  readonly logged: string[]
  /** How long the client would have waited, in order. */
  readonly waits: number[]
}

/** What the core lends to a session, with waits that pass at once and tokens kept in memory. */
export function createTestLink(clock: VendorClock): TestLink {
  const logged: string[] = []
  const waits: number[] = []
  const pace = {
    now: clock.now,
    random: () => 0.5,
    sleep: async (ms: number, signal: AbortSignal) => {
      waits.push(ms)
      await turn()
      signal.throwIfAborted()
    },
  }
  const http = createHttpFactory(pace, (line) => logged.push(JSON.stringify(line)))
  let tokens: TokenSet | null = null
  let refreshing: Promise<TokenSet> | null = null
  return {
    source: 'conformance',
    clock,
    logged,
    waits,
    http: (options) => http('conformance', options),
    database: (options) => openErpDatabase(options, pace),
    tokens: {
      accessToken: async (seed, refresh, signal, rejected) => {
        if (tokens === null || tokens.accessToken === rejected || tokens.expiresAt <= clock.now()) {
          refreshing ??= refresh(tokens?.refreshToken ?? seed.reveal(), signal).finally(() => {
            refreshing = null
          })
          tokens = await refreshing
        }
        return tokens.accessToken
      },
    },
  }
}
