import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import { cursorSchema } from '../kernel/paging.ts'
import { externalIdSchema, sourceSchema } from '../kernel/text.ts'
import { requireSource } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { problem } from '../web/problems.ts'
import type { Syncs } from './syncs.ts'
import { instantSchema, markSchema } from './wire-schema.ts'

export const TAGS = ['sync']
const MARKS_PAGE = 100

export const paramsSchema = z.strictObject({ source: sourceSchema })

export const noSource = () => problem(404, 'No file config/sources/<name>.yaml describes this source.')

/** What was written into the ERPs, and the switch that stops it. */
export function addWriteBack(app: App, syncs: Syncs, clock: Clock): void {
  app.put(
    '/v1/sources/:source/write-back',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'stopWriteBack',
        summary: 'Stop at once to write blocks into an ERP, or go on',
        description: 'Holds for every process, from the next customer on. What is blocked stays as it is.',
        tags: TAGS,
        params: paramsSchema,
        body: z.strictObject({ stopped: z.boolean() }),
        response: { 200: z.object({ source: z.string(), stopped: z.boolean() }), 404: problemResponse(404) },
      },
    },
    async (request) => {
      const { source } = request.params
      requireSource(request, source)
      const { stopped } = request.body
      if (!(await syncs.stopWriteBack(source, stopped, request))) throw noSource()
      return { source, stopped }
    },
  )
  app.get(
    '/v1/sources/:source/blocks',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listBlocks',
        summary: 'Read which customers Fiado has blocked in the ERP, and what stood there before',
        tags: TAGS,
        params: paramsSchema,
        querystring: z.strictObject({ after: externalIdSchema.optional() }),
        response: {
          200: z.object({
            blocks: z.array(
              z.object({
                externalId: z.string(),
                state: z.enum(['writing', 'blocked', 'rehearsed']),
                former: markSchema,
                written: markSchema,
                changedAt: instantSchema,
              }),
            ),
            next: z.string().nullable(),
          }),
        },
      },
    },
    async (request) => {
      requireSource(request, request.params.source)
      const marks = await syncs.listMarks(request.params.source, request.query.after ?? '', MARKS_PAGE)
      return {
        blocks: marks.map((mark) => ({ ...mark, changedAt: clock.format(mark.changedAt) })),
        next: marks.length === MARKS_PAGE ? (marks.at(-1)?.externalId ?? null) : null,
      }
    },
  )
  app.get(
    '/v1/sources/:source/block-writes',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listBlockWrites',
        summary: 'Read what was written into the ERP, why, and what stood there, the newest first',
        tags: TAGS,
        params: paramsSchema,
        querystring: z.strictObject({
          before: cursorSchema.optional(),
        }),
        response: {
          200: z.object({
            writes: z.array(
              z.object({
                externalId: z.string(),
                action: z.enum(['block', 'lift']),
                outcome: z.enum(['written', 'rehearsed', 'failed', 'foreign']),
                reason: z.string(),
                before: markSchema.nullable(),
                after: markSchema.nullable(),
                at: instantSchema,
              }),
            ),
            next: z.string().nullable(),
          }),
        },
      },
    },
    async (request) => {
      const { source } = request.params
      requireSource(request, source)
      const found = await syncs.listWrites(source, request.query.before ?? Number.MAX_SAFE_INTEGER, MARKS_PAGE)
      return {
        writes: found.map(({ id: _, ...write }) => ({ ...write, at: clock.format(write.at) })),
        next: found.length === MARKS_PAGE ? String(found.at(-1)?.id) : null,
      }
    },
  )
}
