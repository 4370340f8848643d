import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bills, creditedLines, type Listing, listingsOf, payments } from '../../../adapters/erp/sap-b1/listings.ts'
import { type Settings, settingsSchema } from '../../../adapters/erp/sap-b1/settings.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { BookMaker } from '../../conformance/book.ts'
import { createVendorClock } from '../../conformance/link.ts'
import { startServiceLayer } from './fake.ts'
import { ENUMS, NEWER, SETS, TYPES } from './metadata.ts'
import type { Row } from './odata.ts'
import { subject } from './subject.ts'

/** A whole `$metadata`, 1.9 MB and not ours to keep here; without it the compact list is the only measure. */
const METADATA = new URL('../../../../shared/specs/sap-b1-service-layer/metadata.xml', import.meta.url)

const everything: Settings = settingsSchema.parse({
  baseUrl: 'https://b1.example.com:50000',
  companyDb: 'SBO',
  userName: 'fiado',
  password: new Secret('x'),
  orderLines: true,
  billsOfExchange: 'read',
})
const streams: readonly Stream[] = ['customers', 'receivables', 'orders']
const listings: readonly Listing[] = [
  ...streams.flatMap((stream) => listingsOf(stream, everything)),
  payments,
  creditedLines,
  bills,
]

/** The properties a listing names, in `$select`, `$filter` and `$orderby`. */
const named = ({ select, key, base, open, changedOn }: Listing): string[] => [
  ...select,
  key,
  ...changedOn,
  ...[base, open].flatMap((condition) =>
    [...(condition ?? '').matchAll(/([A-Za-z]+) (?:eq|gt|ge) /g)].map((match) => match[1] ?? ''),
  ),
]

describe('sap-b1 and the metadata', () => {
  it('every property that is asked for is one of the set, and the fake knows its type', () => {
    for (const listing of listings) {
      const known = Object.keys(TYPES[SETS[listing.set]] ?? {})
      expect(
        named(listing).filter((property) => !known.includes(property)),
        listing.set,
      ).toEqual([])
    }
  })

  it('what the fake serves has the types of the metadata', async () => {
    const clock = createVendorClock()
    const fake = await startServiceLayer(clock)
    fake.seed(new BookMaker(subject, clock, 7).book())
    await fake.close()
    const faults = Object.entries(fake.rows).flatMap(([set, rows]) =>
      rows.flatMap((row) => faultsIn(row, SETS[set as keyof typeof SETS])),
    )
    expect(Object.entries(fake.rows).filter(([, rows]) => rows.length === 0)).toEqual([])
    expect(faults).toEqual([])
  })

  it('the compact list is closed, and says what the metadata says', () => {
    const named = Object.values(TYPES).flatMap((properties) => Object.values(properties))
    const inner = named.flatMap((type) => /SAPB1\.(\w+)/.exec(type)?.[1] ?? [])
    expect(inner.filter((type) => !TYPES[type] && !ENUMS[type])).toEqual([])
    expect(existsSync(METADATA) ? differencesFrom(declarationsOf(readFileSync(METADATA, 'utf8'))) : []).toEqual([])
  })
})

/** Where the compact list and the whole metadata disagree. */
function differencesFrom({ types, enums }: Declarations): string[] {
  const wrong = Object.entries(TYPES).flatMap(([type, properties]) =>
    Object.entries(properties)
      .filter(([property, edm]) => types[type]?.[property] !== edm)
      .map(([property]) => `${type}.${property} is ${types[type]?.[property]}`),
  )
  const otherMembers = Object.entries(ENUMS)
    .filter(([name, members]) => [...(enums[name] ?? [])].sort().join() !== [...members].sort().join())
    .map(([name]) => `${name} has ${enums[name]}`)
  const notNewer = Object.entries(NEWER).flatMap(([type, properties]) =>
    Object.keys(properties)
      .filter((property) => types[type]?.[property] !== undefined)
      .map((property) => `${type}.${property} is in the metadata`),
  )
  return [...wrong, ...otherMembers, ...notNewer]
}

function faultsIn(row: Row, type: string): string[] {
  const properties = { ...TYPES[type], ...NEWER[type] }
  return Object.entries(row).flatMap(([property, value]) => {
    const edm = properties[property]
    if (edm === undefined) return [`${type}.${property} is not in the list`]
    const inner = /^Collection\(SAPB1\.(\w+)\)$/.exec(edm)?.[1]
    if (inner) return (value as Row[]).flatMap((part) => faultsIn(part, inner))
    return value === null || isOf(edm, value) ? [] : [`${type}.${property} is ${JSON.stringify(value)}, not ${edm}`]
  })
}

function isOf(edm: string, value: unknown): boolean {
  if (edm === 'Edm.Int32') return Number.isInteger(value)
  if (edm === 'Edm.Double') return typeof value === 'number'
  if (edm === 'Edm.String') return typeof value === 'string'
  if (edm === 'Edm.DateTime') return /^\d{4}-\d{2}-\d{2}T00:00:00Z$/.test(String(value))
  if (edm === 'Edm.Time') return /^\d{2}:\d{2}:\d{2}$/.test(String(value))
  return (ENUMS[edm.replace('SAPB1.', '')] ?? []).includes(String(value))
}

interface Declarations {
  types: Record<string, Record<string, string>>
  enums: Record<string, string[]>
}

function declarationsOf(xml: string): Declarations {
  const found: Declarations = { types: {}, enums: {} }
  for (const [, name, body] of xml.matchAll(
    /<(?:EntityType|ComplexType) Name="(\w+)"[^>]*>(.*?)<\/(?:EntityType|ComplexType)>/gs,
  )) {
    const properties = [...(body ?? '').matchAll(/<Property [^>]*\bName="(\w+)"[^>]*\bType="([^"]+)"/g)]
    found.types[name ?? ''] = Object.fromEntries(properties.map(([, property, type]) => [property, type]))
  }
  for (const [, name, body] of xml.matchAll(/<EnumType Name="(\w+)"[^>]*>(.*?)<\/EnumType>/gs))
    found.enums[name ?? ''] = [...(body ?? '').matchAll(/<Member Name="(\w+)"/g)].map(([, member]) => member ?? '')
  return found
}
