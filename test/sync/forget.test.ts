import { afterEach, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { startProgram } from '../harness/program.ts'

const NOW = Date.parse('2026-11-22T10:00:00-03:00')
const DAY_MS = 86_400_000

describe.each(dialects)('old listings, on %s', (dialect) => {
  const endings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  it('are forgotten after a week, and a listing under way is not', async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    endings.push(drop)
    const program = await startProgram({ url, now: '2026-11-22T10:00:00-03:00', composition: { isQuiet: true } })
    endings.push(program.stop)
    const { db, runJob } = program
    await db.insert(
      'snapshots',
      ['id', 'source', 'started_at', 'completed_at'],
      [
        ['old', 'erp', NOW - 8 * DAY_MS, NOW - 8 * DAY_MS],
        ['young', 'erp', NOW - 6 * DAY_MS, NOW - 6 * DAY_MS],
        ['now', 'erp', NOW, null],
      ],
    )
    await runJob('forget-syncs')
    const rows = await db.all('SELECT id FROM snapshots ORDER BY started_at')
    expect(rows.map(({ id }) => id)).toEqual(['young', 'now'])
  })
})
