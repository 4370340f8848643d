import { z } from 'zod'

/** What the API tells of syncs, sources and blocks. */
export const instantSchema = z.string().meta({ format: 'date-time' })
export const remedySchema = z.enum(['settings', 'auth', 'throttled', 'unavailable', 'bad_record'])
const streamProgressSchema = z.object({
  pages: z.int(),
  accepted: z.int(),
  ignored: z.int(),
  rejected: z.int(),
  removed: z.int(),
})
export const runSchema = z.object({
  id: z.string(),
  source: z.string(),
  kind: z.enum(['changes', 'nightly', 'full', 'refetch']),
  state: z.enum(['running', 'done', 'failed', 'interrupted']),
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  progress: z.object({
    customers: streamProgressSchema.optional(),
    receivables: streamProgressSchema.optional(),
    orders: streamProgressSchema.optional(),
  }),
  remedy: remedySchema.nullable().meta({ description: 'Who can mend it; null where nothing is wrong.' }),
  message: z.string().nullable(),
})
export const sourceStateSchema = z.object({
  source: z.string(),
  adapter: z.string(),
  streams: z.array(z.string()),
  schedule: z.object({ changes: z.string(), nightly: z.string() }),
  isRunning: z.boolean(),
  lastStartedAt: instantSchema.nullable(),
  lastDoneAt: instantSchema.nullable(),
  lastNightlyAt: instantSchema.nullable(),
  failures: z.int().meta({ description: 'In a row; 0 after a run that went well.' }),
  failingSince: instantSchema.nullable(),
  remedy: remedySchema.nullable(),
  message: z.string().nullable(),
  quarantined: z.int(),
  writeBack: z.object({
    mode: z.enum(['off', 'dry_run', 'on', 'lift']),
    isStopped: z.boolean(),
    dailyCap: z.int(),
    blocksToday: z.int(),
  }),
})
export const markSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
