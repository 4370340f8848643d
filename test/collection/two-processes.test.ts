import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createDatabaseUrl } from '../harness/databases.ts'
import { startProcess } from '../harness/process.ts'
import { sampleCustomer, sampleReceivable } from './business.ts'
import { daysFromNow, writeCollectionConfig } from './config-folder.ts'
import { startProvider } from './provider.ts'

const PROGRAM = join(import.meta.dirname, 'provider-program.ts')
const CUSTOMERS = 120
const TAKES_MS = 180_000

it(
  'two processes on one MariaDB with the same schedule make one plan each second, and send each message once',
  async () => {
    const { url, drop } = await createDatabaseUrl('mariadb')
    // It knows no keys: whatever was sent twice was heard twice.
    const provider = await startProvider(false, () => 3)
    const plansAt = '* * * * * *'
    const folder = await writeCollectionConfig({ providerUrl: provider.url, plansAt, hours: '00:00-24:00' })
    const environment = { FIADO_CONFIG: folder, FIADO_LOG_LEVEL: 'fatal' }
    const first = await startProcess({ url, environment, main: PROGRAM })
    const second = await startProcess({ url, environment, main: PROGRAM })
    try {
      const places = Array.from({ length: CUSTOMERS }, (_, place) => String(place))
      const customers = places.map((externalId) =>
        sampleCustomer({ externalId, document: null, whatsapp: null, email: `c${externalId}@cliente.example.com` }),
      )
      const receivables = places.map((externalId) =>
        sampleReceivable({
          ...{ externalId: `T-${externalId}`, customer: { externalId } },
          ...{ issuedOn: daysFromNow(-40), dueOn: daysFromNow(-8) },
        }),
      )
      expect((await first.call('PUT', '/v1/sources/erp/customers', { customers })).body.rejected).toEqual([])
      expect((await first.call('PUT', '/v1/sources/erp/receivables', { receivables })).body.rejected).toEqual([])
      await expect.poll(() => provider.delivered.size, { timeout: 100_000, interval: 100 }).toBe(CUSTOMERS)
      await new Promise((resolve) => setTimeout(resolve, 2_500))
      expect([...provider.delivered.values()].filter((times) => times !== 1)).toEqual([])
      const { body } = await second.call('GET', '/v1/jobs/plan-collection/runs')
      const times = body.runs.map(({ dueAt }: { dueAt: string }) => dueAt)
      expect(times.length).toBeGreaterThan(2)
      expect(new Set(times).size).toBe(times.length)
      const planned = body.runs.map(({ counts }: { counts: { messages: number } | null }) => counts?.messages ?? 0)
      expect(planned.reduce((sum: number, count: number) => sum + count, 0)).toBe(CUSTOMERS)
    } finally {
      await Promise.all([first.kill('SIGTERM'), second.kill('SIGTERM')])
      await provider.close()
      await rm(folder, { recursive: true, force: true })
      await drop()
    }
  },
  TAKES_MS,
)
