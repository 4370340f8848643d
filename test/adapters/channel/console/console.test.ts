import { expect, it } from 'vitest'
import { consoleChannel } from '../../../../adapters/channel/console/index.ts'
import { channelKinds, type OutgoingMessage } from '../../../../src/channels/contract.ts'
import { createVendorClock } from '../../../conformance/link.ts'
import { createChannelLink } from '../../../conformance-channel/link.ts'

const signal = new AbortController().signal

it.each(channelKinds)('shows a message for %s in one line, whatever is in it', async (kind) => {
  const link = createChannelLink(createVendorClock())
  const settings = consoleChannel.settings.parse({ kind })
  const session = consoleChannel.open(settings, link)
  const message = {
    key: 'msg_1',
    recipient: '+5511987654321',
    recipientName: 'Ana\u2028\u001b[31m',
    subject: null,
    text: 'uma\r\nduas\u0085três\u009b2J',
  } as OutgoingMessage
  expect(await session.send(message, signal)).toEqual({ kind: 'accepted', providerId: null })
  expect(link.shown).toEqual([
    `${kind} msg_1 {"to":"+5511987654321","name":"Ana\\u2028\\u001b[31m","subject":null,"text":"uma\\r\\nduas\\u0085três\\u009b2J"}`,
  ])
  expect(consoleChannel.kindOf(settings)).toBe(kind)
  expect(await session.check(signal)).toEqual({ shows: `${kind} messages in the log` })
})
