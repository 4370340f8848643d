import { describe, expect, it } from 'vitest'
import { judgeSignature, type Signable, type Signer } from '../../src/orders/authority.ts'
import { ordersSettingsSchema } from '../../src/orders/orders-settings.ts'
import { overLimit } from '../../src/orders/over-limit.ts'
import { amountLimit, factsOf } from '../credit/sample-facts.ts'

const SETTINGS = ordersSettingsSchema.parse({
  release: {
    secondSignatureAbove: '5000.00',
    authority: {
      analyst: { amountMax: '4000.00', overLimitShareMax: '0.20', monthlyMax: '10000.00' },
      manager: { amountMax: '20000.00' },
    },
    people: { 'ana@loja.example.com': { amountMax: '6000.00' } },
  },
})
const analyst: Signer = { name: 'Bia (usr_1)', role: 'analyst', login: 'bia@loja.example.com' }
const manager: Signer = { name: 'Caio (usr_2)', role: 'manager', login: null }
const release: Signable = { requestedBy: 'Zé (usr_9)', amount: 100_000n, over: 0n, limit: 0n, approvedBy: [] }
const judge = (signer: Signer, change: Partial<Signable> = {}, spent = 0n) =>
  judgeSignature(signer, { ...release, ...change }, spent, SETTINGS)

describe('who may sign', () => {
  it('an analyst within their authority, to the cent', () => {
    expect(judge(analyst, { amount: 400_000n })).toEqual({ kind: 'signed', isFinal: true })
    expect(judge(analyst, { amount: 400_001n })).toEqual({
      ...{ kind: 'refused', why: 'O pedido de R$ 4.000,01 passa da sua alçada de R$ 4.000,00.' },
    })
  })

  it('never whoever asked for it', () => {
    for (const name of ['Zé (usr_9)', 'Zé Maria (usr_9)', 'Ana (usr_2) (usr_9)'])
      expect(judge({ ...manager, name }), name).toMatchObject({ kind: 'refused', why: /próprio pedido/ })
    expect(judge({ ...manager, name: 'Zé (usr_2)' })).toMatchObject({ kind: 'signed' })
  })

  it.each(['rep', 'collector', 'integrator', 'admin'] as const)('no %s, where no line gives an authority', (role) => {
    expect(judge({ ...analyst, role })).toMatchObject({ kind: 'refused', why: /papel/ })
  })

  it('by share over the limit, exactly at the bound', () => {
    expect(judge(analyst, { over: 20_000n, limit: 100_000n })).toMatchObject({ kind: 'signed' })
    expect(judge(analyst, { over: 20_001n, limit: 100_000n })).toMatchObject({ kind: 'refused', why: /200,01/ })
    expect(judge(analyst, { over: 1n, limit: null })).toMatchObject({ kind: 'refused', why: /sem crédito/ })
    expect(judge(manager, { over: 1_000_000n, limit: null })).toMatchObject({ kind: 'signed' })
  })

  it('by the limit of which the largest share is exceeded, and not by the largest sum', () => {
    // 500.00 beyond the customer's 1,000.00 are half of it, 1,500.00 beyond the group's 10,000.00 less than a sixth.
    const world = { groupLimit: amountLimit(10_000_00n), other: { notDue: 10_000_00n }, order: { amount: 1_500_00n } }
    const facts = factsOf(world)
    expect(overLimit(facts)).toEqual({ over: 500_00n, limit: 1_000_00n })
    expect(judge(analyst, overLimit(facts))).toMatchObject({ kind: 'refused', why: /500,00 do limite/ })
    const narrow = factsOf({ ...world, groupLimit: amountLimit(0n), order: { amount: 1_100_00n } })
    expect(overLimit(narrow)).toEqual({ over: 11_100_00n, limit: 0n })
    expect(overLimit(factsOf({ order: { amount: 1_000_00n } }))).toEqual({ over: 0n, limit: 0n })
  })

  it('by what the month holds', () => {
    expect(judge(analyst, {}, 900_000n)).toMatchObject({ kind: 'signed' })
    expect(judge(analyst, {}, 900_001n)).toMatchObject({ kind: 'refused', why: /9\.000,01/ })
  })

  it('two people above the threshold, and the second is another one', () => {
    const large = { amount: 500_001n }
    expect(judge(manager, large)).toEqual({ kind: 'signed', isFinal: false })
    expect(judge(manager, { ...large, approvedBy: [manager.name] })).toMatchObject({ kind: 'refused', why: /segunda/ })
    expect(judge(manager, { ...large, approvedBy: ['Outra (usr_3)'] })).toEqual({ kind: 'signed', isFinal: true })
    expect(judge(manager, { amount: 500_000n })).toEqual({ kind: 'signed', isFinal: true })
  })

  it('a person by their own line, not by their role’s', () => {
    const ana = { ...analyst, login: 'ana@loja.example.com' }
    expect(judge(ana, { amount: 450_000n, over: 99n, limit: null })).toMatchObject({ kind: 'signed' })
    expect(judge(ana, { amount: 600_001n })).toMatchObject({ kind: 'refused' })
  })
})

describe('config/orders.yaml', () => {
  it.each([
    [{ lapseAfter: '5 days' }, 'lapseAfter'],
    [{ release: { expiresAfter: 'P31D' } }, 'release.expiresAfter'],
    [{ release: { authority: { rep: {} } } }, 'release.authority'],
    [
      { release: { authority: { analyst: { overLimitShareMax: '20%' } } } },
      'release.authority.analyst.overLimitShareMax',
    ],
    [{ release: { secondSignatureAbove: 50000 } }, 'release.secondSignatureAbove'],
  ])('refuses %j', (file, path) => {
    const { error } = ordersSettingsSchema.safeParse(file)
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
  })
})
