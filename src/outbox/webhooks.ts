import type { Database, Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import type { Trail } from '../receivables/trail.ts'
import { type Delivery, type ShownState, shownState } from './delivery.ts'
import { countDeliveries, listDeliveries, listReplayable, sendAgain } from './delivery-store.ts'
import type { EventType } from './event.ts'
import { post } from './poster.ts'
import { renewSecret, signatureHeaders } from './signing.ts'
import {
  deleteWebhook,
  insertWebhook,
  listWebhooks,
  lockWebhook,
  type StoredWebhook,
  setActive,
  setSecret,
  type Target,
} from './webhook-store.ts'
import { readWebhookUrl } from './webhook-url.ts'

export interface NewWebhook {
  readonly name: string
  readonly url: string
  /** None is all of them. */
  readonly types: readonly EventType[]
  readonly source: string | null
}

/** A webhook and how it does. */
export interface ShownWebhook extends StoredWebhook {
  readonly waiting: number
  readonly dead: number
  /** Its newest attempt failed. */
  readonly isFailing: boolean
}

export type Made =
  | { readonly kind: 'made'; readonly webhook: ShownWebhook; readonly secret: string }
  | { readonly kind: 'too_many' }
  | { readonly kind: 'wrong_url'; readonly fault: string }

/** Which deliveries are sent again: these, by `seq`, or all that are dead. */
export type Replay = { readonly seqs: readonly number[] } | { readonly dead: true }

export type Replayed =
  | { readonly kind: 'replayed'; readonly count: number; readonly isMore: boolean }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'off' }

/** With more than this the listing would have to be paged. */
const WEBHOOKS_MAX = 50
/** Dead letters sent again by one call. */
const REPLAYED_MAX = 5_000

export interface WebhookDeps {
  readonly db: Database
  readonly clock: Clock
  readonly allowsPlainHttp: boolean
  readonly timeoutMs: number
  readonly cutting: AbortSignal
  /** A person wants what waits for it to be tried. */
  tryNow(webhookId: string): void
}

/**
 * Whom events are posted to. `bound` is the one source that the asker is bound to, `null` for none: whoever is bound to
 * one knows only of the webhooks that take that source alone.
 */
export function openWebhooks(deps: WebhookDeps, trail: Trail<object>) {
  const { db, clock } = deps
  /** Changes a webhook and tells the trail; `null` when the asker knows of none. */
  const change = <T>(
    id: string,
    bound: string | null,
    work: (sql: Sql, webhook: StoredWebhook & Target) => Promise<T>,
  ): Promise<T | null> =>
    db.transaction(async (sql) => {
      const webhook = await lockWebhook(sql, id)
      return webhook && isKnownTo(bound, webhook) ? work(sql, webhook) : null
    })
  return {
    create: (wanted: NewWebhook, request: object): Promise<Made> => createWebhook(deps, trail, wanted, request),
    list: async (bound: string | null): Promise<ShownWebhook[]> => {
      const webhooks = (await listWebhooks(db)).filter((webhook) => isKnownTo(bound, webhook))
      const ids = webhooks.map(({ id }) => id)
      const counts = ids.length === 0 ? [] : await countDeliveries(db, ids)
      return webhooks.map((webhook) => {
        const own = counts.filter(({ webhookId }) => webhookId === webhook.id)
        const sum = (states: readonly ShownState[]): number =>
          own.reduce((total, { state, count }) => total + (states.includes(shownState(state)) ? count : 0), 0)
        const isFailing = own.some(({ state }) => state === 'failed')
        return { ...webhook, waiting: sum(['pending', 'sending', 'retrying']), dead: sum(['dead']), isFailing }
      })
    },
    /** `false` where the asker knows of no such webhook. */
    remove: async (id: string, bound: string | null, request: object): Promise<boolean> => {
      const isRemoved = await change(id, bound, async (sql, { name }) => {
        await deleteWebhook(sql, id, clock.now())
        await trail(sql, request, 'event_webhook.removed', id, { name })
        return true
      })
      return isRemoved ?? false
    },
    /** A new secret; the one before it signs as well for a day. `null` where there is no such webhook. */
    rotateSecret: (id: string, bound: string | null, request: object): Promise<string | null> =>
      change(id, bound, async (sql, webhook) => {
        const { secret, stored } = renewSecret(webhook.secret, clock.system())
        await setSecret(sql, id, stored)
        await trail(sql, request, 'event_webhook.secret_renewed', id, {})
        return secret
      }),
    /** Switches one on again that was switched off by a 410. What waited goes on. */
    activate: async (id: string, bound: string | null, request: object): Promise<boolean> => {
      const isActive = await change(id, bound, async (sql, webhook) => {
        if (webhook.isActive) return true
        await setActive(sql, id, true)
        await trail(sql, request, 'event_webhook.switched_on', id, {})
        return true
      })
      if (isActive) deps.tryNow(id)
      return isActive ?? false
    },
    /** Posts a made-up event at once, outside of the order of events. `null` where there is no such webhook. */
    test: async (id: string, bound: string | null): Promise<{ status: number | null; error: string | null } | null> => {
      const webhook = await change(id, bound, async (_, found) => found)
      return webhook && postTest(deps, webhook)
    },
    /** The newest events first; `null` where there is no such webhook. */
    listDeliveries: async (
      query: { readonly webhookId: string; readonly state: ShownState | null; readonly before: number | null },
      bound: string | null,
      limit: number,
    ): Promise<Delivery[] | null> => {
      const isKnown = (await listWebhooks(db)).some(
        (webhook) => webhook.id === query.webhookId && isKnownTo(bound, webhook),
      )
      return isKnown ? listDeliveries(db, query, limit) : null
    },
    replay: async (id: string, replay: Replay, bound: string | null, request: object): Promise<Replayed> => {
      const replayed = await change(id, bound, async (sql, { isActive }): Promise<Replayed> => {
        if (!isActive) return { kind: 'off' }
        const named = 'seqs' in replay ? replay.seqs : null
        const seqs = await listReplayable(sql, id, named, REPLAYED_MAX)
        if (seqs.length > 0) await sendAgain(sql, seqs, clock.system())
        await trail(sql, request, 'event_webhook.replayed', id, { count: seqs.length, dead: named === null })
        return { kind: 'replayed', count: seqs.length, isMore: named === null && seqs.length === REPLAYED_MAX }
      })
      if (replayed?.kind === 'replayed') deps.tryNow(id)
      return replayed ?? { kind: 'unknown' }
    },
  }
}

const isKnownTo = (bound: string | null, { source }: StoredWebhook): boolean => bound === null || bound === source

async function createWebhook(
  { db, clock, allowsPlainHttp }: WebhookDeps,
  trail: Trail<object>,
  { name, url: wantedUrl, types, source }: NewWebhook,
  request: object,
): Promise<Made> {
  const read = readWebhookUrl(wantedUrl, allowsPlainHttp)
  if ('fault' in read) return { kind: 'wrong_url', fault: read.fault }
  const now = clock.now()
  const { secret, stored } = renewSecret(null, now)
  const webhook = { id: createId('ewh', now), name, url: read.url, types, source, isActive: true, createdAt: now }
  return db.transaction(async (sql) => {
    if ((await listWebhooks(sql)).length >= WEBHOOKS_MAX) return { kind: 'too_many' }
    await insertWebhook(sql, webhook, stored)
    // Only the origin: a path is often the only key to what stands behind it.
    const detail = { name, origin: new URL(read.url).origin, types, source }
    await trail(sql, request, 'event_webhook.created', webhook.id, detail)
    return { kind: 'made', webhook: { ...webhook, waiting: 0, dead: 0, isFailing: false }, secret }
  })
}

async function postTest({ clock, timeoutMs, cutting }: WebhookDeps, { url, secret }: Target) {
  const now = clock.system()
  const body = JSON.stringify({ type: 'webhook.test', timestamp: clock.format(now), data: {} })
  const headers = signatureHeaders(secret, createId('evt', now), now, body)
  const outcome = await post({ url, headers, body }, timeoutMs, now, cutting)
  if (outcome.kind === 'cut') return { status: null, error: 'the program stops' }
  const error = outcome.kind === 'failed' ? outcome.error : outcome.kind === 'gone' ? 'answered 410' : null
  return { status: outcome.status, error }
}
