import { beforeAll, describe, expect, it } from 'vitest'
import { dialects } from '../harness/databases.ts'
import type { Program } from '../harness/program.ts'
import { programsOn } from './programs.ts'
import { customer, erp, invoice, order } from './records.ts'

describe.each(dialects)('the fields of a record on %s', (dialect) => {
  const start = programsOn(dialect)
  let program: Program
  beforeAll(async () => {
    program = await start()
    await erp(program, 'fields').take('customers', customer('1'))
  })

  /** What is wrong with one record, as `path: message`. */
  async function faultsOf(kind: 'customers' | 'receivables' | 'orders', record: object): Promise<string[]> {
    const { status, body } = await erp(program, 'fields').send(kind, [record])
    expect(status).toBe(200)
    return (body.rejected[0]?.errors ?? []).map((fault: { path: string; message: string }) =>
      [fault.path, fault.message].join(': '),
    )
  }

  it('refuse an amount as a JSON number, and show the right form', async () => {
    for (const [kind, record, path] of [
      ['receivables', invoice('T', '1', { amount: 100 }), 'amount'],
      ['receivables', invoice('T', '1', { openAmount: 99.9 }), 'openAmount'],
      ['orders', order('P', '1', { invoicedAmount: 0 }), 'invoicedAmount'],
      ['customers', customer('1', { limit: { mode: 'amount', amount: 5000 } }), 'limit.amount'],
      ['customers', customer('1', { overdueTolerance: 1 }), 'overdueTolerance'],
      ['customers', customer('1', { limits: [{ mode: 'amount', amount: 1 }] }), 'limits[0].amount'],
    ] as const) {
      const [fault, ...others] = await faultsOf(kind, record)
      expect(others).toEqual([])
      expect(fault).toMatch(/^[^:]+: must be a decimal string such as "1234\.56".*not a JSON number$/)
      expect(fault?.split(':')[0]).toBe(path)
    }
  })

  it('refuse amounts that are not decimal text of up to 13 digits and 2 decimals', async () => {
    for (const amount of ['1,00', '1.000,00', '-1.00', '+1', '1.234', '12345678901234', '', ' 1', '1e3', 'NaN', '0x1'])
      expect((await faultsOf('receivables', invoice('T', '1', { openAmount: amount }))).length, amount).toBe(1)
    for (const amount of ['0', '0.0', '9999999999999.99', '1', '1.5'])
      expect(await faultsOf('receivables', invoice('T', '1', { openAmount: amount })), amount).toEqual([])
  })

  it('refuse days that do not exist', async () => {
    for (const day of [
      '2026-02-30',
      '2026-13-01',
      '2025-02-29',
      '2026-1-1',
      '01/02/2026',
      '2026-11-21T00:00:00Z',
      '',
      '1899-12-31',
    ])
      for (const field of ['dueOn', 'issuedOn', 'settledOn'])
        expect((await faultsOf('receivables', invoice('T', '1', { [field]: day })))[0], day).toMatch(
          RegExp(`^${field}: `),
        )
    expect(await faultsOf('receivables', invoice('T', '1', { dueOn: '2028-02-29' }))).toEqual([])
  })

  it('refuse instants without an offset', async () => {
    for (const instant of [
      '2026-11-21',
      '2026-11-21T10:00:00',
      'yesterday',
      '2026-02-30T10:00:00Z',
      '2026-11-21T25:00:00Z',
    ])
      expect((await faultsOf('customers', customer('1', { updatedAt: instant })))[0], instant).toMatch(
        /^updatedAt: .*offset/,
      )
  })

  it('take documents with letters, masks and lower case, and store them bare', async () => {
    const { take, credit } = erp(program, 'documents')
    for (const [index, document] of [
      '12ABC34501DE35',
      '12abc34501de35',
      '12.ABC.345/01DE-35',
      ' 12.abc.345/01de-35 ',
    ].entries()) {
      await take('customers', customer(`${index}`, { document }))
      expect((await credit(`${index}`)).account.key, document).toBe('cnpj:12ABC345')
    }
    await take('customers', customer('cpf', { document: '529.982.247-25' }))
    const check = { source: 'documents', mode: 'check', order: { amount: '1.00' } }
    const asked = await program.call('POST', '/v1/credit-checks', { ...check, customer: { document: '52998224725' } })
    expect(asked.body.account.key).toBe('customer:documents/cpf')
  })

  it('refuse documents with wrong check digits, naming the field', async () => {
    for (const document of [
      '12ABC34501DE36',
      '52998224724',
      '11111111111',
      '00000000000000',
      '123',
      '12ABC34501DEAB',
      'x',
      '',
    ])
      expect(await faultsOf('customers', customer('1', { document })), document).toEqual([
        'document: must be a CPF or CNPJ with right check digits',
      ])
    expect((await faultsOf('customers', customer('1', { document: 52998224725 })))[0]).toMatch(/^document: /)
  })

  it('convert a foreign currency once, half up to cents', async () => {
    const { take, credit } = erp(program, 'currency')
    await take('customers', customer('1'))
    const cases = [
      ['10.00', '5.4321', '54.32'],
      ['0.01', '0.5', '0.01'],
      ['0.01', '0.499999999999', '0.00'],
      ['33.33', '0.015', '0.50'],
      ['1.00', '5.005', '5.01'],
      ['9999999999999.99', '1.0', '9999999999999.99'],
    ] as const
    for (const [openAmount, rate, base] of cases) {
      const fields = { currency: 'USD', rate }
      await take('receivables', invoice('T', '1', { amount: openAmount, openAmount, ...fields }))
      expect((await credit('1')).exposure.open, `${openAmount} at ${rate}`).toBe(base)
    }
    await take('receivables', invoice('T', '1', { currency: 'BRL', rate: '1.00' }))
    await take('orders', order('P', '1', { amount: '10.00', invoicedAmount: '3.00', currency: 'EUR', rate: '6.1' }))
    await take('customers', customer('1', { limit: { mode: 'amount', amount: '100.00' }, currency: 'USD', rate: '5' }))
    const { exposure, limit } = await credit('1')
    expect([exposure.open, exposure.orders, limit.amount]).toEqual(['100.00', '42.70', '500.00'])
  })

  it('take what a payer needs to pay: the line of a boleto bare, a Pix code as it was issued', async () => {
    const masked = '23793.38102 90000.200015 00006.330039 3 16250000048000'
    const pixCode =
      '00020126360014br.gov.bcb.pix0114112223330001815204000053039865406480.005802BR5922Distribuidora Boa Mesa6014BELO HORIZONTE62130509NF20001P16304C28F'
    const stored = async () => {
      const [row] = await program.db.all("SELECT boleto_line, pix_code FROM receivables WHERE external_id = 'PAY'")
      return [row?.['boleto_line'], row?.['pix_code']]
    }
    const { take } = erp(program, 'fields')
    await take('receivables', invoice('PAY', '1', { boletoLine: masked, pixCode: ` ${pixCode} ` }))
    expect(await stored()).toEqual(['23793381029000020001500006330039316250000048000', pixCode])
    const collected = '85890000460-9 52460179160-5 60759305086-5 83148300001-0'
    await take('receivables', invoice('PAY', '1', { boletoLine: collected, pixCode: null }))
    expect(await stored()).toEqual([collected.replaceAll(/[- ]/g, ''), null])
    await take('receivables', invoice('PAY', '1'))
    expect(await stored()).toEqual([null, null])

    const wrong = { boletoLine: masked.replace(' 3 ', ' 4 '), pixCode: pixCode.replace('480.00', '840.00') }
    expect(await faultsOf('receivables', invoice('PAY', '1', { ...wrong, openAmount: '1.00' }))).toEqual([
      'boletoLine: has a wrong general check digit',
      'pixCode: has a wrong checksum: the code was changed or cut',
    ])
    expect(await faultsOf('receivables', invoice('PAY', '1', { boletoLine: 23793, pixCode: '' }))).toEqual([
      'boletoLine: must be the text of a linha digitável',
      'pixCode: must be the text of a Pix BR Code, which begins with 000201',
    ])
    const [kept] = await program.db.all("SELECT open_cents FROM receivables WHERE external_id = 'PAY'")
    expect(Number(kept?.['open_cents'])).toBe(100_00)
  })

  it('need a rate with a foreign currency, and none without', async () => {
    for (const fields of [
      { currency: 'USD' },
      { currency: 'USD', rate: '0' },
      { currency: 'USD', rate: '-1' },
      { currency: 'USD', rate: '1,5' },
      { currency: 'USD', rate: 5 },
      { rate: '5.4' },
      { currency: 'BRL', rate: '2' },
    ])
      expect((await faultsOf('receivables', invoice('T', '1', fields)))[0], JSON.stringify(fields)).toMatch(/^rate: /)
    expect((await faultsOf('orders', order('P', '1', { currency: 'dólar', rate: '5' })))[0]).toMatch(/^currency: /)
  })

  it('refuse what is not known', async () => {
    expect(await faultsOf('customers', { ...customer('1'), cnpj: '1' })).toEqual(['cnpj: is not a known field'])
    const nested = customer('1', { limit: { mode: 'none', amount: '1.00' } })
    expect(await faultsOf('customers', nested)).toEqual(['limit.amount: is not a known field'])
    expect((await faultsOf('customers', customer('1', { status: 'blocked' })))[0]).toMatch(/^status: /)
    expect((await faultsOf('customers', customer('1', { limit: { mode: 'unknown' } })))[0]).toMatch(
      /^limit\.mode: must be/,
    )
    expect((await faultsOf('orders', order('P', '1', { status: 'held' })))[0]).toMatch(/^status: /)
  })
})

describe.each(dialects)('limits on %s', (dialect) => {
  const start = programsOn(dialect)
  let program: Program
  beforeAll(async () => {
    program = await start({ policy: 'perCompany: false' })
  })

  async function limitOf(id: string, fields: object, query = '') {
    const { take, credit } = erp(program, 'limits')
    await take('customers', customer(id, fields))
    const { limit, exposure } = await credit(id, query)
    return { limit, available: exposure.available }
  }

  it('are unlimited, none, or an amount, and zero is an amount', async () => {
    expect(await limitOf('u', { limit: { mode: 'unlimited' } })).toEqual({
      limit: { mode: 'unlimited' },
      available: null,
    })
    expect(await limitOf('n', { limit: { mode: 'none' } })).toEqual({ limit: { mode: 'none' }, available: '0.00' })
    const zero = { limit: { mode: 'amount', amount: '0.00' }, available: '0.00' }
    expect(await limitOf('z', { limit: { mode: 'amount', amount: '0' } })).toEqual(zero)
    expect((await limitOf('d', {})).limit).toEqual({ mode: 'unlimited' })
    const blocked = await erp(program, 'limits').reserve('P', 'z', '0.01')
    expect(blocked.body.decision).not.toBe('approved')
  })

  it('are worth the insured share more', async () => {
    const limit = { mode: 'amount', amount: '1000.00', insured: { amount: '333.33', share: '0.85' } }
    expect((await limitOf('i', { limit })).available).toBe('1283.33')
  })

  it('hold until their last day', async () => {
    const until = (validUntil: string) => ({ limit: { mode: 'amount', amount: '10.00', validUntil } })
    await limitOf('today', until('2026-11-18'))
    await limitOf('yesterday', until('2026-11-17'))
    const codes = async (id: string): Promise<string[]> =>
      (await erp(program, 'limits').credit(id)).reasons.map(({ code }: { code: string }) => code)
    expect(await codes('today')).toEqual([])
    expect(await codes('yesterday')).toContain('limit_expired')
  })

  it('that are dated follow each other: the one that started last is in force', async () => {
    const amount = (value: string, from?: string) => ({ mode: 'amount', amount: value, ...(from && { from }) })
    const limits = [amount('300.00', '2026-11-19'), amount('100.00'), amount('200.00', '2026-11-18')]
    expect((await limitOf('dated', { limits })).available).toBe('200.00')
    const tomorrow = await start({ now: '2026-11-19T00:00:00-03:00' })
    expect((await erp(tomorrow, 'limits').credit('dated')).exposure.available).toBe('300.00')
    expect((await limitOf('future', { limits: [amount('5.00', '2026-12-01')] })).limit).toEqual({ mode: 'unlimited' })
  })

  it('are those of the company under a policy per company', async () => {
    const amount = (value: string, company?: string) => ({ mode: 'amount', amount: value, ...(company && { company }) })
    const own = await start({ policy: 'perCompany: true' })
    const { take, credit } = erp(own, 'limits-per-company')
    await take('customers', customer('1', { limit: amount('50.00'), limits: [amount('70.00', 'filial')] }))
    await take('receivables', invoice('T1', '1'), invoice('T2', '1', { company: 'filial', openAmount: '1.00' }))
    expect((await credit('1')).exposure).toMatchObject({ open: '100.00', available: '-50.00' })
    expect((await credit('1', '?company=filial')).exposure).toMatchObject({ open: '1.00', available: '69.00' })
    expect((await credit('1', '?company=outra')).exposure).toMatchObject({ open: '0.00', available: '50.00' })
  })

  it('of a group are set, changed and taken away', async () => {
    const own = await start({ policy: 'perCompany: false' })
    const { take, credit } = erp(own, 'groups')
    const put = (key: string, body: object) => own.call('PUT', `/v1/groups/${encodeURIComponent(key)}`, body)
    const early = await put('Grupo Água/1', { limit: { mode: 'amount', amount: '500.00' } })
    expect([early.status, early.body]).toEqual([200, { key: 'Grupo Água/1', members: 0 }])
    await take('customers', customer('1', { group: 'Grupo Água/1' }), customer('2', { group: 'Grupo Água/1' }))
    await take('receivables', invoice('T', '2'))
    const { account, limit } = await credit('1')
    expect(limit).toBe(null)
    expect(account).toMatchObject({ key: 'Grupo Água/1', members: 2, limit: { amount: '500.00' } })
    expect(account.exposure.available).toBe('400.00')
    expect((await put('Grupo Água/1', { limit: null })).body.members).toBe(2)
    expect((await credit('1')).account.limit).toBe(null)
    expect((await credit('1')).limit).toEqual({ mode: 'unlimited' })
    await take('customers', customer('3', { document: '12ABC34501DE35' }))
    await put('cnpj:12ABC345', { limit: { mode: 'none' } })
    expect((await credit('3')).account.limit).toEqual({ mode: 'none' })
    for (const bad of [{ limit: { mode: 'amount', amount: 1 } }, { limits: {} }, { more: 1 }])
      expect((await put('Grupo Água/1', bad)).status).toBe(400)
  })
})
