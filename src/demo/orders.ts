import type { z } from 'zod'
import { addDays, type Day } from '../kernel/day.ts'
import type { orderRecordSchema } from '../receivables/order.ts'
import type { TitleBook } from './titles.ts'

export type WireOrder = z.input<typeof orderRecordSchema>

/** Orders sold and not yet wholly invoiced; where invoices name the order, they go into the book. */
export function createOrders(customerIds: readonly string[], today: Day, book: TitleBook): WireOrder[] {
  return customerIds.map((externalId, place) => {
    const id = `PED-${7_001 + place}`
    const order = { id, revision: place % 3 === 0 ? 2 : 1, customer: { externalId } }
    switch (place % 6) {
      case 0:
        return { ...order, amount: '1280.00', status: 'confirmed' }
      case 1:
        // Half of it is delivered and invoiced; the invoices name the order, so what is left of it can be told.
        book.open(externalId, addDays(today, -9), addDays(today, 21), 450_00n, { orderId: id, installment: '1/2' })
        book.open(externalId, addDays(today, -9), addDays(today, 51), 450_00n, { orderId: id, installment: '2/2' })
        return { ...order, amount: '1800.00', status: 'confirmed' }
      case 2:
        // This ERP reports what was invoiced on the order itself.
        return { ...order, amount: '960.00', invoicedAmount: '320.00', status: 'confirmed' }
      case 3:
        book.open(externalId, addDays(today, -4), addDays(today, 26), 730_00n, { orderId: id })
        return { ...order, amount: '730.00', invoicedAmount: '730.00', status: 'closed' }
      case 4:
        return { ...order, amount: '2150.50', status: 'confirmed' }
      default:
        return { ...order, amount: '540.00', status: 'cancelled' }
    }
  })
}
