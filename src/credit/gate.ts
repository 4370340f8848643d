import type { Sql } from '../database.ts'
import { formatCents } from '../kernel/cents.ts'
import type { Day } from '../kernel/day.ts'
import { expireHolds } from '../receivables/settle.ts'
import type { Trail } from '../receivables/trail.ts'
import { answeredSide, composeAnswer } from './answer.ts'
import { readBlocking } from './blocking.ts'
import { type CreditDeps, readSettledDossiers } from './check.ts'
import { decide } from './decide.ts'
import { openDesk } from './desk.ts'
import { dossierKey } from './dossier-store.ts'
import { type ErpRefusal, recordRefusal, type Taking } from './erp-refusals.ts'
import { daysOverdueOf, owingSide } from './facts.ts'
import { dossierOn, factsFor, NO_BACKGROUND } from './gather.ts'
import { askNothing, cancelOrder, confirmOrder, type OrderOutcome, type Record } from './holds.ts'
import { formatPolicy } from './policy-format.ts'
import { plainReserve } from './request.ts'
import { findCheck } from './store.ts'

/** Everything that can be asked of the credit room; `Request` is whatever the trail needs to know who asks. */
export function openGate<Request>(deps: CreditDeps, trail: Trail<Request>) {
  const { db, clock, policies } = deps
  const record =
    (request: Request) => (sql: Sql, action: string, subject: string, detail: { [key: string]: unknown }) =>
      trail(sql, request, action, subject, detail)
  const ask = openDesk(deps)
  return {
    ask,
    confirm: async (source: string, orderId: string, request: Request) =>
      toWire(await confirmOrder(deps, source, orderId, record(request))),
    cancel: async (source: string, orderId: string, request: Request) =>
      toWire(await giveUp(deps, source, orderId, record(request))),
    /** A stored decision with its facts; `null` when there is none of that id. */
    findCheck: async (id: string) => {
      const found = await findCheck(db, id)
      return (
        found && {
          source: found.source,
          check: { ...composeAnswer(found.made, clock), facts: toJson(found.made.facts) },
        }
      )
    },
    credit: (source: string, externalId: string, company: string, asOf: Day | null) =>
      readCredit(deps, source, externalId, company, asOf),
    /** Holds the room of an order that an ERP asks about by itself; what it is told is the decision and its sentences. */
    reserveFor: async (source: string, externalId: string, order: { id: string; revision: number; amount: string }) => {
      const outcome = await ask(plainReserve(source, externalId, order))
      if (outcome.kind === 'answer') {
        const { decision, reasons } = JSON.parse(outcome.json) as { decision: string; reasons: { message: string }[] }
        return { isApproved: decision === 'approved', messages: reasons.map(({ message }) => message) }
      }
      return { isApproved: false, messages: [outcome.kind === 'conflict' ? outcome.detail : outcome.message] }
    },
    /** Keeps what a guard in an ERP's database refused, or would have; answers the id of the check. */
    recordRefusal: (refusal: ErpRefusal, taking?: Taking) => recordRefusal(deps, refusal, taking),
    blockingReasons: (source: string, externalIds: readonly string[]) => readBlockingReasons(deps, source, externalIds),
    policy: () => {
      const { version, loadedAt } = policies.version()
      return { version, loadedAt: clock.format(loadedAt), policy: formatPolicy(policies.current().policy) }
    },
    reloadPolicy: async (request: Request) => {
      const reloaded = await policies.reload()
      if (reloaded.changed) await trail(db, request, 'policy.loaded', 'default', { version: reloaded.version })
      return reloaded
    },
    expireHolds: () => expireHolds(db, clock, policies.keeping()),
    catchUpPolicy: () => policies.catchUp(),
  }
}

/** An order may be known only as refused: then there is no room to give back, and nothing waits for it any longer. */
async function giveUp(deps: CreditDeps, source: string, orderId: string, record: Record): Promise<OrderOutcome> {
  const outcome = await cancelOrder(deps, source, orderId, record)
  if (outcome.kind === 'conflict' || !deps.orders) return outcome
  const { db, orders } = deps
  const refused = await db.transaction(async (sql) => {
    const found = await orders.cancel(sql, source, orderId)
    const isEnded = found !== null && !found.isFreed && outcome.kind === 'unknown'
    if (isEnded) await record(sql, 'order.cancelled', `${source}/${orderId}`, {})
    return found
  })
  if (refused === null || outcome.kind === 'done') return outcome
  // Freed since we looked for its room: now there is some to give back.
  if (refused.isFreed) return cancelOrder(deps, source, orderId, record)
  const { amount } = refused
  return { kind: 'done', reply: { orderId, status: 'cancelled', amount, invoicedAmount: 0n, overLimit: false } }
}

export type Gate = ReturnType<typeof openGate<object>>

function toWire(outcome: OrderOutcome) {
  if (outcome.kind !== 'done') return outcome
  const { reply } = outcome
  return {
    kind: 'done' as const,
    reply: { ...reply, amount: formatCents(reply.amount), invoicedAmount: formatCents(reply.invoicedAmount) },
  }
}

/** The same value with amounts as decimal text, which JSON can carry. */
const toJson = (value: object): { [key: string]: unknown } =>
  JSON.parse(JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? part.toString() : part)))

/** The codes of what blocks each of these customers without any order, the most severe first; unknown ones are left out. */
async function readBlockingReasons(
  deps: CreditDeps,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, string[]>> {
  const blocking = await readBlocking(deps, new Map([[source, new Set(externalIds)]]))
  const found = new Map<string, string[]>()
  for (const externalId of externalIds) {
    const reasons = blocking.get(dossierKey(source, externalId))
    if (reasons)
      found.set(
        externalId,
        reasons.map(({ code }) => code),
      )
  }
  return found
}

/** The position of one customer, and what a check of amount zero would say. `null` for an unknown customer. */
async function readCredit(deps: CreditDeps, source: string, externalId: string, company: string, asOf: Day | null) {
  const { clock, policies } = deps
  const dossiers = await readSettledDossiers(deps, new Map([[source, new Set([externalId])]]))
  const found = dossiers.bySourceAndId.get(dossierKey(source, externalId))
  if (!found) return null
  const loaded = policies.current()
  const today = asOf ?? clock.today()
  const dossier = asOf === null ? found : await dossierOn(deps.db, found, asOf, policies.keeping())
  const ask = askNothing(source, externalId, company)
  const facts = factsFor(ask, dossier, null, NO_BACKGROUND, { now: clock.now(), today }, loaded)
  const { decision, reasons } = decide(facts, loaded)
  const owing = owingSide(facts, false)
  return {
    account: facts.account && {
      key: facts.account.key,
      members: facts.account.members,
      ...answeredSide(facts.account),
    },
    ...answeredSide(facts.own),
    oldestDueOn: owing.oldestDueOn,
    daysOverdue: daysOverdueOf(owing, today),
    receivablesOpen: facts.own.receivablesOpen,
    status: dossier.customer.status,
    blocked: decision === 'blocked',
    reasons,
    dataAsOf: facts.dataAsOf === null ? null : clock.format(facts.dataAsOf),
    asOf: today,
  }
}
