import { defineChannel, type OutgoingMessage, type SendOutcome } from '../../../src/channels/contract.ts'
import type { SmtpMessage } from '../../../src/channels/smtp.ts'
import { addressSchema, type SmtpSettings, settingsSchema } from './settings.ts'

export const smtp = defineChannel({
  id: 'smtp',
  title: 'E-mail by SMTP (RFC 5321)',
  capabilities: { kinds: ['email'], honoursKey: false, receipts: null, approvedTextsOnly: false },
  settings: settingsSchema,
  kindOf: () => 'email',
  open: (settings, link) => {
    const { host, port, security, user = null, password = null } = settings
    const { timeoutMs, connections, messagesPerMinute, ca } = settings
    const client = link.smtp({
      ...{ host, port, security, user, password, timeoutMs, connections, messagesPerMinute, ca },
    })
    return {
      check: async (signal) => {
        await client.check(signal)
        return { server: `${host}:${port}`, security, from: settings.from.address }
      },
      send: async (message, signal) =>
        addressSchema.safeParse(message.recipient).success
          ? client.send(mailOf(message, settings), signal)
          : NO_ADDRESS,
      close: client.close,
    }
  },
})

const NO_ADDRESS: SendOutcome = { kind: 'refused', why: 'invalid_recipient', message: 'this is no e-mail address' }

const mailOf = (message: OutgoingMessage, { from, replyTo }: SmtpSettings): SmtpMessage => ({
  // The key makes it the same whenever the message is tried again: who got it twice sees it once.
  messageId: `<${message.key}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
  from,
  replyTo: replyTo ?? null,
  to: { name: message.recipientName, address: message.recipient },
  subject: message.subject ?? '',
  text: message.text,
  html: message.html,
  headers: { 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(message.unsubscribeUrl) },
})

/** RFC 2369 and RFC 8058: one click is only for https. */
function unsubscribeHeaders(url: string | null): Record<string, string> {
  if (url === null) return {}
  const { href, protocol } = new URL(url)
  const oneClick = { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
  return { 'List-Unsubscribe': `<${href}>`, ...(protocol === 'https:' ? oneClick : {}) }
}
