import { describe, expect, it } from 'vitest'
import { dolibarr } from '../../../adapters/erp/dolibarr/index.ts'
import type { WebhookOutcome } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import type { Row } from './filters.ts'
import { sharedWebhooks } from './shared-set.ts'

function received(text: string, settings: object = {}): WebhookOutcome {
  const parsed = dolibarr.settings.parse({ baseUrl: 'http://erp.example', apiKey: new Secret('key'), ...settings })
  return dolibarr.receive?.(parsed, { headers: {}, rawBody: Buffer.from(text) }) ?? expect.fail('receive is missing')
}

const posted = (triggercode: string, object: Row, settings?: object): WebhookOutcome =>
  received(JSON.stringify({ triggercode, object }), settings)

/** The ids to fetch again, with their streams. */
function told(outcome: WebhookOutcome): string[] {
  if (outcome.kind !== 'changed') return [outcome.kind]
  expect(outcome.records.every(({ afterMs = 0 }) => afterMs >= 1_000)).toBe(true)
  return outcome.records.map(({ stream, externalId }) => `${stream} ${externalId}`)
}

/** What an order looks like to a trigger while it is validated: not yet numbered, and still a draft. */
const order: Row = {
  id: '31',
  entity: '1',
  ref: '(PROV31)',
  statut: '0',
  socid: '5',
  total_ttc: '1250.50000000',
  date_modification: 1795089902,
  lines: [{ id: '44', total_ttc: '1250.50000000' }],
}

describe('an order that is validated', () => {
  it('asks whether it may', () => {
    expect(posted('ORDER_VALIDATE', order)).toEqual({
      kind: 'order',
      customerExternalId: '5',
      order: { id: '31', revision: 295_089_902, amount: '1250.50' },
    })
  })

  it('asks with a higher revision after it was changed, and with the same one when nothing changed', () => {
    const revisionOf = (changes: Row): number => {
      const outcome = posted('ORDER_VALIDATE', { ...order, ...changes })
      return outcome.kind === 'order' ? outcome.order.revision : expect.fail(outcome.kind)
    }
    expect(revisionOf({})).toBe(revisionOf({ ref: 'SO2611-0031' }))
    expect(revisionOf({ date_modification: 1795089903 })).toBeGreaterThan(revisionOf({}))
    expect(revisionOf({ date_modification: undefined })).toBe(1)
    expect(revisionOf({ date_modification: '' })).toBe(1)
    expect(revisionOf({ date_modification: 2_147_483_647 + 1_000 })).toBeLessThan(2_147_483_647)
  })

  it('takes ids and amounts that are numbers, as where the order was made in the same request', () => {
    expect(posted('ORDER_VALIDATE', { ...order, id: 31, socid: 5, total_ttc: 1250.5 })).toMatchObject({
      customerExternalId: '5',
      order: { id: '31', amount: '1250.50' },
    })
  })

  it.each(['0.00000000', '-10.00000000'])('of %s asks for no credit', (total_ttc) => {
    expect(posted('ORDER_VALIDATE', { ...order, total_ttc })).toEqual({ kind: 'nothing' })
  })

  it.each([{ socid: null }, { total_ttc: null }, { total_ttc: 'abc' }, { id: '' }, { id: '../1' }])(
    'is refused where it cannot be read: %j',
    (changes) => {
      expect(posted('ORDER_VALIDATE', { ...order, ...changes }).kind).toBe('refused')
    },
  )

  it('of another environment is none of ours', () => {
    expect(posted('ORDER_VALIDATE', { ...order, entity: '2' }, { entity: 1 })).toEqual({ kind: 'nothing' })
    expect(posted('ORDER_VALIDATE', { ...order, entity: 1 }, { entity: 1 }).kind).toBe('order')
    expect(posted('ORDER_VALIDATE', { ...order, entity: '2' }).kind).toBe('order')
  })
})

describe('a change in Dolibarr', () => {
  it.each<[string, Row, string[]]>([
    ['BILL_PAYED', { id: '99' }, ['receivables 99']],
    ['BILL_VALIDATE', { id: 105, ref: '(PROV105)', statut: '0' }, ['receivables 105']],
    ['BILL_DELETE', { id: '131' }, ['receivables 131']],
    ['COMPANY_CREATE', { id: 28, socid: 28 }, ['customers 28']],
    ['COMPANY_MODIFY', { id: '1' }, ['customers 1']],
    ['COMPANY_DELETE', { id: '20' }, ['customers 20']],
    ['ORDER_CLOSE', { id: '2', socid: '1' }, ['orders 2']],
    ['ORDER_CANCEL', { id: '2' }, ['orders 2']],
    ['ORDER_CLASSIFY_BILLED', { id: '2' }, ['orders 2']],
    [
      'PAYMENT_CUSTOMER_CREATE',
      { id: 59, amounts: { '100': '100', '101': '7' } },
      ['receivables 100', 'receivables 101'],
    ],
    ['PAYMENT_CUSTOMER_DELETE', { id: '57', amounts: [] }, ['nothing']],
    [
      'DISCOUNT_CREATE',
      { id: 4, fk_soc: 15, fk_facture: null, fk_facture_source: 114 },
      ['receivables discount-15-4', 'receivables 114'],
    ],
    [
      'DISCOUNT_MODIFY',
      { id: '2', fk_soc: '10', fk_facture: 111, fk_facture_line: 0, fk_facture_source: '112' },
      ['receivables discount-10-2', 'receivables 111', 'receivables 112'],
    ],
  ])('%s says what to fetch again: %j', (triggercode, object, expected) => {
    expect(told(posted(triggercode, object))).toEqual(expected)
  })

  it.each([
    'BILL_SUPPLIER_PAYED',
    'ORDER_SUPPLIER_VALIDATE',
    'BILL_SENTBYMAIL',
    'PRODUCT_MODIFY',
    'LINEBILL_INSERT',
    'constructor',
  ])('%s does not concern credit', (triggercode) => {
    expect(posted(triggercode, { id: '1', socid: '1' })).toEqual({ kind: 'nothing' })
  })

  it('without an id is nothing to go by', () => {
    expect(posted('BILL_PAYED', { id: null })).toEqual({ kind: 'nothing' })
    expect(posted('COMPANY_MODIFY', {})).toEqual({ kind: 'nothing' })
  })

  it.each([
    '',
    '[]',
    '{"triggercode":"BILL_PAYED"}',
    '{"object":{}}',
    '{"triggercode":1,"object":{}}',
    '{"triggercode":',
  ])('is refused where it is none: %s', (text) => {
    expect(received(text).kind).toBe('refused')
  })
})

/** What the real instance sent; where the recordings are absent, two bodies in the same form. */
const bodies =
  sharedWebhooks().size > 0
    ? sharedWebhooks()
    : new Map([
        ['ORDER_CLOSE', JSON.stringify({ triggercode: 'ORDER_CLOSE', object: { ...order, id: '2' } })],
        ['BILL_PAYED', JSON.stringify({ triggercode: 'BILL_PAYED', object: { id: '99' } })],
      ])

describe('bodies as the instance sent them', () => {
  it.each([...bodies])('%s', (triggercode, text) => {
    const { id, amounts = {}, fk_soc, fk_facture, fk_facture_source } = JSON.parse(text).object
    const byPrefix: Record<string, string[]> = {
      BILL: [`receivables ${id}`],
      COMPANY: [`customers ${id}`],
      ORDER: [`orders ${id}`],
      DISCOUNT: [
        `receivables discount-${fk_soc}-${id}`,
        `receivables ${fk_facture}`,
        `receivables ${fk_facture_source}`,
      ],
      PAYMENT:
        triggercode === 'PAYMENT_CUSTOMER_CREATE'
          ? Object.keys(amounts).map((paid) => `receivables ${paid}`)
          : ['nothing'],
    }
    expect(told(received(text))).toEqual(byPrefix[triggercode.split('_')[0] ?? ''])
  })

  it('make an order of the dump of one', () => {
    const body = JSON.parse(bodies.get('ORDER_CLOSE') ?? '')
    const { id, socid, total_ttc } = body.object
    expect(received(JSON.stringify({ ...body, triggercode: 'ORDER_VALIDATE' }))).toMatchObject({
      kind: 'order',
      customerExternalId: socid,
      order: { id, amount: Number(total_ttc).toFixed(2) },
    })
  })
})
