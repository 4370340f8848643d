import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { answer } from './receiver.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, onStage, SECOND_MS, type Stage } from './stage.ts'

const PARALLEL_MAX = 8
const TAKES_MS = 120_000

const orderOf = ({ receiver }: Stage, customer: number): number[] =>
  receiver.taken.filter((post) => post.customer === customer).map(({ n }) => n)

describe.each(dialects)('a receiver that is away on %s', (dialect) => {
  it(
    'for a day: one probe at a time while it is, then all in order, few at a time',
    onStage(dialect, async (stage) => {
      const { receiver, outbox } = stage
      const { id } = await stage.hook()
      const customers = Array.from({ length: 20 }, (_, index) => index + 1)
      receiver.respond = (_received, response) => void setTimeout(() => response.writeHead(503).end(), 2)
      await stage.happen(customers)
      await outbox.relay()
      await outbox.deliverDue()
      // At the first failure as many may be under way as ever.
      expect(receiver.openMax).toBeLessThanOrEqual(PARALLEL_MAX)
      const atFirst = receiver.received.length
      expect(atFirst).toBeLessThanOrEqual(PARALLEL_MAX + 1)
      receiver.openMax = 0
      for (let hour = 1; hour <= 24; hour++) {
        await stage.happen(customers)
        await stage.pass(HOUR_MS, 15 * MINUTE_MS)
      }
      expect(receiver.openMax).toBe(1)
      const probes = receiver.received.length - atFirst
      expect(probes).toBeGreaterThan(24)
      expect(probes).toBeLessThanOrEqual(24 * 4)
      expect(await outbox.webhooks.list(null)).toMatchObject([{ id, waiting: 500, dead: 0, isFailing: true }])
      expect(receiver.taken).toEqual([])

      receiver.openMax = 0
      receiver.respond = (_received, response) => void setTimeout(() => response.writeHead(200).end(), 1)
      await stage.pass(5 * MINUTE_MS, MINUTE_MS)
      expect(receiver.openMax).toBeLessThanOrEqual(PARALLEL_MAX)
      expect(receiver.openMax).toBeGreaterThan(1)
      expect(receiver.taken).toHaveLength(500)
      for (const customer of customers) {
        const order = orderOf(stage, customer)
        expect(order).toHaveLength(25)
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }
      expect(await outbox.webhooks.list(null)).toMatchObject([{ waiting: 0, dead: 0, isFailing: false }])
    }),
    TAKES_MS,
  )

  it(
    'is asked at most once a minute, whatever waits',
    onStage(dialect, async (stage) => {
      const { receiver } = stage
      await stage.hook()
      receiver.respond = answer(500)
      await stage.happen(Array.from({ length: 100 }, (_, index) => index))
      await stage.pass(2 * MINUTE_MS, SECOND_MS)
      const soFar = receiver.received.length
      await stage.pass(10 * MINUTE_MS, SECOND_MS)
      expect(receiver.received.length - soFar).toBe(10)
    }),
    TAKES_MS,
  )

  it(
    'that refuses the events of one customer gets those of others at once',
    onStage(dialect, async (stage) => {
      const { receiver, outbox } = stage
      await stage.hook()
      receiver.respond = ({ customer }, response) => void response.writeHead(customer === 1 ? 400 : 200).end()
      await stage.happen([1, 1])
      for (let round = 0; round < 60; round++) {
        await stage.happen([2, 3, 4])
        await stage.pass(10 * SECOND_MS, 10 * SECOND_MS)
        expect(receiver.taken).toHaveLength(3 * (round + 1))
      }
      // By then 5 s, 30 s and 2 min have passed, and not yet 10 min: others that went well do not make it go sooner.
      expect(receiver.received.filter(({ customer }) => customer === 1).map(({ n }) => n)).toEqual([1, 1, 1, 1])
      expect(await outbox.webhooks.list(null)).toMatchObject([{ waiting: 2 }])
    }),
    TAKES_MS,
  )

  it(
    'for longer than 3 days loses nothing: what was given up is dead, what is younger comes',
    onStage(dialect, async (stage) => {
      const { receiver, outbox } = stage
      const { id } = await stage.hook()
      receiver.respond = answer(502)
      await stage.happen(Array.from({ length: 30 }, (_, index) => index))
      await stage.pass(2 * DAY_MS, 4 * HOUR_MS)
      await stage.happen([0, 50])
      await stage.pass(DAY_MS + 8 * HOUR_MS, HOUR_MS)
      const dead = await outbox.webhooks.listDeliveries({ webhookId: id, state: 'dead', before: null }, null, 100)
      expect(dead?.length).toBe(30)
      receiver.respond = answer(200)
      await stage.pass(5 * HOUR_MS, 10 * MINUTE_MS)
      expect(receiver.taken.map(({ n }) => n).toSorted()).toEqual([31, 32])
      await outbox.webhooks.replay(id, { dead: true }, null, {})
      await outbox.deliverDue()
      expect(receiver.taken).toHaveLength(32)
      expect(await outbox.webhooks.list(null)).toMatchObject([{ waiting: 0, dead: 0 }])
    }),
    TAKES_MS,
  )

  it(
    'or slow holds up no other one, and no other customer of its own',
    onStage(
      dialect,
      async (stage) => {
        const { receiver, outbox } = stage
        const slow = await stage.hook({ types: ['order.lapsed'] })
        await stage.hook({ types: ['order.blocked'] })
        const hanging: (() => void)[] = []
        receiver.respond = ({ customer }, response) => {
          if (customer === 1) hanging.push(() => response.writeHead(200).end())
          else response.writeHead(200).end()
        }
        await stage.happen([1, 1, 2], { type: 'order.lapsed' })
        await outbox.look()
        await expect.poll(() => receiver.taken.map(({ n }) => n)).toEqual([3])
        await stage.happen([3])
        await stage.happen([4], { type: 'order.lapsed' })
        await outbox.look()
        await expect.poll(() => receiver.taken.map(({ n }) => n).toSorted()).toEqual([3, 4, 5])
        expect(receiver.received.filter(({ customer }) => customer === 1)).toHaveLength(1)
        receiver.respond = answer(200)
        for (const end of hanging) end()
        await expect.poll(() => orderOf(stage, 1)).toEqual([1, 2])
        await sleep(50)
        const left = await outbox.webhooks.listDeliveries({ webhookId: slow.id, state: null, before: null }, null, 10)
        expect(left?.every(({ state }) => state === 'delivered')).toBe(true)
      },
      { timeoutMs: 20_000 },
    ),
  )
})
