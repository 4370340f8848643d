import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { SyncError } from '../../src/sync/errors.ts'
import { dialects } from '../harness/databases.ts'
import { MemoryVendor } from '../sync/memory-vendor.ts'
import { type CollectionBusiness, openCollectionBusiness, sampleCustomer, sampleReceivable } from './business.ts'
import { createMemoryProvider, type MemoryProvider } from './memory-channel.ts'

const NOON = '2026-11-23T12:00:00-03:00'
const NEVER = '0 0 29 2 *'

describe.each(dialects)('before a message leaves, on %s', (dialect) => {
  let business: CollectionBusiness
  let provider: MemoryProvider
  let vendor: MemoryVendor
  afterEach(() => business.close())

  /** An ERP called `erp` that is read by an adapter; what it has is read when the program starts. */
  const open = async (): Promise<void> => {
    provider = createMemoryProvider(false)
    vendor = new MemoryVendor()
    vendor.put('customers', sampleCustomer({}) as never)
    vendor.put('receivables', sampleReceivable({}) as never)
    business = await openCollectionBusiness(dialect, {
      channels: [provider.adapter],
      settingsOf: { composition: { adapters: [vendor.adapter] } },
    })
    await mkdir(join(business.folder, 'sources'))
    await writeFile(
      join(business.folder, 'sources/erp.yaml'),
      `adapter: memory\nschedule: { changes: "${NEVER}", nightly: "${NEVER}" }\n`,
    )
    await business.at(NOON)
    for (let poll = 0; poll < 500; poll++) {
      const { body } = await business.program().call('GET', '/v1/sources')
      if (body.sources[0].lastDoneAt !== null && !body.sources[0].isRunning) break
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await business.plan()
    expect(await business.messages()).toHaveLength(1)
    vendor.asked.length = 0
  }

  test('its titles are read again from the ERP: who paid there meanwhile is not charged', async () => {
    await open()
    vendor.put(
      'receivables',
      sampleReceivable({ openAmount: '0.00', status: 'paid', settledOn: '2026-11-23' }) as never,
    )
    await business.send()
    expect(vendor.asked).toEqual(['read receivables 1'])
    expect(provider.delivered).toEqual([])
    expect(await business.messages('cancelled')).toMatchObject([{ reason: 'settled' }])
  })

  test('so is every other title that the message would list, not only the one that made it due', async () => {
    await open()
    await business.send()
    expect(provider.delivered[0]?.facts).toMatchObject({ totals: { overdue: { principal: '500.00' } } })
    // T-1 was told of on Monday; on Friday T-2 is what makes the message due.
    vendor.put('receivables', sampleReceivable({ externalId: 'T-2', dueOn: '2026-11-18' }) as never)
    await business.at('2026-11-27T12:00:00-03:00')
    await business.program().call('POST', '/v1/syncs', { source: 'erp', kind: 'changes' })
    const isRunning = async () => (await business.program().call('GET', '/v1/sources')).body.sources[0].isRunning
    await expect.poll(isRunning).toBe(false)
    await business.plan()
    expect(await business.messages()).toHaveLength(1)
    vendor.put(
      'receivables',
      sampleReceivable({ openAmount: '0.00', status: 'paid', settledOn: '2026-11-27' }) as never,
    )
    vendor.asked.length = 0
    await business.send()
    expect(vendor.asked).toEqual(['read receivables 2'])
    expect(provider.delivered[1]?.facts).toMatchObject({
      overdue: [{ dueOn: '2026-11-18' }],
      totals: { overdue: { principal: '500.00' } },
    })
  })

  test('who has paid a part is charged the rest', async () => {
    await open()
    vendor.put('receivables', sampleReceivable({ openAmount: '120.00' }) as never)
    await business.send()
    expect(provider.delivered[0]?.facts).toMatchObject({ totals: { overdue: { principal: '120.00' } } })
  })

  test('while somebody else reads the ERP, it waits for the next time, and nothing is put off', async () => {
    await open()
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    vendor.onAsk = () => held
    const { status } = await business.program().call('POST', '/v1/syncs', { source: 'erp', kind: 'changes' })
    expect(status).toBe(202)
    await business.send()
    release()
    expect(await business.messages()).toMatchObject([{ reason: null }])
    await expect
      .poll(async () => (await business.program().call('GET', '/v1/sources')).body.sources[0].isRunning)
      .toBe(false)
    await business.send()
    expect(provider.delivered).toHaveLength(1)
  })

  test('an ERP that is being read makes the customers of no other one wait', async () => {
    await open()
    // As many as one wave takes, and due before everybody else.
    const ids = Array.from({ length: 70 }, (_, index) => `b${index}`)
    const put = (source: string, kind: string, records: readonly object[]) =>
      business.program().call('PUT', `/v1/sources/${source}/${kind}`, { [kind]: records })
    await put(
      'erp',
      'customers',
      ids.map((externalId) => sampleCustomer({ externalId, document: null })),
    )
    await put(
      'erp',
      'receivables',
      ids.map((externalId) => sampleReceivable({ externalId: `t-${externalId}`, customer: { externalId } })),
    )
    await put('other', 'customers', [sampleCustomer({ document: null, whatsapp: '+55 11 91234-5678' })])
    await put('other', 'receivables', [sampleReceivable({})])
    await business.plan()
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    vendor.onAsk = () => held
    await business.program().call('POST', '/v1/syncs', { source: 'erp', kind: 'changes' })
    await business.send()
    release()
    expect(provider.delivered.map(({ recipient }) => recipient)).toEqual(['+5511912345678'])
  })

  test('while the ERP does not answer, it waits', async () => {
    await open()
    vendor.onAsk = () => {
      throw new SyncError('unavailable', 'the ERP is away')
    }
    await business.send()
    expect(provider.delivered).toEqual([])
    expect(await business.messages()).toMatchObject([{ reason: 'erp_unavailable', dueAt: '2026-11-23T12:10:00-03:00' }])
    vendor.onAsk = () => undefined
    await business.at('2026-11-23T12:10:00-03:00')
    await business.send()
    expect(provider.delivered).toHaveLength(1)
  })
})
