import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'
import { createScratch } from '../import/scratch.ts'
import { runProcess } from './run-process.ts'

const scratch = createScratch()
const NOW = '2026-11-21T10:00:00-03:00'
const NOWHERE = 'mysql://fiado:s3cret@127.0.0.1:1/fiado'
const MAP = `kind: receivables
source: erp
ledger: current
fields:
  externalId: { column: id }
  customer.externalId: { column: customer }
  kind: { constant: invoice }
  issuedOn: { column: issued }
  dueOn: { column: due }
  amount: { column: amount }
  status: { column: status }
customerFrom:
  externalId: { column: customer }
`
const ROWS = 'id,customer,issued,due,amount,status\nT1,C1,2026-10-01,2026-10-30,830.00,open\n'
const BAD_ROW = 'T2,C1,2026-10-01,2026-02-30,5.00,open\n'

async function importRows(rows: string, environment: Record<string, string>, ...options: string[]) {
  const map = await scratch.write('map.yaml', MAP)
  const file = await scratch.write('titles.csv', rows)
  const errors = join(await scratch.path(), 'titles.errors.csv')
  const command = ['src/import.ts', '--map', map, '--file', file, '--errors', errors, ...options]
  const run = runProcess([process.execPath, ...command], { FIADO_NOW: NOW, ...environment })
  return { code: await run.ended, text: run.output.text }
}

describe.each(dialects)('npm run import on %s', (dialect) => {
  it('feeds a running server, and leaves its policy alone', async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const program = await startProgram({ url, now: NOW })
    try {
      // Somebody is editing the policy in the folder from which the command is run.
      await mkdir(join(await scratch.path(), 'policies'), { recursive: true })
      await scratch.write('policies/default.yaml', 'graceDays: 365\n')
      const environment = { FIADO_DATABASE_URL: url, FIADO_CONFIG: await scratch.path() }
      expect(await importRows(ROWS + BAD_ROW, environment)).toMatchObject({
        code: 1,
        text: expect.stringContaining('dueOn "2026-02-30" is a day that does not exist'),
      })
      const { body } = await program.call('GET', '/v1/customers/erp/C1/credit')
      expect(body).toMatchObject({ exposure: { open: '830.00', overdue: '830.00' }, dataAsOf: NOW })
      // The file of the server has not changed, so a version above 1 could only have come from the command.
      const reloaded = await program.call('POST', '/v1/policies/reload')
      expect(reloaded.body).toEqual({ name: 'default', version: 1, changed: false })
    } finally {
      await program.stop()
      await drop()
    }
  })

  it('makes the schema of an empty database', async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    try {
      expect(await importRows(ROWS, { FIADO_DATABASE_URL: url })).toMatchObject({ code: 0 })
      const program = await startProgram({ url, now: NOW, demo: true })
      expect((await program.call('GET', '/readyz')).body.sources).toMatchObject([{ source: 'erp' }])
      await program.stop()
    } finally {
      await drop()
    }
  })
})

describe('npm run import without a database', () => {
  it('checks everything in a dry run', async () => {
    const { code, text } = await importRows(ROWS, { FIADO_DATABASE_URL: NOWHERE }, '--dry-run')
    expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining('nothing was stored') })
  })

  it('ends with 2 and one readable line', async () => {
    const { code, text } = await importRows(ROWS, { FIADO_DATABASE_URL: NOWHERE })
    expect(code).toBe(2)
    expect(text).toMatch(/^the database mysql:\/\/fiado:\*\*\*@127\.0\.0\.1:1\/fiado cannot be used: .*\n$/)
  })

  it('ends with 2 and names every faulty setting', async () => {
    const { code, text } = await importRows(ROWS, { FIADO_TIME_ZONE: 'Brasilia', FIADO_PORT: 'x' })
    expect({ code, text }).toMatchObject({
      code: 2,
      text: expect.stringMatching(/FIADO_PORT must[\s\S]*FIADO_TIME_ZONE/),
    })
  })
})
