import { afterEach, describe, expect, it, vi } from 'vitest'
import { acme } from '../../adapters/erp/_template/index.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { startAcme } from '../adapters/_template/fake.ts'
import { createVendorClock } from '../conformance/link.ts'
import type { FakeVendor, Misbehaviour } from '../conformance/vendor.ts'
import { dialects } from '../harness/databases.ts'
import { openSyncBusiness, type SyncBusiness } from './business.ts'

const START = Date.parse('2026-11-23T10:00:00-03:00')
const MINUTE = 60_000
const TITLES = 80
const TAKES_MS = 60_000

const POLICY = `name: default
maxDataAge: PT30M
stale: { mode: closed }
`

/** What the ERP does in each ten minutes of its bad hour. */
const HOUR: readonly { name: string; how: Misbehaviour | 'lies' }[] = [
  { name: 'down', how: { kind: 'status', status: 502 } },
  { name: 'slow', how: { kind: 'silent' } },
  { name: 'throttling', how: { kind: 'status', status: 429, retryAfterS: 300 } },
  { name: 'showing its login page', how: { kind: 'html' } },
  { name: 'going in circles', how: { kind: 'repeat_page' } },
  { name: 'listing nothing any more', how: 'lies' },
]

describe.each(dialects)('an hour without a usable ERP, on %s', (dialect) => {
  let business: SyncBusiness | null = null
  let vendor: FakeVendor | null = null
  afterEach(async () => {
    vi.useRealTimers()
    await business?.close()
    await vendor?.close()
    business = null
  })

  it(
    'checks are answered with the age of what is known, the policy rules, and it heals by itself',
    async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: START })
      const clock = createVendorClock()
      vendor = await startAcme(clock)
      const book = {
        customers: [
          { externalId: 'C1', name: 'Padaria Central', limit: { mode: 'amount' as const, amount: '9000.00' } },
        ],
        receivables: Array.from({ length: TITLES }, (_, n) => ({
          externalId: `T${n}`,
          customer: { externalId: 'C1' },
          kind: 'invoice' as const,
          number: `NF ${n}`,
          issuedOn: '2026-11-01',
          dueOn: '2026-12-10',
          amount: '10.00',
          openAmount: '10.00',
          status: 'open' as const,
        })),
        orders: [],
      }
      vendor.seed(book)
      const { baseUrl } = vendor.settings as { baseUrl: string }
      business = await openSyncBusiness(
        dialect,
        { adapter: acme },
        {
          adapter: 'acme',
          now: undefined,
          policy: POLICY,
          // By night runs alone: only those would see that all has vanished.
          schedule: 'changes: "0 0 29 2 *", nightly: "* * * * * *"',
          source: `settings: { baseUrl: "${baseUrl}", apiKey: { env: ACME }, timeoutMs: 200, pageSize: 10, requestsPerMinute: 600000 }`,
          environment: { ACME: 'acme-key-4f1b2c' },
          composition: {
            pace: { now: createClock('America/Sao_Paulo').now, random: () => 0.5, sleep: async () => {} },
          },
        },
      )
      const { program } = business
      const ask = async () => {
        const order = { id: 'P1', amount: '100.00' }
        const body = { source: 'memory-main', mode: 'check', customer: { externalId: 'C1' }, order }
        const answer = await program.call('POST', '/v1/credit-checks', body)
        expect(answer.status).toBe(200)
        return answer.body
      }
      const state = async () => (await program.call('GET', '/v1/sources')).body.sources[0]
      const waitFor = (what: () => Promise<boolean>) => expect.poll(what, { timeout: 12_000, interval: 50 }).toBe(true)
      await waitFor(async () => (await state()).lastNightlyAt !== null)
      expect(await ask()).toMatchObject({ decision: 'approved', exposure: { open: '800.00' } })

      const known = (await ask()).dataAsOf
      const minutesOf = (instant: string): number => Math.round((Date.parse(instant) - START) / MINUTE)
      expect(minutesOf(known)).toBe(0)
      for (const [turn, { how }] of HOUR.entries()) {
        if (how === 'lies') vendor.seed({ customers: [], receivables: [], orders: [] })
        else vendor.misbehave(how)
        if (turn === HOUR.length - 1) vendor.misbehave(null)
        const { lastStartedAt } = await state()
        vi.setSystemTime(START + (turn + 1) * 10 * MINUTE)
        await waitFor(async () => {
          const { lastStartedAt: latest, isRunning, failures } = await state()
          return latest !== lastStartedAt && !isRunning && failures > 0
        })
        const answer = await ask()
        expect(minutesOf(answer.dataAsOf)).toBe(0)
        expect(answer.exposure.open).toBe('800.00')
        expect(answer.decision, JSON.stringify([turn, answer.dataAsOf, answer.reasons])).toBe(
          turn < 3 ? 'approved' : 'blocked',
        )
        expect(answer.reasons.map(({ code }: { code: string }) => code)).toEqual(turn < 3 ? [] : ['stale_data'])
      }

      vendor.seed({ ...book, receivables: book.receivables.slice(1) })
      vi.setSystemTime(START + 80 * MINUTE)
      await waitFor(async () => (await state()).failures === 0)
      await waitFor(async () => (await ask()).exposure.open === '790.00')
      const healed = await ask()
      expect(healed.decision).toBe('approved')
      expect(minutesOf(healed.dataAsOf)).toBe(80)
      expect((await program.call('POST', '/v1/positions/verify')).body.drift).toEqual([])
    },
    TAKES_MS,
  )
})
