import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answer, BLOCKED, type Guarded, guardTable } from './guarded.ts'
import { openPlace, type Place, toldBy } from './place.ts'

const SESSIONS = 50
const SALES_EACH = 20
const CUSTOMERS = 40

let place: Place
let orders: Guarded
beforeAll(async () => {
  place = await openPlace()
  orders = await guardTable(place)
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    const kind = customer % 4
    if (kind === 0) await answer(place, `C${customer}`, { blocked: 1 })
    if (kind === 1) await answer(place, `C${customer}`, { available: '100.00' })
    if (kind === 2) await answer(place, `C${customer}`)
  }
})
afterAll(() => place.close())

interface Sale {
  readonly numero: string
  readonly customer: number
  readonly valor: number
}

/** Each number up to a prime's size once, in an order that looks like none. */
const saleOf = (index: number): Sale => {
  const mixed = (index * 7_919) % (SESSIONS * SALES_EACH)
  return { numero: `P${mixed}`, customer: mixed % CUSTOMERS, valor: mixed % 3 === 0 ? 100 : 100.01 }
}

/** By the copy: blocked, room for 100.00, free, and unknown to Fiado. */
const toldOf = ({ customer, valor }: Sale): string | null => {
  if (customer % 4 === 0) return BLOCKED
  return customer % 4 === 1 && valor > 100 ? 'Crédito insuficiente: venda de R$ 100,01, disponível R$ 100,00.' : null
}

describe('a crowd of sellers', () => {
  it('is told each what the copy says, and each refusal is kept once', async () => {
    const sales = Array.from({ length: SESSIONS * SALES_EACH }, (_, index) => saleOf(index))
    const told = new Map<string, string | null>()
    const work = async (first: number): Promise<void> => {
      const session = await place.session()
      for (const sale of sales.slice(first * SALES_EACH, (first + 1) * SALES_EACH)) {
        const { numero, customer, valor } = sale
        const sql = `INSERT INTO ${orders.table} (numero, cliente, valor) VALUES (?, ?, ?)`
        told.set(numero, await toldBy(session, sql, [numero, `C${customer}`, valor]))
      }
      await session.end()
    }
    await Promise.all(Array.from({ length: SESSIONS }, (_, index) => work(index)))

    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(sales.map((sale) => [sale.numero, toldOf(sale)])))
    const refused = sales.filter((sale) => toldOf(sale) !== null)
    expect(refused.length).toBeGreaterThan(300)
    expect((await orders.numbers()).toSorted()).toEqual(
      sales
        .filter((sale) => !refused.includes(sale))
        .map(({ numero }) => numero)
        .toSorted(),
    )
    const kept = (await orders.events()).map((event) =>
      [event['order_id'], event['refused'], event['message']].join('|'),
    )
    expect(kept.toSorted()).toEqual(refused.map((sale) => `${sale.numero}|1|${toldOf(sale)}`).toSorted())
  })
})
