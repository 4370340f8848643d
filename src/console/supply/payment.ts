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

/** What of the customer's own titles frees the order, else what is overdue; null where nothing can be paid. */
export async function readPayment(
  { db, clock, companyName }: PaymentDeps,
  { order, customer, check }: OrderCase,
  open: readonly OpenTitle[],
): Promise<OrderDetail['payment']> {
  if (order.state !== 'blocked') return null
  const today = clock.today()
  const remedy = check?.made.decision.remedies.find(({ kind }) => kind === 'pay_receivables')
  const due = remedy?.kind === 'pay_receivables' ? dueOf(remedy, open) : overdueOf(open, today)
  if (due.amount <= 0n || due.titles.length === 0) return null
  const owner = await findCareCustomer(db, order.source, customer.externalId)
  const contacts = owner === null ? [] : await contactsKnown(db, owner)
  const { amount, titles } = due
  // Others of the account have to pay their part as well.
  const frees =
    remedy?.kind === 'pay_receivables' && (remedy.ownAmount === undefined || remedy.ownAmount === remedy.amount)
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

/** Others of the account stay unnamed, and pay their part themselves. */
function dueOf({ amount, ownAmount, receivables }: PayRemedy, open: readonly OpenTitle[]): Due {
  const titles = receivables.flatMap((id) => open.filter(({ externalId, isOwed }) => isOwed && externalId === id))
  return { amount: parseCents(ownAmount ?? amount) ?? 0n, titles }
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
