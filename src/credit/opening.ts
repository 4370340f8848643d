import { type Cents, formatBrl, formatCents, minCents, multiplyCents } from '../kernel/cents.ts'
import { type Decision, decide, type LoadedPolicy } from './decide.ts'
import type { Facts } from './facts.ts'
import { policyFor } from './policy.ts'
import { largestOrders, type Remedy } from './remedies.ts'
import { type Case, type Finding, isOn } from './rules/finding.ts'
import { boundsOf } from './rules/limit.ts'

/** How much a customer may buy on credit right now, in one order, without asking for it. */
export interface Opening {
  /** No order passes, not even of one cent. */
  isBlocked: boolean
  /** The largest order that passes; `null`: any does. */
  available: Cents | null
  /** How many days the last instalment may take; `null`: any number. */
  termDaysMax: number | null
  /** What refuses every order, the most severe first; empty when some pass. */
  reasons: Finding[]
  /** What would let orders pass again, as far as it can be said without an order. */
  remedies: Remedy[]
}

/** The largest amount that can be asked for: 13 integer digits. */
const ORDER_MAX: Cents = 10n ** 15n - 1n

const UNBOUNDED: Opening = { isBlocked: false, available: null, termDaysMax: null, reasons: [], remedies: [] }

/** `facts`: of a credit order without id and without terms; its amount is not looked at. */
export function findOpening(facts: Facts, loaded: LoadedPolicy): Opening {
  if (facts.customer?.status === 'exempt') return UNBOUNDED
  const given = caseOf(facts, loaded)
  const termDaysMax = isOn(given, 'term_too_long') ? given.policy.rules.term_too_long.daysMax : null
  const smallest = decideOf(1n, facts, loaded)
  const searched = rulesByAmount(loaded)
  const refusing = smallest.reasons.filter(({ severity }) => severity !== 'warn')
  // What refuses one cent refuses any amount, but for rules of the policy's own: they may ask for a least amount.
  const isOpen = refusing.every(({ code }) => searched.has(code))
  const available = isOpen ? largestPassing(given, loaded, searched.size > 0) : 0n
  if (available !== 0n) return { ...UNBOUNDED, available, termDaysMax }
  const reasons = refusing.map((finding) => withoutOrder(finding, given))
  return { isBlocked: true, available, termDaysMax, reasons, remedies: smallest.remedies }
}

function caseOf(facts: Facts, { policy: whole }: LoadedPolicy): Case {
  return { facts, policy: policyFor(whole, facts.customer?.riskClass ?? null), whole, question: 'order' }
}

const decideOf = (amount: Cents, facts: Facts, loaded: LoadedPolicy): Decision =>
  decide({ ...facts, order: { ...facts.order, amount } }, loaded)

/** The codes of the policy's own rules that can refuse and that read the order's amount. */
function rulesByAmount({ policy }: LoadedPolicy): ReadonlySet<string> {
  const found = policy.custom.filter(
    ({ level, when }) => (level === 'block' || level === 'conditional') && /(?<!\blimit\s*\.\s*)amountCents/.test(when),
  )
  return new Set(found.map(({ code }) => code))
}

/**
 * The smallest of what the rules allow, tried on the facts: no larger order passes. Where the policy's own rules read
 * the amount and refuse that, or nothing else bounds it, the largest is searched for; an order of any size is not taken
 * as proof then, since a rule whose arithmetic overflows refuses nothing. `null`: any order passes; zero: none was found.
 */
function largestPassing(given: Case, loaded: LoadedPolicy, isSearched: boolean): Cents | null {
  const passes = (amount: Cents): boolean => decideOf(amount, given.facts, loaded).decision === 'approved'
  const [first, ...others] = largestOrders(given)
  const bound = first === undefined ? null : minCents(first, ...others)
  if (bound === null && !isSearched && passes(ORDER_MAX)) return null
  if (bound !== null && bound > 0n && passes(bound)) return bound
  const found = search(bound === null || bound === 0n ? ORDER_MAX : bound, passes)
  return bound === null && found === ORDER_MAX ? null : found
}

/** From one cent upwards by doubling, then between what passed and what did not: about a hundred questions at most. */
function search(most: Cents, passes: (amount: Cents) => boolean): Cents {
  let passing = 0n
  for (let amount = 1n; ; amount = minCents(amount * 2n, most)) {
    if (passes(amount)) passing = amount
    else if (passing > 0n) return bisect(passing, amount, passes)
    if (amount === most) return passing
  }
}

function bisect(passing: Cents, refused: Cents, passes: (amount: Cents) => boolean): Cents {
  let [least, most] = [passing, refused]
  while (most - least > 1n) {
    const middle = (least + most) / 2n
    if (passes(middle)) least = middle
    else most = middle
  }
  return least
}

/** Nobody has asked for the cent that was tried: sentences and numbers that name it say what holds without it. */
function withoutOrder(finding: Finding, given: Case): Finding {
  const sentence = sentenceFor(finding, given)
  if (sentence === null) return finding
  const { order: _order, over: _over, needed: _needed, ...detail } = finding.detail
  return { ...finding, message: sentence, detail }
}

function sentenceFor({ code, detail }: Finding, { facts, policy }: Case): string | null {
  const { order_too_large: tooLarge, down_payment: entry } = policy.rules
  if (code === 'order_too_large') return `Nenhum pedido a prazo: o máximo por pedido é ${formatBrl(tooLarge.max)}.`
  if (code === 'down_payment') {
    const percent = formatCents(multiplyCents(100_00n, entry.share)).replace('.', ',')
    return `Exige entrada de ${percent}% do pedido, e não há valor adiantado.`
  }
  const full = boundsOf(facts).find(({ scope }) => scope === detail['scope'])
  if (code !== 'order_exceeds_limit' || !full) return null
  const whose = full.scope === 'customer' ? 'do cliente' : 'do grupo econômico'
  return `Sem saldo no limite ${whose} (${formatBrl(full.amount)}).`
}
