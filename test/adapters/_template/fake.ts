import type { CustomerRecord, OrderRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { type FakeReply, type FakeRequest, startFakeServer } from '../../conformance/fake-server.ts'
import { type Book, DAY_MS, type FakeVendor, type VendorClock } from '../../conformance/vendor.ts'

const API_KEY = 'acme-key-4f1b2c'
const WEBHOOK_SECRET = 'acme-hook-9d0e7a'

/** A row as Acme keeps it, by its documentation; written without a look at the mapping. */
type Row = { id: string; changed_at: string } & Record<string, unknown>
type Shelf = Map<string, Row>

/** Acme 4 in small: lists by time of change, by id and by what is open, and takes patches of customers. */
export async function startAcme(clock: VendorClock): Promise<FakeVendor> {
  const shelves: Record<Stream, Shelf> = { customers: new Map(), receivables: new Map(), orders: new Map() }
  const stamp = (): string => clock.format(clock.now())

  const answer = (request: FakeRequest): FakeReply => {
    if (request.headers['x-api-key'] !== API_KEY) return { status: 401, body: { error: 'unknown key' } }
    if (request.path === '/api/status') return { body: { version: '4.2', company: 'Distribuidora Teste' } }
    const [, , stream = '', id] = request.path.split('/')
    const shelf = Object.hasOwn(shelves, stream) ? shelves[stream as Stream] : undefined
    if (!shelf) return { status: 404, body: { error: 'no such path' } }
    if (id === undefined) return { body: list([...shelf.values()], request.query, server.pageFault()) }
    const row = shelf.get(id)
    if (!row || request.method !== 'PATCH') return { status: 404, body: { error: 'no such customer' } }
    shelf.set(id, { ...row, ...request.json, changed_at: stamp() })
    return { body: shelf.get(id) }
  }
  const server = await startFakeServer(answer)

  const write = (stream: Stream, record: Book[Stream][number], changedAt: string): void => {
    const row = { ...toRow(record), changed_at: changedAt }
    shelves[stream].set(row.id, row)
  }
  const change = (stream: Stream, id: string, fields: object): void => {
    const row = shelves[stream].get(id)
    if (row) shelves[stream].set(id, { ...row, ...fields, changed_at: stamp() })
  }
  return {
    settings: {
      baseUrl: server.url,
      apiKey: new Secret(API_KEY),
      webhookSecret: new Secret(WEBHOOK_SECRET),
      timeoutMs: 400,
      pageSize: 10,
      requestsPerMinute: 600_000,
    },
    secrets: [API_KEY, WEBHOOK_SECRET],
    get calls() {
      return server.calls
    },
    seed: (book) => {
      for (const stream of ['customers', 'receivables', 'orders'] as const) {
        shelves[stream].clear()
        for (const record of book[stream]) write(stream, record, record.updatedAt ?? clock.format(clock.now() - DAY_MS))
      }
    },
    put: (stream, record) => write(stream, record, stamp()),
    remove: (stream, id) => shelves[stream].delete(id),
    corrupt: (stream, id) => change(stream, id, { state: 'in_limbo' }),
    misbehave: server.misbehave,
    markOf: (id) => {
      const row = shelves.customers.get(id)
      return row ? { sales_block: row['sales_block'] as boolean, block_note: row['block_note'] as string | null } : null
    },
    setMark: (id, mark) => change('customers', id, mark),
    close: server.close,
  }
}

const timeOf = (row: Row): number => Temporal.Instant.from(row.changed_at).epochMilliseconds

/** Sorted by time of change, then by id. `page` is the place after which to go on: it stays right while rows change. */
function list(all: readonly Row[], query: URLSearchParams, fault: 'repeat_page' | 'empty_page' | null): object {
  const sorted = [...all].sort((first, second) => timeOf(first) - timeOf(second) || (first.id < second.id ? -1 : 1))
  const wanted = query.getAll('id')
  const since = query.get('changed_since')
  const matching = sorted.filter(
    (row) =>
      (wanted.length === 0 || wanted.includes(row.id)) &&
      (since === null || timeOf(row) >= Temporal.Instant.from(since).epochMilliseconds) &&
      (query.get('open') !== 'true' || isOpen(row)),
  )
  const place = fault === 'repeat_page' ? null : query.get('page')
  const behind = place === null ? matching : matching.filter((row) => placeOf(row) > place)
  const rows = behind.slice(0, Number(query.get('limit')))
  const last = rows.at(-1)
  const next = last && behind.length > rows.length ? placeOf(last) : null
  const isSecond = place !== null && matching.length - behind.length === rows.length
  return { rows: fault === 'empty_page' && isSecond ? [] : rows, next }
}

const placeOf = (row: Row): string => `${String(timeOf(row)).padStart(15, '0')}~${row.id}`
const isOpen = (row: Row): boolean => !['paid', 'void', 'invoiced'].includes(String(row['state']))

function toRow(record: CustomerRecord | ReceivableRecord | OrderRecord): { id: string } & Record<string, unknown> {
  if ('dueOn' in record) return receivableOf(record)
  return 'id' in record ? orderOf(record) : customerOf(record)
}

const customerOf = (record: CustomerRecord) => ({
  id: record.externalId,
  legal_name: record.name,
  tax_id: record.document ?? null,
  credit_limit: record.limit?.mode === 'amount' ? Number(record.limit.amount) : record.limit ? 0 : null,
  email: record.email ?? null,
  city: record.city ?? null,
  state: record.state ?? null,
  is_active: record.active ?? true,
  sales_block: false,
  block_note: null,
})

const receivableOf = (record: ReceivableRecord) => {
  const isMemo = record.kind === 'credit_note'
  const isPartPaid = record.status === 'open' && record.openAmount !== record.amount
  const states: Record<string, string> = { open: isPartPaid ? 'part_paid' : 'open', paid: 'paid', cancelled: 'void' }
  return {
    id: record.externalId,
    customer_id: record.customer.externalId,
    type: isMemo ? 'credit_memo' : 'invoice',
    number: record.number ?? '',
    issued: `${record.issuedOn}T00:00:00`,
    due: `${record.dueOn}T00:00:00`,
    total: Number(record.amount) * (isMemo ? -1 : 1),
    balance: Number(record.openAmount) * (isMemo ? -1 : 1),
    state: states[record.status],
    settled: record.settledOn ?? null,
    currency: record.currency ?? 'BRL',
    rate: record.rate ?? null,
  }
}

const orderOf = (record: OrderRecord) => ({
  id: record.id,
  customer_id: record.customer.externalId,
  total: Number(record.amount),
  invoiced: Number(record.invoicedAmount ?? 0),
  state: { confirmed: 'sold', closed: 'invoiced', cancelled: 'void' }[record.status],
})
