import { whatsappCloud } from '../../../../adapters/channel/whatsapp-cloud/index.ts'
import type { ChannelSubject } from '../../../conformance-channel/vendor.ts'
import { startWhatsapp, TEMPLATE, UNREACHABLE } from './fake.ts'

export const subject: ChannelSubject = {
  adapter: whatsappCloud,
  startProvider: startWhatsapp,
  recipients: ['+5511987654321', '+5562998765432'],
  invalidRecipient: UNREACHABLE,
  says: ['key', 'parameters'],
  // What the other two places are filled with, and the text of the template, count as well.
  textCharsMax: 1_024 - TEMPLATE.chars - 2,
  approved: { name: TEMPLATE.name, language: TEMPLATE.language, places: TEMPLATE.places },
  receipts: ['delivered', 'read', 'failed', 'invalid_recipient', 'unwanted'],
  saysNoRetryAfter: true,
}
