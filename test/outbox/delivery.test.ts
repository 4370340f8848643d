import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import { countTurns } from '../harness/turns.ts'
import { answer } from './receiver.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, onStage, SECOND_MS, type Stage } from './stage.ts'

const deliver = async ({ outbox }: Stage): Promise<number> => {
  await outbox.relay()
  return outbox.deliverDue()
}
const shown = async ({ outbox }: Stage, id: string) =>
  (await outbox.webhooks.listDeliveries({ webhookId: id, state: null, before: null }, null, 100)) ?? []

describe.each(dialects)('events by webhook on %s', (dialect) => {
  it(
    'are signed as Standard Webhooks asks, with the type, the instant and what is told',
    onStage(dialect, async (stage) => {
      const { receiver, clock } = stage
      const { secret } = await stage.hook()
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
      const at = clock.format(clock.now())
      await stage.happen([17])
      expect(await deliver(stage)).toBe(1)
      const [post] = receiver.received
      expect(new Webhook(secret).verify(post?.body ?? '', post?.headers ?? {})).toEqual({
        type: 'order.blocked',
        timestamp: at,
        data: { customer: 17, n: 1, amount: '1250.00' },
      })
      const [event] = (await stage.outbox.events({ after: 0, types: [], source: null }, 10)).events
      expect(post?.id).toBe(event?.id)
      expect(post?.headers['content-type']).toBe('application/json')
      const stranger = new Webhook(`whsec_${Buffer.alloc(32, 7).toString('base64')}`)
      expect(() => stranger.verify(post?.body ?? '', post?.headers ?? {})).toThrow(/signature/i)
    }),
  )

  it(
    'leave others their turn while many of them get their positions',
    onStage(dialect, async (stage) => {
      await stage.happen(Array.from({ length: 1_000 }, (_, place) => place))
      // One after each batch of 200.
      expect(await countTurns(stage.outbox.relay)).toBeGreaterThanOrEqual(5)
      expect((await stage.outbox.events({ after: 0, types: [], source: null }, 1)).events).toHaveLength(1)
    }),
  )

  it(
    'are signed with the old secret as well for a day after a new one was made',
    onStage(dialect, async (stage) => {
      const { outbox, receiver, clock } = stage
      const { id, secret } = await stage.hook()
      const renewed = await outbox.webhooks.rotateSecret(id, null, {})
      const verifies = (key: string, place: number): boolean => {
        const post = receiver.received[place]
        const headers = { ...post?.headers, 'webhook-timestamp': post?.headers['webhook-timestamp'] ?? '' }
        try {
          new Webhook(key).verify(post?.body ?? '', headers)
          return true
        } catch {
          return false
        }
      }
      await stage.happen([1])
      await deliver(stage)
      expect([secret, renewed ?? ''].map((key) => verifies(key, 0))).toEqual([true, true])
      clock.advance(DAY_MS)
      await stage.happen([1])
      await deliver(stage)
      const signatures = receiver.received.map(({ headers }) => headers['webhook-signature']?.split(' ').length)
      expect(signatures).toEqual([2, 1])
    }),
  )

  it(
    'go to whoever takes the type and the source, and to nobody else',
    onStage(dialect, async (stage) => {
      const { receiver, outbox } = stage
      await stage.hook({ types: ['order.released'], source: 'erp' })
      await stage.happen([1], { type: 'order.blocked', source: 'erp' })
      await stage.happen([2], { type: 'order.released', source: 'other' })
      await stage.happen([3], { type: 'order.released', source: 'erp' })
      expect(await deliver(stage)).toBe(1)
      expect(receiver.received.map(({ customer }) => customer)).toEqual([3])
      // A webhook that comes later begins with what happens later.
      await stage.hook()
      await stage.happen([4])
      expect(await deliver(stage)).toBe(1)
      expect(receiver.received.map(({ customer }) => customer)).toEqual([3, 4])
      expect(await outbox.deliverDue()).toBe(0)
    }),
  )

  it(
    'wait behind the earlier event of the same customer, while those of others go on',
    onStage(dialect, async (stage) => {
      const { receiver } = stage
      await stage.hook()
      receiver.respond = ({ customer }, response) => void response.writeHead(customer === 1 ? 500 : 200).end()
      await stage.happen([1, 1, 2, 2, 1, 3])
      await deliver(stage)
      expect(receiver.taken.map(({ customer, n }) => `${customer}:${n}`).toSorted()).toEqual(['2:3', '2:4', '3:6'])
      expect(receiver.received.filter(({ customer }) => customer === 1).map(({ n }) => n)).toEqual([1])
      receiver.respond = answer(200)
      await stage.pass(10 * SECOND_MS, SECOND_MS)
      const ofFirst = receiver.taken.filter(({ customer }) => customer === 1)
      expect(ofFirst.map(({ n }) => n)).toEqual([1, 2, 5])
    }),
  )

  it(
    'are tried again after 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, and every 4 h until they are 3 days old',
    onStage(dialect, async (stage) => {
      const { receiver, clock, outbox } = stage
      const { id } = await stage.hook()
      receiver.respond = answer(503)
      const began = clock.now()
      await stage.happen([1])
      await deliver(stage)
      const attemptsAt: number[] = []
      // Goes from one planned attempt to the next, and looks a second before each.
      for (let tries = 1; tries < 100; tries++) {
        attemptsAt.push(clock.now() - began)
        const [delivery] = await shown(stage, id)
        if (delivery?.nextAt == null) break
        expect(delivery).toMatchObject({ state: 'retrying', attempts: tries, lastStatus: 503 })
        clock.advance(delivery.nextAt - clock.system() - SECOND_MS)
        await deliver(stage)
        expect(receiver.received).toHaveLength(tries)
        clock.advance(SECOND_MS)
        await deliver(stage)
        expect(receiver.received).toHaveLength(tries + 1)
      }
      const gaps = attemptsAt.slice(1).map((at, index) => at - (attemptsAt[index] ?? 0))
      expect(gaps.slice(0, 9)).toEqual([
        ...[5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS],
        ...[HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 4 * HOUR_MS],
      ])
      expect(attemptsAt.at(-1)).toBe(3 * DAY_MS)
      expect(new Set(receiver.received.map((post) => post.id)).size).toBe(1)
      expect(await shown(stage, id)).toMatchObject([{ state: 'dead', lastStatus: 503, lastError: 'answered 503' }])
      expect(await outbox.webhooks.list(null)).toMatchObject([{ id, dead: 1, waiting: 0 }])
      clock.advance(DAY_MS)
      expect(await deliver(stage)).toBe(0)
      expect(receiver.received).toHaveLength(attemptsAt.length)
    }),
  )

  it(
    'that are dead are shown, hold nothing up, and can be sent again, one or all',
    onStage(dialect, async (stage) => {
      const { receiver, clock, outbox, told } = stage
      const { id } = await stage.hook()
      receiver.respond = answer(500)
      await stage.happen([1, 2, 3])
      await deliver(stage)
      clock.advance(3 * DAY_MS)
      for (let tries = 0; tries < 8; tries++) await stage.pass(MINUTE_MS, MINUTE_MS)
      const dead = await outbox.webhooks.listDeliveries({ webhookId: id, state: 'dead', before: null }, null, 100)
      expect(dead?.map(({ eventType, state }) => `${eventType} ${state}`)).toEqual(Array(3).fill('order.blocked dead'))
      receiver.respond = answer(200)
      await stage.happen([1])
      await stage.pass(2 * MINUTE_MS, MINUTE_MS)
      expect(receiver.taken.map(({ customer, n }) => `${customer}:${n}`)).toEqual(['1:4'])
      const one = { seqs: [dead?.[0]?.seq ?? 0] }
      expect(await outbox.webhooks.replay(id, one, null, {})).toEqual({ kind: 'replayed', count: 1, isMore: false })
      await deliver(stage)
      expect(receiver.taken.map(({ customer }) => customer)).toEqual([1, 3])
      const all = await outbox.webhooks.replay(id, { dead: true }, null, {})
      expect(all).toEqual({ kind: 'replayed', count: 2, isMore: false })
      await deliver(stage)
      expect(receiver.taken.map(({ customer }) => customer).toSorted()).toEqual([1, 1, 2, 3])
      expect(await outbox.webhooks.list(null)).toMatchObject([{ dead: 0, waiting: 0, isFailing: false }])
      // What was delivered can be sent once more by its id.
      expect(await outbox.webhooks.replay(id, one, null, {})).toMatchObject({ count: 1 })
      await deliver(stage)
      expect(receiver.taken).toHaveLength(5)
      expect(new Set(receiver.taken.map((post) => post.id)).size).toBe(4)
      expect(told.map(({ action }) => action)).toEqual([
        'event_webhook.created',
        ...Array(3).fill('event_webhook.replayed'),
      ])
    }),
  )

  it(
    'come no more after a 410 until somebody switches the webhook on again',
    onStage(dialect, async (stage) => {
      const { receiver, outbox, told, clock } = stage
      const { id } = await stage.hook()
      receiver.respond = answer(410)
      await stage.happen([1, 1])
      await deliver(stage)
      expect(receiver.received).toHaveLength(1)
      expect(await outbox.webhooks.list(null)).toMatchObject([{ isActive: false, waiting: 2 }])
      expect(told.at(-1)).toMatchObject({ action: 'event_webhook.switched_off', subject: id })
      expect(await outbox.webhooks.replay(id, { dead: true }, null, {})).toEqual({ kind: 'off' })
      receiver.respond = answer(200)
      clock.advance(HOUR_MS)
      await stage.happen([2])
      expect(await deliver(stage)).toBe(0)
      expect(await outbox.webhooks.activate(id, null, {})).toBe(true)
      await stage.pass(MINUTE_MS, 10 * SECOND_MS)
      expect(receiver.taken.map(({ n }) => n)).toEqual([1, 2])
      expect(told.at(-1)).toMatchObject({ action: 'event_webhook.switched_on', subject: id })
    }),
  )

  it(
    'wait as long as Retry-After says, but not longer than 4 hours',
    onStage(dialect, async (stage) => {
      const { receiver, clock } = stage
      const { id } = await stage.hook()
      receiver.respond = answer(429, { 'retry-after': '900' })
      await stage.happen([1])
      await deliver(stage)
      const waitMs = async () => ((await shown(stage, id))[0]?.nextAt ?? 0) - clock.system()
      expect(await waitMs()).toBe(15 * MINUTE_MS)
      clock.advance(15 * MINUTE_MS - 1)
      await deliver(stage)
      expect(receiver.received).toHaveLength(1)
      receiver.respond = answer(503, { 'retry-after': '999999999' })
      clock.advance(1)
      await deliver(stage)
      expect(receiver.received).toHaveLength(2)
      expect(await waitMs()).toBe(4 * HOUR_MS)
      receiver.respond = answer(503, { 'retry-after': 'soon' })
      await stage.pass(4 * HOUR_MS, HOUR_MS)
      expect(await waitMs()).toBe(2 * MINUTE_MS)
    }),
  )
})
