import { afterAll, beforeAll, beforeEach } from 'vitest'
import { migrate } from '../../migrations/index.ts'
import { actorOf, type Caller } from '../../src/access/key.ts'
import { recordAudit } from '../../src/access/store.ts'
import { type Care, openCare } from '../../src/collection/care.ts'
import { careRoom } from '../../src/collection/care-routes.ts'
import type { Database } from '../../src/database.ts'
import { layGroundwork } from '../../src/groundwork.ts'
import { type Clock, createClock } from '../../src/kernel/clock.ts'
import { openLedgers } from '../../src/receivables/ledgers.ts'
import { receivablesRoom } from '../../src/receivables/routes.ts'
import type { Trail } from '../../src/receivables/trail.ts'
import { configOf } from '../harness/config.ts'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import type { Answer } from '../harness/program.ts'
import { bearer, buildToyApp, FULL_KEY } from '../web/toy-app.ts'

const ZONE = 'America/Sao_Paulo'
/** A Wednesday; the Friday after it is a holiday. */
const NOW = '2026-11-18T10:00:00-03:00'
export const SOURCE = 'omie-matriz'

/** The rooms of receivables and care over a real database, with a clock that can be moved. */
export interface CareDesk {
  readonly db: Database
  readonly clock: Clock
  readonly care: Care
  moveTo(instant: string): void
  call(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown, key?: string): Promise<Answer>
  /** What the ERP sends; every record has to be taken. */
  feed(kind: 'customers' | 'receivables', records: readonly unknown[], source?: string): Promise<void>
  /** `/v1/customers/…` of the usual source. */
  of(externalId: string, rest: string): string
  /** Empties the tables and takes the clock back: making a database for each test takes seconds. */
  reset(): Promise<void>
  close(): Promise<void>
}

const FILLED = [
  ...['accounts', 'customers', 'receivables', 'positions', 'sources', 'audit', 'customer_standings', 'standings_due'],
  ...['story_entries', 'promises', 'disputes', 'pauses', 'tasks', 'contact_points', 'contact_marks'],
]

async function openDesk(dialect: Dialect): Promise<CareDesk> {
  const database = await createDatabaseUrl(dialect)
  const { db, policies, feedDeps } = await layGroundwork(
    configOf({ databaseUrl: database.url, apiKey: null, timeZone: ZONE, frozenAt: NOW }),
  )
  await migrate(db.migrations)
  await policies.open()
  let stands = createClock(ZONE, NOW)
  const clock: Clock = {
    timeZone: ZONE,
    now: () => stands.now(),
    today: () => stands.today(),
    system: () => stands.system(),
    format: (instant) => stands.format(instant),
  }
  const callerName = (request: object): string => actorOf((request as { caller: Caller }).caller)
  const trail: Trail<object> = (sql, request, action, subject, detail) =>
    recordAudit(sql, { actor: callerName(request), action, subject, detail, at: clock.now(), requestId: null })
  const settlementDays = (method: string | null): number => (method === 'pix' ? 0 : 1)
  const { calendar } = feedDeps
  const care = openCare<object>({ db, clock, calendar, settlementDays, actorOf: callerName }, trail)
  const ledgers = openLedgers<object>({ ...feedDeps, clock }, trail)
  const { app } = await buildToyApp([receivablesRoom(ledgers), careRoom(care, clock)])
  const call: CareDesk['call'] = async (method, path, body, key = FULL_KEY) => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const reply = await app.inject({ method, url: path, headers: { ...bearer(key), ...json }, ...payload })
    return { status: reply.statusCode, headers: reply.headers, body: reply.body === '' ? null : reply.json() }
  }
  return {
    ...{ db, clock, care, call },
    moveTo: (instant) => {
      stands = createClock(ZONE, instant)
    },
    feed: async (kind, records, source = SOURCE) => {
      const told = await call('PUT', `/v1/sources/${source}/${kind}`, { [kind]: records })
      if (told.body.accepted !== records.length) throw new Error(JSON.stringify(told.body))
    },
    of: (externalId, rest) => `/v1/customers/${SOURCE}/${encodeURIComponent(externalId)}/${rest}`,
    reset: async () => {
      stands = createClock(ZONE, NOW)
      for (const table of FILLED) await db.run(`DELETE FROM ${table}`)
    },
    close: async () => {
      await app.close()
      await db.close()
      await database.drop()
    },
  }
}

/** One desk for all tests of a block, empty before each. */
export function deskOn(dialect: Dialect): () => CareDesk {
  let desk: CareDesk | null = null
  beforeAll(async () => {
    desk = await openDesk(dialect)
  })
  beforeEach(() => desk?.reset())
  afterAll(() => desk?.close())
  return () => desk as CareDesk
}

/** What stands in a customer's story, the oldest first, as `kind` and detail. */
export async function storyOf(
  desk: CareDesk,
  externalId: string,
  source = SOURCE,
): Promise<[string, Answer['body']][]> {
  const { body } = await desk.call('GET', `/v1/customers/${source}/${externalId}/story?limit=200`)
  return body.entries.map((entry: Answer['body']) => [entry.kind, entry.detail]).reverse()
}
