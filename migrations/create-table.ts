import type { Knex } from 'knex'

/**
 * A table whose text compares byte by byte on every dialect: "a" and "A" are two ids in every ERP we know of. MySQL ends
 * a transaction at every table: one that a process left behind when it died while migrating is made again.
 */
export async function createTable(
  knex: Knex,
  name: string,
  build: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  if (await knex.schema.hasTable(name)) {
    const rows = await knex(name).limit(1)
    if (rows.length > 0) throw new Error(`the table ${name} is there already and has rows: use a database of its own`)
    await knex.schema.dropTable(name)
  }
  await knex.schema.createTable(name, (table) => {
    if (knex.client.config.client === 'mysql2') {
      table.charset('utf8mb4')
      table.collate('utf8mb4_bin')
    }
    build(table)
  })
}

/** A process may have died between two columns: the next one goes on from there. */
export async function addColumn(
  knex: Knex,
  table: string,
  column: string,
  add: (table: Knex.AlterTableBuilder) => void,
): Promise<void> {
  if (!(await knex.schema.hasColumn(table, column))) await knex.schema.alterTable(table, add)
}
