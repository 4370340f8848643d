import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CellFormat, faultOfCharacters, isEmptyCell, readCell } from '../../src/import/cell.ts'
import { formatCents } from '../../src/kernel/cents.ts'

const BRAZIL: CellFormat = { decimal: ',', thousands: '.', dateFormat: 'dd/MM/yyyy', encoding: 'latin1' }
const AMERICA: CellFormat = { decimal: '.', thousands: ',', dateFormat: 'M/d/yyyy', encoding: 'utf-8' }

describe('money', () => {
  it.each([
    ['1.234,56', '1234.56'],
    ['1234,56', '1234.56'],
    ['1234,5', '1234.50'],
    ['1234', '1234.00'],
    ['0,00', '0.00'],
    ['R$ 1.234.567,89', '1234567.89'],
    ['R$\u00a01.234,50', '1234.50'],
    ['1234,5000', '1234.50'],
    ['9999999999999,99', '9999999999999.99'],
  ])('reads %s as %s', (text, value) => {
    expect(readCell(text, 'money', BRAZIL)).toEqual({ value })
  })

  it.each([
    '1,234.50',
    '1.23,45',
    '12.34',
    '1..234',
    '.5',
    '1,',
    '1e3',
    '12 34',
    '١٢',
    'R$',
    '10,005',
    '12345678901234,00',
  ])('refuses %s rather than guess', (text) => {
    expect(readCell(text, 'money', BRAZIL)).toHaveProperty('fault')
  })

  it.each(['-10,00', '-R$ 10,00', 'R$ -10,00', '-0,01'])('says that %s should be a credit note', (text) => {
    expect(readCell(text, 'money', BRAZIL)).toEqual({ fault: expect.stringContaining('credit_note') })
  })

  it('reads back every amount that it could have written, in both notations', () => {
    const amounts = fc.bigInt({ min: 0n, max: 999_999_999_999_999n })
    fc.assert(
      fc.property(amounts, fc.boolean(), (cents, isGrouped) => {
        const [integer, decimals] = formatCents(cents).split('.') as [string, string]
        const write = ({ thousands, decimal }: CellFormat): string =>
          `${isGrouped ? integer.replace(/\B(?=(\d{3})+$)/g, thousands) : integer}${decimal}${decimals}`
        for (const format of [BRAZIL, AMERICA]) {
          expect(readCell(write(format), 'money', format)).toEqual({ value: formatCents(cents) })
        }
      }),
    )
  })
})

describe('days', () => {
  it.each([
    ['dd/MM/yyyy', '29/02/2024', '2024-02-29'],
    ['dd/MM/yyyy', '01/12/2026 00:00:00', '2026-12-01'],
    ['d/M/yyyy', '1/2/2026', '2026-02-01'],
    ['M/d/yyyy', '1/2/2026', '2026-01-02'],
    ['MM/dd/yyyy', '12/31/2026', '2026-12-31'],
    ['yyyy-MM-dd', '2026-01-02T23:59:59.123', '2026-01-02'],
    ['yyyy/MM/dd', '2026/01/02', '2026-01-02'],
    ['yyyyMMdd', '20260102', '2026-01-02'],
    ['ddMMyyyy', '02012026', '2026-01-02'],
    ['dd-MM-yyyy', '02-01-2026', '2026-01-02'],
    ['dd.MM.yyyy', '02.01.2026', '2026-01-02'],
  ] as const)('reads %s: %s as %s', (dateFormat, text, value) => {
    expect(readCell(text, 'day', { ...BRAZIL, dateFormat })).toEqual({ value })
  })

  it.each([
    ['29/02/2026', 'does not exist'],
    ['31/04/2026', 'does not exist'],
    ['01/13/2026', 'does not exist'],
    ['1/2/2026', 'not a day written as dd/MM/yyyy'],
    ['2026-01-02', 'not a day written as dd/MM/yyyy'],
    ['01/01/26', 'not a day written as dd/MM/yyyy'],
    ['amanhã', 'not a day written as dd/MM/yyyy'],
  ])('refuses %s: %s', (text, fault) => {
    expect(readCell(text, 'day', BRAZIL)).toEqual({ fault: expect.stringContaining(fault) })
  })

  it.each(['', '/  /', '00/00/0000', '0000-00-00 00:00:00'])('takes "%s" as no day', (text) => {
    expect(isEmptyCell(text, 'day')).toBe(true)
    expect(isEmptyCell('0', 'money')).toBe(false)
  })
})

describe('other forms', () => {
  it.each([
    ['S', true],
    ['sim', true],
    ['NÃO', false],
    ['0', false],
  ])('reads %s as %s', (text, value) => {
    expect(readCell(text, 'boolean', BRAZIL)).toEqual({ value })
  })

  it('refuses what is no boolean, factor, whole number, instant or known word', () => {
    for (const form of ['boolean', 'factor', 'integer', 'instant', ['open', 'paid']] as const) {
      expect(readCell('talvez', form, BRAZIL)).toHaveProperty('fault')
    }
    expect(readCell('5,4321', 'factor', BRAZIL)).toEqual({ value: '5.4321' })
    expect(readCell('2026-11-21T10:00:00-03:00', 'instant', BRAZIL)).toEqual({ value: '2026-11-21T10:00:00-03:00' })
  })

  it('makes one line of text that spans several', () => {
    expect(readCell('Mercado \r\n Boa Vista', 'text', BRAZIL)).toEqual({ value: 'Mercado Boa Vista' })
  })

  it('names characters that no export should hold', () => {
    expect(faultOfCharacters('a\u0000b', BRAZIL)).toContain('U+0000')
    expect(faultOfCharacters('caf\ufffd', AMERICA)).toContain('encoding: latin1')
    expect(faultOfCharacters('Pão de Açúcar – 100€\tx', BRAZIL)).toBeNull()
  })
})
