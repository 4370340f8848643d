import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Answer } from '../harness/program.ts'
import { amountLimit, centsOf, creditOf, customerOf, put, reserve, reserveOf, type Target } from './requests.ts'

/** Watches one customer until `stop`: every observation must leave what is committed and held within the limit. */
export function observe(target: Target, externalId: string): { stop(): Promise<number> } {
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

export const decisionsOf = (answers: readonly Answer[]): Record<string, number> => {
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
