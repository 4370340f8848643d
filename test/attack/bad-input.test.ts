import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Answer, type Program, startProgram } from '../harness/program.ts'
import { nested } from './hostile.ts'
import { amountLimit, creditOf, customerOf, expectNoDrift, invoiceOf, put, reserve, reserveOf } from './requests.ts'

const MEBIBYTE = 1024 * 1024
const CHECKS = '/v1/credit-checks'
const RECEIVABLES = '/v1/sources/erp/receivables'
const NDJSON = { 'content-type': 'application/x-ndjson' }

const order = (fields: object): object => ({
  ...reserveOf('good', 'bad-order', '1.00'),
  order: { id: 'bad-order', amount: '1.00', ...fields },
})
const check = (fields: object): object => ({ ...reserveOf('good', 'bad-order', '1.00'), mode: 'check', ...fields })
const raw = (text: string): Buffer => Buffer.from(text)

type Case = [string, Parameters<Program['call']>, number, string?]

/** What is sent, the status, and the field that the answer has to name. */
const CASES: Case[] = [
  ['half a document', ['POST', CHECKS, raw('{"source": "erp"')], 400],
  ['no document', ['POST', CHECKS, raw('')], 400],
  ['a list', ['POST', CHECKS, []], 400],
  ['null', ['POST', CHECKS, raw('null')], 400],
  ['bytes that are not UTF-8', ['POST', CHECKS, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])], 400],
  ['a NUL', ['POST', CHECKS, order({ salesRep: 'a\u0000' })], 400, 'order.salesRep'],
  ['half a surrogate', ['POST', CHECKS, raw(JSON.stringify(order({ salesRep: '\ud83d' })))], 400, 'order.salesRep'],
  ['a prototype key', ['POST', CHECKS, raw('{"__proto__": {"mode": "check"}}')], 400, '__proto__'],
  ['a constructor key', ['POST', CHECKS, raw('{"order": {"constructor": 1}}')], 400, 'order.constructor'],
  ['an unknown field', ['POST', CHECKS, order({ amuont: '1.00' })], 400, 'order.amuont'],
  ['an unknown query', ['GET', '/v1/customers/erp/good/credit?compnay=x'], 400, 'query.compnay'],
  ['XML', ['POST', CHECKS, raw('<order/>'), { 'content-type': 'text/xml' }], 415],
  ['a form', ['POST', CHECKS, raw('source=erp'), { 'content-type': 'application/x-www-form-urlencoded' }], 415],
  ['no type', ['POST', CHECKS, raw('{}'), { 'content-type': '' }], 415],
  ['10 MB', ['POST', CHECKS, raw(`{"source": "${'x'.repeat(10 * MEBIBYTE)}"}`)], 413],
  ['100,000 levels of lists', ['POST', CHECKS, raw(nested(100_000, '[', ']'))], 400],
  ['100,000 levels of objects', ['POST', CHECKS, raw(nested(100_000, '{"a":', '}'))], 400],
  ['100,000 levels in a field', ['POST', CHECKS, raw(`{"order":${nested(100_000, '[', ']')}}`)], 400, 'order'],
  ['an amount that is a number', ['POST', CHECKS, order({ amount: 1.0 })], 400, 'order.amount'],
  ['a huge number', ['POST', CHECKS, raw('{"order":{"amount":1e400}}')], 400, 'order.amount'],
  ...[
    'NaN',
    '1e5',
    '1,00',
    '1.000,00',
    '+1',
    '',
    ' 1.00',
    '0x1',
    '1.001',
    '12345678901234',
    '١',
    '--1',
    'Infinity',
  ].map((amount): Case => [`the amount "${amount}"`, ['POST', CHECKS, order({ amount })], 400, 'order.amount']),
  ['an amount below zero', ['POST', CHECKS, order({ amount: '-1.00' })], 422, 'order.amount'],
  ['an amount of zero', ['POST', CHECKS, order({ amount: '0.00' })], 422, 'order.amount'],
  ['a currency without rate', ['POST', CHECKS, order({ currency: 'USD' })], 400, 'order.rate'],
  ['a rate of zero', ['POST', CHECKS, order({ currency: 'USD', rate: '0' })], 400, 'order.rate'],
  [
    'an amount too large once converted',
    ['POST', CHECKS, order({ amount: '9999999999999.99', currency: 'USD', rate: '2' })],
    400,
    'order.amount',
  ],
  ['a revision that is a text', ['POST', CHECKS, order({ revision: '1' })], 400, 'order.revision'],
  ['a revision past 32 bits', ['POST', CHECKS, order({ revision: 2_147_483_648 })], 400, 'order.revision'],
  ['half a revision', ['POST', CHECKS, order({ revision: 1.5 })], 400, 'order.revision'],
  ['an empty id', ['POST', CHECKS, order({ id: '' })], 400, 'order.id'],
  ['an id of blanks', ['POST', CHECKS, order({ id: '   ' })], 400, 'order.id'],
  ['an id of 129 characters', ['POST', CHECKS, order({ id: 'x'.repeat(129) })], 400, 'order.id'],
  ['an id with a line break', ['POST', CHECKS, order({ id: 'a\nb' })], 400, 'order.id'],
  ['an unknown mode', ['POST', CHECKS, check({ mode: 'RESERVE' })], 400, 'mode'],
  ['two ways to name the customer', ['POST', CHECKS, check({ customer: { externalId: 'a', document: 'b' } })], 400],
  ['a CNPJ with wrong digits', ['POST', CHECKS, check({ customer: { document: '11.222.333/0001-82' } })], 400],
  ['a day that does not exist', ['POST', CHECKS, check({ asOf: '2026-02-30' })], 400, 'asOf'],
  ['a month that does not exist', ['POST', CHECKS, check({ asOf: '2026-13-01' })], 400, 'asOf'],
  ['a source in capitals', ['POST', CHECKS, check({ source: 'ERP' })], 400, 'source'],
  ['SQL for a source', ['POST', CHECKS, check({ source: "erp' OR '1'='1" })], 400, 'source'],
  ['a path above the root', ['GET', '/v1/../../etc/passwd'], 404],
  ['an encoded path above the root', ['GET', '/v1/customers/..%2f..%2fetc/passwd/credit'], 400, 'params.source'],
  ['an encoded NUL', ['GET', '/v1/customers/erp/a%00b/credit'], 400, 'params.externalId'],
  ['a broken encoding', ['GET', '/v1/customers/erp/%E0%A4%A/credit'], 400],
  ['bytes that are not UTF-8 in the path', ['GET', '/v1/customers/erp/%FF/credit'], 400],
  ['bytes that are not UTF-8 in the query', ['GET', '/v1/customers/erp/good/credit?company=%FF'], 400],
  ['a company given twice', ['GET', '/v1/customers/erp/good/credit?company=a&company=b'], 400, 'query.company'],
  ['a path of 20,000 characters', ['GET', `/v1/customers/erp/${'x'.repeat(20_000)}/credit`], 414],
  ['an id that nobody has', ['GET', '/v1/credit-checks/chk_%27%20OR%201=1'], 404],
  ['a method that does not fit', ['DELETE', CHECKS], 405],
  ['records that are no list', ['PUT', RECEIVABLES, { receivables: { 0: 1 } }], 400, 'receivables'],
  ['1,001 records', ['PUT', RECEIVABLES, { receivables: Array(1_001).fill({}) }], 400, 'receivables'],
  ['another kind of records', ['PUT', RECEIVABLES, { customers: [] }], 400, 'customers'],
]

/** A record that cannot be taken, and the field to be named. */
const BAD_RECORDS: [object | string | number | null, string][] = [
  [null, ''],
  [7, ''],
  ['text', ''],
  [[], ''],
  [{}, 'externalId'],
  [invoiceOf('bad-1', 'good', '1.00', { dueOn: '2026-02-30' }), 'dueOn'],
  [invoiceOf('bad-2', 'good', '1.00', { dueOn: '2026-2-3' }), 'dueOn'],
  [invoiceOf('bad-3', 'good', '1.00', { issuedOn: '0000-01-01' }), 'issuedOn'],
  [invoiceOf('bad-4', 'good', '-1.00'), 'amount'],
  [invoiceOf('bad-5', 'good', 'NaN'), 'amount'],
  [invoiceOf('bad-6', 'good', '1.00', { openAmount: 1 }), 'openAmount'],
  [invoiceOf('bad-7', 'good', '1.00', { kind: 'Invoice' }), 'kind'],
  [invoiceOf('bad-8', 'good', '1.00', { status: '' }), 'status'],
  [invoiceOf('bad-9', 'good', '1.00', { extra: 1 }), 'extra'],
  [invoiceOf('bad-10', 'good', '1.00', { orderId: 'x'.repeat(129) }), 'orderId'],
  [invoiceOf('bad-11', 'good', '1.00', { updatedAt: '2026-11-21' }), 'updatedAt'],
  [invoiceOf('bad-12', 'good', '1.00', { number: 'a\u0007' }), 'number'],
  [invoiceOf('bad-13', 'nobody', '1.00'), 'customer.externalId'],
  [invoiceOf('bad-15', 'good', '9999999999999.99', { currency: 'USD', rate: '2' }), 'amount'],
  [
    invoiceOf('bad-16', 'good', '1.00', Object.fromEntries(Array.from({ length: 5_000 }, (_, key) => [`k${key}`, 0]))),
    'k0',
  ],
  [invoiceOf('bad-17', 'good', '1.00', { ['x'.repeat(30_000)]: 1 }), 'x'.repeat(120)],
  [invoiceOf('bad-18', 'good', '1.00', { deep: JSON.parse(nested(3_000, '[', ']')) }), 'deep'],
]

describe.each(dialects)('bad input on %s', (dialect) => {
  let program: Program
  let drop: () => Promise<void>
  let totalOfGood = '0.00'
  beforeAll(async () => {
    const database = await createDatabaseUrl(dialect)
    drop = database.drop
    program = await startProgram({ url: database.url })
    await put(program, 'customers', [customerOf('good', { limit: amountLimit('100.00') })])
  })
  afterAll(async () => {
    await expectNoDrift(program)
    await program.stop()
    await drop()
  })

  it.each(CASES)('refuses %s', async (_name, request, status, field) => {
    const answer = await program.call(...request)
    expectProblem(answer, status)
    if (field !== undefined) expect(answer.body.errors).toContainEqual({ path: field, message: expect.any(String) })
    expect((await creditOf(program, 'good')).exposure.total).toBe(totalOfGood)
  })

  it('takes the good records among bad ones and names the field of each bad one', async () => {
    const records = [...BAD_RECORDS.map(([record]) => record), invoiceOf('good-title', 'good', '2.00')]
    const { status, body } = await program.call('PUT', RECEIVABLES, { receivables: records })
    totalOfGood = '2.00'
    expect({ status, accepted: body.accepted, ignored: body.ignored }).toEqual({ status: 200, accepted: 1, ignored: 0 })
    for (const [index, [, field]] of BAD_RECORDS.entries()) {
      const told = body.rejected.find((rejected: { index: number }) => rejected.index === index)
      expect({ index, paths: told?.errors.map(({ path }: { path: string }) => path) }).toEqual({
        index,
        paths: expect.arrayContaining([field]),
      })
    }
    expect((await creditOf(program, 'good')).exposure.total).toBe('2.00')
    const kept = await program.call('GET', '/v1/sources/erp/quarantine')
    expect(kept.status).toBe(200)
    expect(kept.body.records.length).toBeGreaterThanOrEqual(BAD_RECORDS.length)
  })

  it('takes the good lines of a stream among broken ones', async () => {
    const good = JSON.stringify(invoiceOf('good-title', 'good', '2.00'))
    const lines = [
      '{"externalId": "half',
      nested(30_000, '[', ']'),
      `{"externalId":"deep-line","deep":${nested(20_000, '[', ']')}}`,
      JSON.stringify(invoiceOf('nul-line', 'good', '1.00', { number: 'a\u0000b' })),
      '{"externalId":"half-surrogate","number":"\\ud800"}',
      '{"__proto__":{"externalId":"x"},"externalId":"proto-line"}',
      'x'.repeat(70_000),
      '',
      good,
    ]
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from(lines.join('\r\n'))])
    const { status, body } = await program.call('PUT', RECEIVABLES, bytes, NDJSON)
    expect({ status, accepted: body.accepted, rejected: body.rejected.length }).toEqual({
      status: 200,
      accepted: 1,
      rejected: 8,
    })
    expect((await program.call('GET', '/v1/sources/erp/quarantine')).status).toBe(200)
  })

  it('decides between records of the same id in one call', async () => {
    const title = (amount: string, fields: object = {}) => invoiceOf('twice', 'good', amount, fields)
    const send = async (...receivables: object[]) => (await program.call('PUT', RECEIVABLES, { receivables })).body
    expect(await send(title('1.00'), title('1.00'))).toEqual({ accepted: 1, ignored: 1, rejected: [] })
    const old = title('5.00', { updatedAt: '2026-11-20T10:00:00-03:00' })
    const recent = title('0.00', { updatedAt: '2026-11-21T10:00:00-03:00' })
    expect(await send(recent, old)).toEqual({ accepted: 1, ignored: 1, rejected: [] })
    expect((await creditOf(program, 'good')).exposure.open).toBe('2.00')
    const { rejected } = await send(title('3.00'), title('4.00'))
    expect(rejected).toEqual([
      { index: 1, externalId: 'twice', errors: [{ path: 'externalId', message: expect.any(String) }] },
    ])
    await send(title('0.00'))
  })

  it('keeps ids of the greatest length', async () => {
    const source = 's'.repeat(64)
    const externalId = '💥'.repeat(64)
    const sent = await program.call('PUT', `/v1/sources/${source}/customers`, { customers: [customerOf(externalId)] })
    expect({ status: sent.status, body: sent.body }).toMatchObject({ status: 200, body: { accepted: 1 } })
    const { status, body } = await program.call(
      'GET',
      `/v1/customers/${source}/${encodeURIComponent(externalId)}/credit`,
    )
    expect(status).toBe(200)
    expect(body.account.key).toBe(`customer:${source}/${externalId}`)
  })

  it('refuses what no sum could hold, for a customer without limit', async () => {
    await put(program, 'customers', [customerOf('boundless', { limit: { mode: 'unlimited' } })])
    // 4,100 of the largest orders would not fit a 64-bit column: the room that is left is made small first.
    await program.db.run(
      "UPDATE positions SET held_cents = 3999999999999999999 WHERE customer_id = (SELECT id FROM customers WHERE external_id = 'boundless')",
    )
    expectProblem(await reserve(program, reserveOf('boundless', 'largest', '9999999999999.99')), 409)
    await program.db.run(
      "UPDATE positions SET held_cents = 0 WHERE customer_id = (SELECT id FROM customers WHERE external_id = 'boundless')",
    )
  })
})

function expectProblem({ status, headers, body }: Answer, expected: number): void {
  expect({ status, type: headers['content-type'], body }).toMatchObject({
    status: expected,
    type: expect.stringMatching(/^application\/problem\+json/),
    body: {
      status: expected,
      type: expect.any(String),
      title: expect.any(String),
      detail: expect.stringMatching(/\S/),
    },
  })
}
