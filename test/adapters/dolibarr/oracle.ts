import type { ErpState } from './erp.ts'
import type { Row } from './filters.ts'
import { ZONE } from './vendor-rows.ts'

/** What each third party owes, computed from the raw rows without the adapter and without Fiado. */
export interface Owed {
  open: string
  overdue: string
  credits: string
  orders: string
}

/** The only bank holiday near the days that are looked at (Consciência Negra); weekends are counted out. */
const HOLIDAYS = new Set(['2026-11-20'])

export function owedByParty({ thirdparties, invoices, orders, discounts }: ErpState, today: string): Map<string, Owed> {
  const buyers = thirdparties.filter(({ client }) => client !== '0').map(({ id }) => String(id))
  return new Map(
    buyers.map((id) => {
      const validated = invoices.filter(({ socid, statut }) => socid === id && statut === '1')
      const owing = validated.filter((row) => cents(row['remaintopay']) > 0)
      const owed = validated.filter((row) => cents(row['remaintopay']) < 0)
      const free = discounts.filter((row) => row['fk_soc'] === id && !row['fk_facture'] && !row['fk_facture_line'])
      const late = owing.filter((row) => payableUntil(dueDay(row)) < today)
      const invoiced = invoices.flatMap(({ linkedObjectsIds }) => linkedOrders(linkedObjectsIds))
      const pending = orders.filter(
        (row) => row['socid'] === id && isPending(row) && !invoiced.includes(String(row['id'])),
      )
      const owes = {
        open: sum(owing, 'remaintopay'),
        overdue: sum(late, 'remaintopay'),
        credits: sum(free, 'amount_ttc') - sum(owed, 'remaintopay'),
        orders: sum(pending, 'total_ttc'),
      }
      return [id, mapValues(owes)] as const
    }),
  )
}

/** Dolibarr's own sum of what is outstanding leaves out credits that were made available. */
export function outstandingOf({ open, credits }: Owed, state: ErpState, partyId: string): string {
  const free = state.discounts.filter(({ fk_soc, fk_facture }) => fk_soc === partyId && !fk_facture)
  return text(cents(open) - cents(credits) + sum(free, 'amount_ttc'))
}

const cents = (value: unknown): number => Math.round(Number(value) * 100)
const text = (value: number): string => (value / 100).toFixed(2)
const sum = (rows: readonly Row[], field: string): number => rows.reduce((total, row) => total + cents(row[field]), 0)
const mapValues = (owes: Record<keyof Owed, number>): Owed => ({
  open: text(owes.open),
  overdue: text(owes.overdue),
  credits: text(owes.credits),
  orders: text(owes.orders),
})

const isPending = ({ statut, billed }: Row): boolean => ['1', '2', '3'].includes(String(statut)) && billed === '0'

const linkedOrders = (linked: unknown): string[] =>
  Object.values((linked as { commande?: Record<string, string> } | null | undefined)?.commande ?? {})

/** Read with the formatter of the platform, another way than the adapter's. */
function dueDay(row: Row): string {
  const seconds = Number(row['date_lim_reglement'] || row['date'])
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date(seconds * 1_000))
}

/** The day itself, or the next business day. */
function payableUntil(day: string): string {
  const date = new Date(`${day}T12:00:00Z`)
  while ([0, 6].includes(date.getUTCDay()) || HOLIDAYS.has(date.toISOString().slice(0, 10)))
    date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}
