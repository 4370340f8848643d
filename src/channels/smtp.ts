import type { Secret } from '../sync/secret.ts'
import type { SendOutcome } from './contract.ts'

export interface SmtpOptions {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte (465), `starttls` required (587), or `none` for a server in the house. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string | null
  readonly password: Secret | null
  readonly timeoutMs: number
  readonly connections: number
  readonly messagesPerMinute: number
}

export interface SmtpMessage {
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
  check(signal: AbortSignal): Promise<void>
  send(message: SmtpMessage, signal: AbortSignal): Promise<SendOutcome>
  close(): Promise<void>
}
