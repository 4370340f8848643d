import type { Knex } from 'knex'
import { addColumn, createTable } from './create-table.ts'

/** Asking for the money: what is planned, said and answered. Amounts are cents, instants epoch milliseconds, days DATE. */
export async function up(knex: Knex): Promise<void> {
  // What the credit policy knows of a customer's conduct, next to the customer so that a check reads one row.
  await addColumn(knex, 'customers', 'segment', (table) => table.string('segment', 32).nullable())
  await addColumn(knex, 'customers', 'collection_stage', (table) => table.string('collection_stage', 16).nullable())
  await addColumn(knex, 'customers', 'broken_promises', (table) =>
    table.integer('broken_promises').notNullable().defaultTo(0),
  )
  // What a payer needs to pay, as the ERP or its bank issued it.
  await addColumn(knex, 'receivables', 'boleto_line', (table) => table.string('boleto_line', 60).nullable())
  await addColumn(knex, 'receivables', 'pix_code', (table) => table.string('pix_code', 512).nullable())

  await createTable(knex, 'customer_standings', (table) => {
    table.bigInteger('customer_id').primary()
    table.string('segment', 32).notNullable()
    table.string('profile', 32).nullable()
    table.text('flags_json').notNullable()
    table.text('conduct_json').notNullable()
    table.date('computed_on').notNullable()
  })

  // Customers whose conduct may have changed, written in the transaction that changed it.
  await createTable(knex, 'standings_due', (table) => {
    table.bigInteger('customer_id').primary()
  })

  // One message a customer and day: the outbox of collection. `receivables_json` are the titles whose step it carries.
  await createTable(knex, 'collection_messages', (table) => {
    table.bigIncrements('seq')
    table.string('id', 32).notNullable().unique()
    table.bigInteger('customer_id').notNullable()
    table.date('planned_on').notNullable()
    table.string('cadence', 64).notNullable()
    table.string('step', 64).notNullable()
    table.string('stage', 16).notNullable()
    table.integer('offset_days').notNullable()
    table.string('template', 64).notNullable()
    table.text('receivables_json').notNullable()
    table.string('channels', 120).notNullable()
    table.string('channel', 16).nullable()
    table.integer('attempts').notNullable().defaultTo(0)
    table.string('state', 16).notNullable()
    table.string('reason', 64).nullable()
    table.bigInteger('due_at').notNullable()
    table.string('sender', 32).nullable()
    table.bigInteger('sends_until').nullable()
    table.string('recipient', 255).nullable()
    table.string('provider_id', 190).nullable()
    table.string('opt_out_token', 64).nullable()
    table.bigInteger('sent_at').nullable()
    table.date('sent_on').nullable()
    table.bigInteger('created_at').notNullable()
    table.unique(['customer_id', 'planned_on'])
    table.index(['state', 'due_at'])
    table.index(['provider_id'])
    table.index(['sent_on'])
    table.index(['opt_out_token'])
  })

  // How far each title has come in its cadence: written when a step is done, never before.
  await createTable(knex, 'title_progress', (table) => {
    table.bigInteger('receivable_id').primary()
    table.bigInteger('customer_id').notNullable()
    table.integer('offset_days').notNullable()
    table.string('step', 64).notNullable()
    table.string('stage', 16).notNullable()
    table.date('done_on').notNullable()
    table.index(['customer_id'])
  })

  // The story of a customer: only ever added to.
  await createTable(knex, 'story_entries', (table) => {
    table.bigIncrements('seq')
    table.bigInteger('customer_id').notNullable()
    table.bigInteger('at').notNullable()
    table.string('kind', 32).notNullable()
    table.string('actor', 160).notNullable()
    table.string('message_id', 32).nullable()
    table.text('detail_json', 'mediumtext').notNullable()
    table.index(['customer_id', 'seq'])
    table.index(['message_id'])
  })

  await createTable(knex, 'contact_points', (table) => {
    table.string('id', 32).primary()
    table.bigInteger('customer_id').notNullable()
    table.string('channel', 16).notNullable()
    table.string('address', 255).notNullable()
    table.string('name', 120).nullable()
    table.bigInteger('created_at').notNullable()
    table.unique(['customer_id', 'channel', 'address'])
  })

  // What is known of an address, whoever has it: it bounced, or its owner wants no more messages.
  await createTable(knex, 'contact_marks', (table) => {
    table.string('channel', 16).notNullable()
    table.string('address', 255).notNullable()
    table.string('mark', 16).notNullable()
    table.string('reason', 255).nullable()
    table.bigInteger('marked_at').notNullable()
    table.primary(['channel', 'address'])
  })

  await createTable(knex, 'promises', (table) => {
    table.string('id', 32).primary()
    table.bigInteger('customer_id').notNullable()
    table.bigInteger('amount_cents').notNullable()
    table.date('promised_on').notNullable()
    // The titles that it is about, and what was open of each when it was made.
    table.text('receivables_json').notNullable()
    table.string('state', 16).notNullable()
    table.string('made_by', 160).notNullable()
    table.bigInteger('made_at').notNullable()
    table.string('note', 500).nullable()
    table.date('resolved_on').nullable()
    table.index(['customer_id', 'state'])
    table.index(['state', 'promised_on'])
  })

  await createTable(knex, 'disputes', (table) => {
    table.string('id', 32).primary()
    table.bigInteger('customer_id').notNullable()
    // The titles that it is about; null for all of them.
    table.text('receivables_json').nullable()
    table.string('reason', 500).notNullable()
    table.string('state', 16).notNullable()
    table.string('opened_by', 160).notNullable()
    table.bigInteger('opened_at').notNullable()
    table.string('resolution', 500).nullable()
    table.bigInteger('resolved_at').nullable()
    table.index(['customer_id', 'state'])
  })

  await createTable(knex, 'pauses', (table) => {
    table.string('id', 32).primary()
    table.bigInteger('customer_id').notNullable()
    table.string('kind', 24).notNullable()
    table.date('until_on').nullable()
    table.string('reason', 500).notNullable()
    table.string('set_by', 160).notNullable()
    table.bigInteger('set_at').notNullable()
    table.bigInteger('lifted_at').nullable()
    table.index(['customer_id'])
  })

  await createTable(knex, 'tasks', (table) => {
    table.string('id', 32).primary()
    table.bigInteger('customer_id').notNullable()
    table.string('kind', 24).notNullable()
    table.string('title', 255).notNullable()
    table.date('due_on').notNullable()
    table.string('assignee', 120).nullable()
    table.string('state', 16).notNullable()
    // What made it, so that the same cause makes it once: `step:<receivable>:<offset>`, `message:<id>`.
    table.string('origin', 120).nullable().unique()
    table.string('message_id', 32).nullable()
    table.string('created_by', 160).notNullable()
    table.bigInteger('created_at').notNullable()
    table.string('outcome', 500).nullable()
    table.bigInteger('done_at').nullable()
    table.index(['state', 'due_on'])
    table.index(['customer_id'])
  })

  await createTable(knex, 'collection_switch', (table) => {
    table.string('name', 32).primary()
    table.boolean('stopped').notNullable()
  })

  // What was received on receipts' addresses, so that a repetition counts once.
  await createTable(knex, 'channel_receipts', (table) => {
    table.string('channel', 64).notNullable()
    table.string('receipt_key', 190).notNullable()
    table.bigInteger('received_at').notNullable()
    table.primary(['channel', 'receipt_key'])
    table.index(['received_at'])
  })

  // A run of a job that one process makes for all: the unique time is the claim.
  await createTable(knex, 'job_runs', (table) => {
    table.bigIncrements('seq')
    table.string('id', 32).notNullable().unique()
    table.string('job', 64).notNullable()
    table.bigInteger('due_at').notNullable()
    table.string('state', 16).notNullable()
    table.string('started_by', 160).notNullable()
    table.string('runner', 32).nullable()
    table.bigInteger('runs_until').nullable()
    table.bigInteger('started_at').notNullable()
    table.bigInteger('finished_at').nullable()
    table.text('position').nullable()
    table.text('outcome_json').nullable()
    table.unique(['job', 'due_at'])
    table.index(['job', 'state'])
  })

  await createTable(knex, 'job_plans', (table) => {
    table.string('job', 64).primary()
    table.bigInteger('next_at').notNullable()
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const name of [
    'job_plans',
    'job_runs',
    'channel_receipts',
    'collection_switch',
    'tasks',
    'pauses',
    'disputes',
    'promises',
    'contact_marks',
    'contact_points',
    'story_entries',
    'title_progress',
    'collection_messages',
    'standings_due',
    'customer_standings',
  ]) {
    await knex.schema.dropTable(name)
  }
  await knex.schema.alterTable('receivables', (table) => table.dropColumns('boleto_line', 'pix_code'))
  await knex.schema.alterTable('customers', (table) =>
    table.dropColumns('segment', 'collection_stage', 'broken_promises'),
  )
}
