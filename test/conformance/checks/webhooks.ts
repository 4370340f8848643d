import { expect } from 'vitest'
import type { WebhookOutcome } from '../../../src/sync/contract.ts'
import type { Check } from '../check.ts'
import type { Subject } from '../vendor.ts'

const receives = ({ adapter }: Subject): boolean => adapter.capabilities.webhooks !== null

const BODIES = [
  '',
  'x',
  'null',
  '[]',
  '{}',
  '{"event":1,"id":[]}',
  '{"a":"b"',
  'a=b&c=d',
  '\u0000ÿ',
  '[{"id":null}]',
  '"text"',
  '17',
]

/** What strangers may send. What the vendor's own deliveries mean is tested beside each adapter. */
export const webhookChecks: readonly Check[] = [
  {
    title: 'a webhook that is not verified is refused',
    concerns: receives,
    run: async (stage) => {
      const { adapter } = stage.subject
      const settings = adapter.settings.parse(stage.vendor.settings)
      for (const body of BODIES) {
        const kind = kindOf(() => adapter.receive?.(settings, { headers: {}, rawBody: Buffer.from(body) }))
        // Where the secret stands in the address the core has verified it; junk then means nothing, at most.
        const allowed = adapter.capabilities.webhooks?.verified === 'hmac' ? ['refused'] : ['refused', 'nothing']
        expect(allowed, `what became of ${JSON.stringify(body)}`).toContain(kind)
      }
    },
  },
]

function kindOf(receive: () => WebhookOutcome | undefined): string | undefined {
  try {
    return receive()?.kind
  } catch (error) {
    return `thrown: ${error}`
  }
}
