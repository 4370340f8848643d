import type { Knex } from 'knex'
import { createTable } from './create-table.ts'

/** What was asked and what was answered, and the policy it was answered by. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'policies', (table) => {
    table.string('name', 64).notNullable()
    table.integer('version').notNullable()
    table.string('digest', 64).notNullable()
    table.text('body', 'mediumtext').notNullable()
    table.bigInteger('loaded_at').notNullable()
    table.primary(['name', 'version'])
  })

  /** How accounts and positions are keyed now; it changes with the policy and the calendar, see receivables/shape.ts. */
  await createTable(knex, 'shapes', (table) => {
    table.string('name', 32).primary()
    table.text('value').notNullable()
  })

  await createTable(knex, 'credit_checks', (table) => {
    table.string('id', 32).primary()
    table.string('source', 64).notNullable()
    table.bigInteger('customer_id').nullable()
    table.string('order_id', 128).nullable()
    table.string('mode', 8).notNullable()
    table.string('decision', 12).notNullable()
    table.integer('policy_version').notNullable()
    table.bigInteger('checked_at').notNullable()
    table.text('facts_json', 'mediumtext').notNullable()
    table.text('outcome_json', 'mediumtext').nullable()
  })

  /** How often customers asked for credit while overdue, a day a row: what `buys_while_owing` counts. */
  await createTable(knex, 'owing_checks', (table) => {
    table.bigInteger('customer_id').notNullable()
    table.date('asked_on').notNullable()
    table.integer('checks').notNullable()
    table.primary(['customer_id', 'asked_on'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['owing_checks', 'credit_checks', 'shapes', 'policies']) await knex.schema.dropTable(name)
}
