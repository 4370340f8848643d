import { z } from 'zod'
import type { ChannelSession, SendOutcome } from '../../src/channels/contract.ts'
import { SyncError } from '../../src/sync/errors.ts'
import { sampleSubject as healthy } from './sample-adapter.ts'
import { startSampleProvider } from './sample-provider.ts'
import {
  asOf,
  type Saboteurs,
  withAdapter,
  withArrived,
  withHttp,
  withMessage,
  withOutcome,
  withReceive,
  withSession,
} from './spoil.ts'
import type { ChannelSubject } from './vendor.ts'

const { capabilities } = healthy.adapter
const ACCEPTED: SendOutcome = { kind: 'accepted', providerId: null }
const UNAVAILABLE: SendOutcome = { kind: 'failed', remedy: 'unavailable', message: 'failed', retryAfterMs: null }
const AMBIGUOUS: SendOutcome = { kind: 'ambiguous', message: 'nobody knows' }
const loose = z.looseObject({})

/** Asks again with the same key, at a provider that does not look at it. */
const repeating: ChannelSubject = {
  ...withHttp({ request: (request) => ({ ...request, repeatable: true }) }, { ...capabilities, honoursKey: false }),
  startProvider: () => startSampleProvider({ honoursKey: false }),
}
const forgetfulKey = withMessage((message) => ({ ...message, key: `${message.key}-${Math.random()}` }))
const everyKeyNew: ChannelSubject = { ...forgetfulKey, says: healthy.says.filter((field) => field !== 'key') }

const sendingTwice = withSession(({ send }) => ({
  send: async (message, signal) => {
    await send({ ...message, key: `${message.key}-copy` }, signal)
    return send(message, signal)
  },
}))

/** Asks again whatever the answer was, until its patience ends. */
const insisting = withSession(({ send }) => ({
  send: async (message, signal) => {
    const outcome = await send(message, signal)
    return outcome.kind === 'ambiguous' ? send({ ...message, key: `${message.key}-again` }, signal) : outcome
  },
}))

const throwing = withSession(({ send }) => ({
  send: async (message, signal) => {
    const outcome = await send(message, signal)
    if ('message' in outcome) throw new SyncError('unavailable', outcome.message)
    return outcome
  },
}))

/** Calls what may have arrived not sent. */
const certain = withOutcome((outcome) => (outcome.kind === 'ambiguous' ? UNAVAILABLE : outcome))
const optimistic = asOf('ambiguous', ACCEPTED)

const deaf = withHttp({ request: (request) => ({ ...request, signal: new AbortController().signal }) })

const quoting = (session: ChannelSession): Partial<ChannelSession> => ({
  send: async (message, signal) => {
    const outcome = await session.send(message, signal)
    return 'message' in outcome ? { ...outcome, message: `${outcome.message}: ${message.recipient}` } : outcome
  },
})

export const saboteurs: Saboteurs = {
  'capabilities tell the truth': {
    'claims receipts that it cannot read': withAdapter({ capabilities: { ...capabilities, receipts: null } }),
    'claims to need approved texts': withAdapter({ capabilities: { ...capabilities, approvedTextsOnly: true } }),
    'opens as a kind that it is not': withAdapter({ kindOf: () => 'sms' }),
    'names a kind twice': withAdapter({ capabilities: { ...capabilities, kinds: ['email', 'email'] } }),
  },
  'settings refuse unknown keys': { 'takes everything': withAdapter({ settings: loose }) },
  'settings refuse a literal secret, and do not repeat it': { 'takes everything': withAdapter({ settings: loose }) },
  'check tells what it is connected to, and sends nothing': {
    'tells nothing': withSession(() => ({ check: async () => ({}) })),
    'tells blanks': withSession(() => ({ check: async () => ({ account: ' ' }) })),
    'sends a message to try it': withSession(({ check, send }) => ({
      check: async (signal) => {
        await send(TRIAL, signal)
        return check(signal)
      },
    })),
  },
  'no secret and no recipient is in an outcome, an error or a log': {
    'quotes the recipient': withSession(quoting),
    'keeps the key in what it says': withSession(({ send }, _link, settings) => ({
      send: async (message, signal) => {
        const outcome = await send(message, signal)
        const { apiKey } = settings as { apiKey: { reveal(): string } }
        return outcome.kind === 'failed' ? { ...outcome, message: `key ${apiKey.reveal()} failed` } : outcome
      },
    })),
    'puts the recipient into an address that is logged': withSession(({ send }, link, settings) => ({
      send: async (message, signal) => {
        const { baseUrl } = settings as { baseUrl: string }
        const limits = { default: { parallel: 1, count: 100, intervalMs: 1_000 } }
        const client = link.http({ baseUrl, timeoutMs: 400, limits, secrets: [] })
        await client.request({ method: 'GET', path: `/known/${message.recipient}`, signal }).catch(() => undefined)
        return send(message, signal)
      },
    })),
    'repeats a wrong secret': withSession(({ check }, _link, settings) => ({
      check: (signal) =>
        check(signal).catch(() => {
          const { apiKey } = settings as { apiKey: { reveal(): string } }
          throw new SyncError('auth', `the key ${apiKey.reveal()} is wrong`)
        }),
    })),
  },
  'a message arrives once, where it is sent, as it is sent': {
    'sends nothing': withSession(() => ({ send: async () => ACCEPTED })),
    'sends it twice': sendingTwice,
    'sends it to the first address only': withMessage((message) => ({ ...message, recipient: healthy.recipients[0] })),
    'forgets the name': withMessage((message) => ({ ...message, recipientName: '' })),
    'forgets the subject': withMessage((message) => ({ ...message, subject: null })),
    'sends the text as HTML': withMessage((message) => ({ ...message, html: message.text })),
    'forgets how to unsubscribe': withMessage((message) => ({ ...message, unsubscribeUrl: null })),
    'forgets the facts': withMessage((message) => ({ ...message, facts: {} })),
    'has keys of its own': forgetfulKey,
  },
  'accents, emoji, quotes and line ends come through': {
    'takes accents away': withMessage((message) => ({
      ...message,
      text: message.text.normalize('NFD').replace(/\p{Mn}/gu, ''),
    })),
    'cuts emoji in halves': withMessage((message) => ({
      ...message,
      text: message.text.replace(/./gsu, (char) => char.charAt(0)),
    })),
    'escapes quotes': withMessage((message) => ({ ...message, text: message.text.replaceAll('"', '&quot;') })),
    'loses a dot': withMessage((message) => ({ ...message, text: message.text.replace(/^\./gm, '') })),
    'quotes From': withMessage((message) => ({ ...message, text: message.text.replace(/^From /gm, '>From ') })),
    'breaks long lines': withMessage((message) => ({ ...message, text: message.text.replace(/.{990}/g, '$&\n') })),
    'loses empty lines': withMessage((message) => ({ ...message, text: message.text.replace(/\n+/g, '\n') })),
  },
  'a long text comes through whole, or is refused': {
    'cuts at 1,600 characters': withMessage((message) => ({ ...message, text: message.text.slice(0, 1_600) })),
    'names a limit that it does not keep': { ...healthy, textCharsMax: 100 },
  },
  'a message that is repeated with its key arrives once': {
    'makes a new key each time': everyKeyNew,
    'has one key for all': withMessage((message) => ({ ...message, key: 'the-key' })),
  },
  'hostile names, subjects and texts inject nothing': {
    'hands line ends on': withArrived((arrived) =>
      arrived.map((one) => ({ ...one, subject: `${one.subject}\r\n${one.recipientName}` })),
    ),
    'lets a header in': withArrived((arrived) =>
      arrived.map((one) => ({
        ...one,
        headers: /X-Injected/.test(`${one.recipientName}`) ? { 'x-injected': 'yes' } : {},
      })),
    ),
    'sends a copy to whom the name names': withArrived((arrived) =>
      arrived.flatMap((one) => (/Bcc/.test(`${one.recipientName}`) ? [one, { ...one, recipient: 'victim' }] : [one])),
    ),
    'calls it a bad day': withOutcome((outcome, { subject }) => (/\r/.test(subject ?? '') ? UNAVAILABLE : outcome)),
  },
  'a hostile address reaches nobody else': {
    'takes what stands before the comma': withMessage((message) => ({
      ...message,
      recipient: message.recipient.split(/[,\r\n>?\0]/)[0] ?? '',
    })),
    'calls it a bad day': withOutcome((outcome) => (outcome.kind === 'refused' ? UNAVAILABLE : outcome)),
  },
  'an invalid recipient is refused': {
    'calls it a bad day': withOutcome((outcome) => (outcome.kind === 'refused' ? UNAVAILABLE : outcome)),
    'blames the text': withOutcome((outcome) =>
      outcome.kind === 'refused' ? { ...outcome, why: 'content' as const } : outcome,
    ),
    'says it was sent': asOf('refused', ACCEPTED),
    'says nothing': withOutcome((outcome) => (outcome.kind === 'refused' ? { ...outcome, message: '' } : outcome)),
    throws: throwing,
  },
  'wrong credentials are failed: auth': {
    'calls it a bad day': withOutcome((outcome) => (outcome.kind === 'failed' ? UNAVAILABLE : outcome)),
    'calls the check a bad day': withSession(({ check }) => ({
      check: (signal) =>
        check(signal).catch(() => {
          throw new SyncError('unavailable', 'failed')
        }),
    })),
    'checks nothing': withSession(() => ({ check: async () => ({ account: 'fine' }) })),
    throws: throwing,
  },
  'throttled says for how long, and sends nothing': {
    'calls it a bad day': withOutcome((outcome) =>
      outcome.kind === 'failed' ? { ...outcome, remedy: 'unavailable' as const } : outcome,
    ),
    'forgets for how long': withOutcome((outcome) =>
      outcome.kind === 'failed' ? { ...outcome, retryAfterMs: null } : outcome,
    ),
    'calls it sent': asOf('failed', ACCEPTED),
    throws: throwing,
  },
  'a provider that is down is failed, not ambiguous': {
    'does not know': asOf('failed', AMBIGUOUS),
    'blames the settings': withOutcome((outcome) =>
      outcome.kind === 'failed' ? { ...outcome, remedy: 'settings' as const } : outcome,
    ),
    'checks nothing': withSession(() => ({ check: async () => ({ account: 'fine' }) })),
    throws: throwing,
  },
  'silence after the message was taken is ambiguous': {
    'calls it not sent': certain,
    'calls it sent': optimistic,
    'asks again': insisting,
    throws: throwing,
    'asks again although the key is not honoured': repeating,
    'waits without a limit': withHttp({ options: (options) => ({ ...options, timeoutMs: 60_000 }) }),
  },
  'a fault after the message was taken is ambiguous': {
    'calls it not sent': certain,
    'calls it sent': optimistic,
    'asks again': insisting,
    throws: throwing,
  },
  'an abort ends a message that hangs, and does not call it failed': {
    'does not hear the signal': deaf,
    'calls it not sent': withSession(({ send }) => ({
      send: (message, signal) => send(message, signal).catch(() => UNAVAILABLE),
    })),
    'blames the provider': withSession(({ send }) => ({
      send: (message, signal) =>
        send(message, signal).catch((error: unknown) => {
          throw new SyncError('unavailable', 'failed', { cause: error })
        }),
    })),
    'sends after the abort': withSession(({ send }) => ({
      send: (message, signal) => send(message, signal.aborted ? new AbortController().signal : signal),
    })),
  },
  'receipts tell what became of which message': {
    'takes a failure for a delivery': withReceive((sound, delivery) => {
      const outcome = sound(delivery)
      if (outcome.kind !== 'receipts') return outcome
      return { ...outcome, receipts: outcome.receipts.map((one) => ({ ...one, kind: 'delivered' as const })) }
    }),
    'does not say of which message': withReceive((sound, delivery) => {
      const outcome = sound(delivery)
      if (outcome.kind !== 'receipts') return outcome
      return { ...outcome, receipts: outcome.receipts.map((one) => ({ ...one, providerId: null })) }
    }),
    'names another id when it sends': withOutcome((outcome) =>
      outcome.kind === 'accepted' ? { ...outcome, providerId: 'x' } : outcome,
    ),
    'tells it twice': withReceive((sound, delivery) => {
      const outcome = sound(delivery)
      return outcome.kind === 'receipts' ? { ...outcome, receipts: outcome.receipts.concat(outcome.receipts) } : outcome
    }),
    'refuses all': withReceive(() => ({ kind: 'refused', message: 'no' })),
  },
  'a receipt that is not verified is refused': {
    'believes everybody': withReceive(() => ({ kind: 'receipts', receipts: [] })),
    'breaks on what is no JSON': withReceive((_sound, { rawBody }) => ({
      kind: 'refused',
      message: String(JSON.parse(rawBody.toString())),
    })),
    'does not look at the body': withReceive((sound, delivery) =>
      delivery.headers['x-acme-signature']?.length === 64
        ? { kind: 'receipts', receipts: [] }
        : sound({ ...delivery, headers: {} }),
    ),
    'answers a challenge to everybody': withReceive((_sound, { rawBody }) => ({
      kind: 'challenge',
      text: rawBody.toString(),
    })),
  },
}

const TRIAL = {
  key: 'trial',
  recipient: healthy.recipients[0],
  recipientName: '',
  subject: null,
  text: 'test',
  html: null,
  approved: null,
  unsubscribeUrl: null,
  facts: {},
}
