import type { VendorClock } from '../../conformance/vendor.ts'

/** A small part of Odoo's ORM: tables, domains, contexts, and what is shown of a value. */
export type Value = string | number | boolean | readonly [number, string] | null
export type OdooRow = { id: number; write_date: string } & Record<string, Value>
type Leaf = [string, string, unknown]
export type Domain = readonly (string | Leaf)[]

export class OdooError extends Error {
  readonly type: string
  readonly status: number
  constructor(type: string, message: string, status: number) {
    super(message)
    this.type = type
    this.status = status
  }
}

export interface Context {
  active_test?: boolean
  allowed_company_ids?: number[]
}

export class Orm {
  readonly tables: Record<string, OdooRow[]> = {}
  /** Fields by model, also such as are looked up through another table. */
  readonly fields: Record<string, readonly string[]> = {}
  private readonly clock: VendorClock
  private readonly isNew: boolean

  /** `isNew`: Odoo 19, which compares points in time by whole seconds. */
  constructor(clock: VendorClock, isNew: boolean) {
    this.clock = clock
    this.isNew = isNew
  }

  table(model: string): OdooRow[] {
    const rows = this.tables[model]
    if (!rows) throw new OdooError('werkzeug.exceptions.NotFound', `the model '${model}' does not exist`, 404)
    return rows
  }

  /** Now, as PostgreSQL keeps it: UTC with microseconds. */
  now(): string {
    return stamp(this.clock.now())
  }

  search(model: string, domain: Domain, context: Context, order = 'id asc'): OdooRow[] {
    const usesActive = domain.some((term) => Array.isArray(term) && term[0] === 'active')
    const isHiding = context.active_test !== false && !usesActive && this.fields[model]?.includes('active')
    const companies = context.allowed_company_ids
    const found = this.table(model)
      .filter((row) => !isHiding || row['active'] === true)
      .filter((row) => !companies || row['company_id'] == null || companies.includes(idOf(row['company_id']) as number))
      .filter((row) => this.matches(row, model, domain))
    return found.sort(comparing(order))
  }

  show(model: string, row: OdooRow, fields: readonly string[]): Record<string, unknown> {
    const unknown = fields.find((field) => !this.fields[model]?.includes(field))
    if (unknown) throw new OdooError('builtins.ValueError', `Invalid field '${unknown}' on '${model}'`, 500)
    return Object.fromEntries(['id', ...fields].map((field) => [field, shown(field, row[field])]))
  }

  private matches(row: OdooRow, model: string, domain: Domain): boolean {
    const rest = [...domain]
    const one = (): boolean => {
      const term = rest.shift()
      if (term === undefined) throw new OdooError('builtins.ValueError', 'Domain is not well formed', 500)
      if (term === '|' || term === '&') {
        const [first, second] = [one(), one()]
        return term === '|' ? first || second : first && second
      }
      return this.holds(row, model, term as Leaf)
    }
    let isMatch = true
    while (rest.length > 0) isMatch = one() && isMatch
    return isMatch
  }

  private holds(row: OdooRow, model: string, [field, operator, value]: Leaf): boolean {
    const name = field.split('.')[0] as string
    if (!this.fields[model]?.includes(name))
      throw new OdooError('builtins.ValueError', `Invalid field ${model}.${name} in leaf`, 500)
    if (field === 'country_id.code') return row['country_code'] === value
    const actual = idOf(row[name])
    if (operator === 'in') return (value as unknown[]).includes(actual ?? false)
    if (operator === 'not in') return !(value as unknown[]).includes(actual ?? false)
    if (operator === '=') return (actual ?? false) === value
    if (operator === '!=') return (actual ?? false) !== value
    if (actual === null) return false
    return name === 'write_date'
      ? compareTimes(String(actual), operator, String(value), this.isNew)
      : compare(actual as number, operator, value as number)
  }
}

/** 19 turns `>` a second into `>=` the next one, and forgets microseconds that it is given. */
function compareTimes(actual: string, operator: string, value: string, isNew: boolean): boolean {
  const bound = value.slice(0, 19)
  if (isNew && (operator === '>' || operator === '<=')) {
    const isAfter = actual.slice(0, 19) > bound
    return operator === '>' ? isAfter : !isAfter
  }
  return compare(actual, operator, `${bound}.000000`)
}

function compare<Kind extends string | number>(actual: Kind, operator: string, value: Kind): boolean {
  if (operator === '>') return actual > value
  if (operator === '>=') return actual >= value
  if (operator === '<') return actual < value
  if (operator === '<=') return actual <= value
  throw new OdooError('builtins.ValueError', `Invalid operator ${operator}`, 500)
}

const idOf = (value: Value | undefined): Value =>
  Array.isArray(value) ? (value[0] as number) : ((value as Value) ?? null)

const comparing =
  (order: string) =>
  (first: OdooRow, second: OdooRow): number => {
    for (const part of order.split(',').map((text) => text.trim().split(' ')[0] as string)) {
      const [a, b] = [first[part], second[part]]
      if (a !== b) return (a as number) < (b as number) ? -1 : 1
    }
    return 0
  }

/** Microseconds are not shown; what is empty is `false`, except numbers. */
function shown(field: string, value: Value | undefined): unknown {
  if (field === 'write_date' && typeof value === 'string') return value.slice(0, 19)
  return value ?? false
}

/** Always some microseconds, so that nobody can do without them. */
export const stamp = (instant: number): string => `${new Date(instant).toISOString().slice(0, 23).replace('T', ' ')}457`
