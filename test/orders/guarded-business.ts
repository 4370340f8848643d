import { onTestFinished } from 'vitest'
import type { ErpRefusal, Taking } from '../../src/credit/erp-refusals.ts'
import { openGate } from '../../src/credit/gate.ts'
import { layGroundwork } from '../../src/groundwork.ts'
import { createOrderBook } from '../../src/orders/order-book.ts'
import { configOf } from '../harness/config.ts'
import type { Dialect } from '../harness/databases.ts'
import { type OrdersTerms, openOrdersBusiness, SOURCE } from './business.ts'

export const NOW = '2026-11-23T10:00:00-03:00'
export const REFUSED_AT = '2026-11-23T09:59:58-03:00'
export const TOLD = 'Fiado: cliente com 1 título vencido.'
const LAPSE_MS = 7 * 86_400_000

export const codesOf = ({ reasons }: { reasons: { code: string }[] }): string[] => reasons.map(({ code }) => code)

/** A business whose ERP has a guard in its database; what that refuses is taken by another process. */
export async function openGuardedBusiness(dialect: Dialect, terms: OrdersTerms = {}) {
  const one = await openOrdersBusiness(dialect, terms)
  onTestFinished(() => one.close())
  const gateAt = async (now: string) => {
    const { db, clock, policies } = await layGroundwork(
      configOf({ databaseUrl: one.url, configFolder: one.configFolder, frozenAt: now }),
    )
    onTestFinished(() => db.close())
    await policies.open()
    return openGate({ db, clock, policies, orders: createOrderBook(clock, LAPSE_MS) }, async () => {})
  }
  let gate = await gateAt(NOW)
  const later = async (now: string) => {
    await one.at(now)
    gate = await gateAt(now)
  }
  const refuse = async (
    orderId: string | null,
    amount: bigint,
    more: Partial<ErpRefusal> = {},
    taking?: Taking,
  ): Promise<string> =>
    gate.recordRefusal(
      {
        ...{ guard: 'pedidos', source: SOURCE, customer: 'C1', company: 'main', orderId, amount, termDays: null },
        ...{ message: TOLD, isRefused: true, at: Date.parse(REFUSED_AT), ...more },
      },
      taking,
    )
  const call = async (path: string) => (await one.program().call('GET', path)).body
  const rows = (text: string) => one.program().db.all(text)
  const check = (id: string) => call(`/v1/credit-checks/${id}`)
  const orderOf = async (id: string) => (await one.orders()).find(({ orderId }) => orderId === id)
  const count = async (table: 'credit_checks' | 'blocked_orders' | 'owing_checks' | 'account_changes') =>
    Number((await rows(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.['n'])
  const owe = async () => {
    await one.customer('C1')
    await one.title('T1', 'C1', '300.00')
  }
  /** As an ERP tells of an order that it holds as sold; most name no revision. */
  const sell = (id: string, amount: string, fields: object = {}) =>
    one.program().call('PUT', `/v1/sources/${SOURCE}/orders`, {
      orders: [{ id, customer: { externalId: 'C1' }, amount, status: 'confirmed', ...fields }],
    })
  const drift = async () => (await one.program().call('POST', '/v1/positions/verify')).body.drift
  return { ...one, refuse, check, call, orderOf, count, owe, sell, later, drift, rows }
}
