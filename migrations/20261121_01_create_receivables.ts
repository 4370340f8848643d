import type { Knex } from 'knex'
import { createTable } from './create-table.ts'

/**
 * Who owes what. Amounts are cents in BIGINT, instants epoch milliseconds in BIGINT, days DATE.
 */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'sources', (table) => {
    table.string('name', 64).primary()
    table.bigInteger('last_success_at').nullable()
    table.bigInteger('created_at').notNullable()
  })

  await createTable(knex, 'accounts', (table) => {
    table.bigIncrements('id')
    table.string('account_key', 255).notNullable().unique()
    table.integer('members').notNullable().defaultTo(0)
    table.text('limit_json').nullable()
    table.bigInteger('overdue_tolerance_cents').nullable()
  })

  await createTable(knex, 'customers', (table) => {
    table.bigIncrements('id')
    table.string('source', 64).notNullable()
    table.string('external_id', 128).notNullable()
    table.bigInteger('account_id').notNullable()
    table.string('company', 64).notNullable()
    table.string('name', 255).notNullable()
    table.string('document', 14).nullable()
    table.string('group_name', 120).nullable()
    table.string('status', 16).notNullable()
    table.date('hold_until').nullable()
    table.text('limits_json').nullable()
    table.bigInteger('overdue_tolerance_cents').nullable()
    table.string('risk_class', 32).nullable()
    table.string('email', 254).nullable()
    table.string('phone', 32).nullable()
    table.string('whatsapp', 32).nullable()
    table.string('state', 2).nullable()
    table.string('city', 120).nullable()
    table.boolean('active').notNullable()
    table.boolean('provisional').notNullable()
    table.date('since').nullable()
    table.bigInteger('updated_at').nullable()
    table.bigInteger('received_at').notNullable()
    table.string('snapshot_id', 32).nullable()
    table.unique(['source', 'external_id'])
    table.index(['account_id'])
    table.index(['document'])
  })

  await createTable(knex, 'positions', (table) => {
    table.bigInteger('customer_id').notNullable()
    table.string('company', 64).notNullable()
    for (const part of [
      'open',
      'disputed',
      'credits',
      'drafts',
      'orders',
      'held',
      'drafted',
      'overdue',
      'disputed_overdue',
    ]) {
      table.bigInteger(`${part}_cents`).notNullable().defaultTo(0)
    }
    for (const part of ['open', 'overdue', 'disputed_overdue']) {
      table.integer(`${part}_count`).notNullable().defaultTo(0)
    }
    table.date('cutoff_on').notNullable()
    table.date('next_due_on').nullable()
    table.bigInteger('next_expiry_at').nullable()
    table.text('overdue_json').nullable()
    table.primary(['customer_id', 'company'])
  })

  await createTable(knex, 'receivables', (table) => {
    table.bigIncrements('id')
    table.string('source', 64).notNullable()
    table.string('external_id', 128).notNullable()
    table.bigInteger('customer_id').notNullable()
    table.string('company', 64).notNullable()
    table.string('kind', 16).notNullable()
    table.string('number', 64).nullable()
    table.string('installment', 16).nullable()
    table.date('issued_on').notNullable()
    table.date('due_on').notNullable()
    table.date('effective_due_on').notNullable()
    table.bigInteger('amount_cents').notNullable()
    table.bigInteger('open_cents').notNullable()
    table.string('status', 16).notNullable()
    table.specificType('counts_as', 'smallint').notNullable()
    table.date('settled_on').nullable()
    table.string('order_id', 128).nullable()
    table.string('payment_method', 64).nullable()
    table.bigInteger('updated_at').nullable()
    table.bigInteger('received_at').notNullable()
    table.string('snapshot_id', 32).nullable()
    table.unique(['source', 'external_id'])
    table.index(['customer_id', 'counts_as', 'effective_due_on', 'due_on'], 'receivables_due')
    table.index(['source', 'order_id'], 'receivables_order')
  })

  await createTable(knex, 'orders', (table) => {
    table.bigIncrements('id')
    table.string('source', 64).notNullable()
    table.string('external_id', 128).notNullable()
    table.bigInteger('customer_id').notNullable()
    table.string('company', 64).notNullable()
    table.integer('revision').notNullable()
    table.string('state', 16).notNullable()
    table.bigInteger('amount_cents').notNullable()
    table.bigInteger('credit_cents').notNullable()
    table.bigInteger('reported_invoiced_cents').notNullable().defaultTo(0)
    table.bigInteger('linked_invoiced_cents').notNullable().defaultTo(0)
    table.bigInteger('linked_drafted_cents').notNullable().defaultTo(0)
    table.bigInteger('expires_at').nullable()
    table.string('check_id', 32).nullable()
    table.string('request_digest', 64).nullable()
    table.bigInteger('accepted_overdue_cents').notNullable().defaultTo(0)
    table.bigInteger('updated_at').nullable()
    table.bigInteger('received_at').notNullable()
    table.string('snapshot_id', 32).nullable()
    table.unique(['source', 'external_id'])
    table.index(['customer_id', 'state'])
    table.index(['state', 'expires_at'])
  })

  await createTable(knex, 'snapshots', (table) => {
    table.string('id', 32).primary()
    table.string('source', 64).notNullable()
    for (const kind of ['customers', 'receivables', 'orders'])
      table.boolean(`has_${kind}`).notNullable().defaultTo(false)
    table.bigInteger('started_at').notNullable()
    table.bigInteger('completed_at').nullable()
  })

  await createTable(knex, 'quarantine', (table) => {
    table.bigIncrements('id')
    table.string('source', 64).notNullable()
    table.string('kind', 16).notNullable()
    table.string('record_key', 140).notNullable()
    table.string('external_id', 128).nullable()
    table.string('waits_for_customer', 128).nullable()
    table.text('record_json', 'mediumtext').notNullable()
    table.text('errors_json').notNullable()
    table.bigInteger('received_at').notNullable()
    table.unique(['source', 'kind', 'record_key'])
    table.index(['source', 'waits_for_customer'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const name of [
    'quarantine',
    'snapshots',
    'orders',
    'receivables',
    'positions',
    'customers',
    'accounts',
    'sources',
  ]) {
    await knex.schema.dropTable(name)
  }
}
