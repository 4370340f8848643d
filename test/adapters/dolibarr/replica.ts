import { dolibarr } from '../../../adapters/erp/dolibarr/index.ts'
import {
  type BadRecord,
  type CanonicalRecord,
  READ_IDS_MAX,
  type ReceivableRecord,
  type Stream,
} from '../../../src/sync/contract.ts'
import { walkPages } from '../../../src/sync/pages.ts'
import { createTestLink } from '../../conformance/link.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import type { FakeDolibarr } from './fake.ts'

const STREAMS: readonly Stream[] = ['customers', 'receivables', 'orders']

export type Fresh = Record<Stream, CanonicalRecord[]>

/** What Fiado would hold of a Dolibarr, run after run, and what each run brought. */
export class Replica {
  readonly records: Record<Stream, Map<string, CanonicalRecord>> = {
    customers: new Map(),
    receivables: new Map(),
    orders: new Map(),
  }
  readonly bad: BadRecord[] = []
  readonly missing: string[] = []
  private readonly cursors = new Map<Stream, string>()
  private readonly vendor: FakeDolibarr
  private readonly clock: VendorClock

  constructor(vendor: FakeDolibarr, clock: VendorClock) {
    this.vendor = vendor
    this.clock = clock
  }

  /** A run as the schedule makes it: changes, what is open, and what is open here but not there. */
  async run(streams = STREAMS): Promise<Fresh> {
    const fresh: Fresh = { customers: [], receivables: [], orders: [] }
    for (const stream of streams) fresh[stream] = await this.runStream(stream)
    return fresh
  }

  private async runStream(stream: Stream): Promise<CanonicalRecord[]> {
    const session = dolibarr.open(dolibarr.settings.parse(this.vendor.settings), createTestLink(this.clock))
    const { signal } = new AbortController()
    const came = new Map<string, CanonicalRecord>()
    const listed = new Set<string>()
    for await (const page of walkPages(session.pull(stream, this.cursors.get(stream) ?? null, signal), signal)) {
      for (const record of page.records) came.set(idOf(record), record)
      this.bad.push(...(page.bad ?? []))
      this.cursors.set(stream, page.cursor)
    }
    for await (const page of walkPages(session.listOpen?.(stream, signal) ?? nothing(), signal)) {
      for (const record of page.records) {
        came.set(idOf(record), record)
        listed.add(idOf(record))
      }
    }
    const gone = [...this.records[stream]].filter(([id, record]) => isOpen(record) && !listed.has(id) && !came.has(id))
    for (const ids of chunks(gone.map(([id]) => id))) {
      const reply = await session.read?.(stream, ids, signal)
      for (const record of reply?.records ?? []) came.set(idOf(record), record)
      this.missing.push(...(reply?.missing ?? []))
      for (const id of reply?.missing ?? []) came.set(id, withdrawn(this.records[stream].get(id) as CanonicalRecord))
    }
    for (const [id, record] of came) this.records[stream].set(id, record)
    return [...came.values()]
  }
}

const idOf = (record: CanonicalRecord): string => ('id' in record ? record.id : record.externalId)

const isOpen = (record: CanonicalRecord): boolean =>
  'id' in record ? record.status === 'confirmed' : !('openAmount' in record) || record.openAmount !== '0.00'

/** Fed as something that counts nothing: the API has no way to delete. */
function withdrawn(record: CanonicalRecord): CanonicalRecord {
  const { updatedAt: _, ...rest } = record
  if (!('id' in rest) && !('openAmount' in rest)) return { ...rest, active: false } as CanonicalRecord
  return { ...rest, status: 'cancelled' } as ReceivableRecord
}

function chunks(ids: readonly string[]): string[][] {
  return ids.length === 0 ? [] : [ids.slice(0, READ_IDS_MAX), ...chunks(ids.slice(READ_IDS_MAX))]
}

async function* nothing(): AsyncGenerator<never> {}
