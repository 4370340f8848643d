import type { FastifyInstance, onRequestAsyncHookHandler, onRequestHookHandler, RouteOptions } from 'fastify'
import { z } from 'zod'
import type { Authentication } from './auth.ts'
import type { Metrics } from './metrics.ts'
import { type Problem, problem } from './problems.ts'
import { isPrepared, type SessionGuard } from './session.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** When the request came, in monotonic milliseconds. */
    startedMs: number
  }
}

/** A stand-in for routes that declare no query, so that an unknown parameter is refused there as well. */
const NO_PARAMETERS = z.strictObject({})

/**
 * Completes every route as it is declared, and refuses one that lacks a scope, an operationId or a tag: such a route
 * stops the program at start and cannot be reached by accident. Pages, which the OpenAPI document does not show, are
 * guarded by `sessions` and need neither of the two.
 */
export function guardRoutes(
  app: FastifyInstance,
  authentication: Authentication,
  metrics: Metrics,
  sessions?: SessionGuard,
): void {
  const operationIds = new Set<string>()
  app.decorateRequest('person', null)
  app.decorateRequest('session', null)
  app.addHook('onRoute', function completeRoute(route) {
    const name = `${route.method} ${route.url}`
    const scope = route.config?.scope
    if (scope === undefined) throw new Error(`${name} declares no config.scope: name a scope, or 'public'`)
    const isHidden = (route.schema as { hide?: boolean } | undefined)?.hide === true
    if (scope === 'session' && !isHidden) throw new Error(`${name} is a page and declares no schema.hide`)
    if (isHidden && scope !== 'session' && scope !== 'public')
      throw new Error(`${name} needs a key and must not be hidden`)
    if (!isHidden) requireDescription(route, name, operationIds)

    route.schema ??= {}
    route.schema.querystring ??= NO_PARAMETERS
    if (scope === 'session') guardPage(route, name, isPrepared(this) ? sessions : undefined)
    else if (scope !== 'public') prependOnRequest(route, authentication.hookOf(scope))
    else if (isHidden && sessions) prependOnRequest(route, sessions.refuseCrossSite)
    recordDuration(route, metrics)
  })
}

function requireDescription(route: RouteOptions, name: string, operationIds: Set<string>): void {
  const operationId = route.schema?.operationId
  if (!route.schema || !operationId) throw new Error(`${name} declares no schema.operationId`)
  if (!route.schema.tags?.length) throw new Error(`${name} declares no schema.tags`)
  if (operationIds.has(operationId)) throw new Error(`${name} repeats the operationId ${operationId}`)
  operationIds.add(operationId)
}

function guardPage(route: RouteOptions, name: string, sessions: SessionGuard | undefined): void {
  if (!sessions) throw new Error(`${name} needs a session: build the app with people, and call preparePages before it`)
  const { ability, beforeChange = false } = route.config ?? {}
  prependOnRequest(route, sessions.requireSession(ability ?? null, beforeChange))
  // Once the body is read and before it is validated: a forged form is told nothing about its fields.
  route.preValidation = [sessions.requireToken, ...[route.preValidation ?? []].flat()]
}

function prependOnRequest(route: RouteOptions, hook: onRequestHookHandler | onRequestAsyncHookHandler): void {
  route.onRequest = [hook, ...[route.onRequest ?? []].flat()]
}

function recordDuration(route: RouteOptions, metrics: Metrics): void {
  const record = metrics.requestRecorder(String(route.method), route.url)
  // At onSend and not at onResponse, which listens on every answer until it is flushed: what is measured is our own
  // time, and not how fast the client reads.
  route.onSend = [
    ...[route.onSend ?? []].flat(),
    (request, reply, payload, done) => {
      record(reply.statusCode, (performance.now() - request.startedMs) / 1_000)
      done(null, payload)
    },
  ]
}

/** Says what is wrong with a path that matches no route: 405 with Allow where another method would, else 404. */
export function createUnknownRouteRefusal(app: FastifyInstance): (method: string, url: string) => Problem {
  const routes: { pattern: RegExp; methods: string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const source = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : escapePattern(part)))
    routes.push({ pattern: new RegExp(`^${source.join('/')}$`), methods: [method].flat() })
  })
  return (method, url) => {
    const path = url.split('?', 1)[0] as string
    const allowed = routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)
    if (allowed.length === 0) return problem(404, 'There is nothing at this path. /docs lists the routes.')
    const allow = allowed.join(', ')
    return problem(405, `This path does not take ${method}. It takes ${allow}.`, [], { allow })
  }
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
