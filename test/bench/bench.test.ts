import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { measureInsertions, measureSellable } from './guard.ts'
import { type BenchSize, bench } from './main.ts'
import { renderTable, tellInsertions, tellSellable } from './table.ts'

/** Small, but every step of the real run: load, ingest pair, servers, load on each pair. Figures are not judged here. */
const SMALL: BenchSize = {
  accounts: 200,
  receivables: 2_000,
  deepCustomers: [10, 500],
  ingested: 1_000,
  sends: 50,
  freed: { waiting: 20, payments: 10 },
  guard: { customers: 200, insertions: { rounds: 2, seconds: 0.2, sessions: [4, 1] }, payments: 5 },
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

it('the bench measures what a guard costs an insert', { timeout: 120_000 }, async () => {
  const found = await measureInsertions(SMALL.guard)
  expect(found.map(({ sessions }) => sessions)).toEqual([4, 1])
  for (const { ratio, leastRatio, guardedMs, bareMs } of found) {
    expect(Math.min(ratio.median, leastRatio.median)).toBeGreaterThan(0)
    expect(Math.min(guardedMs, bareMs)).toBeGreaterThan(0)
  }
  expect(tellInsertions(found)).toContain('≤ 1.10')
})

it('the bench measures from a payment to a sale in the ERP', { timeout: 120_000 }, async () => {
  const { url, drop } = await createDatabaseUrl('sqlite')
  try {
    const figures = await measureSellable(url, SMALL.guard)
    expect(figures.p50Ms).toBeGreaterThan(0)
    expect(figures.maxMs).toBeGreaterThanOrEqual(figures.p99Ms)
    expect(tellSellable(figures)).toContain('5 times, 200 customers')
  } finally {
    await drop()
  }
})
