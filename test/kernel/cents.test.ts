import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  amountSchema,
  divideCents,
  formatBrl,
  formatCents,
  isFactor,
  maxCents,
  minCents,
  multiplyCents,
  parseCents,
  shareSchema,
} from '../../src/kernel/cents.ts'

const WIRE_MAX = 999_999_999_999_999n
const cents = fc.bigInt({ min: -WIRE_MAX, max: WIRE_MAX })
const factor = fc
  .tuple(fc.bigInt({ min: 0n, max: 999_999_999n }), fc.integer({ min: 0, max: 12 }), fc.bigInt({ min: 0n }))
  .map(([whole, decimals, digits]) => {
    if (decimals === 0) return { text: `${whole}`, numerator: whole, denominator: 1n }
    const denominator = 10n ** BigInt(decimals)
    const rest = digits % denominator
    return {
      text: `${whole}.${rest.toString().padStart(decimals, '0')}`,
      numerator: whole * denominator + rest,
      denominator,
    }
  })

describe('the wire form', () => {
  it('gives back every amount that was written', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(parseCents(formatCents(amount))).toBe(amount)
      }),
    )
  })

  it.each([
    ['0', 0n, '0.00'],
    ['0.5', 50n, '0.50'],
    ['007.05', 705n, '7.05'],
    ['-0.01', -1n, '-0.01'],
    ['9999999999999.99', WIRE_MAX, '9999999999999.99'],
  ])('reads %s', (text, amount, written) => {
    expect(parseCents(text)).toBe(amount)
    expect(formatCents(amount)).toBe(written)
  })

  it.each(['', '.5', '1.', '1.234', '1,50', '1e3', '+1', ' 1', '1\n', '１', '10000000000000', 'NaN', '0x10', '--1'])(
    'refuses %j',
    (text) => {
      expect(parseCents(text)).toBeNull()
    },
  )

  it('refuses a number and shows the right form', () => {
    const message = amountSchema.safeParse(1234.56).error?.issues[0]?.message
    expect(message).toContain('"1234.56"')
    expect(message).toContain('not a JSON number')
  })

  it('takes no negative amount from outside', () => {
    expect(amountSchema.safeParse('-1.00').success).toBe(false)
    expect(amountSchema.parse('1.00')).toBe(100n)
  })
})

describe('multiplyCents', () => {
  it('rounds half up, as the exact fraction says', () => {
    fc.assert(
      fc.property(cents, factor, (amount, { text, numerator, denominator }) => {
        const result = multiplyCents(amount, text)
        const [exact, rounded] = amount < 0n ? [-amount * numerator, -result] : [amount * numerator, result]
        // rounded − ½ ≤ exact / denominator < rounded + ½, on the magnitude, without dividing
        expect((2n * rounded - 1n) * denominator <= 2n * exact).toBe(true)
        expect(2n * exact < (2n * rounded + 1n) * denominator).toBe(true)
      }),
    )
  })

  it.each([
    [1n, '0.5', 1n],
    [1n, '0.499999999999', 0n],
    [-1n, '0.5', -1n],
    [10_000n, '5.4321', 54_321n],
    [333n, '0.30', 100n],
  ])('%s × %s', (amount, text, product) => {
    expect(multiplyCents(amount, text)).toBe(product)
  })

  it('throws on a text that is no factor', () => {
    expect(() => multiplyCents(1n, '-1')).toThrow(TypeError)
    expect(isFactor('1.0000000000001')).toBe(false)
  })
})

describe('formatBrl', () => {
  it('agrees with CLDR pt-BR, the no-break space aside', () => {
    const cldr = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' })
    // Intl reads decimal text exactly; its typings know only numbers and bigints.
    fc.assert(
      fc.property(cents, (amount) => {
        const written = cldr.format(formatCents(amount) as Intl.StringNumericLiteral)
        expect(formatBrl(amount)).toBe(written.replace('\u00a0', ' '))
      }),
    )
  })
})

describe('divideCents', () => {
  it('is the largest amount that the factor does not take above', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: WIRE_MAX }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (most, share) => {
        const text = `0.${share.toString().padStart(12, '0')}`.slice(0, 14)
        const found = divideCents(most, text)
        fc.pre(found !== null)
        expect(multiplyCents(found as bigint, text)).toBeLessThanOrEqual(most)
        expect(multiplyCents((found as bigint) + 1n, text)).toBeGreaterThan(most)
      }),
    )
  })
  it('knows no largest for a factor of nothing', () => {
    expect(divideCents(100n, '0.00')).toBeNull()
    expect(() => divideCents(1n, '1/3')).toThrow('not a decimal factor')
  })
})

describe('shares and extremes', () => {
  it.each(['0', '1', '0.3', '1.00', '0.123456789012'])('takes the share %s', (text) => {
    expect(shareSchema.parse(text)).toBe(text)
  })
  it.each(['1.01', '-0.1', '30%', '.3', '2', ''])('refuses the share %j', (text) => {
    expect(shareSchema.safeParse(text).success).toBe(false)
  })
  it('finds the least and the most', () => {
    expect(minCents(3n, -1n, 2n)).toBe(-1n)
    expect(maxCents(3n, -1n, 2n)).toBe(3n)
  })
})
