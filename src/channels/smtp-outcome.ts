import { UNTRUSTED_CERTIFICATE } from '../sync/errors.ts'
import type { SendOutcome } from './contract.ts'

/** What nodemailer tells of a message that was not taken, https://nodemailer.com/smtp (seen 2026-11). */
export interface SmtpFailure {
  readonly message: string
  readonly code?: string | undefined
  /** What was asked when the server answered; `CONN` where the connection itself failed, whatever it was used for. */
  readonly command?: string | undefined
  readonly responseCode?: number | undefined
  /** The server's words. */
  readonly response?: string | undefined
  /** Of a socket: `ECONNREFUSED`, `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly originalCode?: string | undefined
  readonly cause?: unknown
}

type Remedy = Extract<SendOutcome, { kind: 'failed' }>['remedy']

/** What an answer with an error means (RFC 5321, 4.2.1; the detail of RFC 3463 where the server gives one). */
interface Reply {
  readonly code: number
  /** `1.1` of `550 5.1.1 …`; empty where there is none. */
  readonly detail: string
  readonly said: string
}

const CHARS_MAX = 300

/** `hasBegun`: the server had said that it takes the message, and so may have it. */
export function judgeSmtpFailure(failure: SmtpFailure, hasBegun: boolean): SendOutcome {
  const { code = '', command = '', responseCode = 0, response = '' } = failure
  const message = describe(failure)
  const failed = (remedy: Remedy): SendOutcome => ({ kind: 'failed', remedy, message, retryAfterMs: null })
  const refused = (why: 'invalid_recipient' | 'content'): SendOutcome => ({ kind: 'refused', why, message })

  if (code === 'EAUTH' || code === 'ENOAUTH') return failed(isTransient(responseCode) ? 'unavailable' : 'auth')
  // An answer says what became of the message, whenever it comes.
  if (responseCode >= 400) {
    const verdict = judgeReply(command, readReply(responseCode, response))
    return verdict === 'invalid_recipient' || verdict === 'content' ? refused(verdict) : failed(verdict)
  }
  if (hasBegun) return { kind: 'ambiguous', message }
  if (code === 'EENVELOPE') return refused('invalid_recipient')
  if (code === 'EMESSAGE') return refused('content')
  if (UNTRUSTED.has(failure.originalCode ?? '') || isWithoutTls(failure)) return failed('settings')
  if (NETWORK.has(code)) return failed('unavailable')
  throw failure.cause
}

const NETWORK = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS', 'EPROTOCOL'])
const UNTRUSTED = new Set([
  ...UNTRUSTED_CERTIFICATE,
  // TLS to a port that speaks plainly.
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
])

const isTransient = (code: number): boolean => code >= 400 && code < 500

/** The server has no STARTTLS, which is required. */
const isWithoutTls = ({ code, message }: SmtpFailure): boolean => code === 'ETLS' && /STARTTLS/.test(message)

const readReply = (code: number, response: string): Reply => ({
  code,
  detail: /^\d{3}[ -][245]\.(\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? '',
  said: response,
})

const AUTH_CODES = new Set([530, 534, 535, 538])
const RATE = /\b(rate|quota|throttl\w*|too (many|fast|much|quickly)|limit(s|ed)?|exceed\w*|concurrent|slow down)\b/i
const QUOTA = /\b(sending|relay|rate|hourly|daily|24-hour)\b.{0,40}\b(quota|limit)/i
const FULL = /\b(mailbox|inbox|caixa)\b.{0,30}\b(full|cheia)|over ?quota/i

function judgeReply(command: string, reply: Reply): Remedy | 'invalid_recipient' | 'content' {
  const { code, detail, said } = reply
  if (AUTH_CODES.has(code)) return 'auth'
  if (code === 552 && detail === '' && command === 'RCPT TO') return 'unavailable'
  if (detail === '2.2' || FULL.test(said)) return 'unavailable'
  if (code < 500) return RATE.test(said) ? 'throttled' : 'unavailable'
  // A quota is told as if it were for good: `550 5.4.5 Daily user sending limit exceeded`, Gmail,
  // https://github.com/gen-smtp/gen_smtp/issues/140 (seen 2026-11-22); others say it at RCPT.
  if (detail === '4.5' || QUOTA.test(said)) return 'throttled'
  // The session was out of step, nothing was said about the message.
  if (code === 503) return 'unavailable'
  if (command === 'RCPT TO') return judgeRecipient(reply)
  if (command === 'DATA') return isOfRecipient(detail) ? 'invalid_recipient' : 'content'
  if (command === 'MAIL FROM' && (code === 552 || detail === '3.4')) return 'content'
  return 'settings'
}

/** Who may not send by this server would otherwise mark every customer's address as wrong. */
function judgeRecipient({ detail, said }: Reply): Remedy | 'invalid_recipient' {
  const isAboutUs = detail.startsWith('7.') || isOfSender(detail) || /\brelay/i.test(said)
  return isAboutUs ? 'settings' : 'invalid_recipient'
}

const isOfSender = (detail: string): boolean => detail === '1.7' || detail === '1.8'
const isOfRecipient = (detail: string): boolean => detail.startsWith('1.') && !isOfSender(detail)

function describe({ message, command = '', response = '', originalCode, code = '' }: SmtpFailure): string {
  const asked = command === '' || command === 'CONN' || command === 'API' ? 'the mail server' : command
  const said = response === '' ? `${message}${originalCode ? ` (${originalCode})` : ''}` : `answered ${response}`
  return `${asked}: ${said || code}`.slice(0, CHARS_MAX).toWellFormed()
}
