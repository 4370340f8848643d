import { z } from 'zod'
import type { CreditMark, Link } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpReply } from '../../../src/sync/http.ts'
import type { Listing } from './listings.ts'
import { createLoginKeeper, type Login } from './login.ts'
import { entityPath, pathOf } from './query.ts'
import type { Settings } from './settings.ts'

export interface Rows {
  readonly rows: readonly unknown[]
  /** Where the Service Layer says more follow; `null` at the end. */
  readonly next: string | null
}

/** The calls, in the Service Layer's words. */
export interface ServiceLayer {
  login(signal: AbortSignal): Promise<Login>
  /** A page of a set by its key, or the first `top` rows of it. */
  list(listing: Listing, filter: string | undefined, signal: AbortSignal, top?: number): Promise<Rows>
  follow(next: string, signal: AbortSignal): Promise<Rows>
  company(signal: AbortSignal): Promise<Company | null>
  patchBusinessPartner(cardCode: string, fields: CreditMark, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

const listSchema = z.looseObject({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() })
const companySchema = z.looseObject({ CompanyName: z.string().nullish(), LocalCurrency: z.string().nullish() })
type Company = z.output<typeof companySchema>

const PAGE_SIZE = 200
const REQUESTS_PER_MINUTE = 600

export function connect(settings: Settings, link: Link): ServiceLayer {
  const { baseUrl, timeoutMs, password, ca, pageSize = PAGE_SIZE, parallel = 1 } = settings
  const pace = { parallel, count: settings.requestsPerMinute ?? REQUESTS_PER_MINUTE, intervalMs: 60_000 }
  const options = { baseUrl, timeoutMs, secrets: [password], judge, ...(ca ? { ca } : {}) }
  // Limits of another name make a client with a queue and a breaker of its own: a login must not wait for the very
  // call that waits for the login.
  const keeper = createLoginKeeper(link.http({ ...options, limits: { default: pace, login: pace } }), settings)
  const http = link.http({
    ...options,
    limits: { default: pace },
    headers: async (signal) => ({ cookie: (await keeper.login(signal)).cookie }),
    renew: async (signal) => {
      await keeper.renew(signal)
      return true
    },
  })
  const get = async (path: string, signal: AbortSignal): Promise<Rows> => {
    const headers = { prefer: `odata.maxpagesize=${pageSize}` }
    const reply = await http.request({ method: 'GET', path, headers, signal })
    const parsed = listSchema.safeParse(reply.json)
    if (!parsed.success)
      throw new SyncError('unavailable', 'the Service Layer answered a GET with something else than a list')
    return { rows: parsed.data.value, next: parsed.data['@odata.nextLink'] ?? null }
  }
  return {
    login: keeper.login,
    close: keeper.logout,
    list: ({ set, key, select }, filter, signal, top) => {
      const options = { $select: select.join(','), $filter: filter, $orderby: key, $top: top?.toString() }
      return get(pathOf(set, options), signal)
    },
    // Relative to the service (`Invoices?$skip=20`), to the server, or whole.
    follow: (next, signal) => get(new URL(next, `${baseUrl}/`).href, signal),
    company: async (signal) => {
      const request = { method: 'POST', path: '/CompanyService_GetAdminInfo', repeatable: true, signal } as const
      const reply = await http.request({ ...request, expect: [400, 403, 404] })
      return reply.status === 200 ? (companySchema.safeParse(reply.json).data ?? null) : null
    },
    patchBusinessPartner: async (cardCode, body, signal) => {
      // The same fields with the same values: sending them twice does no harm. Without If-Match: the ETag that comes
      // with `$select` is always the first one and is refused.
      const path = entityPath('BusinessPartners', cardCode)
      await http.request({ method: 'PATCH', path, body, repeatable: true, signal })
    },
  }
}

const errorSchema = z.looseObject({ error: z.looseObject({ code: z.union([z.string(), z.number()]) }) })

/** Somebody else changed the record meanwhile: a business error by its status, gone with another attempt. */
const CHANGED_MEANWHILE = '-2039'

function judge(reply: HttpReply): SyncError | null {
  if (reply.status < 400 || reply.status >= 500) return null
  const code = errorSchema.safeParse(reply.json).data?.error.code
  if (String(code) !== CHANGED_MEANWHILE) return null
  return new SyncError('unavailable', `answered ${reply.status}: somebody else is changing the record (${code})`)
}
