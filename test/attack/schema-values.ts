import fc from 'fast-check'
import { HOSTILE_KEYS, HOSTILE_TEXTS, HOSTILE_VALUES } from './hostile.ts'
import type { Schema } from './operations.ts'

/** Few enough that requests meet each other's records. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  source: ['erp', 'erp', 'erp', 'other'],
  externalId: ['a', 'b', 'c', 'A', 'á', 'd e'],
  id: ['o1', 'o2', 'o3', 'O1'],
  orderId: ['o1', 'o2', 'o3'],
  key: ['north', 'cnpj:11222333', 'x'],
  group: ['north', 'south'],
  company: ['main', 'filial'],
  document: ['11.222.333/0001-81', '11222333000262', '529.982.247-25'],
  currency: ['BRL', 'BRL', 'BRL', 'USD'],
  rate: ['1', '1', '1', '1.00', '5.4321', '999999999.999999999999', '0.000000000001'],
  state: ['SP', 'RJ'],
}
const KNOWN_WEIGHT = 18
const ITEMS_MAX = 4

/** Values that a schema allows; `name` is the property that they are for. */
export function valuesOf(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => valuesOf(choice, name)))
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type: string) => valuesOf({ ...schema, type }, name)))
  switch (schema.type) {
    case 'string':
      return textsOf(schema, name)
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({
          min: schema.minimum ?? -1_000,
          max: Math.min(schema.maximum ?? 1_000, (schema.minimum ?? 0) + 3),
        }),
        fc.integer({ min: schema.minimum ?? -(2 ** 31), max: schema.maximum ?? 2 ** 31 - 1 }),
      )
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? ITEMS_MAX, ITEMS_MAX),
      })
    case 'object':
      return objectsOf(schema)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function objectsOf(schema: Schema): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {})
  const required = schema.required ?? []
  return fc.record(Object.fromEntries(properties.map(([name, value]) => [name, valuesOf(value, name)])), {
    requiredKeys: required as never[],
  })
}

function textsOf(schema: Schema, name: string): fc.Arbitrary<string> {
  const known = [...(KNOWN[name] ?? []), ...((schema.examples ?? []) as string[])]
  const weighted: fc.WeightedArbitrary<string>[] = [{ weight: 2, arbitrary: freeTextsOf(schema) }]
  if (known.length > 0) weighted.push({ weight: KNOWN_WEIGHT, arbitrary: fc.constantFrom(...known) })
  return fc.oneof(...weighted)
}

function freeTextsOf(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === 'date') return fc.constantFrom('2026-11-20', '2026-11-22', '1900-01-01', '9999-12-31')
  if (schema.format === 'date-time')
    return fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom('2026-11-20T10:00:00-03:00', '2026-11-20T11:00:00-03:00') },
      { weight: 1, arbitrary: fc.constantFrom('2026-11-22T00:00:00Z', '9999-12-31T23:59:59Z') },
    )
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern))
  const { minLength = 0, maxLength = 300 } = schema
  const lengths = { minLength, maxLength }
  const hostile = HOSTILE_TEXTS.filter((text) => text.length >= minLength && text.length <= maxLength)
  const usual = fc.oneof(
    fc.string({ ...lengths, unit: 'grapheme' }),
    fc.constantFrom(...(hostile.length > 0 ? hostile : ['x'.repeat(minLength)])),
    fc.constant('x'.repeat(maxLength)),
    fc.constant('💥'.repeat(Math.max(1, Math.floor(maxLength / 2)))),
  )
  const unusual = fc.oneof(fc.string({ ...lengths, unit: 'binary' }), fc.string({ ...lengths, size: 'max' }))
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: unusual })
}

/** A change to a value somewhere inside it: `at` chooses the place among all places. */
export interface Mutation {
  readonly at: number
  readonly kind: 'replace' | 'drop' | 'add' | 'wrap'
  readonly value: unknown
  readonly key: string
}

export const mutations: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(10_000),
  kind: fc.constantFrom('replace' as const, 'replace' as const, 'drop' as const, 'add' as const, 'wrap' as const),
  value: fc.oneof(fc.constantFrom(...HOSTILE_VALUES), fc.jsonValue({ maxDepth: 3 })),
  key: fc.constantFrom(...HOSTILE_KEYS),
})

type Place = (replacement: unknown, remove: boolean) => void

/** The mutated copy; the value itself stays. */
export function mutate(value: unknown, { at, kind, value: other, key }: Mutation): unknown {
  const root = { value: structuredClone(value) }
  const places: { set: Place; current: unknown }[] = []
  collect(root, 'value', places)
  const place = places[at % places.length] as (typeof places)[number]
  if (kind === 'replace') place.set(other, false)
  else if (kind === 'drop') place.set(undefined, true)
  else if (kind === 'wrap') place.set([place.current], false)
  else if (typeof place.current === 'object' && place.current !== null && !Array.isArray(place.current)) {
    // As JSON.parse makes it: `__proto__` is a key like any other.
    Object.defineProperty(place.current, key, { value: other, enumerable: true, configurable: true, writable: true })
  } else place.set({ [key]: place.current }, false)
  return root.value
}

function collect(holder: object, key: string, places: { set: Place; current: unknown }[]): void {
  const record = holder as Record<string, unknown>
  const current = record[key]
  places.push({
    current,
    set: (replacement, remove) => {
      if (remove) delete record[key]
      else record[key] = replacement
    },
  })
  if (typeof current === 'object' && current !== null)
    for (const name of Object.keys(current)) collect(current, name, places)
}
