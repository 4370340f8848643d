import type { CreditDeps } from '../credit/check.ts'
import { dossierKey } from '../credit/dossier-store.ts'
import { readOpenings } from '../credit/openings.ts'
import { type Answer, answerKey, textOf, toAnswer } from './answer.ts'
import { readAnswers, readCompanies, type StoredAnswer, writeAnswers } from './answer-store.ts'
import {
  forgetNoted,
  listOwn,
  type Noted,
  noteAllForPost,
  noteForPosts,
  type OwnCustomer,
  readNoted,
} from './change-store.ts'
import { publishPasses } from './passes.ts'
import type { Post } from './post.ts'
import { nextRevision, notePublished } from './post-store.ts'

/** Accounts in a round; one round is in the ERP's database before the next is read. */
const ACCOUNTS_MAX = 200
/** Customers whose answers are read and compared together: an account may have thousands. */
const CUSTOMERS_MAX = 500
/** Whoever waits for a newer change waits for no more statements than these. */
const STATEMENTS_MAX = 50
const ROUNDS_MAX = 100_000
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
    const noted = await readNoted(deps.db, post.name, await boundFor(post, ACCOUNTS_MAX, signal))
    if (noted.length === 0) break
    const left = await publishNoted(deps, post, noted, signal)
    published += noted.length - left
    if (left > 0) break
  }
  return published
}

/** Less at a time where each answer is a statement of its own. */
async function boundFor(post: Post, most: number, signal: AbortSignal): Promise<number> {
  return Math.min(most, STATEMENTS_MAX * (await post.rowsMax(signal)))
}

export const customersBound = (post: Post, signal: AbortSignal): Promise<number> =>
  boundFor(post, CUSTOMERS_MAX, signal)

/** Notes everybody where a copy says nothing yet for a company: a new guard, or a table that was emptied. */
export async function fillEmpty({ db }: CreditDeps, post: Post, signal: AbortSignal): Promise<void> {
  const answered = await readCompanies(post, signal)
  if (post.companies.every((company) => answered.has(company))) return
  await db.transaction((sql) => noteAllForPost(sql, post))
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
  const bound = await customersBound(post, signal)
  for (let start = 0; start < customers.length; start += bound) {
    const some = customers.slice(start, start + bound)
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
  const passes = await publishPasses(deps, post, customers, signal)
  const overtaken = await findOvertaken(deps, post, customers, revision, signal)
  if (passes > 0) await publishAgain(deps, post, overtaken)
  return overtaken
}

/** Passes have no revision: where one was written that was read too early, all is written once more. */
const publishAgain = ({ db }: CreditDeps, post: Post, overtaken: readonly OwnCustomer[]): Promise<void> => {
  const accountIds = overtaken.map(({ accountId }) => accountId)
  return db.transaction((sql) => noteForPosts(sql, [post], accountIds))
}

/** Those of whom something stands that was read later. What follows is read later than that in turn. */
async function findOvertaken(
  { db }: CreditDeps,
  post: Post,
  customers: readonly OwnCustomer[],
  revision: number,
  signal: AbortSignal,
): Promise<OwnCustomer[]> {
  const standing = await readAnswers(post, namesOf(customers), signal)
  const later = standing.filter((answer) => answer.revision > revision)
  if (later.length === 0) return []
  // Where no process wrote it, but this database was put back or somebody has edited the row, it would stay for ever.
  await nextRevision(db, post.name, highestOf(later))
  const names = new Set(later.map(({ customer }) => customer))
  return customers.filter(({ externalId }) => names.has(externalId))
}

export const highestOf = (standing: readonly StoredAnswer[]): number =>
  standing.reduce((highest, { revision }) => Math.max(highest, revision), 0)

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
  const standing = await readAnswers(post, namesOf(customers), signal)
  const revision = await nextRevision(deps.db, post.name, Math.max(deps.clock.system(), highestOf(standing) + 1))
  const wanted = await readWanted(deps, post, customers)
  const byKey = new Map(standing.map((answer) => [answerKey(answer), answer]))
  const wrong = wanted.filter((answer) => !isRight(answer, byKey.get(answerKey(answer))))
  const aging = wanted.filter((answer) => !wrong.includes(answer) && isAging(post, byKey.get(answerKey(answer))))
  await writeAnswers(post, [...wrong, ...aging], revision, signal)
  const passes = await publishPasses(deps, post, customers, signal)
  if (passes > 0) await publishAgain(deps, post, await findOvertaken(deps, post, customers, revision, signal))
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
