import { z } from 'zod'

/** What the API tells of guards. */
const instantSchema = z.string().meta({ format: 'date-time' })

const verdictSchema = z.enum(['blocked', 'over', 'term', 'stale', 'old', 'fault']).meta({
  description:
    'blocked: the customer may not buy. over: more than the room. term: too long. stale: nothing was heard of Fiado for ' +
    'too long, and the file refuses then. old: the same, and the file lets it pass. fault: not judged, since ' +
    'something of the guard was broken; it passed.',
})

export const faultSchema = z.object({
  file: z.string(),
  faults: z.array(z.object({ path: z.string(), message: z.string() })),
})

export const guardSchema = z.object({
  name: z.string(),
  source: z.string(),
  mode: z.enum(['monitor', 'enforce']).meta({ description: 'monitor: records what it would refuse, refuses nothing.' }),
  table: z.string().meta({ description: 'database.table' }),
  waiting: z.int().meta({ description: "Accounts whose answers are not in the ERP's database yet." }),
  waitingSince: instantSchema.nullable(),
  publishedAt: instantSchema.nullable().meta({ description: 'When an answer was written there last.' }),
  comparedAt: instantSchema.nullable().meta({ description: 'When all answers there were compared last.' }),
  compared: z
    .record(z.string(), z.int())
    .nullable()
    .meta({ description: 'What that comparison counted: customers, repaired, refreshed, removed.' }),
  failedAt: instantSchema.nullable(),
  failure: z
    .string()
    .nullable()
    .meta({ description: 'Why the last use of the database failed; null where it did not.' }),
  verifiedAt: instantSchema.nullable().meta({ description: 'When the triggers were looked at last.' }),
  drift: z
    .array(z.object({ trigger: z.string(), state: z.enum(['missing', 'changed']) }))
    .nullable()
    .meta({ description: 'Triggers that stand otherwise than the file says; null until they were looked at.' }),
  lastDay: z
    .array(z.object({ verdict: verdictSchema, refused: z.boolean(), count: z.int() }))
    .meta({ description: 'What was recorded in the last 24 hours; what did not happen is left out.' }),
})

export const eventSchema = z.object({
  at: instantSchema,
  verdict: verdictSchema,
  refused: z.boolean().meta({ description: 'False where the guard only watches, and for what it could not judge.' }),
  customer: z.string().nullable(),
  company: z.string().nullable(),
  orderId: z.string().nullable(),
  amount: z.string().nullable().meta({ description: 'What was judged: of an order that grew, the growth.' }),
  message: z.string().nullable().meta({ description: 'What the seller was told, or would have been.' }),
  checkId: z.string().nullable().meta({ description: 'The decision that was kept: GET /v1/credit-checks/{id}.' }),
})
