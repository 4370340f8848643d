import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCsv } from '../../src/console/csv.ts'
import { writeSheet } from '../../src/console/sheet.ts'

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

describe('a spreadsheet of many pages', () => {
  /** Of so many pages of so many rows each. */
  const write = async (pages: number, perPage: number, isWanted: (asked: number) => boolean = () => true) => {
    let asked = 0
    const read = async () => ({ entries: Array(perPage).fill('x'), next: ++asked < pages ? String(asked) : null })
    const text = await writeSheet([['Nome', (name: string) => name]], read, () => isWanted(asked))
    const lines = text?.trimEnd().split('\r\n') ?? []
    return { asked, rows: lines.filter((line) => line === 'x').length, last: lines.at(-1) }
  }
  const CUT = 'Cortado em 50.000 linhas: há mais do que cabe nesta planilha.'

  it('has them all, and where it is cut its last line says so', async () => {
    expect(await write(3, 500)).toEqual({ asked: 3, rows: 1_500, last: 'x' })
    expect(await write(5, 10_000)).toEqual({ asked: 5, rows: 50_000, last: 'x' })
    expect(await write(6, 10_000)).toEqual({ asked: 5, rows: 50_000, last: CUT })
    expect(await write(2, 30_000)).toEqual({ asked: 2, rows: 50_000, last: CUT })
    expect(
      await writeSheet(
        [['Nome', String]],
        async () => Array(50_001).fill('x'),
        () => true,
      ),
    ).toMatch(`${CUT}\r\n`)
  })

  it('ends where nothing comes any more, and where nobody waits for it', async () => {
    expect(await write(Number.POSITIVE_INFINITY, 0)).toMatchObject({ asked: 1_000, rows: 0 })
    expect((await write(Number.POSITIVE_INFINITY, 1, (asked) => asked < 2)).asked).toBe(2)
    expect(
      await writeSheet(
        [['Nome', String]],
        async () => null,
        () => true,
      ),
    ).toBe(null)
  })
})
