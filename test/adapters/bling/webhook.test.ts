import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { bling } from '../../../adapters/erp/bling/index.ts'
import type { WebhookOutcome } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'

const SECRET = 'bling-client-secret'
const COMPANY = 'd4475854366a36c86a37e792f9634a51'
const refreshToken = new Secret('bling-refresh-token')
const plain = { clientId: 'id', clientSecret: new Secret(SECRET), refreshToken }

const event = (name: string, data: object) =>
  JSON.stringify({
    eventId: '01945027-150e-72b4-e7cf-4943a042cd9c',
    date: '2026-11-21T12:18:46Z',
    version: 'v1',
    event: name,
    companyId: COMPANY,
    data,
  })
const signatureOf = (text: string): string => `sha256=${createHmac('sha256', SECRET).update(text).digest('hex')}`

function receive(text: string, signature: string | undefined = signatureOf(text), changes = {}): WebhookOutcome {
  const delivery = { headers: { 'x-bling-signature-256': signature }, rawBody: Buffer.from(text) }
  return bling.receive?.(bling.settings.parse({ ...plain, ...changes }), delivery) ?? expect.fail('receive is missing')
}

const created = event('order.created', {
  id: 26944364806,
  data: '2026-11-21',
  numero: 123,
  total: 123.45,
  contato: { id: 16667893174 },
  situacao: { id: 6, valor: 0 },
})

describe('a webhook of Bling', () => {
  it.each(['order.created', 'order.updated', 'order.deleted'])('%s says which order to read again', (name) => {
    expect(receive(event(name, { id: 26944364806 }))).toEqual({
      kind: 'changed',
      deliveryId: '01945027-150e-72b4-e7cf-4943a042cd9c',
      records: [{ stream: 'orders', externalId: '26944364806' }],
    })
  })

  it.each(['product.updated', 'stock.created', 'invoice.created', 'orders.created'])('%s means nothing', (name) => {
    expect(receive(event(name, { id: 1 })).kind).toBe('nothing')
  })

  it('in another form, though signed, means nothing', () => {
    for (const text of ['{}', '[]', 'x', '', event('order.created', {}), event('order.created', { id: 'a/b' })])
      expect(receive(text).kind, text).toBe('nothing')
  })

  it('is refused when a byte of it, or of its signature, is another', () => {
    expect(receive(created.replace('123.45', '923.45'), signatureOf(created)).kind).toBe('refused')
    expect(
      receive(
        created,
        signatureOf(created).replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ).kind,
    ).toBe('refused')
    expect(receive(created, signatureOf(created).slice('sha256='.length)).kind, 'without the prefix').toBe('refused')
    const other = createHmac('sha256', 'another').update(created).digest('hex')
    expect(receive(created, `sha256=${other}`).kind).toBe('refused')
  })

  it('of another company that uses the same app is refused, where the settings name ours', () => {
    expect(receive(created, signatureOf(created), { companyId: COMPANY }).kind).toBe('changed')
    expect(receive(created, signatureOf(created), { companyId: 'another' }).kind).toBe('refused')
  })
})
