import { z } from 'zod'
import type { CreditMark, ErpFacts, Link, Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpRequest } from '../../../src/sync/http.ts'
import { secretSchema } from '../../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../../src/sync/settings.ts'

/** `settings:` of a source file. */
export const settings = z.strictObject({
  baseUrl: baseUrlSchema,
  apiKey: secretSchema,
  webhookSecret: secretSchema.optional(),
  ...httpSettings,
})
export type Settings = z.output<typeof settings>

/** What every row has; the rest is the mapping's affair. */
const rowSchema = z.looseObject({ id: z.string(), changed_at: z.string() })
const listSchema = z.object({ rows: z.array(rowSchema), next: z.string().nullable() })
const statusSchema = z.object({ version: z.string(), company: z.string() })

export type AcmeRow = z.output<typeof rowSchema>

export interface Filter {
  readonly changedSince?: string | undefined
  readonly open?: boolean
  /** The page to ask for, as the one before told it; none for the first. */
  readonly page?: string | undefined
}

/** The calls, each with its path and the form of its answer. Retries, rates and time limits are Fiado's affair. */
export interface AcmeApi {
  status(signal: AbortSignal): Promise<ErpFacts>
  list(stream: Stream, filter: Filter, signal: AbortSignal): Promise<z.output<typeof listSchema>>
  read(stream: Stream, ids: readonly string[], signal: AbortSignal): Promise<AcmeRow[]>
  patchCustomer(id: string, fields: CreditMark, signal: AbortSignal): Promise<void>
}

export function connect(given: Settings, link: Link): AcmeApi {
  const { baseUrl, apiKey, timeoutMs, pageSize = 200, requestsPerMinute = 120, parallel = 4 } = given
  const http = link.http({
    baseUrl,
    timeoutMs,
    limits: { default: { parallel, count: requestsPerMinute, intervalMs: 60_000 } },
    secrets: [apiKey],
    headers: () => ({ 'x-api-key': apiKey.reveal() }),
  })
  const get = async <Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    query: HttpRequest['query'] & object,
    signal: AbortSignal,
  ): Promise<z.output<Schema>> => {
    const { json } = await http.request({ method: 'GET', path, query, signal })
    const parsed = schema.safeParse(json)
    if (!parsed.success) throw new SyncError('unavailable', `GET ${path} answered in a form that is not documented`)
    return parsed.data
  }
  return {
    status: (signal) => get(statusSchema, '/api/status', {}, signal),
    list: (stream, { changedSince, open, page }, signal) =>
      get(listSchema, `/api/${stream}`, { changed_since: changedSince, open, page, limit: pageSize }, signal),
    read: async (stream, ids, signal) =>
      (await get(listSchema, `/api/${stream}`, { id: ids, limit: ids.length }, signal)).rows,
    patchCustomer: async (id, body, signal) => {
      const path = `/api/customers/${encodeURIComponent(id)}`
      // The same fields twice do no harm.
      await http.request({ method: 'PATCH', path, body, repeatable: true, signal })
    },
  }
}
