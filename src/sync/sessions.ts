import type { Database } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { ErpSession, Link } from './contract.ts'
import { openErpDatabase } from './erp-database.ts'
import type { HttpClient, HttpOptions, Pace } from './http.ts'
import type { Source } from './source.ts'
import { createTokenVault } from './tokens.ts'

/** Opens the adapters of sources with what the core lends them. */
export function createSessions(
  db: Database,
  clock: Clock,
  pace: Pace,
  http: (source: string, options: HttpOptions) => HttpClient,
): (source: Source) => ErpSession {
  return ({ name, adapter, settings }) => {
    const link: Link = {
      source: name,
      clock,
      http: (options) => http(name, options),
      database: (options) => openErpDatabase(options, pace),
      tokens: createTokenVault(db, clock, pace, name),
    }
    return adapter.open(settings, link)
  }
}
