import type { CustomerRecord, OrderRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { startFakeServer } from '../../conformance/fake-server.ts'
import { DAY_MS, type FakeVendor, type VendorClock } from '../../conformance/vendor.ts'
import { Erp, type ErpUser, type Resource } from './erp.ts'
import type { Row } from './filters.ts'
import { invoiceOf, orderOf, thirdPartyOf, ZONE } from './vendor-rows.ts'

const KEY = 'a1b2c3d4e5f6the-key-of-the-sync-user'

const all: ErpUser = { reads: true, seesAll: true, writes: true, readsItself: true }

/** Keys of users who may do less than the one in the settings. */
export const KEYS = {
  noRights: 'key-of-a-user-without-rights',
  seesNoCustomer: 'key-of-a-user-who-sees-no-customer',
  seesNobodyNorItself: 'key-of-a-user-who-sees-nobody-nor-itself',
  readsOnly: 'key-of-a-user-who-only-reads',
} as const

const USERS: Readonly<Record<string, ErpUser>> = {
  [KEY]: all,
  [KEYS.noRights]: { reads: false, seesAll: false, writes: false, readsItself: false },
  [KEYS.seesNoCustomer]: { ...all, seesAll: false },
  [KEYS.seesNobodyNorItself]: { ...all, seesAll: false, readsItself: false },
  [KEYS.readsOnly]: { reads: true, seesAll: true, writes: false, readsItself: false },
}

export interface FakeDolibarr extends FakeVendor {
  readonly erp: Erp
}

const RESOURCES: Readonly<Record<Stream, Resource>> = {
  customers: 'thirdparties',
  receivables: 'invoices',
  orders: 'orders',
}

export async function startDolibarr(clock: VendorClock): Promise<FakeDolibarr> {
  const nowSeconds = (): number => Math.floor(clock.now() / 1_000)
  const erp = new Erp(ZONE, USERS, nowSeconds)
  const server = await startFakeServer((request) => erp.answer(request, server.pageFault()))
  const find = (stream: Stream, id: string): Row | undefined =>
    erp.state[RESOURCES[stream]].find((row) => row['id'] === id)

  const store = (stream: Stream, row: Row): void => {
    const rows = erp.state[RESOURCES[stream]]
    const at = rows.findIndex(({ id }) => id === row['id'])
    if (at === -1) rows.push(row)
    else rows[at] = { ...row, status: stream === 'customers' ? rows[at]?.['status'] : row['status'] }
  }

  return {
    erp,
    settings: {
      baseUrl: server.url,
      apiKey: new Secret(KEY),
      pageSize: 10,
      requestsPerMinute: 600_000,
      parallel: 8,
      timeoutMs: 400,
    },
    secrets: [KEY],
    get calls() {
      return server.calls
    },
    seed: (book) => {
      const at = ({ updatedAt }: { updatedAt?: string | null | undefined }): number =>
        updatedAt ? Math.floor(Date.parse(updatedAt) / 1_000) : nowSeconds() - DAY_MS / 1_000
      erp.state = {
        thirdparties: book.customers.map((record) => thirdPartyOf(record, at(record))),
        invoices: book.receivables.map((record) => invoiceOf(record, at(record))),
        orders: book.orders.map((record) => orderOf(record, at(record))),
        discounts: [],
      }
    },
    put: (stream, record) => store(stream, rowOf(stream, record, nowSeconds())),
    remove: (stream, externalId) => {
      const name = RESOURCES[stream]
      erp.state[name] = erp.state[name].filter(({ id }) => id !== externalId)
    },
    corrupt: (stream, externalId) => {
      const row = find(stream, externalId)
      if (row) Object.assign(row, { statut: '8', status: '8', date_modification: nowSeconds() })
    },
    misbehave: server.misbehave,
    markOf: (customerExternalId) => {
      const row = find('customers', customerExternalId)
      return row ? { status: String(row['status']) } : null
    },
    setMark: (customerExternalId, mark) => {
      const row = find('customers', customerExternalId)
      if (row) Object.assign(row, mark, { date_modification: nowSeconds() })
    },
    close: server.close,
  }
}

function rowOf(stream: Stream, record: CustomerRecord | ReceivableRecord | OrderRecord, modifiedAt: number): Row {
  if (stream === 'customers') return thirdPartyOf(record as CustomerRecord, modifiedAt)
  if (stream === 'orders') return orderOf(record as OrderRecord, modifiedAt)
  return invoiceOf(record as ReceivableRecord, modifiedAt)
}
