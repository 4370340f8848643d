import { isUtf8 } from 'node:buffer'
import type { Fault } from '../kernel/text.ts'
import { type Problem, problem } from './problems.ts'

/**
 * Reads a JSON body. Stricter than `JSON.parse`, since each of these would otherwise reach the database changed or turn
 * up as a fault far from its cause: bytes that are not UTF-8, NUL characters, half surrogates, and the keys that reach
 * into prototypes. Answers `undefined` for an empty body: routes that need one say so by their schema.
 */
export function parseJsonBody(body: Buffer): { value: unknown } | { refusal: Problem } {
  if (body.length === 0) return { value: undefined }
  if (!isUtf8(body)) {
    return { refusal: problem(400, 'The body is not UTF-8. Encode it as UTF-8, not as ISO-8859-1 or Windows-1252.') }
  }
  const text = body.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return {
      refusal: problem(400, `The body is not JSON: ${error instanceof Error ? error.message : 'cannot be read'}.`),
    }
  }
  // NUL and half surrogates can only be written as escapes: most bodies have none and are not walked.
  if (!SUSPECT.test(text)) return { value }
  const fault = findFault(value)
  return fault ? { refusal: problem(400, 'The body holds text that is refused.', [fault]) } : { value }
}

const SUSPECT = /\\u|__proto__|constructor/
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor'])

/** A text that no column can keep as it is. */
export function isBrokenText(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}

/** The first thing refused. A loop and not a recursion: a body may be nested deeper than the call stack. */
function findFault(root: unknown): Fault | null {
  const open: { path: string; value: unknown }[] = [{ path: '', value: root }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next
    if (typeof value === 'string' && isBrokenText(value)) return { path, message: BROKEN }
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value)) {
      const childPath = Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key
      if (FORBIDDEN_KEYS.has(key)) return { path: childPath, message: 'is not a known field' }
      if (isBrokenText(key)) return { path, message: BROKEN }
      open.push({ path: childPath, value: child })
    }
  }
  return null
}

const BROKEN = 'must not hold NUL characters or half surrogates'
