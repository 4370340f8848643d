import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatCents, parseCents } from '../../src/kernel/cents.ts'
import { addDays } from '../../src/kernel/day.ts'
import {
  absoluteAmountOf,
  amountOf,
  brAmountOf,
  brDayOf,
  compactDayOf,
  dayInZone,
  dayOf,
  documentOf,
  emailOf,
  instantOf,
  instantOfLocal,
  localTimeOf,
  stateOf,
  textOf,
} from '../../src/sync/convert.ts'
import { BadRecordError } from '../../src/sync/errors.ts'

const SAO_PAULO = 'America/Sao_Paulo'

function expectBad(convert: () => unknown, path: string): void {
  const error = (() => {
    try {
      return convert()
    } catch (reason) {
      return reason
    }
  })()
  expect(error).toBeInstanceOf(BadRecordError)
  expect(error).toMatchObject({ path, remedy: 'bad_record' })
}

describe('amounts', () => {
  it.each([
    [0, '0.00'],
    [-0, '0.00'],
    [7, '7.00'],
    [7.7, '7.70'],
    [0.1 + 0.2, '0.30'],
    [27540.600000000002, '27540.60'],
    [7.999999999999999, '8.00'],
    [0.005, '0.01'],
    [0.0049, '0.00'],
    [1.005, '1.01'],
    [-0.005, '-0.01'],
    [-0.004, '0.00'],
    [-12.3, '-12.30'],
    [999.995, '1000.00'],
    [9999999999999.99, '9999999999999.99'],
    [5.684e-14, '0.00'],
    [-5.684e-14, '0.00'],
    [0.000001, '0.00'],
    ['1800', '1800.00'],
    ['5000.50000000', '5000.50'],
    [' 12.5 ', '12.50'],
    ['007.5', '7.50'],
    ['0.004999999', '0.00'],
    ['0.005', '0.01'],
    ['-0.00', '0.00'],
    ['-1.239', '-1.24'],
    ['9999999999999.99', '9999999999999.99'],
    ['9999999999999.994', '9999999999999.99'],
  ])('%j is %s', (value, amount) => {
    expect(amountOf(value, 'total')).toBe(amount)
    expect(absoluteAmountOf(value, 'total')).toBe(amount.replace('-', ''))
  })

  it.each([
    [1e21],
    [-1e21],
    [10_000_000_000_000],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [''],
    [' '],
    ['1e3'],
    ['1,50'],
    ['1.234,56'],
    ['1,234.56'],
    ['12.'],
    ['+5'],
    ['--5'],
    ['0x10'],
    ['12 34'],
    ['R$ 5'],
    ['NaN'],
    ['10000000000000.00'],
    [`1.${'0'.repeat(50)}`],
    ['9'.repeat(100_000)],
    [null],
    [undefined],
    [true],
    [[]],
    [{}],
  ])('%j is none', (value) => {
    expectBad(() => amountOf(value, 'lines[2].total'), 'lines[2].total')
  })

  it('say what is wrong with them, and no more than a little of it', () => {
    expect(() => amountOf(Number.NaN, 'x')).toThrow('is no amount: NaN')
    expect(() => amountOf(undefined, 'x')).toThrow('is no amount: nothing')
    expect(() => amountOf('😀'.repeat(1_000), 'x')).toThrow(/^is no amount: .{1,40}$/u)
  })

  const cents = fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n })
  it('up to 13 digits go through a double and back: String(n / 100)', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (n) => {
        expect(parseCents(amountOf(n / 100, 'x'))).toBe(BigInt(n))
        expect(parseCents(amountOf(String(n / 100), 'x'))).toBe(BigInt(n))
      }),
      { numRuns: 2_000 },
    )
  })

  it('up to 13 digits go through text and back, also in the Brazilian form', () => {
    fc.assert(
      fc.property(cents, fc.nat({ max: 30 }), (n, zeros) => {
        const text = formatCents(n)
        expect(amountOf(`${text}${'0'.repeat(zeros)}`, 'x')).toBe(text)
        const [whole = '', decimals] = text.split('.')
        expect(brAmountOf(`${whole},${decimals}`, 'x')).toBe(text)
        expect(brAmountOf(`${whole.replace(/\B(?=(\d{3})+$)/g, '.')},${decimals}`, 'x')).toBe(text)
      }),
    )
  })

  it('are rounded to the nearest cent, half away from zero', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 99_999_999_999n }), digits, fc.boolean(), (n, more, isNegative) => {
        const sign = isNegative ? '-' : ''
        const rounded = parseCents(amountOf(`${sign}${formatCents(n)}${more.join('')}`, 'x')) ?? 0n
        const up = (more[0] ?? 0) >= 5 ? 1n : 0n
        expect(rounded).toBe(isNegative ? -(n + up) : n + up)
      }),
    )
  })

  it.each([
    ['1.234,56', '1234.56'],
    ['1234,56', '1234.56'],
    ['1.234.567,8', '1234567.80'],
    ['0,005', '0.01'],
    ['-1.234,56', '-1234.56'],
    [' 12 ', '12.00'],
    ['1.500', '1500.00'],
    ['1234567', '1234567.00'],
  ])('%j is %s in Brazil', (value, amount) => {
    expect(brAmountOf(value, 'x')).toBe(amount)
  })

  it.each([['1.5'], ['12.34'], ['1,234.56'], ['1.23,4'], [',5'], ['1.234.56'], ['R$ 1,00'], [''], [12.5], [null]])(
    '%j is none in Brazil',
    (value) => {
      expectBad(() => brAmountOf(value, 'valor'), 'valor')
    },
  )
})

describe('days', () => {
  it.each([
    ['2026-11-21', '2026-11-21'],
    ['2026-11-21T00:00:00Z', '2026-11-21'],
    ['2026-11-21T23:59:59-03:00', '2026-11-21'],
    ['2026-11-21 00:00:00.000', '2026-11-21'],
    [' 2026-11-21 ', '2026-11-21'],
    ['2028-02-29', '2028-02-29'],
    ['2000-02-29', '2000-02-29'],
  ])('%j is %s', (value, day) => {
    expect(dayOf(value, 'due')).toBe(day)
  })

  it.each([
    ['2026-02-29'],
    ['2100-02-29'],
    ['2026-02-30'],
    ['2026-04-31'],
    ['2026-13-01'],
    ['2026-00-10'],
    ['0000-00-00'],
    ['1899-12-31'],
    ['2026-11-211'],
    ['2026-11-21x'],
    ['2026-1-1'],
    ['21/11/2026'],
    ['20261121'],
    [''],
    [null],
    [undefined],
    [20261121],
  ])('%j is none', (value) => {
    expectBad(() => dayOf(value, 'due'), 'due')
  })

  it('29 February is one in leap years alone, in every form', () => {
    for (const [year, isLeap] of [
      [2024, true],
      [2026, false],
      [2028, true],
      [2000, true],
      [2100, false],
    ] as const) {
      const forms = [
        () => dayOf(`${year}-02-29`, 'due'),
        () => brDayOf(`29/02/${year}`, 'due'),
        () => compactDayOf(`${year}0229`, 'due'),
        () => compactDayOf(year * 10_000 + 229, 'due'),
      ]
      for (const form of forms) {
        if (isLeap) expect(form()).toBe(`${year}-02-29`)
        else expectBad(form, 'due')
      }
    }
  })

  it('are the same in every form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (days) => {
        const day = addDays('1900-01-01', days)
        const [year, month, date] = day.split('-')
        expect(dayOf(`${day}T12:00:00`, 'x')).toBe(day)
        expect(brDayOf(`${date}/${month}/${year}`, 'x')).toBe(day)
        expect(compactDayOf(`${year}${month}${date}`, 'x')).toBe(day)
      }),
    )
  })

  it.each([['2026-11-21'], ['21-11-2026'], ['1/2/2026'], ['31/11/2026'], ['21/11/26'], ['  /  /    '], [''], [null]])(
    '%j is none in Brazil',
    (value) => {
      expectBad(() => brDayOf(value, 'vencimento'), 'vencimento')
      expectBad(() => compactDayOf(value, 'vencimento'), 'vencimento')
    },
  )
})

describe('points in time', () => {
  it.each([
    ['2026-11-21T10:00:00', '2026-11-21T13:00:00Z'],
    ['2026-11-21 10:00', '2026-11-21T13:00:00Z'],
    ['2026-11-21T10:00:00.25', '2026-11-21T13:00:00.25Z'],
    ['2028-02-29T23:30:00', '2028-03-01T02:30:00Z'],
    // Summer time until 2019: the clock went from 0:00 to 1:00, and back from 0:00 to 23:00.
    ['2018-11-03T23:59:59', '2018-11-04T02:59:59Z'],
    ['2018-11-04T00:00:00', '2018-11-04T03:00:00Z'],
    ['2018-11-04T00:30:00', '2018-11-04T03:30:00Z'],
    ['2018-11-04T01:00:00', '2018-11-04T03:00:00Z'],
    ['2019-02-16T22:59:59', '2019-02-17T00:59:59Z'],
    ['2019-02-16T23:30:00', '2019-02-17T01:30:00Z'],
    ['2019-02-17T00:00:00', '2019-02-17T03:00:00Z'],
    ['2019-11-03T00:30:00', '2019-11-03T03:30:00Z'],
  ])('%s in São Paulo is %s', (local, instant) => {
    expect(instantOfLocal(local, SAO_PAULO, 'at')).toBe(instant)
  })

  it.each([
    ['2026-11-21'],
    ['2026-02-29T10:00:00'],
    ['2026-11-21T24:00:00'],
    ['2026-11-21T10:00:00Z'],
    ['2026-11-21T10:00:00-03:00'],
    ['2026-11-21T10:00:00[America/Sao_Paulo]'],
    ['20261121T100000'],
    ['21/11/2026 10:00:00'],
    [''],
    [null],
    [0],
  ])('%j is none without offset', (value) => {
    expectBad(() => instantOfLocal(value, SAO_PAULO, 'changed_at'), 'changed_at')
  })

  it.each([
    ['2026-11-21T10:00:00-03:00', true],
    ['2026-11-21T13:00:00Z', true],
    ['2026-11-21T13:00:00.123456Z', true],
    ['2026-11-21T13:00:00', false],
    ['2026-02-29T13:00:00Z', false],
    ['2026-11-21', false],
    [null, false],
  ])('%j with offset: %s', (value, isInstant) => {
    if (isInstant) expect(instantOf(value, 'at')).toBe(value)
    else expectBad(() => instantOf(value, 'at'), 'at')
  })

  it('a local time comes back as it is, but for those that the clock skipped or had twice', () => {
    const from = Date.parse('2020-01-01T00:00:00Z')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000_000 }), (seconds) => {
        const instant = from + seconds * 1_000
        const local = localTimeOf(instant, SAO_PAULO)
        expect(local).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/)
        expect(Date.parse(instantOfLocal(local, SAO_PAULO, 'x'))).toBe(instant)
        expect(dayInZone(instant, SAO_PAULO)).toBe(local.slice(0, 10))
      }),
    )
  })

  it('a filter never begins later than it should: seconds are rounded down', () => {
    expect(localTimeOf(Date.parse('2026-11-21T13:00:00.999Z'), SAO_PAULO)).toBe('2026-11-21T10:00:00')
    expect(localTimeOf(Date.parse('2018-11-04T03:00:00Z'), SAO_PAULO)).toBe('2018-11-04T01:00:00')
    expect(dayInZone(Date.parse('2026-11-22T02:59:59Z'), SAO_PAULO)).toBe('2026-11-21')
    expect(dayInZone(Date.parse('2026-11-22T02:59:59Z'), 'Asia/Tokyo')).toBe('2026-11-22')
  })
})

describe('words', () => {
  it.each([
    ['11.222.333/0001-81', '11222333000181'],
    ['11222333000181', '11222333000181'],
    ['12.abc.345/01de-35', '12ABC34501DE35'],
    ['529.982.247-25', '52998224725'],
    ['00.000.000/0000-00', undefined],
    ['11222333000182', undefined],
    ['ISENTO', undefined],
    ['', undefined],
    [11222333000181, undefined],
    [null, undefined],
  ])('the document %j is %j', (value, document) => {
    expect(documentOf(value)).toBe(document)
  })

  it.each([
    ['  Padaria São José  ', 50, 'Padaria São José'],
    ['a\r\n\tb\u2028c\u0000d', 50, 'a b c d'],
    ['abcdef', 3, 'abc'],
    ['ab cd', 3, 'ab'],
    ['ab😀', 4, 'ab😀'],
    ['ab😀', 3, 'ab'],
    ['ab😀😀', 5, 'ab😀'],
    ['😀', 1, undefined],
    ['a\ud83d', 5, 'a\ufffd'],
    ['\ude00b', 5, '\ufffdb'],
    ['', 5, undefined],
    [' \n ', 5, undefined],
    [12, 5, '12'],
    [null, 5, undefined],
    [undefined, 5, undefined],
    [false, 5, undefined],
    [{}, 5, undefined],
  ])('%j in %i characters is %j', (value, lengthMax, text) => {
    expect(textOf(value, lengthMax)).toBe(text)
  })

  it('are always readable, trimmed and short enough, whatever was cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (value, lengthMax) => {
        const text = textOf(value, lengthMax)
        if (text === undefined) return
        expect(text.length).toBeGreaterThan(0)
        expect(text.length).toBeLessThanOrEqual(lengthMax)
        expect(text.isWellFormed()).toBe(true)
        expect(text).toBe(text.trim())
        expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect(value.toWellFormed().includes('\ufffd') || !text.includes('\ufffd')).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['compras@x.com.br', 'compras@x.com.br'],
    ['compras@x.com; fiscal@x.com', 'compras@x.com'],
    ['sem email, fiscal@x.com', 'fiscal@x.com'],
    ['Compras <compras@x.com>', 'compras@x.com'],
    [`${'a'.repeat(260)}@x.com; b@x.com`, 'b@x.com'],
    [`${'a'.repeat(260)}@x.com`, undefined],
    ['não tem', undefined],
    ['', undefined],
    [null, undefined],
  ])('the address of %j is %j', (value, email) => {
    expect(emailOf(value)).toBe(email)
  })

  it.each([
    ['SP', 'SP'],
    [' rj ', 'RJ'],
    ['São Paulo', undefined],
    ['S', undefined],
    ['ß', undefined],
    ['1P', undefined],
    [35, undefined],
    [null, undefined],
  ])('the state of %j is %j', (value, state) => {
    expect(stateOf(value)).toBe(state)
  })
})
