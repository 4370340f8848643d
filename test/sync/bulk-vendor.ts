import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Acme with any number of titles, made as they are asked for: what a first sync of a large company meets. */
export interface BulkVendor {
  readonly url: string
  /** How many pages of titles were served. */
  readonly pages: number
  /** Pays or changes a title, as of now. */
  change(index: number, balanceCents: number): void
  /** What each title owes, in cents, by id. */
  balances(): Map<string, bigint>
  close(): Promise<void>
}

export interface BulkSize {
  readonly titles: number
  readonly customers: number
  /** How long each answer takes, so that a run can be caught in the middle. */
  readonly delayMs?: number
}

export const BULK_KEY = 'bulk-key-0123456789'

const START = Date.parse('2026-01-02T03:00:00Z')
const ROWS_PER_SECOND = 1_000
const CHANGES_START = Date.parse('2026-11-01T00:00:00Z')
const DAY_MS = 86_400_000

const titleId = (index: number): string => `T${String(index).padStart(8, '0')}`
const customerId = (index: number): string => `C${String(index).padStart(6, '0')}`
const timeOf = (position: number): number => START + Math.floor(position / ROWS_PER_SECOND) * 1_000
const dayOf = (index: number): string => new Date(START + (index % 400) * DAY_MS).toISOString().slice(0, 10)
const firstBalance = (index: number): number => (index % 3 === 0 ? 0 : 10_000 + (index % 977))

export async function startBulkVendor({ titles, customers, delayMs = 0 }: BulkSize): Promise<BulkVendor> {
  /** Titles that were changed, in the order of their last change. */
  const changes: { index: number; balanceCents: number }[] = []
  const latest = new Map<number, number>()
  let pages = 0

  const titleOf = (index: number, balanceCents: number, changedAt: number) => ({
    id: titleId(index),
    customer_id: customerId(index % customers),
    type: 'invoice',
    number: `NF ${index}`,
    issued: '2026-01-02',
    due: dayOf(index),
    currency: 'BRL',
    rate: null,
    total: 110,
    balance: balanceCents / 100,
    state: balanceCents === 0 ? 'paid' : balanceCents === 11_000 ? 'open' : 'part_paid',
    settled: null,
    changed_at: new Date(changedAt).toISOString(),
  })
  /** The row at a place of the listing by time of change; null where it has moved on to a later place. */
  const titleAt = (place: number) => {
    if (place < titles) return latest.has(place) ? null : titleOf(place, firstBalance(place), timeOf(place))
    const change = changes[place - titles]
    if (!change || latest.get(change.index) !== place - titles) return null
    return titleOf(change.index, change.balanceCents, CHANGES_START + (place - titles) * 1_000)
  }
  const customerAt = (place: number) => ({
    id: customerId(place),
    legal_name: `Cliente ${place}`,
    tax_id: null,
    credit_limit: 1_000_000,
    email: null,
    city: null,
    state: null,
    is_active: true,
    sales_block: false,
    block_note: null,
    changed_at: new Date(timeOf(place)).toISOString(),
  })
  const placeSince = (since: string | null): number => {
    if (since === null) return 0
    const at = Date.parse(since)
    return at >= CHANGES_START
      ? titles + Math.ceil((at - CHANGES_START) / 1_000)
      : Math.max(0, Math.ceil((at - START) / 1_000) * ROWS_PER_SECOND)
  }
  const list = (query: URLSearchParams, end: number, rowAt: (place: number) => object | null): object => {
    const limit = Number(query.get('limit'))
    let place = Number(query.get('page') ?? placeSince(query.get('changed_since')))
    const rows: object[] = []
    for (; place < end && rows.length < limit; place++) {
      const row = rowAt(place)
      if (row) rows.push(row)
    }
    return { rows, next: place < end ? String(place) : null }
  }
  const answer = (url: URL, reply: ServerResponse): void => {
    let body: object = { rows: [], next: null }
    if (url.pathname === '/api/customers') body = list(url.searchParams, customers, customerAt)
    if (url.pathname === '/api/receivables') {
      pages++
      body = list(url.searchParams, titles + changes.length, titleAt)
    }
    reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((request, reply) => {
    const url = new URL(request.url ?? '/', 'http://bulk')
    request.resume()
    if (delayMs === 0) answer(url, reply)
    else setTimeout(() => answer(url, reply), delayMs)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get pages() {
      return pages
    },
    change: (index, balanceCents) => {
      latest.set(index, changes.length)
      changes.push({ index, balanceCents })
    },
    balances: () => {
      const found = new Map<string, bigint>()
      for (let index = 0; index < titles; index++) {
        const change = changes[latest.get(index) ?? -1]
        found.set(titleId(index), BigInt(change ? change.balanceCents : firstBalance(index)))
      }
      return found
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
