import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { expect, it } from 'vitest'
import { createMariadbDatabase, startMariadb } from './mariadb.ts'

const STARTS_MS = 90_000

async function query(url: string, statement: string): Promise<RowDataPacket[]> {
  const connection = await createConnection(url)
  try {
    const [rows] = await connection.query<RowDataPacket[]>(statement)
    return rows
  } finally {
    await connection.end()
  }
}

it(
  'keeps port and committed rows over a crash, and leaves nothing behind when stopped',
  async () => {
    const server = await startMariadb()
    expect(readdirSync(server.folder)).toContain('mariadbd.pid')
    const { url } = await createMariadbDatabase(server.url)
    await query(url, 'CREATE TABLE limits (cents BIGINT NOT NULL)')
    await query(url, 'INSERT INTO limits (cents) VALUES (125000)')
    const before = server.pid
    await server.kill('SIGKILL')
    await expect(query(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
    await server.restart()
    expect(server.pid).not.toBe(before)
    expect(await query(url, 'SELECT cents FROM limits')).toEqual([{ cents: 125_000 }])
    await server.stop()
    expect(existsSync(server.folder)).toBe(false)
    await expect(query(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
  },
  STARTS_MS,
)

it(
  'takes server and files along when the process that started it is killed',
  async () => {
    const script = `import { startMariadb } from ${JSON.stringify(resolve(import.meta.dirname, 'mariadb.ts'))}
    const server = await startMariadb()
    console.log(JSON.stringify({ url: server.url, folder: server.folder }))
    setInterval(() => {}, 1000)`
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [printed] = await once(parent.stdout, 'data')
    const { url, folder } = JSON.parse(String(printed))
    expect(await query(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
    parent.kill('SIGKILL')
    for (let probe = 0; probe < 100 && existsSync(folder); probe++) await sleep(100)
    expect(existsSync(folder)).toBe(false)
    await expect(query(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
  },
  STARTS_MS,
)
