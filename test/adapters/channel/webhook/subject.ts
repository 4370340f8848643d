import { webhook } from '../../../../adapters/channel/webhook/index.ts'
import type { ChannelSubject } from '../../../conformance-channel/vendor.ts'
import { startReceiver } from './fake.ts'

export const subject: ChannelSubject = {
  adapter: webhook,
  startProvider: startReceiver,
  recipients: ['omie-matriz/1042', 'sap/CLI/00 7;ç'],
  invalidRecipient: 'sap/gone',
  says: ['key', 'recipientName', 'subject', 'text', 'html', 'unsubscribeUrl', 'facts'],
  wrongSecret: `whsec_${Buffer.from('another key of the right length').toString('base64')}`,
}
