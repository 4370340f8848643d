import { expect } from 'vitest'
import { parseCents } from '../../../src/kernel/cents.ts'
import type { ReceivableRecord } from '../../../src/sync/contract.ts'
import type { Check } from '../check.ts'
import { expectSame, idOfRecord, valuesOf } from '../compare.ts'
import type { Stage } from '../drive.ts'
import type { Subject } from '../vendor.ts'

const NAMES = [
  `Padaria "Pão & Cia" d'Ávila`,
  `Mercado 😀 ${'ç'.repeat(3)} <b>\\ 100%; --`,
  `Ação ${'comércio de gêneros '.repeat(20)}`.slice(0, 189).concat('ã'),
]
const LEAP_DAYS = ['2024-02-29', '2028-02-29']

const hasReceivables = ({ adapter }: Subject): boolean => adapter.capabilities.streams.includes('receivables')
const saysName = ({ says }: Subject): boolean => says.customers.includes('name')

/** What a record says when it has arrived. */
export const valueChecks: readonly Check[] = [
  {
    title: 'every record is one that Fiado takes',
    run: async (stage) => {
      for (const stream of stage.streams) {
        const { records } = await stage.haul(stream)
        const taken = records.filter((record) => valuesOf(stream, record))
        expect(taken, stream).toHaveLength(stage.book[stream].length)
      }
    },
  },
  {
    title: 'every field that comes through this vendor arrives unchanged',
    run: async (stage) => {
      for (const stream of stage.streams)
        expectSame(stage.subject, stream, (await stage.haul(stream)).records, stage.book[stream])
    },
  },
  {
    title: 'amounts, currency and due day arrive unchanged, up to 13 digits',
    concerns: hasReceivables,
    run: async (stage) => {
      const partly: ReceivableRecord = {
        ...stage.maker.receivable(501),
        amount: '9999999999999.99',
        openAmount: '1234567890123.45',
        status: 'open',
        settledOn: null,
      }
      delete partly.currency
      delete partly.rate
      stage.put('receivables', partly)
      expect(money(stage, await receivables(stage))).toEqual(money(stage, stage.book.receivables))
    },
  },
  {
    title: 'credit notes come as credit notes, with positive amounts',
    concerns: ({ kinds }) => kinds.includes('credit_note'),
    run: async (stage) => {
      const notes = (records: readonly ReceivableRecord[]) =>
        records
          .filter(({ kind }) => kind === 'credit_note')
          .map(({ externalId, amount, openAmount }) => ({
            externalId,
            cents: parseCents(amount),
            open: parseCents(openAmount),
          }))
          .sort((first, second) => (first.externalId < second.externalId ? -1 : 1))
      const expected = notes(stage.book.receivables)
      expect(expected.length).toBeGreaterThan(0)
      expect(notes(await receivables(stage))).toEqual(expected)
    },
  },
  {
    title: 'the 29th of February stays the 29th of February',
    concerns: hasReceivables,
    run: async (stage) => {
      const titles = LEAP_DAYS.map((dueOn, index) => ({
        ...stage.maker.receivable(505 + index),
        issuedOn: LEAP_DAYS[0] ?? '',
        dueOn,
      }))
      for (const title of titles) stage.put('receivables', title)
      const arrived = new Map((await receivables(stage)).map((title) => [title.externalId, title.dueOn]))
      expect(titles.map(({ externalId }) => arrived.get(externalId))).toEqual(LEAP_DAYS)
    },
  },
  {
    title: 'names with quotes, emoji and 190 characters arrive unchanged',
    concerns: saysName,
    run: async (stage) => {
      const customers = NAMES.map((name, index) => ({ ...stage.maker.customer(501 + index), name }))
      for (const customer of customers) stage.put('customers', customer)
      const { records } = await stage.haul('customers')
      const arrived = new Map(records.map((record) => [idOfRecord(record), 'name' in record && record.name]))
      expect(customers.map(({ externalId }) => arrived.get(externalId))).toEqual(NAMES)
    },
  },
]

const receivables = async (stage: Stage): Promise<ReceivableRecord[]> =>
  (await stage.haul('receivables')).records as ReceivableRecord[]

/** By id, the amounts with two decimals, the currency and the due day. */
function money(stage: Stage, titles: readonly ReceivableRecord[]): Record<string, unknown> {
  const says = stage.subject.says.receivables
  const rows = titles.map((title) => {
    const { amount, openAmount, currency, rate, kind, ...days } = valuesOf('receivables', title)
    // A credit that waits to be used is due at no day.
    const dueOn = kind === 'invoice' ? days['dueOn'] : undefined
    const foreign = says.includes('currency') ? { currency, rate } : {}
    return [title.externalId, { amount, openAmount, dueOn, ...foreign }]
  })
  return Object.fromEntries(rows)
}
