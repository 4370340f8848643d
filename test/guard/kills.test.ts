import { expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { killWhileGuarded } from './kills.ts'

const KILLS = 2
const SEED = 20_261_122

/** A little of what `npm run proof` does at length. */
it.each(dialects)(
  'kill -9 while a guard is kept: the copy ends right, and each refusal is taken once, on %s',
  { timeout: 180_000 },
  async (dialect) => {
    const { url, drop } = await createDatabaseUrl(dialect)
    try {
      const { payments, orders, sold, refused, interrupted } = await killWhileGuarded(url, { kills: KILLS, seed: SEED })
      // Else nothing was interrupted, and this shows nothing.
      for (const count of [payments, orders, sold, refused, interrupted]) expect(count).toBeGreaterThan(0)
    } finally {
      await drop()
    }
  },
)
