import { sql } from '../../../adapters/erp/sql/index.ts'
import type {
  CanonicalRecord,
  CustomerRecord,
  ErpSession,
  OrderRecord,
  Page,
  ReceivableRecord,
  Stream,
} from '../../../src/sync/contract.ts'
import { walkPages } from '../../../src/sync/pages.ts'
import { idOfRecord } from '../../conformance/compare.ts'
import { gather, haulOf } from '../../conformance/drive.ts'
import { createTestLink } from '../../conformance/link.ts'
import type { FakeVendor, VendorClock } from '../../conformance/vendor.ts'

export const signal = new AbortController().signal
type Records = { customers: CustomerRecord; receivables: ReceivableRecord; orders: OrderRecord }

const opened: ErpSession[] = []

/** `changes` are settings that differ from those of the fake. */
export function openSession(
  vendor: Pick<FakeVendor, 'settings'>,
  clock: VendorClock,
  changes: Readonly<Record<string, unknown>> = {},
): ErpSession {
  const session = sql.open(sql.settings.parse({ ...vendor.settings, ...changes }), createTestLink(clock))
  opened.push(session)
  return session
}

export async function closeSessions(): Promise<void> {
  for (const session of opened.splice(0)) await session.close?.()
}

export const pullAll = async (session: ErpSession, stream: Stream, cursor: string | null = null) =>
  gather(walkPages(session.pull(stream, cursor, signal), signal))

export const listAll = async (session: ErpSession, stream: Stream) => {
  const pages: Page[] = []
  for await (const page of session.listOpen?.(stream, signal) ?? []) pages.push(page)
  return haulOf(pages)
}

/** By id, what has to be looked at of each record. */
export function pick<S extends Stream, Field extends keyof Records[S]>(
  records: readonly CanonicalRecord[],
  _stream: S,
  ...fields: readonly Field[]
): Record<string, unknown> {
  return Object.fromEntries(
    records.map((record) => [
      idOfRecord(record),
      fields.length === 1
        ? (record as Records[S])[fields[0] as Field]
        : Object.fromEntries(fields.map((field) => [field, (record as Records[S])[field]])),
    ]),
  )
}
