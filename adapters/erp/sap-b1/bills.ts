import { formatCents } from '../../../src/kernel/cents.ts'
import type { ReceivableRecord } from '../../../src/sync/contract.ts'
import { amountOf, dayOf, textOf } from '../../../src/sync/convert.ts'
import { companyOf } from './mapping.ts'
import { type Bill, known } from './rows.ts'
import type { Settings } from './settings.ts'

const STATUSES: Readonly<Record<string, ReceivableRecord['status']>> = {
  boes_Created: 'open',
  boes_Sent: 'open',
  boes_Deposited: 'open',
  boes_Failed: 'returned',
  boes_Paid: 'paid',
  boes_Closed: 'paid',
  boes_Cancelled: 'cancelled',
}

export const billIdOf = (docEntry: number): string => `boe:${docEntry}`

/** A boleto that B1 made as a bill of exchange: it is owed whole until it is paid. */
export function toBill(row: Bill, settings: Settings): ReceivableRecord {
  const { BillOfExchange: bill } = row
  const status =
    row.Cancelled === 'tYES' ? 'cancelled' : known(STATUSES, row.BillofExchangeStatus, 'BillofExchangeStatus')
  const amount = amountOf(row.BillOfExchangeAmount, 'BillOfExchangeAmount')
  return {
    externalId: billIdOf(row.DocEntry),
    customer: { externalId: row.CardCode },
    kind: 'invoice',
    number: textOf(bill?.BillOfExchangeNo || row.DocNum, 64),
    issuedOn: dayOf(row.DocDate, 'DocDate'),
    dueOn: dayOf(bill?.BillOfExchangeDueDate ?? row.DueDate, 'BillOfExchange.BillOfExchangeDueDate'),
    amount,
    openAmount: status === 'open' || status === 'returned' ? amount : formatCents(0n),
    status,
    paymentMethod: 'boleto',
    ...companyOf(row.BPLID, settings),
  }
}
