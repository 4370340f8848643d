import { z } from 'zod'
import type {
  BadRecord,
  CanonicalRecord,
  Capabilities,
  CreditMark,
  CreditStatusPort,
  CustomerRecord,
  ErpAdapter,
  ErpSession,
  OrderRecord,
  Page,
  ReceivableRecord,
  Stream,
} from '../../src/sync/contract.ts'
import { defineErpAdapter } from '../../src/sync/contract.ts'
import { SyncError } from '../../src/sync/errors.ts'
import { secretSchema } from '../../src/sync/secret.ts'

interface Kept {
  record: CanonicalRecord
  /** The count of changes when it changed last. */
  version: number
  isBad: boolean
}

export interface MemoryVendorOptions {
  changes?: Capabilities['changes'][Stream]
  openListing?: Capabilities['openListing']
  pageSize?: number
  /** Whether the settings name something to write. */
  writes?: boolean
}

const FLAG = 'blocked'

/** An ERP in memory: what the engine is tested with, without a network in between. */
export class MemoryVendor {
  readonly adapter: ErpAdapter
  readonly marks = new Map<string, CreditMark>()
  /** What was asked, in order: `pull receivables 0`, `read orders 2`, `write C1`. */
  readonly asked: string[] = []
  /** Called with each question before it is answered; throws to fail. */
  onAsk: (question: string) => void | Promise<void> = () => {}
  private readonly streams = { customers: new Map(), receivables: new Map(), orders: new Map() } as Record<
    Stream,
    Map<string, Kept>
  >
  private version = 0
  private readonly pageSize: number

  private readonly writes: boolean

  constructor({ changes = 'modified', openListing = {}, pageSize = 10, writes = true }: MemoryVendorOptions = {}) {
    this.pageSize = pageSize
    this.writes = writes
    this.adapter = defineErpAdapter({
      id: 'memory',
      title: 'An ERP in memory',
      capabilities: {
        streams: ['customers', 'receivables', 'orders'],
        changes: { customers: changes, receivables: changes, orders: changes },
        openListing,
        reads: ['customers', 'receivables', 'orders'],
        writeBack: { field: FLAG, refuses: 'orders' },
        webhooks: { verified: 'url_secret', vetoesOrders: true },
      },
      settings: z.strictObject({ key: secretSchema.optional() }),
      open: () => this.open(),
      receive: (_settings, { rawBody }) => {
        const body = JSON.parse(rawBody.toString())
        if (body.forged) return { kind: 'refused', message: 'the signature is wrong' }
        return body
      },
    })
  }

  put(stream: Stream, ...records: CanonicalRecord[]): void {
    for (const record of records)
      this.streams[stream].set(idOf(record), { record, version: ++this.version, isBad: false })
  }

  customer(externalId: string, fields: Partial<CustomerRecord> = {}): void {
    this.put('customers', {
      externalId,
      name: `Cliente ${externalId}`,
      limit: { mode: 'amount', amount: '1000.00' },
      ...fields,
    })
  }

  title(
    externalId: string,
    customer: string,
    openAmount: string,
    dueOn: string,
    fields: Partial<ReceivableRecord> = {},
  ): void {
    const status = Number(openAmount) === 0 ? ('paid' as const) : ('open' as const)
    const days = { issuedOn: '2026-01-05', dueOn }
    this.put('receivables', {
      externalId,
      customer: { externalId: customer },
      kind: 'invoice',
      ...days,
      amount: '500.00',
      openAmount,
      status,
      ...fields,
    })
  }

  order(id: string, customer: string, amount: string, fields: Partial<OrderRecord> = {}): void {
    this.put('orders', { id, customer: { externalId: customer }, amount, status: 'confirmed', ...fields })
  }

  remove(stream: Stream, externalId: string): void {
    this.streams[stream].delete(externalId)
  }

  /** The record can no longer be mapped, as when the ERP gives it a status that nobody knows. */
  spoil(stream: Stream, externalId: string): void {
    const kept = this.streams[stream].get(externalId)
    if (kept) this.streams[stream].set(externalId, { ...kept, version: ++this.version, isBad: true })
  }

  /** Mended without the ERP counting it as a change. */
  mend(stream: Stream, externalId: string): void {
    const kept = this.streams[stream].get(externalId)
    if (kept) this.streams[stream].set(externalId, { ...kept, isBad: false })
  }

  private async ask(question: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    this.asked.push(question)
    await this.onAsk(question)
  }

  private page(kept: readonly Kept[], cursor: string): Page {
    const good = kept.filter(({ isBad }) => !isBad).map(({ record }) => record)
    const bad = kept
      .filter(({ isBad }) => isBad)
      .map(({ record }): BadRecord => {
        const errors = [{ path: 'status', message: 'is unknown' }]
        return { externalId: idOf(record), errors, raw: record }
      })
    const marks = Object.fromEntries(good.map((record) => [idOf(record), this.markOf(idOf(record))]))
    return { records: good, bad, marks, cursor }
  }

  markOf(externalId: string): CreditMark {
    return this.marks.get(externalId) ?? { [FLAG]: 'N', note: 'visita às terças' }
  }

  private open(): ErpSession {
    return {
      check: async (signal) => {
        await this.ask('check', signal)
        return { version: '1' }
      },
      pull: (stream, cursor, signal) => this.pull(stream, cursor, signal),
      listOpen: (stream, signal) => this.listOpen(stream, signal),
      read: async (stream, ids, signal) => {
        await this.ask(`read ${stream} ${ids.length}`, signal)
        const found = ids.flatMap((id) => this.streams[stream].get(id) ?? [])
        const missing = ids.filter((id) => !this.streams[stream].has(id))
        return { ...this.page(found, ''), missing }
      },
      ...(this.writes ? { creditStatus: this.creditStatus() } : {}),
    }
  }

  private creditStatus(): CreditStatusPort {
    return {
      isBlocked: (mark) => mark[FLAG] === 'S',
      blocked: (mark, reason) => ({ ...mark, [FLAG]: 'S', note: reason }),
      read: async (id, signal) => {
        await this.ask(`look ${id}`, signal)
        return this.streams.customers.has(id) ? this.markOf(id) : null
      },
      write: async (id, mark, signal) => {
        await this.ask(`write ${id}`, signal)
        this.marks.set(id, mark)
      },
    }
  }

  private async *pull(stream: Stream, cursor: string | null, signal: AbortSignal): AsyncGenerator<Page> {
    for (let after = Number(cursor ?? 0), isFirst = true; ; isFirst = false) {
      await this.ask(`pull ${stream} ${after}`, signal)
      const changed = [...this.streams[stream].values()]
        .filter(({ version }) => version > after)
        .sort((a, b) => a.version - b.version)
        .slice(0, this.pageSize)
      if (changed.length === 0 && !isFirst) return
      after = changed.at(-1)?.version ?? after
      yield this.page(changed, String(after))
      if (changed.length < this.pageSize) return
    }
  }

  private async *listOpen(stream: Stream, signal: AbortSignal): AsyncGenerator<Page> {
    const open = [...this.streams[stream].values()].filter(({ record }) =>
      'openAmount' in record ? record.openAmount !== '0.00' : !('status' in record) || record.status === 'confirmed',
    )
    for (let start = 0; start < open.length; start += this.pageSize) {
      await this.ask(`open ${stream} ${start}`, signal)
      yield this.page(open.slice(start, start + this.pageSize), String(start))
    }
  }
}

const idOf = (record: CanonicalRecord): string => ('id' in record ? record.id : record.externalId)

export const away = (message = 'GET /titles answered 502'): SyncError => new SyncError('unavailable', message)
