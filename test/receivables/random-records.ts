import { dayAfter, type ModelCustomer, type ModelOrder, type ModelReceivable } from './ledger-model.ts'
import type { RandomChoices } from './random-choices.ts'

/** Few enough that records collide all the time: the same customers, titles and orders change again and again. */
export const SOURCES = ['omie', 'protheus'] as const
export const CUSTOMER_IDS = Array.from({ length: 12 }, (_, index) => `C${index}`)
const RECEIVABLE_IDS = Array.from({ length: 60 }, (_, index) => `T${index}`)
export const ORDER_IDS = Array.from({ length: 20 }, (_, index) => `P ${index}/ã`)
export const COMPANIES = ['main', 'filial'] as const
const FIRST_DUE_ON = '2026-10-10'
const DUE_DAYS = 60

/** Two roots, one with letters and one of digits, with two branches each; two CPFs. */
const DOCUMENTS = ['12ABC34501DE35', '12ABC345000269', '11222333000181', '11222333000262', '52998224725', '11144477735']

export const money = (cents: number): string => {
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

const maybe = <T>(random: RandomChoices, values: readonly T[], probability = 0.5): T | null =>
  random.chance(probability) ? random.one(values) : null

const updatedAt = (random: RandomChoices): string | null =>
  random.chance(0.5)
    ? `2026-11-0${random.whole(1, 9)}T${random.one(['08', '12', '18'])}:00:00${random.one(['Z', '-03:00', '+02:00'])}`
    : null

const place = (random: RandomChoices): Pick<ModelCustomer, 'state' | 'city'> =>
  random.one([
    { state: null, city: null },
    { state: 'SP', city: null },
    { state: 'SP', city: 'Santos' },
    { state: 'RJ', city: 'Niterói' },
  ])

export function randomCustomer(random: RandomChoices, source: string, externalId: string): ModelCustomer {
  return {
    source,
    externalId,
    document: maybe(random, DOCUMENTS),
    group: maybe(random, ['Grupo Sul', 'Grupo Norte'], 0.3),
    riskClass: maybe(random, ['A', 'B', 'unknown class']),
    ...place(random),
    updatedAt: updatedAt(random),
  }
}

export function customerWire({ source: _, ...customer }: ModelCustomer, random: RandomChoices): object {
  return {
    ...customer,
    name: `Cliente ${customer.externalId}`,
    ...(random.chance(0.3) && { limit: { mode: 'amount', amount: money(random.whole(0, 2_000_000)) } }),
  }
}

export function randomReceivable(random: RandomChoices, source: string, externalId: string): ModelReceivable {
  const amount = random.whole(0, 500_000)
  return {
    source,
    externalId,
    customer: random.one(CUSTOMER_IDS),
    kind: random.one(['invoice', 'invoice', 'invoice', 'credit_note', 'advance', 'draft'] as const),
    dueOn: dayAfter(FIRST_DUE_ON, random.whole(0, DUE_DAYS)),
    amount,
    openAmount: random.chance(0.6) ? amount : random.whole(0, amount),
    status: random.one(['open', 'open', 'open', 'paid', 'cancelled', 'written_off', 'disputed', 'returned'] as const),
    orderId: maybe(random, ORDER_IDS),
    company: random.one(COMPANIES),
    updatedAt: updatedAt(random),
  }
}

export function receivableWire({ source: _, ...receivable }: ModelReceivable): object {
  return {
    ...receivable,
    customer: { externalId: receivable.customer },
    issuedOn: FIRST_DUE_ON,
    amount: money(receivable.amount),
    openAmount: money(receivable.openAmount),
  }
}

type OrderVersion = Omit<ModelOrder, 'revision' | 'invoicedAmount'> & Partial<ModelOrder>

export function randomOrder(random: RandomChoices, source: string, id: string): OrderVersion {
  const amount = random.whole(0, 500_000)
  return {
    source,
    id,
    customer: random.one(CUSTOMER_IDS),
    company: random.one(COMPANIES),
    state: random.one(['confirmed', 'confirmed', 'confirmed', 'closed', 'cancelled'] as const),
    amount,
    expiresAtMs: null,
    updatedAt: updatedAt(random),
    ...(random.chance(0.3) && { revision: random.whole(0, 4) }),
    ...(random.chance(0.4) && { invoicedAmount: random.whole(0, amount + 1_000) }),
  }
}

export function orderWire(order: OrderVersion): object {
  const { id, customer, company, amount, state, revision, invoicedAmount, updatedAt: changedAt } = order
  return {
    ...{ id, customer: { externalId: customer }, company, amount: money(amount), status: state },
    ...(revision !== undefined && { revision }),
    ...(invoicedAmount !== undefined && { invoicedAmount: money(invoicedAmount) }),
    updatedAt: changedAt,
  }
}

export const receivableIds = (random: RandomChoices): string[] => random.some(RECEIVABLE_IDS, random.whole(1, 6))
export const allReceivableIds = RECEIVABLE_IDS
