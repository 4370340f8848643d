import { composeAnswer } from '../../credit/answer.ts'
import { type CheckRecord, findChecks } from '../../credit/store.ts'
import type { Database } from '../../database.ts'
import { formatCents } from '../../kernel/cents.ts'
import type { Clock, EpochMs } from '../../kernel/clock.ts'
import { signaturesNeeded } from '../../orders/authority.ts'
import { findListedOrders, type ListedOrder } from '../../orders/blocked-store.ts'
import type { OrdersSettings } from '../../orders/orders-settings.ts'
import { findNewestReleases, type Release, type Signature } from '../../orders/release-store.ts'
import type { OrderDetail, OrderRow, Reason, Release as ShownRelease } from '../order-port.ts'

/** An order with the decision that stands and what was last asked for it. */
export interface OrderCase extends Pick<ListedOrder, 'seq' | 'order' | 'customer'> {
  readonly check: CheckRecord | null
  readonly release: Release | null
}

type Format = Pick<Clock, 'format'>

/** In the order of the ids. What ended comes without its decision, which lists do not show. */
export async function readCases(db: Database, ids: readonly string[]): Promise<OrderCase[]> {
  const standing = ({ order }: ListedOrder): boolean => order.state === 'blocked'
  return withDecisions(db, ids, standing)
}

/** One order with its decision, however it ended. */
export async function readCase(db: Database, id: string): Promise<OrderCase | null> {
  const [found] = await withDecisions(db, [id], () => true)
  return found ?? null
}

async function withDecisions(
  db: Database,
  ids: readonly string[],
  isWanted: (listed: ListedOrder) => boolean,
): Promise<OrderCase[]> {
  const listed = await findListedOrders(db, ids)
  const checks = await findChecks(db, [...new Set(listed.filter(isWanted).map(({ order }) => order.checkId))])
  const releases = await findNewestReleases(db, ids)
  const cases = new Map(
    listed.map((one) => [
      one.order.id,
      { ...one, check: checks.get(one.order.checkId) ?? null, release: releases.get(one.order.id) ?? null },
    ]),
  )
  return ids.flatMap((id) => cases.get(id) ?? [])
}

const atOrNull = (clock: Format, instant: EpochMs | null): string | null =>
  instant === null ? null : clock.format(instant)

/** `payable`: whether anything of this customer's is to be paid for it. */
export function caseToRow({ order, customer, check, release }: OrderCase, payable: boolean, clock: Format): OrderRow {
  const remedies = order.state === 'blocked' ? (check?.made.decision.remedies ?? []) : []
  return {
    ...{ id: order.id, source: order.source, orderId: order.orderId, revision: order.revision },
    customer: { source: order.source, externalId: customer.externalId, name: customer.name },
    ...{ amount: formatCents(order.amount), salesRep: order.salesRep, state: order.state, cause: order.cause },
    ...{ keptBack: order.isForced, blockedAt: clock.format(order.blockedAt), lapsesAt: clock.format(order.lapsesAt) },
    closedAt: atOrNull(clock, order.closedAt),
    reasons: reasonsToPort(order.reasons),
    remedies: remedies.map((remedy) => {
      const { kind, amount, ownAmount, days } = { amount: undefined, ownAmount: undefined, days: undefined, ...remedy }
      return { kind, amount, ownAmount, days }
    }),
    payable,
    release: release && {
      ...{ id: release.id, state: release.state, requestedBy: release.requestedBy },
      requestedAt: clock.format(release.requestedAt),
    },
  }
}

export const reasonsToPort = (reasons: OrderCase['order']['reasons']): Reason[] =>
  reasons.map(({ code, severity, message }) => ({ code, severity: severity as Reason['severity'], message }))

export function releaseToPort(
  release: Release,
  signatures: readonly Signature[],
  clock: Format,
  settings: OrdersSettings,
): ShownRelease {
  const { id, state, revision, amount, over, reason, requestedBy, requestedAt, expiresAt, decidedAt } = release
  return {
    ...{ id, state, revision, amount: formatCents(amount), overLimit: formatCents(over), reason, requestedBy },
    ...{ requestedAt: clock.format(requestedAt), expiresAt: atOrNull(clock, expiresAt) },
    decidedAt: atOrNull(clock, decidedAt),
    signaturesNeeded: signaturesNeeded(amount, settings.release),
    signatures: signatures
      .filter(({ releaseId }) => releaseId === id)
      .map((one) => ({
        ...{ signer: one.signer, role: one.role, verdict: one.verdict, reason: one.reason },
        ...{ amount: formatCents(one.amount), signedAt: clock.format(one.signedAt) },
      })),
  }
}

/** An account of one customer that has no limit of its own says nothing that the customer does not say. */
export const isGroup = ({ members, limit }: { readonly members: number; readonly limit: object | null }): boolean =>
  members > 1 || limit !== null

/** The arithmetic as it was when the order was decided. */
export function decisionToPort({ order, check }: OrderCase, clock: Format): OrderDetail['decision'] {
  if (check === null) throw new TypeError(`the decision ${order.checkId} of ${order.id} was lost`)
  const { id, checkedAt, policy, dataAsOf, limit, exposure, account } = composeAnswer(check.made, clock)
  return {
    ...{ checkId: id, checkedAt, policyVersion: policy.version, dataAsOf, limit, exposure },
    account:
      account && isGroup(account) ? { key: account.key, limit: account.limit, exposure: account.exposure } : null,
  }
}
