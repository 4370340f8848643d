import { composeAnswer } from '../credit/answer.ts'
import { findCheck } from '../credit/store.ts'
import { formatCents } from '../kernel/cents.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { findCustomers, findCustomersById } from '../receivables/customer-store.ts'
import { reviewAccount } from './account-review.ts'
import type { BlockedOrder, BlockedState } from './blocked-order.ts'
import { findBlockedOrder, type ListedOrder, listBlockedOrders, listOrderEntries } from './blocked-store.ts'
import { endWhatIsOver } from './endings.ts'
import { type Actor, maySee, type OrdersDeps, type Refusal, UNKNOWN_ORDER } from './order-act.ts'
import { notePaymentSent, type PaymentSent } from './payment-sent.ts'
import { listReleases, listReleasesOf, listSignatures, type Release, type ReleaseState } from './release-store.ts'
import { keepBack, requestRelease, type Signing, signRelease, withdrawRelease } from './releases.ts'
import { reviewChanges } from './review.ts'

const ENTRIES_MAX = 500
const RELEASES_SHOWN_MAX = 50

export interface OrdersQuery {
  readonly source: string | null
  readonly state: BlockedState | null
  readonly salesRep: string | null
  readonly customer: { readonly source: string; readonly externalId: string } | null
  readonly before: number | null
  readonly limit: number
}

/** Everything that can be done with refused orders; `Request` is whatever the trail needs to know who asks. */
export function openOrders<Request>(deps: OrdersDeps<Request>) {
  const { db, clock, settings } = deps
  const stopping = new AbortController()
  const review = { ...deps, holdFreedMs: settings.holdFreed }
  const atOrNull = (instant: EpochMs | null): string | null => (instant === null ? null : clock.format(instant))

  const orderToWire = (order: BlockedOrder, customer: ListedOrder['customer']) => ({
    ...{ id: order.id, source: order.source, orderId: order.orderId, revision: order.revision, company: order.company },
    customer: { externalId: customer.externalId, name: customer.name },
    ...{ amount: formatCents(order.amount), salesRep: order.salesRep, checkId: order.checkId },
    reasons: order.reasons.map((reason) => ({ ...reason })),
    ...{ state: order.state, cause: order.cause, keptBack: order.isForced },
    ...{ blockedAt: clock.format(order.blockedAt), lapsesAt: clock.format(order.lapsesAt) },
    closedAt: atOrNull(order.closedAt),
  })
  const releasesToWire = async (releases: readonly Release[]) => {
    const signatures = await listSignatures(
      db,
      releases.map(({ id }) => id),
    )
    return releases.map((release) => ({
      ...{ id: release.id, blockedOrderId: release.blockedOrderId, source: release.source, orderId: release.orderId },
      ...{ revision: release.revision, amount: formatCents(release.amount), overLimit: formatCents(release.over) },
      ...{ state: release.state, requestedBy: release.requestedBy, reason: release.reason },
      requestedAt: clock.format(release.requestedAt),
      ...{ expiresAt: atOrNull(release.expiresAt), decidedAt: atOrNull(release.decidedAt) },
      signatures: signatures
        .filter(({ releaseId }) => releaseId === release.id)
        .map(({ signer, role, verdict, amount, reason, signedAt }) => ({
          ...{ signer, role, verdict, reason },
          ...{ amount: formatCents(amount), signedAt: clock.format(signedAt) },
        })),
    }))
  }
  const releaseToWire = async (release: Release) =>
    (await releasesToWire([release]))[0] as Awaited<ReturnType<typeof releasesToWire>>[number]
  const shown = async (done: Release | Refusal) => ('refused' in done ? done : releaseToWire(done))
  const customerOf = async (order: BlockedOrder): Promise<ListedOrder['customer']> =>
    (await findCustomersById(db, [order.customerId])).get(order.customerId) ?? { externalId: '', name: '' }

  return {
    /** The newest first; `next` is the `before` of the next page. What the actor does not see is not among them. */
    list: async (actor: Actor, query: OrdersQuery) => {
      const { customer, limit } = query
      const owner =
        customer && (await findCustomers(db, customer.source, [customer.externalId])).get(customer.externalId)
      if (customer && !owner) return { orders: [], next: null }
      if (actor.source !== null && query.source !== null && actor.source !== query.source)
        return { orders: [], next: null }
      const found = await listBlockedOrders(db, {
        ...{ state: query.state, before: query.before, limit, customerId: owner?.id ?? null },
        source: actor.source ?? query.source ?? customer?.source ?? null,
        salesRep: actor.salesRep ?? query.salesRep,
      })
      const orders = found.map(({ order, customer: named }) => orderToWire(order, named))
      return { orders, next: found.length === limit ? String(found.at(-1)?.seq) : null }
    },
    /** An order with the decision that stands, its releases and its history. */
    find: async (actor: Actor, id: string) => {
      const order = await findBlockedOrder(db, id)
      if (!order || !maySee(actor, order)) return UNKNOWN_ORDER
      const [check, releases, entries, customer] = await Promise.all([
        findCheck(db, order.checkId),
        listReleasesOf(db, id, RELEASES_SHOWN_MAX),
        listOrderEntries(db, id, ENTRIES_MAX),
        customerOf(order),
      ])
      return {
        ...orderToWire(order, customer),
        decision: check && composeAnswer(check.made, clock),
        releases: await releasesToWire(releases),
        history: entries.map(({ at, kind, actor: by, detail }) => ({ at: clock.format(at), kind, by, detail })),
      }
    },
    listReleases: async (actor: Actor, state: ReleaseState | null, before: number | null, limit: number) => {
      const found = await listReleases(db, { source: actor.source, salesRep: actor.salesRep, state, before, limit })
      const releases = await releasesToWire(found.map(({ release }) => release))
      return { releases, next: found.length === limit ? String(found.at(-1)?.seq) : null }
    },
    requestRelease: async (actor: Actor, id: string, reason: string, request: Request) =>
      shown(await requestRelease(deps, actor, id, reason, request)),
    /** The order is freed before this answers, where the signature was the last one. */
    signRelease: async (actor: Actor, id: string, signing: Signing, request: Request) => {
      const done = await signRelease(deps, actor, id, signing, request)
      if ('refused' in done) return done
      if (done.release.state === 'approved') {
        const turned = await reviewAccount(review, done.accountId)
        deps.onEvents()
        if (turned.length > 0) deps.onTurned(new Set(turned.map(({ source }) => source)))
      }
      const [after] = await listReleasesOf(db, done.release.blockedOrderId, 1)
      return releaseToWire(after?.id === id ? after : done.release)
    },
    withdrawRelease: async (actor: Actor, id: string, reason: string, request: Request) =>
      shown(await withdrawRelease(deps, actor, id, reason, request)),
    keepBack: async (actor: Actor, id: string, isForced: boolean, reason: string, request: Request) => {
      const done = await keepBack(deps, actor, id, isForced, reason, request)
      return 'refused' in done ? done : orderToWire(done, await customerOf(done))
    },
    paymentSent: async (actor: Actor, id: string, sent: PaymentSent, request: Request) => {
      const done = await notePaymentSent(deps, actor, id, sent, request)
      return 'refused' in done ? done : orderToWire(done, await customerOf(done))
    },
    /** The job: see `reviewChanges`. */
    review: () => reviewChanges(review, stopping.signal),
    end: () => endWhatIsOver(deps),
    /** A review under way stops after the account that it is at. */
    stop: () => stopping.abort(new Error('the program stops')),
  }
}

export type Orders = ReturnType<typeof openOrders<object>>
