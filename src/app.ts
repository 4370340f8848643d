import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import type { Callers } from './access/callers.ts'
import type { Config } from './config.ts'
import type { Clock } from './kernel/clock.ts'
import { createAuthentication } from './web/auth.ts'
import { answerClientError, createErrorHandler, sendProblem } from './web/errors.ts'
import { healthRoom } from './web/health.ts'
import { parseJsonBody } from './web/json-body.ts'
import type { Metrics } from './web/metrics.ts'
import { registerOpenapi } from './web/openapi.ts'
import { toProblem } from './web/problems.ts'
import { parseQueryString } from './web/query-string.ts'
import type { Readiness } from './web/readiness.ts'
import { createUnknownRouteRefusal, guardRoutes } from './web/routing.ts'
import { SECURITY_HEADERS } from './web/security-headers.ts'
import type { SessionGuard } from './web/session.ts'
import { validatorCompiler } from './web/validation.ts'

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** Adds the routes of one capability. */
export type Room = (app: App) => Promise<void>

export interface AppDeps {
  readonly config: Pick<Config, 'rateLimit'> & Partial<Pick<Config, 'trustedProxies'>>
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly callers: Callers
  readonly readiness: () => Promise<Readiness>
  readonly rooms: readonly Room[]
  /** Guards the pages of people who are logged in; absent where there are none. */
  readonly sessions?: SessionGuard
}

/** A call of 1,000 records needs about 1 MB. */
const BODY_BYTES_MAX = 4 * 1024 * 1024
/** An id of 128 characters, each of up to 12 characters when percent-encoded. */
const PARAM_LENGTH_MAX = 128 * 12
/** For a whole request: long enough for a large stream of records on a slow line. */
const REQUEST_TIMEOUT_MS = 15 * 60_000

/** Builds the HTTP face. Never listens, never reads the environment; `deps` is all it knows. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const nextRequestId = createRequestIds()
  // No logger for Fastify: it would make a child for every request. What is worth a line is logged by our own hooks.
  const app: App = fastify({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: deps.config.trustedProxies?.length ? [...deps.config.trustedProxies] : false,
    genReqId: nextRequestId,
    // While the program drains, requests on open connections are still answered, with Connection: close.
    return503OnClosing: false,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX, querystringParser: parseQueryString as never },
    frameworkErrors: (error, request, reply) => {
      reply.headers(SECURITY_HEADERS)
      sendProblem(reply as never, toProblem(error).problem, request.id)
    },
    clientErrorHandler: (error, socket) => answerClientError(error, socket as never, nextRequestId()),
  }).withTypeProvider<ZodTypeProvider>()

  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(createErrorHandler(deps.logger))
  app.decorateRequest('caller', null)
  acceptJson(app)
  app.decorateRequest('startedMs', 0)
  const refuseUnknownRoute = createUnknownRouteRefusal(app)
  // One hook for what every request needs. It refuses unknown routes too: a not-found handler would run only after the
  // body of a stranger was read.
  app.addHook('onRequest', (request, reply, done) => {
    request.startedMs = performance.now()
    reply.headers(SECURITY_HEADERS)
    if (request.is404) done(refuseUnknownRoute(request.method, request.url))
    else done()
  })
  if (deps.logger.isLevelEnabled('debug')) logRequests(app, deps.logger)

  await registerOpenapi(app)
  // The pages of /docs stand before this line and are public; every later route has to declare its scope.
  const authentication = createAuthentication(deps.callers, deps.config.rateLimit, monotonicMs)
  guardRoutes(app, authentication, deps.metrics, deps.sessions)
  await app.register(healthRoom(deps.clock, deps.readiness, deps.metrics))
  for (const room of deps.rooms) await app.register(room)
  await app.ready()
  return app
}

export const monotonicMs = (): number => performance.now()

function acceptJson(app: App): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    const parsed = parseJsonBody(body as Buffer)
    if ('refusal' in parsed) done(parsed.refusal)
    else done(null, parsed.value)
  })
}

/** Never an address, a body or an id of a customer: the route pattern stands for the path. */
function logRequests(app: App, logger: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    logger.debug(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 1_000) / 1_000,
        requestId: request.id,
        keyId: request.caller?.keyId ?? null,
      },
      'request',
    )
    done()
  })
}

/** `req_<process>_<count>`: unique without asking for randomness at each request. */
function createRequestIds(): () => string {
  const prefix = `req_${randomBytes(6).toString('hex')}_`
  let count = 0
  return () => prefix + (++count).toString(36)
}
