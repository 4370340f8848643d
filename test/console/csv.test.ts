import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCsv } from '../../src/console/csv.ts'

const read = (text: string): string[][] => parse(text, { delimiter: ';', bom: true })

describe('a spreadsheet', () => {
  it('opens in a Brazilian Excel: mark, semicolons, decimal comma, lines of Windows', () => {
    const text = formatCsv(['Cliente', 'Valor', 'Títulos'], [['Padaria São José', { amount: '1234.56' }, 2]])
    expect(text).toBe('\uFEFFCliente;Valor;Títulos\r\nPadaria São José;1234,56;2\r\n')
  })

  it('runs nothing: text that would be a formula gets an apostrophe, negative amounts stay numbers', () => {
    const hostile = ['=1+1', '+55 35', '-SUM(A1)', '@cmd', '\tx', '\rx']
    const [, ...rows] = read(
      formatCsv(
        ['a', 'b'],
        hostile.map((cell) => [cell, { amount: '-12.00' }]),
      ),
    )
    expect(rows).toEqual(hostile.map((cell) => [`'${cell}`, '-12,00']))
  })

  it('keeps every other text as it is, quotes, separators and lines included', () => {
    const cells = fc.array(
      fc.string({ unit: 'binary' }).filter((text) => !/^[=+\-@\t\r]/.test(text)),
      { minLength: 2, maxLength: 4 },
    )
    fc.assert(
      fc.property(cells, (row) => {
        expect(
          read(
            formatCsv(
              row.map((_, place) => `c${place}`),
              [row],
            ),
          )[1],
        ).toEqual(row)
      }),
    )
  })

  it('leaves what is not known empty', () => {
    expect(formatCsv(['a', 'b', 'c'], [[null, { amount: null }, 0]])).toBe('\uFEFFa;b;c\r\n;;0\r\n')
  })
})
