import { addDays, type Day } from '../kernel/day.ts'
import type { Random } from './random.ts'
import type { TitleBook, WireReceivable } from './titles.ts'

/** How a customer of the demonstration buys and pays. */
export const CONDUCTS = {
  punctual: 87,
  late: 44,
  chronic: 16,
  first_payment_default: 6,
  buys_while_owing: 8,
  new: 10,
  dormant: 6,
  disputing: 6,
  returned: 5,
  in_credit: 6,
  drafting: 5,
} as const
export type Conduct = keyof typeof CONDUCTS

const HISTORY_DAYS = 420
const TERMS = [[30], [30, 60], [30, 60], [30, 60, 90], [30, 60, 90], [28, 56], [15]] as const

/** How late each conduct pays, from and to, in days; null is never. */
const LATENESS: Record<Conduct, readonly [number, number]> = {
  punctual: [-3, 0],
  late: [3, 20],
  chronic: [25, 70],
  first_payment_default: [0, 0],
  buys_while_owing: [5, 25],
  new: [0, 0],
  dormant: [-2, 4],
  disputing: [-1, 2],
  returned: [-1, 2],
  in_credit: [-5, 0],
  drafting: [-2, 1],
}

/** Writes a customer's purchases of the last 14 months into the book. */
export function buyAndPay(customerId: string, conduct: Conduct, today: Day, book: TitleBook, random: Random): void {
  if (conduct === 'first_payment_default') {
    // One purchase ever, whose first instalment fell due 20 days ago.
    book.invoice({ customerId, daysAgo: 50, total: amountOf(random), terms: [30, 60, 90], paysLateDays: null })
    return
  }
  if (conduct === 'new') {
    book.invoice({
      customerId,
      daysAgo: random.between(2, 20),
      total: amountOf(random),
      terms: [30, 60],
      paysLateDays: 0,
    })
    return
  }
  const purchases = random.between(6, 10)
  const last = conduct === 'dormant' ? 200 : 3
  const interval = (HISTORY_DAYS - last) / purchases
  for (let index = 0; index < purchases; index++) {
    const daysAgo = HISTORY_DAYS - Math.floor(index * interval) - random.between(0, Math.floor(interval) - 1)
    const [least, most] = LATENESS[conduct]
    const paysLateDays = random.between(least, most)
    book.invoice({ customerId, daysAgo, total: amountOf(random), terms: random.pick(TERMS), paysLateDays })
  }
  for (const title of oddities(customerId, conduct, today, random)) book.open(...title)
}

/** Between R$ 180 and R$ 4,200, smaller ones more often. */
function amountOf(random: Random): bigint {
  return BigInt(random.between(180_00, random.between(400_00, 4_200_00)))
}

type OpenTitle = Parameters<TitleBook['open']>

/** What sets the conduct apart from people who simply pay. */
function oddities(customerId: string, conduct: Conduct, today: Day, random: Random): OpenTitle[] {
  const title = (issuedAgo: number, dueInDays: number, more: Partial<WireReceivable> = {}): OpenTitle => {
    return [customerId, addDays(today, -issuedAgo), addDays(today, dueInDays), amountOf(random), more]
  }
  switch (conduct) {
    case 'buys_while_owing':
      return [title(75, -random.between(15, 45)), title(random.between(2, 6), 26)]
    case 'chronic':
      return [title(300, -270, { status: 'written_off', openAmount: '0.00' }), title(70, -40)]
    case 'disputing':
      return [title(50, -20, { status: 'disputed' }), title(20, 10)]
    case 'returned':
      return [title(55, -25, { status: 'returned', paymentMethod: 'cheque' })]
    case 'in_credit':
      return [
        title(12, -12, { kind: 'credit_note', number: 'NCC', paymentMethod: null }),
        title(4, -4, { kind: 'advance', number: 'RA', paymentMethod: 'pix' }),
      ]
    case 'drafting':
      return [
        title(1, 30, { kind: 'draft', number: null }),
        title(200, -170, { status: 'cancelled', openAmount: '0.00' }),
      ]
    default:
      return []
  }
}
