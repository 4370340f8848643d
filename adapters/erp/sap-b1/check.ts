import type { ErpFacts, Stream } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import { bills, listingsOf, payments } from './listings.ts'
import { allOf } from './query.ts'
import type { ServiceLayer } from './service-layer.ts'
import type { Settings } from './settings.ts'

const STREAMS: readonly Stream[] = ['customers', 'receivables', 'orders']

/** Looks once into every set that a run reads, so that a right that is missing is told now. */
export async function check(layer: ServiceLayer, settings: Settings, signal: AbortSignal): Promise<ErpFacts> {
  const { version } = await layer.login(signal)
  const company = await layer.company(signal)
  const currency = company?.LocalCurrency
  if (currency && currency !== settings.localCurrency)
    throw new SyncError(
      'settings',
      `the company keeps its books in ${currency}, and the settings say ${settings.localCurrency}`,
    )
  let balances = 'payments'
  for (const listing of [...STREAMS.flatMap((stream) => listingsOf(stream, settings)), payments]) {
    const { rows } = await layer.list(listing, listing.base ?? undefined, signal, 1)
    if (listing.set === 'Invoices' && rows.some(hasPaidToDate)) balances = 'PaidToDate'
  }
  if (settings.billsOfExchange === undefined) await requireNoBills(layer, signal)
  return {
    version: version ?? 'unknown',
    company: company?.CompanyName ?? settings.companyDb,
    ...(currency ? { currency } : {}),
    balances,
  }
}

/** Where boletos are bills of exchange, an invoice is closed when its boleto is made: nobody may overlook that. */
async function requireNoBills(layer: ServiceLayer, signal: AbortSignal): Promise<void> {
  const { rows } = await layer.list(bills, allOf(bills.base, bills.open), signal, 1)
  if (rows.length > 0)
    throw new SyncError(
      'settings',
      'there are unpaid bills of exchange: "billsOfExchange" has to say "read" or "ignore"',
    )
}

function hasPaidToDate(row: unknown): boolean {
  const { DocumentInstallments: rows } = (row ?? {}) as { DocumentInstallments?: unknown }
  return Array.isArray(rows) && rows.some((each) => typeof each === 'object' && each !== null && 'PaidToDate' in each)
}
