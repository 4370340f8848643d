import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErpSession } from '../../../src/sync/contract.ts'
import { createVendorClock } from '../../conformance/link.ts'
import type { FakeDolibarr } from './fake.ts'
import { idsOf, openOn, pagesOf, startOwn } from './own-erp.ts'
import { ownSet } from './own-set.ts'
import { Replica } from './replica.ts'

const { signal } = new AbortController()
const clock = createVendorClock(ownSet.before.at)
let vendor: FakeDolibarr

beforeEach(async () => {
  vendor = await startOwn(clock)
})
afterEach(() => vendor.close())

const open = (changes: Readonly<Record<string, unknown>> = {}): ErpSession => openOn(vendor, clock, changes)

describe('available credits', () => {
  it('are listed with what is open, by customer', async () => {
    const pages = await pagesOf(open().listOpen?.('receivables', signal))
    const credits = pages
      .flatMap(({ records }) => records)
      .filter((record) => !('id' in record) && /^discount/.test(record.externalId))
    expect(credits).toEqual([
      {
        externalId: 'discount-4-2',
        customer: { externalId: '4' },
        kind: 'credit_note',
        number: 'IN2610-12',
        issuedOn: '2026-10-01',
        dueOn: '2026-10-01',
        amount: '450.00',
        openAmount: '450.00',
        status: 'open',
      },
    ])
    expect(await idsOf(open({ convertedCredits: false }).listOpen?.('receivables', signal))).not.toContain(
      'discount-4-2',
    )
  })

  it('are advances where they come from deposits, and bad where their invoice cannot be seen', async () => {
    Object.assign(vendor.erp.state.discounts[2] ?? {}, { fk_facture: null })
    Object.assign(vendor.erp.state.discounts[1] ?? {}, { fk_facture_source: '9999' })
    const pages = await pagesOf(open().listOpen?.('receivables', signal))
    const [advance] = pages
      .flatMap(({ records }) => records)
      .filter((record) => 'externalId' in record && record.externalId === 'discount-8-3')
    expect(advance).toMatchObject({ kind: 'advance', openAmount: '500.00', customer: { externalId: '8' } })
    expect(pages.flatMap(({ bad = [] }) => bad)).toMatchObject([
      { externalId: 'discount-4-2', errors: [{ path: 'fk_facture_source' }] },
    ])
  })

  it('are read by id: free, used, gone', async () => {
    const ids = ['discount-4-2', 'discount-3-1', 'discount-3-77', 'discount-999-1', 'something-else', '1']
    const { records, missing } = (await open().read?.('receivables', ids, signal)) ?? expect.fail('read is missing')
    expect(records).toMatchObject([
      { externalId: '1', openAmount: '111.11' },
      { externalId: 'discount-4-2', status: 'open', openAmount: '450.00' },
      { externalId: 'discount-3-1', status: 'paid', amount: '1200.00', openAmount: '0.00' },
    ])
    expect([...missing].sort()).toEqual(['discount-3-77', 'discount-999-1', 'something-else'])
  })
})

describe('what was paid too much', () => {
  it('is an advance while its invoice is open, and a credit of its own after that', async () => {
    const replica = new Replica(vendor, clock)
    await replica.run()
    const { records } = replica
    expect(records.receivables.get('22')).toMatchObject({ kind: 'advance', openAmount: '20.00' })
    const changed = { statut: '2', status: '2', paye: '1', date_modification: Date.parse(ownSet.before.at) / 1_000 }
    Object.assign(vendor.erp.state.invoices.find(({ id }) => id === '22') ?? {}, changed)
    const credit = { ...vendor.erp.state.discounts[0], rowid: '9', fk_soc: '7', fk_facture_source: '22', factype: '0' }
    const free = { ...credit, amount_ttc: '20.00000000', fk_facture: null, description: '(EXCESS RECEIVED)' }
    vendor.erp.state.discounts.push(free)
    await replica.run()
    expect(records.receivables.get('22')).toMatchObject({ kind: 'invoice', status: 'paid', openAmount: '0.00' })
    expect(records.receivables.get('discount-7-9')).toMatchObject({ kind: 'advance', openAmount: '20.00' })
    Object.assign(free, { fk_facture: '24' })
    await replica.run()
    expect(records.receivables.get('discount-7-9')).toMatchObject({ status: 'paid', openAmount: '0.00' })
  })
})

describe('what changes without a time of change', () => {
  it('is seen by the list of what is open and nothing else', async () => {
    const replica = new Replica(vendor, clock)
    await replica.run()
    vendor.erp.state = structuredClone(ownSet.after.state)
    const cursor = JSON.stringify({ since: Date.parse(ownSet.before.at) })
    const byTime = await idsOf(open().pull('receivables', cursor, signal))
    expect(byTime).toEqual(['2', '5', '14'])
    await replica.run()
    const rest = (id: string) => (replica.records.receivables.get(id) as { openAmount: string }).openAmount
    expect(['3', '9', '11', '16'].map(rest)).toEqual(['183.33', '1700.00', '1550.00', '7000.00'])
    expect(['discount-4-2', 'discount-5-4'].map(rest)).toEqual(['0.00', '600.00'])
    expect(replica.missing.sort()).toEqual(['11', '28', '3'])
  })
})
