import type { Sql } from '../database.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { noteCustomerChanges } from '../receivables/account-store.ts'
import type { StoredCustomer } from '../receivables/customer-store.ts'
import type { Ledger } from '../receivables/ingest.ts'
import { type Expected, requireLinked } from '../receivables/ingest-orders.ts'
import type { Order } from '../receivables/order.ts'
import { saveOrders } from '../receivables/order-store.ts'
import { applyOrder, withinBounds } from '../receivables/position.ts'
import { savePositions } from '../receivables/position-store.ts'
import type { Made } from './answer.ts'
import type { AskedAt } from './assemble.ts'
import {
  type Answered,
  type CreditDeps,
  conclude,
  idsOf,
  type Judged,
  judgeAlone,
  type Outcome,
  saveJudged,
  stamp,
} from './check.ts'
import { decide, type LoadedPolicy, questionOf } from './decide.ts'
import type { Dossier, Dossiers } from './dossier-store.ts'
import { creditAmountOf, type Facts, owingSide } from './facts.ts'
import { type Ask, type Background, dossierOf, factsFor, orderKey } from './gather.ts'
import type { Noted, OrderNotes, RefusedOrder, ReleaseTerms } from './order-book.ts'
import { policyFor } from './policy.ts'
import type { Terms } from './reserve.ts'

export type Owner = Pick<StoredCustomer, 'id' | 'riskClass'>

const MINUTE_MS = 60_000

const replayOf = (json: string, replayed: boolean): Answered => ({ kind: 'answer', json, replayed, decision: null })

/** `stranger`: the customer has no place here yet, and nothing was decided or kept. */
export type ReserveOutcome = Outcome | { kind: 'stranger' }

export type Linked = Map<string, { invoiced: bigint; drafted: bigint }>

export interface DeskState {
  deps: CreditDeps
  sql: Sql
  dossiers: Dossiers
  orders: Map<string, Order>
  linked: Linked
  background: Background
  loaded: LoadedPolicy
  at: AskedAt
  terms: Pick<Terms, 'cause' | 'isNews' | 'holdMs' | 'turnOf' | 'restate'>
  ledger: Ledger<{ riskClass: string | null }>
}

/** One transaction's view: each decision moves the positions that the next one sees. */
export class Desk {
  private readonly state: DeskState
  private readonly judged: Judged[] = []
  private readonly answers = new Map<string, string>()
  private readonly changedOrders = new Map<string, Order>()
  /** Orders that nobody had asked for, refused ones as well, with what invoices that came earlier were taken to say. */
  private readonly newOrders = new Map<string, Expected>()
  private readonly noted: Noted[] = []
  private readonly firstTold = new Set<string>()
  /**
   * Customers whose orders are looked at again: some take less room than before, and others may fit now, or one was
   * refused by the ERP's database, whose copy may have been behind.
   */
  private readonly reviewed = new Set<number>()

  constructor(state: DeskState) {
    this.state = state
  }

  /** A stored decision as it is answered now: again, unless nobody was told of it yet. */
  tell(checkId: string, json: string): Answered {
    return replayOf(json, !this.firstTold.has(checkId))
  }

  /** The outcome, or the id of the check whose stored answer is to be told. */
  take(asked: Ask): ReserveOutcome | string {
    const { terms, orders, dossiers } = this.state
    const order = orders.get(keyOf(asked)) ?? null
    const notes = this.notesOf(asked)
    const customerId = dossierOf(dossiers, asked)?.customer.id ?? null
    const ask = terms.restate?.(asked, { notes, order, customerId }) ?? asked
    if (ask.mode === 'check') return this.judgeAlone(ask)
    const turn = terms.turnOf(ask, notes, order)
    if (turn === 'leave') return conflict(LEFT)
    return turn === 'return' ? this.judgeAgain(ask) : this.judge(ask)
  }

  private notesOf(ask: Ask): OrderNotes {
    return this.state.background.notes.get(keyOf(ask)) ?? NO_NOTES
  }

  private judge(ask: Ask): ReserveOutcome | string {
    const { dossiers, orders, background, at, loaded, linked } = this.state
    const key = keyOf(ask)
    const order = orders.get(key) ?? null
    const standing = order && this.answerStanding(ask, order)
    if (standing) return standing
    const { refused, release } = this.notesOf(ask)
    if (refused && ask.revision < refused.revision) return conflict(olderThan(refused.revision, ask.orderId as string))
    const dossier = dossierOf(dossiers, ask)
    if (!dossier) return { kind: 'stranger' }
    const early = order ?? (linked.has(key) ? this.draftOrder(ask, dossier) : null)
    if (!order) this.newOrders.set(key, this.draftOrder(ask, dossier))
    const facts = factsFor(ask, dossier, early, background, at, loaded)
    const decision = decide(facts, loaded, questionOf(ask.mode, facts))
    const stamped = stamp(ask, at, loaded)
    const isTaking = decision.decision === 'approved'
    // Released by a person: the review takes the room for whoever asked, since nobody asks here.
    if (isTaking && ask.refusedBy !== null) return this.judgeAlone({ ...ask, mode: 'check' })
    if (isTaking && !this.hasPlace(ask, facts, dossier)) return conflict(TOO_LARGE)
    const hold = isTaking ? this.takeRoom(ask, facts, dossier, order, stamped.id) : null
    const made: Made = { ...stamped, facts, decision, hold }
    const judged = conclude(ask, made, dossier.customer.id, loaded, this.state.deps.clock)
    this.keep(ask, judged, dossier, release)
    return judged.answered
  }

  private judgeAlone(ask: Ask): Outcome {
    const order = this.state.orders.get(keyOf(ask)) ?? null
    const judged = judgeAlone(ask, dossierOf(this.state.dossiers, ask), order, this.state)
    this.judged.push(judged)
    return judged.answered
  }

  /**
   * An order that was freed because somebody paid, and is held still: it is refused again when more is overdue than
   * there was when it was freed. Whatever else has changed is not held against it.
   */
  private judgeAgain(ask: Ask): Outcome {
    const { dossiers, orders, background, at, loaded, ledger, deps } = this.state
    const key = keyOf(ask)
    const order = orders.get(key)
    const dossier = dossierOf(dossiers, ask)
    if (order?.state !== 'held' || !dossier || order.customerId !== dossier.customer.id) return conflict(NOT_HELD)
    const facts = factsFor(ask, dossier, order, background, at, loaded)
    const isWorse = owingSide(facts, loaded.policy.contagion).exposure.overdue > order.acceptedOverdue
    const anew: Facts = { ...facts, order: { ...facts.order, accepted: null } }
    const decision = decide(anew, loaded)
    if (!isWorse || decision.decision === 'approved') return conflict(STILL_FITS)
    const made: Made = { ...stamp(ask, at, loaded), facts: anew, decision, hold: null }
    const judged = conclude(ask, made, dossier.customer.id, loaded, deps.clock)
    const after: Order = { ...order, state: 'expired' }
    this.reviewed.add(order.customerId)
    applyOrder(ledger.change(order.customerId, order.company), order, -1)
    orders.set(key, after)
    this.changedOrders.set(key, after)
    this.keep(ask, judged, dossier, null)
    return judged.answered
  }

  get checkIds(): string[] {
    return idsOf(this.judged)
  }

  async save(): Promise<void> {
    const { sql, ledger, deps, terms } = this.state
    await saveJudged(sql, this.judged, this.state.at.today)
    await saveOrders(sql, deps.clock.system(), [...this.changedOrders.values()])
    await requireLinked(sql, [...this.newOrders.values()])
    await savePositions(sql, ledger.changes)
    await deps.orders?.note(sql, this.noted, terms.cause)
    // The review, which frees orders itself, tells whoever keeps copies without being noted.
    const isTold = deps.onRoomTaken !== undefined && terms.cause === 'asked'
    const taken = isTold ? ledger.changes.map(({ customerId }) => customerId) : []
    await noteCustomerChanges(sql, [...this.reviewed, ...taken])
  }

  private keep(ask: Ask, judged: Judged, dossier: Dossier, release: ReleaseTerms | null): void {
    const { background, terms } = this.state
    const { made } = judged.record
    // Nobody asks when something has changed: it counts for nothing, and is kept only when it says something new.
    if (terms.cause === 'changed') judged.owing = false
    if (made.decision.decision !== 'approved' && !terms.isNews(ask, made.decision.reasons)) return
    this.judged.push(judged)
    this.answers.set(made.id, judged.answered.json)
    const customerId = dossier.customer.id
    this.noted.push({ ask, customerId, made, release })
    const isRefused = made.decision.decision !== 'approved'
    // Who asks in the same batch for a revision from before it comes too late as well.
    if (isRefused) background.notes.set(keyOf(ask), { release, refused: this.refusedNow(ask) })
    if (isRefused && ask.refusedBy !== null) this.reviewed.add(customerId)
    if (judged.owing) background.owingChecks.set(customerId, made.facts.owingChecks + 1)
  }

  private refusedNow(ask: Ask): RefusedOrder {
    const isKeptBack = this.notesOf(ask).refused?.isKeptBack ?? false
    return { revision: ask.revision, stands: 'waiting', isKeptBack, asked: ask }
  }

  /** What an order that stands already answers for itself: a replay, or a conflict. `null`: it is to be decided. */
  private answerStanding(ask: Ask, order: Order): Outcome | string | null {
    if (ask.revision < order.revision) return conflict(olderThan(order.revision, order.externalId))
    if (ask.revision > order.revision) return null
    if (order.state === 'closed')
      return conflict(`order ${order.externalId} is closed: send a higher revision to open it again`)
    if ((order.state !== 'held' && order.state !== 'confirmed') || order.checkId === null) return null
    // Freed since it was refused: whoever asks hears of it for the first time, and has to ask for the same.
    if (order.requestDigest === `${FREED}${ask.digest}`) {
      const told: Order = { ...order, requestDigest: ask.digest }
      this.state.orders.set(orderKey(ask.source, order.externalId), told)
      this.changedOrders.set(orderKey(ask.source, order.externalId), told)
      this.firstTold.add(order.checkId)
    } else if (order.requestDigest !== ask.digest) {
      return conflict(
        `order ${order.externalId} revision ${order.revision} was asked before with another body: send a higher revision`,
      )
    }
    const answer = this.answers.get(order.checkId)
    return answer === undefined ? order.checkId : replayOf(answer, true)
  }

  /** Without a limit nothing else keeps the sum of holds within what a column takes. */
  private hasPlace(ask: Ask, facts: Facts, dossier: Dossier): boolean {
    const position = this.state.ledger.change(dossier.customer.id, ask.company)
    return withinBounds({ ...position, held: position.held + creditAmountOf({ ...facts.order, invoiced: 0n }) })
  }

  private takeRoom(ask: Ask, facts: Facts, dossier: Dossier, before: Order | null, checkId: string): Made['hold'] {
    const { ledger, orders, loaded, terms } = this.state
    const key = keyOf(ask)
    const confirmed = before?.state === 'confirmed'
    const expiresAt: EpochMs | null = confirmed ? null : this.holdUntil(ask, facts, dossier)
    const after: Order = {
      ...(before ?? this.draftOrder(ask, dossier)),
      customerId: dossier.customer.id,
      company: ask.company,
      revision: ask.revision,
      state: confirmed ? 'confirmed' : 'held',
      amount: ask.amount,
      creditAmount: creditAmountOf({ ...facts.order, invoiced: 0n }),
      expiresAt,
      checkId,
      requestDigest: terms.cause === 'changed' ? `${FREED}${ask.digest}` : ask.digest,
      acceptedOverdue: owingSide(facts, loaded.policy.contagion).exposure.overdue,
    }
    if (before) {
      applyOrder(ledger.change(before.customerId, before.company), before, -1)
      if (after.customerId !== before.customerId || after.creditAmount < before.creditAmount)
        this.reviewed.add(before.customerId)
    }
    applyOrder(ledger.change(after.customerId, after.company), after, 1)
    orders.set(key, after)
    this.changedOrders.set(key, after)
    return { expiresAt }
  }

  /** A release says itself until when. */
  private holdUntil(ask: Ask, facts: Facts, dossier: Dossier): EpochMs {
    const { loaded, at, terms } = this.state
    const release = facts.order.release ? this.notesOf(ask).release : null
    if (release && release.expiresAt > at.now) return release.expiresAt
    const { holdMinutes } = policyFor(loaded.policy, dossier.customer.riskClass)
    return at.now + Math.max(terms.holdMs, holdMinutes * MINUTE_MS)
  }

  /** An order as it is before anything is agreed, with what invoices that came earlier say. */
  private draftOrder(ask: Ask, dossier: Dossier): Order {
    const sums = this.state.linked.get(keyOf(ask))
    return {
      id: 0,
      source: ask.source,
      externalId: ask.orderId as string,
      customerId: dossier.customer.id,
      company: ask.company,
      revision: ask.revision,
      state: 'expired',
      amount: 0n,
      creditAmount: 0n,
      reportedInvoiced: 0n,
      linkedInvoiced: sums?.invoiced ?? 0n,
      linkedDrafted: sums?.drafted ?? 0n,
      expiresAt: null,
      checkId: null,
      requestDigest: null,
      acceptedOverdue: 0n,
      updatedAt: null,
    }
  }
}

/** Stands before the digest of what was asked when a hold was taken without anybody asking. */
const FREED = 'freed:'
const NO_NOTES: OrderNotes = { release: null, refused: null }
const LEFT = 'nothing is to be decided about the order'
const NOT_HELD = 'the order is not held'
const STILL_FITS = 'the order fits as it did'
const TOO_LARGE = 'the order would make the position larger than can be kept'

const olderThan = (revision: number, orderId: string): string =>
  `order ${orderId} has revision ${revision} already: send a higher one`

const keyOf = ({ source, orderId }: Ask): string => orderKey(source, orderId as string)

const conflict = (detail: string): Outcome => ({ kind: 'conflict', detail })
