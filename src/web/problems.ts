import { z } from 'zod'
import { DatabaseUnavailable } from '../database-errors.ts'
import type { Fault } from '../kernel/text.ts'

/**
 * The kinds of refusal, by status (RFC 9457): `type` is `/problems/<name>` and never changes its meaning. The table is
 * part of the OpenAPI description.
 */
export const PROBLEM_KINDS = {
  400: ['malformed', 'Malformed request', 'Change the fields listed under errors.'],
  401: ['unauthenticated', 'Authentication needed', 'Send a valid key: Authorization: Bearer <key>.'],
  403: ['forbidden', 'Not allowed', 'Use a key with the scope or source that detail names.'],
  404: ['not-found', 'Not found', 'Check the path and the ids in it.'],
  405: ['method-not-allowed', 'Method not allowed', 'Use a method of the Allow header.'],
  408: ['request-timeout', 'Request timed out', 'Send the whole request sooner.'],
  409: ['conflict', 'Conflict', 'Another request or state stands against it: detail says which.'],
  413: ['too-large', 'Body too large', 'Send fewer records a call.'],
  414: ['uri-too-long', 'Address too long', 'Shorten the path.'],
  415: ['unsupported-media-type', 'Unsupported media type', 'Send the content type that detail names.'],
  422: ['unprocessable', 'Not meaningful', 'The form is right, the meaning is not: see errors.'],
  429: ['too-many-requests', 'Too many requests', 'Wait for the seconds of Retry-After.'],
  431: ['headers-too-large', 'Headers too large', 'Send fewer or shorter headers.'],
  500: ['internal', 'Internal error', 'Report instance, the request id, to whoever runs this service.'],
  503: ['unavailable', 'Temporarily unavailable', 'Ask again after the seconds of Retry-After.'],
} as const

export type ProblemStatus = keyof typeof PROBLEM_KINDS

/** The wire form of every error. */
export const problemSchema = z
  .object({
    type: z.string().meta({ format: 'uri-reference', examples: ['/problems/malformed'] }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string().meta({ description: 'The request id, also in the log.' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' })

/** A refusal on its way to the client. Thrown by hooks, routes and flows at the HTTP face. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: ProblemStatus
  readonly errors: readonly Fault[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: ProblemStatus,
    detail: string,
    errors: readonly Fault[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
    this.status = status
    this.errors = errors.slice(0, ERRORS_MAX)
    this.headers = headers
  }
}

/** A body of a thousand bad records has tens of thousands of faults: enough are told to see the pattern. */
const ERRORS_MAX = 100
export const RETRY_AFTER_UNAVAILABLE_S = 2

/** Makes a refusal; `errors` name the fields at fault by their paths. */
export function problem(
  status: ProblemStatus,
  detail: string,
  errors?: readonly Fault[],
  headers?: Readonly<Record<string, string>>,
): Problem {
  return new Problem(status, detail, errors, headers)
}

/** The body of the answer, as JSON text. */
export function formatProblem({ status, message, errors }: Problem, instance: string): string {
  const [name, title] = PROBLEM_KINDS[status]
  return JSON.stringify({ type: `/problems/${name}`, title, status, detail: message, instance, errors })
}

/** Fastify's own refusals, in words that say what to change. What is missing here is our fault and stays a 500. */
const FRAMEWORK_REFUSALS: Readonly<Record<string, readonly [ProblemStatus, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'The body is larger than this route takes. Send fewer records a call.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'The body is not as long as Content-Length says.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'Send the body as Content-Type: application/json.'],
  FST_ERR_BAD_URL: [400, 'The path holds a malformed percent-encoding: encode ids as UTF-8 with encodeURIComponent.'],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'A part of the path is too long.'],
  FST_ERR_NOT_FOUND: [404, 'There is nothing at this path.'],
  ECONNRESET: [400, 'The connection ended before the whole body arrived.'],
  ERR_STREAM_PREMATURE_CLOSE: [400, 'The connection ended before the whole body arrived.'],
}

/** Says what an error means to the client. `internal` is true for what no client can mend: it has to be logged. */
export function toProblem(error: unknown): { problem: Problem; internal: boolean } {
  if (error instanceof Problem) return { problem: error, internal: false }
  if (error instanceof DatabaseUnavailable) {
    const headers = { 'retry-after': String(RETRY_AFTER_UNAVAILABLE_S) }
    return {
      problem: problem(503, 'The database cannot be reached or is too busy. Ask again soon.', [], headers),
      internal: true,
    }
  }
  const known = FRAMEWORK_REFUSALS[codeOf(error)]
  if (known) return { problem: problem(known[0], known[1]), internal: false }
  return {
    problem: problem(500, 'Something went wrong on our side. It was logged under the request id.'),
    internal: true,
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
