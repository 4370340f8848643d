import type { CanonicalRecord, Page, ReceivableRecord } from '../../../src/sync/contract.ts'
import { idOfRecord } from '../compare.ts'
import type { Subject } from '../vendor.ts'
import { each, type Saboteurs, withPages, withPull, withRead, withRecords } from './spoil.ts'

/** Loses these records wherever they are read, as an adapter does that asks for what is open alone. */
const losing = (isLost: (record: CanonicalRecord) => boolean): Subject =>
  withRecords((record) => (isLost(record) ? null : record))

/** Goes on telling what a title said when it was seen first. */
function remembering(field: keyof ReceivableRecord): Subject {
  const first = new Map<string, unknown>()
  return withRecords((record) => {
    if (!('dueOn' in record)) return record
    const known = first.get(record.externalId) ?? record[field]
    first.set(record.externalId, known)
    return { ...record, [field]: known }
  })
}

/** Changes where the next run begins. */
const beginning = (change: (since: Temporal.Instant) => Temporal.Instant): Subject =>
  withPull(
    (pull) =>
      (...given) =>
        each(pull(...given), (page) => {
          const place = JSON.parse(page.cursor) as { since?: string; page?: string }
          if (!place.since || place.page) return page
          return {
            ...page,
            cursor: JSON.stringify({ ...place, since: change(Temporal.Instant.from(place.since)).toString() }),
          }
        }),
  )

/** Paid once is paid for ever. */
function believingInPayments(): Subject {
  const paid = new Set<string>()
  return withRecords((record) => {
    if (!('dueOn' in record)) return record
    if (record.status === 'paid') paid.add(record.externalId)
    return record.status !== 'paid' && paid.has(record.externalId) ? null : record
  })
}

const guessing = (status: 'paid' | 'open'): Subject =>
  withPages((page, stream) => ({
    ...page,
    bad: [],
    records: [...page.records, ...(page.bad ?? []).map(({ externalId }) => guessed(stream, externalId ?? '', status))],
  }))

function guessed(stream: string, id: string, status: 'paid' | 'open'): CanonicalRecord {
  const customer = { externalId: 'C-10001' }
  if (stream === 'orders') return { id, customer, amount: '1.00', status: status === 'paid' ? 'closed' : 'confirmed' }
  const days = { issuedOn: '2026-01-01', dueOn: '2026-01-01' }
  return { externalId: id, customer, kind: 'invoice', ...days, amount: '1.00', openAmount: '0.00', status }
}

export const changeSaboteurs: Saboteurs = {
  'what changed since the last run comes, and little else': {
    'brings everything every time': withPull((pull) => (stream, _cursor, signal) => pull(stream, null, signal)),
    'brings nothing any more': withPull(
      (pull) => (stream, cursor, signal) =>
        each(pull(stream, cursor, signal), (page) => (cursor === null ? page : { ...page, records: [] })),
    ),
  },
  'a new record is seen': {
    'looks for changes of what it knows alone': withPull(
      (pull) => (stream, cursor, signal) =>
        each(pull(stream, cursor, signal), (page) => (cursor === null ? page : onlyKnown(page))),
    ),
  },
  'a change in the very second of the last run is not missed': {
    'begins a second after the last change': beginning((since) => since.add({ seconds: 1 })),
  },
  'a change while pages are read is not missed': {
    'reads up to its start and begins again at its end': withPull((pull, link) => (stream, cursor, signal) => {
      const startedMs = link.clock.now()
      return each(pull(stream, cursor, signal), (page) => {
        const place = JSON.parse(page.cursor) as { page?: string }
        const end = { ...place, since: link.clock.format(link.clock.now() + 1_000) }
        return { ...before(page, startedMs), cursor: place.page ? page.cursor : JSON.stringify(end) }
      })
    }),
  },
  'a partial payment is seen': {
    'takes the total for what is open': withRecords((record) =>
      'dueOn' in record && record.status === 'open' ? { ...record, openAmount: record.amount } : record,
    ),
  },
  'a full payment is seen': {
    'asks for what is open alone': losing((record) => 'dueOn' in record && record.status === 'paid'),
    'says open as long as there is a title': withRecords((record) =>
      'dueOn' in record ? { ...record, status: 'open' } : record,
    ),
  },
  'a payment that is taken back opens the title again': {
    'believes that paid is final': believingInPayments(),
  },
  'a due day that is moved is seen': {
    'keeps the first due day': remembering('dueOn'),
  },
  'a cancelled title counts no more': {
    'does not ask for cancelled titles': losing((record) => 'dueOn' in record && record.status === 'cancelled'),
    'takes it for paid': withRecords((record) =>
      'dueOn' in record && record.status === 'cancelled' ? { ...record, status: 'paid' } : record,
    ),
  },
  'an order that is closed or cancelled counts no more': {
    'does not ask for cancelled orders': losing((record) => 'id' in record && record.status === 'cancelled'),
    'does not ask for closed orders': losing((record) => 'id' in record && record.status === 'closed'),
  },
  'a removal is seen': {
    'says nothing of what it does not find': withRead((reply) => ({ ...reply, missing: [] })),
  },
  'an unknown status is a bad record, never paid': {
    'guesses that it is paid': guessing('paid'),
    'guesses that it is open': guessing('open'),
    'leaves it out': withPages((page) => ({ ...page, bad: [] })),
    'does not say which it is': withPages((page) => ({
      ...page,
      bad: (page.bad ?? []).map((bad) => ({ ...bad, externalId: null })),
    })),
  },
}

const timeOf = (record: CanonicalRecord): number =>
  record.updatedAt ? Temporal.Instant.from(record.updatedAt).epochMilliseconds : 0

const before = (page: Page, instant: number): Page => ({
  ...page,
  records: page.records.filter((record) => timeOf(record) <= instant),
})

/** What is numbered above 500 was made by the check, after the first run. */
const onlyKnown = (page: Page): Page => ({
  ...page,
  records: page.records.filter((record) => Number(idOfRecord(record).slice(2)) < 10_500),
})
