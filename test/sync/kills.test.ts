import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { killWhilePulling } from './kills.ts'

const TAKES_MS = 240_000

describe.each(dialects)('kill -9 while an ERP is read, on %s', (dialect) => {
  it(
    'leaves exactly what the ERP has once it was read to its end',
    async () => {
      const { url, drop } = await createDatabaseUrl(dialect)
      try {
        const { interrupted, pages } = await killWhilePulling(url, { titles: 5_000, kills: 2, seed: 11 })
        expect(interrupted).toBeGreaterThan(0)
        expect(pages).toBeGreaterThan(5_000 / 250)
      } finally {
        await drop()
      }
    },
    TAKES_MS,
  )
})
