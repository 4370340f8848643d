import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Metrics } from './metrics.ts'
import { problemResponse } from './openapi.ts'
import { problem, RETRY_AFTER_UNAVAILABLE_S } from './problems.ts'
import { type Readiness, syncAgeSeconds } from './readiness.ts'

const OPERATION = ['operation']

const readySchema = z.object({
  status: z.literal('ready'),
  sources: z.array(
    z.object({
      source: z.string(),
      lastSuccessAt: z.string().nullable().meta({ format: 'date-time' }),
      ageSeconds: z.int().nullable(),
    }),
  ),
})

/** What a supervisor, a load balancer and Prometheus read. Public, and without customers or amounts. */
export function healthRoom(clock: Clock, readiness: () => Promise<Readiness>, metrics: Metrics) {
  return async (app: App): Promise<void> => {
    app.get(
      '/healthz',
      {
        config: { scope: 'public' },
        schema: {
          operationId: 'getHealth',
          summary: 'Whether the process runs',
          tags: OPERATION,
          response: { 200: z.object({ status: z.literal('ok') }) },
        },
      },
      async () => ({ status: 'ok' as const }),
    )
    app.get(
      '/readyz',
      {
        config: { scope: 'public' },
        schema: {
          operationId: 'getReadiness',
          summary: 'Whether requests can be answered: database, schema, and the age of each sync',
          tags: OPERATION,
          response: { 200: readySchema, 503: problemResponse(503) },
        },
      },
      async () => {
        const { faults, sources } = await readiness()
        if (faults.length > 0) {
          throw problem(503, 'Not ready.', faults, { 'retry-after': String(RETRY_AFTER_UNAVAILABLE_S) })
        }
        return {
          status: 'ready' as const,
          sources: sources.map((sync) => ({
            source: sync.source,
            lastSuccessAt: sync.lastSuccessAt === null ? null : clock.format(sync.lastSuccessAt),
            ageSeconds: syncAgeSeconds(sync, clock),
          })),
        }
      },
    )
    app.get(
      '/metrics',
      {
        config: { scope: 'public' },
        schema: {
          operationId: 'getMetrics',
          summary: 'Prometheus metrics',
          tags: OPERATION,
          response: { 200: { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } } },
        },
      },
      async (_request, reply) => {
        reply.header('content-type', metrics.contentType).serializer((text: string) => text)
        return metrics.render()
      },
    )
    app.get(
      '/openapi.json',
      {
        config: { scope: 'public' },
        schema: {
          operationId: 'getOpenapi',
          summary: 'This document',
          tags: OPERATION,
          response: { 200: z.record(z.string(), z.unknown()).describe('OpenAPI 3.1') },
        },
      },
      async () => ({ ...app.swagger() }),
    )
  }
}
