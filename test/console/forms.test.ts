import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { amountField, choicesField, readBrl, writtenOf } from '../../src/console/forms.ts'
import { formatBrl } from '../../src/kernel/cents.ts'

describe('an amount as people type it', () => {
  it.each([
    ['1.250,00', 125_000n],
    ['1250', 125_000n],
    ['1250,5', 125_050n],
    ['R$ 1.250', 125_000n],
    ['1250.50', 125_050n],
    ['12.345.678,90', 1_234_567_890n],
    ['0,01', 1n],
  ])('%s', (text, cents) => expect(readBrl(text)).toBe(cents))

  it.each(['', 'mil', '1.25,00', '1,250.00', '1e3', '12,345', '--1'])('%j is none', (text) =>
    expect(readBrl(text)).toBeNull(),
  )

  it('reads whatever the console itself shows', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), (cents) => {
        expect(readBrl(formatBrl(cents))).toBe(cents)
      }),
    )
  })

  it('is refused in Portuguese when it is zero or no amount', () => {
    for (const text of ['0,00', 'abc', '-5']) {
      expect(amountField('Valor').safeParse(text).error?.issues[0]?.message).toBe(
        'Valor: escreva um valor maior que zero, como 1.250,00.',
      )
    }
  })
})

it('boxes of one name are none, one or several, and nothing that was not offered', () => {
  const field = choicesField(['read', 'write'])
  expect([undefined, 'read', ['write', 'read'], 'root'].map((given) => field.parse(given))).toEqual([
    [],
    ['read'],
    ['read', 'write'],
    [],
  ])
})

it('what was typed is kept without the token', () => {
  expect(writtenOf({ _csrf: 'x', reason: 'porque sim', scopes: ['a'] })).toEqual({ reason: 'porque sim' })
})
