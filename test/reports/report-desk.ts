import { pino } from 'pino'
import { migrate } from '../../migrations/index.ts'
import { createCallers } from '../../src/access/callers.ts'
import { hashKey } from '../../src/access/key.ts'
import { seedKey } from '../../src/access/seed.ts'
import { findCaller, insertKey } from '../../src/access/store.ts'
import { buildApp, monotonicMs } from '../../src/app.ts'
import { layGroundwork } from '../../src/groundwork.ts'
import { openLedgers } from '../../src/receivables/ledgers.ts'
import { receivablesRoom } from '../../src/receivables/routes.ts'
import { openReports } from '../../src/reports/reports.ts'
import { reportsRoom } from '../../src/reports/routes.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createReadinessProbe } from '../../src/web/readiness.ts'
import { configOf, PROGRAM_KEY } from '../harness/config.ts'
import type { Answer } from '../harness/program.ts'

/** A Tuesday after a holiday: what was due from Saturday on is not overdue yet. */
export const NOW = '2026-09-08T10:00:00-03:00'
export const TODAY = '2026-09-08'
const BOUND_KEY = 'fiado_a-key-that-is-bound-to-north-0123456789'

/** The ledgers and the reports on a database, without any job. */
export async function startReportDesk(url: string, timeZone = 'America/Sao_Paulo') {
  const { db, clock, policies, feedDeps } = await layGroundwork(configOf({ databaseUrl: url, timeZone, frozenAt: NOW }))
  const app = await buildApp({
    ...{ config: { rateLimit: 0 }, clock, logger: pino({ level: 'silent' }), metrics: createMetrics() },
    callers: createCallers((hash) => findCaller(db, hash), monotonicMs),
    readiness: createReadinessProbe(db, async () => [], monotonicMs),
    rooms: [
      receivablesRoom(openLedgers(feedDeps, async () => undefined)),
      reportsRoom(openReports({ db, clock }), clock),
    ],
  })
  await migrate(db.migrations)
  await seedKey(db, PROGRAM_KEY, clock.now())
  const bound = { keyId: 'key_bound', name: 'north', scopes: ['read'] as const, source: 'north' }
  await insertKey(db, { ...bound, createdAt: clock.now(), revokedAt: null }, hashKey(BOUND_KEY))
  await policies.open()
  const call = async (method: 'GET' | 'PUT', path: string, body?: unknown, secret = PROGRAM_KEY): Promise<Answer> => {
    const headers = {
      authorization: `Bearer ${secret}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    }
    const reply = await app.inject({
      ...{ method, url: path, headers },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    })
    return { status: reply.statusCode, headers: reply.headers, body: reply.json() }
  }
  const feed = async (source: string, kind: string, records: object[]): Promise<void> => {
    const { body } = await call('PUT', `/v1/sources/${source}/${kind}`, { [kind]: records })
    if (body.accepted !== records.length) throw new Error(JSON.stringify(body))
  }
  /** The id of a customer. */
  const idOf = async (source: string, externalId: string): Promise<number> => {
    const [row] = await db.all('SELECT id FROM customers WHERE source = ? AND external_id = ?', [source, externalId])
    return Number(row?.['id'])
  }
  return {
    ...{ db, clock, call, feed, idOf },
    asBound: (path: string) => call('GET', path, undefined, BOUND_KEY),
    stop: async () => {
      await app.close()
      await db.close()
    },
  }
}

export type ReportDesk = Awaited<ReturnType<typeof startReportDesk>>
