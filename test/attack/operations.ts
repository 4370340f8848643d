import { z } from 'zod'

/** As much of JSON Schema as the OpenAPI document uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly format?: string
  readonly examples?: readonly unknown[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

interface Content {
  readonly [type: string]: { readonly schema?: Schema }
}

interface DocumentedOperation {
  readonly operationId: string
  readonly parameters?: readonly { name: string; in: 'path' | 'query'; required?: boolean; schema: Schema }[]
  readonly requestBody?: { readonly content: Content; readonly required?: boolean }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE'

/** One operation of the document: what it takes, and what it says it answers. */
export interface Operation {
  readonly id: string
  readonly method: Method
  /** Such as `/v1/orders/{id}/confirm`. */
  readonly path: string
  readonly parameters: NonNullable<DocumentedOperation['parameters']>
  readonly body: Schema | null
  readonly takesLines: boolean
  /** By status: what judges the JSON of the answer, or `null` where it is no JSON. */
  readonly responses: ReadonlyMap<number, { readonly type: string; readonly judge: z.ZodType } | null>
}

export function operationsOf(document: object): Operation[] {
  const { paths } = document as { paths: Record<string, Record<string, DocumentedOperation>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const content = operation.requestBody?.content ?? {}
      const body = content['application/json']?.schema
      const responses = Object.entries(operation.responses).map(
        ([status, { content: answered }]) => [Number(status), judgeOf(document, answered)] as const,
      )
      return {
        id: operation.operationId,
        method: method.toUpperCase() as Method,
        path,
        parameters: operation.parameters ?? [],
        body: body ? resolve(document, body) : null,
        takesLines: 'application/x-ndjson' in content,
        responses: new Map(responses),
      }
    }),
  )
}

function judgeOf(document: object, content: Content | undefined): { type: string; judge: z.ZodType } | null {
  const [type, described] = Object.entries(content ?? {})[0] ?? []
  if (type === undefined || !described?.schema || !/json/.test(type)) return null
  return {
    type,
    judge: z.fromJSONSchema(resolve(document, described.schema) as Parameters<typeof z.fromJSONSchema>[0]),
  }
}

/** Puts what `$ref` points to in its place; the document has no cycles. */
function resolve<T>(document: object, part: T): T {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map((entry) => resolve(document, entry)) as T
  if ('$ref' in part) {
    const steps = String(part.$ref).split('/').slice(1)
    const target = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document)
    return resolve(document, target) as T
  }
  // zod takes a reference such as /problems/malformed for a whole URL, and would refuse it.
  const entries = Object.entries(part).filter(([key, value]) => key !== 'format' || value !== 'uri-reference')
  return Object.fromEntries(entries.map(([key, value]) => [key, resolve(document, value)])) as T
}
