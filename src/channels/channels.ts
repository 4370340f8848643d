import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import { SyncError } from '../sync/errors.ts'
import type { HttpClient, HttpOptions, Pace } from '../sync/http.ts'
import type { Channel } from './channel-files.ts'
import type {
  ChannelKind,
  ChannelLink,
  ChannelSession,
  OutgoingMessage,
  ReceiptDelivery,
  ReceiptOutcome,
  SendOutcome,
} from './contract.ts'
import { openSmtp } from './smtp.ts'

export interface ChannelsDeps {
  readonly clock: Clock
  readonly pace: Pace
  readonly http: (source: string, options: HttpOptions) => HttpClient
  /** Shows a line in the log: what a channel of the demonstration sends. */
  show(line: string): void
  /** Where providers reach this program from outside, without a slash at the end. */
  readonly publicUrl: string | null
}

/** The channels in use, one of each kind. */
export interface Channels {
  readonly channels: readonly Channel[]
  find(kind: ChannelKind): Channel | null
  send(kind: ChannelKind, message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>
  /** Asks the provider with the credentials; `null` where there is no such channel. Throws `SyncError`. */
  check(name: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>> | null>
  /** What somebody posted to `/v1/channels/{name}/receipts/{secret}`. Whatever a stranger posts is at most refused. */
  receive(name: string, secret: string, delivery: ReceiptDelivery): ReceiptOutcome | { readonly kind: 'unknown' }
  /** Messages under way are finished first. */
  close(): Promise<void>
}

const CHECK_MS = 60_000
/** A provider gathers receipts into one call; nobody gathers more. */
const RECEIPTS_MAX = 1_000

/** Connects to nothing yet: a channel is opened when it is first used, and kept. */
export function openChannels(deps: ChannelsDeps, channels: readonly Channel[]): Channels {
  const sessions = new Map<string, ChannelSession>()
  const sessionOf = (channel: Channel): ChannelSession => {
    const session = sessions.get(channel.name) ?? channel.adapter.open(channel.settings, linkOf(deps, channel))
    sessions.set(channel.name, session)
    return session
  }
  const byName = (name: string): Channel | null => channels.find((channel) => channel.name === name) ?? null
  const find = (kind: ChannelKind): Channel | null => channels.find((channel) => channel.kind === kind) ?? null

  return {
    channels,
    find,
    send: async (kind, message, signal) => {
      const channel = find(kind)
      if (!channel) return failed('settings', `there is no channel for ${kind}`)
      // Nothing has left yet, so this is not for somebody to find out.
      if (signal.aborted) return failed('unavailable', 'it was let go before it was sent')
      return sessionOf(channel).send(message, signal)
    },
    check: async (name, signal) => {
      const channel = byName(name)
      if (!channel) return null
      const limit = AbortSignal.timeout(CHECK_MS)
      return sessionOf(channel).check(signal ? AbortSignal.any([signal, limit]) : limit)
    },
    receive: (name, secret, delivery) => {
      const channel = byName(name)
      if (!channel?.receipts || !isEqual(secret, channel.receipts.secret.reveal())) return { kind: 'unknown' }
      const outcome = receiveSafely(channel, delivery, channel.receipts)
      if (outcome.kind !== 'receipts') return outcome
      return { kind: 'receipts', receipts: outcome.receipts.slice(0, RECEIPTS_MAX) }
    },
    close: async () => {
      const open = [...sessions.values()]
      sessions.clear()
      await Promise.allSettled(open.map((session) => session.close?.()))
    },
  }
}

function linkOf({ clock, http, show, publicUrl }: ChannelsDeps, { name, receipts }: Channel): ChannelLink {
  return {
    clock,
    http: (options) => telling(http(`channel:${name}`, options)),
    smtp: openSmtp,
    receiptsUrl: (key) => {
      if (publicUrl === null || receipts === null) return null
      const secret = encodeURIComponent(receipts.secret.reveal())
      return `${publicUrl}/v1/channels/${name}/receipts/${secret}?key=${encodeURIComponent(key)}`
    },
    show,
  }
}

const neverLeft = (cause: unknown): SyncError =>
  new SyncError('throttled', 'it waited too long for its turn at the provider', { cause })

/** A longer pause is the outbox's, which holds neither a message nor a place at the provider meanwhile. */
const PAUSE_MAX_MS = 5_000

/**
 * A call that is cut off while it waits for its turn, the first or, after the provider was asked too often, another one, has
 * not left: that is not for somebody to find out.
 */
const telling = (client: HttpClient): HttpClient => ({
  request: async (request) => {
    let hasLeft = false
    const leaving = (): void => {
      hasLeft = true
    }
    const turnedAway = (): void => {
      hasLeft = false
    }
    try {
      return await client.request({ ...request, leaving, turnedAway, waitMaxMs: PAUSE_MAX_MS })
    } catch (error) {
      throw hasLeft || !request.signal.aborted ? error : neverLeft(error)
    }
  },
})

const failed = (remedy: 'settings' | 'unavailable', message: string): SendOutcome => ({
  kind: 'failed',
  remedy,
  message,
  retryAfterMs: null,
})

/** Whatever an adapter makes of it, it is at most refused. */
function receiveSafely(
  { adapter, settings }: Channel,
  delivery: ReceiptDelivery,
  { secret }: NonNullable<Channel['receipts']>,
): ReceiptOutcome {
  try {
    return adapter.receive?.(settings, delivery, secret) ?? NOTHING_TAKEN
  } catch {
    return { kind: 'refused', message: 'this is not what the provider posts' }
  }
}

const NOTHING_TAKEN: ReceiptOutcome = { kind: 'refused', message: 'this channel takes no receipts' }

/** By their hashes, which are of one length: the time that it takes says nothing of the secret. */
function isEqual(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer]
  return timingSafeEqual(one, other)
}
