import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { codesOf, createPolicyFolder, ERP, LATER, openBusiness, type Shop } from './shop.ts'

const CPF = '52998224725'
const CNPJ = '12ABC34501DE35'

describe.each(dialects)('asking on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let business: Awaited<ReturnType<typeof openBusiness>>
  let shop: Shop
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    business = await openBusiness({ url: database.url })
    shop = business.shop
  })
  afterAll(async () => {
    expect(await shop.drift()).toEqual([])
    await business.stop()
    await database.drop()
  })

  it('answers with everything that the contract shows', async () => {
    await shop.customer('1042', { limit: { mode: 'amount', amount: '5000.00' }, since: '2020-01-01' })
    await shop.title('1042', 'T1', '500.00')
    await shop.title('1042', 'T2', '330.00', { dueOn: '2026-11-10' })
    await shop.title('1042', 'T3', '2270.00', { dueOn: LATER })
    const answer = await shop.reserve('1042', 'PED-9931', '1250.00')
    expect(answer).toEqual({
      id: expect.stringMatching(/^chk_/),
      mode: 'reserve',
      decision: 'blocked',
      releasable: true,
      reasons: [
        {
          code: 'overdue_receivables',
          severity: 'block',
          message: 'Cliente com 2 títulos vencidos há 12 dias (R$ 830,00).',
          detail: {
            overdue: '830.00',
            daysOverdue: 12,
            count: 2,
            ownOverdue: '830.00',
            tolerance: '0.00',
            receivables: [
              { externalId: 'T1', number: null, installment: null, dueOn: '2026-11-06', openAmount: '500.00' },
              { externalId: 'T2', number: null, installment: null, dueOn: '2026-11-10', openAmount: '330.00' },
            ],
          },
        },
      ],
      remedies: [
        { kind: 'pay_receivables', amount: '830.00', receivables: ['T1', 'T2'] },
        { kind: 'pay_cash' },
        { kind: 'request_release' },
      ],
      limit: { mode: 'amount', amount: '5000.00' },
      exposure: {
        open: '3100.00',
        overdue: '830.00',
        orders: '0.00',
        held: '0.00',
        drafts: '0.00',
        credits: '0.00',
        total: '3100.00',
        available: '1900.00',
      },
      account: expect.objectContaining({ key: `customer:${ERP}/1042`, members: 1, limit: null }),
      hold: null,
      policy: { name: 'default', version: 1 },
      dataAsOf: '2026-11-18T10:00:00-03:00',
      checkedAt: '2026-11-18T10:00:00-03:00',
    })
  })

  it('says nothing of another customer: no id, no title, no amount of one title', async () => {
    const names = { other: 'SEGREDO-77', title: 'TITULO-SEGREDO-77' }
    await shop.customer('M1', { group: 'Grupo M' })
    await shop.customer(names.other, { group: 'Grupo M' })
    await shop.title('M1', 'M1-T', '10.00')
    await shop.title(names.other, names.title, '33.33')
    const answer = await shop.check('M1', '5.00')
    expect(codesOf(answer)).toEqual(['overdue_receivables', 'first_payment_default'])
    expect(JSON.stringify(answer)).not.toMatch(/SEGREDO/)
    expect(answer.reasons[0].message).toBe('Grupo econômico do cliente com 2 títulos vencidos há 12 dias (R$ 43,33).')
    expect(answer.account).toMatchObject({ key: 'Grupo M', members: 2, exposure: { overdue: '43.33' } })
    expect(answer.exposure.overdue).toBe('10.00')
  })

  it('the credit page says what a check of amount zero would', async () => {
    const worlds: [string, object, [string, object][]][] = [
      ['Z1', {}, []],
      ['Z2', {}, [['100.00', {}]]],
      ['Z3', { limit: null }, []],
      ['Z4', { status: 'hold' }, [['100.00', { dueOn: LATER }]]],
      ['Z5', {}, [['1000.01', { dueOn: LATER }]]],
    ]
    for (const [id, fields, titles] of worlds) {
      await shop.customer(id, fields)
      for (const [index, [amount, more]] of titles.entries()) await shop.title(id, `${id}-${index}`, amount, more)
      const credit = await shop.credit(id)
      const check = await shop.check(id, '0.01')
      expect(credit.reasons).toEqual(check.reasons)
      expect(credit.blocked).toBe(check.decision === 'blocked')
      for (const field of ['limit', 'exposure', 'account', 'dataAsOf']) expect(credit[field]).toEqual(check[field])
    }
    expect(await shop.credit('Z2')).toMatchObject({
      oldestDueOn: '2026-11-06',
      daysOverdue: 12,
      receivablesOpen: 1,
      status: 'normal',
      blocked: true,
      asOf: '2026-11-18',
    })
    expect((await shop.credit('Z3')).limit).toEqual({ mode: 'none' })
    // Exactly at the limit there is room for nothing, and nothing is asked.
    await shop.customer('Z6')
    await shop.title('Z6', 'Z6-T', '1000.00', { dueOn: LATER })
    expect(await shop.credit('Z6')).toMatchObject({ blocked: false, reasons: [], exposure: { available: '0.00' } })
    expect((await business.program.call('GET', `/v1/customers/${ERP}/NOBODY/credit`)).status).toBe(404)
  })

  it('a rehearsal sees another day, and only a check may be one', async () => {
    await shop.customer('R1', { limit: { mode: 'amount', amount: '1000.00', validUntil: '2026-12-31' } })
    await shop.title('R1', 'R1-T', '100.00', { dueOn: '2026-12-10' })
    expect((await shop.check('R1', '10.00')).decision).toBe('approved')
    expect(codesOf(await shop.check('R1', '10.00', { asOf: '2026-12-10' }))).toEqual([])
    const later = await shop.check('R1', '10.00', { asOf: '2026-12-15' })
    expect(codesOf(later)).toEqual(['overdue_receivables', 'first_payment_default'])
    expect(later.reasons[0].message).toContain('há 5 dias')
    expect(codesOf(await shop.check('R1', '10.00', { asOf: '2027-01-01' }))).toContain('limit_expired')
    expect(await shop.credit('R1', '?asOf=2026-12-15')).toMatchObject({ daysOverdue: 5, blocked: true })
    expect((await shop.check('R1', '10.00')).decision).toBe('approved')
    for (const mode of ['reserve', 'recheck']) {
      const answer = await shop.ask(mode, 'R1', 'R1-1', '10.00', { asOf: '2026-12-15' })
      expect(answer.status).toBe(400)
      expect(answer.body.errors).toEqual([{ path: 'asOf', message: 'is only allowed with mode "check"' }])
    }
  })

  it('finds the customer by document, masked or not', async () => {
    await shop.customer('F1', { document: CPF })
    await shop.customer('F2', { document: CNPJ })
    for (const document of [CPF, '529.982.247-25']) {
      const answer = await shop.check('', '10.00', { customer: { document } })
      expect(answer).toMatchObject({ decision: 'approved', account: { key: `customer:${ERP}/F1` } })
    }
    const masked = await shop.check('', '10.00', { customer: { document: '12.abc.345/01de-35' } })
    expect(masked).toMatchObject({ decision: 'approved', account: { key: 'cnpj:12ABC345' } })
    expect((await shop.ask('check', '', undefined, '10.00', { customer: { document: '529.982.247-26' } })).status).toBe(
      400,
    )
  })

  it('does not guess between two customers of one document, unless one of them is inactive', async () => {
    const document = '11222333000181'
    await shop.customer('D1', { document })
    await shop.customer('D2', { document })
    const answer = await shop.ask('check', '', undefined, '10.00', { customer: { document } })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toEqual([
      { path: 'customer.document', message: 'belongs to several customers of this source: ask by externalId' },
    ])
    await shop.customer('D1', { document, active: false })
    expect((await shop.check('', '10.00', { customer: { document } })).decision).toBe('approved')
  })

  it('an unknown customer is refused, by id and by document, and leaves no hold', async () => {
    for (const customer of [{ externalId: 'NOBODY' }, { document: '39053344705' }]) {
      const answer = await shop.reserve('', 'U-1', '10.00', { customer })
      expect(answer).toMatchObject({ decision: 'blocked', releasable: false, hold: null })
      expect(codesOf(answer)).toContain('unknown_customer')
      expect(answer.remedies).toEqual([{ kind: 'pay_cash' }])
    }
    const cash = await shop.reserve('NEWCOMER', 'U-2', '10.00', { payment: { kind: 'cash' } })
    expect(cash).toMatchObject({ decision: 'approved', hold: { amount: '0.00' } })
  })

  it('a decision can be read again after a restart, with its facts', async () => {
    const refused = await shop.check('1042', '1250.00')
    shop = await business.restart('2026-11-18T10:05:00-03:00')
    const { facts, ...stored } = await shop.told('GET', `/v1/credit-checks/${refused.id}`)
    expect(stored).toEqual(refused)
    expect(facts).toMatchObject({
      today: '2026-11-18',
      order: { amount: '125000', paymentKind: 'credit' },
      customer: { externalId: '1042', status: 'normal' },
      own: { exposure: { open: '310000', overdue: '83000', total: '310000' } },
    })
    expect((await business.program.call('GET', '/v1/credit-checks/chk_NEVER')).status).toBe(404)
  })

  it('a key that is bound to one source sees and asks for that source alone', async () => {
    const { body } = await business.program.call('POST', '/v1/keys', {
      name: 'filial',
      scopes: ['check', 'read', 'write'],
      source: 'erp-filial',
    })
    const bound = { authorization: `Bearer ${body.key}` }
    const { call } = business.program
    const own = await shop.check('1042', '1.00')
    expect((await call('GET', `/v1/credit-checks/${own.id}`, undefined, bound)).status).toBe(404)
    const question = { source: ERP, mode: 'check', customer: { externalId: '1042' }, order: { amount: '1.00' } }
    expect((await call('POST', '/v1/credit-checks', question, bound)).status).toBe(403)
    expect((await call('POST', '/v1/orders/U-2/confirm', { source: ERP }, bound)).status).toBe(403)
    expect((await call('POST', '/v1/orders/U-2/cancel', { source: ERP }, bound)).status).toBe(403)
    expect((await call('GET', `/v1/customers/${ERP}/1042/credit`, undefined, bound)).status).toBe(403)
    const asked = await call('POST', '/v1/credit-checks', { ...question, source: 'erp-filial' }, bound)
    expect(codesOf(asked.body)).toContain('unknown_customer')
    expect((await call('GET', `/v1/credit-checks/${asked.body.id}`, undefined, bound)).status).toBe(200)
  })
})

describe.each(dialects)('old data on %s', (dialect) => {
  it.each([
    [{ mode: 'open' }, 'approved', 'approved', 'warn'],
    [{ mode: 'closed' }, 'blocked', 'blocked', 'block'],
    [{ mode: 'up_to', amount: '50.00' }, 'approved', 'blocked', 'block'],
  ])('%j', async (stale, small, large, severity) => {
    const database = await createDatabaseUrl(dialect)
    const config = await createPolicyFolder({ maxDataAge: 'PT2H', stale })
    const business = await openBusiness({ url: database.url, configFolder: config.folder })
    try {
      await business.shop.customer('C1')
      const fresh = await business.restart('2026-11-18T12:00:00-03:00')
      expect((await fresh.check('C1', '100.00')).reasons).toEqual([])
      const late = await business.restart('2026-11-18T12:00:00.001-03:00')
      expect(await late.check('C1', '50.00')).toMatchObject({ decision: small, reasons: [{ code: 'stale_data' }] })
      const refused = await late.reserve('C1', 'P1', '50.01')
      expect(refused).toMatchObject({ decision: large, reasons: [{ code: 'stale_data', severity }] })
      expect(refused.dataAsOf).toBe('2026-11-18T10:00:00-03:00')
      // The goods of an order accepted before go out all the same; a new sign of life is enough for the next.
      await late.told('POST', `/v1/sources/${ERP}/heartbeat`)
      expect((await late.check('C1', '100.00')).reasons).toEqual([])
    } finally {
      await business.stop()
      await config.drop()
      await database.drop()
    }
  })
})
