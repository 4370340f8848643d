import { createConnection } from 'mysql2/promise'
import { expect, it } from 'vitest'
import { createDatabaseUrl } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'

/** MySQL ends a transaction at every table: a process that dies while it migrates leaves tables, and its lock. */
async function leaveHalfMigrated(url: string, statements: readonly string[]): Promise<void> {
  await (await startProgram({ url })).stop()
  const connection = await createConnection(url)
  try {
    for (const statement of statements) await connection.query(statement)
  } finally {
    await connection.end()
  }
}

const HALF = [
  "DELETE FROM fiado_migrations WHERE name LIKE '%create_access'",
  'DROP TABLE audit',
  'UPDATE fiado_migrations_lock SET is_locked = 1',
]

it('completes a schema that was left half made, though the dead process still holds the lock', async () => {
  const { url, drop } = await createDatabaseUrl('mariadb')
  try {
    await leaveHalfMigrated(url, [...HALF, 'DELETE FROM api_keys'])
    const program = await startProgram({ url })
    expect((await program.call('GET', '/readyz')).status).toBe(200)
    expect((await program.call('GET', '/v1/audit')).body.entries).toMatchObject([{ action: 'key.created' }])
    await program.stop()
  } finally {
    await drop()
  }
})

it('does not touch a table that holds rows and was made by nobody it knows of', async () => {
  const { url, drop } = await createDatabaseUrl('mariadb')
  try {
    await leaveHalfMigrated(url, HALF)
    await expect(startProgram({ url })).rejects.toThrow(/api_keys is there already and has rows/)
    const connection = await createConnection(url)
    const [rows] = await connection.query('SELECT id FROM api_keys')
    expect(rows).toHaveLength(1)
    await connection.end()
  } finally {
    await drop()
  }
})

it('lets processes that start together wait for the one that migrates', async () => {
  const { url, drop } = await createDatabaseUrl('mariadb')
  try {
    const programs = await Promise.all([1, 2, 3].map(() => startProgram({ url })))
    for (const program of programs) expect((await program.call('GET', '/readyz')).status).toBe(200)
    await Promise.all(programs.map((program) => program.stop()))
  } finally {
    await drop()
  }
})
