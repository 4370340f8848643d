import { describe, expect, it } from 'vitest'
import { down, up } from '../../migrations/20261122_03_create_orders.ts'
import { listContactPoints, markAddress, readMarks } from '../../src/collection/address-store.ts'
import {
  type AddressMark,
  type ContactFacts,
  contactsOf,
  parseAddress,
  reachOf,
} from '../../src/collection/contact-point.ts'
import { dialects } from '../harness/databases.ts'
import { BOUND_KEY } from '../web/toy-app.ts'
import { deskOn, SOURCE, storyOf } from './care-desk.ts'

const facts = (changes: Partial<ContactFacts>): ContactFacts => ({
  ...{ source: 'erp', externalId: '1042', email: null, phone: null, whatsapp: null, added: [] },
  ...changes,
})
const unmarked = () => null
const reach = (changes: Partial<ContactFacts>) => reachOf(contactsOf(facts(changes)), unmarked).addresses
const addressesOn = (channel: 'email' | 'whatsapp' | 'sms', changes: Partial<ContactFacts>) =>
  reach(changes)[channel]?.map(({ address }) => address)

describe('an address', () => {
  it.each([
    ['email', ' Financeiro@BoaVista.example.com ', 'financeiro@boavista.example.com'],
    ['whatsapp', '(11) 98765-4321', '+5511987654321'],
    ['whatsapp', '11 3333-4444', '+551133334444'],
    ['sms', '+55 11 98765-4321', '+5511987654321'],
    ['webhook', '1042', '1042'],
  ] as const)('for %s written as %j is %s', (channel, text, address) => {
    expect(parseAddress(channel, text)).toEqual({ address })
  })

  it.each([
    ['email', 'não tem', 'não é um endereço de e-mail'],
    ['email', `${'a'.repeat(250)}@x.com`, 'não é um endereço de e-mail'],
    ['whatsapp', '98765-4321', 'não é um telefone com DDD que exista'],
    ['sms', '11 3333-4444', 'não é um celular'],
    ['webhook', ' ', 'vazio'],
  ] as const)('for %s written as %j is none', (channel, text, fault) => {
    expect(parseAddress(channel, text)).toEqual({ fault })
  })
})

describe('the addresses of a customer', () => {
  it('are those of the ERP: a phone takes SMS if it is mobile, and is never taken for WhatsApp', () => {
    expect(reach({ email: 'a@example.com', phone: '11 98765-4321' })).toEqual({
      email: [{ address: 'a@example.com', name: null }],
      sms: [{ address: '+5511987654321', name: null }],
      webhook: [{ address: 'erp/1042', name: null }],
    })
    expect(reach({ phone: '11 3333-4444' })).toEqual({ webhook: [{ address: 'erp/1042', name: null }] })
  })

  it('have the number of WhatsApp as the last one for SMS', () => {
    expect(addressesOn('sms', { phone: '11 98765-4321', whatsapp: '21 99876-5432' })).toEqual([
      '+5511987654321',
      '+5521998765432',
    ])
    expect(addressesOn('sms', { whatsapp: '11 3333-4444' })).toBeUndefined()
    expect(addressesOn('whatsapp', { phone: '11 98765-4321', whatsapp: '11 3333-4444' })).toEqual(['+551133334444'])
  })

  it('begin with those that were added, each once', () => {
    const added = [
      { id: 'cpt_1', channel: 'email' as const, address: 'lucia@example.com', name: 'Lúcia' },
      { id: 'cpt_2', channel: 'whatsapp' as const, address: '+5511987654321', name: 'Lúcia' },
    ]
    const all = reach({ email: 'a@example.com', whatsapp: '11 98765-4321', added })
    expect(all).toMatchObject({
      email: [
        { address: 'lucia@example.com', name: 'Lúcia' },
        { address: 'a@example.com', name: null },
      ],
      whatsapp: [{ address: '+5511987654321', name: 'Lúcia' }],
      sms: [{ address: '+5511987654321', name: 'Lúcia' }],
    })
  })

  it('may be several in one field, and what is none of them is shown with its reason', () => {
    const email = 'a@example.com; B@example.com ,sem email'
    expect(addressesOn('email', { email })).toEqual(['a@example.com', 'b@example.com'])
    expect(contactsOf(facts({ email })).filter(({ fault }) => fault !== null)).toMatchObject([
      { channel: 'email', address: 'sem', field: 'email', fault: 'não é um endereço de e-mail' },
      { channel: 'email', address: 'email', field: 'email' },
    ])
    expect(addressesOn('sms', { phone: '(11) 3333-4444 / 98765-4321 / 11987654321' })).toEqual(['+5511987654321'])
  })

  it('that are marked are not used; a channel is lost when all of its addresses are', () => {
    const marks = new Map<string, AddressMark['mark']>()
    const contacts = contactsOf(facts({ email: 'a@example.com, b@example.com', phone: 'sem telefone' }))
    const now = () =>
      reachOf(contacts, (_, address) => {
        const mark = marks.get(address)
        return mark ? { mark, reason: null, markedAt: 0 } : null
      })
    expect(now().unreachable).toEqual({ sms: 'invalid' })
    marks.set('a@example.com', 'opted_out')
    expect(now()).toMatchObject({
      addresses: { email: [{ address: 'b@example.com' }] },
      unreachable: { sms: 'invalid' },
    })
    marks.set('b@example.com', 'invalid')
    expect(now().addresses.email).toBeUndefined()
    expect(now().unreachable).toEqual({ sms: 'invalid', email: 'opted_out' })
    marks.set('a@example.com', 'good')
    expect(now().addresses.email).toEqual([{ address: 'a@example.com', name: null }])
    expect(now().unreachable).toEqual({ sms: 'invalid' })
  })
})

describe.each(dialects)('contact points and marks on %s', (dialect) => {
  const deskNow = deskOn(dialect)
  const open = async () => {
    const desk = deskNow()
    const { call, of, feed, db } = desk
    await feed('customers', [
      { externalId: 'C1', name: 'Um', email: 'a@example.com', phone: '11 3333-4444', whatsapp: '11 98765-4321' },
      { externalId: 'C2', name: 'Dois', email: 'A@example.com' },
    ])
    const add = (body: object, owner = 'C1') => call('POST', of(owner, 'contact-points'), body)
    const mark = (body: object, owner = 'C1') => call('PUT', of(owner, 'address-marks'), body)
    const contacts = async (owner = 'C1') => (await call('GET', of(owner, 'collection'))).body.contacts
    const reasonOf = { reason: 'voltou' }
    return { ...desk, db, add, mark, contacts, reasonOf, told: () => storyOf(desk, 'C1') }
  }

  it('show what the ERP has, also what is unusable', async () => {
    const { contacts } = await open()
    const good = { id: null, name: null, state: 'good', reason: null, markedAt: null }
    expect(await contacts()).toEqual([
      { ...good, channel: 'email', address: 'a@example.com', field: 'email' },
      { ...good, channel: 'whatsapp', address: '+5511987654321', field: 'whatsapp' },
      {
        ...{ ...good, channel: 'sms', address: '11 3333-4444', field: 'phone' },
        ...{ state: 'unusable', reason: 'não é um celular' },
      },
      { ...good, channel: 'sms', address: '+5511987654321', field: 'whatsapp' },
    ])
  })

  it('of a webhook, which had the id alone for an address, hold for whoever has that id', async () => {
    const { db } = await open()
    await down(db.migrations)
    await markAddress(db, { channel: 'webhook', address: 'C1', mark: 'opted_out', reason: null, at: 1 })
    await up(db.migrations)
    const address = `${SOURCE}/C1`
    const markOf = await readMarks(db, [{ channel: 'webhook', address }])
    expect(markOf('webhook', address)).toMatchObject({ mark: 'opted_out' })
  })

  it('are added in one form, once, and take a new name', async () => {
    const { add, contacts, told } = await open()
    const made = await add({ channel: 'email', address: 'Lucia@Example.com' })
    expect(made).toMatchObject({ status: 201, body: { address: 'lucia@example.com', name: null, state: 'good' } })
    const again = await add({ channel: 'email', address: 'lucia@example.com' })
    expect([again.status, again.body]).toEqual([200, made.body])
    const named = await add({ channel: 'email', address: 'lucia@example.com', name: 'Lúcia' })
    expect(named).toMatchObject({ status: 200, body: { id: made.body.id, name: 'Lúcia' } })
    expect((await contacts())[0]).toEqual(named.body)
    expect((await told()).map(([kind, { name }]) => [kind, name])).toEqual([
      ['contact_point.added', null],
      ['contact_point.added', 'Lúcia'],
    ])
  })

  it('are refused where they are no addresses, or too many', async () => {
    const { add } = await open()
    const wrong = await add({ channel: 'sms', address: '11 3333-4444' })
    expect([wrong.status, wrong.body.errors]).toEqual([422, [{ path: 'address', message: 'não é um celular' }]])
    expect((await add({ channel: 'webhook', address: 'x' })).status).toBe(400)
    for (let count = 1; count <= 20; count++)
      expect((await add({ channel: 'email', address: `a${count}@example.com` })).status).toBe(201)
    expect((await add({ channel: 'email', address: 'a21@example.com' })).status).toBe(409)
  })

  it('are removed once, by whoever may touch their source', async () => {
    const { add, call, contacts, feed, told } = await open()
    const { body } = await add({ channel: 'email', address: 'b@example.com' })
    await feed('customers', [{ externalId: 'B1', name: 'De outra fonte' }], 'bling')
    const path = '/v1/customers/bling/B1/contact-points'
    const { body: other } = await call('POST', path, { channel: 'email', address: 'c@example.com' })
    expect((await call('DELETE', `/v1/contact-points/${other.id}`, undefined, BOUND_KEY)).status).toBe(404)
    expect((await call('DELETE', `/v1/contact-points/${body.id}`, undefined, BOUND_KEY)).status).toBe(204)
    expect((await call('DELETE', `/v1/contact-points/${body.id}`)).status).toBe(404)
    expect((await contacts())[0]).toMatchObject({ address: 'a@example.com' })
    expect((await told()).map(([kind]) => kind)).toEqual(['contact_point.added', 'contact_point.removed'])
  })

  it('a mark holds for everybody who has the address, however it is written', async () => {
    const { mark, contacts, told, reasonOf } = await open()
    const marked = await mark({ channel: 'email', address: 'A@EXAMPLE.com', mark: 'invalid', ...reasonOf })
    expect(marked).toMatchObject({
      status: 200,
      body: { address: 'a@example.com', state: 'invalid', reason: 'voltou', markedAt: '2026-11-18T10:00:00-03:00' },
    })
    expect((await contacts('C2'))[0]).toMatchObject({ address: 'a@example.com', state: 'invalid' })
    await mark({ channel: 'email', address: 'a@example.com', mark: 'invalid', ...reasonOf })
    const cleared = await mark({ channel: 'email', address: 'a@example.com', mark: 'good', reason: 'confirmado' })
    expect(cleared.body).toMatchObject({ state: 'good', reason: 'confirmado' })
    const detail = { channel: 'email', address: 'a@example.com' }
    expect(await told()).toEqual([
      ['address.marked', { ...detail, mark: 'invalid', reason: 'voltou' }],
      ['address.cleared', { ...detail, mark: 'good', reason: 'confirmado' }],
    ])
  })

  it('a bounce does not undo that somebody wants no more messages', async () => {
    const { mark, reasonOf, db } = await open()
    const address = { channel: 'email', address: 'a@example.com', ...reasonOf } as const
    expect((await mark({ ...address, mark: 'opted_out' })).body.state).toBe('opted_out')
    expect((await mark({ ...address, mark: 'invalid' })).status).toBe(409)
    const bounced = { ...address, mark: 'invalid', at: 5 } as const
    expect(await markAddress(db, bounced)).toBe(false)
    expect((await readMarks(db, [address]))('email', 'a@example.com')).toMatchObject({ mark: 'opted_out' })
    expect((await mark({ ...address, mark: 'good' })).body.state).toBe('good')
    expect(await markAddress(db, bounced)).toBe(true)
  })

  it('what providers say of an address finds it in whatever form, and is cut to what is kept', async () => {
    const { db } = await open()
    const marked = { channel: 'whatsapp', address: '5511987654321', mark: 'opted_out', at: 7 } as const
    expect(await markAddress(db, { ...marked, reason: `${'x'.repeat(254)}😀` })).toBe(true)
    const markOf = await readMarks(db, [{ channel: 'whatsapp', address: '+5511987654321' }])
    const found = markOf('whatsapp', '+5511987654321')
    expect(found).toMatchObject({ mark: 'opted_out', markedAt: 7 })
    expect(found?.reason?.length).toBe(255)
    expect(markOf('sms', '+5511987654321')).toBeNull()
  })

  it('a mark is for an address of the customer', async () => {
    const { mark, reasonOf } = await open()
    const foreign = await mark({ channel: 'email', address: 'x@example.com', mark: 'invalid', ...reasonOf })
    expect([foreign.status, foreign.body.errors]).toEqual([
      422,
      [{ path: 'address', message: 'is no address of this customer on that channel' }],
    ])
    expect((await mark({ channel: 'email', address: 'x', mark: 'invalid', ...reasonOf })).status).toBe(422)
    expect((await mark({ channel: 'email', address: 'a@example.com', mark: 'bad', ...reasonOf })).status).toBe(400)
    const none = await mark({ channel: 'email', address: 'a@example.com', mark: 'invalid', ...reasonOf }, 'C9')
    expect(none.status).toBe(404)
  })

  it('are read for many customers in few queries', async () => {
    const { db, add, moveTo } = await open()
    await add({ channel: 'email', address: 'b@example.com' })
    moveTo('2026-11-18T10:00:01-03:00')
    await add({ channel: 'sms', address: '11 91234-5678', name: 'Zé' })
    const [row] = await db.all("SELECT id FROM customers WHERE external_id = 'C1' AND source = ?", [SOURCE])
    const id = Number(row?.['id'])
    const found = await listContactPoints(db, [id, ...Array.from({ length: 900 }, (_, index) => 2_000_000 + index)])
    expect([...found.keys()]).toEqual([id])
    expect(found.get(id)?.map(({ address, name }) => [address, name])).toEqual([
      ['b@example.com', null],
      ['+5511912345678', 'Zé'],
    ])
    expect(await listContactPoints(db, [])).toEqual(new Map())
  })
})
