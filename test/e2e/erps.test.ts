import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { adapters } from '../../src/registry.ts'
import type { CreditMark, CustomerRecord, ReceivableRecord } from '../../src/sync/contract.ts'
import { Secret } from '../../src/sync/secret.ts'
import { subject as bling } from '../adapters/bling/subject.ts'
import { subject as contaAzul } from '../adapters/conta-azul/subject.ts'
import { subject as dolibarr } from '../adapters/dolibarr/subject.ts'
import { subject as erpnext } from '../adapters/erpnext/subject.ts'
import { olderSubject as odoo17, subject as odoo19 } from '../adapters/odoo/subject.ts'
import { createVendorClock } from '../conformance/link.ts'
import type { FakeVendor, Subject } from '../conformance/vendor.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'

const SUBJECTS: readonly Subject[] = [bling, contaAzul, dolibarr, erpnext, odoo19, odoo17]
const SOURCE = 'erp-matriz'
const NOW = '2026-11-23T10:00:00-03:00'

it('every registered adapter is here', () => {
  const tested = new Set(SUBJECTS.map(({ adapter }) => adapter.id))
  expect([...tested].sort()).toEqual(adapters.map(({ id }) => id).sort())
})

/** The settings of a fake as they stand in a source file, and the environment that holds their secrets. */
function fileOf(settings: Readonly<Record<string, unknown>>): { file: object; environment: Record<string, string> } {
  const environment: Record<string, string> = {}
  const entries = Object.entries(settings).map(([key, value]) => {
    if (!(value instanceof Secret)) return [key, value]
    environment[`ERP_${key}`] = value.reveal()
    return [key, { env: `ERP_${key}` }]
  })
  return { file: Object.fromEntries(entries), environment }
}

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
    const folder = await mkdtemp(join(tmpdir(), 'fiado-erp-'))
    closers.push(() => rm(folder, { recursive: true, force: true }))
    const start = async (): Promise<Program> => {
      const { file, environment } = fileOf(vendor.settings)
      const source = {
        adapter: subject.adapter.id,
        settings: file,
        schedule: { changes: '0 0 29 2 *', nightly: '0 0 29 2 *' },
        ...(subject.adapter.capabilities.writeBack ? { writeBack: { mode: 'on' } } : {}),
      }
      await mkdir(join(folder, 'sources'), { recursive: true })
      await mkdir(join(folder, 'policies'), { recursive: true })
      await writeFile(join(folder, 'policies/default.yaml'), 'name: default\ndefaultLimit: { mode: unlimited }\n')
      await writeFile(join(folder, 'sources', `${SOURCE}.yaml`), stringify(source))
      const program = await startProgram({ url: database.url, configFolder: folder, now: NOW, environment })
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
    const runs = async () => (await program.call('GET', '/v1/syncs')).body.syncs
    await expect.poll(async () => String((await runs())[0]?.state), { timeout: 20_000 }).toMatch(/done|failed/)
    expect((await runs())[0]).toMatchObject({ state: 'done', message: null })
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

function recordsOf({ idOf }: Subject): { customer: CustomerRecord; title: ReceivableRecord } {
  const externalId = idOf('customers', 1)
  const limit = { mode: 'amount' as const, amount: '1000.00' }
  return {
    customer: { externalId, name: 'Padaria Central Ltda', limit },
    title: {
      externalId: idOf('receivables', 1),
      customer: { externalId },
      kind: 'invoice',
      number: '20001',
      issuedOn: '2026-11-02',
      dueOn: '2026-11-10',
      amount: '120.50',
      openAmount: '120.50',
      status: 'open',
    },
  }
}
