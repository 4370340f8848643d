import type { FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Callers } from '../access/callers.ts'
import { type Caller, hashKey, parseBearer, type Scope } from '../access/key.ts'
import { type Problem, problem } from './problems.ts'
import { createRateLimit } from './rate-limit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** `null` on public routes only: handlers take it through `callerOf`. */
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /**
     * Who may call the route. Every route declares it: a route without one stops the program at start. `session` is for
     * pages, whose people are logged in (session.ts).
     */
    scope?: Scope | 'public' | 'session'
  }
}

/** What an address may try in keys that never worked: `TRIES_BURST` at once, then `TRIES_PER_SECOND`. */
const TRIES_PER_SECOND = 1
const TRIES_BURST = 60

export interface Authentication {
  /** The hook of a route with that scope. */
  hookOf(scope: Scope): onRequestHookHandler
}

/**
 * Authenticates by Bearer key. Hooks with a callback and not async ones: a caller who is remembered passes without a
 * promise. `rateLimit` is in requests a second and key.
 */
export function createAuthentication(callers: Callers, rateLimit: number, monotonicMs: () => number): Authentication {
  const requests = createRateLimit(rateLimit, rateLimit, monotonicMs)
  const tries = createRateLimit(TRIES_PER_SECOND, TRIES_BURST, monotonicMs)

  /** What stands against the request, if anything. */
  const admit = (request: FastifyRequest, caller: Caller | null, scope: Scope): Problem | undefined => {
    if (caller === null) return unauthenticated('The key is not valid or was revoked.')
    if (!caller.scopes.includes(scope)) {
      return problem(403, `This key lacks the scope "${scope}". Use one that has it; an admin key can make it.`)
    }
    const waitS = requests.take(caller.keyId)
    if (waitS > 0) return tooMany(`This key may make ${rateLimit} requests a second.`, waitS)
    request.caller = caller
    return undefined
  }
  /** Only keys that never worked count as tries, so that a guesser behind the same proxy cannot lock others out. */
  const tryOnce = (address: string): Problem | undefined => {
    const waitS = tries.take(address)
    return waitS > 0 ? tooMany('Too many wrong keys from this address.', waitS) : undefined
  }

  const hookOf = (scope: Scope): onRequestHookHandler => {
    return (request, _reply, done) => {
      const secret = parseBearer(request.headers.authorization)
      if (secret === null) {
        done(unauthenticated('Send a key: Authorization: Bearer <key>.'))
        return
      }
      const hash = hashKey(secret)
      const recalled = callers.recall(hash)
      if (recalled) {
        done(admit(request, recalled, scope))
        return
      }
      // Many requests may arrive with a good key that this process has not seen yet: together they are one try.
      const isOneTry = callers.wasValid(hash) || callers.isLookingUp(hash)
      const refusal = isOneTry ? undefined : tryOnce(request.ip)
      if (refusal || recalled === null) {
        done(refusal ?? admit(request, null, scope))
        return
      }
      callers.lookUp(hash).then((caller) => done(admit(request, caller, scope)), done)
    }
  }
  return { hookOf }
}

/** The caller of a route that is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new TypeError(`${request.url} is public and has no caller`)
  return request.caller
}

/** Refuses a key that is bound to another source. */
export function requireSource(request: FastifyRequest, source: string): void {
  const bound = callerOf(request).source
  if (bound !== null && bound !== source) {
    throw problem(403, `This key is bound to the source "${bound}". Use that source or another key.`)
  }
}

/** Refuses a key that is bound to a source, where the answer covers all of them. */
export function requireUnbound(request: FastifyRequest): void {
  const bound = callerOf(request).source
  if (bound !== null) {
    throw problem(403, `This key is bound to the source "${bound}" and this answer covers all. Use an unbound key.`)
  }
}

const unauthenticated = (detail: string): Problem =>
  problem(401, detail, [], { 'www-authenticate': 'Bearer realm="fiado"' })

const tooMany = (detail: string, waitS: number): Problem =>
  problem(429, `${detail} Wait ${waitS} s.`, [], { 'retry-after': String(waitS) })
