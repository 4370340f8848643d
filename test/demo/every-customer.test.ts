import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'

const TAKES_MS = 60_000

describe.each(dialects)('the demonstration company on %s', (dialect) => {
  it('can be asked about every one of its customers, those of groups as well', { timeout: TAKES_MS }, async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const now = '2026-11-21T10:00:00-03:00'
    const program = await startProgram({ url, now, demo: true, composition: { isQuiet: true } })
    try {
      const rows = await program.db.all<{ external_id: string }>('SELECT external_id FROM customers ORDER BY id')
      const answers = new Map<string, number>()
      for (const { external_id: id } of rows)
        answers.set(id, (await program.call('GET', `/v1/customers/demo-serra-azul/${id}/credit`)).status)
      expect(answers.size).toBe(200)
      expect([...answers].filter(([, status]) => status !== 200)).toEqual([])
    } finally {
      await program.stop()
      await drop()
    }
  })
})
