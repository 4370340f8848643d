import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { codesOf, createPolicyFolder, NOW, shopOn } from './shop.ts'

const LARGE = { rules: { order_too_large: { level: 'block', max: '100.00' } } }

describe.each(dialects)('the policy file on %s', (dialect) => {
  let database: Awaited<ReturnType<typeof createDatabaseUrl>>
  let config: Awaited<ReturnType<typeof createPolicyFolder>>
  const programs: Program[] = []
  beforeEach(async () => {
    database = await createDatabaseUrl(dialect)
    config = await createPolicyFolder()
  })
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.stop()
    await config.drop()
    await database.drop()
  })
  const start = async () => {
    const program = await startProgram({ url: database.url, now: NOW, configFolder: config.folder })
    programs.push(program)
    return { program, shop: shopOn(program) }
  }

  it('becomes a new version when it changed, and only then', async () => {
    const { shop } = await start()
    await shop.customer('C1')
    const reload = () => shop.told('POST', '/v1/policies/reload')
    expect(await reload()).toEqual({ name: 'default', version: 1, changed: false })
    expect((await shop.check('C1', '200.00')).policy).toEqual({ name: 'default', version: 1 })
    await config.write(LARGE)
    expect((await shop.check('C1', '200.00')).decision).toBe('approved')
    expect(await reload()).toEqual({ name: 'default', version: 2, changed: true })
    expect(await shop.check('C1', '200.00')).toMatchObject({
      decision: 'blocked',
      policy: { name: 'default', version: 2 },
    })
    // What was in force once is a new version when it comes back: versions only grow.
    await config.write({})
    expect(await reload()).toEqual({ name: 'default', version: 3, changed: true })
    expect((await shop.check('C1', '200.00')).decision).toBe('approved')
  })

  it('is answered complete, with what is in force', async () => {
    await config.write({ graceDays: 3, maxDataAge: 'PT6H' })
    const { shop } = await start()
    const { policy, ...rest } = await shop.told('GET', '/v1/policies/default')
    expect(rest).toEqual({ name: 'default', version: 1, loadedAt: NOW })
    expect(policy).toMatchObject({
      graceDays: 3,
      maxDataAge: 'PT6H',
      overdueTolerance: '0.00',
      defaultLimit: { mode: 'none' },
      rules: { first_payment_default: { level: 'block', ordersMax: 1 }, down_payment: { level: 'off', share: '0.30' } },
    })
  })

  it('with a fault is refused with file, line and field, and the old one stays', async () => {
    await config.write(LARGE)
    const { program, shop } = await start()
    await shop.customer('C1')
    await config.write('name: default\ngraceDays: -1\nrules:\n  overdue_receivables: maybe\n')
    const refused = await program.call('POST', '/v1/policies/reload')
    expect(refused.status).toBe(422)
    expect(refused.body.detail).toContain('version 1 stays in force')
    expect(refused.body.errors).toEqual([
      { path: 'graceDays', message: expect.stringMatching(/policies\/default\.yaml:2:12 must be a whole number/) },
      { path: 'rules.overdue_receivables', message: expect.stringMatching(/default\.yaml:4:24 must be one of block/) },
    ])
    expect(codesOf(await shop.check('C1', '200.00'))).toEqual(['order_too_large'])
    expect((await shop.told('GET', '/v1/policies/default')).version).toBe(1)
  })

  it('leaves a line in the audit trail for each version that somebody loaded', async () => {
    const { shop } = await start()
    await shop.told('POST', '/v1/policies/reload')
    await config.write(LARGE)
    await shop.told('POST', '/v1/policies/reload')
    const { entries } = await shop.told('GET', '/v1/audit?subject=default')
    expect(entries).toEqual([
      expect.objectContaining({ action: 'policy.loaded', subject: 'default', at: NOW, detail: { version: 2 } }),
    ])
    expect(entries[0].actor).not.toBe('fiado')
  })

  it('another program takes a new version over at its next decision', async () => {
    const first = await start()
    const second = await start()
    await first.shop.customer('C1')
    expect((await second.shop.check('C1', '200.00')).decision).toBe('approved')
    await config.write(LARGE)
    await first.shop.told('POST', '/v1/policies/reload')
    const [checked, reserved] = [
      await second.shop.check('C1', '200.00'),
      await (await start()).shop.reserve('C1', 'P1', '200.00'),
    ]
    for (const answer of [checked, reserved]) {
      expect(answer).toMatchObject({ decision: 'blocked', policy: { version: 2 } })
      expect(codesOf(answer)).toEqual(['order_too_large'])
    }
    expect((await second.shop.told('GET', '/v1/policies/default')).version).toBe(2)
  })

  it('another program reserves under the new version, without a check before', async () => {
    const first = await start()
    const second = await start()
    await first.shop.customer('C1')
    await config.write(LARGE)
    await first.shop.told('POST', '/v1/policies/reload')
    expect(await second.shop.reserve('C1', 'P1', '200.00')).toMatchObject({
      decision: 'blocked',
      hold: null,
      policy: { version: 2 },
    })
  })
})
