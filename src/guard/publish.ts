import type { CreditDeps } from '../credit/check.ts'
import { dossierKey } from '../credit/dossier-store.ts'
import { readOpenings } from '../credit/openings.ts'
import type { EpochMs } from '../kernel/clock.ts'
import { type Answer, answerKey, type Pass, textOf, toAnswer } from './answer.ts'
import { readAnswers, readPasses, removePasses, type StoredAnswer, writeAnswers, writePasses } from './answer-store.ts'
import { forgetNoted, listOwn, listTaken, type Noted, type OwnCustomer, readNoted } from './change-store.ts'
import type { Post } from './post.ts'
import { nextRevision, notePublished } from './post-store.ts'

/** Accounts in a round; one round is in the ERP's database before the next is read. */
const ACCOUNTS_MAX = 200
/** Customers whose answers are read and compared together: an account may have thousands. */
export const CUSTOMERS_MAX = 500
const ROUNDS_MAX = 100_000
/** An order that was confirmed so lately passes once more: the ERP may be told of it only now. */
const CONFIRMED_PASSES_MS = 2 * 86_400_000
/** An answer that stands is written again after this part of the time in which it grows old. */
const REFRESHES = 4

/**
 * Writes into a post what has changed, the newest first, in rounds, until nothing is left; answers how many accounts. What
 * cannot be written stays noted. Several processes may do so at a time: an answer that was read earlier never replaces one
 * that was read later.
 */
export async function publishChanges(deps: CreditDeps, post: Post, signal: AbortSignal): Promise<number> {
  let published = 0
  for (let round = 0; round < ROUNDS_MAX && !signal.aborted; round++) {
    const noted = await readNoted(deps.db, post.name, ACCOUNTS_MAX)
    if (noted.length === 0) break
    const left = await publishNoted(deps, post, noted, signal)
    published += noted.length - left
    if (left > 0) break
  }
  return published
}

/** Answers how many accounts have to be written once more: another process wrote later what it had read. */
async function publishNoted(
  deps: CreditDeps,
  post: Post,
  noted: readonly Noted[],
  signal: AbortSignal,
): Promise<number> {
  const { db, clock } = deps
  const customers = await listOwn(
    db,
    post.source,
    noted.map(({ accountId }) => accountId),
  )
  const overtaken = new Set<number>()
  for (let start = 0; start < customers.length; start += CUSTOMERS_MAX) {
    const some = customers.slice(start, start + CUSTOMERS_MAX)
    for (const { accountId } of await publishCustomers(deps, post, some, signal)) overtaken.add(accountId)
  }
  const done = noted.filter(({ accountId }) => !overtaken.has(accountId))
  await forgetNoted(db, post.name, done)
  await notePublished(db, post.name, clock.system())
  return noted.length - done.length
}

/**
 * Writes what holds of these customers, whatever stands in the ERP's database: also where that is right, so that nobody
 * who read earlier may still write over it. Answers those of whom somebody wrote later what they had read.
 */
async function publishCustomers(
  deps: CreditDeps,
  post: Post,
  customers: readonly OwnCustomer[],
  signal: AbortSignal,
): Promise<OwnCustomer[]> {
  const revision = await nextRevision(deps.db, post.name, deps.clock.system())
  const wanted = await readWanted(deps, post, customers)
  await writeAnswers(post, wanted, revision, signal)
  await publishPasses(deps, post, customers, signal)
  const standing = await readAnswers(post, namesOf(customers), signal)
  const later = new Set(standing.filter((answer) => answer.revision > revision).map(({ customer }) => customer))
  return customers.filter(({ externalId }) => later.has(externalId))
}

export interface Repaired {
  /** Answers that stood otherwise, or not at all, and passes. */
  readonly repaired: number
  /** Answers that stood right, and were written again before they grow old. */
  readonly refreshed: number
}

/** Compares what stands in the ERP's database with what holds of these customers, and writes what differs or grows old. */
export async function repairCustomers(
  deps: CreditDeps,
  post: Post,
  customers: readonly OwnCustomer[],
  signal: AbortSignal,
): Promise<Repaired> {
  const revision = await nextRevision(deps.db, post.name, deps.clock.system())
  const wanted = await readWanted(deps, post, customers)
  const standing = await readAnswers(post, namesOf(customers), signal)
  const byKey = new Map(standing.map((answer) => [answerKey(answer), answer]))
  const wrong = wanted.filter((answer) => !isRight(answer, byKey.get(answerKey(answer))))
  const aging = wanted.filter((answer) => !wrong.includes(answer) && isAging(post, byKey.get(answerKey(answer))))
  await writeAnswers(post, [...wrong, ...aging], revision, signal)
  const passes = await publishPasses(deps, post, customers, signal)
  return { repaired: wrong.length + passes, refreshed: aging.length }
}

const namesOf = (customers: readonly OwnCustomer[]): string[] => customers.map(({ externalId }) => externalId)

async function readWanted(deps: CreditDeps, post: Post, customers: readonly OwnCustomer[]): Promise<Answer[]> {
  const ids = new Set(customers.map(({ externalId }) => externalId))
  const openings = await readOpenings(deps, new Map([[post.source, ids]]), post.companies)
  return customers.flatMap(({ externalId }) => {
    const byCompany = openings.get(dossierKey(post.source, externalId))
    return [...(byCompany ?? [])].map(([company, opening]) => toAnswer(externalId, company, opening))
  })
}

const isRight = (answer: Answer, standing: StoredAnswer | undefined): boolean =>
  standing !== undefined && textOf(standing) === textOf(answer)

function isAging({ guards }: Post, standing: StoredAnswer | undefined): boolean {
  const soonest = Math.min(...guards.map(({ stale }) => stale.afterSeconds))
  // Below zero: the server's clock was set back, and the answer would be young for ever.
  return standing !== undefined && (standing.ageSeconds > soonest / REFRESHES || standing.ageSeconds < 0)
}

/** Answers how many were written or taken away. */
async function publishPasses(
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
