import { z } from 'zod'

/** Control characters, line and paragraph separators. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u

const readable = (text: string): boolean => text.isWellFormed() && !CONTROL.test(text)

/** A line of text from outside: trimmed, not empty, no control characters, no broken UTF-16. */
export const textSchema = (lengthMax: number) =>
  z
    .string('must be text')
    .trim()
    .min(1, 'must not be empty')
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine(readable, 'must not hold control or broken characters')

/** An ERP's own id. Trimmed at both ends, since char-padded columns and their trimmed form mean the same record. */
export const externalIdSchema = textSchema(128)

/** The name of one ERP connection, such as `omie-matriz`. */
export const sourceSchema = z
  .string('must be the name of an ERP connection')
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'must be 1 to 64 of a-z, 0-9, "-" and "_", such as "omie-matriz"')

/** A company (filial, empresa) inside an ERP; records that name none belong to `main`. */
export const companySchema = textSchema(64).default('main')

/** The wire form of faults: where and what to change. */
export interface Fault {
  path: string
  message: string
}

/** Of an unknown field's name so much is told back. */
const KEY_CHARS_MAX = 120

/** Zod's faults as `order.payment.terms[0].amount` and a sentence. An unknown key is named by its own path. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => {
    const path = formatPath(issue.path)
    if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }]
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
    return issue.keys.map((key) => {
      const name = key.slice(0, KEY_CHARS_MAX).toWellFormed()
      return { path: path ? `${path}.${name}` : name, message: 'is not a known field' }
    })
  })
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text ? `${text}.${String(part)}` : String(part)
  }, '')
}
