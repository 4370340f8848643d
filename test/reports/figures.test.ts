import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dsoOf, shareOf } from '../../src/reports/figures.ts'
import { nothingRepaid, outcomeOf, type Repaid } from '../../src/reports/release-outcome.ts'

describe('a share', () => {
  it('has four decimals, rounded half up, and is not told of nothing', () => {
    expect([shareOf(1n, 3n), shareOf(2n, 3n), shareOf(1n, 20_000n), shareOf(0n, 7n), shareOf(7n, 7n)]).toEqual([
      ...['0.3333', '0.6667', '0.0001', '0.0000', '1.0000'],
    ])
    expect(shareOf(0n, 0n)).toBeNull()
  })

  it('is never further than half of its last digit from the truth', () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n })
    fc.assert(
      fc.property(amounts, amounts, (part, whole) => {
        const scaled = BigInt((shareOf(part, whole) as string).replace('.', ''))
        const distance = scaled * whole - part * 10_000n
        expect((distance < 0n ? -distance : distance) * 2n <= whole).toBe(true)
      }),
    )
  })
})

describe('days sales outstanding', () => {
  it('are the days in which as much was sold as is open', () => {
    expect([dsoOf(100n, 300n), dsoOf(300n, 300n), dsoOf(0n, 5n), dsoOf(1n, 7n)]).toEqual([30, 90, 0, 12.9])
    expect(dsoOf(100n, 0n)).toBeNull()
  })
})

describe('what became of a release', () => {
  it.each<[string, Partial<Repaid>]>([
    ['not_invoiced', {}],
    ['paid', { invoiced: 10n, onTime: 10n }],
    ['paid', { invoiced: 10n, undated: 10n }],
    ['open', { invoiced: 10n, onTime: 5n, notDue: 5n }],
    ['open', { invoiced: 10n, disputed: 10n }],
    ['late', { invoiced: 10n, late: 1n, notDue: 9n }],
    ['unpaid', { invoiced: 10n, late: 5n, overdue: 5n }],
    ['unpaid', { invoiced: 10n, onTime: 9n, writtenOff: 1n }],
  ])('is %s by the worst of its invoices: %o', (outcome, repaid) => {
    expect(outcomeOf({ ...nothingRepaid(), ...repaid })).toBe(outcome)
  })
})
