import type { Knex } from 'knex'
import { createTable } from './create-table.ts'

/** Who may call, and what was changed by whom. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'api_keys', (table) => {
    table.string('id', 32).primary()
    table.string('name', 120).notNullable()
    table.string('hash', 64).notNullable().unique()
    table.string('scopes', 120).notNullable()
    table.string('source', 64).nullable()
    table.bigInteger('created_at').notNullable()
    table.bigInteger('revoked_at').nullable()
  })

  await createTable(knex, 'audit', (table) => {
    table.bigIncrements('id')
    table.bigInteger('at').notNullable()
    table.string('actor', 160).notNullable()
    table.string('action', 64).notNullable()
    table.string('subject', 255).notNullable()
    table.text('detail_json', 'mediumtext').notNullable()
    table.string('request_id', 64).nullable()
    table.index(['subject'])
  })
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['audit', 'api_keys']) await knex.schema.dropTable(name)
}
