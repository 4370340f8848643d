import { describe, expect, it } from 'vitest'
import { readCare } from '../../src/collection/care-reading.ts'
import { dialects } from '../harness/databases.ts'
import { BOUND_KEY, CHECK_KEY } from '../web/toy-app.ts'
import { deskOn, storyOf } from './care-desk.ts'

const title = (externalId: string, owner: string, changes: object = {}) => ({
  ...{ externalId, customer: { externalId: owner }, kind: 'invoice', issuedOn: '2026-10-10', dueOn: '2026-11-10' },
  ...{ amount: '100.00', openAmount: '100.00', status: 'open', paymentMethod: 'boleto', ...changes },
})

describe.each(dialects)('the care of a customer on %s', (dialect) => {
  const deskNow = deskOn(dialect)
  const open = async () => {
    const desk = deskNow()
    const { call, of, feed, db } = desk
    await feed('customers', [
      { externalId: 'C1', name: 'Mercadinho Boa Vista' },
      { externalId: 'C2', name: 'Outro' },
    ])
    await feed('receivables', [title('T1', 'C1'), title('T2', 'C1'), title('X1', 'C2')])
    await feed('customers', [{ externalId: 'B1', name: 'De outra fonte' }], 'bling')
    const post = (what: string, body: object, owner = 'C1', key?: string) => call('POST', of(owner, what), body, key)
    const read = async (owner = 'C1') => (await call('GET', of(owner, 'collection'))).body
    const idOf = async (externalId: string): Promise<number> => {
      const [row] = await db.all('SELECT id FROM customers WHERE external_id = ?', [externalId])
      return Number(row?.['id'])
    }
    return { ...desk, post, read, idOf, told: () => storyOf(desk, 'C1') }
  }

  it('takes a dispute of some titles, and nothing twice', async () => {
    const { post, read, told } = await open()
    const made = await post('disputes', { reason: 'mercadoria avariada', receivables: ['T1'] })
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ receivables: ['T1'], reason: 'mercadoria avariada', state: 'open', openedBy: 'full (key_full)' },
        ...{ openedAt: '2026-11-18T10:00:00-03:00', resolution: null, resolvedAt: null },
      },
    })
    const again = await post('disputes', { reason: 'de novo', receivables: ['T2', 'T1'] })
    expect([again.status, again.body.detail]).toEqual([409, `The open dispute ${made.body.id} is about T1 already.`])
    expect((await post('disputes', { reason: 'esta também', receivables: ['T2'] })).status).toBe(201)
    const whole = await post('disputes', { reason: 'não reconhece nada' })
    expect(whole.body).toMatchObject({ receivables: null })
    expect((await post('disputes', { reason: 'nada mesmo' })).body.detail).toBe(
      `The open dispute ${whole.body.id} is about everything already.`,
    )
    expect((await read()).disputes).toHaveLength(3)
    const foreign = await post('disputes', { reason: 'x', receivables: ['X1'] })
    expect([foreign.status, foreign.body.errors]).toEqual([
      422,
      [{ path: 'receivables[0]', message: 'is no receivable of this customer that is open or disputed' }],
    ])
    expect((await told()).map(([kind]) => kind)).toEqual(['dispute.opened', 'dispute.opened', 'dispute.opened'])
  })

  it('resolves a dispute once; other words for it would be lost, and are refused', async () => {
    const { post, call, read, told } = await open()
    const { body } = await post('disputes', { reason: 'preço errado' })
    const resolve = (resolution: string, key?: string) =>
      call('POST', `/v1/disputes/${body.id}/resolve`, { resolution }, key)
    const resolved = await resolve('abatimento de R$ 10,00')
    expect(resolved).toMatchObject({
      status: 200,
      body: { state: 'resolved', resolution: 'abatimento de R$ 10,00', resolvedAt: '2026-11-18T10:00:00-03:00' },
    })
    expect(await resolve('abatimento de R$ 10,00')).toEqual({ ...resolved, headers: expect.anything() })
    expect((await resolve('improcedente')).status).toBe(409)
    expect((await read()).disputes).toEqual([])
    expect((await call('POST', '/v1/disputes/dsp_none/resolve', { resolution: 'x' })).status).toBe(404)
    expect(await told()).toEqual([
      ['dispute.opened', { disputeId: body.id, reason: 'preço errado', receivables: null }],
      ['dispute.resolved', { disputeId: body.id, resolution: 'abatimento de R$ 10,00' }],
    ])
  })

  it('notes that a standing may change when a dispute opens or ends', async () => {
    const { post, call, db, idOf } = await open()
    const noted = async () =>
      (await db.all('SELECT customer_id FROM standings_due')).map((row) => Number(row['customer_id']))
    await db.run('DELETE FROM standings_due')
    const { body } = await post('disputes', { reason: 'preço errado' })
    expect(await noted()).toEqual([await idOf('C1')])
    await db.run('DELETE FROM standings_due')
    await call('POST', `/v1/disputes/${body.id}/resolve`, { resolution: 'ok' })
    expect(await noted()).toEqual([await idOf('C1')])
  })

  it('sets a pause until a day, shows it while it is in force, and lifts it', async () => {
    const { post, call, read, moveTo, told } = await open()
    const wanted = { kind: 'hardship', until: '2026-11-25', reason: 'enchente na loja' }
    const made = await post('pauses', wanted)
    expect(made).toMatchObject({
      status: 201,
      body: { kind: 'hardship', until: '2026-11-25', reason: 'enchente na loja', liftedAt: null },
    })
    expect(await post('pauses', wanted)).toMatchObject({ status: 200, body: { id: made.body.id } })
    const forever = await post('pauses', { kind: 'do_not_contact', reason: 'pediu' })
    expect(forever.body).toMatchObject({ until: null })
    moveTo('2026-11-25T23:00:00-03:00')
    expect((await read()).pauses).toHaveLength(2)
    moveTo('2026-11-26T00:00:00-03:00')
    expect((await read()).pauses).toEqual([forever.body])
    const lift = () => call('POST', `/v1/pauses/${forever.body.id}/lift`, { reason: 'autorizou' })
    const lifted = await lift()
    expect(lifted).toMatchObject({ status: 200, body: { liftedAt: '2026-11-26T00:00:00-03:00' } })
    expect((await lift()).body).toEqual(lifted.body)
    expect((await read()).pauses).toEqual([])
    expect((await call('POST', '/v1/pauses/pau_none/lift', { reason: 'x' })).status).toBe(404)
    expect((await told()).map(([kind]) => kind)).toEqual(['pause.set', 'pause.set', 'pause.lifted'])
  })

  it('believes a reported payment until banks would have told', async () => {
    const { post, feed } = await open()
    // A day for boleto; the Friday after this Wednesday is a holiday.
    expect((await post('pauses', { kind: 'payment_reported', reason: 'pagou hoje' })).body.until).toBe('2026-11-19')
    await feed('receivables', [title('X1', 'C2', { paymentMethod: 'pix' })])
    const byPix = await post('pauses', { kind: 'payment_reported', reason: 'pagou hoje' }, 'C2')
    expect(byPix.body.until).toBe('2026-11-18')
    const given = await post('pauses', { kind: 'payment_reported', until: '2026-11-30', reason: 'cheque' }, 'C2')
    expect(given.body.until).toBe('2026-11-30')
  })

  it('refuses days that make no sense and words that are none', async () => {
    const { post } = await open()
    const refused = async (what: string, body: object) => (await post(what, body)).status
    expect(await refused('pauses', { kind: 'paused', until: '2026-11-17', reason: 'x' })).toBe(422)
    expect(await refused('pauses', { kind: 'paused', until: '2028-11-18', reason: 'x' })).toBe(422)
    expect(await refused('pauses', { kind: 'holiday', reason: 'x' })).toBe(400)
    expect(await refused('pauses', { kind: 'paused' })).toBe(400)
    expect(await refused('disputes', { reason: ' ' })).toBe(400)
    expect(await refused('disputes', { reason: 'x'.repeat(501) })).toBe(400)
    expect(await refused('notes', { text: 'a\u0007b' })).toBe(400)
    expect(await refused('notes', { text: 'x', extra: 1 })).toBe(400)
    expect((await post('notes', { text: 'x' }, 'C9')).status).toBe(404)
  })

  it('bounds what is in force at a time', { timeout: 60_000 }, async () => {
    const { post } = await open()
    for (let count = 1; count <= 20; count++)
      expect((await post('pauses', { kind: 'paused', reason: `motivo ${count}` })).status).toBe(201)
    expect((await post('pauses', { kind: 'paused', reason: 'mais um' })).status).toBe(409)
  })

  it('shows everything that has to be known in one view', async () => {
    const { post, read, db, idOf } = await open()
    await db.insert(
      'customer_standings',
      ['customer_id', 'segment', 'profile', 'flags_json', 'conduct_json', 'computed_on'],
      [
        [
          ...[await idOf('C1'), 'recorrente', 'cronico', '["buys_while_owing"]'],
          ...['{"because":["Atrasou 6 de 8 títulos."],"titles":8}', '2026-11-18'],
        ],
      ],
    )
    await db.run("UPDATE customers SET collection_stage = 'firm', broken_promises = 2 WHERE external_id = 'C1'")
    const promise = await post('promises', { amount: '50.00', promisedOn: '2026-11-19' })
    const dispute = await post('disputes', { reason: 'avaria', receivables: ['T2'] })
    const pause = await post('pauses', { kind: 'paused', reason: 'gerente assumiu' })
    const task = await post('tasks', { title: 'Ligar', dueOn: '2026-11-19' })
    expect(await read()).toEqual({
      customer: { source: 'omie-matriz', externalId: 'C1', name: 'Mercadinho Boa Vista' },
      standing: {
        ...{ segment: 'recorrente', profile: 'cronico', flags: ['buys_while_owing'] },
        ...{ because: ['Atrasou 6 de 8 títulos.'], computedOn: '2026-11-18' },
      },
      ...{ collectionStage: 'firm', brokenPromises: 2, contacts: [] },
      ...{ promises: [promise.body], disputes: [dispute.body], pauses: [pause.body], tasks: [task.body] },
    })
    expect(await read('C2')).toMatchObject({ standing: null, promises: [], disputes: [], pauses: [], tasks: [] })
  })

  it('is read for many customers at once, as planning needs it', async () => {
    const { post, call, db, idOf } = await open()
    const [c1, c2] = [await idOf('C1'), await idOf('C2')]
    const [t1, t2] = (await db.all('SELECT id FROM receivables WHERE customer_id = ? ORDER BY external_id', [c1])).map(
      (row) => Number(row['id']),
    )
    await post('promises', { amount: '50.00', promisedOn: '2026-11-19', receivables: ['T1'] })
    await post('disputes', { reason: 'avaria', receivables: ['T2'] })
    await post('disputes', { reason: 'tudo' }, 'C2')
    await post('pauses', { kind: 'hardship', until: '2026-12-01', reason: 'x' }, 'C2')
    const { body: lifted } = await post('pauses', { kind: 'paused', reason: 'x' }, 'C2')
    await call('POST', `/v1/pauses/${lifted.id}/lift`, { reason: 'x' })
    const many = [c1, c2, ...Array.from({ length: 700 }, (_, index) => 1_000_000 + index)]
    expect(await readCare(db, many)).toEqual(
      new Map([
        [
          c1,
          {
            pauses: [],
            promises: [{ promisedOn: '2026-11-19', receivableIds: [t1] }],
            disputes: [{ receivableIds: [t2] }],
          },
        ],
        [
          c2,
          {
            pauses: [{ kind: 'hardship', untilOn: '2026-12-01' }],
            promises: [],
            disputes: [{ receivableIds: null }],
          },
        ],
      ]),
    )
    expect(await readCare(db, [])).toEqual(new Map())
  })

  it('is kept from keys that may not, or are bound to another source', async () => {
    const { call, post } = await open()
    const bling = (what: string) => `/v1/customers/bling/B1/${what}`
    for (const [method, what, body] of [
      ['GET', 'story', undefined],
      ['GET', 'collection', undefined],
      ['POST', 'notes', { text: 'x' }],
      ['POST', 'disputes', { reason: 'x' }],
      ['POST', 'pauses', { kind: 'paused', reason: 'x' }],
      ['POST', 'tasks', { title: 'x', dueOn: '2026-11-19' }],
      ['POST', 'contact-points', { channel: 'email', address: 'a@example.com' }],
      ['PUT', 'address-marks', { channel: 'email', address: 'a@example.com', mark: 'good', reason: 'x' }],
    ] as const) {
      expect((await call(method, bling(what), body, BOUND_KEY)).status, what).toBe(403)
      expect((await call(method, bling(what), body, CHECK_KEY)).status, what).toBe(403)
    }
    const { body: dispute } = await call('POST', bling('disputes'), { reason: 'x' })
    const { body: pause } = await call('POST', bling('pauses'), { kind: 'paused', reason: 'x' })
    const resolve = `/v1/disputes/${dispute.id}/resolve`
    expect((await call('POST', resolve, { resolution: 'x' }, BOUND_KEY)).status).toBe(404)
    expect((await call('POST', `/v1/pauses/${pause.id}/lift`, { reason: 'x' }, BOUND_KEY)).status).toBe(404)
    expect((await post('notes', { text: 'x' }, 'C1', BOUND_KEY)).status).toBe(201)
  })
})
