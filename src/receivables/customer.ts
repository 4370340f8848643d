import { z } from 'zod'
import { amountSchema, type Cents } from '../kernel/cents.ts'
import { type EpochMs, instantSchema } from '../kernel/clock.ts'
import { type Day, daySchema } from '../kernel/day.ts'
import { cnpjRoot, parseDocument } from '../kernel/document.ts'
import { companySchema, externalIdSchema, textSchema } from '../kernel/text.ts'
import { checkRate, currencyFields, toBase } from './currency.ts'
import { type DatedLimit, datedLimitSchema, limitSchema } from './limit.ts'

export const customerStatuses = ['normal', 'exempt', 'hold', 'stop'] as const
export type CustomerStatus = (typeof customerStatuses)[number]

const LIMITS_MAX = 100

/** A CPF or CNPJ, masked or not, stored without mask in upper case. */
export const documentSchema = z
  .string('must be a CPF or CNPJ')
  .refine((text) => parseDocument(text) !== null, 'must be a CPF or CNPJ with right check digits')
  .meta({ examples: ['12ABC34501DE35'] })
  .transform((text) => parseDocument(text) as string)

/** A customer as an ERP sends it: the whole record each time, so an absent field means "has none". */
export const customerRecordSchema = z
  .strictObject({
    externalId: externalIdSchema,
    name: textSchema(255),
    document: documentSchema.nullish(),
    group: textSchema(120)
      .refine((name) => !name.startsWith('customer:'), 'must not begin with "customer:"')
      .nullish(),
    status: z.enum(customerStatuses).default('normal'),
    holdUntil: daySchema.nullish(),
    limit: limitSchema.nullish(),
    limits: z.array(datedLimitSchema).max(LIMITS_MAX).nullish(),
    overdueTolerance: amountSchema.nullish(),
    riskClass: textSchema(32).nullish(),
    email: textSchema(254).nullish(),
    phone: textSchema(32).nullish(),
    whatsapp: textSchema(32).nullish(),
    state: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, 'must be a UF such as "SP"')
      .nullish(),
    city: textSchema(120).nullish(),
    active: z.boolean().default(true),
    since: daySchema.nullish(),
    company: companySchema,
    ...currencyFields,
    updatedAt: instantSchema.nullish(),
  })
  .superRefine(checkRate)

export interface Customer {
  externalId: string
  name: string
  document: string | null
  group: string | null
  status: CustomerStatus
  holdUntil: Day | null
  limits: DatedLimit[]
  overdueTolerance: Cents | null
  riskClass: string | null
  email: string | null
  phone: string | null
  whatsapp: string | null
  state: string | null
  city: string | null
  active: boolean
  since: Day | null
  company: string
  updatedAt: EpochMs | null
}

export function toCustomer(record: z.output<typeof customerRecordSchema>): Customer {
  const given = [...(record.limit ? [record.limit] : []), ...(record.limits ?? [])]
  const limits = given.map((limit) => {
    if (limit.mode !== 'amount') return limit
    const insured = limit.insured && { ...limit.insured, amount: toBase(limit.insured.amount, record) }
    return { ...limit, amount: toBase(limit.amount, record), insured }
  })
  return {
    externalId: record.externalId,
    name: record.name,
    document: record.document ?? null,
    group: record.group ?? null,
    status: record.status,
    holdUntil: record.holdUntil ?? null,
    limits,
    overdueTolerance: record.overdueTolerance == null ? null : toBase(record.overdueTolerance, record),
    riskClass: record.riskClass ?? null,
    email: record.email ?? null,
    phone: record.phone ?? null,
    whatsapp: record.whatsapp ?? null,
    state: record.state ?? null,
    city: record.city ?? null,
    active: record.active,
    since: record.since ?? null,
    company: record.company,
    updatedAt: record.updatedAt ?? null,
  }
}

export type AccountBy = 'group' | 'cnpj_root'

/** The key of the account that a customer belongs to; customers with an equal key share one exposure. */
export function accountKeyOf(
  source: string,
  customer: Pick<Customer, 'externalId' | 'group' | 'document'>,
  accountBy: readonly AccountBy[],
): string {
  for (const by of accountBy) {
    if (by === 'group' && customer.group !== null) return customer.group
    const root = by === 'cnpj_root' && customer.document !== null ? cnpjRoot(customer.document) : null
    if (root !== null) return `cnpj:${root}`
  }
  return `customer:${source}/${customer.externalId}`
}
