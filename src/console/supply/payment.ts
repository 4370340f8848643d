import { contactsKnown, type KnownContact } from '../../collection/addresses.ts'
import { findCareCustomer } from '../../collection/care-store.ts'
import type { Remedy } from '../../credit/remedies.ts'
import type { Database } from '../../database.ts'
import { type Cents, formatCents, parseCents } from '../../kernel/cents.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Day } from '../../kernel/day.ts'
import type { OrderDetail } from '../order-port.ts'
import type { OrderCase } from './order-case.ts'
import { paymentMessage } from './payment-message.ts'
import type { OpenTitle } from './title-store.ts'
import { isOverdue } from './titles.ts'

type PayRemedy = Extract<Remedy, { kind: 'pay_receivables' }>

interface PaymentDeps {
  readonly db: Database
  readonly clock: Pick<Clock, 'today'>
  readonly companyName: string
}

const payRemedyOf = ({ check }: Pick<OrderCase, 'check'>): PayRemedy | undefined =>
  check?.made.decision.remedies.find((remedy): remedy is PayRemedy => remedy.kind === 'pay_receivables')

/** Of the least payment, what the customer pays: the rest is of others in the account. */
const ownPartOf = ({ amount, ownAmount }: PayRemedy): Cents => parseCents(ownAmount ?? amount) ?? 0n

/** Whether there is a payment to read, from what a list knows of an order. */
export function isPayable(one: Pick<OrderCase, 'order' | 'check'>, owesOverdue: boolean): boolean {
  if (one.order.state !== 'blocked') return false
  const remedy = payRemedyOf(one)
  return remedy === undefined ? owesOverdue : ownPartOf(remedy) > 0n
}

/** What of the customer's own titles frees the order, else what is overdue; null where nothing can be paid. */
export async function readPayment(
  { db, clock, companyName }: PaymentDeps,
  one: OrderCase,
  open: readonly OpenTitle[],
): Promise<OrderDetail['payment']> {
  const { order, customer } = one
  if (order.state !== 'blocked') return null
  const today = clock.today()
  const remedy = payRemedyOf(one)
  const due = remedy === undefined ? overdueOf(open, today) : dueOf(remedy, open)
  if (due.amount <= 0n || due.titles.length === 0) return null
  const owner = await findCareCustomer(db, order.source, customer.externalId)
  const contacts = owner === null ? [] : await contactsKnown(db, owner)
  const { amount, titles } = due
  // Others of the account have to pay their part as well; and nothing that is paid frees what a person keeps back.
  const isAllOwn = remedy !== undefined && (remedy.ownAmount === undefined || remedy.ownAmount === remedy.amount)
  const frees = isAllOwn && !order.isForced
  const message = paymentMessage({
    ...{ companyName, orderId: order.orderId, orderAmount: order.amount, amount, titles, today, frees },
  })
  return {
    ...{ amount: formatCents(amount), frees, message },
    whatsapp: addressOf(contacts, 'whatsapp')?.replace(/\D/g, '') ?? null,
    email: addressOf(contacts, 'email'),
  }
}

interface Due {
  readonly amount: Cents
  readonly titles: readonly OpenTitle[]
}

/** Others of the account stay unnamed, and pay their part themselves. What is overdue is not always enough. */
function dueOf(remedy: PayRemedy, open: readonly OpenTitle[]): Due {
  const amount = ownPartOf(remedy)
  const owed = open.filter(({ isOwed }) => isOwed)
  const named = remedy.receivables.flatMap((id) => owed.filter(({ externalId }) => externalId === id))
  let rest = amount - named.reduce((sum, { openAmount }) => sum + openAmount, 0n)
  const next = owed.filter((title) => {
    if (rest <= 0n || title.status === 'disputed' || named.includes(title)) return false
    rest -= title.openAmount
    return true
  })
  return { amount, titles: [...named, ...next] }
}

function overdueOf(open: readonly OpenTitle[], today: Day): Due {
  const titles = open.filter((title) => isOverdue(title, today))
  return { amount: titles.reduce((sum, { openAmount }) => sum + openAmount, 0n), titles }
}

/** The best address of a kind that takes messages; what bounced or wants no more is none. */
const addressOf = (contacts: readonly KnownContact[], wanted: KnownContact['channel']): string | null =>
  contacts.find(
    ({ channel, fault, mark }) => channel === wanted && fault === null && (mark === null || mark.mark === 'good'),
  )?.address ?? null
