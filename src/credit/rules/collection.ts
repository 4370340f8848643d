import { type Stage, stages } from '../../receivables/standing.ts'
import { owingSide } from '../facts.ts'
import { type Case, isOn, type Rule } from './finding.ts'
import { detailOf, owing } from './overdue.ts'

// What collection has learned refuses only while something is overdue, the forgiven part included: whoever pays all of
// it may buy at once, although nobody has looked at the promise or the stage again.

/** Of a broken promise of another member no more is told than that there is one. */
export const brokenPromise: Rule = {
  code: 'broken_promise',
  fails: ({ facts, policy, whole }) => {
    const side = owingSide(facts, whole.contagion)
    const { max } = policy.rules.broken_promise
    if (side.exposure.overdue === 0n || side.brokenPromises <= max) return null
    const { brokenPromises } = facts.own
    const own = brokenPromises > max
    const accepted = max === 0 ? '' : ` (máximo aceito: ${max})`
    const broken = own
      ? `promessas de pagamento não cumpridas: ${brokenPromises}${accepted}`
      : 'outro cliente do mesmo grupo não cumpriu promessa de pagamento'
    return {
      message: `${owing(facts, side)}; ${broken}.`,
      detail: { ...detailOf(facts, side), brokenPromises, own, max },
    }
  },
}

const STAGE_NAMES: Record<Stage, string> = {
  reminder: 'lembrete',
  notice: 'aviso',
  firm: 'cobrança firme',
  final: 'aviso final',
  handover: 'repasse a empresa de cobrança',
  legal: 'medidas legais',
}

export const collectionStage: Rule = {
  code: 'collection_stage',
  fails: ({ facts, policy, whole }) => {
    const side = owingSide(facts, whole.contagion)
    const stage = facts.customer?.collectionStage ?? null
    const { from } = policy.rules.collection_stage
    if (side.exposure.overdue === 0n || stage === null || stages.indexOf(stage) < stages.indexOf(from)) return null
    const message = `${owing(facts, side)}; cobrança do cliente na etapa "${STAGE_NAMES[stage]}".`
    return { message, detail: { ...detailOf(facts, side), stage, from } }
  },
}

/** Whether one of these rules refuses: then all that is overdue has to be paid. */
export const asksForAllOverdue = (given: Case): boolean =>
  [brokenPromise, collectionStage].some((rule) => isOn(given, rule.code) && rule.fails(given) !== null)
