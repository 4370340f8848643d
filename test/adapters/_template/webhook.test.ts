import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { acme } from '../../../adapters/erp/_template/index.ts'
import type { WebhookOutcome } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'

const SECRET = 'acme-hook-9d0e7a'
const settings = acme.settings.parse({
  baseUrl: 'https://acme.example',
  apiKey: new Secret('acme-key-4f1b2c'),
  webhookSecret: new Secret(SECRET),
})

function receive(event: object, signedWith = SECRET): WebhookOutcome | undefined {
  const rawBody = Buffer.from(JSON.stringify(event))
  const signature = createHmac('sha256', signedWith).update(rawBody).digest('hex')
  return acme.receive?.(settings, { headers: { 'x-acme-signature': signature }, rawBody })
}

it('a signed event says which record to ask for again', () => {
  expect(receive({ event_id: 'e1', entity: 'receivable', entity_id: 'R-1' })).toEqual({
    kind: 'changed',
    deliveryId: 'e1',
    records: [{ stream: 'receivables', externalId: 'R-1' }],
  })
})

it('an event of something else is left alone', () => {
  expect(receive({ event_id: 'e2', entity: 'product', entity_id: 'P-1' })).toEqual({ kind: 'nothing' })
})

it('another signature is refused', () => {
  expect(receive({ event_id: 'e1', entity: 'order', entity_id: 'O-1' }, 'guessed')?.kind).toBe('refused')
})
