/** As much of OData's `$filter` as the Service Layer needs here: `eq`, `gt`, `ge`, `and`, `or` and parentheses. */

export type Row = Record<string, unknown>
type Condition = (row: Row) => boolean

export class FilterError extends Error {}

interface Token {
  kind: 'name' | 'text' | 'number' | 'sign'
  text: string
}

const TOKEN = /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|([()]))/y

function tokensOf(filter: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (filter.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(filter)
    // Also what it says to `PaymentInvoices/any(p: …)`.
    if (!match) throw new FilterError(`Query string error - Invalid symbol in the filter condition at ${at}`)
    const [, text, number, name, sign] = match
    if (text !== undefined) tokens.push({ kind: 'text', text: text.replaceAll("''", "'") })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else tokens.push({ kind: 'sign', text: sign ?? '' })
  }
  return tokens
}

/** The condition and the properties it names. `and` binds more closely than `or`. */
export function parseFilter(filter: string): { condition: Condition; properties: string[] } {
  const tokens = tokensOf(filter)
  const properties: string[] = []
  let at = 0
  const take = (): Token => tokens[at++] ?? { kind: 'sign', text: '' }
  const isNext = (text: string): boolean => tokens[at]?.text === text && tokens[at]?.kind !== 'text'

  const either = (): Condition => {
    const parts = [both()]
    while (isNext('or')) {
      at++
      parts.push(both())
    }
    return (row) => parts.some((part) => part(row))
  }
  const both = (): Condition => {
    const parts = [single()]
    while (isNext('and')) {
      at++
      parts.push(single())
    }
    return (row) => parts.every((part) => part(row))
  }
  const single = (): Condition => {
    if (isNext('(')) {
      at++
      const inner = either()
      if (take().text !== ')') throw new FilterError('Query string error - Missing )')
      return inner
    }
    const [property, operator, value] = [take(), take(), take()]
    if (property.kind !== 'name' || (value.kind !== 'text' && value.kind !== 'number'))
      throw new FilterError('Query string error - Invalid condition')
    properties.push(property.text)
    return comparison(property.text, operator.text, value.kind === 'number' ? Number(value.text) : value.text)
  }
  const condition = either()
  if (at < tokens.length) throw new FilterError('Query string error - Invalid symbol in the filter condition')
  return { condition, properties }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Nothing compares with null; a day compares with a point in time by its midnight. */
function comparison(property: string, operator: string, value: string | number): Condition {
  return (row) => {
    const stored = row[property]
    if (stored === null || stored === undefined) return false
    const wanted = typeof value === 'string' && DAY.test(value) ? `${value}T00:00:00Z` : value
    const kept = stored as string | number
    if (operator === 'eq') return kept === wanted
    if (operator === 'gt') return kept > wanted
    if (operator === 'ge') return kept >= wanted
    throw new FilterError(`Query string error - Invalid operator ${operator}`)
  }
}
