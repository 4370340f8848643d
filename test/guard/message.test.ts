import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Remedy } from '../../src/credit/remedies.ts'
import type { Finding } from '../../src/credit/rules/finding.ts'
import { MESSAGE_CHARS_MAX, messageOf } from '../../src/guard/message.ts'

const finding = (message: string): Finding => ({ code: 'overdue_receivables', severity: 'block', message, detail: {} })
const said = (messages: readonly string[], remedies: Remedy[] = []): string =>
  messageOf({ reasons: messages.map(finding), remedies })
const pay = (amount: string, more: { ownAmount?: string } = {}): Remedy => ({
  ...{ kind: 'pay_receivables', amount, receivables: ['SEGREDO'] },
  ...more,
})

describe('the sentence of a refusal', () => {
  it.each<[string, string[], Remedy[], string]>([
    ['the reason', ['Cliente suspenso.'], [], 'Crédito bloqueado: cliente suspenso.'],
    ['a reason without an end', ['Cliente suspenso'], [], 'Crédito bloqueado: cliente suspenso.'],
    ['that there is one more', ['A b.', 'C d.'], [], 'Crédito bloqueado: A b (+1 motivo).'],
    ['how many more there are', ['A b.', 'C.', 'D.'], [], 'Crédito bloqueado: A b (+2 motivos).'],
    ['names in capitals as they are', ['CNPJ baixado.'], [], 'Crédito bloqueado: CNPJ baixado.'],
    ['whom to ask where nothing is said', [], [], 'Crédito bloqueado: consulte o financeiro.'],
    [
      'the way out',
      ['Cliente deve.'],
      [pay('1300.00')],
      'Crédito bloqueado: cliente deve. Pagando R$ 1.300,00, libera.',
    ],
    ['no other way out', ['Cliente deve.'], [{ kind: 'request_release' }], 'Crédito bloqueado: cliente deve.'],
    [
      'nothing that others owe',
      ['Cliente deve.'],
      [pay('9.00', { ownAmount: '1.00' })],
      'Crédito bloqueado: cliente deve.',
    ],
    ['one line', ['Cliente\r\n deve\u2028\tmuito\u0000já.'], [], 'Crédito bloqueado: cliente deve muito já.'],
    ['letters that every database can hold', ['Sa\u0303o 😀 João.'], [], 'Crédito bloqueado: são ? João.'],
  ])('says %s', (_, reasons, remedies, sentence) => {
    expect(said(reasons, remedies)).toBe(sentence)
  })

  const BEGINNING = 'Crédito bloqueado: '
  const WAY_OUT = ' Pagando R$ 5,00, libera.'
  const reasonOf = (length: number): string => 'é'.repeat(length)

  it('leaves out first the way out, then the count, and then is cut', () => {
    const room = MESSAGE_CHARS_MAX - BEGINNING.length
    const count = ' (+1 motivo).'
    const whole = reasonOf(room - count.length - WAY_OUT.length)
    const two = (reason: string): string => said([`${reason}.`, 'Outro.'], [pay('5.00')])
    expect(two(whole)).toBe(`${BEGINNING}${whole}${count}${WAY_OUT}`)
    expect(two(`${whole}é`)).toBe(`${BEGINNING}${whole}é${count}`)
    expect(two(reasonOf(room - count.length))).toBe(`${BEGINNING}${reasonOf(room - count.length)}${count}`)
    expect(two(reasonOf(room - count.length + 1))).toBe(`${BEGINNING}${reasonOf(room - count.length + 1)}.`)
    expect(two(reasonOf(room - 1))).toHaveLength(MESSAGE_CHARS_MAX)
    expect(two(reasonOf(room))).toBe(`${BEGINNING}${reasonOf(room - 3)}...`)
  })

  it('is cut at the end of a word', () => {
    expect(said([`Cliente ${'com título '.repeat(20)}.`])).toBe(`${BEGINNING}cliente ${'com título '.repeat(8)}com...`)
  })

  it('is one line of at most 128 characters that needs no more than three bytes each, whatever the reasons', () => {
    const anything = fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 3 })
    fc.assert(
      fc.property(anything, fc.bigInt({ min: 1n, max: 10n ** 15n }), (reasons, cents) => {
        const sentence = said(reasons, [pay(`${cents}.00`)])
        expect([...sentence].length).toBeLessThanOrEqual(MESSAGE_CHARS_MAX)
        expect(sentence.startsWith(BEGINNING)).toBe(true)
        expect(sentence).toMatch(/^[^\p{Cc}\u2028\u2029\u{10000}-\u{10ffff}]+$/u)
        expect(sentence).not.toContain('SEGREDO')
      }),
    )
  })
})
