import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dossierKey } from '../../src/credit/dossier-store.ts'
import type { Opening } from '../../src/credit/opening.ts'
import { readOpenings } from '../../src/credit/openings.ts'
import { createPolicyBook } from '../../src/credit/policies.ts'
import type { Database } from '../../src/database.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { createPolicyFolder, ERP, LATER, openBusiness } from './shop.ts'

const COMPANIES = ['norte', 'sul']

describe.each(dialects)('how much customers may buy now, on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let business: Awaited<ReturnType<typeof openBusiness>>
  beforeEach(async () => {
    database = await createDatabaseUrl(dialect)
  })
  afterEach(async () => {
    await business.stop()
    await config.drop()
    await database.drop()
  })
  const open = async (policy: object = {}) => {
    config = await createPolicyFolder(policy)
    business = await openBusiness({ url: database.url, configFolder: config.folder })
    return business.shop
  }
  /** As another process of the same program reads them; `onRead` is called ahead of each read. */
  const read = async (customers: string[], companies = COMPANIES, onRead = () => {}) => {
    const { db, clock } = business.program
    const policies = createPolicyBook(db, clock, '', async () => undefined)
    await policies.join()
    const all: Database['all'] = (text, values) => {
      onRead()
      return db.all(text, values)
    }
    return readOpenings({ db: { ...db, all }, clock, policies }, new Map([[ERP, new Set(customers)]]), companies)
  }
  const openingOf = async (customer: string, company = 'norte'): Promise<Opening> => {
    const found = (await read([customer])).get(dossierKey(ERP, customer))?.get(company)
    if (!found) throw new Error(`nothing of ${customer} in ${company}`)
    return found
  }

  it('counts titles, holds and confirmed orders, and agrees with a check to the cent', async () => {
    const shop = await open()
    await shop.customer('C1')
    await shop.title('C1', 'T1', '50.00', { dueOn: LATER })
    await shop.reserve('C1', 'P1', '200.00')
    await shop.order('C1', 'P2', '100.01')
    const { available, isBlocked } = await openingOf('C1')
    expect({ available, isBlocked }).toEqual({ available: 649_99n, isBlocked: false })
    expect((await shop.check('C1', '649.99')).decision).toBe('approved')
    expect((await shop.check('C1', '650.00')).decision).toBe('blocked')
    await shop.cancel('P1')
    expect((await openingOf('C1')).available).toBe(849_99n)
  })

  it('companies share one answer', async () => {
    const shop = await open()
    await shop.customer('C1', {
      limit: null,
      limits: COMPANIES.map((company) => ({ company, mode: 'amount', amount: '400.00' })),
    })
    await shop.reserve('C1', 'P1', '300.00', { company: 'sul' })
    const found = (await read(['C1'])).get(dossierKey(ERP, 'C1'))
    expect([...(found?.keys() ?? [])]).toEqual(COMPANIES)
    expect(found?.get('norte')?.available).toBe(500_00n)
    expect(found?.get('sul')).toBe(found?.get('norte'))
    expect((await read(['C1'], [])).get(dossierKey(ERP, 'C1'))).toEqual(new Map())
  })

  it('perCompany: each has its own', async () => {
    const shop = await open({ perCompany: true })
    const limits = [
      { company: 'norte', mode: 'amount', amount: '300.00' },
      { company: 'sul', mode: 'amount', amount: '700.00' },
    ]
    await shop.customer('C1', { limit: null, limits })
    await shop.title('C1', 'T1', '100.00', { company: 'norte' })
    await shop.reserve('C1', 'P1', '150.00', { company: 'sul' })
    const found = (await read(['C1'], ['norte', 'sul', 'leste'])).get(dossierKey(ERP, 'C1'))
    expect(found?.get('norte')).toMatchObject({
      ...{ isBlocked: true, available: 0n },
      remedies: [{ kind: 'pay_receivables', amount: '100.00', receivables: ['T1'] }, {}, {}],
    })
    expect(found?.get('norte')?.reasons.map(({ code }) => code)).toEqual([
      'overdue_receivables',
      'first_payment_default',
    ])
    expect(found?.get('sul')).toMatchObject({ isBlocked: false, available: 550_00n })
    expect(found?.get('leste')?.reasons.map(({ code }) => code)).toEqual(['no_credit'])
    const decisionOn = async (company: string, amount: string) => (await shop.check('C1', amount, { company })).decision
    expect(await decisionOn('norte', '0.01')).toBe('blocked')
    expect(await decisionOn('sul', '550.00')).toBe('approved')
    expect(await decisionOn('sul', '550.01')).toBe('blocked')
  })

  it("each has its own where the policy's own rule looks at the company", async () => {
    const when = 'order.company == "sul" && order.amountCents > 5000'
    const shop = await open({ custom: [{ code: 'small_in_sul', when, level: 'block', message: 'Só até R$ 50,00.' }] })
    await shop.customer('C1')
    expect((await openingOf('C1', 'norte')).available).toBe(1_000_00n)
    expect((await openingOf('C1', 'sul')).available).toBe(50_00n)
  })

  it('leaves out who is unknown, and who is known from an order alone', async () => {
    const shop = await open({
      rules: { unknown_customer: 'warn' },
      defaultLimit: { mode: 'amount', amount: '500.00' },
    })
    await shop.customer('C1')
    expect((await shop.reserve('NEW', 'P1', '100.00')).decision).toBe('approved')
    expect([...(await read(['C1', 'NEW', 'NOBODY'])).keys()]).toEqual([dossierKey(ERP, 'C1')])
    await shop.customer('NEW')
    expect((await openingOf('NEW')).available).toBe(900_00n)
  })

  it('knows what fell due at midnight, and what was held until then, although nobody has looked', async () => {
    const shop = await open()
    await shop.customer('C1')
    await shop.customer('C2')
    await shop.title('C1', 'T1', '50.00', { dueOn: '2026-11-18' })
    await shop.reserve('C2', 'P1', '300.00')
    expect((await openingOf('C1')).available).toBe(950_00n)
    expect((await openingOf('C2')).available).toBe(700_00n)
    await business.restart('2026-11-19T00:00:01-03:00')
    expect((await openingOf('C1')).reasons.map(({ code }) => code)).toContain('overdue_receivables')
    expect((await openingOf('C2')).available).toBe(1_000_00n)
    expect(await business.shop.drift()).toEqual([])
  })

  it('counts how often somebody asked while owing', async () => {
    const rules = {
      overdue_receivables: 'warn',
      first_payment_default: 'off',
      buys_while_owing: { level: 'block', checks: 3 },
    }
    const shop = await open({ rules })
    await shop.customer('C1')
    await shop.title('C1', 'T1', '10.00')
    await shop.check('C1', '1.00')
    expect((await openingOf('C1')).available).toBe(990_00n)
    expect((await shop.check('C1', '990.00')).decision).toBe('approved')
    expect((await openingOf('C1')).reasons.map(({ code }) => code)).toEqual(['buys_while_owing'])
    expect((await shop.check('C1', '1.00')).decision).toBe('blocked')
  })

  it('takes as many reads for many customers as for one', async () => {
    const shop = await open()
    const ids = Array.from({ length: 40 }, (_, index) => `C${index}`)
    await shop.feed(
      'customers',
      ids.map((externalId, index) => ({
        ...{ externalId, name: externalId, limit: { mode: 'amount', amount: `${100 + index}.00` } },
        ...(index % 4 === 0 && { group: `G${index % 8}` }),
      })),
    )
    for (const id of ids.slice(0, 8)) await shop.title(id, `T-${id}`, '10.00')
    await read(ids)
    const readsOf = async (wanted: string[]): Promise<number> => {
      let reads = 0
      const found = await read(wanted, COMPANIES, () => {
        reads++
      })
      expect(found.size).toBe(wanted.length)
      return reads
    }
    const one = await readsOf(ids.slice(0, 1))
    expect(one).toBeLessThanOrEqual(5)
    expect(await readsOf(ids)).toBe(one)
  })
})
