import type { FastifyRequest } from 'fastify'
import { actorOf } from '../access/key.ts'
import { callerOf } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { Actor, Refusal } from './order-act.ts'

export const TAGS = ['orders']
export const REFUSALS = {
  403: problemResponse(403),
  404: problemResponse(404),
  409: problemResponse(409),
  415: problemResponse(415),
}

/** A key acts for whoever holds it: with `admin` it signs as an admin, else as an analyst; see config/orders.yaml. */
export function actorOfKey(request: FastifyRequest): Actor {
  const caller = callerOf(request)
  const role = caller.scopes.includes('admin') ? 'admin' : 'analyst'
  return { name: actorOf(caller), role, login: null, source: caller.source, salesRep: null }
}

const STATUS = { unknown: 404, conflict: 409, forbidden: 403, senseless: 422 } as const

export function doneOf<T extends object>(outcome: T | Refusal): T {
  if (!('refused' in outcome)) return outcome
  const { refused, why, path } = outcome
  const errors = path === undefined ? [] : [{ path, message: why }]
  throw problem(STATUS[refused], path === undefined ? why : `${path} ${why}.`, errors)
}
