import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { liveThrough } from './random-history.ts'

describe.each(dialects)('random histories on %s', (dialect) => {
  // Those above a hundred have found a message that had left and was taken for unsent.
  it.each(dialect === 'sqlite' ? [1, 2, 103, 114, 147, 152] : [1, 103, 114])(
    'never speak within the gap, outside the hours, after payment, in a pause, or past a step (seed %i)',
    async (seed) => {
      const { url, drop } = await createDatabaseUrl(dialect)
      try {
        const { sent, refusedByRule } = await liveThrough(url, { seed, days: 70 })
        expect(sent).toBeGreaterThan(5)
        expect(refusedByRule).toBeGreaterThanOrEqual(0)
      } finally {
        await drop()
      }
    },
    120_000,
  )
})
