import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { killWhileSending } from './kills.ts'

const TAKES_MS = 240_000
const KILLS = 2

describe.each(dialects)('kill -9 while messages are planned and sent, on %s', (dialect) => {
  it.each([
    ['a provider that honours our key delivers everything exactly once', true],
    ['with any other provider nothing is doubled, and what may be missing is shown', false],
  ])(
    '%s',
    async (_, honoursKey) => {
      const { url, drop } = await createDatabaseUrl(dialect)
      try {
        const { due, delivered, ambiguous } = await killWhileSending(url, { kills: KILLS, honoursKey, seed: 4 })
        expect(due).toBe(KILLS * 60)
        expect(delivered + ambiguous).toBeGreaterThanOrEqual(due)
      } finally {
        await drop()
      }
    },
    TAKES_MS,
  )
})
