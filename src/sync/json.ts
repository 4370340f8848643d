/** Digits that a double may not hold: ids of 64 bits among an ERP's numbers. */
const LONG_NUMBER = /\d{16}/

/** Parses JSON; `fault` says what came instead. Integers beyond 2^53 stay text instead of losing digits. */
export function parseJson(text: string): { value: unknown } | { fault: string } {
  if (text.trim() === '') return { value: null }
  try {
    return { value: LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text) }
  } catch {
    return { fault: /^\s*</.test(text) ? 'a page instead of JSON' : 'something that is no whole JSON' }
  }
}

/** `context.source` is the number as written (ECMAScript 2026, JSON.parse source text access). */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isUnsafe = typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
  return isUnsafe ? context?.source : value
}
