import { describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { killInTraffic, killWhileMigrating } from './kills.ts'

const KILLS = 3
const TAKES_MS = 120_000

describe.each(dialects)('kill -9 on %s', (dialect) => {
  it(
    'in the middle of traffic loses nothing that was acknowledged and counts nothing twice',
    async () => {
      const { url, drop } = await createDatabaseUrl(dialect)
      try {
        const { approved, unanswered } = await killInTraffic(url, KILLS, 7)
        expect(approved).toBeGreaterThan(KILLS)
        expect(unanswered).toBeGreaterThanOrEqual(KILLS)
      } finally {
        await drop()
      }
    },
    TAKES_MS,
  )

  it(
    'while the schema is made leaves a database that the next start completes',
    async () => {
      const { url, drop } = await createDatabaseUrl(dialect)
      try {
        await killWhileMigrating(url, [500, 700, 800, 900])
      } finally {
        await drop()
      }
    },
    TAKES_MS,
  )
})
