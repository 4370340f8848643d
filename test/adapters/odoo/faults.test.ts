import { afterEach, describe, expect, it } from 'vitest'
import { faultOf } from '../../../adapters/erp/odoo/faults.ts'
import { odoo } from '../../../adapters/erp/odoo/index.ts'
import type { ErpSession } from '../../../src/sync/contract.ts'
import { createTestLink, createVendorClock } from '../../conformance/link.ts'
import { type FakeOdoo, startOdoo } from './fake.ts'

const SIGNAL = new AbortController().signal
const open: FakeOdoo[] = []
afterEach(async () => {
  for (const fake of open.splice(0)) await fake.close()
})

async function connect(api: 'json2' | 'jsonrpc', more: Record<string, unknown>): Promise<ErpSession> {
  const clock = createVendorClock()
  const fake = await startOdoo(clock, api)
  open.push(fake)
  fake.seed({ customers: [{ externalId: '5', name: 'Cliente 5' }], receivables: [], orders: [] })
  return odoo.open(odoo.settings.parse({ ...fake.settings, ...more }), createTestLink(clock))
}

const reply = (status: number, json: unknown) => ({ status, headers: {}, cookies: [], json })
const rpc = (name: string, message: string) =>
  reply(200, { jsonrpc: '2.0', id: 1, error: { code: 200, message: 'Odoo Server Error', data: { name, message } } })

describe('what Odoo says', () => {
  it.each([
    ['odoo.exceptions.AccessDenied', 'auth'],
    ['odoo.exceptions.AccessError', 'auth'],
    ['odoo.exceptions.UserError', 'settings'],
    ['builtins.ValueError', 'settings'],
    ['psycopg2.errors.SerializationFailure', 'unavailable'],
    ['psycopg2.OperationalError', 'unavailable'],
  ])('%s inside a 200 asks for %s', (name, remedy) => {
    expect(faultOf(rpc(name, 'words'))).toMatchObject({ remedy })
  })

  it.each([
    [401, 'werkzeug.exceptions.Unauthorized', 'auth'],
    [403, 'odoo.exceptions.AccessError', 'auth'],
    [404, 'werkzeug.exceptions.NotFound', 'settings'],
    [422, 'odoo.exceptions.ValidationError', 'settings'],
    [500, 'builtins.ValueError', 'settings'],
    [500, 'psycopg2.errors.SerializationFailure', 'unavailable'],
  ])('%i with %s asks for %s', (status, name, remedy) => {
    expect(faultOf(reply(status, { name, message: 'words', arguments: [], context: {}, debug: '' }))).toMatchObject({
      remedy,
    })
  })

  it('leaves to the status what the body does not explain', () => {
    expect(faultOf(reply(503, { name: 'werkzeug.exceptions.ServiceUnavailable', message: '' }))).toBeNull()
    expect(faultOf(reply(502, null))).toBeNull()
    expect(faultOf(reply(200, [{ id: 1, name: 'Padaria', message: 'x' }]))).toBeNull()
  })

  it('quotes words on models and rights, but none that may name a customer', () => {
    expect(faultOf(rpc('odoo.exceptions.AccessError', "not allowed to access 'Journal Item'\nmore"))?.message).toBe(
      "Odoo answered AccessError: not allowed to access 'Journal Item'",
    )
    expect(faultOf(rpc('odoo.exceptions.UserError', 'Padaria São João deve'))?.message).toBe('Odoo answered UserError')
  })
})

describe('settings that do not fit', () => {
  it.each(['json2', 'jsonrpc'] as const)('are told by check: another database (%s)', async (api) => {
    const session = await connect(api, { database: 'other' })
    await expect(session.check(SIGNAL)).rejects.toMatchObject({ remedy: 'settings' })
  })

  it('are told by check: a login that the key does not belong to', async () => {
    const session = await connect('jsonrpc', { login: 'somebody' })
    await expect(session.check(SIGNAL)).rejects.toMatchObject({ remedy: 'auth' })
  })

  it('are told by check: a company that Odoo does not have', async () => {
    const session = await connect('json2', { companies: { 1: 'main', 44: 'filial' } })
    await expect(session.check(SIGNAL)).rejects.toMatchObject({ remedy: 'settings' })
  })

  it('are refused at start: JSON-RPC without database and login', () => {
    const parsed = odoo.settings.safeParse({ baseUrl: 'https://odoo.example', api: 'jsonrpc', apiKey: undefined })
    expect(parsed.success).toBe(false)
  })
})

describe('the write-back', () => {
  it('says that Odoo 19 has no sale_warn, and customers come without marks', async () => {
    const session = await connect('json2', { blockField: undefined })
    expect(await session.check(SIGNAL)).toMatchObject({
      version: '19.0',
      writeBack: expect.stringContaining('sale_warn'),
    })
    await expect(session.creditStatus?.read('5', SIGNAL)).rejects.toMatchObject({ remedy: 'settings' })
    for await (const page of session.pull('customers', null, SIGNAL)) {
      expect(page.records).toHaveLength(1)
      expect(page.marks).toEqual({})
    }
  })

  it('puts the reason where the clerk reads it, to Odoo 18', async () => {
    const session = await connect('jsonrpc', {})
    const port = session.creditStatus
    const free = await port?.read('5', SIGNAL)
    expect(free).toEqual({ sale_warn: 'no-message', sale_warn_msg: null })
    await port?.write('5', port.blocked(free ?? {}, 'Títulos vencidos'), SIGNAL)
    expect(await port?.read('5', SIGNAL)).toEqual({ sale_warn: 'block', sale_warn_msg: 'Títulos vencidos' })
  })
})

describe('a webhook', () => {
  const settings = {}
  const received = (body: unknown) =>
    odoo.receive?.(settings, { headers: {}, rawBody: Buffer.from(JSON.stringify(body)) })

  it.each([
    ['res.partner', 'customers'],
    ['account.move.line', 'receivables'],
    ['sale.order', 'orders'],
  ])('on %s says which of the %s to fetch', (model, stream) => {
    expect(received({ _action: 'Fiado(#12)', _id: 77, _model: model })).toEqual({
      kind: 'changed',
      deliveryId: null,
      records: [{ stream, externalId: '77' }],
    })
  })

  it('on something else is nothing, and without a model refused', () => {
    expect(received({ _action: 'x', _id: 1, _model: 'crm.lead' })).toEqual({ kind: 'nothing' })
    expect(received({ id: 1 })).toMatchObject({ kind: 'refused' })
  })
})
