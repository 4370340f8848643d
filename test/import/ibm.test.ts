import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCsvMap } from '../../src/import/csv-map.ts'
import { runImport } from '../../src/import/run.ts'
import { parseCents } from '../../src/kernel/cents.ts'
import { easterSunday, ibmPositions, nextBusinessDay } from './ibm-oracle.ts'
import { generateSample, readIbmSample } from './ibm-sample.ts'
import { createScratch } from './scratch.ts'

const scratch = createScratch()
const DAYS = ['2012-01-01', '2012-02-20', '2012-09-07', '2013-01-31', '2013-06-30', '2014-06-01']

async function importAsOf(text: string, today: string) {
  const parsed = parseCsvMap(readFileSync('config/imports/ibm-ar.yaml', 'utf8'), 'ibm-ar.yaml')
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  const file = await scratch.write(`ibm-${today}.csv`, text)
  const customers: string[] = []
  const open = new Map<string, { open: bigint; count: number }>()
  const result = await runImport({
    map: parsed.map,
    file,
    errorsPath: `${file}.errors.csv`,
    dryRun: false,
    today,
    progress: () => undefined,
    feed: async (kind, records) => {
      for (const record of records) {
        if (kind === 'customers') {
          customers.push(String(record.externalId))
          continue
        }
        const { externalId } = record.customer as { externalId: string }
        const position = open.get(externalId) ?? { open: 0n, count: 0 }
        open.set(externalId, position)
        if (record.status !== 'open') continue
        position.open += parseCents(String(record.openAmount)) as bigint
        position.count += 1
      }
      return { accepted: records.length, ignored: 0, rejected: [] }
    },
  })
  return { result, customers, open }
}

describe.each([
  ['the IBM sample', readIbmSample()],
  ['a generated file of its shape', generateSample()],
])('%s', (_, text) => {
  it.each(DAYS)('imports as of %s what the oracle computes from the raw text', async (day) => {
    const { result, customers, open } = await importAsOf(text, day)
    const oracle = ibmPositions(text, day)
    expect(result).toMatchObject({ rows: text.trim().split('\n').length - 1, rejected: 0, stopped: null })
    expect(new Set(customers)).toEqual(new Set(oracle.keys()))
    expect(customers.length).toBe(oracle.size)
    const expected = [...oracle].map(([id, position]) => [id, { open: position.open, count: position.count }] as const)
    expect(open).toEqual(new Map(expected))
  })

  it('owes something in between, and nothing at either end', () => {
    const total = (day: string): bigint =>
      [...ibmPositions(text, day).values()].reduce((sum, { open }) => sum + open, 0n)
    expect(DAYS.map((day) => total(day) > 0n)).toEqual([false, true, true, true, true, false])
  })
})

describe('the oracle', () => {
  const epochDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000

  it.each([
    '2000-04-23',
    '2011-04-24',
    '2012-04-08',
    '2013-03-31',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2038-04-25',
  ])('knows Easter of %s', (day) => {
    expect(easterSunday(Number(day.slice(0, 4)))).toBe(epochDay(day))
  })

  it.each([
    ['2012-02-18', '2012-02-22'], // Saturday before carnival, to Ash Wednesday
    ['2013-03-29', '2013-04-01'], // Good Friday
    ['2013-05-30', '2013-05-31'], // Corpus Christi
    ['2012-11-02', '2012-11-05'], // All Souls, a Friday
    ['2012-12-31', '2012-12-31'], // a business day for settlement
    ['2013-11-20', '2013-11-20'], // not yet a national holiday
    ['2026-11-20', '2026-11-23'],
  ])('moves %s to %s', (due, effective) => {
    expect(nextBusinessDay(epochDay(due))).toBe(epochDay(effective))
  })

  it('counts an invoice as overdue only after its effective due day', () => {
    const header = 'customerID,InvoiceDate,DueDate,InvoiceAmount,SettledDate'
    const text = `${header}\r\nC,1/1/2013,2/9/2013,10.5,3/1/2013\r\nC,1/1/2013,12/1/2013,1.05,12/5/2013\r\n`
    // 9 February 2013 is the Saturday before carnival; the banks open on Wednesday the 13th.
    const at = (day: string) => ibmPositions(text, day).get('C')
    expect(at('2013-02-13')).toMatchObject({ open: 1155n, overdue: 0n, count: 2, oldestOverdueOn: null })
    expect(at('2013-02-14')).toMatchObject({
      open: 1155n,
      overdue: 1050n,
      overdueCount: 1,
      oldestOverdueOn: '2013-02-09',
    })
    expect(at('2013-03-01')).toMatchObject({ open: 105n, overdue: 0n, count: 1 })
  })
})
