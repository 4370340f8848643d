import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { isBrokenText } from './json-body.ts'
import { type Problem, problem } from './problems.ts'
import { NO_QUERY, UNDECODABLE } from './query-string.ts'

type HttpPart = 'body' | 'params' | 'query' | 'headers'

/**
 * Compiles zod schemas to validators whose error is a ready {@link Problem}. The type provider's own compiler joins
 * paths with slashes and loses what an unknown key was called.
 */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part: HttpPart = httpPart === 'querystring' ? 'query' : ((httpPart ?? 'body') as HttpPart)
  // Without a query the answer is always the same: schemas are pure.
  const withoutQuery = part === 'query' ? schema.safeParse({}) : undefined
  const textIsChecked = part === 'body' || part === 'headers' // Bodies were checked when they were parsed.
  return (input: unknown) => {
    if (input === NO_QUERY && withoutQuery?.success) return { value: withoutQuery.data }
    const refusal = textIsChecked ? null : checkText(input, part)
    if (refusal) return { error: refusal }
    const parsed = schema.safeParse(input)
    if (parsed.success) return { value: parsed.data }
    return { error: explain(part, input, faultsOf(parsed.error)) }
  }
}

function explain(part: HttpPart, input: unknown, faults: readonly Fault[]): Problem {
  if (part === 'body') {
    return (input ?? null) === null
      ? problem(400, 'The request needs a JSON body with Content-Type: application/json.')
      : problem(400, 'The body has faults.', faults)
  }
  const named = faults.map(({ path, message }) => ({ path: path ? `${part}.${path}` : part, message }))
  return problem(400, `The ${part === 'params' ? 'path' : part} has faults.`, named)
}

function checkText(input: unknown, part: HttpPart): Problem | null {
  if (typeof input !== 'object' || input === null) return null
  if (UNDECODABLE in input) {
    return problem(400, 'The query has too many parts or a malformed percent-encoding: encode values as UTF-8.')
  }
  for (const [name, value] of Object.entries(input)) {
    const texts = Array.isArray(value) ? value : [value]
    if (texts.some((text) => typeof text === 'string' && isBrokenText(text)) || isBrokenText(name)) {
      const message = 'must not hold NUL characters or half surrogates'
      return problem(400, 'The address has faults.', [{ path: `${part}.${name}`, message }])
    }
  }
  return null
}
