import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChargedTitle, chargesFor } from '../../src/collection/charges.ts'
import { chargesSchema } from '../../src/collection/settings.ts'
import { addDays } from '../../src/kernel/day.ts'

/** 1 October 2026 is a Thursday. */
const DUE_ON = '2026-10-01'
const title = (cents: bigint, changes: Partial<ChargedTitle> = {}): ChargedTitle => ({
  openAmount: cents,
  dueOn: DUE_ON,
  effectiveDueOn: changes.dueOn ?? DUE_ON,
  isConsumer: false,
  ...changes,
})
const convention = (changes: object = {}) => chargesSchema.parse(changes)
const daysAfter = (days: number): string => addDays(DUE_ON, days)

describe('late charges', () => {
  it('are nothing until the effective due day has passed, and then count from the due day itself', () => {
    // Saturday; the Monday after it is the effective due day.
    const due = title(100_00n, { dueOn: '2026-10-03', effectiveDueOn: '2026-10-05' })
    const nothing = { principal: 100_00n, fine: 0n, interest: 0n, correction: 0n, total: 100_00n, daysLate: 0 }
    for (const on of ['2026-09-30', '2026-10-03', '2026-10-04', '2026-10-05'])
      expect(chargesFor(due, convention(), on)).toEqual({ ...nothing, indexedThrough: null })
    expect(chargesFor(due, convention(), '2026-10-06')).toMatchObject({ daysLate: 3, fine: 2_00n, interest: 10n })
    // Whatever the effective day is said to be.
    const odd = title(100_00n, { dueOn: '2026-10-03', effectiveDueOn: '2026-10-01' })
    expect(chargesFor(odd, convention(), '2026-10-03')).toEqual({ ...nothing, indexedThrough: null })
  })

  it('count the days of REsp 1.954.924: due on Saturday 5 May 2007, paid on the 28th, 23 days', () => {
    const due = title(100_00n, { dueOn: '2007-05-05', effectiveDueOn: '2007-05-07' })
    expect(chargesFor(due, convention(), '2007-05-28').daysLate).toBe(23)
  })

  it('count 29 February as a day', () => {
    const due = title(100_00n, { dueOn: '2028-02-28', effectiveDueOn: '2028-02-28' })
    expect(chargesFor(due, convention(), '2028-02-29').daysLate).toBe(1)
    expect(chargesFor(due, convention(), '2028-03-01').daysLate).toBe(2)
  })

  it('are those of the Pix example: 100.00, two days, 3% and 1% a day are 105.00', () => {
    const terms = convention({ fine: '0.03', interestMonthly: '0.30' })
    const due = title(100_00n)
    expect(chargesFor(due, terms, daysAfter(2))).toMatchObject({ fine: 3_00n, interest: 2_00n, total: 105_00n })
  })

  it('cut to cents are those of Kobana: 100.00, five days, 102.16', () => {
    const terms = convention({ rounding: 'truncated' })
    const due = title(100_00n)
    expect(chargesFor(due, terms, daysAfter(5))).toMatchObject({ fine: 2_00n, interest: 16n, total: 102_16n })
    expect(chargesFor(due, convention(), daysAfter(5))).toMatchObject({ fine: 2_00n, interest: 17n, total: 102_17n })
  })

  it.each([
    ['exact', 500_00n, 10, 1_67n],
    ['truncated', 500_00n, 10, 1_66n],
    ['daily_value', 500_00n, 10, 1_70n],
    // As a boleto prints it: 0.03 a day.
    ['daily_value', 100_00n, 30, 90n],
    ['exact', 100_00n, 30, 1_00n],
    ['daily_value', 1_00n, 30, 0n],
  ])('rounded %s on %d cents after %d days are %d cents of interest', (rounding, cents, days, interest) => {
    expect(chargesFor(title(cents), convention({ rounding }), daysAfter(days)).interest).toBe(interest)
  })

  it('never fine a consumer more than 2%, whatever was agreed', () => {
    const terms = convention({ fine: '0.10' })
    expect(chargesFor(title(100_00n), terms, daysAfter(1)).fine).toBe(10_00n)
    expect(chargesFor(title(100_00n, { isConsumer: true }), terms, daysAfter(1)).fine).toBe(2_00n)
    const mild = convention({ fine: '0.015' })
    expect(chargesFor(title(100_00n, { isConsumer: true }), mild, daysAfter(1)).fine).toBe(1_50n)
  })

  it('may be none, where none were agreed', () => {
    const terms = convention({ fine: '0', interestMonthly: '0' })
    expect(chargesFor(title(100_00n), terms, daysAfter(90))).toMatchObject({ total: 100_00n, daysLate: 90 })
  })

  it('of an amount of which a computer knows no fraction are exact to the cent', () => {
    // 2% of 9,999,999,999,999.99 is 199,999,999,999.9998.
    const due = title(9_999_999_999_999_99n)
    const { fine, interest, total } = chargesFor(due, convention(), daysAfter(30))
    expect([fine, interest]).toEqual([200_000_000_000_00n, 100_000_000_000_00n])
    expect(total).toBe(10_299_999_999_999_99n)
  })
})

describe('correction by an index', () => {
  const rates = { '2026-10': '0.01', '2026-11': '0.02', '2026-12': '-0.005', '2027-01': '0.03' }
  const terms = convention({ fine: '0.02', interestMonthly: '0.01', index: { name: 'IPCA', rates } })
  const corrected = (on: string, changes: object = {}) => {
    const index = { name: 'IPCA', rates, ...changes }
    const { correction, indexedThrough } = chargesFor(title(1_000_00n), convention({ index }), on)
    return [correction, indexedThrough]
  }

  it('takes the months that lie wholly between the due day and the day of payment', () => {
    expect(corrected('2026-10-31')).toEqual([0n, null])
    expect(corrected('2026-11-30')).toEqual([0n, null])
    expect(corrected('2026-12-01')).toEqual([20_00n, '2026-11'])
    // 1.02 × 0.995, over the end of the year.
    expect(corrected('2027-01-31')).toEqual([14_90n, '2026-12'])
    // 1.02 × 0.995 × 1.03 is 1.045347.
    expect(corrected('2027-02-01')).toEqual([45_35n, '2027-01'])
  })

  it('stops at the first month that nobody has put in, and says so', () => {
    expect(corrected('2027-08-15')).toEqual([45_35n, '2027-01'])
    expect(corrected('2027-08-15', { rates: { '2026-11': '0.02', '2027-01': '0.03' } })).toEqual([20_00n, '2026-11'])
    expect(corrected('2027-08-15', { rates: { '2026-12': '0.02' } })).toEqual([0n, null])
  })

  it('counts deflation, but takes the debt below its face value only where that was agreed', () => {
    const falling = { '2026-11': '-0.02', '2026-12': '0.01' }
    expect(corrected('2027-01-15', { rates: falling })).toEqual([0n, '2026-12'])
    expect(corrected('2027-01-15', { rates: falling, negative: 'apply' })).toEqual([-10_20n, '2026-12'])
    const absurd = { '2026-11': '-3' }
    expect(corrected('2026-12-15', { rates: absurd, negative: 'apply' })).toEqual([-1_000_00n, '2026-11'])
  })

  it('comes before fine and interest, which are on the corrected amount', () => {
    const { correction, fine, interest, total } = chargesFor(title(1_000_00n), terms, '2026-12-10')
    // 70 days on 1,020.00.
    expect([correction, fine, interest]).toEqual([20_00n, 20_40n, 23_80n])
    expect(total).toBe(1_064_20n)
  })

  it('rounds to the half away from nothing, or cuts towards it', () => {
    const half = { '2026-11': '0.00005', '2026-12': '0' }
    const fall = { '2026-11': '-0.00005' }
    const on = '2026-12-15'
    const of = (ratesOf: object, rounding: string) =>
      chargesFor(
        title(100_00n),
        convention({ rounding, index: { name: 'IGP-M', rates: ratesOf, negative: 'apply' } }),
        on,
      ).correction
    expect([of(half, 'exact'), of(half, 'truncated')]).toEqual([1n, 0n])
    expect([of(fall, 'exact'), of(fall, 'truncated')]).toEqual([-1n, 0n])
  })
})

describe('late charges of anything', () => {
  const amount = fc.bigInt({ min: 0n, max: 999_999_999_999_999n })
  const millionths = fc.integer({ min: 0, max: 1_000_000 })
  const share = (parts: number): string => (parts === 1_000_000 ? '1' : `0.${String(parts).padStart(6, '0')}`)
  const rounding = fc.constantFrom('exact', 'truncated', 'daily_value')
  const days = fc.integer({ min: 0, max: 2_000 })
  const monthly = fc.array(fc.integer({ min: 0, max: 99_999_999 }), { maxLength: 12 })
  const eighths = (parts: number): string => `0.${String(parts).padStart(8, '0')}`
  const MONTHS = Array.from({ length: 12 }, (_, index) => `2027-${String(index + 1).padStart(2, '0')}`)
  const indexOf = (parts: readonly number[]) => ({
    name: 'IPCA',
    rates: Object.fromEntries(parts.map((rate, place) => [MONTHS[place] as string, eighths(rate)])),
  })

  it('never fall from one day to the next, are never negative, and add up', () => {
    fc.assert(
      fc.property(
        ...([amount, millionths, millionths, rounding, days, monthly, fc.boolean()] as const),
        (cents, fine, interest, how, late, parts, isConsumer) => {
          const index = indexOf(parts)
          const terms = convention({ fine: share(fine), interestMonthly: share(interest), rounding: how, index })
          const due = title(cents, { dueOn: '2026-12-15', isConsumer })
          const one = chargesFor(due, terms, addDays('2026-12-15', late))
          const next = chargesFor(due, terms, addDays('2026-12-15', late + 1))
          expect(one.total).toBe(one.principal + one.fine + one.interest + one.correction)
          for (const part of ['fine', 'interest', 'correction', 'total'] as const) {
            expect(one[part]).toBeGreaterThanOrEqual(0n)
            expect(next[part]).toBeGreaterThanOrEqual(one[part])
          }
          expect(one.principal).toBe(cents)
        },
      ),
    )
  })

  it('are what the fraction says, rounded once', () => {
    fc.assert(
      fc.property(
        ...([amount, millionths, millionths, fc.integer({ min: 1, max: 2_000 }), monthly, fc.boolean()] as const),
        (cents, fine, interest, late, parts, isConsumer) => {
          const on = addDays('2026-12-15', late)
          const index = indexOf(parts)
          const terms = convention({ fine: share(fine), interestMonthly: share(interest), daysInMonth: 31, index })
          const got = chargesFor(title(cents, { dueOn: '2026-12-15', isConsumer }), terms, on)
          // Everything over one denominator: 10^8 for each month, 10^6 for a share.
          const over = parts.filter((_, place) => (MONTHS[place] as string) < on.slice(0, 7))
          const top = over.reduce((product, rate) => product * (100_000_000n + BigInt(rate)), cents)
          const bottom = 100_000_000n ** BigInt(over.length)
          const round = (numerator: bigint, denominator: bigint): bigint => {
            const whole = numerator / denominator
            return (numerator - whole * denominator) * 2n >= denominator ? whole + 1n : whole
          }
          const charged = isConsumer && fine > 20_000 ? 20_000 : fine
          expect(got.correction).toBe(round(top - cents * bottom, bottom))
          expect(got.fine).toBe(round(top * BigInt(charged), bottom * 1_000_000n))
          expect(got.interest).toBe(round(top * BigInt(interest * late), bottom * 1_000_000n * 31n))
          expect(got.daysLate).toBe(late)
        },
      ),
    )
  })
})
