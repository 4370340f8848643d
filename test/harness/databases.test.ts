import { existsSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import { describe, expect, inject, it } from 'vitest'
import { createDatabaseUrl, type Dialect, dialects } from './databases.ts'

async function run(dialect: Dialect, url: string, statement: string): Promise<unknown[]> {
  if (dialect === 'sqlite') {
    const database = new SqliteDatabase(url.slice('sqlite:'.length))
    try {
      const prepared = database.prepare(statement)
      return prepared.reader ? prepared.all() : [prepared.run()]
    } finally {
      database.close()
    }
  }
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query(statement)
    return Array.isArray(rows) ? rows : [rows]
  } finally {
    await connection.end()
  }
}

describe.each(dialects)('a database of its own on %s', (dialect) => {
  it('is empty, keeps what is written, and shares nothing with the next one', async () => {
    const first = await createDatabaseUrl(dialect)
    const second = await createDatabaseUrl(dialect)
    await run(dialect, first.url, 'CREATE TABLE limits (cents BIGINT NOT NULL)')
    await run(dialect, first.url, 'INSERT INTO limits (cents) VALUES (125000)')
    expect(await run(dialect, first.url, 'SELECT cents FROM limits')).toEqual([{ cents: 125_000 }])
    await expect(run(dialect, second.url, 'SELECT cents FROM limits')).rejects.toThrow(/limits/)
    await first.drop()
    await second.drop()
  })

  it('is gone after drop', async () => {
    const database = await createDatabaseUrl(dialect)
    await run(dialect, database.url, 'CREATE TABLE limits (cents BIGINT NOT NULL)')
    await database.drop()
    if (dialect === 'sqlite') expect(existsSync(database.url.slice('sqlite:'.length))).toBe(false)
    else await expect(run(dialect, database.url, 'SELECT 1')).rejects.toThrow(/Unknown database/)
  })
})

it('runs MariaDB as production has to: durable commits and binary comparison', async () => {
  const database = await createDatabaseUrl('mariadb')
  const settings = 'SELECT @@innodb_flush_log_at_trx_commit AS flush, @@collation_database AS collation'
  expect(await run('mariadb', database.url, settings)).toEqual([{ flush: 1, collation: 'utf8mb4_bin' }])
  expect(inject('mariadbUrl')).toMatch(/^mysql:\/\/root@127\.0\.0\.1:\d+$/)
  await database.drop()
})
