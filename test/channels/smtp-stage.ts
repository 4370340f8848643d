import { afterEach } from 'vitest'
import type { SendOutcome } from '../../src/channels/contract.ts'
import { openSmtp, type SmtpClient, type SmtpMessage, type SmtpOptions } from '../../src/channels/smtp.ts'
import { startMailServer } from '../adapters/channel/smtp/fake.ts'
import type { FakeProvider } from '../conformance-channel/vendor.ts'
import { type Script, type ScriptedSmtp, startScriptedSmtp } from './scripted-smtp.ts'

/* Servers and clients of one test: both are closed after it. */

export const signal = new AbortController().signal
export const message: SmtpMessage = {
  messageId: '<msg_01@fiado.example>',
  from: { name: 'Fiado', address: 'cobranca@fiado.example' },
  replyTo: null,
  to: { name: 'Ana', address: 'ana@padaria.example' },
  subject: 'Lembrete',
  text: 'Olá!',
  html: null,
  headers: {},
}
export const numbered = (n: number): SmtpMessage => ({
  ...message,
  messageId: `<msg_${n}@fiado.example>`,
  text: `Número ${n}`,
})

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})
export function clientOf(port: number, changes: Partial<SmtpOptions> = {}): SmtpClient {
  const client = openSmtp({
    ...{ host: '127.0.0.1', port, security: 'none', user: null, password: null },
    ...{ timeoutMs: 400, connections: 2, messagesPerMinute: 600_000 },
    ...changes,
  })
  opened.push(client)
  return client
}
export async function serverOf(script: Script): Promise<ScriptedSmtp> {
  const server = await startScriptedSmtp(script)
  opened.push(server)
  return server
}
export const verdictOf = (outcome: SendOutcome): string =>
  [outcome.kind, 'why' in outcome && outcome.why, 'remedy' in outcome && outcome.remedy].filter(Boolean).join(' ')
export const judge = async (script: Script, changes: Partial<SmtpOptions> = {}) => {
  const server = await serverOf(script)
  const outcome = await clientOf(server.port, changes).send(message, signal)
  return { server, outcome, verdict: verdictOf(outcome) }
}

/** A real server with STARTTLS and a login, and what it takes to get in. */
export async function mailServerOf(
  host?: string,
): Promise<{ server: FakeProvider; access: Partial<SmtpOptions>; port: number }> {
  const server = await startMailServer(host)
  opened.push(server)
  const { port, user, password, ca } = server.settings as unknown as SmtpOptions
  return { server, port, access: { security: 'starttls', user, password, ca, timeoutMs: 2_000 } }
}
