import { z } from 'zod'
import type { Row } from './api.ts'

/** Ids and codes are text in most answers and numbers in some. */
const codeSchema = z.union([z.string().regex(/^-?\d+$/), z.int()]).transform(String)
const wordSchema = z.union([z.string(), z.number()]).nullish()

export const customerProperties = [
  'id',
  'name',
  'status',
  'client',
  'idprof1',
  'idprof4',
  'outstanding_limit',
  'email',
  'phone',
  'phone_mobile',
  'town',
  'date_creation',
  'date_modification',
] as const

export const customerSchema = z.looseObject({
  id: codeSchema,
  name: z.string(),
  status: codeSchema,
  idprof1: wordSchema,
  idprof4: wordSchema,
  outstanding_limit: wordSchema,
  email: wordSchema,
  phone: wordSchema,
  phone_mobile: wordSchema,
  town: wordSchema,
  date_creation: wordSchema,
  date_modification: wordSchema,
})

export const invoiceProperties = [
  'id',
  'ref',
  'socid',
  'type',
  'statut',
  'status',
  'paye',
  'close_code',
  'date',
  'date_lim_reglement',
  'total_ttc',
  'remaintopay',
  'mode_reglement_code',
  'linkedObjectsIds',
] as const

export const invoiceSchema = z.looseObject({
  id: codeSchema,
  ref: wordSchema,
  socid: codeSchema,
  type: codeSchema,
  statut: codeSchema.nullish(),
  status: codeSchema.nullish(),
  paye: codeSchema.nullish(),
  close_code: wordSchema,
  date: wordSchema,
  date_lim_reglement: wordSchema,
  total_ttc: wordSchema,
  remaintopay: wordSchema,
  mode_reglement_code: wordSchema,
  linkedObjectsIds: z.unknown().optional(),
})

export const orderProperties = [
  'id',
  'ref',
  'socid',
  'statut',
  'status',
  'billed',
  'total_ttc',
  'date_modification',
] as const

export const orderSchema = z.looseObject({
  id: codeSchema,
  ref: wordSchema,
  socid: codeSchema,
  statut: codeSchema.nullish(),
  status: codeSchema.nullish(),
  billed: codeSchema.nullish(),
  total_ttc: wordSchema,
  date_modification: wordSchema,
})

/** A row of `/thirdparties/{id}/fixedamountdiscounts`: the column `rowid` here, where other answers say `id`. */
export const discountSchema = z.looseObject({
  rowid: codeSchema,
  ref: wordSchema,
  factype: codeSchema.nullish(),
  fk_facture_source: codeSchema.nullish(),
  fk_facture: wordSchema,
  fk_facture_line: wordSchema,
  amount_ttc: wordSchema,
})

export type InvoiceRow = z.output<typeof invoiceSchema>

/** The id of a row, also of one that is bad. */
export function idOf(row: Row): string | null {
  const id = codeSchema.safeParse(row['id'])
  return id.success ? id.data : null
}
