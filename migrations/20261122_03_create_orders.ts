import type { Knex } from 'knex'
import { addIndex } from './add-index.ts'
import { addColumn, createTable } from './create-table.ts'

/** Refused orders until they are freed, what frees them, what leaves the building, and the people who decide. */
export async function up(knex: Knex): Promise<void> {
  // Accounts whose room or members may have changed, written in the transaction that changed them.
  await createTable(knex, 'account_changes', (table) => {
    table.bigInteger('account_id').primary()
    table.bigInteger('noted_at').notNullable().defaultTo(0)
    // The newest noting: what is noted again while it is looked at is looked at again.
    table.string('note', 32).notNullable()
    table.index(['noted_at'])
  })

  // What was last told of each customer, so that only a change is told.
  await createTable(knex, 'credit_tellings', (table) => {
    table.bigInteger('customer_id').primary()
    table.boolean('blocked').notNullable()
    table.text('reasons_json').notNullable()
    table.bigInteger('told_at').notNullable()
  })

  // One row an order: its newest revision that was refused. `request_json` is what was asked, to be asked again.
  await createTable(knex, 'blocked_orders', (table) => {
    table.bigIncrements('seq')
    table.string('id', 32).notNullable().unique()
    table.string('source', 64).notNullable()
    table.string('order_id', 128).notNullable()
    table.integer('revision').notNullable()
    table.bigInteger('customer_id').notNullable()
    table.string('company', 64).notNullable()
    table.bigInteger('amount_cents').notNullable()
    table.text('request_json').notNullable()
    table.string('sales_rep', 120).nullable()
    // The decision that is shown: the newest one that says something else than the one before.
    table.string('check_id', 32).notNullable()
    table.text('reasons_json').notNullable()
    table.string('state', 16).notNullable()
    // How it ended, or why it stands again.
    table.string('cause', 24).nullable()
    // A person keeps it back: nothing frees it but a person.
    table.boolean('forced').notNullable().defaultTo(false)
    table.bigInteger('blocked_at').notNullable()
    table.bigInteger('lapses_at').notNullable()
    table.bigInteger('closed_at').nullable()
    table.unique(['source', 'order_id'])
    table.index(['customer_id', 'state', 'seq'])
    table.index(['state', 'lapses_at'])
    table.index(['state', 'closed_at'])
    // What ended lately, of everybody, of a source and of a rep; what stands has no `closed_at`.
    table.index(['closed_at'])
    table.index(['source', 'closed_at'])
    table.index(['sales_rep', 'closed_at'])
    table.index(['state', 'seq'])
    table.index(['sales_rep', 'state', 'seq'])
  })

  // What happened to a blocked order: only ever added to.
  await createTable(knex, 'order_entries', (table) => {
    table.bigIncrements('seq')
    table.string('blocked_order_id', 32).notNullable()
    table.bigInteger('at').notNullable()
    table.string('kind', 32).notNullable()
    table.string('actor', 160).notNullable()
    table.text('detail_json').notNullable()
    table.index(['blocked_order_id', 'seq'])
  })

  // A release is a contract: who asked and why, who signed, for how much, until when.
  await createTable(knex, 'releases', (table) => {
    table.bigIncrements('seq')
    table.string('id', 32).notNullable().unique()
    table.string('blocked_order_id', 32).notNullable()
    table.string('source', 64).notNullable()
    table.string('order_id', 128).notNullable()
    table.integer('revision').notNullable()
    table.bigInteger('customer_id').notNullable()
    table.bigInteger('amount_cents').notNullable()
    // What else was agreed to: the part that is not paid at once, the longest term, and in whose books.
    table.bigInteger('credit_cents').notNullable()
    table.integer('term_days_max').nullable()
    table.string('company', 64).notNullable()
    // By how much the order goes beyond the room there was; 0 when it was not about room.
    table.bigInteger('over_cents').notNullable()
    table.string('state', 16).notNullable()
    table.string('requested_by', 160).notNullable()
    table.string('reason', 500).notNullable()
    table.bigInteger('requested_at').notNullable()
    table.bigInteger('expires_at').nullable()
    table.bigInteger('decided_at').nullable()
    table.index(['blocked_order_id'])
    table.index(['source', 'order_id'])
    table.index(['state', 'seq'])
    table.index(['state', 'expires_at'])
    table.index(['customer_id'])
  })

  await createTable(knex, 'release_signatures', (table) => {
    table.string('release_id', 32).notNullable()
    // Who it is, whatever they are called later; `signer` is how they were called then.
    table.string('signer_id', 160).notNullable()
    table.string('signer', 160).notNullable()
    table.string('role', 16).notNullable()
    table.string('verdict', 16).notNullable()
    table.bigInteger('amount_cents').notNullable()
    table.string('reason', 500).notNullable()
    table.bigInteger('signed_at').notNullable()
    table.primary(['release_id', 'signer_id'])
    table.index(['signer_id', 'signed_at'])
  })

  // Whose customers are whose: who asked for credit for them.
  await createTable(knex, 'rep_customers', (table) => {
    table.string('sales_rep', 120).notNullable()
    table.bigInteger('customer_id').notNullable()
    table.primary(['sales_rep', 'customer_id'])
    table.index(['customer_id'])
  })

  // Customers are listed by name, a page at a time.
  await addIndex(knex, 'customers', ['name', 'id'], 'customers_by_name')
  await addIndex(knex, 'customers', ['source', 'name', 'id'], 'customers_by_source_name')

  // Everything that others are told, written in the transaction of what it tells. `position` is given after the commit,
  // so that whoever reads by position misses nothing that was committed late.
  await createTable(knex, 'events', (table) => {
    table.bigIncrements('seq')
    table.string('id', 32).notNullable().unique()
    table.string('type', 32).notNullable()
    table.string('source', 64).nullable()
    // Events of one key are told one after the other: `customer:17`.
    table.string('order_key', 64).notNullable()
    table.text('payload_json', 'mediumtext').notNullable()
    table.bigInteger('at').notNullable()
    table.bigInteger('position').nullable().unique()
  })

  await createTable(knex, 'event_webhooks', (table) => {
    table.string('id', 32).primary()
    table.string('name', 120).notNullable()
    table.string('url', 2_000).notNullable()
    table.string('secret', 128).notNullable()
    // The types that it takes, with spaces between; empty for all.
    table.string('types', 500).notNullable()
    table.string('source', 64).nullable()
    table.boolean('active').notNullable()
    table.bigInteger('created_at').notNullable()
    table.bigInteger('deleted_at').nullable()
  })

  await createTable(knex, 'event_deliveries', (table) => {
    table.bigIncrements('seq')
    table.string('webhook_id', 32).notNullable()
    table.bigInteger('position').notNullable()
    table.string('order_key', 64).notNullable()
    table.string('state', 16).notNullable()
    table.integer('attempts').notNullable().defaultTo(0)
    table.bigInteger('next_at').notNullable()
    table.string('sender', 32).nullable()
    table.bigInteger('sends_until').nullable()
    table.integer('last_status').nullable()
    table.string('last_error', 500).nullable()
    table.bigInteger('delivered_at').nullable()
    table.unique(['webhook_id', 'position'])
    table.index(['state', 'next_at'])
    table.index(['webhook_id', 'state', 'order_key', 'position'], 'event_deliveries_turn')
  })

  // A message may carry more titles than TEXT has room for; SQLite bounds no text.
  if (knex.client.config.client === 'mysql2')
    await knex.schema.alterTable('collection_messages', (table) =>
      table.text('receivables_json', 'mediumtext').notNullable().alter(),
    )

  // A webhook names a customer by source and id, where two customers shared an address: what was known of it, such as that no
  // more is wanted, holds for each of them.
  const name =
    knex.client.config.client === 'mysql2' ? "CONCAT(c.source, '/', c.external_id)" : "c.source || '/' || c.external_id"
  await knex.raw(
    `INSERT INTO contact_marks (channel, address, mark, reason, marked_at)
     SELECT m.channel, ${name}, m.mark, m.reason, m.marked_at
     FROM contact_marks m JOIN customers c ON c.external_id = m.address
     WHERE m.channel = 'webhook' AND NOT EXISTS
       (SELECT 1 FROM contact_marks k WHERE k.channel = 'webhook' AND k.address = ${name})`,
  )

  // Who is noted again while being looked at has to be looked at again.
  await addColumn(knex, 'credit_marks_due', 'notes', (table) => table.integer('notes').notNullable().defaultTo(0))

  // A version may come from the file or from a draft that somebody made active: the file does not undo a draft by being read.
  await addColumn(knex, 'policies', 'origin', (table) => table.string('origin', 16).notNullable().defaultTo('file'))
  await addColumn(knex, 'policies', 'loaded_by', (table) => table.string('loaded_by', 160).nullable())
  await createTable(knex, 'policy_drafts', (table) => {
    table.string('id', 32).primary()
    table.text('body', 'mediumtext').notNullable()
    table.string('note', 500).notNullable()
    table.string('created_by', 160).notNullable()
    table.bigInteger('created_at').notNullable()
    table.bigInteger('changed_at').notNullable()
    // What the last rehearsal said, and the version that it became.
    table.text('rehearsal_json', 'mediumtext').nullable()
    table.integer('activated_version').nullable()
  })

  await createTable(knex, 'users', (table) => {
    table.string('id', 32).primary()
    table.string('login', 254).notNullable().unique()
    table.string('name', 120).notNullable()
    table.string('role', 16).notNullable()
    // The code by which the ERP knows a rep; what a rep may see goes by it.
    table.string('sales_rep', 120).nullable()
    table.string('source', 64).nullable()
    table.string('password_hash', 255).nullable()
    table.boolean('must_change').notNullable()
    table.string('totp_secret', 64).nullable()
    table.bigInteger('totp_last_step').nullable()
    // Failures in a row from all networks together; those of each are in `login_failures`.
    table.integer('failures').notNullable().defaultTo(0)
    table.bigInteger('locked_until').nullable()
    table.bigInteger('failed_at').nullable()
    // The company's login gave the role, by a group, and may take it away.
    table.boolean('role_from_group').notNullable().defaultTo(false)
    table.string('oidc_subject', 255).nullable().unique()
    table.boolean('active').notNullable()
    table.bigInteger('created_at').notNullable()
    table.bigInteger('last_login_at').nullable()
  })

  // Wrong passwords and codes in a row, of a login from one network. Those of logins that there are not have no user.
  await createTable(knex, 'login_failures', (table) => {
    table.string('user_id', 32).notNullable()
    table.string('network', 64).notNullable()
    table.integer('failures').notNullable()
    table.bigInteger('locked_until').nullable()
    table.bigInteger('failed_at').notNullable()
    table.primary(['user_id', 'network'])
    table.index(['failed_at'])
  })

  await createTable(knex, 'sessions', (table) => {
    table.string('hash', 64).primary()
    table.string('user_id', 32).notNullable()
    table.bigInteger('created_at').notNullable()
    table.bigInteger('seen_at').notNullable()
    table.bigInteger('expires_at').notNullable()
    table.index(['user_id'])
    table.index(['expires_at'])
  })
}

export async function down(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'mysql2')
    await knex.schema.alterTable('collection_messages', (table) => table.text('receivables_json').notNullable().alter())
  for (const name of [
    'sessions',
    'login_failures',
    'users',
    'policy_drafts',
    'event_deliveries',
    'event_webhooks',
    'events',
    'rep_customers',
    'release_signatures',
    'releases',
    'order_entries',
    'blocked_orders',
    'credit_tellings',
    'account_changes',
  ]) {
    await knex.schema.dropTable(name)
  }
  await knex.schema.alterTable('customers', (table) => {
    table.dropIndex([], 'customers_by_name')
    table.dropIndex([], 'customers_by_source_name')
  })
  await knex.schema.alterTable('policies', (table) => table.dropColumns('origin', 'loaded_by'))
  await knex.schema.alterTable('credit_marks_due', (table) => table.dropColumn('notes'))
}
