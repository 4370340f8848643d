import { expect, test } from 'vitest'
import { type Creditor, chargesSchema } from '../../src/collection/settings.ts'
import type { TemplateFacts } from '../../src/collection/template-facts.ts'
import { createWriter } from '../../src/collection/writing.ts'
import { MONDAY, sampleCase, sampleRules } from './sample-case.ts'

const main: Creditor = {
  ...{ name: 'Serra Azul Ltda', document: '11222333000181', address: 'Rua A, 1' },
  email: 'financeiro@serraazul.example.com',
}

/** What a message says of charges where a fine of 10% was agreed. */
function writtenFor(document: string | null): Pick<TemplateFacts, 'totals' | 'chargesWords'> {
  let seen: TemplateFacts | null = null
  const write = createWriter({
    rules: sampleRules,
    settings: { charges: chargesSchema.parse({ fine: '0.10' }), creditors: { main }, publicUrl: undefined },
    render: (_name, _channel, facts) => {
      seen = facts
      return { subject: null, text: 'texto', html: null, approved: null }
    },
  })
  const { customer } = sampleCase()
  const contact = { step: { template: 'aviso', stage: 'notice' as const } }
  const subject = sampleCase({ customer: { ...customer, document } })
  write({ subject, contact, channel: 'email', key: 'k', optOutToken: 't', today: MONDAY })
  return seen as unknown as TemplateFacts
}

test.each([
  ['12ABC34501DE35', 50_00n, 'multa de 10%'],
  ['52998224725', 10_00n, 'multa de 2%'],
  // Who may be a consumer is charged as one.
  [null, 10_00n, 'multa de 2%'],
])('the fine on 500.00 of somebody with the document %s is %s', (document, fine, words) => {
  const { totals, chargesWords } = writtenFor(document)
  expect(totals.overdue.fine).toBe(fine)
  expect(chargesWords).toContain(words)
})
