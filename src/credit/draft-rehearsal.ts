import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { CreditDeps } from './check.ts'
import type { LoadedPolicy } from './decide.ts'
import { AFTER_ALL, readChecksBefore, readOwnTerms, readPayments, type StoredCheck } from './draft-checks-store.ts'
import { compileVersion, POLICY_NAME, PolicyRefused } from './policies.ts'
import { findPolicyVersion } from './policies-store.ts'
import type { Policy } from './policy.ts'
import {
  type Direction,
  type RehearsalCounts,
  RehearsalTally,
  type Replay,
  replayDecision,
  type StoredDecision,
} from './policy-rehearsal.ts'
import type { OwnTerms } from './policy-rehearsal-facts.ts'

export const REHEARSED_DAYS_MAX = 90
const DAY_MS = 86_400_000
const CHECKS_MAX = 200_000
const CHECKS_PER_PAGE = 250
/** Deciding takes microseconds, remedies more: others are served in between. */
const CHECKS_PER_TURN = 25
/** Policies of the time that are kept ready; a month has a handful. */
const POLICIES_KEPT = 50

export interface RehearsalBounds {
  readonly checksMax: number
  readonly checksPerPage: number
}

/** What a draft would have made of the checks of the last days. Instants are RFC 3339, amounts decimal text. */
export interface Rehearsal extends RehearsalCounts {
  days: number
  from: string
  rehearsedAt: string
  /** In force when it was rehearsed. */
  policyVersion: number
  /** Stored checks that were looked at. */
  checks: number
  /** Of those, the decisions that were made again: of each order the newest of each day. */
  decisions: number
  /** Asked for another day than their own: nobody wanted to buy then. */
  hypothetical: number
  /** Of a policy version, or with facts, that this program cannot read. */
  unreadable: number
  /** There were more than `CHECKS_MAX`: only the newest were looked at, back to `readBackTo`. */
  cut: boolean
  readBackTo: string | null
  /** What is taken as not paid, in words. */
  unpaidMeans: string
}

const UNPAID_MEANS =
  'Não pago: há título do pedido (nota que informa o pedido) em aberto ou devolvido com vencimento efetivo antes de hoje, ' +
  'pago mais de 15 dias após o vencimento, ou baixado como perda. Sem nota do pedido, valem as notas do cliente emitidas ' +
  'do dia da consulta até 30 dias depois. Canceladas, em disputa e pagamentos sem data não contam contra o cliente.'

const NO_TERMS: OwnTerms = { hasLimit: false, tolerance: null }

/**
 * Decides the stored checks of the last `days` × 24 hours again with a draft, by the same `decide`, and compares with what
 * was decided then. A `recheck` is not looked at. Of each order the newest `check` or `reserve` of a day is decided, and an
 * order is counted once among the held and once among the freed ones, by its newest day; a check without an order id
 * counts by itself. Each decision stands alone: room that the draft would not have given is not given to others.
 */
export async function rehearsePolicy(
  deps: CreditDeps,
  draft: LoadedPolicy,
  days: number,
  { checksMax, checksPerPage }: RehearsalBounds = { checksMax: CHECKS_MAX, checksPerPage: CHECKS_PER_PAGE },
): Promise<Rehearsal> {
  const { db, clock, policies } = deps
  const now = clock.now()
  const since = now - days * DAY_MS
  const run = new Run(deps, draft)
  let before = AFTER_ALL
  let oldest: EpochMs | null = null
  for (let read = 0; ; ) {
    const limit = Math.min(checksPerPage, checksMax - read)
    const page = limit === 0 ? [] : await readChecksBefore(db, since, before, limit)
    await run.take(page)
    read += page.length
    before = page.at(-1)?.id ?? before
    oldest = page.at(-1)?.checkedAt ?? oldest
    if (page.length < limit || limit === 0) break
  }
  const cut = run.checks === checksMax && (await readChecksBefore(db, since, before, 1)).length > 0
  const { checks, decisions, hypothetical, unreadable } = run
  return {
    ...{ days, from: clock.format(since), rehearsedAt: clock.format(now), policyVersion: policies.version().version },
    ...{ checks, decisions, hypothetical, unreadable, cut },
    readBackTo: oldest === null ? null : clock.format(oldest),
    unpaidMeans: UNPAID_MEANS,
    ...run.tally.counts(),
  }
}

/** One rehearsal on its way from the newest check to the oldest. */
class Run {
  readonly tally = new RehearsalTally()
  checks = 0
  decisions = 0
  hypothetical = 0
  unreadable = 0
  private readonly deps: CreditDeps
  private readonly draft: LoadedPolicy
  private readonly policies = new Map<number, Policy | null>()
  /** Orders of the day that is gone through, and orders that were counted already. */
  private readonly today = new Set<string>()
  private day: Day = ''
  private readonly counted: Record<Direction, Set<string>> = { held: new Set(), freed: new Set() }

  constructor(deps: CreditDeps, draft: LoadedPolicy) {
    this.deps = deps
    this.draft = draft
  }

  async take(page: readonly StoredCheck[]): Promise<void> {
    const own = await readOwnTerms(this.deps.db, [...new Set(page.flatMap(({ customerId }) => customerId ?? []))])
    const changed: { stored: StoredDecision; replay: Replay; direction: Direction; day: Day }[] = []
    for (const [index, check] of page.entries()) {
      if (index % CHECKS_PER_TURN === 0) await yieldToOthers()
      this.checks++
      if (check.mode === 'recheck') continue
      const day = this.deps.clock.format(check.checkedAt).slice(0, 10)
      const stored = this.readNewest(check, day)
      if (!stored) continue
      const former = await this.policyOf(check.policyVersion)
      if (!former) {
        this.unreadable++
        continue
      }
      const replay = replayDecision(stored, former, this.draft, own.get(check.customerId ?? -1) ?? NO_TERMS)
      this.decisions++
      this.tally.note(replay)
      const { direction } = replay
      if (direction !== null && this.isFirst(direction, check)) changed.push({ stored, replay, direction, day })
    }
    const payments = await readPayments(
      this.deps.db,
      changed.map(({ stored: { source, customerId, facts }, day }) => ({
        source,
        customerId,
        orderId: facts.order.id,
        day,
      })),
      this.deps.clock.today(),
    )
    for (const [index, { stored, replay, direction }] of changed.entries()) {
      const payment = payments[index] ?? 'no_titles'
      const { codes, would, because } = replay
      const checkedAt = this.deps.clock.format(stored.checkedAt)
      this.tally.add({ ...changedOrder(stored), checkedAt, direction, codes, would, because, payment })
    }
  }

  /** The decision, unless a newer one of the same order and day was seen, or it was asked for another day. */
  private readNewest(check: StoredCheck, day: Day): StoredDecision | null {
    if (day !== this.day) this.today.clear()
    this.day = day
    const key = keyOf(check)
    if (key !== null && this.today.has(key)) return null
    const stored = this.read(check)
    if (!stored) return null
    if (check.mode === 'check' && stored.facts.today !== day) {
      this.hypothetical++
      return null
    }
    if (key !== null) this.today.add(key)
    return stored
  }

  private read(check: StoredCheck): StoredDecision | null {
    try {
      return check.read()
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
      this.unreadable++
      return null
    }
  }

  private isFirst(direction: Direction, check: StoredCheck): boolean {
    const key = keyOf(check)
    if (key === null) return true
    if (this.counted[direction].has(key)) return false
    this.counted[direction].add(key)
    return true
  }

  /** The policy that a check was decided by; `null` where this program cannot read it. */
  private async policyOf(version: number): Promise<Policy | null> {
    const known = this.policies.get(version)
    if (known !== undefined) return known
    if (this.policies.size >= POLICIES_KEPT) this.policies.clear()
    const stored = await findPolicyVersion(this.deps.db, POLICY_NAME, version)
    const policy = stored && readPolicy(stored)
    this.policies.set(version, policy)
    return policy
  }
}

const keyOf = ({ source, orderId }: StoredCheck): string | null => (orderId === null ? null : `${source}\n${orderId}`)

function readPolicy(stored: { body: string; version: number }): Policy | null {
  try {
    return compileVersion(stored).policy
  } catch (error) {
    if (!(error instanceof PolicyRefused)) throw error
    return null
  }
}

const changedOrder = ({ id, source, facts, decision }: StoredDecision) => ({
  checkId: id,
  source,
  orderId: facts.order.id,
  customer: facts.customer?.externalId ?? null,
  salesRep: facts.order.salesRep,
  amount: facts.order.amount,
  was: decision,
})
