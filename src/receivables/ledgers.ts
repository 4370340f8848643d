import type { Readable } from 'node:stream'
import { z } from 'zod'
import { amountSchema } from '../kernel/cents.ts'
import { ensureAccounts, lockAccounts, noteAccountChanges, saveAccountLimit } from './account-store.ts'
import { type FeedDeps, feed, RECORDS_PER_CALL } from './feed.ts'
import { type DatedLimit, datedLimitSchema, limitSchema } from './limit.ts'
import { feedLines } from './lines.ts'
import { listQuarantine } from './quarantine-store.ts'
import type { FeedKind, FeedReply } from './receipt.ts'
import { completeSnapshot, openSnapshot, type SnapshotOutcome } from './snapshot.ts'
import { findSnapshot, markKind } from './snapshot-store.ts'
import { touchSource } from './source-store.ts'
import type { Trail } from './trail.ts'
import { verifyPositions } from './verify.ts'

const LIMITS_MAX = 100
export const groupSchema = z
  .strictObject({
    limit: limitSchema.nullish(),
    limits: z.array(datedLimitSchema).max(LIMITS_MAX).nullish(),
    overdueTolerance: amountSchema.nullish(),
  })
  .meta({ description: 'The whole setting each time: what is absent is taken away.' })

/** Everything that can be done with what customers owe; `Request` is whatever the trail needs to know who asks. */
export function openLedgers<Request>(deps: FeedDeps, trail: Trail<Request>) {
  const { db, clock } = deps
  return {
    groupSchema,
    feed: (
      kind: FeedKind,
      source: string,
      records: readonly unknown[],
      snapshotId: string | null,
    ): Promise<FeedReply> => feed(deps, kind, source, records, { snapshotId }),
    feedLines: (kind: FeedKind, source: string, lines: Readable, snapshotId: string | null): Promise<FeedReply> =>
      feedLines(lines, RECORDS_PER_CALL, (records) => feed(deps, kind, source, records, { snapshotId })),
    openSnapshot: async (source: string) => {
      const { id, startedAt } = await openSnapshot(deps, source)
      return { id, startedAt: clock.format(startedAt) }
    },
    /** False when the source has no open snapshot of that id. */
    joinSnapshot: async (source: string, id: string, kind: FeedKind): Promise<boolean> => {
      const snapshot = await findSnapshot(db, source, id)
      if (!snapshot || snapshot.completedAt !== null) return false
      if (!snapshot.kinds.includes(kind)) await markKind(db, id, kind)
      return true
    },
    completeSnapshot: (source: string, id: string, request: Request): Promise<SnapshotOutcome> =>
      completeSnapshot(deps, source, id, (sql, closed) =>
        trail(sql, request, 'snapshot.completed', `${source}/${id}`, closed),
      ),
    heartbeat: async (source: string): Promise<string> => {
      const now = clock.now()
      const isNews = await db.transaction((sql) => touchSource(sql, source, now, deps.keeping()))
      if (isNews) deps.onTaken?.()
      return clock.format(now)
    },
    listQuarantine: async (source: string, after: number, limit: number) => {
      const found = await listQuarantine(db, source, after, limit)
      const records = found.map((record) => ({
        ...record,
        id: String(record.id),
        receivedAt: clock.format(record.receivedAt),
      }))
      return { records, next: found.length === limit ? String(found.at(-1)?.id) : null }
    },
    putGroup: async (key: string, group: z.output<typeof groupSchema>, request: Request) => {
      const limits: DatedLimit[] = [...(group.limit ? [group.limit] : []), ...(group.limits ?? [])]
      return db.transaction(async (sql) => {
        const id = (await ensureAccounts(sql, [key])).get(key) as number
        await lockAccounts(sql, [id])
        await noteAccountChanges(sql, [id])
        const members = await saveAccountLimit(sql, id, limits, group.overdueTolerance ?? null)
        await trail(sql, request, 'group.changed', key, { limits: limits.length })
        return { key, members }
      })
    },
    verify: () => verifyPositions(db, deps),
  }
}

export type Ledgers = ReturnType<typeof openLedgers<object>>
