import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Answer } from '../harness/program.ts'

/** Whatever answers requests: a program in this process or one in another. */
export interface Target {
  call(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown, headers?: object): Promise<Answer>
}

export const SOURCE = 'erp'

export const amountLimit = (amount: string) => ({ mode: 'amount', amount })

export const customerOf = (externalId: string, fields: object = {}) => ({ externalId, name: externalId, ...fields })

/** A sale on credit that holds its room if approved. */
export const reserveOf = (externalId: string, orderId: string, amount: string, fields: object = {}) => ({
  source: SOURCE,
  mode: 'reserve',
  customer: { externalId },
  order: { id: orderId, revision: 1, amount, ...fields },
})

export const invoiceOf = (externalId: string, customer: string, amount: string, fields: object = {}) => ({
  externalId,
  customer: { externalId: customer },
  kind: 'invoice',
  issuedOn: '2026-01-05',
  dueOn: '2099-01-05',
  amount,
  openAmount: amount,
  status: 'open',
  ...fields,
})

/** Sends records that all have to be taken. */
export async function put(target: Target, kind: 'customers' | 'receivables' | 'orders', records: object[]) {
  const { status, body } = await target.call('PUT', `/v1/sources/${SOURCE}/${kind}`, { [kind]: records })
  expect({ status, rejected: body.rejected }).toEqual({ status: 200, rejected: [] })
}

const TRIES_MAX = 60
const WAIT_MS = 500

/** As a client does that is told to ask again soon: on a slow machine a burst may find the database too busy. */
export const patient = ({ call }: Target): Target => ({
  call: async (...request) => {
    for (let tries = 1; ; tries++) {
      const answer = await call(...request)
      if (answer.status !== 503 || tries === TRIES_MAX) return answer
      await sleep(WAIT_MS)
    }
  },
})

export const reserve = (target: Target, request: object): Promise<Answer> =>
  target.call('POST', '/v1/credit-checks', request)

export async function creditOf(target: Target, externalId: string): Promise<Answer['body']> {
  const { status, body } = await target.call('GET', `/v1/customers/${SOURCE}/${encodeURIComponent(externalId)}/credit`)
  expect(status).toBe(200)
  return body
}

/** What the stored positions say and the items do not; there must be nothing. */
export async function expectNoDrift(target: Target): Promise<void> {
  const { status, body } = await target.call('POST', '/v1/positions/verify', {})
  expect({ status, drift: body.drift }).toEqual({ status: 200, drift: [] })
}

/** `"1234.56"` in cents, for sums that a float must not touch. */
export function centsOf(text: string): bigint {
  const match = /^(-?)(\d+)\.(\d\d)$/.exec(text)
  if (!match) throw new TypeError(`no amount: ${text}`)
  return BigInt(`${match[1]}${match[2]}${match[3]}`)
}

/** Calls `work` for each index, `parallel` of them at once. */
export async function inParallel<T>(
  count: number,
  parallel: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = new Array(count)
  let next = 0
  const walk = async (): Promise<void> => {
    while (next < count) {
      const index = next++
      results[index] = await work(index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(parallel, count) }, walk))
  return results
}
