import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { codesOf, createPolicyFolder, openBusiness } from './shop.ts'

describe.each(dialects)('whose terms hold on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  let business: Awaited<ReturnType<typeof openBusiness>>
  beforeAll(async () => {
    database = await createDatabaseUrl(dialect)
    config = await createPolicyFolder({ overdueTolerance: '10.00', defaultLimit: { mode: 'amount', amount: '70.00' } })
    business = await openBusiness({ url: database.url, configFolder: config.folder })
  })
  afterAll(async () => {
    await business.stop()
    await config.drop()
    await database.drop()
  })

  it("forgives overdue by the customer's tolerance, else the group's, else the policy's", async () => {
    const { shop } = business
    await shop.customer('POLICY')
    await shop.customer('GROUP', { group: 'G' })
    await shop.customer('OWN', { group: 'H', overdueTolerance: '0.00' })
    for (const group of ['G', 'H']) {
      const told = { limit: { mode: 'amount', amount: '900.00' }, overdueTolerance: '30.00' }
      await shop.told('PUT', `/v1/groups/${group}`, told)
    }
    const refused = async (customer: string, overdue: string): Promise<boolean> => {
      await shop.title(customer, `T-${customer}`, overdue)
      return codesOf(await shop.check(customer, '1.00')).includes('overdue_receivables')
    }
    expect(await refused('POLICY', '10.00')).toBe(false)
    expect(await refused('POLICY', '10.01')).toBe(true)
    expect(await refused('GROUP', '30.00')).toBe(false)
    expect(await refused('GROUP', '30.01')).toBe(true)
    expect(await refused('OWN', '0.01')).toBe(true)
  })

  it('takes the limit that started last, and the default before the first', async () => {
    const { shop } = business
    const limits = [
      { mode: 'amount', amount: '500.00', from: '2026-12-01' },
      { mode: 'amount', amount: '100.00', from: '2026-11-18' },
      { mode: 'none', from: '2027-01-01' },
    ]
    await shop.customer('DATED', { limit: undefined, limits })
    const limitOn = async (asOf?: string) => (await shop.check('DATED', '1.00', asOf ? { asOf } : {})).limit
    expect(await limitOn()).toEqual({ mode: 'amount', amount: '100.00' })
    expect(await limitOn('2026-11-30')).toEqual({ mode: 'amount', amount: '100.00' })
    expect(await limitOn('2026-12-01')).toEqual({ mode: 'amount', amount: '500.00' })
    expect(await limitOn('2027-01-01')).toEqual({ mode: 'none' })
    await shop.customer('LATER', { limit: undefined, limits: limits.slice(0, 1) })
    expect((await shop.check('LATER', '1.00')).limit).toEqual({ mode: 'amount', amount: '70.00' })
  })
})
