import { z } from 'zod'
import { type Remedy, SyncError } from '../../../src/sync/errors.ts'
import type { HttpReply } from '../../../src/sync/http.ts'

/** What both ways in say of an exception: JSON-2 as the body of a 4xx or 5xx, JSON-RPC inside a 200. */
const exceptionSchema = z.looseObject({ name: z.string(), message: z.string().optional() })
const rpcFaultSchema = z.looseObject({
  error: z.looseObject({
    code: z.number().optional(),
    message: z.string().optional(),
    data: exceptionSchema.optional(),
  }),
})

/** By the end of the exception's name. Everything else is the server's own trouble, and may pass. */
const REMEDIES: Readonly<Record<string, Remedy>> = {
  AccessDenied: 'auth',
  AccessError: 'auth',
  Unauthorized: 'auth',
  Forbidden: 'auth',
  UserError: 'settings',
  ValidationError: 'settings',
  RedirectWarning: 'settings',
  MissingError: 'settings',
  NotFound: 'settings',
  UnprocessableEntity: 'settings',
  ValueError: 'settings',
  KeyError: 'settings',
  TypeError: 'settings',
  AttributeError: 'settings',
}

/** Their words name models, fields and groups; those of the others may name customers, and are not passed on. */
const QUOTED = new Set(['AccessError', 'AccessDenied', 'Unauthorized', 'NotFound', 'ValueError', 'KeyError'])

const NO_DATABASE = /database .* does not exist/i

export function faultOf({ status, json }: HttpReply): SyncError | null {
  const rpc = rpcFaultSchema.safeParse(json)
  if (rpc.success) {
    const { data, code, message = '' } = rpc.data.error
    if (data) return exceptionOf(data)
    return new SyncError(code === 404 ? 'settings' : 'unavailable', `Odoo answered an error: ${message}`)
  }
  const direct = status >= 400 ? exceptionSchema.safeParse(json) : null
  return direct?.success ? exceptionOf(direct.data, status) : null
}

function exceptionOf({ name, message = '' }: z.output<typeof exceptionSchema>, status = 500): SyncError | null {
  const last = name.split('.').at(-1) ?? name
  if (NO_DATABASE.test(message)) return new SyncError('settings', 'Odoo has no database of that name')
  const remedy = REMEDIES[last]
  // 429 and 503 with their Retry-After are understood better by the status.
  if (!remedy && status !== 500) return null
  const words = QUOTED.has(last) && message !== '' ? `: ${message.split('\n')[0]}` : ''
  return new SyncError(remedy ?? 'unavailable', `Odoo answered ${last}${words}`)
}
