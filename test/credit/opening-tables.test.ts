import { describe, expect, it } from 'vitest'
import { findOpening, type Opening } from '../../src/credit/opening.ts'
import { amountLimit, factsOf, policyOf, type World } from './sample-facts.ts'

const NO_ORDER = { id: null, revision: 0, amount: 0n }

describe('one customer', () => {
  const found = (world: World, policy: object = {}): Opening =>
    findOpening(factsOf({ ...world, order: NO_ORDER }), policyOf(policy))
  const available = (world: World, policy: object = {}) => found(world, policy).available
  const custom = (when: string, more: object = {}) => ({
    custom: [{ code: 'own_rule', when, level: 'block', message: 'Regra da casa.', ...more }],
  })
  const entry = (share: string) => ({ rules: { down_payment: { level: 'conditional', share } } })
  const upTo = { stale: { mode: 'up_to', amount: '250.00' } }
  const UNLIMITED: World = { own: { limit: { mode: 'unlimited' } } }

  it.each<[string, World, object, bigint | null]>([
    ['has what the limit leaves', { own: { notDue: 300_00n, held: 100_00n, credits: 50_00n } }, {}, 650_00n],
    ['without any limit has none', UNLIMITED, {}, null],
    ['of an unlimited group has none', { own: { limit: null }, groupLimit: { mode: 'unlimited' } }, {}, null],
    [
      'has what the group leaves, when that is less',
      { own: { notDue: 100_00n }, other: { notDue: 500_00n }, groupLimit: amountLimit(1_200_00n) },
      {},
      600_00n,
    ],
    [
      'has what the own limit leaves, when the group has more',
      { own: { notDue: 100_00n }, other: { notDue: 500_00n }, groupLimit: amountLimit(9_000_00n) },
      {},
      900_00n,
    ],
    [
      'buys no more than the largest order',
      {},
      { rules: { order_too_large: { level: 'conditional', max: '400.00' } } },
      400_00n,
    ],
    [
      'is not held back by a largest order that only warns',
      {},
      { rules: { order_too_large: { level: 'warn', max: '400.00' } } },
      1_000_00n,
    ],
    ['of a source not heard of buys up to an amount', { more: { stale: true } }, upTo, 250_00n],
    [
      'of a source not heard of has no more than the room',
      { own: { notDue: 900_00n }, more: { stale: true } },
      upTo,
      100_00n,
    ],
    ['of a source not heard of, and without limit', { ...UNLIMITED, more: { stale: true } }, upTo, 250_00n],
    // 333.35 × 0.30 is 100.005, which rounds to 100.01: more than was given.
    ['who gave an advance buys what it is the share of', { own: { credits: 100_00n } }, entry('0.30'), 333_34n],
    ['has all the room when the advance is enough', { own: { credits: 900_00n } }, entry('0.30'), 1_900_00n],
    ['who gave nothing buys what the share rounds to nothing of', {}, entry('0.30'), 1n],
    [
      'over the limit buys when no rule minds',
      { own: { notDue: 2_000_00n } },
      { rules: { already_over_limit: 'warn' } },
      null,
    ],
    ["buys what a rule of the policy's own lets through", {}, custom('order.amountCents > 12345'), 12_345n],
    [
      'is compared with another share by such a rule',
      {},
      custom('order.amountCents * 10 > limit.amountCents * 3', { level: 'conditional' }),
      300_00n,
    ],
    ['is bounded by such a rule alone', UNLIMITED, custom('order.amountCents > 12345'), 12_345n],
    ['is bounded by a rule whose arithmetic overflows', UNLIMITED, custom('order.amountCents * 100000 > 5000000'), 50n],
    ['has all the room under a rule of a least amount', {}, custom('order.amountCents < 5000'), 1_000_00n],
    ['has no bound under a rule of a least amount', UNLIMITED, custom('order.amountCents < 5000'), null],
    [
      'has no bound under a rule that asks for more of small orders',
      UNLIMITED,
      custom('order.amountCents < 5000', { level: 'conditional' }),
      null,
    ],
    [
      'is not asked about a rule that only warns',
      {},
      custom('order.amountCents > 12345', { level: 'warn' }),
      1_000_00n,
    ],
    [
      'buys on the last day of the limit',
      { own: { limit: amountLimit(500n, { validUntil: '2026-11-20' }) } },
      {},
      500n,
    ],
    [
      'who is exempt buys whatever it is',
      { customer: { status: 'exempt' }, own: { overdue: [5n], notDue: 2_000_00n } },
      {},
      null,
    ],
  ])('%s', (_, world, policy, expected) => {
    expect(found(world, policy)).toEqual({
      ...{ isBlocked: false, available: expected, termDaysMax: null, reasons: [], remedies: [] },
    })
  })

  it.each<[string, World, object, string[], object[]]>([
    [
      'without credit',
      { own: { limit: { mode: 'none' } } },
      {},
      ['no_credit: Cliente sem crédito concedido: venda somente à vista.'],
      [{ kind: 'pay_cash' }, { kind: 'request_release' }],
    ],
    [
      'with an expired limit',
      { own: { limit: amountLimit(1_000_00n, { validUntil: '2026-11-19' }) } },
      {},
      ['limit_expired: O limite do cliente (R$ 1.000,00) venceu em 19/11/2026.'],
      [{ kind: 'pay_cash' }, { kind: 'request_release' }],
    ],
    [
      'who is stopped, whom nobody releases',
      { customer: { status: 'stop' } },
      {},
      ['customer_stopped: Cliente com vendas suspensas pelo financeiro.'],
      [],
    ],
    [
      'who owes: what is to be paid opens it again',
      { own: { overdue: [830_00n] } },
      {},
      ['overdue_receivables: Cliente com 1 título vencido há 10 dias (R$ 830,00).'],
      [
        { kind: 'pay_receivables', amount: '830.00', receivables: ['T0'] },
        { kind: 'pay_cash' },
        { kind: 'request_release' },
      ],
    ],
    [
      'without any room left',
      { own: { notDue: 1_000_00n } },
      {},
      ['order_exceeds_limit: Sem saldo no limite do cliente (R$ 1.000,00).'],
      [{ kind: 'pay_receivables', amount: '0.01', receivables: [] }, { kind: 'pay_cash' }, { kind: 'request_release' }],
    ],
    [
      'whose group has none left',
      { other: { held: 700_00n }, groupLimit: amountLimit(700_00n) },
      {},
      ['order_exceeds_limit: Sem saldo no limite do grupo econômico (R$ 700,00).'],
      [{ kind: 'pay_cash' }, { kind: 'request_release' }],
    ],
    [
      'who has to give an entry, and gave none: what refuses all comes first',
      { own: { overdue: [50_00n] } },
      {
        rules: {
          down_payment: { level: 'conditional', share: '0.50' },
          order_too_large: { level: 'block', max: '0.00' },
        },
      },
      [
        'overdue_receivables: Cliente com 1 título vencido há 10 dias (R$ 50,00).',
        'order_too_large: Nenhum pedido a prazo: o máximo por pedido é R$ 0,00.',
        'down_payment: Exige entrada de 50,00% do pedido, e não há valor adiantado.',
      ],
      [{ kind: 'pay_cash' }, { kind: 'request_release' }],
    ],
    [
      'of a source that was not heard of',
      { more: { stale: true } },
      { stale: { mode: 'closed' } },
      ['stale_data: Dados do ERP desatualizados.'],
      [{ kind: 'pay_cash' }, { kind: 'request_release' }],
    ],
    [
      "whom the policy's own rule refuses whatever the amount, and another above some",
      {},
      {
        custom: [
          { code: 'in_north', when: 'customer.state == "SP"', level: 'conditional', message: 'Fora da área.' },
          { code: 'large', when: 'order.amountCents > 12345', level: 'block', message: 'Grande.' },
        ],
      },
      ['in_north: Fora da área.'],
      [{ kind: 'pay_cash' }, { kind: 'request_release' }],
    ],
    [
      'whom a rule on the amount refuses at every amount',
      {},
      custom('order.amountCents > 0'),
      ['own_rule: Regra da casa.'],
      [{ kind: 'pay_cash' }, { kind: 'request_release' }],
    ],
  ])('%s is blocked', (_, world, policy, sentences, remedies) => {
    const opening = found(world, policy)
    expect(opening).toMatchObject({ isBlocked: true, available: 0n })
    expect(opening.reasons.map(({ code, message }) => `${code}: ${message}`)).toEqual(sentences)
    expect(opening.remedies).toEqual(remedies)
  })

  it('is told no number of an order that nobody asked for', () => {
    expect(found({ own: { notDue: 1_000_00n } }).reasons.map(({ detail }) => detail)).toEqual([
      { scope: 'customer', limit: '1000.00', total: '1000.00', available: '0.00' },
    ])
    const policy = { rules: { down_payment: { level: 'block', share: '1.00' }, order_too_large: 'block' } }
    expect(found({}, policy).reasons.map(({ detail }) => detail)).toEqual([
      { max: '0.00' },
      { given: '0.00', share: '1.00' },
    ])
  })

  it('may take as long to pay as the rule says, where it refuses', () => {
    const days = (input: object, world: World = {}) =>
      found(world, { rules: { term_too_long: { daysMax: 45, ...input } } }).termDaysMax
    expect(days({ level: 'block' })).toBe(45)
    expect(days({ level: 'conditional' })).toBe(45)
    expect(days({ level: 'warn' })).toBe(null)
    expect(days({ level: 'off' })).toBe(null)
    expect(days({ level: 'block' }, { customer: { status: 'exempt' } })).toBe(null)
    expect(days({ level: 'block' }, { customer: { status: 'stop' } })).toBe(45)
  })

  it('is judged by the policy of the risk class', () => {
    const policy = { riskClasses: { A: { rules: { order_too_large: { level: 'block', max: '90.00' } } } } }
    expect(available({ customer: { riskClass: 'A' } }, policy)).toBe(90_00n)
    expect(available({ customer: { riskClass: 'B' } }, policy)).toBe(1_000_00n)
  })
})
