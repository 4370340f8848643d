import { describe, expect, it } from 'vitest'
import { stages } from '../../src/receivables/standing.ts'
import { decideOn, reasonOf, type World } from './sample-facts.ts'

const codes = (world: World, policy: object = {}): string[] => decideOn(world, policy).reasons.map(({ code }) => code)
/** Only what collection has learned refuses. */
const ONLY = { overdue_receivables: 'off', first_payment_default: 'off' }
const promise = (max = 0) => ({ rules: { ...ONLY, broken_promise: { level: 'block', max } } })
const stage = (from: string) => ({ rules: { ...ONLY, collection_stage: { level: 'block', from } } })

describe('a broken promise', () => {
  it('refuses who broke more than are accepted', () => {
    const broke = (brokenPromises: number, max: number) =>
      codes({ own: { overdue: [1n], brokenPromises } }, promise(max))
    expect(broke(0, 0)).toEqual([])
    expect(broke(1, 0)).toEqual(['broken_promise'])
    expect(broke(2, 2)).toEqual([])
    expect(broke(3, 2)).toEqual(['broken_promise'])
  })

  it('refuses as long as anything is overdue, be it forgiven, and no longer', () => {
    const owing = (overdue: bigint[], more: object = {}) =>
      codes({ own: { overdue, brokenPromises: 9, notDue: 500_00n }, more }, promise())
    expect(owing([1n], { overdueTolerance: 5_00n })).toEqual(['broken_promise'])
    expect(owing([])).toEqual([])
  })

  it('is cleared by credits where they reduce what is overdue', () => {
    const world = { own: { overdue: [5_00n], credits: 5_00n, brokenPromises: 1 }, creditsReduceOverdue: true }
    expect(codes(world, { ...promise(), creditsReduceOverdue: true })).toEqual([])
  })

  it('of another member refuses with contagion only', () => {
    const world: World = { own: { overdue: [1_00n] }, other: { overdue: [2_00n], brokenPromises: 1 } }
    expect(codes(world, promise())).toEqual(['broken_promise'])
    expect(codes(world, { ...promise(), contagion: false })).toEqual([])
    const own: World = { own: { brokenPromises: 1 }, other: { overdue: [2_00n] } }
    expect(codes(own, promise())).toEqual(['broken_promise'])
    expect(codes(own, { ...promise(), contagion: false })).toEqual([])
  })

  it('tells the number to who broke them, and of others only that there is one', () => {
    const said = (world: World, max = 0) => reasonOf(decideOn(world, promise(max)).reasons, 'broken_promise')
    const own = said({ own: { overdue: [500_00n, 330_00n], brokenPromises: 2 } })
    expect(own.message).toBe(
      'Cliente com 2 títulos vencidos há 10 dias (R$ 830,00); promessas de pagamento não cumpridas: 2.',
    )
    expect(own.detail).toMatchObject({ overdue: '830.00', count: 2, brokenPromises: 2, own: true, max: 0 })
    expect(said({ own: { overdue: [1_00n], brokenPromises: 3 } }, 2).message).toBe(
      'Cliente com 1 título vencido há 10 dias (R$ 1,00); promessas de pagamento não cumpridas: 3 (máximo aceito: 2).',
    )
    const others = said(
      { own: { overdue: [1_00n], brokenPromises: 1 }, other: { overdue: [2_00n], brokenPromises: 7 } },
      1,
    )
    expect(others.message).toBe(
      'Grupo econômico do cliente com 2 títulos vencidos há 10 dias (R$ 3,00); outro cliente do mesmo grupo não cumpriu promessa de pagamento.',
    )
    expect(others.detail).toMatchObject({ brokenPromises: 1, own: false })
    expect(JSON.stringify(others)).not.toContain('7')
  })
})

describe('the stage of collection', () => {
  it('refuses from the one that the policy names', () => {
    for (const [reached, name] of stages.entries()) {
      const refusing = stages.filter((from) => {
        const world: World = { own: { overdue: [1n] }, customer: { collectionStage: name } }
        return codes(world, stage(from)).includes('collection_stage')
      })
      expect(refusing).toEqual(stages.slice(0, reached + 1))
    }
  })

  it('refuses nobody who owes nothing, is not collected from, or whom nobody knows', () => {
    const at = (customer: World['customer'], overdue: bigint[]) =>
      codes({ own: { overdue }, ...(customer !== undefined && { customer }) }, stage('reminder'))
    expect(at({ collectionStage: 'legal' }, [1n])).toEqual(['collection_stage'])
    expect(at({ collectionStage: 'legal' }, [])).toEqual([])
    expect(at({ collectionStage: null }, [1n])).toEqual([])
    expect(at(null, [])).toEqual(['unknown_customer'])
  })

  it('is off unless the policy asks for it, and said in words', () => {
    const world: World = { own: { overdue: [9_00n] }, customer: { collectionStage: 'handover' } }
    expect(codes(world)).toEqual(['overdue_receivables'])
    expect(reasonOf(decideOn(world, stage('final')).reasons, 'collection_stage')).toMatchObject({
      message:
        'Cliente com 1 título vencido há 10 dias (R$ 9,00); cobrança do cliente na etapa "repasse a empresa de cobrança".',
      detail: { stage: 'handover', from: 'final', overdue: '9.00' },
    })
  })
})

describe('a recheck', () => {
  const ask = (world: World, recheck: string[]) => {
    const accepted = { amount: 100_00n, creditAmount: 100_00n, overdue: 30_00n }
    const given = { ...world, order: { accepted } }
    return decideOn(given, { rules: { collection_stage: { level: 'block', from: 'final' } }, recheck }, 'recheck')
  }
  const world: World = { own: { overdue: [30_00n], brokenPromises: 1 }, customer: { collectionStage: 'final' } }

  it('refuses for a promise that was broken, or a stage that was reached, where the policy lists it', () => {
    const refused = (...recheck: string[]) => ask(world, recheck).reasons.map(({ code }) => code)
    expect(refused()).toEqual([])
    expect(refused('overdue_receivables')).toEqual([])
    expect(refused('overdue_receivables', 'broken_promise')).toEqual(['broken_promise'])
    expect(refused('collection_stage')).toEqual(['collection_stage'])
  })

  it('asks for all that is overdue then, although it was accepted with it', () => {
    expect(ask(world, ['overdue_receivables', 'broken_promise']).remedies).toContainEqual({
      kind: 'pay_receivables',
      amount: '30.00',
      receivables: ['T0'],
    })
  })
})

describe("the segment, in a policy's own rule", () => {
  const policy = {
    custom: [
      { code: 'recurrent', when: 'customer.segment == "recorrente"', level: 'block', message: 'Paga sempre atrasado.' },
    ],
  }
  it('refuses who is in it, passes who is in another, and is missing where nobody has looked', () => {
    const of = (segment: string | null) => decideOn({ customer: { segment } }, policy)
    expect(of('recorrente')).toMatchObject({ decision: 'blocked', reasons: [{ code: 'recurrent', severity: 'block' }] })
    expect(of('pontual')).toMatchObject({ decision: 'approved', reasons: [] })
    expect(of(null)).toMatchObject({
      decision: 'approved',
      reasons: [{ severity: 'warn', message: 'Regra "recurrent" não avaliada: falta o dado customer.segment.' }],
    })
  })
})
