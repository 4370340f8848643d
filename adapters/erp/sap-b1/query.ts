/** OData as the Service Layer reads it. */

export type Key = string | number

/** A text in quotes, with those inside it doubled; a number as it is. */
export const literal = (value: Key): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`

export const anyOf = (field: string, values: readonly Key[]): string =>
  `(${values.map((value) => `${field} eq ${literal(value)}`).join(' or ')})`

/** The conditions that are there, joined; `undefined` when there is none. */
export function allOf(...conditions: readonly (string | null | undefined)[]): string | undefined {
  const there = conditions.filter((condition) => condition !== null && condition !== undefined)
  return there.length === 0 ? undefined : there.join(' and ')
}

/** Encoded here, with %20 for a space: whether the Service Layer takes a plus sign for one is written nowhere. */
export function pathOf(set: string, options: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined) as [string, string][]
  const query = given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `/${set}${query === '' ? '' : `?${query}`}`
}

/** `/BusinessPartners('C001')`. */
export const entityPath = (set: string, key: Key): string => `/${set}(${encodeURIComponent(literal(key))})`

/** Lists of ids are cut into calls of so many: Apache takes 8,190 bytes of address. */
export const IDS_PER_CALL = 40

export function chunksOf<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  )
}
