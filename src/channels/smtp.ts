import type { Readable } from 'node:stream'
import { createTransport, type SendMailOptions } from 'nodemailer'
import PQueue from 'p-queue'
import { SyncError } from '../sync/errors.ts'
import { createRedaction } from '../sync/redaction.ts'
import type { Secret } from '../sync/secret.ts'
import type { SendOutcome } from './contract.ts'
import { judgeSmtpFailure, type SmtpFailure } from './smtp-outcome.ts'

export interface SmtpOptions {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte (465), `starttls` required (587), or `none` for a server in the house. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string | null
  readonly password: Secret | null
  /** Of one step: to connect, to be greeted, to be answered. A message has four times as long. */
  readonly timeoutMs: number
  readonly connections: number
  readonly messagesPerMinute: number
  /** PEM of the certificate authority of a server in the house. */
  readonly ca?: Secret | undefined
}

export interface SmtpMessage {
  /** With its angle brackets. */
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  readonly replyTo: string | null
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string | null
  readonly headers: Readonly<Record<string, string>>
}

export interface SmtpClient {
  /** Connects, logs in and says goodbye. Throws `SyncError` with what has to be mended. */
  check(signal: AbortSignal): Promise<void>
  /** Rejects only when it is aborted on its way: what a server or a network does is an outcome. */
  send(message: SmtpMessage, signal: AbortSignal): Promise<SendOutcome>
  /** Messages under way are finished, those that wait are let go. */
  close(): Promise<void>
}

const MINUTE_MS = 60_000
/** A server that trickles its answers never falls silent: the whole message has a limit as well. */
const STEPS_MAX = 4
/** A connection that the server had closed meanwhile, noticed before a byte of the message was sent. */
const REQUEUES_MAX = 2

export function openSmtp(options: SmtpOptions): SmtpClient {
  const { timeoutMs, connections, messagesPerMinute, password } = options
  const transport = connect(options)
  const redaction = createRedaction(password ? [password] : [])
  const content = watchContent(transport)
  const slots = new PQueue({ concurrency: connections })
  // Strict: no minute holds more, wherever it begins. The pool's own limit is not kept over several connections.
  const starts = new PQueue({ intervalCap: messagesPerMinute, interval: MINUTE_MS, strict: true })
  const closing = new AbortController()
  const failureOf = (error: unknown, address: string): SmtpFailure => cleaned(error, address, redaction.text)

  const deliver = async (message: SmtpMessage, signal: AbortSignal): Promise<SendOutcome> => {
    const waits = AbortSignal.any([signal, closing.signal])
    const hasStarted = await starts.add(() => true, { signal: waits }).catch(() => false)
    if (!hasStarted) return LET_GO
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), timeoutMs * STEPS_MAX)
    const either = AbortSignal.any([signal, limit.signal])
    try {
      await transport.sendMail({ ...mailOf(message), signal: either })
      return { kind: 'accepted', providerId: message.messageId }
    } catch (error) {
      const hasBegun = content.hasBegun(either)
      if (signal.aborted && !hasBegun) return LET_GO
      signal.throwIfAborted()
      const failure = limit.signal.aborted ? TRICKLED : failureOf(error, message.to.address)
      return judgeSmtpFailure(failure, hasBegun)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    send: async (message, signal) => {
      const begun: { work: Promise<SendOutcome> | null } = { work: null }
      const run = (): Promise<SendOutcome> => {
        begun.work = deliver(message, signal)
        return begun.work
      }
      return slots.add(run, { signal }).catch((error: unknown) => {
        // The queue lets go at once; what is under way ends too, and knows best what became of the message.
        if (signal.aborted) return begun.work ?? LET_GO
        throw error
      })
    },
    check: async (signal) => {
      signal.throwIfAborted()
      const error = await orAborted(transport.verify(), signal)
      if (error !== null) throw checkError(judgeSmtpFailure(failureOf(error, ''), false))
    },
    close: async () => {
      closing.abort()
      await slots.onIdle()
      transport.close()
    },
  }
}

const LET_GO: SendOutcome = {
  kind: 'failed',
  remedy: 'unavailable',
  message: 'it was let go before it was sent',
  retryAfterMs: 0,
}
const TRICKLED: SmtpFailure = { code: 'ETIMEDOUT', message: 'the server took too long over one message' }

type Transport = ReturnType<typeof connect>

function connect({ host, port, security, user, password, timeoutMs, connections, ca }: SmtpOptions) {
  return createTransport({
    pool: true,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user !== null && password !== null ? { auth: { user, pass: password.reveal() } } : {}),
    tls: { minVersion: 'TLSv1.2', ...(ca ? { ca: ca.reveal() } : {}) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    maxConnections: connections,
    maxRequeues: REQUEUES_MAX,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/**
 * Whether a server may have a message: nodemailer tells a connection that was lost before the message from one that was
 * lost after it by nothing in the error. Its stream is first read when the server has said that it takes the message.
 */
function watchContent(transport: Transport): { hasBegun(signal: AbortSignal): boolean } {
  const streams = new WeakMap<AbortSignal, Readable[]>()
  transport.use('stream', ({ message, data: { signal } }, done) => {
    const create = message.createReadStream.bind(message)
    message.createReadStream = (given) => {
      const stream = create(given)
      if (signal) streams.set(signal, [...(streams.get(signal) ?? []), stream])
      return stream
    }
    done()
  })
  return { hasBegun: (signal) => (streams.get(signal) ?? []).some((stream) => stream.readableDidRead) }
}

function mailOf({ messageId, from, replyTo, to, subject, text, html, headers }: SmtpMessage): SendMailOptions {
  return {
    messageId,
    from: { name: headerText(from.name), address: from.address },
    to: { name: headerText(to.name), address: to.address },
    ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
    subject: headerText(subject),
    text,
    ...(html === null ? {} : { html }),
    // On one line: a folded List-Unsubscribe breaks the DKIM signatures that some servers make,
    // https://github.com/nodemailer/nodemailer/issues/1654 (seen 2026-11-22).
    headers: Object.entries(headers).map(([key, value]) => ({ key, value: asItIs(oneLine(value)) })),
    envelope: { from: from.address, to: [to.address] },
    xMailer: false,
  }
}

/** What a line end could begin in a header, a space does not. */
const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()

/** Text that looks encoded (RFC 2047) would be decoded by the reader's program: to line ends, for instance. */
const headerText = (text: string): string => oneLine(text).replaceAll('=?', '= ?')

const asItIs = (value: string) => (/^[ -~]*$/.test(value) ? { prepared: true, value } : value)

/** What of an error is looked at and shown: without the address, which servers like to repeat, and without the password. */
function cleaned(error: unknown, address: string, redact: (text: string) => string): SmtpFailure {
  const { code, command, responseCode, response, originalCode, message } = error as SmtpFailure
  const blot = (text: string): string => oneLine(redact(address === '' ? text : text.replaceAll(address, '***')))
  const said = response === undefined ? {} : { response: blot(response) }
  return { cause: error, code, command, responseCode, originalCode, message: blot(String(message)), ...said }
}

/** What it failed with, if it did. An abort rejects at once; the work ends by the time limits of its connection. */
async function orAborted(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  const ended = work.then(
    () => null,
    (error: unknown) => error,
  )
  return Promise.race([ended, promise]).finally(() => signal.removeEventListener('abort', stop))
}

const checkError = (outcome: SendOutcome): SyncError =>
  outcome.kind === 'failed'
    ? new SyncError(outcome.remedy, outcome.message)
    : new SyncError('settings', 'the mail server answers what no mail server does')
