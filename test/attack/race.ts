import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Answer } from '../harness/program.ts'
import {
  amountLimit,
  centsOf,
  creditOf,
  customerOf,
  inParallel,
  invoiceOf,
  put,
  reserve,
  reserveOf,
  type Target,
} from './requests.ts'

/** Watches one customer until `stop`: every observation must leave what is committed and held within the limit. */
function observe(target: Target, externalId: string): { stop(): Promise<number> } {
  let isStopped = false
  const watch = async (): Promise<number> => {
    for (let observations = 0; ; observations++) {
      const { limit, exposure, account } = await creditOf(target, externalId)
      expect(limit ?? account.limit).toMatchObject({ mode: 'amount' })
      if (limit !== null) expect(centsOf(exposure.available)).toBeGreaterThanOrEqual(0n)
      if (account.limit !== null) expect(centsOf(account.exposure.available)).toBeGreaterThanOrEqual(0n)
      if (isStopped) return observations + 1
      await sleep(1) // Within one process, whoever never waits starves the rest.
    }
  }
  const watching = watch()
  watching.catch(() => undefined) // Told by `stop`; until then it is nobody's unhandled rejection.
  return {
    stop: () => {
      isStopped = true
      return watching
    },
  }
}

const decisionsOf = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const outcome = status === 200 ? body.decision : String(status)
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

/**
 * 200 orders of one unit at once against room for 150, spread over the targets, and observed meanwhile: exactly 150 are
 * approved. Answers the milliseconds that the 200 took.
 */
export async function raceForRoom(targets: readonly Target[], name: string): Promise<number> {
  const [first] = targets as [Target]
  await put(first, 'customers', [customerOf(name, { limit: amountLimit('150.00') })])
  const observers = targets.map((target) => observe(target, name))
  const startedMs = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      reserve(targets[index % targets.length] as Target, reserveOf(name, `${name}-${index}`, '1.00')),
    ),
  )
  const tookMs = performance.now() - startedMs
  for (const observer of observers) expect(await observer.stop()).toBeGreaterThan(0)
  expect(decisionsOf(answers)).toEqual({ approved: 150, blocked: 50 })
  const holds = answers.flatMap(({ body }) => body.hold?.id ?? [])
  expect(new Set(holds).size).toBe(150)
  expect((await creditOf(first, name)).exposure).toMatchObject({ held: '150.00', available: '0.00' })
  return tookMs
}

/** 50 times the same request at once, spread over the targets: one hold, one answer. */
export async function raceForOneHold(targets: readonly Target[], name: string): Promise<void> {
  const [first] = targets as [Target]
  await put(first, 'customers', [customerOf(name, { limit: amountLimit('5000.00') })])
  const request = reserveOf(name, `${name}-order`, '100.00')
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => reserve(targets[index % targets.length] as Target, request)),
  )
  expect(decisionsOf(answers)).toEqual({ approved: 50 })
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(49)
  expect((await creditOf(first, name)).exposure).toMatchObject({ held: '100.00', available: '4900.00' })
}

/**
 * Members of one group, each asked for at another target, against a group limit with room for 150: exactly 150 of 200
 * are approved whoever asks. Then all of them are confirmed or cancelled at once while new orders come.
 */
export async function raceForGroupRoom(targets: readonly Target[], name: string): Promise<void> {
  const [first] = targets as [Target]
  const members = Array.from({ length: 4 }, (_, index) => `${name}-m${index}`)
  await put(
    first,
    'customers',
    members.map((member) => customerOf(member, { group: name })),
  )
  const limited = await first.call('PUT', `/v1/groups/${name}`, { limit: amountLimit('150.00') })
  expect(limited.status).toBe(200)
  const observers = targets.map((target, index) => observe(target, members[index] as string))
  const order = (index: number) => `${name}-${index}`
  const targetOf = (index: number) => targets[index % targets.length] as Target
  const member = (index: number) => members[index % members.length] as string
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      reserve(targetOf(index >> 2), reserveOf(member(index), order(index), '1.00')),
    ),
  )
  expect(decisionsOf(answers)).toEqual({ approved: 150, blocked: 50 })
  const approved = [...answers.keys()].filter((index) => answers[index]?.body.decision === 'approved')
  const refused = [...answers.keys()].filter((index) => answers[index]?.body.decision !== 'approved')
  // Given up, so that what is cancelled below does not free them.
  const given = await Promise.all(
    refused.map((index) => targetOf(index).call('POST', `/v1/orders/${order(index)}/cancel`, { source: 'erp' })),
  )
  expect(given.filter(({ status }) => status !== 200)).toEqual([])
  const steps = await Promise.all(
    approved.map((index, at) =>
      targetOf(at).call('POST', `/v1/orders/${order(index)}/${at % 3 === 0 ? 'cancel' : 'confirm'}`, { source: 'erp' }),
    ),
  )
  expect(steps.filter(({ status }) => status !== 200)).toEqual([])
  const again = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      reserve(targetOf(index), reserveOf(member(index), `${name}-again-${index}`, '1.00')),
    ),
  )
  expect(decisionsOf(again)).toEqual({ approved: 50, blocked: 50 })
  for (const observer of observers) expect(await observer.stop()).toBeGreaterThan(0)
  const { account } = await creditOf(first, members[0] as string)
  expect(account.exposure).toMatchObject({ orders: '100.00', held: '50.00', available: '0.00' })
}

/**
 * Invoices fill the limit and are paid one by one while orders come: never more is held than was paid, and in the end
 * exactly what was paid is held, by orders that were approved when they asked or freed since.
 */
export async function raceForPaidRoom(targets: readonly Target[], name: string): Promise<void> {
  const [first] = targets as [Target]
  const targetOf = (index: number) => targets[index % targets.length] as Target
  const titles = Array.from({ length: 150 }, (_, index) => invoiceOf(`${name}-title-${index}`, name, '1.00'))
  await put(first, 'customers', [customerOf(name, { limit: amountLimit('150.00') })])
  await put(first, 'receivables', titles)
  const observers = targets.map((target) => observe(target, name))
  // More orders than titles, and each order before a payment: some come too early and some do not.
  const works = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const order = reserve(targetOf(index), reserveOf(name, `${name}-${index}`, '1.00'))
      const title = titles[index]
      if (title) await put(targetOf(index >> 1), 'receivables', [{ ...title, openAmount: '0.00', status: 'paid' }])
      return order
    }),
  )
  const { approved = 0, blocked = 0 } = decisionsOf(works)
  expect(approved + blocked).toBe(200)
  const late = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      reserve(targetOf(index), reserveOf(name, `${name}-late-${index}`, '1.00')),
    ),
  )
  expect(decisionsOf(late)['approved'] ?? 0).toBeLessThanOrEqual(150 - approved)
  for (const observer of observers) expect(await observer.stop()).toBeGreaterThan(0)
  expect((await creditOf(first, name)).exposure).toMatchObject({ open: '0.00', held: '150.00', available: '0.00' })
}

/** 150 holds that ran out at the same moment are found by all targets at once: their room comes back exactly once. */
export async function raceForExpiredRoom(early: Target, late: readonly Target[], name: string): Promise<void> {
  await put(early, 'customers', [customerOf(name, { limit: amountLimit('150.00') })])
  const held = await Promise.all(
    Array.from({ length: 150 }, (_, index) => reserve(early, reserveOf(name, `${name}-${index}`, '1.00'))),
  )
  expect(decisionsOf(held)).toEqual({ approved: 150 })
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      reserve(late[index % late.length] as Target, reserveOf(name, `${name}-late-${index}`, '1.00')),
    ),
  )
  expect(decisionsOf(answers)).toEqual({ approved: 150, blocked: 50 })
  for (const target of late)
    expect((await creditOf(target, name)).exposure).toMatchObject({ held: '150.00', available: '0.00' })
}

/**
 * The same new title, order and customer from two targets at once, each time with another owner: whoever comes last
 * wins, and what the other counted is taken back.
 */
export async function raceForNewRecords(targets: readonly [Target, Target], name: string): Promise<void> {
  const [first] = targets
  const owners = [`${name}-a`, `${name}-b`] as const
  await put(
    first,
    'customers',
    owners.map((owner) => customerOf(owner, { limit: amountLimit('100000.00') })),
  )
  await inParallel(60, 6, async (turn) => {
    const title = (owner: string) => invoiceOf(`${name}-title-${turn}`, owner, '1.00')
    const order = (owner: string) => ({
      id: `${name}-order-${turn}`,
      customer: { externalId: owner },
      amount: '1.00',
      status: 'confirmed',
    })
    const customer = (group: string) => customerOf(`${name}-customer-${turn}`, { group })
    await Promise.all(targets.map((target, at) => put(target, 'receivables', [title(owners[at] as string)])))
    await Promise.all(targets.map((target, at) => put(target, 'orders', [order(owners[at] as string)])))
    await Promise.all(targets.map((target, at) => put(target, 'customers', [customer(`${owners[at]}-group`)])))
  })
  const exposures = await Promise.all(owners.map(async (owner) => (await creditOf(first, owner)).exposure))
  const sum = (part: string): bigint => exposures.reduce((total, exposure) => total + centsOf(exposure[part]), 0n)
  expect({ open: sum('open'), orders: sum('orders') }).toEqual({ open: 6_000n, orders: 6_000n })
  const groups = owners.map((owner) => first.call('PUT', `/v1/groups/${owner}-group`, {}))
  const members = (await Promise.all(groups)).map(({ body }) => body.members)
  expect(members.reduce((total, count) => total + count, 0)).toBe(60)
}
