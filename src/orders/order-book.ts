import type { Ask } from '../credit/gather.ts'
import { orderKey } from '../credit/gather.ts'
import type {
  AskedTerms,
  Cause,
  Noted,
  OrderBook,
  OrderNotes,
  RefusedOrder,
  ReleaseTerms,
} from '../credit/order-book.ts'
import type { Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import { createId } from '../kernel/ids.ts'
import type { Happening } from '../outbox/event.ts'
import { addEvents } from '../outbox/event-store.ts'
import { findCustomersById } from '../receivables/customer-store.ts'
import { type BlockedCause, type BlockedOrder, isOpen, type ShownReason, textOf } from './blocked-order.ts'
import {
  addOrderEntries,
  findBlockedOrders,
  noteRepCustomers,
  type OrderEntry,
  saveBlockedOrders,
} from './blocked-store.ts'
import { lockOrder } from './order-act.ts'
import { findAgreedReleases, listSignatures, useReleases } from './release-store.ts'
import { tellOrder } from './told.ts'

const ACTOR = 'fiado'
const ANYBODY = { source: null, salesRep: null }

/** Keeps refused orders, in the transactions of the credit room: see `credit/order-book.ts`. */
export function createOrderBook(clock: Clock, lapseAfterMs: number): OrderBook {
  return {
    read: (sql, asks) => readNotes(sql, asks),
    note: (sql, noted, cause) => new Noting(clock, lapseAfterMs, cause).save(sql, noted),
    async cancel(sql, source, orderId) {
      const seen = (await findBlockedOrders(sql, source, [orderId])).get(orderId)
      const { order } = (seen && (await lockOrder(sql, ANYBODY, seen.id))) ?? { order: null }
      if (!order) return null
      if (isOpen(order)) {
        const closedAt = clock.now()
        await saveBlockedOrders(sql, [{ ...order, state: 'cancelled', cause: 'erp', closedAt }])
        const detail = { revision: order.revision }
        await addOrderEntries(sql, [
          { blockedOrderId: order.id, at: closedAt, kind: 'cancelled', actor: ACTOR, detail },
        ])
      }
      return { amount: order.amount, isFreed: order.state === 'released' }
    },
  }
}

function bySource(asks: readonly Ask[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { source, orderId } of asks) {
    if (orderId !== null) found.set(source, [...(found.get(source) ?? []), orderId])
  }
  return found
}

async function readNotes(sql: Sql, asks: readonly Ask[]): Promise<Map<string, OrderNotes>> {
  const found = new Map<string, OrderNotes>()
  for (const [source, orderIds] of bySource(asks)) {
    const refused = [...(await findBlockedOrders(sql, source, orderIds)).values()]
    // Only what was refused can have been released.
    const releases = refused.length === 0 ? new Map() : await readTerms(sql, source, refused)
    for (const order of refused) {
      const { orderId, revision, isForced } = order
      found.set(orderKey(source, orderId), {
        release: releases.get(orderId) ?? null,
        refused: { revision, stands: standsOf(order), isKeptBack: isForced, asked: askedOf(order) },
      })
    }
  }
  return found
}

function askedOf({ amount, salesRep, request }: BlockedOrder): AskedTerms {
  const { paymentKind, upfront, termDaysMax, digest } = request
  return { amount, salesRep, paymentKind, upfront: BigInt(upfront), termDaysMax, digest }
}

function standsOf(order: BlockedOrder): RefusedOrder['stands'] {
  if (isOpen(order)) return 'waiting'
  return order.state === 'released' && order.cause === 'changed' ? 'freed' : 'over'
}

async function readTerms(
  sql: Sql,
  source: string,
  refused: readonly BlockedOrder[],
): Promise<Map<string, ReleaseTerms>> {
  const found = new Map<string, ReleaseTerms>()
  const releases = await findAgreedReleases(
    sql,
    source,
    refused.map(({ orderId }) => orderId),
  )
  const signatures = await listSignatures(
    sql,
    releases.map(({ id }) => id),
  )
  for (const release of releases) {
    const { id, customerId, revision, amount, credit, termDaysMax, company, orderId, expiresAt, state } = release
    const signers = signatures.filter(({ releaseId, verdict }) => releaseId === id && verdict === 'approved')
    const by = signers.map(({ signer }) => nameIn(signer)).join(' e ')
    const agreed = { id, customerId, revision, amount, credit, termDaysMax, company }
    found.set(orderId, { ...agreed, by, expiresAt: expiresAt ?? 0, isUsed: state === 'used' })
  }
  return found
}

/** Without the id that the trail adds to a name. */
const nameIn = (signer: string): string => signer.replace(/ \([^()]*\)$/, '')

/** What the decisions of one transaction do to the orders that they are about, in their order. */
class Noting {
  private readonly clock: Clock
  private readonly lapseAfterMs: number
  private readonly cause: Cause
  private readonly orders = new Map<string, BlockedOrder>()
  private readonly entries: OrderEntry[] = []
  private readonly told: { noted: Noted; order: BlockedOrder; type: 'order.blocked' | 'order.released' }[] = []
  private readonly used: string[] = []

  constructor(clock: Clock, lapseAfterMs: number, cause: Cause) {
    this.clock = clock
    this.lapseAfterMs = lapseAfterMs
    this.cause = cause
  }

  async save(sql: Sql, noted: readonly Noted[]): Promise<void> {
    if (noted.length === 0) return
    for (const [source, orderIds] of bySource(noted.map(({ ask }) => ask))) {
      for (const [orderId, order] of await findBlockedOrders(sql, source, orderIds))
        this.orders.set(orderKey(source, orderId), order)
    }
    const changed = new Map<string, BlockedOrder>()
    for (const one of noted) {
      const key = orderKey(one.ask.source, one.ask.orderId as string)
      const before = this.orders.get(key) ?? null
      const isApproved = one.made.decision.decision === 'approved'
      const after = isApproved ? this.approve(one, before) : this.refuse(one, before)
      if (!after) continue
      this.orders.set(key, after)
      changed.set(key, after)
    }
    await saveBlockedOrders(sql, [...changed.values()])
    await addOrderEntries(sql, this.entries)
    await useReleases(sql, this.used)
    await this.tell(sql)
    await noteRepCustomers(sql, repCustomersOf(noted))
  }

  private refuse(noted: Noted, before: BlockedOrder | null): BlockedOrder {
    const { ask, made } = noted
    const at = this.clock.now()
    const reasons = shownReasons(noted)
    const isAnew = before === null || !isOpen(before)
    const cause: BlockedCause | null = isAnew && this.cause === 'changed' ? 'returned' : null
    const asked = requested(noted)
    const isGrowing = ask.refusedBy !== null && made.facts.order.accepted !== null
    const isRefusedGrowth = this.cause === 'changed' ? before?.request.isRefusedGrowth : isGrowing
    const order: BlockedOrder = {
      ...asked,
      request: isRefusedGrowth ? { ...asked.request, isRefusedGrowth } : asked.request,
      id: before?.id ?? createId('blo', at),
      checkId: made.id,
      reasons,
      state: 'blocked',
      cause: isAnew ? cause : before.cause,
      isForced: before?.isForced ?? false,
      blockedAt: isAnew ? at : before.blockedAt,
      lapsesAt: isAnew || ask.revision > before.revision ? at + this.lapseAfterMs : before.lapsesAt,
      closedAt: null,
    }
    if (isAnew) {
      this.add(order, 'blocked', { revision: order.revision, checkId: made.id, reasons, cause })
      this.told.push({ noted, order, type: 'order.blocked' })
    } else if (ask.revision > before.revision) {
      this.add(order, 'revised', { revision: order.revision, checkId: made.id, reasons })
    } else if (textOf(reasons) !== textOf(before.reasons)) {
      this.add(order, 'reasons_changed', { checkId: made.id, reasons })
    }
    return order
  }

  /** `null`: it was never refused, and nothing is kept of it here. */
  private approve(noted: Noted, before: BlockedOrder | null): BlockedOrder | null {
    const { made, release } = noted
    const isByRelease = release !== null && made.facts.order.release !== null
    if (isByRelease) this.used.push(release.id)
    if (before === null) return null
    const at = this.clock.now()
    const cause: BlockedCause = isByRelease ? 'release' : this.cause
    const order: BlockedOrder = {
      ...before,
      ...requested(noted),
      ...{ checkId: made.id, reasons: shownReasons(noted), state: 'released', cause, closedAt: at, isForced: false },
    }
    if (!isOpen(before)) return order
    const expiresAt = made.hold?.expiresAt ?? null
    const heldUntil = expiresAt === null ? null : this.clock.format(expiresAt)
    this.add(order, 'released', { revision: order.revision, checkId: made.id, cause, heldUntil })
    this.told.push({ noted, order, type: 'order.released' })
    return order
  }

  private add({ id }: BlockedOrder, kind: string, detail: OrderEntry['detail']): void {
    this.entries.push({ blockedOrderId: id, at: this.clock.now(), kind, actor: ACTOR, detail })
  }

  private async tell(sql: Sql): Promise<void> {
    if (this.told.length === 0) return
    const customers = await findCustomersById(
      sql,
      this.told.map(({ noted }) => noted.customerId),
    )
    const happenings = this.told.flatMap(({ noted: { made, customerId, release }, order, type }): Happening[] => {
      const customer = customers.get(customerId)
      if (!customer) return []
      const { decision, hold } = made
      const expiresAt = hold?.expiresAt ?? null
      const more =
        type === 'order.blocked'
          ? { ...decision, lapsesAt: this.clock.format(order.lapsesAt) }
          : {
              cause: order.cause,
              heldUntil: expiresAt === null ? null : this.clock.format(expiresAt),
              release: order.cause === 'release' ? (release?.id ?? null) : null,
            }
      return [tellOrder(type, order, customer, this.clock, more)]
    })
    await addEvents(sql, happenings, this.clock.now())
  }
}

const shownReasons = ({ made }: Noted): ShownReason[] =>
  made.decision.reasons.map(({ code, severity, message }) => ({ code, severity, message }))

const requested = ({ ask, customerId }: Noted) => ({
  source: ask.source,
  orderId: ask.orderId as string,
  revision: ask.revision,
  customerId,
  company: ask.company,
  amount: ask.amount,
  salesRep: ask.salesRep,
  request: {
    externalId: ask.externalId as string,
    paymentKind: ask.paymentKind,
    upfront: ask.upfront.toString(),
    termDaysMax: ask.termDaysMax,
    digest: ask.digest,
  },
})

function repCustomersOf(noted: readonly Noted[]): (readonly [string, number])[] {
  const pairs = new Map<string, readonly [string, number]>()
  for (const { ask, customerId } of noted) {
    if (ask.salesRep !== null) pairs.set(`${ask.salesRep}\n${customerId}`, [ask.salesRep, customerId])
  }
  return [...pairs.values()].sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x - y))
}
