import { formatCents } from '../../kernel/cents.ts'
import { type Day, daysBetween } from '../../kernel/day.ts'
import type { Title } from '../customer-port.ts'
import type { OverdueTitle } from '../order-port.ts'
import type { OpenTitle } from './title-store.ts'

/** `1234/2` or `1234 · 2/3`, as the customer knows it; null where the ERP gave no number. */
export const titleNumber = ({ number, installment }: Pick<OpenTitle, 'number' | 'installment'>): string | null =>
  number === null || installment === null ? number : `${number}${installment.includes('/') ? ' · ' : '/'}${installment}`

/** Days since the due day, as soon as the effective one has passed; 0 before, and for what nobody owes. */
const daysOverdueOf = ({ isOwed, dueOn, effectiveDueOn }: OpenTitle, today: Day): number =>
  isOwed && effectiveDueOn < today ? daysBetween(dueOn, today) : 0

export const isOverdue = (title: OpenTitle, today: Day): boolean =>
  title.status !== 'disputed' && daysOverdueOf(title, today) > 0

export const titleToPort = (title: OpenTitle, today: Day): Title => {
  const { externalId, kind, status, issuedOn, dueOn, amount, openAmount } = title
  return {
    ...{ externalId, number: titleNumber(title), kind, status, issuedOn, dueOn },
    daysOverdue: daysOverdueOf(title, today),
    ...{ amount: formatCents(amount), openAmount: formatCents(openAmount) },
  }
}

export const overdueToPort = (title: OpenTitle, today: Day): OverdueTitle => ({
  ...{ externalId: title.externalId, number: titleNumber(title), dueOn: title.dueOn },
  ...{ daysOverdue: daysOverdueOf(title, today), openAmount: formatCents(title.openAmount) },
})
