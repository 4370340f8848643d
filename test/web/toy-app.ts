import { pino } from 'pino'
import { z } from 'zod'
import { type Callers, createCallers } from '../../src/access/callers.ts'
import { type Caller, hashKey, SCOPES } from '../../src/access/key.ts'
import { type App, buildApp, type Room } from '../../src/app.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { createMetrics, type Metrics } from '../../src/web/metrics.ts'

export const FULL_KEY = 'full-key'
export const CHECK_KEY = 'check-key'
export const BOUND_KEY = 'bound-key'

const CALLERS: Record<string, Caller> = {
  [FULL_KEY]: { keyId: 'key_full', name: 'full', scopes: SCOPES, source: null },
  [CHECK_KEY]: { keyId: 'key_check', name: 'check', scopes: ['check'], source: null },
  [BOUND_KEY]: { keyId: 'key_bound', name: 'bound', scopes: SCOPES, source: 'omie-matriz' },
}

export interface ToyApp {
  readonly app: App
  readonly callers: Callers
  readonly metrics: Metrics
  /** What was logged, as parsed lines. */
  readonly log: Record<string, unknown>[]
  /** Moves the monotonic clock of the callers. */
  advance(ms: number): void
  /** How often a key was looked up. */
  lookUps(): number
}

/** The whole HTTP face over rooms of the test's own, with keys that live in memory. */
export async function buildToyApp(
  rooms: readonly Room[],
  options: { rateLimit?: number; trustedProxies?: readonly string[] } = {},
): Promise<ToyApp> {
  const log: Record<string, unknown>[] = []
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(JSON.parse(line)) })
  let nowMs = 0
  let lookUps = 0
  const byHash = new Map(Object.entries(CALLERS).map(([secret, caller]) => [hashKey(secret), caller]))
  const callers = createCallers(
    async (hash) => {
      lookUps++
      return byHash.get(hash) ?? null
    },
    () => nowMs,
  )
  const metrics = createMetrics()
  const app = await buildApp({
    config: { rateLimit: 0, ...options },
    clock: createClock('America/Sao_Paulo', '2026-11-21T10:00:00-03:00'),
    logger,
    metrics,
    callers,
    readiness: async () => ({ faults: [], sources: [] }),
    rooms,
  })
  return {
    app,
    callers,
    metrics,
    log,
    advance: (ms) => {
      nowMs += ms
    },
    lookUps: () => lookUps,
  }
}

/** A route that takes a body like the real ones do and answers what it understood. */
export const orderRoom: Room = async (app) => {
  app.post(
    '/v1/toys/:id/orders',
    {
      config: { scope: 'check' },
      schema: {
        operationId: 'orderToy',
        tags: ['toys'],
        params: z.strictObject({ id: z.string().max(20) }),
        querystring: z.strictObject({ limit: z.string().regex(/^\d+$/, 'must be a number').optional() }),
        body: z.strictObject({
          order: z.strictObject({ amount: z.string('must be text'), note: z.string().optional() }),
        }),
        response: { 200: z.object({ id: z.string(), amount: z.string(), note: z.string().nullable() }) },
      },
    },
    async (request) => ({
      id: request.params.id,
      amount: request.body.order.amount,
      note: request.body.order.note ?? null,
    }),
  )
}

export const bearer = (key: string): { authorization: string } => ({ authorization: `Bearer ${key}` })
