import { z } from 'zod'
import { companySchema, sourceSchema } from '../kernel/text.ts'
import { secretSchema } from '../sync/secret.ts'

/** `config/guards/<name>.yaml`: one table of an ERP's database, and which of its changes mean that something was sold. */

const NAME_MAX = 64
const VALUES_MAX = 200
const DAY_SECONDS = 86_400

/** As quoted identifiers may be; a backtick, a dot or a control character would end the name or mean another table. */
const identifier = (what: string) =>
  z.string(`must be the name of ${what}`).regex(/^[\p{L}\p{N}_$ -]{1,64}$/u, `must be the name of ${what}`)
const column = identifier('a column')
const OF_THE_SERVER = new Set(['mysql', 'sys', 'information_schema', 'performance_schema'])

/** A column's value as text, without padding; `""` also means NULL. */
const values = z.array(z.string().max(NAME_MAX)).min(1).max(VALUES_MAX)

const tableSchema = z
  .string('must be database.table')
  .transform((text) => text.split('.'))
  .pipe(z.tuple([identifier('a database'), identifier('a table')], 'must be database.table'))
  .transform(([database, table]) => ({ database, table }))

/** Columns one behind the other, as the ids of the source are made; a customer whose last column is blank is none. */
const keySchema = z.union(
  [
    column.transform((name) => ({ join: [name], separator: ':', prefix: '' })),
    z.strictObject({
      join: z.array(column).min(1).max(6),
      separator: z.string().min(1).max(3).default(':'),
      prefix: z.string().max(16).default(''),
    }),
  ],
  'must be a column or {join: [columns], separator, prefix}',
)

/** What is sold: columns that add up, less others. */
const amountSchema = z.union(
  [
    column.transform((name) => ({ plus: [name], less: [] as string[] })),
    z.strictObject({ plus: z.array(column).min(1).max(6), less: z.array(column).max(6).default([]) }),
  ],
  'must be a column or {plus: [columns], less: [columns]}',
)

const soldSchema = z.strictObject({
  /** Absent: every row is sold. */
  state: z
    .strictObject({
      column,
      /** Absent: from any other state. */
      from: values.optional(),
      to: values,
    })
    .optional(),
  /** Whether a sold order that grows, or becomes another customer's or a credit sale, is judged as well. */
  growth: z.boolean().default(true),
})

/** All conditions have to hold for a sale to be one on credit. */
const conditionSchema = z.union(
  [z.strictObject({ column, in: values }), z.strictObject({ column, notIn: values })],
  'must be {column, in: [values]} or {column, notIn: [values]}',
)

const termSchema = z.strictObject({
  column,
  /** Payment terms that are no credit, such as cash. */
  cash: values.optional(),
  /** How many days the last instalment of a term takes, for `term_too_long`. */
  days: z.record(z.string().max(NAME_MAX), z.int().min(0).max(3_650)).optional(),
})

const USER = 'must be 1 to 80 of letters, digits, _, . and -'
const MESSAGE_HOST = 'must be a host name or an address'
const connectionSchema = z.strictObject({
  host: z.string(MESSAGE_HOST).trim().min(1, MESSAGE_HOST).max(255),
  port: z.int().min(1).max(65_535).default(3306),
  /** Fiado's own user there: it reads and writes the schema of the guard and nothing else. */
  user: z.string(USER).regex(/^[\w.-]{1,80}$/, USER),
  password: secretSchema,
  encrypted: z.boolean().optional(),
  ca: secretSchema.optional(),
  /** One statement, from asking to its last row. */
  timeoutMs: z.int().min(100).max(60_000).default(5_000),
})

/** Which MariaDB or MySQL user the triggers act as. */
const ACCOUNT = 'must be user@host'
const accountSchema = z
  .string(ACCOUNT)
  .regex(/^[\w.-]{1,80}@[\w.%:-]{1,255}$/, ACCOUNT)
  .transform((text) => {
    const at = text.lastIndexOf('@')
    return { user: text.slice(0, at), host: text.slice(at + 1) }
  })
export type Account = z.output<typeof accountSchema>

const fileSchema = z.strictObject({
  source: sourceSchema,
  /** `monitor` records what it would refuse, and refuses nothing. */
  mode: z.enum(['monitor', 'enforce'], 'must be monitor or enforce').default('monitor'),
  enabled: z.boolean().default(true),
  connection: connectionSchema,
  /** The database of the guard, beside the ERP's. */
  schema: identifier('a database')
    .refine((name) => !OF_THE_SERVER.has(name.toLowerCase()), "must not be the server's own")
    .default('fiado_guard'),
  definer: accountSchema.default({ user: 'fiado_guard', host: 'localhost' }),
  table: tableSchema,
  sold: soldSchema.prefault({}),
  customer: keySchema,
  orderId: keySchema,
  /**
   * Whether the database makes the order's id while it inserts the row: a refused row is then tried again under another
   * id, so that its refusal is kept as a check and not as an order that waits.
   */
  orderIdGenerated: z.boolean().default(false),
  amount: amountSchema,
  company: z
    .strictObject({ column, values: z.record(z.string().max(NAME_MAX), companySchema) })
    .refine(({ values: named }) => Object.keys(named).length > 0, 'must name a company for at least one value')
    .optional(),
  paymentTerm: termSchema.optional(),
  /** Whose sale it is: the rep sees what was refused. */
  salesRep: column.optional(),
  creditSales: z.array(conditionSchema).max(10).default([]),
  stale: z
    .strictObject({
      /** After so many seconds without a word from Fiado the copy is old. */
      afterSeconds: z
        .int()
        .min(600)
        .max(31 * DAY_SECONDS)
        .default(DAY_SECONDS),
      /** `pass`: the sale goes on and is recorded; `refuse`: nobody buys on credit. */
      sales: z.enum(['pass', 'refuse'], 'must be pass or refuse').default('pass'),
    })
    .prefault({}),
  /** Whether refusals are kept, past the transaction that they end: needs the FEDERATED engine; see the guide. */
  recordRefusals: z.boolean().default(true),
  /** Triggers of others on the same change that the DBA has read; any other one keeps the guard from being installed. */
  beside: z.array(identifier('a trigger')).max(20).default([]),
})

/** What is removed with a guard, its database and its users, must serve nobody else. */
export const guardFileSchema = fileSchema
  .refine(({ schema, table }) => schema.toLowerCase() !== table.database.toLowerCase(), {
    path: ['schema'],
    error: "must not be the ERP's own database",
  })
  .refine(({ connection, definer }) => ![definer.user, `${definer.user}_aside`].includes(connection.user), {
    path: ['definer'],
    error: 'must be another user than that of the connection',
  })

export interface Guard extends z.output<typeof guardFileSchema> {
  readonly name: string
}
export type Key = Guard['customer']

/** The companies that the copy has to have answers for. */
export const companiesOf = ({ company }: Guard): string[] =>
  company ? [...new Set(Object.values(company.values))].sort() : [companySchema.parse(undefined)]

/** Guards of one source in one schema of one server share one copy. */
export const postOf = ({ source, schema, connection }: Guard): string =>
  `${source} ${schema}@${connection.host}:${connection.port}`

export const GUARD_NAME = /^[a-z][a-z0-9-]{0,39}$/
