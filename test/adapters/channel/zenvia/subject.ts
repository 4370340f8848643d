import { zenvia } from '../../../../adapters/channel/zenvia/index.ts'
import type { ChannelSubject } from '../../../conformance-channel/vendor.ts'
import { SMS_CHARS_MAX, startZenvia, TEMPLATE_CHARS_MAX, TEMPLATE_FIELDS, UNKNOWN_NUMBER } from './fake.ts'

const numbers = {
  recipients: ['+5511987654321', '+5562998765432'],
  invalidRecipient: UNKNOWN_NUMBER,
  receipts: ['delivered', 'read', 'failed', 'invalid_recipient', 'unwanted'],
} as const

export const smsSubject: ChannelSubject = {
  ...numbers,
  adapter: zenvia,
  startProvider: (clock) => startZenvia(clock, 'sms'),
  says: ['key', 'text'],
  textCharsMax: SMS_CHARS_MAX,
}

/** As it is by its settings: of the two kinds, WhatsApp alone takes nothing but approved texts. */
export const whatsappSubject: ChannelSubject = {
  ...numbers,
  adapter: { ...zenvia, capabilities: { ...zenvia.capabilities, approvedTextsOnly: true } },
  startProvider: (clock) => startZenvia(clock, 'whatsapp'),
  says: ['key', 'parameters'],
  // The other two places are filled as well.
  textCharsMax: TEMPLATE_CHARS_MAX - 2,
  approved: { name: 'fiado_lembrete', language: 'pt_BR', places: TEMPLATE_FIELDS.length },
}
