import { describe, expect, it } from 'vitest'
import { decideOn, reasonOf, type World } from './sample-facts.ts'

const codes = (world: World, policy: object = {}): string[] => decideOn(world, policy).reasons.map(({ code }) => code)

describe('overdue titles', () => {
  it('refuse from the first cent above the tolerance', () => {
    const owing = (overdue: bigint, overdueTolerance: bigint) =>
      codes({ own: { overdue: [overdue] }, more: { overdueTolerance } })
    expect(owing(1n, 0n)).toEqual(['overdue_receivables'])
    expect(owing(50_00n, 50_00n)).toEqual([])
    expect(owing(50_01n, 50_00n)).toEqual(['overdue_receivables'])
  })

  it('are named with the customer, oldest first, and what others owe is not', () => {
    const { reasons } = decideOn({ own: { overdue: [30_00n, 20_00n] }, other: { overdue: [99_00n] } })
    expect(reasonOf(reasons, 'overdue_receivables').detail).toEqual({
      overdue: '149.00',
      daysOverdue: 10,
      count: 3,
      ownOverdue: '50.00',
      tolerance: '0.00',
      receivables: [
        { externalId: 'T0', number: null, installment: null, dueOn: '2026-11-10', openAmount: '30.00' },
        { externalId: 'T1', number: null, installment: null, dueOn: '2026-11-11', openAmount: '20.00' },
      ],
    })
  })
})

describe('contagion', () => {
  const world: World = { other: { overdue: [70_00n, 5_00n], firstDefault: true } }
  const count = { rules: { overdue_count: { level: 'block', max: 1 } } }
  it('on: what another member owes refuses', () => {
    expect(codes(world, count)).toEqual(['overdue_receivables', 'overdue_count', 'first_payment_default'])
  })
  it('off: it does not', () => {
    expect(codes(world, { ...count, contagion: false })).toEqual([])
  })
  it('off: the own overdue still does', () => {
    expect(codes({ ...world, own: { overdue: [1n] } }, { contagion: false })).toEqual(['overdue_receivables'])
  })
})

describe('how many are overdue', () => {
  const policy = (max: number) => ({ rules: { overdue_receivables: 'off', overdue_count: { level: 'block', max } } })
  it.each([
    [2, 1, ['overdue_count']],
    [2, 2, []],
    [3, 2, ['overdue_count']],
    [1, 0, ['overdue_count']],
  ])('%i titles with at most %i', (titles, max, expected) => {
    expect(codes({ own: { overdue: Array(titles).fill(10n) } }, policy(max))).toEqual(expected)
  })
})

describe('the first instalment unpaid', () => {
  const policy = (ordersMax: number) => ({
    rules: { overdue_receivables: 'off', first_payment_default: { level: 'block', ordersMax } },
  })
  const world = (sales: number): World => ({ own: { overdue: [10_00n], firstDefault: true, sales } })
  it('refuses only customers with few sales', () => {
    expect(codes(world(1), policy(1))).toEqual(['first_payment_default'])
    expect(codes(world(2), policy(1))).toEqual([])
    expect(codes(world(2), policy(2))).toEqual(['first_payment_default'])
  })

  it('tells the own amount, or that it was another of the group, without a name', () => {
    const said = (given: World) => reasonOf(decideOn(given).reasons, 'first_payment_default')
    const both: World = {
      own: { overdue: [10_00n], firstDefault: true },
      other: { overdue: [7_00n], firstDefault: true },
    }
    expect(said(both).message).toBe('O cliente não pagou a primeira parcela da primeira compra (R$ 10,00).')
    expect(said({ other: { overdue: [7_00n], firstDefault: true } })).toMatchObject({
      message: 'Outro cliente do mesmo grupo não pagou a primeira parcela da primeira compra (R$ 7,00).',
      detail: { openAmount: '7.00', own: false },
    })
  })
})

describe('buying while owing', () => {
  const asked = (owingChecks: number, level = 'warn') =>
    decideOn(
      { own: { overdue: [1n] }, more: { owingChecks } },
      { rules: { overdue_receivables: 'off', buys_while_owing: { level, checks: 3, days: 30 } } },
    )
  it('is said from the third check on, this one counted', () => {
    expect(asked(1).reasons).toEqual([])
    expect(asked(2).reasons.map(({ code }) => code)).toEqual(['buys_while_owing'])
  })

  it('is not said of who owes nothing, or no more than is forgiven', () => {
    expect(codes({ more: { owingChecks: 9 } })).toEqual([])
    expect(codes({ own: { overdue: [5n] }, more: { owingChecks: 9, overdueTolerance: 5n } })).toEqual([])
  })

  it('offers no remedy that the next check would refuse', () => {
    // The second check is about a limit; asking again with a smaller order is the third.
    const second = decideOn(
      { own: { overdue: [100_00n], notDue: 850_00n }, more: { owingChecks: 1 } },
      { rules: { overdue_receivables: 'off', buys_while_owing: { level: 'block', checks: 3, days: 30 } } },
    )
    expect(second.reasons.map(({ code }) => code)).toEqual(['order_exceeds_limit'])
    expect(second.remedies).toEqual([
      { kind: 'pay_receivables', amount: '100.00', receivables: ['T0'] },
      { kind: 'pay_cash' },
      { kind: 'request_release' },
    ])
  })
})

describe('the sentences', () => {
  const said = (world: World, code: string, policy: object = {}) =>
    reasonOf(decideOn(world, policy).reasons, code).message
  const count = (max: number) => ({ rules: { overdue_count: { level: 'block', max } } })
  const owing = (checks: number, days: number) => ({ rules: { buys_while_owing: { level: 'warn', checks, days } } })

  it.each<[string, World, object, string]>([
    [
      'overdue_receivables',
      { own: { overdue: [500_00n, 330_00n] } },
      {},
      'Cliente com 2 títulos vencidos há 10 dias (R$ 830,00).',
    ],
    [
      'overdue_receivables',
      { own: { overdue: [1_234_56n] } },
      {},
      'Cliente com 1 título vencido há 10 dias (R$ 1.234,56).',
    ],
    [
      'overdue_receivables',
      { own: { overdue: [9_00n] }, more: { overdueTolerance: 8_00n } },
      {},
      'Cliente com 1 título vencido há 10 dias (R$ 9,00), acima da tolerância de R$ 8,00.',
    ],
    [
      'overdue_receivables',
      { own: { overdue: [1_00n] }, other: { overdue: [2_00n] } },
      {},
      'Grupo econômico do cliente com 2 títulos vencidos há 10 dias (R$ 3,00).',
    ],
    [
      'overdue_receivables',
      { own: { overdue: [1_00n], daysOverdue: 1 } },
      {},
      'Cliente com 1 título vencido há 1 dia (R$ 1,00).',
    ],
    [
      'overdue_count',
      { own: { overdue: [1_00n, 1_00n] } },
      count(1),
      'Cliente com 2 títulos vencidos há 10 dias (R$ 2,00); o máximo aceito é 1.',
    ],
    [
      'buys_while_owing',
      { own: { overdue: [1n] }, more: { owingChecks: 4 } },
      owing(3, 30),
      'Pediu crédito 5 vezes em 30 dias com títulos vencidos em aberto.',
    ],
    [
      'buys_while_owing',
      { own: { overdue: [1n] } },
      owing(1, 1),
      'Pediu crédito 1 vez em 1 dia com títulos vencidos em aberto.',
    ],
  ])('%s', (code, world, policy, sentence) => {
    expect(said(world, code, policy)).toBe(sentence)
  })
})
