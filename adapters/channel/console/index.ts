import { z } from 'zod'
import { channelKinds, defineChannel } from '../../../src/channels/contract.ts'

/** Shows messages in the log instead of sending them: for demonstrations and rehearsals. */
export const consoleChannel = defineChannel({
  id: 'console',
  title: 'The log of this program, for demonstrations',
  capabilities: { kinds: channelKinds, honoursKey: true, receipts: null, approvedTextsOnly: false },
  settings: z.strictObject({ kind: z.enum(channelKinds, `must be one of ${channelKinds.join(', ')}`) }),
  kindOf: ({ kind }) => kind,
  open: ({ kind }, link) => ({
    check: async () => ({ shows: `${kind} messages in the log` }),
    send: async ({ key, recipient, recipientName, subject, text }) => {
      link.show(`${kind} ${key} ${oneLine({ to: recipient, name: recipientName, subject, text })}`)
      return { kind: 'accepted', providerId: null }
    },
  }),
})

/** JSON leaves out no line end but these. */
const oneLine = (content: object): string =>
  JSON.stringify(content).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
