import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type BenchSize, bench } from './main.ts'
import { renderTable } from './table.ts'

/** Small, but every step of the real run: load, ingest pair, servers, load on each pair. Figures are not judged here. */
const SMALL: BenchSize = {
  accounts: 200,
  receivables: 2_000,
  deepCustomers: [10, 500],
  ingested: 1_000,
  sends: 50,
  freed: { waiting: 20, payments: 10 },
  load: { connections: 8, seconds: 30, requests: 100, repeats: 1, accounts: 200 },
}

describe.each(dialects)('the bench on %s', (dialect) => {
  it('measures every pair with requests that all succeed', { timeout: 120_000 }, async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    const empty = [
      await createDatabaseUrl(dialect),
      await createDatabaseUrl(dialect),
      await createDatabaseUrl(dialect),
    ] as const
    try {
      const report = await bench(dialect, url, [empty[0].url, empty[1].url, empty[2].url], SMALL)
      expect(report.pairs.map(({ name }) => name)).toEqual([
        'ingest / bare inserts (rows)',
        'check / bare route',
        'reserve / bare route',
        'reserve / naive transaction',
        'check, 500 titles / 10 titles',
      ])
      for (const { ratio } of report.pairs) expect(ratio.median).toBeGreaterThan(0)
      expect(report.first.perSecond).toBeGreaterThan(0)
      expect(report.memoryMb).toBeGreaterThan(0)
      expect(report.firstSync.records).toBe(SMALL.receivables + SMALL.accounts)
      expect(report.firstSync.memoryMaxMb).toBeGreaterThan(0)
      expect(report.collection.times.median).toBeGreaterThan(0)
      expect(report.collection.sentPerSecond).toBeGreaterThan(0)
      expect(report.freed.p99Ms).toBeGreaterThan(0)
      expect(renderTable(report)).toContain(`### ${dialect}`)
    } finally {
      await drop()
      for (const database of empty) await database.drop()
    }
  })
})
