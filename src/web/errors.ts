import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { formatProblem, type Problem, type ProblemStatus, problem, toProblem } from './problems.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

const CONTENT_TYPE = 'application/problem+json; charset=utf-8'

/** The one error handler: every error becomes a problem; what no client can mend is logged with the request id. */
export function createErrorHandler(logger: Logger) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const { problem: refusal, internal } = toProblem(error)
    if (internal) {
      const level = refusal.status === 500 ? 'error' : 'warn'
      logger[level]({ err: error, requestId: request.id, route: request.routeOptions.url }, 'request failed')
    }
    sendProblem(reply, refusal, request.id)
  }
}

export function sendProblem(reply: FastifyReply, refusal: Problem, requestId: string): void {
  reply.code(refusal.status).headers(refusal.headers)
  reply.header('content-type', CONTENT_TYPE).send(formatProblem(refusal, requestId))
}

const PARSER_REFUSALS: Readonly<Record<string, readonly [ProblemStatus, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The request line and headers are longer than 16 KiB together.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
}

/** Answers what is not HTTP, or too long for it, before there is a request: written straight to the socket. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error)
    return
  }
  const [status, detail] = PARSER_REFUSALS[error.code ?? ''] ?? [400, 'The request is not well-formed HTTP/1.1.']
  const body = formatProblem(problem(status, detail), requestId)
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': CONTENT_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
}
