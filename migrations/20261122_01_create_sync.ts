import type { Knex } from 'knex'
import { createTable } from './create-table.ts'

/** Pulling from ERPs, and writing the block back. Instants are epoch milliseconds in BIGINT. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'sync_sources', (table) => {
    table.string('source', 64).primary()
    // Who runs now, and until when that is believed without hearing of it again.
    table.string('runner', 32).nullable()
    table.bigInteger('runs_until').nullable()
    table.bigInteger('last_started_at').nullable()
    table.bigInteger('last_done_at').nullable()
    table.bigInteger('last_nightly_at').nullable()
    table.bigInteger('next_changes_at').nullable()
    table.bigInteger('next_nightly_at').nullable()
    table.bigInteger('not_before').nullable()
    table.integer('failures').notNullable().defaultTo(0)
    table.string('remedy', 16).nullable()
    table.text('message').nullable()
    table.bigInteger('failing_since').nullable()
    // The day on which every customer was last looked at for the block: what is overdue changes at midnight.
    table.date('judged_on').nullable()
    table.boolean('write_back_stopped').notNullable().defaultTo(false)
  })

  await createTable(knex, 'sync_cursors', (table) => {
    table.string('source', 64).notNullable()
    table.string('stream', 16).notNullable()
    table.text('position').nullable()
    table.string('snapshot_id', 32).nullable()
    table.primary(['source', 'stream'])
  })

  await createTable(knex, 'syncs', (table) => {
    table.bigIncrements('seq')
    table.string('id', 32).notNullable().unique()
    table.string('source', 64).notNullable()
    table.string('kind', 16).notNullable()
    table.string('state', 16).notNullable()
    table.bigInteger('started_at').notNullable()
    table.bigInteger('finished_at').nullable()
    table.text('progress_json').notNullable()
    table.string('remedy', 16).nullable()
    table.text('message').nullable()
    table.index(['source', 'seq'])
  })

  await createTable(knex, 'refetches', (table) => {
    table.string('source', 64).notNullable()
    table.string('stream', 16).notNullable()
    table.string('external_id', 128).notNullable()
    table.bigInteger('due_at').notNullable()
    table.primary(['source', 'stream', 'external_id'])
    table.index(['due_at'])
  })

  await createTable(knex, 'webhook_deliveries', (table) => {
    table.string('source', 64).notNullable()
    table.string('delivery_id', 128).notNullable()
    table.bigInteger('received_at').notNullable()
    table.primary(['source', 'delivery_id'])
    table.index(['received_at'])
  })

  await createTable(knex, 'sync_tokens', (table) => {
    table.string('source', 64).primary()
    table.string('seed_digest', 64).notNullable()
    table.text('sealed_json').nullable()
    table.string('refresher', 32).nullable()
    table.bigInteger('refreshes_until').nullable()
  })

  // What stands in the ERP because we wrote it, and what stood there before.
  await createTable(knex, 'credit_marks', (table) => {
    table.string('source', 64).notNullable()
    table.string('external_id', 128).notNullable()
    table.string('state', 16).notNullable()
    table.text('former_json').notNullable()
    table.text('written_json').notNullable()
    table.bigInteger('changed_at').notNullable()
    table.primary(['source', 'external_id'])
  })

  // Customers whose block has to be looked at again.
  await createTable(knex, 'credit_marks_due', (table) => {
    table.string('source', 64).notNullable()
    table.string('external_id', 128).notNullable()
    table.primary(['source', 'external_id'])
  })

  await createTable(knex, 'credit_mark_writes', (table) => {
    table.bigIncrements('id')
    table.string('source', 64).notNullable()
    table.string('external_id', 128).notNullable()
    table.string('action', 16).notNullable()
    table.string('outcome', 16).notNullable()
    table.text('reason').notNullable()
    table.text('before_json').nullable()
    table.text('after_json').nullable()
    table.bigInteger('at').notNullable()
    table.index(['source', 'at'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const name of [
    'credit_mark_writes',
    'credit_marks_due',
    'credit_marks',
    'sync_tokens',
    'webhook_deliveries',
    'refetches',
    'syncs',
    'sync_cursors',
    'sync_sources',
  ]) {
    await knex.schema.dropTable(name)
  }
}
