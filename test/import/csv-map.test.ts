import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCsvMap } from '../../src/import/csv-map.ts'
import { mapOf } from './scratch.ts'

const faultsOf = (yaml: string): string[] => {
  const parsed = parseCsvMap(yaml, 'm.yaml')
  return 'faults' in parsed ? parsed.faults.map(({ line, field, message }) => `${line} ${field}: ${message}`) : []
}

describe('the maps that come with the product', () => {
  it.each(readdirSync('config/imports'))('%s is sound', (name) => {
    expect(parseCsvMap(readFileSync(`config/imports/${name}`, 'utf8'), name)).toHaveProperty('map')
  })
})

describe('a map', () => {
  it('fills in what is not said', () => {
    const map = mapOf(
      'kind: orders\nfields: { id: {column: A}, customer.externalId: {column: B}, amount: {column: C}, status: {constant: confirmed} }',
    )
    expect(map).toMatchObject({
      delimiter: ',',
      quote: '"',
      encoding: 'utf-8',
      decimal: '.',
      thousands: ',',
      header: true,
    })
    expect(map).toMatchObject({ dateFormat: 'yyyy-MM-dd', ledger: 'current', pattern: '*.csv', customerFrom: [] })
  })

  it('keeps the codes of a value map as they are written', () => {
    const map = mapOf(`
kind: orders
fields:
  id: { column: A }
  customer.externalId: { column: B }
  amount: { column: C }
  status: { column: D, map: { 01: confirmed, N: closed, true: cancelled } }
`)
    const status = map.fields.find(({ field }) => field === 'status')
    expect([...(status?.values ?? [])]).toEqual([
      ['01', 'confirmed'],
      ['N', 'closed'],
      ['true', 'cancelled'],
    ])
  })

  it('tells every fault at once, with its line', () => {
    const faults = faultsOf(`kind: receivables
delimitter: ';'
decimal: ';'
fields:
  externalId: { column: A, defalt: x }
  customer.externalid: { column: B }
  kind: { constant: bill }
  issuedOn: { column: C, default: 21/11/2026 }
  dueOn: D
  amount: { constant: 10.5 }
`)
    expect(faults).toEqual([
      '2 delimitter: is not a key of a map: remove it or correct its spelling',
      expect.stringMatching(/^3 decimal: /),
      '4 fields: customer.externalId must be mapped',
      expect.stringMatching(/^5 fields\.externalId/),
      expect.stringMatching(/^6 fields\.customer\.externalid: is not a field of receivables: use externalId, /),
      expect.stringMatching(/^7 fields\.kind\.constant: constant must be one of invoice, credit_note, advance, draft$/),
      expect.stringMatching(/^8 fields\.issuedOn\.default: default must be a day/),
      expect.stringMatching(/^9 fields\.dueOn: must be \{ constant: value \} or \{ column: name \}/),
      expect.stringMatching(/^10 fields\.amount\.constant: constant must be text: write it in quotes/),
    ])
  })

  const receivables = (more: string, fields = ''): string => `
kind: receivables
${more}
fields:
  externalId: { column: A }
  customer.externalId: { column: B }
  kind: { constant: invoice }
  issuedOn: { column: C }
  dueOn: { column: D }
  amount: { column: E }
${fields}`

  it.each([
    ['needs to know what is owed', receivables(''), 'status or openAmount must be mapped'],
    ['needs settledOn for a history', receivables('ledger: history'), 'settledOn must be mapped'],
    [
      'derives openAmount in a history',
      receivables('ledger: history', '  settledOn: { column: F }\n  openAmount: { column: G }'),
      'remove it',
    ],
    ['needs positions without a header', receivables('header: false', '  status: { column: F }'), 'must be a position'],
    [
      'needs two separators',
      receivables('decimal: ","\nthousands: ","', '  status: { column: F }'),
      'decimal separator',
    ],
    ['needs a real source', receivables('source: Omie Matriz', '  status: { column: F }'), 'such as "omie-matriz"'],
    [
      'refuses customers inside customers',
      'kind: customers\nfields: { externalId: { column: A } }\ncustomerFrom: { externalId: { column: A } }',
      'rows of this file are customers',
    ],
  ])('%s', (_, yaml, message) => {
    expect(faultsOf(yaml).join('\n')).toContain(message)
  })

  it.each([
    ['', 'must have kind and fields'],
    ['- a', 'must have kind and fields'],
    ['kind: [', 'Flow sequence'],
    ['kind: orders\nkind: orders', 'unique'],
    [`a: &a [x]\n${'b: [*a, *a, *a, *a]\n'.repeat(1)}c: *nothing`, 'nothing'],
    ['x'.repeat(100_000), 'longer than'],
  ])('is refused and not thrown for odd text %#', (yaml, message) => {
    expect(faultsOf(yaml).join('\n')).toContain(message)
  })
})
