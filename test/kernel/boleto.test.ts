import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBoletoLine } from '../../src/kernel/boleto.ts'
import { daysBetween } from '../../src/kernel/day.ts'

// Slips are made here from the layout of the barcode, so that the reading is not tested with itself.

const product = (digit: string, weight: number): number => Number(digit) * weight
const fromRight = (text: string): string[] => [...text].reverse()

function mod10(base: string): number {
  const products = fromRight(base).map((digit, index) => String(product(digit, index % 2 === 0 ? 2 : 1)))
  const sum = [...products.join('')].reduce((total, digit) => total + Number(digit), 0)
  return (10 - (sum % 10)) % 10
}

function rest11(base: string): number {
  const weights = [2, 3, 4, 5, 6, 7, 8, 9]
  return fromRight(base).reduce((total, digit, index) => total + product(digit, weights[index % 8] as number), 0) % 11
}

/** The factor of the due day as banks print it: since 2025-02-22 it begins with 1000 once more. */
const factorOf = (dueOn: string): number => ((daysBetween('1997-10-07', dueOn) - 1000) % 9000) + 1000

interface Slip {
  bank: string
  free: string
  factor: number
  cents: number
}

function slip({ bank, free, factor, cents }: Slip): string {
  const value = `${String(factor).padStart(4, '0')}${String(cents).padStart(10, '0')}`
  const rest = rest11(`${bank}9${value}${free}`)
  const general = rest === 0 || rest === 1 || rest === 10 ? 1 : 11 - rest
  const fields = [`${bank}9${free.slice(0, 5)}`, free.slice(5, 15), free.slice(15)]
  return `${fields.map((field) => `${field}${mod10(field)}`).join('')}${general}${value}`
}

/** A slip of arrecadação: segment, how the value is meant, and the 40 digits after the general digit. */
function arrecadacao(segment: string, valueId: string, rest: string): string {
  const digit = (base: string): number => {
    if (valueId === '6' || valueId === '7') return mod10(base)
    const left = rest11(base)
    return left < 2 ? 0 : 11 - left
  }
  const barcode = `8${segment}${valueId}${digit(`8${segment}${valueId}${rest}`)}${rest}`
  const blocks = [0, 11, 22, 33].map((start) => barcode.slice(start, start + 11))
  return blocks.map((block) => `${block}${digit(block)}`).join('')
}

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(''))
const slips = fc
  .record({
    bank: fc.constantFrom('001', '033', '077', '104', '237', '341', '422', '748', '756'),
    free: digits(25),
    factor: fc.oneof(fc.constantFrom(0, 1000, 9999), fc.integer({ min: 1000, max: 9999 })),
    cents: fc.integer({ min: 0, max: 9_999_999_999 }),
  })
  .map(slip)
const collected = fc
  .tuple(fc.constantFrom(...'12345679'), fc.constantFrom(...'6789'), digits(40))
  .map((parts) => arrecadacao(...parts))

/** One digit changed: where, and into what. */
const change = (line: string, index: number, shift: number): string =>
  `${line.slice(0, index)}${(Number(line[index]) + shift) % 10}${line.slice(index + 1)}`
const shifts = fc.integer({ min: 1, max: 9 })

describe('the linha digitável of a bank slip', () => {
  it.each([
    ['Banco do Brasil', '00190.50095 40144.816069 06809.350314 3 37370000000100'],
    ['Bradesco', '23793.38128 60007.827136 95000.063305 9 75520000370000'],
    ['Safra', '42297.11504 00001.954411 60020.034520 2 68610000054659'],
    ['Itaú, the last day before the factor began again', '34191.09123 34567.815716 57001.234574 1 99990000012345'],
    ['Itaú, the first day after it', '34191.09123 34567.815716 57001.234574 7 10000000012345'],
    ['Santander', '03399.02827 26856.661298 66601.010011 2 13110000000001'],
    ['Sicoob', '75691.32751 01010.012340 00000.120014 7 16410000150075'],
    ['Caixa, the last day and the largest amount of all', '10491.23456 67890.000101 00400.000006 5 99999999999999'],
  ])('of %s is read', (_bank, masked) => {
    const line = masked.replaceAll(/[. ]/g, '')
    for (const text of [masked, line, `  ${masked} `, masked.replaceAll(' ', '  '), masked.replaceAll('.', ' ')])
      expect(readBoletoLine(text)).toEqual({ line })
  })

  it('is read for every due day, before and after the factor began again on 2025-02-22', () => {
    const made = (dueOn: string): [number, unknown] => {
      const factor = factorOf(dueOn)
      const line = slip({ bank: '237', free: '3381090000200010000633003', factor, cents: 48_000 })
      expect(readBoletoLine(line), dueOn).toEqual({ line })
      return [factor, line]
    }
    expect(made('2000-07-03')[0]).toBe(1000)
    expect(made('2025-02-21')[0]).toBe(9999)
    expect(made('2025-02-22')).toEqual(made('2000-07-03'))
    expect(made('2026-11-09')).toEqual([1625, '23793381029000020001500006330039316250000048000'])
    expect(made('2049-10-13')[0]).toBe(9999)
  })

  it('is read without a due day and without an amount', () => {
    const line = slip({ bank: '104', free: '0000000000000000000000000', factor: 0, cents: 0 })
    expect(readBoletoLine(line)).toEqual({ line })
  })

  it('is read whoever made it', () => {
    fc.assert(
      fc.property(slips, (line) => {
        expect(readBoletoLine(line)).toEqual({ line })
      }),
    )
  })

  it('shows every single wrong digit of its three fields, with the number of the field', () => {
    fc.assert(
      fc.property(slips, fc.integer({ min: 0, max: 31 }), shifts, (line, index, shift) => {
        const field = index < 10 ? 1 : index < 21 ? 2 : 3
        expect(readBoletoLine(change(line, index, shift))).toEqual({
          fault: `has a wrong check digit in field ${field}`,
        })
      }),
    )
  })

  it('shows every wrong general digit, and every other single one unless that stands for three rests', () => {
    const wrong = { fault: 'has a wrong general check digit' }
    fc.assert(
      fc.property(slips, shifts, (line, shift) => {
        expect(readBoletoLine(change(line, 32, shift))).toEqual(wrong)
      }),
    )
    const telling = slips.filter((line) => line[32] !== '1')
    fc.assert(
      fc.property(telling, fc.integer({ min: 33, max: 46 }), shifts, (line, index, shift) => {
        expect(readBoletoLine(change(line, index, shift))).toEqual(wrong)
      }),
    )
  })

  it('does not pass for arrecadação, whose general digit of the rests 0 and 1 is another', () => {
    const line = '34191.09123 34567.815716 57001.234574 1 99990000012345'
    expect(readBoletoLine(line.replace(' 1 ', ' 0 '))).toEqual({ fault: 'has a wrong general check digit' })
  })
})

describe('the linha digitável of arrecadação', () => {
  it.each([
    ['with modulo 10', '83640000001-1 33120138000-2 81288462711-6 08013618155-1'],
    ['with modulo 10, blocks of twelve', '826500000110 314400081704 924000000027 202104000015'],
    ['with modulo 11', '85890000460-9 52460179160-5 60759305086-5 83148300001-0'],
  ])('%s is read', (_module, masked) => {
    const line = masked.replaceAll(/[- ]/g, '')
    for (const text of [masked, line, masked.replaceAll('-', ' ')]) expect(readBoletoLine(text)).toEqual({ line })
  })

  it('is read whoever made it', () => {
    fc.assert(
      fc.property(collected, (line) => {
        expect(readBoletoLine(line)).toEqual({ line })
      }),
    )
  })

  it('shows every single wrong digit unless it is of modulo 11 and the check digit 0 stands for two rests', () => {
    fc.assert(
      fc.property(collected, fc.integer({ min: 3, max: 47 }), shifts, (line, index, shift) => {
        const block = Math.floor(index / 12)
        const isAmbiguous = Number(line[2]) > 7 && line[block * 12 + 11] === '0'
        fc.pre(!isAmbiguous)
        expect(readBoletoLine(change(line, index, shift))).toEqual({
          fault: `has a wrong check digit in field ${block + 1}`,
        })
      }),
    )
  })

  it('shows a wrong general digit of which the block was made to fit', () => {
    const line = '836400000011331201380002812884627116080136181551'
    const block = `${line.slice(0, 3)}5${line.slice(4, 11)}`
    expect(readBoletoLine(`${block}${mod10(block)}${line.slice(12)}`)).toEqual({
      fault: 'has a wrong general check digit',
    })
  })

  it.each(['936400000011', '835400000011', '831400000011'])('does not begin with %s', (start) => {
    const fault = 'of 48 digits must begin with 8, and its third digit must be 6, 7, 8 or 9 (arrecadação)'
    expect(readBoletoLine(`${start}331201380002812884627116080136181551`)).toEqual({ fault })
  })
})

describe('what is no linha digitável', () => {
  const WRONG_FORM = 'must be the 47 or 48 digits of a linha digitável, with or without its mask'
  it.each([
    '',
    '0',
    '23793.38128',
    '2379338128600078271369500006330597552000037000', // a digit is missing
    '2379338128600078271369500006330597552000037000٠', // digits of another script
    '2379.338128 60007.827136 95000.063305 9 75520000370000', // the mask stands elsewhere
    '23793.38128-60007.827136-95000.063305-9-75520000370000',
    '83640000001--1 33120138000-2 81288462711-6 08013618155-1',
    `23793.38128${' '.repeat(90)}60007.827136 95000.063305 9 75520000370000`,
    '2'.repeat(10_000),
    'linha digitável',
  ])('%j', (text) => {
    expect(readBoletoLine(text)).toEqual({ fault: WRONG_FORM })
  })

  it('the barcode, which is told apart', () => {
    expect(readBoletoLine('23799755200003700003381260007827139500006330')).toEqual({
      fault: `${WRONG_FORM}, not the 44 digits of the barcode`,
    })
  })

  it('zeros alone', () => {
    expect(readBoletoLine('0'.repeat(47))).toHaveProperty('fault')
    expect(readBoletoLine('0'.repeat(48))).toHaveProperty('fault')
  })
})
