import type { Knex } from 'knex'
import { createTable } from './create-table.ts'

/** What Fiado keeps of the guards: triggers in the ERPs' own databases, and the copies of the answers that they read. */
export async function up(knex: Knex): Promise<void> {
  // A copy of the answers of one source in one database of an ERP: what has been written there, and what is wrong.
  await createTable(knex, 'guard_posts', (table) => {
    table.string('name', 190).primary()
    // Whoever writes takes a higher one first: what was read earlier never replaces what was read later.
    table.bigInteger('revision').notNullable().defaultTo(0)
    table.bigInteger('published_at').nullable()
    table.bigInteger('compared_at').nullable()
    table.text('compared_json').nullable()
    table.bigInteger('failed_at').nullable()
    table.string('failure', 500).nullable()
    table.bigInteger('verified_at').nullable()
    table.text('drift_json').nullable()
  })

  // Accounts whose answers have to be written into a post.
  await createTable(knex, 'guard_changes', (table) => {
    table.string('post', 190).notNullable()
    table.bigInteger('account_id').notNullable()
    table.bigInteger('noted_at').notNullable()
    // The newest noting: what is noted again while it is written is written again.
    table.string('note', 32).notNullable()
    table.primary(['post', 'account_id'])
    table.index(['post', 'noted_at'])
  })

  // What triggers said of sales: refused, let through although refused, or not judged for a fault. `number` is the ERP's.
  await createTable(knex, 'guard_events', (table) => {
    table.bigIncrements('seq')
    table.string('post', 190).notNullable()
    table.bigInteger('number').notNullable()
    table.bigInteger('at').notNullable()
    table.string('guard', 40).notNullable()
    table.string('source', 64).notNullable()
    table.string('verdict', 16).notNullable()
    table.boolean('refused').notNullable()
    table.string('customer', 255).nullable()
    table.string('company', 64).nullable()
    table.string('order_id', 255).nullable()
    table.bigInteger('amount_cents').nullable()
    table.text('message').nullable()
    table.string('check_id', 32).nullable()
    table.bigInteger('taken_at').notNullable()
    table.unique(['post', 'number', 'at'])
    table.index(['guard', 'seq'])
    // What came of each kind since some hour.
    table.index(['at', 'guard', 'verdict', 'refused'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['guard_events', 'guard_changes', 'guard_posts']) await knex.schema.dropTableIfExists(table)
}
