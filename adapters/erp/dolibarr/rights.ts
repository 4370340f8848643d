import { z } from 'zod'
import type { ErpFacts } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { Row } from './api.ts'
import { fitsZone } from './dates.ts'
import { TABLES } from './streams.ts'
import type { Context } from './walk.ts'

const statusSchema = z.looseObject({ success: z.looseObject({ dolibarr_version: z.string() }) })
const userSchema = z.looseObject({ rights: z.record(z.string(), z.unknown()) })

/** The rights without which Dolibarr refuses, or answers lists that are short without saying so. */
const RIGHTS = ['societe lire', 'societe client voir', 'facture lire'] as const
const ALL_CUSTOMERS = 'the user sees no customer: does it have the right societe/client/voir ("all third parties")?'

/**
 * Whether the key works and sees everything. The user's rights are told only to a user who may read itself
 * (user/self/creer) or others; without that only empty lists can be noticed, not short ones.
 */
export async function checkAccess(context: Context, signal: AbortSignal): Promise<ErpFacts> {
  const { api, settings } = context
  const status = statusSchema.safeParse(await api.get('/status', signal))
  if (!status.success) throw new SyncError('settings', 'GET /status answered something else than Dolibarr does')
  const rights = await readRights(context, signal)
  const lacking = rights === null ? [] : RIGHTS.filter((right) => !has(rights, right.split(' ')))
  if (lacking.length > 0)
    throw new SyncError(
      'auth',
      `the user lacks the rights ${lacking.map((right) => right.replaceAll(' ', '/')).join(', ')}`,
    )
  const customers = await probe(context, 'customers', signal)
  if (customers.total === 0) throw new SyncError('auth', ALL_CUSTOMERS)
  const receivables = await probe(context, 'receivables', signal)
  requireZone(receivables.rows, settings.timeZone)
  return {
    version: status.data.success.dolibarr_version,
    customers: String(customers.total ?? 'not told'),
    invoices: String(receivables.total ?? 'not told'),
    orders: (await readsOrders(context, signal)) ? 'readable' : 'no right to them, or the module is switched off',
    rights: rights === null ? 'not told to this user: see the README' : 'complete',
    timeZone: settings.timeZone,
  }
}

async function readRights({ api }: Context, signal: AbortSignal): Promise<Record<string, unknown> | null> {
  const answer = await api.get('/users/info', signal, { includepermissions: 1 }, 'is_null')
  const rights = userSchema.safeParse(answer).data?.rights ?? {}
  // Nothing at all was not loaded, rather than not given: then the calls themselves tell.
  return Object.keys(rights).length === 0 ? null : rights
}

/** Rights come as `{"societe": {"lire": 1, "client": {"voir": 1}}}`; what is absent or empty is not given. */
function has(rights: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path
  if (name === undefined) return Boolean(rights) && rights !== '0'
  return typeof rights === 'object' && rights !== null && has((rights as Record<string, unknown>)[name], rest)
}

async function probe({ api }: Context, stream: keyof typeof TABLES, signal: AbortSignal) {
  const { resource, filters } = TABLES[stream]
  const { rows, total } = await api.list(resource, { filters, properties: ['id', 'date'], limit: 5 }, signal)
  return { rows, total: total ?? (rows.length === 0 ? 0 : null) }
}

/** A source may do without orders; one that wants them is told by their own 403. */
async function readsOrders({ api }: Context, signal: AbortSignal): Promise<boolean> {
  return (await api.get('/orders', signal, { limit: 1, properties: 'id' }, 'is_null')) !== null
}

function requireZone(invoices: readonly Row[], zone: string): void {
  if (invoices.some((row) => fitsZone(row['date'], zone) === false))
    throw new SyncError(
      'settings',
      `the invoices' days are no midnights in ${zone}: timeZone has to be that of Dolibarr's PHP`,
    )
}
