import { expect } from 'vitest'
import type { ReceiptDelivery, ReceiptOutcome } from '../../../src/channels/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import type { ChannelCheck, ChannelStage } from '../stage.ts'
import type { ChannelSubject } from '../vendor.ts'

const givesReceipts = ({ adapter }: ChannelSubject): boolean => adapter.capabilities.receipts !== null

const BODIES = [
  '',
  'x',
  'null',
  '[]',
  '{}',
  '{"a":"b"',
  'a=b&c=d',
  '\u0000ÿ',
  '[{"id":null}]',
  '"text"',
  '17',
  '{"entry":[{"changes":[null]}]}',
  '{"messageStatus":7,"MessageSid":[]}',
]

const SECRET = new Secret('receipts-s3cret-0123')

/** What providers tell later, and what strangers pretend. */
export const receiptChecks: readonly ChannelCheck[] = [
  {
    title: 'receipts tell what became of which message',
    concerns: givesReceipts,
    run: async (stage) => {
      for (const kind of stage.subject.receipts ?? []) {
        const message = stage.message()
        const { outcome, delivery } = await sendAndReceive(stage, message, kind)
        const received = receiveAs(stage, delivery)
        if (received.kind !== 'receipts') return expect.fail(`${kind} is ${JSON.stringify(received)}`)
        const [receipt, ...rest] = received.receipts
        expect(rest, `receipts besides that of ${kind}`).toEqual([])
        expect(receipt?.kind).toBe(kind)
        const isOurs = receipt?.key === message.key
        const isTheirs = receipt?.providerId !== null && receipt?.providerId === outcome.providerId
        expect(isOurs || isTheirs, `whether ${JSON.stringify(receipt)} names the message`).toBe(true)
      }
    },
  },
  {
    title: 'a receipt that is not verified is refused',
    concerns: givesReceipts,
    run: async (stage) => {
      const [kind = 'delivered'] = stage.subject.receipts ?? []
      const { delivery } = await sendAndReceive(stage, stage.message(), kind)
      const isSigned = stage.subject.adapter.capabilities.receipts?.verified === 'hmac'
      // Where the secret stands in the address the core has verified it; junk then means nothing, at most.
      const allowed = isSigned ? ['refused'] : ['refused', 'receipts of nothing']
      for (const body of BODIES)
        for (const headers of [{}, delivery.headers])
          expect(allowed, `what became of ${JSON.stringify(body)}`).toContain(
            kindOf(stage, { ...delivery, headers, rawBody: Buffer.from(body) }),
          )
      if (!isSigned) return
      const { rawBody, headers } = delivery
      const changed = Buffer.from(rawBody)
      changed.writeUInt8(changed.readUInt8(changed.length - 2) ^ 1, changed.length - 2)
      expect(kindOf(stage, { ...delivery, rawBody: changed }), 'a body that was changed').toBe('refused')
      expect(kindOf(stage, { ...delivery, headers: {} }), 'without a signature').toBe('refused')
      for (const signature of ['', 'x', 'ÿ'.repeat(64)]) {
        const forged = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, /signature/.test(name) ? signature : value]),
        )
        expect(kindOf(stage, { ...delivery, headers: forged }), `signed ${signature}`).toBe('refused')
      }
    },
  },
]

async function sendAndReceive(
  stage: ChannelStage,
  message: ReturnType<ChannelStage['message']>,
  kind: NonNullable<ChannelSubject['receipts']>[number],
): Promise<{ outcome: { providerId: string | null }; delivery: ReceiptDelivery }> {
  const outcome = await stage.send(message)
  if (outcome.kind !== 'accepted') return expect.fail(`the message was not taken: ${JSON.stringify(outcome)}`)
  const arrived = stage.provider.arrived.at(-1)
  const delivery = arrived && stage.provider.receiptOf?.(arrived, kind)
  return delivery ? { outcome, delivery } : expect.fail('the fake gives no receipts')
}

function receiveAs({ subject, provider }: ChannelStage, delivery: ReceiptDelivery): ReceiptOutcome {
  const { adapter } = subject
  const outcome = adapter.receive?.(adapter.settings.parse(provider.settings), delivery, SECRET)
  return outcome ?? expect.fail('the adapter receives nothing')
}

function kindOf(stage: ChannelStage, delivery: ReceiptDelivery): string {
  try {
    const outcome = receiveAs(stage, delivery)
    return outcome.kind === 'receipts' && outcome.receipts.length === 0 ? 'receipts of nothing' : outcome.kind
  } catch (error) {
    return `thrown: ${error}`
  }
}
