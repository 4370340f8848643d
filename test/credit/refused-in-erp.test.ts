import { describe, expect, it } from 'vitest'
import { decide } from '../../src/credit/decide.ts'
import { parseFacts, serializeFacts } from '../../src/credit/facts-json.ts'
import { replayDecision, type StoredDecision } from '../../src/credit/policy-rehearsal.ts'
import { decideOn, factsOf, policyOf, type World } from './sample-facts.ts'

const TOLD = { guard: 'pedidos', message: 'Fiado: recusado.', at: '2026-11-20T09:00:00-03:00' }
const RELEASE = { id: 'rel_1', by: 'Ana' }
const told = (world: World): World => ({ ...world, order: { ...world.order, refusedBy: TOLD } })
const OVERDUE: World = { own: { overdue: [50_00n] } }

describe('what the database of an ERP refused', () => {
  it.each<[string, World, string, string[]]>([
    ['nothing else refuses', {}, 'blocked', ['block refused_in_erp']],
    ['something does', OVERDUE, 'blocked', ['block overdue_receivables']],
    ['a person keeps it back', { order: { keptBack: true } }, 'blocked', ['block kept_back']],
    ['something only warns', { more: { stale: true } }, 'blocked', ['block refused_in_erp', 'warn stale_data']],
    [
      'the customer is exempt',
      { ...OVERDUE, customer: { status: 'exempt' } },
      'blocked',
      ['block refused_in_erp', 'warn overdue_receivables'],
    ],
    ['it is sold for cash', { ...OVERDUE, order: { paymentKind: 'cash' } }, 'blocked', ['block refused_in_erp']],
    ['it was released', { order: { release: RELEASE } }, 'approved', ['warn refused_in_erp', 'warn released']],
    [
      'what refuses was released',
      { ...OVERDUE, order: { release: RELEASE } },
      'approved',
      ['warn overdue_receivables', 'warn released'],
    ],
    [
      'it was released to a customer who was stopped',
      { customer: { status: 'stop' }, order: { release: RELEASE } },
      'blocked',
      ['block customer_stopped'],
    ],
  ])('when %s', (_when, world, decision, reasons) => {
    const decided = decideOn(told(world))
    expect(decided.decision).toBe(decision)
    expect(decided.reasons.map(({ code, severity }) => `${severity} ${code}`)).toEqual(reasons)
  })

  it('leaves a condition a condition', () => {
    const policy = { rules: { overdue_receivables: 'conditional' } }
    const decided = decideOn(told(OVERDUE), policy)
    expect(decided).toEqual(decideOn(OVERDUE, policy))
    expect(decided.decision).toBe('conditional')
  })

  it('is told with the sentence, by which guard and when, and a person may release it', () => {
    expect(decideOn(told({}))).toEqual({
      ...{ decision: 'blocked', releasable: true, remedies: [{ kind: 'request_release' }] },
      reasons: [
        {
          ...{ code: 'refused_in_erp', severity: 'block', message: TOLD.message },
          detail: { guard: 'pedidos', refusedAt: TOLD.at },
        },
      ],
    })
  })

  it('has the remedies of what truly refuses, since nobody who asks anew is refused for it', () => {
    const remedies = decideOn(told(OVERDUE)).remedies
    expect(remedies.map(({ kind }) => kind)).toEqual(['pay_receivables', 'pay_cash', 'request_release'])
    expect(remedies).toEqual(decideOn(OVERDUE).remedies)
  })

  it.each<[string, World]>([
    ['with what was told', told(OVERDUE)],
    ['with nothing told', OVERDUE],
  ])('comes back from its text as it was, %s', (_what, world) => {
    const facts = factsOf(world)
    const text = serializeFacts(facts)
    expect(text.includes('refusedBy')).toBe(facts.order.refusedBy !== null)
    expect(parseFacts(text, facts.order.id)).toEqual(facts)
    expect(decide(parseFacts(text, facts.order.id), policyOf())).toEqual(decide(facts, policyOf()))
  })

  it('is freed in a rehearsal by a policy that lifts the true reason, and by none where there was no reason', () => {
    const lenient = policyOf({ rules: { overdue_receivables: 'warn' } })
    const replay = (world: World) => {
      const facts = factsOf(told(world))
      const { decision, reasons } = decide(facts, policyOf())
      const stored: StoredDecision = {
        ...{ id: 'chk_1', source: 'erp', customerId: 1, mode: 'reserve', checkedAt: 0, facts, decision, reasons },
      }
      return replayDecision(stored, policyOf().policy, lenient, { hasLimit: true, tolerance: null })
    }
    expect(replay(OVERDUE)).toMatchObject({ direction: 'freed', codes: ['overdue_receivables'], would: 'approved' })
    expect(replay({})).toMatchObject({ direction: null, would: 'blocked' })
  })
})
