import type { CreditDeps } from '../credit/check.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Pass } from './answer.ts'
import { readPasses, removePasses, writePasses } from './answer-store.ts'
import { listTaken, type OwnCustomer } from './change-store.ts'
import type { Post } from './post.ts'

/** An order that was confirmed so lately passes once more: the ERP may be told of it only now. */
const CONFIRMED_PASSES_MS = 2 * 86_400_000

/** Lets those orders of these customers pass that take room, and no others; answers how many were written or taken away. */
export async function publishPasses(
  { db, clock }: CreditDeps,
  post: Post,
  customers: readonly OwnCustomer[],
  signal: AbortSignal,
): Promise<number> {
  const names = new Map(customers.map(({ id, externalId }) => [id, externalId]))
  const taken = await listTaken(db, post.source, [...names.keys()], clock.now() - CONFIRMED_PASSES_MS)
  const wanted = taken.map(({ orderId, customerId, company, amount, expiresAt, receivedAt }): Pass => {
    const until = expiresAt ?? receivedAt + CONFIRMED_PASSES_MS
    return { orderId, customer: names.get(customerId) ?? '', company, amount, expiresAt: instantText(until) }
  })
  const standing = await readPasses(post, [...names.values()], signal)
  const texts = new Set(standing.map(passText))
  const kept = new Set(wanted.map(({ orderId }) => orderId))
  const added = wanted.filter((pass) => !texts.has(passText(pass)))
  const removed = standing.filter(({ orderId }) => !kept.has(orderId)).map(({ orderId }) => orderId)
  await writePasses(post, added, signal)
  await removePasses(post, removed, signal)
  return added.length + removed.length
}

const passText = ({ orderId, customer, company, amount, expiresAt }: Pass): string =>
  [orderId, customer, company, amount, expiresAt].join('\n')

/** As a DATETIME(3) in UTC: `2026-11-22 13:00:00.000`. */
const instantText = (instant: EpochMs): string => new Date(instant).toISOString().replace('T', ' ').replace('Z', '')
