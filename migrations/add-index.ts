import type { Knex } from 'knex'

/** As `addColumn`: a process may have died between two indexes, and the next one goes on from there. */
export async function addIndex(knex: Knex, table: string, columns: readonly string[], name: string): Promise<void> {
  if (!(await hasIndex(knex, table, name))) await knex.schema.alterTable(table, (one) => one.index([...columns], name))
}

async function hasIndex(knex: Knex, table: string, name: string): Promise<boolean> {
  const known =
    knex.client.config.client === 'mysql2'
      ? knex('information_schema.statistics').whereRaw('table_schema = DATABASE()').where({ table_name: table })
      : knex('sqlite_master').where({ type: 'index', tbl_name: table })
  const column = knex.client.config.client === 'mysql2' ? 'index_name' : 'name'
  return (await known.where(column, name).limit(1)).length > 0
}
