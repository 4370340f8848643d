import fastify from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import knex from 'knex'
import { answerSchema } from '../../src/credit/answer-schema.ts'
import { checkRequestSchema } from '../../src/credit/request.ts'

/**
 * The naive way to hold room: for each order one transaction with select for update, update and insert, by knex and
 * with a pool of the same size. It keeps no decision, no facts and no reasons, so it does less than Fiado does.
 */
const POOL_MAX = 10
const url = process.argv[2] as string
const isSqlite = url.startsWith('sqlite:')
const db = knex(
  isSqlite
    ? {
        client: 'better-sqlite3',
        useNullAsDefault: true,
        connection: { filename: url.slice('sqlite:'.length) },
        pool: {
          min: 1,
          max: 1,
          afterCreate: (connection: { pragma(text: string): void }, done: () => void) => {
            connection.pragma('journal_mode = WAL')
            connection.pragma('synchronous = FULL')
            done()
          },
        },
      }
    : { client: 'mysql2', connection: url, pool: { min: 0, max: POOL_MAX } },
)
for (const table of ['naive_positions', 'naive_holds']) await db.schema.dropTableIfExists(table)
await db.schema.createTable('naive_positions', (table) => {
  table.string('customer', 64).primary()
  table.bigInteger('limit_cents').notNullable()
  table.bigInteger('held_cents').notNullable()
})
await db.schema.createTable('naive_holds', (table) => {
  table.string('order_id', 64).primary()
  table.string('customer', 64).notNullable()
  table.bigInteger('amount_cents').notNullable()
})
const accounts = Number(process.argv[3])
const PIECE = 500
for (let start = 0; start < accounts; start += PIECE) {
  const rows = Array.from({ length: Math.min(PIECE, accounts - start) }, (_, place) => ({
    customer: `C${start + place}`,
    limit_cents: 900_000_000_000,
    held_cents: 0,
  }))
  await db('naive_positions').insert(rows)
}

const app = fastify().withTypeProvider<ZodTypeProvider>()
app.setValidatorCompiler(validatorCompiler)
app.setSerializerCompiler(serializerCompiler)
app.post(
  '/v1/credit-checks',
  { schema: { body: checkRequestSchema, response: { 200: answerSchema } } },
  async (request) => {
    const { order, customer } = request.body
    const externalId = 'externalId' in customer ? customer.externalId : ''
    const room = await db.transaction(async (trx) => {
      const row = await trx('naive_positions').where({ customer: externalId }).forUpdate().first()
      if (Number(row.limit_cents) - Number(row.held_cents) < Number(order.amount)) return null
      await trx('naive_positions').where({ customer: externalId }).increment('held_cents', Number(order.amount))
      await trx('naive_holds').insert({ order_id: order.id, customer: externalId, amount_cents: Number(order.amount) })
      return Number(row.limit_cents) - Number(row.held_cents)
    })
    const money = '0.00'
    return {
      id: order.id ?? '',
      mode: 'reserve',
      decision: room === null ? ('blocked' as const) : ('approved' as const),
      releasable: false,
      reasons: [],
      remedies: [],
      limit: { mode: 'amount' as const, amount: money },
      exposure: {
        open: money,
        overdue: money,
        orders: money,
        held: money,
        drafts: money,
        credits: money,
        total: money,
        available: String(room),
      },
      account: null,
      hold: null,
      policy: { name: 'naive', version: 1 },
      dataAsOf: null,
      checkedAt: '2026-11-21T10:00:02-03:00',
    }
  },
)
process.stdout.write(`address   ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
