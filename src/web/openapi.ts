import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import packageFile from '../../package.json' with { type: 'json' }
import { EXAMPLES } from './examples.ts'
import { PROBLEM_KINDS, type ProblemStatus, problemSchema } from './problems.ts'
import { DOCS_CONTENT_SECURITY_POLICY } from './security-headers.ts'

const TAGS = [
  { name: 'credit', description: 'May this customer buy on credit? Checks, holds, orders and the policy in force' },
  { name: 'orders', description: 'Orders that were refused, who releases them, and what frees them' },
  { name: 'feed', description: 'What the ERP sends: customers, receivables, orders, snapshots' },
  { name: 'sync', description: 'What is read from ERPs, what is written back, and what they post' },
  { name: 'guards', description: "Triggers in the ERPs' own databases: whether they stand, and what they refused" },
  {
    name: 'collection',
    description: 'Cadences, messages, and the story of each customer: promises, disputes, pauses, tasks',
  },
  { name: 'channels', description: 'What providers of messages tell, and customers who want no more' },
  { name: 'jobs', description: 'What runs by the clock, once for all processes' },
  { name: 'events', description: 'What happened, for others: signed webhooks, and a cursor to read by' },
  { name: 'reports', description: 'Figures: what is overdue, what was blocked and freed, what was released and paid' },
  { name: 'access', description: 'People, API keys and the audit trail' },
  { name: 'operation', description: 'Health, metrics and this document' },
  { name: 'proof', description: 'Recomputes what is stored and shows any difference' },
]

const PROBLEM_TABLE = Object.entries(PROBLEM_KINDS)
  .map(
    ([status, [name, title, remedy]]) =>
      `| \`/problems/${name}\` | ${status} | ${title} | ${remedy.replaceAll('<', '&lt;')} |`,
  )
  .join('\n')

const DESCRIPTION = `Credit gate for ERPs: may this customer buy on credit?

Money is a decimal string such as \`"1234.56"\`, days are \`YYYY-MM-DD\`, instants are RFC 3339 with offset. Unknown
fields are refused. Every error is \`application/problem+json\` (RFC 9457), \`instance\` is the request id:

| type | status | title | what to do |
|---|---|---|---|
${PROBLEM_TABLE}
`

/** What any operation may answer; those with a key also 401, 403 and 429. */
const PUBLIC_PROBLEMS: readonly ProblemStatus[] = [400, 503]
const AUTHENTICATED_PROBLEMS: readonly ProblemStatus[] = [400, 401, 403, 429, 503]

const toJsonSchema = createJsonSchemaTransform({})

/** Collects every route into OpenAPI 3.1 and serves it at /docs. Register before the routes. */
export async function registerOpenapi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Fiado',
        version: packageFile.version,
        description: DESCRIPTION,
        contact: { name: 'Fiado maintainers' },
        // Not on the SPDX list, hence its form for licences of one's own.
        license: { name: packageFile.license, identifier: `LicenseRef-${packageFile.license}` },
      },
      servers: [{ url: '/' }],
      tags: TAGS,
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key. FIADO_API_KEY seeds one with every scope.' },
        },
      },
      security: [{ key: [] }],
    },
    transform: (document) =>
      toJsonSchema({ ...document, schema: completeSchema(document.schema, document.route) } as typeof document),
    transformObject: (document) => addExamples(dropUnusedSchemas(jsonSchemaTransformObject(document))),
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: DOCS_CONTENT_SECURITY_POLICY,
    // Without the bar of the standalone layout, which offers to explore other documents.
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', deepLinking: true, persistAuthorization: false },
  })
}

interface Operation {
  operationId?: string
  requestBody?: { content?: Content }
  responses?: Record<string, { description?: string; content?: Content }>
}
type Content = Record<string, { example?: unknown }>

/** What Swagger UI offers to send and shows as an answer, instead of "string" in every field. */
function addExamples<Spec extends object>(spec: Spec): Spec {
  const { paths = {} } = spec as { paths?: Record<string, Record<string, Operation>> }
  for (const operation of Object.values(paths).flatMap((entry) => Object.values(entry))) {
    const { body, answer } = EXAMPLES[operation.operationId ?? ''] ?? {}
    const sent = operation.requestBody?.content?.['application/json']
    if (sent && body !== undefined) sent.example = body
    const answered = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1]
    if (answered?.description === 'Default Response') answered.description = 'Done'
    const json = answered?.content?.['application/json']
    if (json && answer !== undefined) json.example = answer
  }
  return spec
}

/** The zod transform describes each named schema twice, as input and as output: what no operation uses is left out. */
function dropUnusedSchemas<Spec extends object>(spec: Spec): Spec {
  const schemas = 'components' in spec ? (spec.components as { schemas?: Record<string, unknown> }).schemas : undefined
  const text = JSON.stringify(spec)
  for (const name of Object.keys(schemas ?? {})) {
    if (schemas && !text.includes(`"#/components/schemas/${name}"`)) delete schemas[name]
  }
  return spec
}

/** Adds what every operation has in common: the problems it may answer, and the scope that it needs. */
function completeSchema(schema: RouteOptions['schema'], route: RouteOptions): RouteOptions['schema'] {
  const scope = route.config?.scope
  if (!schema || scope === undefined) return schema
  const isPublic = scope === 'public'
  const statuses = isPublic ? PUBLIC_PROBLEMS : AUTHENTICATED_PROBLEMS
  const responses: Record<string, unknown> = { ...(schema.response as Record<string, unknown> | undefined) }
  for (const status of statuses) responses[status] ??= problemResponse(status)
  const note = isPublic ? 'Public: needs no key.' : `Scope: \`${scope}\`.`
  const description = schema.description ? `${schema.description}\n\n${note}` : note
  return { ...schema, description, response: responses, ...(isPublic ? { security: [] } : {}) }
}

/** How a route declares a refusal of its own in `schema.response`, such as 404 or 409. */
export function problemResponse(status: ProblemStatus, description: string = PROBLEM_KINDS[status][1]) {
  const [name, title, detail] = PROBLEM_KINDS[status]
  const example = { type: `/problems/${name}`, title, status, detail, instance: 'req_1f0a9c3b7d2e_1', errors: [] }
  return { description, content: { 'application/problem+json': { schema: problemSchema, example } } }
}
