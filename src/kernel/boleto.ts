/**
 * The linha digitável of a boleto, as a payer types it: 47 digits of a bank slip, or 48 of a slip of arrecadação (taxes,
 * utilities), which begins with 8. Masked lines are taken where the mask stands in its places.
 *
 * Positions and check digits: FEBRABAN, "Layout padrão de arrecadação/recebimento com utilização do código de barras", and
 * Carta-Circular BCB 2.926/2000. The due-date factor is not judged: since 2025-02-22 it counts from 1000 once more, so that
 * every number of four digits is a day, or none (`0000`).
 */
const BANK_SLIP = /^(\d{5})[. ]?(\d{5}) *(\d{5})[. ]?(\d{6}) *(\d{5})[. ]?(\d{6}) *(\d) *(\d{14})$/
const ARRECADACAO = /^(\d{11})[- ]?(\d) *(\d{11})[- ]?(\d) *(\d{11})[- ]?(\d) *(\d{11})[- ]?(\d)$/
const BARCODE = /^\d{44}$/
const CHARS_MAX = 80

const WRONG_FORM = 'must be the 47 or 48 digits of a linha digitável, with or without its mask'

/** The line without its mask, or what is wrong with it. */
export function readBoletoLine(text: string): { line: string } | { fault: string } {
  const trimmed = text.trim()
  if (trimmed.length > CHARS_MAX) return { fault: WRONG_FORM }
  if (BARCODE.test(trimmed)) return { fault: `${WRONG_FORM}, not the 44 digits of the barcode` }
  const match = BANK_SLIP.exec(trimmed) ?? ARRECADACAO.exec(trimmed)
  if (!match) return { fault: WRONG_FORM }
  const line = match.slice(1).join('')
  const fault = line.length === 47 ? faultOfBankSlip(line) : faultOfArrecadacao(line)
  return fault === null ? { line } : { fault }
}

/** Three fields with a digit of their own, then the general one, then factor (4) and amount (10) without any. */
function faultOfBankSlip(line: string): string | null {
  const fields = [line.slice(0, 10), line.slice(10, 21), line.slice(21, 32)]
  const wrong = fields.findIndex((field) => !endsWithDigit(field, modulo10))
  if (wrong !== -1) return wrongField(wrong)
  const [first = '', second = '', third = ''] = fields.map((field) => field.slice(0, -1))
  // As in the barcode: bank and currency, factor and amount, then the free field. 0, 10 and 11 are printed as 1.
  const digit = 11 - restOf11(first.slice(0, 4) + line.slice(33) + first.slice(4) + second + third)
  return line[32] === String(digit > 9 ? 1 : digit) ? null : WRONG_GENERAL
}

/** Four blocks of eleven with a digit each; the fourth digit of all is the general one. */
function faultOfArrecadacao(line: string): string | null {
  const checkDigit = ARRECADACAO_DIGITS[line[2] as string]
  if (line[0] !== '8' || !checkDigit)
    return 'of 48 digits must begin with 8, and its third digit must be 6, 7, 8 or 9 (arrecadação)'
  const blocks = [0, 12, 24, 36].map((start) => line.slice(start, start + 12))
  const wrong = blocks.findIndex((block) => !endsWithDigit(block, checkDigit))
  if (wrong !== -1) return wrongField(wrong)
  const barcode = blocks.map((block) => block.slice(0, -1)).join('')
  return barcode[3] === String(checkDigit(barcode.slice(0, 3) + barcode.slice(4))) ? null : WRONG_GENERAL
}

const wrongField = (index: number): string => `has a wrong check digit in field ${index + 1}`
const WRONG_GENERAL = 'has a wrong general check digit'

const endsWithDigit = (field: string, checkDigit: (base: string) => number): boolean =>
  field.endsWith(String(checkDigit(field.slice(0, -1))))

/** Weights 2 and 1 from the right; of a product of two digits both are added. */
function modulo10(base: string): number {
  let sum = 0
  for (let index = base.length - 1, weight = 2; index >= 0; index--, weight = 3 - weight) {
    const product = digitAt(base, index) * weight
    sum += product > 9 ? product - 9 : product
  }
  return (10 - (sum % 10)) % 10
}

/** Weights 2 to 9 from the right, starting again after the last. */
function restOf11(base: string): number {
  let sum = 0
  for (let index = base.length - 1, weight = 2; index >= 0; index--, weight = weight === 9 ? 2 : weight + 1) {
    sum += digitAt(base, index) * weight
  }
  return sum % 11
}

/** Of arrecadação 10 and 11 are printed as 0: not as on bank slips. */
function modulo11(base: string): number {
  const digit = 11 - restOf11(base)
  return digit > 9 ? 0 : digit
}

/** By the third digit, which says how the amount is meant (in reais, or as a quantity of reference) as well. */
const ARRECADACAO_DIGITS: Readonly<Record<string, (base: string) => number>> = {
  6: modulo10,
  7: modulo10,
  8: modulo11,
  9: modulo11,
}

const digitAt = (text: string, index: number): number => text.charCodeAt(index) - 48
