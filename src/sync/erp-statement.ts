import type { ErpValue } from './erp-database.ts'
import { SyncError } from './errors.ts'

/** Literals and quoted names, which are left alone, or `:name`. A cast such as `::date` is neither. */
const PART = /'(?:[^']|'')*'|"[^"]*"|(?<![:\w]):([A-Za-z_]\w*)/g

/** The names of the bindings of a statement, in the order in which they stand there first. */
export function bindingNames(sql: string): string[] {
  return [...new Set([...sql.matchAll(PART)].flatMap(([, name]) => name ?? []))]
}

/** The statement without what it quotes, for looking at its words. */
export const unquoted = (sql: string): string => sql.replace(PART, (part, name) => (name ? part : "''"))

/** The statement with `?` in the place of every `:name`, and the values in that order. */
export function positional(
  sql: string,
  bindings: Readonly<Record<string, ErpValue>>,
): { text: string; values: ErpValue[] } {
  const values: ErpValue[] = []
  const text = sql.replace(PART, (part, name) => {
    if (name === undefined) return part
    const value = bindings[name]
    if (value === undefined) throw new SyncError('settings', `nothing is bound to :${name} in this statement`)
    values.push(value)
    return '?'
  })
  return { text, values }
}
