import { twilio } from '../../../../adapters/channel/twilio/index.ts'
import type { ChannelSubject } from '../../../conformance-channel/vendor.ts'
import { BODY_CHARS_MAX, LANDLINE, startTwilio } from './fake.ts'

export const subject: ChannelSubject = {
  adapter: twilio,
  startProvider: startTwilio,
  recipients: ['+5511987654321', '+5562998765432'],
  invalidRecipient: LANDLINE,
  says: ['key', 'text'],
  textCharsMax: BODY_CHARS_MAX,
  receipts: ['delivered', 'failed', 'invalid_recipient', 'unwanted'],
}
