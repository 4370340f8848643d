import type { Guard } from './guard-file.ts'
import { allOf, amountOf, becomesSold, isCreditSale, isSameSale, isSold, keyOf } from './row.ts'
import { quoteAccount, quoteName } from './statement.ts'
import { bodyOf } from './trigger-body.ts'

/** One trigger of a guard, as it has to stand in the ERP's database. */
export interface Trigger {
  readonly name: string
  readonly event: 'INSERT' | 'UPDATE'
  /** From BEGIN to END, as the database shows it. */
  readonly body: string
  readonly create: string
}

/**
 * Triggers run after the change, when the row has the id and the values that it will keep; to refuse takes the whole
 * statement back, with all that other triggers did.
 */
export function triggersOf(guard: Guard): Trigger[] {
  const updated = updatedSales(guard)
  return [
    triggerOf(guard, 'INSERT', insertedSales(guard)),
    ...(updated.length > 0 ? [triggerOf(guard, 'UPDATE', updated)] : []),
  ]
}

/** When something is sold, and what is to be judged then. */
type Sales = readonly { readonly when: string; readonly amount: string }[]

const insertedSales = (guard: Guard): Sales => [
  { when: allOf([isSold('NEW', guard), isCreditSale('NEW', guard)]), amount: amountOf('NEW', guard) },
]

/** All of what becomes sold, and of what was sold before only the growth. */
function updatedSales(guard: Guard): Sales {
  const { state, growth } = guard.sold
  const whole = amountOf('NEW', guard)
  const before = `IF(${isSameSale(guard)}, GREATEST(${amountOf('OLD', guard)}, 0), 0)`
  const stays = allOf([isSold('OLD', guard), isSold('NEW', guard), isCreditSale('NEW', guard)])
  return [
    ...(state ? [{ when: allOf([becomesSold(guard), isCreditSale('NEW', guard)]), amount: whole }] : []),
    ...(growth ? [{ when: stays, amount: `${whole} - ${before}` }] : []),
  ]
}

/** Nothing where nothing is sold. */
function judgedAmount(sales: Sales): string {
  const cases = sales.map(({ when, amount }) => `WHEN ${when} THEN ${amount}`)
  return `CASE ${cases.join('\n      ')} ELSE 0 END`
}

function triggerOf(guard: Guard, event: Trigger['event'], sales: Sales): Trigger {
  const { table, definer } = guard
  const name = `fiado_${guard.name.replaceAll('-', '_')}_${event === 'INSERT' ? 'ai' : 'au'}`
  const orderId = event === 'INSERT' && guard.orderIdGenerated ? 'NULL' : keyOf('NEW', guard.orderId)
  const body = bodyOf(guard, judgedAmount(sales), orderId)
  const place = `${quoteName(table.database)}.${quoteName(name)}`
  const on = `${quoteName(table.database)}.${quoteName(table.table)}`
  const create = `CREATE DEFINER=${quoteAccount(definer)} TRIGGER ${place} AFTER ${event} ON ${on} FOR EACH ROW\n${body}`
  return { name, event, body, create }
}
