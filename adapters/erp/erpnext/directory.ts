import { z } from 'zod'
import { type Cents, formatCents, parseCents } from '../../../src/kernel/cents.ts'
import { amountOf } from '../../../src/sync/convert.ts'
import { BadRecordError, SyncError } from '../../../src/sync/errors.ts'
import type { ErpnextApi, Row } from './api.ts'
import { number, type Surroundings, text } from './mapping.ts'
import { isZone, type Settings } from './settings.ts'

/** What has to be looked up besides the documents. What holds for the whole site is kept as long as the session lasts. */
export interface Directory {
  zone(signal: AbortSignal): Promise<string>
  companies(signal: AbortSignal): Promise<readonly Company[]>
  companyOf(companies: readonly Company[]): Surroundings['companyOf']
  limitsOf(customers: readonly Row[], signal: AbortSignal): Promise<Surroundings['limitsOf']>
  addressesOf(customers: readonly Row[], signal: AbortSignal): Promise<Surroundings['addresses']>
  /** The instalments of invoices, by invoice and in their order. */
  schedulesOf(invoices: readonly Row[], signal: AbortSignal): Promise<ReadonlyMap<string, readonly Row[]>>
}

const companySchema = z.looseObject({ name: z.string(), default_currency: text, credit_limit: number.nullish() })
type Company = z.output<typeof companySchema>

const limitSchema = z.looseObject({
  parent: z.string(),
  company: z.string(),
  credit_limit: number.nullish(),
  bypass_credit_limit_check: z.number().nullish(),
})
const LIMIT_FIELDS = ['name', 'parent', 'company', 'credit_limit', 'bypass_credit_limit_check']
/** By company and customer, or group. */
type Limits = ReadonlyMap<string, Cents>
const keyOf = (company: string, parent: string): string => `${company}\n${parent}`

const zoneSchema = z.looseObject({ time_zone: z.string() })
const NO_ADDRESSES: Surroundings['addresses'] = new Map()
const SCHEDULE_FIELDS = [
  ...['name', 'parent', 'idx', 'due_date', 'payment_amount', 'base_payment_amount', 'paid_amount', 'mode_of_payment'],
]

export function createDirectory(api: ErpnextApi, settings: Settings): Directory {
  let zone = settings.timeZone ?? null
  let companies: readonly Company[] | null = null
  let groups: Limits | null = null

  const limitsAmong = async (parent: string, names: readonly string[] | null, signal: AbortSignal): Promise<Limits> => {
    const among = names ? ([['parent', 'in', names]] as const) : []
    const filters = [['parenttype', '=', parent] as const, ...among]
    const query = { doctype: 'Customer Credit Limit', fields: LIMIT_FIELDS, filters, limit: 0, parent }
    const rows = (await api.listAmong(query, signal)).map((row) => limitSchema.parse(row))
    // A group whose limit is to be passed by has none; at a customer it is the orders that pass it by.
    const holding = rows.filter((row) => parent === 'Customer' || row.bypass_credit_limit_check !== 1)
    return new Map(holding.map((row) => [keyOf(row.company, row.parent), centsOf(row.credit_limit)]))
  }

  const allCompanies = async (signal: AbortSignal): Promise<readonly Company[]> => {
    companies ??= await readCompanies(api, settings, signal)
    return companies
  }

  return {
    zone: async (signal) => {
      zone ??= zoneSchema.safeParse(await api.method('frappe.client.get_time_zone', signal)).data?.time_zone ?? null
      if (zone === null || !isZone(zone))
        throw new SyncError('settings', 'ERPNext does not tell its zone: set timeZone')
      return zone
    },
    companies: allCompanies,
    companyOf: (known) => (name) => {
      const company = known.find((each) => each.name === name)
      if (!company) throw new BadRecordError('company', 'is not among the companies of the settings')
      if (company.default_currency !== 'BRL') throw new BadRecordError('company', 'does not keep its books in BRL')
      return nameOf(company, settings)
    },
    limitsOf: async (customers, signal) => {
      const known = await allCompanies(signal)
      groups ??= await limitsAmong('Customer Group', null, signal)
      const byGroup = groups
      const names = customers.map(({ name }) => name)
      const own: Limits = names.length === 0 ? new Map() : await limitsAmong('Customer', names, signal)
      return (customer, group) => {
        const limits = known.flatMap((company) => {
          const found =
            own.get(keyOf(company.name, customer)) ||
            byGroup.get(keyOf(company.name, group ?? '')) ||
            centsOf(company.credit_limit)
          return found > 0n
            ? [{ mode: 'amount' as const, amount: formatCents(found), company: nameOf(company, settings) }]
            : []
        })
        const [first] = limits
        if (known.length > 1) return { limits }
        return first ? { limit: { mode: first.mode, amount: first.amount } } : {}
      }
    },
    addressesOf: async (customers, signal) => {
      const names = customers.map((row) => row['customer_primary_address']).filter((name) => typeof name === 'string')
      if (names.length === 0) return NO_ADDRESSES
      const filters = [['name', 'in', names] as const]
      const rows = await api.listAmong(
        { doctype: 'Address', fields: ['name', 'city', 'state'], filters, limit: 0 },
        signal,
      )
      return new Map(rows.map((row) => [row.name, { city: row['city'], state: row['state'] }]))
    },
    schedulesOf: async (invoices, signal) => {
      const schedules = new Map<string, Row[]>()
      if (invoices.length === 0) return schedules
      const parent = 'Sales Invoice'
      const names = invoices.map(({ name }) => name)
      const filters = [['parenttype', '=', parent] as const, ['parent', 'in', names] as const]
      const query = { doctype: 'Payment Schedule', fields: SCHEDULE_FIELDS, filters, limit: 0, parent }
      for (const row of await api.listAmong(query, signal)) {
        const invoice = String(row['parent'])
        schedules.set(invoice, [...(schedules.get(invoice) ?? []), row])
      }
      for (const rows of schedules.values()) rows.sort((first, second) => Number(first['idx']) - Number(second['idx']))
      return schedules
    },
  }
}

async function readCompanies(api: ErpnextApi, settings: Settings, signal: AbortSignal): Promise<readonly Company[]> {
  const query = {
    doctype: 'Company',
    fields: ['name', 'default_currency', 'credit_limit'],
    filters: [],
    orderBy: 'name asc',
    limit: 0,
  }
  const all = (await api.list(query, signal)).rows.map((row) => companySchema.parse(row))
  const wanted = settings.companies
  if (!wanted && all.length > 1)
    throw new SyncError('settings', 'ERPNext has several companies: name them in companies')
  const known = wanted ? all.filter(({ name }) => name in wanted) : all
  if (known.length < Object.keys(wanted ?? {}).length || known.length === 0)
    throw new SyncError('settings', 'companies names one that ERPNext does not have, or that the user may not see')
  return known
}

const nameOf = (company: Company, { companies }: Settings): string => companies?.[company.name] ?? 'main'

const centsOf = (value: number | string | null | undefined): Cents =>
  parseCents(amountOf(value ?? 0, 'credit_limit')) ?? 0n
