import { rm } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { adapters } from '../../src/registry.ts'
import type { CreditMark, CustomerRecord } from '../../src/sync/contract.ts'
import { subject as bling } from '../adapters/bling/subject.ts'
import { subject as contaAzul } from '../adapters/conta-azul/subject.ts'
import { subject as dolibarr } from '../adapters/dolibarr/subject.ts'
import { subject as erpnext } from '../adapters/erpnext/subject.ts'
import { olderSubject as odoo17, subject as odoo19 } from '../adapters/odoo/subject.ts'
import { subject as omie } from '../adapters/omie/subject.ts'
import { subject as sapB1, newerSubject as sapB1Newer } from '../adapters/sap-b1/subject.ts'
import { subject as protheus, winthorSubject as winthor } from '../adapters/sql/subject.ts'
import { createVendorClock } from '../conformance/link.ts'
import type { FakeVendor, Subject } from '../conformance/vendor.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { createErpFolder, recordsOf, SOURCE } from './erp-file.ts'

const SUBJECTS: readonly Subject[] = [
  bling,
  contaAzul,
  dolibarr,
  erpnext,
  odoo19,
  odoo17,
  omie,
  sapB1,
  sapB1Newer,
  protheus,
  winthor,
]
const NOW = '2026-11-23T10:00:00-03:00'

it('every registered adapter is here', () => {
  const tested = new Set(SUBJECTS.map(({ adapter }) => adapter.id))
  expect([...tested].sort()).toEqual(adapters.map(({ id }) => id).sort())
})

describe.each(dialects)('the whole way from an ERP to an answer and back, on %s', (dialect) => {
  const closers: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  const open = async (subject: Subject) => {
    const vendor = await subject.startVendor(createVendorClock(NOW))
    closers.push(() => vendor.close())
    const database = await createDatabaseUrl(dialect)
    closers.push(() => database.drop())
    const start = async (): Promise<Program> => {
      const { folder, environment } = await createErpFolder(subject, vendor)
      closers.push(() => rm(folder, { recursive: true, force: true }))
      const program = await startProgram({
        ...{ url: database.url, configFolder: folder, now: NOW, environment },
        // Omie has the same question wait for a minute.
        composition: { pace: { now: createVendorClock(NOW).now, random: () => 0.5, sleep: async () => {} } },
      })
      closers.push(() => program.stop())
      return program
    }
    return { vendor, start }
  }

  it.each(SUBJECTS.map((subject) => [subject.adapter.title, subject] as const))('%s', async (_title, subject) => {
    const { vendor, start } = await open(subject)
    const { customer, title } = recordsOf(subject)
    vendor.seed({ customers: [customer], receivables: [title], orders: [] })
    const free = markOf(vendor, customer)
    const program = await start()
    const credit = async () => (await program.call('GET', `/v1/customers/${SOURCE}/${customer.externalId}/credit`)).body
    // The oldest: who turned out to be blocked is written by a run of its own.
    const first = async () => (await program.call('GET', '/v1/syncs')).body.syncs.at(-1)
    await expect.poll(async () => String((await first())?.state), { timeout: 20_000 }).toMatch(/done|failed/)
    expect(await first()).toMatchObject({ state: 'done', message: null })
    expect(await credit()).toMatchObject({ blocked: true, exposure: { open: '120.50', overdue: '120.50' } })
    const order = { id: 'P1', amount: '10.00' }
    const ask = { source: SOURCE, mode: 'check', customer: { externalId: customer.externalId }, order }
    expect((await program.call('POST', '/v1/credit-checks', ask)).body.decision).toBe('blocked')
    expect(markOf(vendor, customer)).not.toEqual(vendor.markOf ? free : 'no mark')

    vendor.put('receivables', { ...title, openAmount: '0.00', status: 'paid', settledOn: '2026-11-23' })
    const again = await program.call('POST', '/v1/syncs', { source: SOURCE, kind: 'nightly' })
    const { id } = again.body
    await expect
      .poll(async () => (await program.call('GET', `/v1/syncs/${id}`)).body.state, { timeout: 20_000 })
      .toBe('done')
    expect(await credit()).toMatchObject({ blocked: false, status: 'normal', exposure: { open: '0.00' } })
    expect(markOf(vendor, customer)).toEqual(free)
    expect((await program.call('POST', '/v1/positions/verify')).body.drift).toEqual([])
    expect((await program.call('GET', `/v1/sources/${SOURCE}/quarantine`)).body.records).toEqual([])
    expect((await program.call('GET', '/metrics')).body).toContain(`fiado_sync_seconds_count{source="${SOURCE}"`)
    expect((await program.call('GET', '/readyz')).body.sources).toMatchObject([{ source: SOURCE, ageSeconds: 0 }])
    const check = await program.call('POST', `/v1/sources/${SOURCE}/connection-check`)
    expect(check.body).toMatchObject({ ok: true })
    await program.stop()
    closers.pop()
  })
})

const markOf = (vendor: FakeVendor, { externalId }: CustomerRecord): CreditMark | null | 'no mark' =>
  vendor.markOf ? vendor.markOf(externalId) : 'no mark'
