import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { addEvents } from '../../src/outbox/event-store.ts'
import { dialects } from '../harness/databases.ts'
import { answer } from './receiver.ts'
import { MINUTE_MS, onStage, SECOND_MS } from './stage.ts'

const TAKES_MS = 90_000

describe.each(dialects)('two programs on one database, on %s', (dialect) => {
  it(
    'relay and post everything exactly once each, in order',
    onStage(dialect, async (stage) => {
      const { receiver, outbox } = stage
      const { outbox: another } = stage.openAnother()
      const hooks = [await stage.hook(), await stage.hook({ types: ['order.blocked'] })]
      const customers = Array.from({ length: 12 }, (_, index) => index)
      const happens = async (): Promise<void> => {
        for (let round = 0; round < 20; round++) await stage.happen(customers)
      }
      let isOver = false
      const works = async (one: typeof outbox): Promise<void> => {
        for (let tries = 0; tries < 10_000 && !isOver; tries++) {
          await one.relay()
          await one.deliverDue()
        }
      }
      const working = [works(outbox), works(another)]
      await happens()
      await expect.poll(() => receiver.taken.length, { timeout: 60_000 }).toBe(480)
      isOver = true
      await Promise.all(working)
      expect(receiver.received).toHaveLength(480)
      const { events, isMore } = await outbox.events({ after: 0, types: [], source: null }, 500)
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 240 }, (_, index) => index + 1))
      expect(isMore).toBe(false)
      const times = Map.groupBy(receiver.received, ({ id }) => id)
      expect([...times.values()].every((posts) => posts.length === hooks.length)).toBe(true)
      expect(times.size).toBe(240)
      for (const customer of customers) {
        // Each of the two webhooks saw a customer's events in order: every event is first seen in order as well.
        const seen = receiver.received.filter((post) => post.customer === customer).map(({ n }) => n)
        const firsts = [...new Set(seen)]
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b))
      }
    }),
    TAKES_MS,
  )

  it(
    'that relay the very first events at once give each position once',
    onStage(dialect, async (stage) => {
      const { outbox } = stage
      const others = Array.from({ length: 3 }, () => stage.openAnother().outbox)
      await stage.hook()
      await stage.happen(Array.from({ length: 450 }, (_, index) => index % 7))
      const counts = await Promise.all([outbox, ...others].map((one) => one.relay()))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(450)
      const { events } = await outbox.events({ after: 0, types: [], source: null }, 500)
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 450 }, (_, index) => index + 1))
      const orders = events.map(({ payloadJson }) => JSON.parse(payloadJson).n)
      expect(orders).toEqual(orders.toSorted((a, b) => a - b))
      const [row] = await stage.db.all('SELECT COUNT(*) AS count FROM event_deliveries')
      expect(Number(row?.['count'])).toBe(450)
    }),
    TAKES_MS,
  )

  it(
    'have together no more under way than one alone, and one probe',
    onStage(dialect, async (stage) => {
      const { receiver, outbox, clock } = stage
      const { outbox: another } = stage.openAnother()
      await stage.hook()
      receiver.respond = (_received, response) => void setTimeout(() => response.writeHead(200).end(), 10)
      await stage.happen(Array.from({ length: 100 }, (_, index) => index))
      await outbox.relay()
      await Promise.all([outbox.deliverDue(), another.deliverDue()])
      await Promise.all([outbox.deliverDue(), another.deliverDue()])
      expect(receiver.received).toHaveLength(100)
      expect(receiver.openMax).toBeLessThanOrEqual(8)
      receiver.respond = (_received, response) => void setTimeout(() => response.writeHead(500).end(), 10)
      await stage.happen(Array.from({ length: 100 }, (_, index) => index))
      await outbox.relay()
      await outbox.deliverDue()
      receiver.openMax = 0
      for (let minute = 0; minute < 10; minute++) {
        clock.advance(MINUTE_MS)
        await Promise.all([outbox.deliverDue(), another.deliverDue()])
      }
      expect(receiver.openMax).toBe(1)
    }),
    TAKES_MS,
  )

  it(
    'one of which dies in the middle of a post: the other takes over after the lease, with the same id',
    onStage(
      dialect,
      async (stage) => {
        const { receiver, outbox, clock } = stage
        const { outbox: another } = stage.openAnother()
        await stage.hook()
        receiver.respond = () => undefined
        await stage.happen([1, 1, 2])
        await outbox.relay()
        // It hangs for the rest of the test, as if its process were gone: nothing of it is written any more.
        await outbox.look()
        await expect.poll(() => receiver.received.length).toBe(2)
        const dead = receiver.received.map(({ id }) => id)
        receiver.respond = answer(200)
        clock.advance(29 * SECOND_MS)
        expect(await another.deliverDue()).toBe(0)
        clock.advance(SECOND_MS)
        expect(await another.deliverDue()).toBe(3)
        expect(receiver.taken.map(({ n }) => n).toSorted()).toEqual([1, 2, 3])
        expect(receiver.taken.filter(({ customer }) => customer === 1).map(({ n }) => n)).toEqual([1, 2])
        expect(receiver.received.slice(2).filter(({ id }) => dead.includes(id))).toHaveLength(2)
        // What the first one finds out afterwards changes nothing any more.
        await sleep(3 * SECOND_MS)
        const [{ waiting, dead: given } = { waiting: -1, dead: -1 }] = await another.webhooks.list(null)
        expect([waiting, given]).toEqual([0, 0])
      },
      { timeoutMs: 2_500 },
    ),
  )

  it(
    'that stops finishes what it sends and leaves the rest to others',
    onStage(dialect, async (stage) => {
      const { receiver, outbox } = stage
      const { outbox: another } = stage.openAnother()
      await stage.hook()
      receiver.respond = (_received, response) => void setTimeout(() => response.writeHead(200).end(), 200)
      await stage.happen(Array.from({ length: 30 }, (_, index) => index))
      await outbox.relay()
      await outbox.look()
      await expect.poll(() => receiver.received.length).toBe(8)
      await outbox.stop()
      expect(receiver.taken).toHaveLength(8)
      expect(await outbox.deliverDue()).toBe(0)
      receiver.respond = answer(200)
      // Nobody has to wait for a lease.
      expect(await another.deliverDue()).toBe(22)
      expect(receiver.received).toHaveLength(30)
    }),
  )
})

describe('a transaction that commits late', () => {
  it(
    'is not passed over by who reads by cursor, on mariadb',
    onStage('mariadb', async (stage) => {
      const { outbox, db, receiver } = stage
      const { db: elsewhere } = stage.openAnother()
      await stage.hook()
      const opened = Promise.withResolvers<void>()
      const commits = Promise.withResolvers<void>()
      const happening = (customerId: number) => ({
        ...{ type: 'order.blocked' as const, source: 'erp', customerId },
        payload: { customer: customerId, n: customerId },
      })
      const late = elsewhere.transaction(async (sql) => {
        await addEvents(sql, [happening(1)], 1)
        opened.resolve()
        await commits.promise
      })
      await opened.promise
      await db.transaction((sql) => addEvents(sql, [happening(2)], 2))
      expect(await outbox.relay()).toBe(1)
      const first = await outbox.events({ after: 0, types: [], source: null }, 10)
      expect(first.events.map(({ payloadJson }) => JSON.parse(payloadJson).n)).toEqual([2])
      commits.resolve()
      await late
      const [early] = await db.all('SELECT MIN(seq) AS seq FROM events WHERE position IS NULL')
      const [relayed] = await db.all('SELECT seq FROM events WHERE position = 1')
      expect(Number(early?.['seq'])).toBeLessThan(Number(relayed?.['seq']))
      expect(await outbox.relay()).toBe(1)
      const second = await outbox.events({ after: first.next, types: [], source: null }, 10)
      expect(second.events.map(({ payloadJson, position }) => [JSON.parse(payloadJson).n, position])).toEqual([[1, 2]])
      await outbox.deliverDue()
      expect(receiver.taken.map(({ n }) => n).toSorted()).toEqual([1, 2])
    }),
  )
})
