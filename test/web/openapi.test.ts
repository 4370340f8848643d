import { describe, expect, it } from 'vitest'
import { renderOpenapi } from '../../src/openapi.ts'
import { buildToyApp, orderRoom } from './toy-app.ts'

interface Operation {
  operationId?: string
  tags?: string[]
  security?: unknown[]
  description?: string
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch'])

function operationsOf(document: { paths: Record<string, Record<string, Operation>> }): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, entry]) =>
    Object.entries(entry)
      .filter(([method]) => METHODS.has(method))
      .map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  )
}

describe('openapi.json', () => {
  it('is OpenAPI 3.1, the same at each rendering, and needs no database', async () => {
    const rendered = await renderOpenapi()
    expect(JSON.parse(rendered)).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Fiado', license: expect.any(Object), contact: expect.any(Object) },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    })
    expect(await renderOpenapi()).toBe(rendered)
  })

  it('describes every operation with its id, its tag, a success and its problems', async () => {
    const document = JSON.parse(await renderOpenapi())
    const operations = operationsOf(document)
    expect(operations.length).toBeGreaterThanOrEqual(8)
    for (const [name, { operationId, tags, responses, security }] of operations) {
      expect(operationId, name).toBeTruthy()
      expect(tags, name).toHaveLength(1)
      expect(
        document.tags.map((tag: { name: string }) => tag.name),
        name,
      ).toContain(tags?.[0])
      expect(
        Object.keys(responses).some((status) => status.startsWith('2')),
        name,
      ).toBe(true)
      for (const status of security?.length === 0 ? ['400', '503'] : ['400', '401', '403', '429', '503']) {
        const { schema } = responses[status]?.content?.['application/problem+json'] ?? {}
        expect(schema, `${name} ${status}`).toEqual({ $ref: '#/components/schemas/Problem' })
      }
    }
  })

  it('leaves only health, metrics, documentation and webhooks public', async () => {
    const isPublic = ([, { security }]: [string, Operation]) => security?.length === 0
    const names = operationsOf(JSON.parse(await renderOpenapi()))
      .filter(isPublic)
      .map(([name]) => name)
    expect(names.toSorted()).toEqual([
      'get /healthz',
      'get /metrics',
      'get /openapi.json',
      'get /readyz',
      'get /v1/channels/{name}/receipts/{secret}',
      'get /v1/opt-outs/{token}',
      'post /v1/channels/{name}/receipts/{secret}',
      'post /v1/opt-outs/{token}',
      'post /v1/webhooks/{source}/{secret}',
    ])
  })
})

describe('/docs', () => {
  it('shows Swagger UI under a policy of its own, and the document behind it', async () => {
    const { app } = await buildToyApp([orderRoom])
    const page = await app.inject('/docs/')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    expect(page.body).toContain('swagger-ui')
    expect((await app.inject('/docs/static/swagger-ui-bundle.js')).statusCode).toBe(200)
    const { paths } = (await app.inject('/openapi.json')).json()
    expect(paths['/v1/toys/{id}/orders'].post.operationId).toBe('orderToy')
    expect((await app.inject('/docs/json')).json().paths).toEqual(paths)
    await app.close()
  })
})
