import type { z } from 'zod'
import { type Cents, formatCents } from '../kernel/cents.ts'
import { addDays, type Day, weekday } from '../kernel/day.ts'
import type { receivableRecordSchema } from '../receivables/receivable.ts'

export type WireReceivable = z.input<typeof receivableRecordSchema>

export interface Purchase {
  readonly customerId: string
  /** How many days before today it was invoiced. */
  readonly daysAgo: number
  readonly total: Cents
  /** Days from the invoice to each instalment. */
  readonly terms: readonly number[]
  /** How late the customer pays; negative is early, null never. */
  readonly paysLateDays: number | null
  readonly orderId?: string
}

/** The book of titles of the demonstration: gives them their numbers, and settles what is settled by today. */
export interface TitleBook {
  readonly titles: WireReceivable[]
  /** Invoices a purchase in equal instalments, the last of which takes the odd cents. */
  invoice(purchase: Purchase): WireReceivable[]
  /** One open invoice with an exact due day. */
  open(customerId: string, issuedOn: Day, dueOn: Day, amount: Cents, more?: Partial<WireReceivable>): WireReceivable
}

export function createTitleBook(today: Day): TitleBook {
  const titles: WireReceivable[] = []
  let invoices = 0
  const open: TitleBook['open'] = (customerId, issuedOn, dueOn, amount, more = {}) => {
    invoices += 1
    const title: WireReceivable = {
      ...{ externalId: `DEMO-${invoices}-1`, customer: { externalId: customerId }, kind: 'invoice' },
      ...{ number: `NF ${20_000 + invoices}`, installment: '1/1', issuedOn, dueOn },
      ...{ amount: formatCents(amount), openAmount: formatCents(amount), status: 'open', paymentMethod: 'boleto' },
      ...more,
    }
    titles.push(title)
    return title
  }
  const invoice: TitleBook['invoice'] = (purchase) => {
    invoices += 1
    const issuedOn = workingDay(addDays(today, -purchase.daysAgo))
    const part = purchase.total / BigInt(purchase.terms.length)
    const made = purchase.terms.map((term, index): WireReceivable => {
      const isLast = index === purchase.terms.length - 1
      const amount = isLast ? purchase.total - part * BigInt(index) : part
      const dueOn = addDays(issuedOn, term)
      return {
        externalId: `DEMO-${invoices}-${index + 1}`,
        customer: { externalId: purchase.customerId },
        kind: 'invoice',
        number: `NF ${20_000 + invoices}`,
        installment: `${index + 1}/${purchase.terms.length}`,
        issuedOn,
        dueOn,
        amount: formatCents(amount),
        ...settlement(dueOn, amount, issuedOn, purchase.paysLateDays, today),
        ...(purchase.orderId === undefined ? {} : { orderId: purchase.orderId }),
        paymentMethod: invoices % 5 === 0 ? 'pix' : 'boleto',
      }
    })
    titles.push(...made)
    return made
  }
  return { titles, invoice, open }
}

/** Nobody invoices on a Sunday. */
function workingDay(day: Day): Day {
  return weekday(day) === 7 ? addDays(day, -1) : day
}

function settlement(dueOn: Day, amount: Cents, issuedOn: Day, paysLateDays: number | null, today: Day) {
  const paidOn = paysLateDays === null ? null : addDays(dueOn, paysLateDays)
  if (paidOn === null || paidOn > today) return { openAmount: formatCents(amount), status: 'open' as const }
  return { openAmount: '0.00', status: 'paid' as const, settledOn: paidOn < issuedOn ? issuedOn : paidOn }
}
