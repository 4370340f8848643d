import type { VendorClock } from '../../conformance/vendor.ts'

/** A small part of Frappe: doctypes, lists with filters, child tables, and its errors. */
export type Value = string | number | null
export type Doc = { name: string; modified: string } & Record<string, Value>
export type Filter = readonly unknown[]

export class FrappeError extends Error {
  readonly type: string
  readonly status: number
  constructor(type: string, status: number, message: string) {
    super(message)
    this.type = type
    this.status = status
  }
}

export interface Listing {
  readonly fields: readonly string[]
  readonly filters: readonly Filter[]
  readonly orderBy?: string | undefined
  /** 0 is all. */
  readonly limit: number
  readonly parent?: string | undefined
}

export class Frappe {
  readonly tables: Record<string, Doc[]> = {}
  readonly fields: Record<string, readonly string[]> = {}
  readonly children: Record<string, readonly string[]> = {
    'Payment Schedule': ['Sales Invoice'],
    'Customer Credit Limit': ['Customer', 'Customer Group'],
  }
  readonly zone: string
  private readonly clock: VendorClock

  constructor(clock: VendorClock, zone: string) {
    this.clock = clock
    this.zone = zone
  }

  table(doctype: string): Doc[] {
    const docs = this.tables[doctype]
    if (!docs) throw new FrappeError('DoesNotExistError', 404, `DocType ${doctype} not found`)
    return docs
  }

  get(doctype: string, name: string): Doc {
    const doc = this.table(doctype).find((each) => each.name === name)
    if (!doc) throw new FrappeError('DoesNotExistError', 404, `${doctype} ${name} not found`)
    return doc
  }

  list(doctype: string, { fields, filters, orderBy, limit, parent }: Listing): Record<string, Value>[] {
    const parents = this.children[doctype]
    if (parents && !parents.includes(parent ?? '')) throw new FrappeError('PermissionError', 403, 'Not permitted')
    const found = this.table(doctype)
      .filter((doc) => filters.every((filter) => this.holds(doctype, doc, filter)))
      .sort(comparing(orderBy ?? 'modified desc'))
    const page = limit === 0 ? found : found.slice(0, limit)
    return page.map((doc) => Object.fromEntries(fields.map((field) => [field, this.valueOf(doctype, doc, field)])))
  }

  /** Local time of the site, with microseconds that clocks of milliseconds do not have. */
  stamp(instant: number): string {
    const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(this.zone).toPlainDateTime()
    return local.add({ microseconds: 217 }).toString({ fractionalSecondDigits: 6 }).replace('T', ' ')
  }

  now(): string {
    return this.stamp(this.clock.now())
  }

  private valueOf(doctype: string, doc: Doc, field: string): Value {
    if (!this.fields[doctype]?.includes(field))
      throw new FrappeError('DataError', 417, `Field not permitted in query: ${field}`)
    return doc[field] ?? null
  }

  /** Empty counts as '' or 0, as in `ifnull(field, '')`. */
  private holds(doctype: string, doc: Doc, filter: Filter): boolean {
    const [field, operator, value] = (filter.length === 4 ? filter.slice(1) : filter) as [string, string, never]
    const actual = this.valueOf(doctype, doc, field) ?? (typeof value === 'number' ? 0 : '')
    if (operator === 'in') return (value as Value[]).includes(actual)
    if (operator === 'not in') return !(value as Value[]).includes(actual)
    const order = typeof actual === 'string' ? collate(actual, String(value)) : actual - Number(value)
    if (operator === '=') return order === 0
    if (operator === '!=') return order !== 0
    if (operator === '>') return order > 0
    if (operator === '>=') return order >= 0
    if (operator === '<') return order < 0
    throw new FrappeError('ValidationError', 417, `Invalid filter: ${operator}`)
  }
}

/** utf8mb4_unicode_ci knows neither case nor accents. */
const collate = (first: string, second: string): number => {
  const [a, b] = [bare(first), bare(second)]
  return a === b ? 0 : a < b ? -1 : 1
}
const bare = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()

const comparing =
  (orderBy: string) =>
  (first: Doc, second: Doc): number => {
    for (const part of orderBy.split(',').map((text) => text.trim().split(' '))) {
      const order = collate(String(first[part[0] ?? '']), String(second[part[0] ?? '']))
      if (order !== 0) return part[1] === 'desc' ? -order : order
    }
    return 0
  }
