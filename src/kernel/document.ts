/**
 * CPF (11 digits) and CNPJ (14 characters; letters in root and order since July 2026, IN RFB 2.229/2024).
 * Stored without mask and in upper case. A masked form is accepted only where the mask characters stand in their places.
 */
const CPF = /^(\d{3})\.?(\d{3})\.?(\d{3})-?(\d{2})$/
const CNPJ = /^([0-9A-Z]{2})\.?([0-9A-Z]{3})\.?([0-9A-Z]{3})\/?([0-9A-Z]{4})-?(\d{2})$/i

/** The document without its mask, or `null` when it is neither a CPF nor a CNPJ with right check digits. */
export function parseDocument(text: string): string | null {
  const trimmed = text.trim()
  // Upper case only after the match: before it, ß would turn into two letters that nobody wrote.
  const match = CPF.exec(trimmed) ?? CNPJ.exec(trimmed)
  if (!match) return null
  const bare = match.slice(1).join('').toUpperCase()
  return hasRightDigits(bare) ? bare : null
}

/** The first 8 characters: the company that all branches share. `null` for a CPF. */
export function cnpjRoot(document: string): string | null {
  return document.length === 14 ? document.slice(0, 8) : null
}

function hasRightDigits(document: string): boolean {
  if (/^(.)\1*$/.test(document)) return false
  const weightMax = document.length === 14 ? 9 : 11
  const first = checkDigit(document.slice(0, -2), weightMax)
  const second = checkDigit(document.slice(0, -2) + first, weightMax)
  return document.endsWith(`${first}${second}`)
}

/** Modulo 11 with weights 2 … weightMax, from the right, starting again after the last; a letter is worth ASCII − 48. */
function checkDigit(base: string, weightMax: number): number {
  let sum = 0
  let weight = 2
  for (let index = base.length - 1; index >= 0; index--) {
    sum += (base.charCodeAt(index) - 48) * weight
    weight = weight === weightMax ? 2 : weight + 1
  }
  const rest = sum % 11
  return rest < 2 ? 0 : 11 - rest
}
