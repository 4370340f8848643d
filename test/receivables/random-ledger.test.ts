import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { runRandomLedger } from './random-ledger.ts'

const OPERATIONS = 400
const SEEDS = { sqlite: 20_261_121, mariadb: 20_261_122 }

describe.each(dialects)('a random ledger on %s', (dialect) => {
  it(`has the exposure that the contract says after each of ${OPERATIONS} operations`, {
    timeout: 180_000,
  }, async () => {
    const { url, drop } = await createDatabaseUrl(dialect)
    try {
      const result = await runRandomLedger({ url, operations: OPERATIONS, seed: SEEDS[dialect] })
      expect(result.mismatches).toEqual([])
      expect(result.operations).toBe(OPERATIONS)
      expect(result.verifications).toBeGreaterThanOrEqual(OPERATIONS / 50)
      expect(result.comparisons).toBeGreaterThan(OPERATIONS)
      for (const kind of ['customers', 'receivables', 'orders', 'reserve', 'confirm', 'cancel', 'snapshot', 'time'])
        expect(result.done[kind], kind).toBeGreaterThan(5)
    } finally {
      await drop()
    }
  })
})
