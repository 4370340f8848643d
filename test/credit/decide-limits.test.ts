import { describe, expect, it } from 'vitest'
import { amountLimit, decideOn, reasonOf, TODAY, type World } from './sample-facts.ts'

const codes = (world: World, policy: object = {}): string[] => decideOn(world, policy).reasons.map(({ code }) => code)
const order = (amount: bigint) => ({ amount })

describe('one limit', () => {
  it.each([
    ['exactly at the limit', 900_00n, 100_00n, []],
    ['one cent above', 900_00n, 100_01n, ['order_exceeds_limit']],
    ['nothing owed', 0n, 1_000_00n, []],
    ['at the limit before', 1_000_00n, 1n, ['order_exceeds_limit']],
    ['above it before', 1_000_01n, 1n, ['already_over_limit']],
  ])('%s', (_, notDue, amount, expected) => {
    expect(codes({ own: { notDue }, order: order(amount) })).toEqual(expected)
  })

  it('counts holds, and credits give room back', () => {
    expect(codes({ own: { held: 950_00n } })).toEqual(['order_exceeds_limit'])
    expect(codes({ own: { held: 950_00n, credits: 50_00n } })).toEqual([])
  })

  it('of zero is an amount: the smallest order is above it', () => {
    expect(codes({ own: { limit: amountLimit(0n) }, order: order(1n) })).toEqual(['order_exceeds_limit'])
  })

  it('of zero has no room to give, and does not refuse what is paid at once', () => {
    const paid: World = { own: { limit: amountLimit(0n) }, order: { amount: 100n, upfront: 100n } }
    expect(codes(paid)).toEqual([])
  })

  it('may be unlimited', () => {
    expect(codes({ own: { limit: { mode: 'unlimited' }, notDue: 10n ** 15n } })).toEqual([])
  })

  it('of mode none gives no credit at all', () => {
    expect(codes({ own: { limit: { mode: 'none' } }, order: order(1n) })).toEqual(['no_credit'])
  })

  it('holds through its last day', () => {
    const until = (validUntil: string) => codes({ own: { limit: amountLimit(1_000_00n, { validUntil }) } })
    expect(until(TODAY)).toEqual([])
    expect(until('2026-11-19')).toEqual(['limit_expired'])
  })

  it('gains the insured share', () => {
    const limit = amountLimit(100_000_00n, { insured: { amount: 50_000_00n, share: '0.50' } })
    expect(codes({ own: { limit }, order: order(125_000_00n) })).toEqual([])
    expect(codes({ own: { limit }, order: order(125_000_01n) })).toEqual(['order_exceeds_limit'])
  })

  it('looks at what is not paid at once and not invoiced yet', () => {
    const left = { amount: 1_500_00n, upfront: 300_00n, invoiced: 200_00n }
    expect(codes({ order: left })).toEqual([])
    expect(codes({ order: { ...left, amount: 1_500_01n } })).toEqual(['order_exceeds_limit'])
  })
})

describe('own limit and group limit', () => {
  const world = (own: bigint | null, group: bigint | null, amount: bigint): World => ({
    own: { limit: own === null ? null : amountLimit(own), notDue: 100n },
    other: { notDue: 300n },
    groupLimit: group === null ? null : amountLimit(group),
    order: order(amount),
  })
  it.each([
    ['both have room', 200n, 500n, 100n, []],
    ['the own one is too small', 199n, 500n, 100n, ['order_exceeds_limit']],
    ["the group's is too small", 200n, 499n, 100n, ['order_exceeds_limit']],
    ['only the group has one, with room', null, 500n, 100n, []],
    ['only the group has one, without room', null, 499n, 100n, ['order_exceeds_limit']],
    ['only the customer has one', 200n, null, 100n, []],
    ["the group's was over before", 500n, 399n, 1n, ['already_over_limit']],
    ['one was over before, the other is crossed', 100n, 399n, 1n, ['already_over_limit', 'order_exceeds_limit']],
  ])('%s', (_, own, group, amount, expected) => {
    expect(codes(world(own, group, amount))).toEqual(expected)
  })

  it('names the one with the smaller room', () => {
    const { reasons } = decideOn(world(150n, 420n, 100n))
    expect(reasonOf(reasons, 'order_exceeds_limit').detail).toEqual({
      scope: 'account',
      limit: '4.20',
      total: '4.00',
      available: '0.20',
      order: '1.00',
      over: '0.80',
    })
    expect(reasonOf(decideOn(world(110n, 420n, 100n)).reasons, 'order_exceeds_limit').detail).toMatchObject({
      scope: 'customer',
      available: '0.10',
    })
  })

  it('a group without credit gives its members none', () => {
    expect(codes({ other: {}, groupLimit: { mode: 'none' } })).toEqual(['no_credit'])
  })

  it("a group's limit may expire as well", () => {
    const groupLimit = amountLimit(10_000_00n, { validUntil: '2026-11-01' })
    expect(codes({ other: {}, groupLimit })).toEqual(['limit_expired'])
  })
})

describe('the sentences', () => {
  const said = (world: World, code: string, policy: object = {}) =>
    reasonOf(decideOn(world, policy).reasons, code).message

  it.each<[string, World, object, string]>([
    [
      'already_over_limit',
      { own: { notDue: 1_250_50n } },
      {},
      'O limite do cliente (R$ 1.000,00) já está excedido em R$ 250,50 antes deste pedido.',
    ],
    [
      'order_exceeds_limit',
      { own: { notDue: 950_00n } },
      {},
      'Pedido de R$ 100,00 ultrapassa o limite do cliente: disponível R$ 50,00 de R$ 1.000,00.',
    ],
    [
      'order_exceeds_limit',
      { other: { notDue: 1n }, groupLimit: amountLimit(100_00n) },
      {},
      'Pedido de R$ 100,00 ultrapassa o limite do grupo econômico: disponível R$ 99,99 de R$ 100,00.',
    ],
    ['no_credit', { own: { limit: { mode: 'none' } } }, {}, 'Cliente sem crédito concedido: venda somente à vista.'],
    [
      'no_credit',
      { other: {}, groupLimit: { mode: 'none' } },
      {},
      'Grupo econômico do cliente sem crédito concedido: venda somente à vista.',
    ],
    [
      'limit_expired',
      { own: { limit: amountLimit(1_000_00n, { validUntil: '2026-10-31' }) } },
      {},
      'O limite do cliente (R$ 1.000,00) venceu em 31/10/2026.',
    ],
    [
      'order_too_large',
      {},
      { rules: { order_too_large: { level: 'block', max: '50.00' } } },
      'Pedido de R$ 100,00 acima do máximo de R$ 50,00 por pedido.',
    ],
    [
      'term_too_long',
      { order: { termDaysMax: 45 } },
      { rules: { term_too_long: { level: 'block', daysMax: 1 } } },
      'Prazo de 45 dias acima do máximo de 1 dia.',
    ],
    [
      'term_too_long',
      { order: { termDaysMax: 1 } },
      { rules: { term_too_long: { level: 'block', daysMax: 0 } } },
      'Prazo de 1 dia acima do máximo de 0 dias.',
    ],
    [
      'down_payment',
      { order: { upfront: 10_00n } },
      { rules: { down_payment: { level: 'conditional', share: '0.30' } } },
      'Exige entrada de R$ 30,00 do pedido de R$ 100,00; falta R$ 20,00.',
    ],
    ['customer_stopped', { customer: { status: 'stop' } }, {}, 'Cliente com vendas suspensas pelo financeiro.'],
    [
      'customer_on_hold',
      { customer: { status: 'hold', holdUntil: '2026-12-01' } },
      {},
      'Cliente em análise pelo financeiro até 01/12/2026.',
    ],
    [
      'customer_on_hold',
      { customer: { status: 'hold' } },
      {},
      'Cliente em análise pelo financeiro, sem prazo definido.',
    ],
    ['customer_inactive', { customer: { active: false } }, {}, 'Cadastro do cliente está inativo no ERP.'],
    [
      'unknown_customer',
      { customer: null },
      {},
      'Cliente ainda não recebido do ERP: sem dados para analisar o crédito.',
    ],
    [
      'stale_data',
      { more: { stale: true } },
      { stale: { mode: 'up_to', amount: '10.00' } },
      'Dados do ERP desatualizados. Liberado somente até R$ 10,00 por pedido.',
    ],
  ])('%s', (code, world, policy, sentence) => {
    expect(said(world, code, policy)).toBe(sentence)
  })
})

describe('the entry', () => {
  const policy = { rules: { down_payment: { level: 'conditional', share: '0.30' } } }
  it('is asked in advance, and unapplied credits count for it', () => {
    const asked = (upfront: bigint, credits: bigint) => codes({ own: { credits }, order: { upfront } }, policy)
    expect(asked(0n, 0n)).toEqual(['down_payment'])
    expect(asked(30_00n, 0n)).toEqual([])
    expect(asked(29_99n, 0n)).toEqual(['down_payment'])
    expect(asked(10_00n, 20_00n)).toEqual([])
  })

  it('is conditional, with the missing part as the remedy', () => {
    const decided = decideOn({ order: { upfront: 10_00n } }, policy)
    expect(decided.decision).toBe('conditional')
    expect(decided.remedies).toEqual([
      // 33.35 × 0.30 is 10.005, which rounds to 10.01: more than was paid.
      { kind: 'reduce_order', amount: '33.34' },
      { kind: 'down_payment', amount: '20.00' },
      { kind: 'pay_cash' },
      { kind: 'request_release' },
    ])
  })
})
