import type { FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import { callerOf, requireSource } from '../web/auth.ts'
import { dashboardQuerySchema, dashboardSchema, releasesQuerySchema, releasesSchema } from './report-schema.ts'
import { dashboardToWire, releasesToWire } from './report-wire.ts'
import type { Reports } from './reports.ts'

const TAGS = ['reports']

/** Figures for whoever decides. */
export function reportsRoom(reports: Reports, clock: Pick<Clock, 'format'>) {
  return async (app: App): Promise<void> => {
    app.get(
      '/v1/reports/dashboard',
      {
        config: { scope: 'read' },
        schema: {
          operationId: 'readDashboard',
          summary: 'Read what is open, overdue, blocked, freed and promised, by sales rep and by segment',
          description: 'Counted anew from the records, as of today.',
          tags: TAGS,
          querystring: dashboardQuerySchema,
          response: { 200: dashboardSchema },
        },
      },
      async (request) => dashboardToWire(await reports.dashboard(sourceOf(request, request.query.source))),
    )
    app.get(
      '/v1/reports/releases',
      {
        config: { scope: 'read' },
        schema: {
          operationId: 'readReleaseReport',
          summary: 'Read which released orders were paid, and who had approved them',
          description: 'By the invoices that name the order, as they stand today.',
          tags: TAGS,
          querystring: releasesQuerySchema,
          response: { 200: releasesSchema },
        },
      },
      async (request) => {
        const { source, days, limit } = request.query
        return releasesToWire(await reports.releases(sourceOf(request, source), days, limit), clock)
      },
    )
  }
}

/** The source that is asked for; a key that is bound to one is answered for that one, and refused for others. */
function sourceOf(request: FastifyRequest, asked: string | undefined): string | null {
  if (asked !== undefined) requireSource(request, asked)
  return asked ?? callerOf(request).source
}
