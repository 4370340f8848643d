import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { type Caller, hashKey, SCOPES, type Scope } from '../../src/access/key.ts'
import { type App, buildApp } from '../../src/app.ts'
import { outboxRoom } from '../../src/outbox/routes.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { OUTBOX_EXAMPLES } from '../../src/web/outbox-examples.ts'
import { dialects } from '../harness/databases.ts'
import { answer } from './receiver.ts'
import { DAY_MS, onStage, type Stage } from './stage.ts'

const callerOf = (name: string, scopes: readonly Scope[], source: string | null): [string, Caller] => [
  hashKey(name),
  { keyId: name, name, scopes, source },
]
const CALLERS = new Map<string, Caller>([
  callerOf('all', SCOPES, null),
  callerOf('erp', SCOPES, 'erp'),
  callerOf('other', SCOPES, 'other'),
  ...SCOPES.map((scope) => callerOf(`only-${scope}`, [scope], null)),
])

/** The room alone, with a key for every scope and for two sources. */
async function openApp({ outbox, clock }: Stage): Promise<App> {
  const find = (hash: string): Caller | null => CALLERS.get(hash) ?? null
  return buildApp({
    config: { rateLimit: 0 },
    clock,
    logger: pino({ level: 'silent' }),
    metrics: createMetrics(),
    callers: {
      ...{ recall: find, lookUp: async (hash: string) => find(hash), clear: () => undefined },
      ...{ wasValid: (hash: string) => find(hash) !== null, isLookingUp: () => false },
    },
    readiness: async () => ({ ready: true }) as never,
    rooms: [outboxRoom(outbox, clock)],
  })
}

const withApp = (dialect: (typeof dialects)[number], play: (stage: Stage, call: Call) => Promise<void>) =>
  onStage(dialect, async (stage) => {
    const app = await openApp(stage)
    try {
      await play(stage, async (key, method, url, payload) => {
        const headers = { authorization: `Bearer ${key}` }
        const reply = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
        return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() }
      })
    } finally {
      await app.close()
    }
  })
type Call = (
  key: string,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
) => Promise<{ status: number; body: ReturnType<typeof JSON.parse> }>

describe.each(dialects)('the routes of events on %s', (dialect) => {
  it(
    'make a webhook, show its secret once, list it and remove it',
    withApp(dialect, async ({ receiver, told, db, clock }, call) => {
      const made = await call('all', 'POST', '/v1/event-webhooks', {
        ...{ name: 'Portal', url: `${receiver.url}?token=abc`, types: ['order.released', 'order.blocked'] },
      })
      const { secret, ...webhook } = made.body
      expect(made.status).toBe(201)
      expect(webhook).toEqual({
        ...{ id: expect.stringMatching(/^ewh_/), name: 'Portal', url: `${receiver.url}?token=abc`, source: null },
        ...{ types: ['order.blocked', 'order.released'], active: true, failing: false, waiting: 0, dead: 0 },
        createdAt: clock.format(clock.now()),
      })
      const listed = await call('all', 'GET', '/v1/event-webhooks')
      expect(listed.body).toEqual({ webhooks: [webhook] })
      expect(JSON.stringify([listed.body, told])).not.toContain(secret)
      expect(JSON.stringify(told)).not.toContain('token=abc')
      expect((await call('all', 'DELETE', `/v1/event-webhooks/${webhook.id}`)).status).toBe(204)
      expect((await call('all', 'DELETE', `/v1/event-webhooks/${webhook.id}`)).status).toBe(404)
      expect((await call('all', 'GET', '/v1/event-webhooks')).body).toEqual({ webhooks: [] })
      expect(await db.all('SELECT secret FROM event_webhooks')).toEqual([{ secret: '' }])
      expect(told.map(({ action }) => action)).toEqual(['event_webhook.created', 'event_webhook.removed'])
    }),
  )

  it(
    'refuse what is no webhook, with the field and the reason',
    withApp(dialect, async ({ db }, call) => {
      const refused = async (payload: object) => {
        const { status, body } = await call('all', 'POST', '/v1/event-webhooks', payload)
        return [
          status,
          ...body.errors.map(({ path, message }: { path: string; message: string }) => `${path} ${message}`),
        ]
      }
      const good = { name: 'Portal', url: 'https://portal.example.com/' }
      expect(await refused({ ...good, url: 'http://169.254.169.254/' })).toEqual([
        422,
        'url must not be a link-local, multicast or metadata address',
      ])
      expect(await refused({ ...good, url: 'gopher://localhost/' })).toEqual([422, 'url must be an http or https URL'])
      expect(await refused({ ...good, types: ['order.paid'] })).toEqual([
        400,
        'types[0] must be one of order.blocked, order.released, order.lapsed, customer.blocked, customer.unblocked, hold.expired',
      ])
      expect(await refused({ ...good, secret: 'whsec_mine' })).toEqual([400, 'secret is not a known field'])
      expect(await refused({ ...good, name: '' })).toEqual([400, 'name must not be empty'])
      expect(await refused({ ...good, url: `https://a.example/${'x'.repeat(3_000)}` })).toEqual([
        400,
        'url must have at most 2000 characters',
      ])
      expect(await db.all('SELECT id FROM event_webhooks')).toEqual([])
      for (let count = 0; count < 50; count++)
        expect((await call('all', 'POST', '/v1/event-webhooks', good)).status).toBe(201)
      expect((await call('all', 'POST', '/v1/event-webhooks', good)).status).toBe(409)
    }),
  )

  it(
    'tell events by cursor: all of them, once each, also where a reader asks for few of many',
    withApp(dialect, async (stage, call) => {
      await stage.happen([1, 2, 3], { type: 'order.blocked' })
      await stage.happen([4], { type: 'hold.expired' })
      await stage.outbox.relay()
      const first = await call('all', 'GET', '/v1/events?limit=3')
      const [event] = first.body.events
      expect(event).toEqual({
        ...{ id: expect.stringMatching(/^evt_/), cursor: '1', type: 'order.blocked' },
        timestamp: stage.clock.format(stage.clock.now()),
        data: { customer: 1, n: 1, amount: '1250.00' },
      })
      expect(first.body).toMatchObject({ next: '3', more: true })
      const second = await call('all', 'GET', `/v1/events?limit=3&after=${first.body.next}`)
      expect(second.body).toMatchObject({ events: [{ cursor: '4', data: { n: 4 } }], next: '4', more: false })
      const nothing = await call('all', 'GET', '/v1/events?after=4')
      expect(nothing.body).toEqual({ events: [], next: '4', more: false })
      const expired = await call('all', 'GET', '/v1/events?type=hold.expired&type=order.lapsed')
      expect(expired.body).toMatchObject({ events: [{ cursor: '4' }], next: '4', more: false })
      const lapsed = await call('all', 'GET', '/v1/events?type=order.lapsed')
      expect(lapsed.body).toEqual({ events: [], next: '4', more: false })
      for (const query of ['limit=0', 'limit=501', 'after=-1', 'after=x', 'type=order.paid', 'after=1&after=2', 'a=1'])
        expect((await call('all', 'GET', `/v1/events?${query}`)).status, query).toBe(400)
    }),
  )

  it(
    'read on past ten thousand events that are of no interest',
    withApp(dialect, async (stage, call) => {
      for (let batch = 0; batch < 21; batch++) await stage.happen(Array(500).fill(1), { source: 'other' })
      await stage.happen([2], { source: 'erp' })
      await stage.outbox.relay()
      const first = await call('erp', 'GET', '/v1/events')
      expect(first.body).toEqual({ events: [], next: '10000', more: true })
      const second = await call('erp', 'GET', '/v1/events?after=10000')
      expect(second.body).toMatchObject({ events: [{ cursor: '10501', data: { customer: 2 } }], more: false })
    }),
  )

  it(
    'show dead letters, page by page, and send them again',
    withApp(dialect, async (stage, call) => {
      const { receiver, outbox, clock } = stage
      const { id } = await stage.hook()
      receiver.respond = answer(500)
      await stage.happen([1])
      await outbox.relay()
      await outbox.deliverDue()
      const waiting = await call('all', 'GET', `/v1/event-webhooks/${id}/deliveries`)
      const [delivery] = waiting.body.deliveries
      expect(delivery).toEqual({
        id: expect.stringMatching(/^\d+$/),
        event: { id: receiver.received[0]?.id, type: 'order.blocked', cursor: '1' },
        ...{ state: 'retrying', attempts: 1, lastStatus: 500, lastError: 'answered 500', deliveredAt: null },
        nextAt: clock.format(clock.now() + 5_000),
      })
      clock.advance(3 * DAY_MS)
      await outbox.deliverDue()
      const dead = await call('all', 'GET', `/v1/event-webhooks/${id}/deliveries?state=dead`)
      expect(dead.body).toMatchObject({ deliveries: [{ id: delivery.id, state: 'dead', nextAt: null }], next: null })
      receiver.respond = answer(200)
      const replay = `/v1/event-webhooks/${id}/replay`
      expect((await call('all', 'POST', replay, { deliveries: [delivery.id, '999999'] })).body).toEqual({
        ...{ replayed: 1, more: false },
      })
      expect(
        (await call('all', 'POST', replay, OUTBOX_EXAMPLES['replayEventDeliveries']?.body as object)).body,
      ).toEqual({
        ...{ replayed: 0, more: false },
      })
      for (const body of [
        {},
        { dead: false },
        { dead: true, deliveries: ['1'] },
        { deliveries: [] },
        { deliveries: [1] },
      ])
        expect((await call('all', 'POST', replay, body)).status, JSON.stringify(body)).toBe(400)
      await outbox.deliverDue()
      const done = await call('all', 'GET', `/v1/event-webhooks/${id}/deliveries?state=delivered`)
      expect(done.body.deliveries).toMatchObject([{ id: delivery.id, deliveredAt: clock.format(clock.now()) }])
      await stage.happen(Array.from({ length: 150 }, (_, index) => index))
      await outbox.relay()
      const newest = await call('all', 'GET', `/v1/event-webhooks/${id}/deliveries`)
      const rest = await call('all', 'GET', `/v1/event-webhooks/${id}/deliveries?after=${newest.body.next}`)
      const cursors = [...newest.body.deliveries, ...rest.body.deliveries].map(({ event }) => Number(event.cursor))
      expect(cursors).toEqual(Array.from({ length: 151 }, (_, index) => 151 - index))
      expect(rest.body.next).toBeNull()
    }),
  )

  it(
    'test a webhook, make a new secret, and switch one on again',
    withApp(dialect, async ({ receiver, hook, outbox, happen }, call) => {
      const { id, secret } = await hook()
      const test = await call('all', 'POST', `/v1/event-webhooks/${id}/test`, {})
      expect(test.body).toEqual({ taken: true, status: 204, error: null })
      expect(receiver.received.map(({ type }) => type)).toEqual(['webhook.test'])
      receiver.respond = answer(307)
      const refused = { taken: false, status: 307, error: 'answered 307: redirects are not followed' }
      expect((await call('all', 'POST', `/v1/event-webhooks/${id}/test`)).body).toEqual(refused)
      const renewed = await call('all', 'POST', `/v1/event-webhooks/${id}/secret`, {})
      expect(renewed.body.secret).toMatch(/^whsec_/)
      expect(renewed.body.secret).not.toBe(secret)
      receiver.respond = answer(410)
      await happen([1])
      await outbox.relay()
      await outbox.deliverDue()
      expect((await call('all', 'POST', `/v1/event-webhooks/${id}/replay`, { dead: true })).status).toBe(409)
      expect((await call('all', 'POST', `/v1/event-webhooks/${id}/activate`, {})).body).toEqual({ active: true })
      expect((await call('all', 'GET', '/v1/event-webhooks')).body.webhooks).toMatchObject([
        { active: true, waiting: 1 },
      ])
    }),
  )

  it(
    'need their scope, and tell a key that is bound to a source nothing of others',
    withApp(dialect, async (stage, call) => {
      const { outbox, told } = stage
      const ours = await stage.hook({ source: 'erp' })
      const everybodys = await stage.hook()
      await stage.happen([1], { source: 'erp' })
      await stage.happen([2], { source: 'other' })
      await outbox.relay()
      const routes = (id: string): [scope: Scope, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object][] => [
        ['admin', 'POST', `/v1/event-webhooks/${id}/secret`, {}],
        ['admin', 'POST', `/v1/event-webhooks/${id}/activate`, {}],
        ['admin', 'POST', `/v1/event-webhooks/${id}/test`, {}],
        ['read', 'GET', `/v1/event-webhooks/${id}/deliveries`],
        ['operate', 'POST', `/v1/event-webhooks/${id}/replay`, { dead: true }],
        ['admin', 'DELETE', `/v1/event-webhooks/${id}`],
      ]
      const before = told.length
      for (const id of [ours.id, everybodys.id, 'ewh_none']) {
        for (const [scope, method, path, body] of routes(id)) {
          expect((await call('other', method, path, body)).status, `${method} ${path}`).toBe(404)
          for (const wrong of SCOPES.filter((one) => one !== scope))
            expect((await call(`only-${wrong}`, method, path, body)).status, `${wrong} ${path}`).toBe(403)
          expect((await call('nobody', method, path, body)).status).toBe(401)
        }
      }
      expect(told).toHaveLength(before)
      expect((await call('other', 'GET', '/v1/event-webhooks')).body).toEqual({ webhooks: [] })
      expect((await call('erp', 'GET', '/v1/event-webhooks')).body.webhooks).toMatchObject([{ id: ours.id }])
      const seen = async (key: string) =>
        (await call(key, 'GET', '/v1/events')).body.events.map(({ data }: { data: { n: number } }) => data.n)
      expect([await seen('erp'), await seen('other'), await seen('only-read')]).toEqual([[1], [2], [1, 2]])
      const url = 'https://portal.example.com/'
      const make = (key: string, source?: string) =>
        call(key, 'POST', '/v1/event-webhooks', { name: 'Mine', url, ...(source ? { source } : {}) })
      expect((await make('other', 'erp')).status).toBe(403)
      // Nobody who is bound makes one that takes everything.
      expect((await make('other')).body.source).toBe('other')
      expect((await make('only-read')).status).toBe(403)
      expect((await call('only-admin', 'GET', '/v1/events')).status).toBe(403)
      for (const [, method, path, body] of routes(ours.id).slice(1))
        expect((await call('erp', method, path, body)).status, path).toBeLessThan(300)
    }),
  )

  it(
    'take every example body as it stands',
    withApp(dialect, async ({ receiver }, call) => {
      const made = await call(
        'all',
        'POST',
        '/v1/event-webhooks',
        OUTBOX_EXAMPLES['createEventWebhook']?.body as object,
      )
      expect(made.status).toBe(201)
      const path = `/v1/event-webhooks/${made.body.id}`
      for (const [step, operationId] of [
        ['secret', 'renewEventWebhookSecret'],
        ['activate', 'activateEventWebhook'],
        ['replay', 'replayEventDeliveries'],
      ] as const) {
        const reply = await call('all', 'POST', `${path}/${step}`, OUTBOX_EXAMPLES[operationId]?.body as object)
        expect(reply.status, operationId).toBe(200)
      }
      expect(receiver.received).toEqual([])
    }),
  )
})
