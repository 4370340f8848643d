import type { Knex } from 'knex'

/** A table whose text compares byte by byte on every dialect: "a" and "A" are two ids in every ERP we know of. */
export function createTable(knex: Knex, name: string, build: (table: Knex.CreateTableBuilder) => void): Promise<void> {
  return knex.schema.createTable(name, (table) => {
    if (knex.client.config.client === 'mysql2') {
      table.charset('utf8mb4')
      table.collate('utf8mb4_bin')
    }
    build(table)
  })
}
