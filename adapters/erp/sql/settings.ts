import { z } from 'zod'
import { secretSchema } from '../../../src/sync/secret.ts'
import type { Field } from './columns.ts'
import { creditStatusSchema } from './credit-status.ts'
import { protheus, protheusSchema } from './profile-protheus.ts'
import { winthor, winthorSchema } from './profile-winthor.ts'
import { type CustomerPart, type Streams, streamsSchema } from './streams.ts'

const connection = {
  client: z.enum(['mysql2', 'pg', 'mssql', 'oracledb']),
  host: z.string().trim().min(1).max(255),
  port: z.int().min(1).max(65_535).optional(),
  user: z.string().min(1).max(128),
  password: secretSchema,
  database: z.string().min(1).max(128),
  encrypted: z.boolean().optional(),
  ca: secretSchema.optional(),
  /** One statement, from asking to its last row. */
  timeoutMs: z.int().min(10).max(300_000).default(30_000),
}

const profileSchema = z.discriminatedUnion('name', [protheusSchema, winthorSchema])

const written = z
  .strictObject({
    ...connection,
    pageSize: z.int().min(1).max(5_000).default(1_000),
    profile: profileSchema.optional(),
    streams: streamsSchema.optional(),
    creditStatus: creditStatusSchema.optional(),
  })
  .refine(({ profile, streams }) => (profile === undefined) !== (streams === undefined), {
    error: 'must have either "profile" or "streams"',
    path: ['profile'],
  })

/** `settings:` of a source file. A profile becomes the streams that one could have written oneself. */
export const settingsSchema = written
  .transform(({ profile, streams = {}, ...rest }) => {
    const fields = rest.creditStatus?.fields ?? []
    const all = profile ? streamsOf(profile) : streams
    const customers = all.customers?.map((part) => withoutMarks(part, fields))
    return { ...rest, profile: profile?.name ?? null, streams: { ...all, customers } satisfies Streams }
  })
  .refine(({ creditStatus, streams }) => !creditStatus || streams.customers?.length === 1, {
    error: 'needs customers that come from one place',
    path: ['creditStatus'],
  })
export type SqlSettings = z.output<typeof settingsSchema>

const streamsOf = (profile: z.output<typeof profileSchema>): Streams =>
  streamsSchema.parse(profile.name === 'protheus' ? protheus(profile) : winthor(profile))

/** What Fiado writes must not come back as a status of the customer: it is told as a mark. */
function withoutMarks(part: CustomerPart, fields: readonly string[]): CustomerPart {
  const { status, active, ...columns } = part.columns
  const kept = (field: Field | undefined): Field | undefined => {
    const rest = field?.filter((term) => !('column' in term && fields.includes(term.column)))
    return rest?.length ? rest : undefined
  }
  return { ...part, columns: { ...columns, status: kept(status), active: kept(active) } as CustomerPart['columns'] }
}
