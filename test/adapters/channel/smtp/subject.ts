import { smtp } from '../../../../adapters/channel/smtp/index.ts'
import type { ChannelSubject } from '../../../conformance-channel/vendor.ts'
import { startMailServer } from './fake.ts'

export const subject: ChannelSubject = {
  adapter: smtp,
  startProvider: () => startMailServer(),
  recipients: ['ana@padaria.example', 'jose.avila@oficina.example'],
  invalidRecipient: 'nobody@padaria.example',
  says: ['key', 'recipientName', 'subject', 'text', 'html', 'unsubscribeUrl'],
  saysNoRetryAfter: true,
}
