import type { z } from 'zod'
import type { Database, Sql } from '../database.ts'
import type { Calendar } from '../kernel/calendar.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { customerRecordSchema, toCustomer } from './customer.ts'
import { findCustomers } from './customer-store.ts'
import {
  type Also,
  type Incoming,
  type IngestContext,
  type Outcome,
  type Rejected,
  withLocksAsNeeded,
} from './ingest.ts'
import { ingestCustomers } from './ingest-customers.ts'
import { ingestOrders } from './ingest-orders.ts'
import { ingestReceivables } from './ingest-receivables.ts'
import { orderRecordSchema, toOrderRecord } from './order.ts'
import type { Keeping } from './position.ts'
import { dropFromQuarantine, findWaiting, quarantine } from './quarantine-store.ts'
import type { FeedKind, FeedReply } from './receipt.ts'
import { receivableRecordSchema, toReceivable } from './receivable.ts'
import { markListed } from './snapshot-store.ts'
import { touchSource } from './source-store.ts'

export interface FeedDeps {
  db: Database
  clock: Clock
  calendar: Calendar
  keeping(): Keeping
  /** Takes over a policy that another process has loaded meanwhile. */
  catchUp(): Promise<void>
  /** Told after records were taken: what waits for room may fit now. */
  onTaken?(): void
}

/** Records taken in one transaction; a call or a stream of more is cut into such pieces. */
export const RECORDS_PER_CALL = 1_000
/** Each round takes `RECORDS_PER_CALL` records out of quarantine; a million are never waiting for one call's customers. */
const WAITING_ROUNDS_MAX = 1_000

interface Kind<R extends { externalId: string; updatedAt: number | null }> {
  parse(raw: unknown): { record: R } | { errors: Fault[] }
  idField: string
  ingest(sql: Sql, context: IngestContext, incoming: readonly Incoming<R>[], also: Also): Promise<Outcome>
}

const parser =
  <S extends z.ZodType, R>(schema: S, to: (record: z.output<S>) => R) =>
  (raw: unknown): { record: R } | { errors: Fault[] } => {
    const parsed = schema.safeParse(raw)
    return parsed.success ? { record: to(parsed.data) } : { errors: faultsOf(parsed.error) }
  }

const KINDS = {
  customers: { parse: parser(customerRecordSchema, toCustomer), idField: 'externalId', ingest: ingestCustomers },
  receivables: {
    parse: parser(receivableRecordSchema, toReceivable),
    idField: 'externalId',
    ingest: ingestReceivables,
  },
  orders: { parse: parser(orderRecordSchema, toOrderRecord), idField: 'id', ingest: ingestOrders },
} as const

/** How records are taken, where they do not simply come by a call. */
export interface FeedTerms {
  snapshotId?: string | null
  /** Records of the same kind that could not even be read: they go to quarantine with the others. */
  unreadable?: readonly Omit<Rejected, 'index'>[]
  /** Written in the same transaction. */
  also?: (sql: Sql) => Promise<void>
  /** Whether this call alone proves that the source is in sync. A part of a longer run does not. */
  isHeard?: boolean
}

/** Takes up to `RECORDS_PER_CALL` records of one source: the good ones are upserted, each bad one goes to quarantine. */
export async function feed(
  deps: FeedDeps,
  kind: FeedKind,
  source: string,
  records: readonly unknown[],
  terms: FeedTerms = {},
): Promise<FeedReply> {
  const outcome = await feedKind(
    deps,
    KINDS[kind] as unknown as Kind<{ externalId: string; updatedAt: number | null }>,
    kind,
    source,
    records,
    terms,
  )
  const rejected = outcome.rejected.map(({ index, externalId, errors }) => ({ index, externalId, errors }))
  return { accepted: outcome.accepted, ignored: outcome.ignored, rejected: rejected.sort((a, b) => a.index - b.index) }
}

async function feedKind<R extends { externalId: string; updatedAt: number | null }>(
  deps: FeedDeps,
  kind: Kind<R>,
  name: FeedKind,
  source: string,
  records: readonly unknown[],
  { snapshotId = null, unreadable = [], also: alsoWrite, isHeard = true }: FeedTerms,
): Promise<Outcome> {
  const parsed = parseRecords(kind, records)
  const unique = dropRepeats(kind, parsed.incoming)
  const bad = [...parsed.rejected, ...unique.rejected, ...unreadable.map((entry) => ({ ...entry, index: -1 }))]
  const outcome = await withLocksAsNeeded(deps, (also) =>
    deps.db.transaction(async (sql) => {
      const receipt = { source, receivedAt: deps.clock.system(), snapshotId }
      const time = { now: deps.clock.now(), today: deps.clock.today() }
      const context: IngestContext = { receipt, time, keeping: deps.keeping(), calendar: deps.calendar }
      const done = unique.incoming.length > 0 ? await kind.ingest(sql, context, unique.incoming, also) : NOTHING
      const rejected = [...bad, ...done.rejected]
      await setAside(sql, context, name, unique.incoming, rejected)
      if (isHeard) await touchSource(sql, source, time.now, context.keeping)
      await alsoWrite?.(sql)
      return { accepted: done.accepted, ignored: done.ignored + unique.ignored, rejected }
    }),
  )
  if (outcome.accepted > 0) deps.onTaken?.()
  await feedWaiting(deps, source, await findArrived(deps.db, source, name, unique.incoming, outcome.rejected), isHeard)
  return outcome
}

/** Brings quarantine up to date: bad records come in, and those of which a good version came leave. */
async function setAside(
  sql: Sql,
  { receipt: { source, snapshotId }, time }: IngestContext,
  kind: FeedKind,
  incoming: readonly { externalId: string }[],
  rejected: readonly Rejected[],
): Promise<void> {
  const badIds = new Set(rejected.flatMap(({ externalId }) => externalId ?? []))
  const goodIds = incoming.map(({ externalId }) => externalId).filter((id) => !badIds.has(id))
  await dropFromQuarantine(sql, source, kind, goodIds)
  await quarantine(sql, source, kind, time.now, rejected)
  if (snapshotId !== null) await markListed(sql, kind, source, snapshotId, [...badIds])
}

/** The customers whose waiting records can be taken now. */
async function findArrived(
  db: Database,
  source: string,
  kind: FeedKind,
  incoming: readonly { externalId: string }[],
  rejected: readonly Rejected[],
): Promise<string[]> {
  if (kind === 'customers') return incoming.map(({ externalId }) => externalId)
  // A customer may have come from another process after we looked, and not have seen our records waiting.
  const awaited = rejected.flatMap(({ waitsForCustomer }) => waitsForCustomer ?? [])
  return awaited.length === 0 ? [] : [...(await findCustomers(db, source, awaited)).keys()]
}

const NOTHING: Outcome = { accepted: 0, ignored: 0, rejected: [] }

function parseRecords<R extends { externalId: string }>(
  kind: Kind<R & { updatedAt: number | null }>,
  records: readonly unknown[],
) {
  const incoming: Incoming<R & { updatedAt: number | null }>[] = []
  const rejected: Rejected[] = []
  for (const [index, raw] of records.entries()) {
    const parsed = kind.parse(raw)
    if ('record' in parsed) incoming.push({ index, externalId: parsed.record.externalId, record: parsed.record, raw })
    else
      rejected.push({
        index,
        externalId: readableId(raw, kind.idField),
        errors: parsed.errors.slice(0, FAULTS_MAX),
        raw,
      })
  }
  return { incoming, rejected }
}

const ID_MAX = 128
/** A record of thousands of unknown fields has a fault for each: the first ones show what is wrong. */
const FAULTS_MAX = 50

/** The id of a bad record, so that it is told and replaced by it. A number is refused as an id, and says which is meant. */
function readableId(raw: unknown, field: string): string | null {
  const found = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[field] : undefined
  const id = Number.isSafeInteger(found) ? String(found) : found
  return typeof id === 'string' && id.length > 0 && id.length <= ID_MAX && id.isWellFormed() ? id.trim() : null
}

/**
 * An id that stands twice in one call: the newer `updatedAt` wins; a literal repetition is ignored; two versions that
 * do not say which is newer cannot both be true, so the later one is refused.
 */
function dropRepeats<R extends { externalId: string; updatedAt: number | null }>(
  kind: Kind<R>,
  incoming: readonly Incoming<R>[],
) {
  const first = new Map<string, Incoming<R>>()
  const rejected: Rejected[] = []
  let ignored = 0
  for (const entry of incoming) {
    const earlier = first.get(entry.externalId)
    if (!earlier) {
      first.set(entry.externalId, entry)
      continue
    }
    const [a, b] = [earlier.record.updatedAt, entry.record.updatedAt]
    if (a !== null && b !== null && a !== b) {
      ignored++
      if (b > a) first.set(entry.externalId, entry)
    } else if (JSON.stringify(earlier.raw) === JSON.stringify(entry.raw)) {
      ignored++
    } else {
      const message = `stands twice in this call (first at index ${earlier.index}) and "updatedAt" does not say which is newer`
      rejected.push({
        index: entry.index,
        externalId: entry.externalId,
        raw: entry.raw,
        errors: [{ path: kind.idField, message }],
      })
    }
  }
  return { incoming: [...first.values()], rejected, ignored }
}

/** Receivables and orders that came before their customer are taken now. */
async function feedWaiting(
  deps: FeedDeps,
  source: string,
  customerExternalIds: readonly string[],
  isHeard: boolean,
): Promise<void> {
  for (let round = 1; round <= WAITING_ROUNDS_MAX; round++) {
    const waiting = await findWaiting(deps.db, source, customerExternalIds, RECORDS_PER_CALL)
    for (const kind of ['receivables', 'orders'] as const) {
      const records = waiting.filter((entry) => entry.kind === kind).map((entry) => entry.record)
      if (records.length > 0) await feed(deps, kind, source, records, { isHeard })
    }
    if (waiting.length < RECORDS_PER_CALL) return
  }
}
