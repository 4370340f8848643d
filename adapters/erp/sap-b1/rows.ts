import { z } from 'zod'
import { type Cents, parseCents } from '../../../src/kernel/cents.ts'
import { amountOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'

/** The rows as far as they are selected; properties that are not named pass. Types as in `$metadata`. */

/** `Edm.Double`; what a double cannot hold comes as text. */
const double = z.union([z.number(), z.string()])
const text = z.string().nullish()
/** `Edm.DateTimeOffset` at midnight: `2026-11-21T00:00:00Z`. */
const day = z.string()
const yesNo = z.enum(['tYES', 'tNO'])

export const businessPartnerRow = z.looseObject({
  CardCode: z.string(),
  CardName: text,
  CardType: z.string(),
  FederalTaxID: text,
  BPFiscalTaxIDCollection: z.array(z.looseObject({ Address: text, TaxId0: text, TaxId4: text })).nullish(),
  CreditLimit: double.nullish(),
  EmailAddress: text,
  Phone1: text,
  Cellular: text,
  City: text,
  BillToState: text,
  CreateDate: day.nullish(),
  Valid: yesNo,
  ValidFrom: day.nullish(),
  ValidTo: day.nullish(),
  Frozen: yesNo,
  FrozenFrom: day.nullish(),
  FrozenTo: day.nullish(),
  FrozenRemarks: text,
})

const instalmentRow = z.looseObject({
  InstallmentId: z.int(),
  DueDate: day,
  Total: double,
  TotalFC: double.nullish(),
  /** Not in every version: see README, "What is still owed". */
  PaidToDate: double.nullish(),
})

const headerFields = {
  DocEntry: z.int(),
  CardCode: z.string(),
  DocDate: day,
  DocTotal: double,
  DocumentStatus: z.string(),
  CancelStatus: z.string(),
  BPL_IDAssignedToInvoice: z.int().nullish(),
}

export const documentRow = z.looseObject({
  ...headerFields,
  DocNum: z.int(),
  SequenceSerial: z.int().nullish(),
  DocDueDate: day,
  PaymentMethod: text,
  DocumentInstallments: z.array(instalmentRow),
})

export const orderRow = z.looseObject({
  ...headerFields,
  Confirmed: yesNo,
  DocumentLines: z.array(z.looseObject({ LineTotal: double.nullish(), OpenAmount: double.nullish() })).nullish(),
})

export const paymentRow = z.looseObject({
  DocEntry: z.int(),
  Cancelled: yesNo,
  PaymentInvoices: z.array(
    z.looseObject({
      DocEntry: z.int(),
      InvoiceType: z.string(),
      InstallmentId: z.int().nullish(),
      SumApplied: double.nullish(),
      AppliedFC: double.nullish(),
    }),
  ),
})

export const billRow = z.looseObject({
  DocEntry: z.int(),
  DocNum: z.int(),
  CardCode: z.string(),
  DocDate: day,
  DueDate: day.nullish(),
  Cancelled: yesNo,
  BillOfExchangeAmount: double,
  BillofExchangeStatus: z.string(),
  BillOfExchange: z
    .looseObject({ BillOfExchangeNo: z.int().nullish(), BillOfExchangeDueDate: day.nullish() })
    .nullish(),
  BPLID: z.int().nullish(),
})

export const creditedRow = z.looseObject({
  DocEntry: z.int(),
  DocTotal: double,
  CancelStatus: z.string(),
  DocumentLines: z.array(
    z.looseObject({ BaseType: z.int().nullish(), BaseEntry: z.int().nullish(), GrossTotal: double.nullish() }),
  ),
})

export type BusinessPartner = z.output<typeof businessPartnerRow>
export type Document = z.output<typeof documentRow>
export type Instalment = z.output<typeof instalmentRow>
export type Order = z.output<typeof orderRow>
export type Payment = z.output<typeof paymentRow>
export type Bill = z.output<typeof billRow>
export type Credited = z.output<typeof creditedRow>

/** A value that the table does not hold makes a bad record: nothing is guessed, least of all "paid". */
export function known<Value>(table: Readonly<Record<string, Value>>, value: string, path: string): Value {
  const found = Object.hasOwn(table, value) ? table[value] : undefined
  if (found === undefined) throw new BadRecordError(path, `is not known: ${JSON.stringify(value.slice(0, 40))}`)
  return found
}

export function centsOf(value: unknown, path: string): Cents {
  const cents = parseCents(amountOf(value ?? 0, path))
  if (cents === null) throw new BadRecordError(path, 'is larger than Fiado keeps')
  return cents
}

/** `csNo` is a document that stands; `csCancellation` one that takes another back, and concerns nobody by itself. */
export const CANCELLATION: Readonly<Record<string, 'none' | 'cancelled' | 'takes_back'>> = {
  csNo: 'none',
  csYes: 'cancelled',
  csCancellation: 'takes_back',
}
