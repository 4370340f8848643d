import { z } from 'zod'
import type { ErpAdapter, Stream } from './contract.ts'
import { secretSchema } from './secret.ts'

/** One ERP connection, as `config/sources/<name>.yaml` describes it. */
export interface Source {
  readonly name: string
  readonly adapter: ErpAdapter
  readonly settings: unknown
  readonly streams: readonly Stream[]
  readonly schedule: { readonly changes: string; readonly nightly: string }
  readonly writeBack: WriteBackSettings
  readonly webhook: z.output<typeof webhookSchema> | null
}

/** What blocks in the ERP if the file says nothing: what the customer can mend by paying, never what came from the ERP. */
const REASONS = [
  'overdue_receivables',
  'overdue_count',
  'first_payment_default',
  'already_over_limit',
  'limit_expired',
  'broken_promise',
  'broken_agreement',
  'collection_stage',
]
const DAILY_CAP = 200

const writeBackSchema = z.strictObject({
  /** `dry_run` reads the ERP and records what it would write. `lift` blocks nobody and gives back what Fiado has blocked. */
  mode: z.enum(['off', 'dry_run', 'on', 'lift'], 'must be off, dry_run, on or lift').default('off'),
  /** Customers that may be blocked in one day. Lifting a block is never limited. */
  dailyCap: z.int().min(0).max(1_000_000).default(DAILY_CAP),
  /** Codes of the reasons for which a customer is blocked in the ERP. */
  reasons: z.array(z.string().regex(/^[a-z][a-z_]{0,63}$/, 'must be a reason code')).default(REASONS),
  /** What a block that a person set in the ERP means here. */
  foreignBlock: z.enum(['stop', 'hold', 'ignore']).default('stop'),
})
export type WriteBackSettings = z.output<typeof writeBackSchema>

/** Whoever knows the address may post to it. */
const WEBHOOK_SECRET_CHARS_MIN = 16
const webhookSchema = z.strictObject({
  secret: secretSchema.refine(
    (secret) => secret.reveal().length >= WEBHOOK_SECRET_CHARS_MIN,
    `must have at least ${WEBHOOK_SECRET_CHARS_MIN} characters`,
  ),
})

/** A source file, its secrets looked up already; `settings` is judged by the adapter's own schema. */
export const sourceFileSchema = z.strictObject({
  adapter: z.string('must be the id of an adapter, such as "omie"'),
  enabled: z.boolean().default(true),
  streams: z
    .array(z.enum(['customers', 'receivables', 'orders']))
    .min(1)
    .optional(),
  schedule: z
    .strictObject({
      /** Cron, in the program's time zone: when to ask for what is new. */
      changes: z.string().default('*/5 * * * *'),
      /** And when to compare all that is open. */
      nightly: z.string().default('30 2 * * *'),
    })
    .prefault({}),
  settings: z.unknown().optional(),
  writeBack: writeBackSchema.prefault({}),
  webhook: webhookSchema.optional(),
})
