import type { Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import { addDays, type Day } from '../kernel/day.ts'
import { listContactPoints, readMarks } from './address-store.ts'
import type { Cadence } from './cadence.ts'
import { readCare } from './care-reading.ts'
import type { CollectionCase } from './case.ts'
import { readCaseCustomers, readContacts, readCredits, readOpenTitles } from './case-store.ts'
import { contactsOf, reachOf } from './contact-point.ts'

export interface CasesDeps {
  readonly clock: Clock
  readonly dataAgeMaxMs: number
  /** The longest that a reminder comes before a due day. */
  readonly horizonDays: number
}

export interface ReadOptions {
  /** Messages that are being decided about: they do not count as pending. */
  readonly exceptMessageIds?: readonly string[]
  /** Titles that fall due later than a reminder could concern, as rehearsals need them. */
  readonly moreDays?: number
}

/** Reads everything that planning for these customers depends on, in few queries whatever their number. */
export type ReadCases = (
  sql: Sql,
  customerIds: readonly number[],
  today: Day,
  options: ReadOptions,
) => Promise<CollectionCase[]>

/** Contacts count for caps as long as this. */
const CONTACTS_DAYS = 90
/** More closed days in a row than a reminder is moved by. */
const CLOSED_DAYS = 10

/** How long before a due day these cadences may speak of it. */
export const horizonOf = (cadences: readonly Cadence[]): number =>
  CLOSED_DAYS + Math.max(0, ...cadences.flatMap(({ steps }) => steps.map(({ offsetDays }) => -offsetDays)))

export function createCaseReader({ clock, dataAgeMaxMs, horizonDays }: CasesDeps): ReadCases {
  return async (sql, customerIds, today, { exceptMessageIds = [], moreDays = 0 }) => {
    if (customerIds.length === 0) return []
    const ids = [...new Set(customerIds)]
    const [rows, titles, credits, contacted, care, added] = await Promise.all([
      readCaseCustomers(sql, ids),
      readOpenTitles(sql, ids, addDays(today, horizonDays + moreDays)),
      readCredits(sql, ids),
      readContacts(sql, ids, addDays(today, -CONTACTS_DAYS), exceptMessageIds),
      readCare(sql, ids),
      listContactPoints(sql, ids),
    ])
    const contacts = rows.map(({ customer, email, phone, whatsapp }) =>
      contactsOf({ ...customer, email, phone, whatsapp, added: added.get(customer.id) ?? [] }),
    )
    const markOf = await readMarks(sql, contacts.flat())
    const oldest = clock.now() - dataAgeMaxMs
    return rows.map(({ customer, heardAt }, index) => ({
      customer,
      titles: titles.get(customer.id) ?? [],
      credits: credits.get(customer.id) ?? 0n,
      ...(care.get(customer.id) ?? { pauses: [], promises: [], disputes: [] }),
      ...(contacted.get(customer.id) ?? { contacts: [], pending: null }),
      ...reachOf(contacts[index] ?? [], markOf),
      isStale: heardAt === null || heardAt < oldest,
    }))
  }
}
