import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { Access } from '../../access/access.ts'
import { listKeys, type StoredAuditEntry } from '../../access/store.ts'
import type { Database } from '../../database.ts'
import type { Clock, EpochMs } from '../../kernel/clock.ts'
import type { Day } from '../../kernel/day.ts'
import { findBlockedOrders } from '../../orders/blocked-store.ts'
import { listWebhooks } from '../../outbox/webhook-store.ts'
import type { People } from '../../people/people.ts'
import { findCustomers } from '../../receivables/customer-store.ts'
import { problem } from '../../web/problems.ts'
import { findsText, keyOfSubject } from '../audit-words.ts'
import type { AuditPort, AuditQuery, AuditRow } from '../operation-port.ts'
import { requireAbility } from './actor.ts'
import { requireUnbound } from './reach.ts'

interface AuditSupply {
  readonly db: Database
  readonly clock: Clock
  readonly access: Pick<Access, 'readAudit'>
  readonly people: Pick<People, 'users'>
}

const ROWS_PER_PAGE = 50
/** A text is looked for in so many lines at once, so many times, before the page says how far back it looked. */
const LINES_PER_LOOK = 1_000
const LOOKS_MAX = 20
const CURSOR = /^\d{1,15}$/

type Named = StoredAuditEntry & { readonly name: string | null }
type Names = ReadonlyMap<string, string>

/** The audit trail for those who manage people: it is about every source. */
export function auditPort(deps: AuditSupply): AuditPort {
  const { db, clock } = deps
  return {
    search: async (person, query, limit = ROWS_PER_PAGE) => {
      requireAbility(person, 'people.manage')
      requireUnbound(person)
      if (query.after !== null && !CURSOR.test(query.after)) throw problem(404, 'There is no such page.')
      const { lines, next, isCut } = await look(deps, query, limit, await readNames(deps))
      return {
        entries: await toRows(db, clock, lines),
        next: next === null ? null : String(next.id),
        searchedBackTo: isCut && next !== null ? clock.format(next.at) : null,
      }
    },
  }
}

/** The lines of a page, and the one after which the next page goes on. */
async function look({ access, clock }: AuditSupply, query: AuditQuery, rows: number, names: Names) {
  const { text, subject, from, to, after } = query
  const isFound = findsText(text ?? '')
  const limit = text === null ? rows : LINES_PER_LOOK
  const since = from === null ? null : startOf(from, clock.timeZone)
  const until = to === null ? null : startOf(to, clock.timeZone, 1)
  const lines: Named[] = []
  let last: StoredAuditEntry | null = null
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const before = last?.id ?? (after === null ? null : Number(after))
    const read = await access.readAudit({ before, subject, since, until, limit })
    for (const entry of read) {
      const named = { ...entry, name: names.get(entry.subject) ?? null }
      if (isFound(named)) lines.push(named)
      if (lines.length === rows) return { lines, next: entry, isCut: false }
    }
    last = read.at(-1) ?? null
    if (read.length < limit) return { lines, next: null, isCut: false }
    await yieldToOthers()
  }
  return { lines, next: last, isCut: true }
}

/** The first instant of a day, or of one after it: `addDays` knows none beyond the year 9999. */
function startOf(day: Day, timeZone: string, days = 0): EpochMs {
  return Temporal.PlainDate.from(day).add({ days }).toZonedDateTime(timeZone).epochMilliseconds
}

/** What people, keys and webhooks are called, by their ids. */
async function readNames({ db, people }: AuditSupply): Promise<Names> {
  const [users, keys, webhooks] = [await people.users.list(), await listKeys(db), await listWebhooks(db)]
  return new Map([
    ...users.map(({ id, name }) => [id, name] as const),
    ...keys.map(({ keyId, name }) => [keyId, name] as const),
    ...webhooks.map(({ id, name }) => [id, name] as const),
  ])
}

/** With the names of customers, and with what orders and customers can be opened by. */
async function toRows(db: Database, clock: Clock, lines: readonly Named[]): Promise<AuditRow[]> {
  const keys = lines.map((line) => keyOfSubject(line))
  const opened = new Map<string, { readonly name: string | null; readonly path: AuditRow['opens'] }>()
  const known = keys.flatMap((key) => key ?? [])
  for (const [source, own] of Map.groupBy(known, (key) => key.source)) {
    const idsOf = (kind: 'order' | 'customer') => own.filter((key) => key.kind === kind).map(({ id }) => id)
    const [orderIds, customerIds] = [[...new Set(idsOf('order'))], idsOf('customer')]
    const orders = orderIds.length === 0 ? [] : await findBlockedOrders(db, source, orderIds)
    const customers = customerIds.length === 0 ? [] : await findCustomers(db, source, customerIds)
    for (const [orderId, { id }] of orders)
      opened.set(`order ${source}/${orderId}`, { name: null, path: { order: id } })
    for (const [externalId, { name }] of customers)
      opened.set(`customer ${source}/${externalId}`, { name, path: { source, externalId } })
  }
  return lines.map(({ id, at, actor, action, subject, detail, name }, index) => {
    const found = opened.get(`${keys[index]?.kind} ${subject}`)
    const row = { id: String(id), at: clock.format(at), actor, action, subject, detail }
    return { ...row, name: name ?? found?.name ?? null, opens: found?.path ?? null }
  })
}
