import { consoleChannel } from '../../../../adapters/channel/console/index.ts'
import type { ArrivedMessage, ChannelSubject, FakeProvider } from '../../../conformance-channel/vendor.ts'

/** Whoever reads the log is the provider. */
const startReader = async (shown: readonly string[]): Promise<FakeProvider> => ({
  settings: { kind: 'email' },
  secrets: [],
  get arrived() {
    return shown.map(readLine)
  },
  get calls() {
    return shown.length
  },
  misbehave: () => undefined,
  close: async () => undefined,
})

function readLine(line: string): ArrivedMessage {
  const [, key = null, content = '{}'] = /^email (\S+) (\{.*\})$/.exec(line) ?? []
  const { to: recipient, name: recipientName, subject: said, text } = JSON.parse(content)
  return { providerId: null, key, recipient, recipientName, subject: said.replace(/[\r\n]+/g, ' '), text }
}

export const subject: ChannelSubject = {
  adapter: consoleChannel,
  startProvider: (_clock, shown) => startReader(shown),
  recipients: ['ana@padaria.example', '+5511987654321'],
  invalidRecipient: '',
  says: ['key', 'recipientName', 'subject', 'text'],
  isLocal: true,
}
