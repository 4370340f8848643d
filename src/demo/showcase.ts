import { addDays, type Day } from '../kernel/day.ts'
import type { WireCustomer } from './customers.ts'
import { withCheckDigits } from './identities.ts'
import type { TitleBook } from './titles.ts'

export const SHOWCASE_ID = '1042'

/**
 * The customer of the README and of every screen: limit 5,000.00, open 3,100.00, of which 830.00 in two titles are
 * overdue, the older one for 12 days. True on any day: nine days hold more business days than any run of weekend and
 * holidays takes away, and days overdue count from the printed due day.
 */
export function createShowcase(today: Day, book: TitleBook): WireCustomer {
  // A regular buyer who used to pay: first payment default must not be among the reasons.
  for (const daysAgo of [395, 310, 240, 165, 120]) {
    book.invoice({ customerId: SHOWCASE_ID, daysAgo, total: 1_260_00n, terms: [30, 60], paysLateDays: 0 })
  }
  const bought = (issuedAgo: number, dueInDays: number, cents: bigint, installment: string): void => {
    book.open(SHOWCASE_ID, addDays(today, -issuedAgo), addDays(today, dueInDays), cents, { installment })
  }
  bought(42, -12, 480_00n, '1/2')
  bought(42, 18, 480_00n, '2/2')
  bought(39, -9, 350_00n, '1/1')
  bought(20, 10, 895_00n, '1/2')
  bought(20, 40, 895_00n, '2/2')
  return {
    externalId: SHOWCASE_ID,
    name: 'Mercadinho Boa Vista Ltda',
    document: withCheckDigits('47SAB1040001'),
    status: 'normal',
    limit: { mode: 'amount', amount: '5000.00' },
    riskClass: 'B',
    email: 'financeiro@boavista.example.com',
    phone: '+5531900001042',
    whatsapp: '+5531900001042',
    state: 'MG',
    city: 'Belo Horizonte',
    active: true,
    since: addDays(today, -1_825),
  }
}
