import { z } from 'zod'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import { problemResponse } from '../web/openapi.ts'
import { type Problem, problem } from '../web/problems.ts'
import {
  changesSchema,
  diffQuerySchema,
  listedVersionSchema,
  versionParamsSchema,
  versionSchemaWithBody,
  versionsQuerySchema,
} from './draft-schema.ts'
import type { PolicyHistory } from './policies-history.ts'

const TAGS = ['credit']

/** Every version of the policy. */
export function addVersions(app: App, history: PolicyHistory, clock: Pick<Clock, 'format'>): void {
  app.get(
    '/v1/policies/default/versions',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listPolicyVersions',
        summary: 'List every policy that was ever in force, the newest first',
        tags: TAGS,
        querystring: versionsQuerySchema,
        response: { 200: z.object({ versions: z.array(listedVersionSchema), next: z.string().nullable() }) },
      },
    },
    async (request) => {
      const { after = null, limit } = request.query
      const listed = await history.list(after, limit)
      const versions = listed.map(({ version, digest, loadedAt, origin, loadedBy, isInForce }) => ({
        ...{ version, digest, loadedAt: clock.format(loadedAt), origin, loadedBy, inForce: isInForce },
      }))
      return { versions, next: listed.length === limit ? String(listed.at(-1)?.version) : null }
    },
  )
  app.get(
    '/v1/policies/default/versions/:version',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readPolicyVersion',
        summary: 'Read the text of a version',
        tags: TAGS,
        params: versionParamsSchema,
        response: { 200: versionSchemaWithBody, 404: problemResponse(404) },
      },
    },
    async (request) => {
      const found = await history.find(request.params.version)
      if (!found) throw noVersion(request.params.version)
      return { ...found, loadedAt: clock.format(found.loadedAt) }
    },
  )
  app.get(
    '/v1/policies/default/versions/:version/diff',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'diffPolicyVersions',
        summary: 'Read how a version differs from another one',
        description:
          'Complete policies are compared, with their defaults: what only was written out is no difference. A risk class ' +
          'is told where it does not merely follow the base policy; rules under `custom` go by their codes.',
        tags: TAGS,
        params: versionParamsSchema,
        querystring: diffQuerySchema,
        response: {
          200: z.object({ version: z.int(), with: z.int(), changes: changesSchema }),
          404: problemResponse(404),
          422: problemResponse(422),
        },
      },
    },
    async (request) => {
      const { version } = request.params
      const found = await history.diff(version, request.query.with ?? null)
      if (found.kind === 'unknown') throw noVersion(found.version)
      if (found.kind === 'unreadable') throw problem(422, `Version ${found.version} cannot be read by this program.`)
      return { version, with: found.with, changes: [...found.changes] }
    },
  )
}

const noVersion = (version: number): Problem => problem(404, `There is no version ${version}.`)
