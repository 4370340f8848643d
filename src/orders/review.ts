import { setImmediate } from 'node:timers/promises'
import type { CreditDeps } from '../credit/check.ts'
import type { Sql } from '../database.ts'
import { DatabaseUnavailable } from '../database-errors.ts'
import { withLocksAsNeeded } from '../receivables/ingest.ts'
import { type AccountReviewDeps, reviewAccount, reviewOthers, type Turned } from './account-review.ts'
import {
  DAY_MARK,
  findWaitingAccounts,
  listChangedAccounts,
  listUrgentAccounts,
  noteAllAccounts,
  noteNewDay,
  putLast,
  readMark,
  writeMark,
} from './review-store.ts'

/** Accounts looked at in a round; those without orders that wait, in one transaction. */
const ACCOUNTS_MAX = 50
/** With orders that wait, so many a round: what changes meanwhile comes first in the next one. */
const WAITING_MAX = 10
/** Every so many full rounds, so many of those with orders that wait come first. */
const URGENT_EVERY = 10
const URGENT_MAX = 50
const ROUNDS_MAX = 100_000
/** While there is much to look at, who turned is told so often: each time is a run of its own in the ERP. */
const TELL_EVERY_MS = 500
const POLICY_MARK = 'reviewed-policy'
const VERSION_DIGITS = 12

export interface ReviewDeps extends AccountReviewDeps {
  /** Called after commits that noted who turned, by the sources of whom. */
  onTurned(sources: ReadonlySet<string>): void
  /** Called after commits of what others are to be told. */
  onEvents(): void
  /** An account that could not be looked at. */
  onFault(error: unknown, accountId: number): void
}

/**
 * Looks again at the accounts that changed: frees the refused orders that fit by now, the oldest first, and tells whose
 * customers are blocked or no longer. Each account in one transaction that holds its lock and forgets the change at its
 * end, so that nothing is freed twice and no change is lost, whoever dies on the way. Answers how many accounts.
 */
export async function reviewChanges(deps: ReviewDeps, signal: AbortSignal): Promise<number> {
  await deps.policies.catchUp()
  await noteWhatTimeChanged(deps)
  const run: Run = { deps, signal, reviewed: 0, failed: new Set(), turned: new Set() }
  let tellsAt = deps.clock.system() + TELL_EVERY_MS
  for (let round = 0; round < ROUNDS_MAX && !signal.aborted; round++) {
    const before = run.reviewed
    if (!(await reviewSome(run, round))) break
    if (run.reviewed > before) deps.onEvents()
    if (run.turned.size > 0 && deps.clock.system() >= tellsAt) {
      deps.onTurned(run.turned)
      run.turned = new Set()
      tellsAt = deps.clock.system() + TELL_EVERY_MS
    }
    // On SQLite nothing here waits for anything: whoever asks at order time comes in between.
    await setImmediate()
  }
  if (run.turned.size > 0) deps.onTurned(run.turned)
  return run.reviewed
}

interface Run {
  readonly deps: ReviewDeps
  readonly signal: AbortSignal
  reviewed: number
  /** Accounts that could not be looked at; the next run tries them again. */
  readonly failed: Set<number>
  /** The sources of who became blocked or unblocked. */
  turned: Set<string>
}

/** One round; false when nothing is left. */
async function reviewSome(run: Run, round: number): Promise<boolean> {
  const { deps, signal, failed } = run
  const listed = await listChangedAccounts(deps.db, ACCOUNTS_MAX)
  const changed = listed.filter((accountId) => !failed.has(accountId))
  if (changed.length === 0) return false
  const waits = await findWaitingAccounts(deps.db, changed)
  // After a night's feed there are many: whoever has an order that waits does not wait for all of them.
  const isFull = listed.length === ACCOUNTS_MAX && round % URGENT_EVERY === 0
  const urgent = isFull ? await listUrgentAccounts(deps.db, URGENT_MAX) : []
  const first = changed.filter((accountId) => waits.has(accountId)).slice(0, WAITING_MAX)
  for (const accountId of new Set([...first, ...urgent])) {
    if (signal.aborted) return false
    if (!failed.has(accountId)) await reviewAlone(run, accountId)
  }
  const others = changed.filter((accountId) => !waits.has(accountId))
  if (others.length === 0) return true
  try {
    count(
      run,
      others.length,
      await withLocksAsNeeded(deps.policies, () => deps.db.transaction((sql) => reviewOthers(deps, sql, others))),
    )
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error
    for (const accountId of others) await reviewAlone(run, accountId)
  }
  return true
}

/** What is wrong with one account keeps no other waiting: it is told, and comes last. */
async function reviewAlone(run: Run, accountId: number): Promise<void> {
  const { deps, failed } = run
  try {
    count(run, 1, await reviewAccount(deps, accountId))
  } catch (error) {
    if (error instanceof DatabaseUnavailable) throw error
    failed.add(accountId)
    deps.onFault(error, accountId)
    await putLast(deps.db, accountId)
  }
  await setImmediate()
}

function count(run: Run, accounts: number, turned: readonly Turned[]): void {
  run.reviewed += accounts
  for (const { source } of turned) run.turned.add(source)
}

/** Nothing happens to an account at midnight, or when a policy takes force, and yet it is judged otherwise. */
async function noteWhatTimeChanged({ db, clock, policies }: CreditDeps): Promise<void> {
  const { version } = policies.current().policy
  const marks = [
    { name: DAY_MARK, value: clock.today(), note: (sql: Sql) => noteNewDay(sql, clock.today()) },
    { name: POLICY_MARK, value: String(version).padStart(VERSION_DIGITS, '0'), note: noteAllAccounts },
  ]
  for (const { name, value, note } of marks) {
    // Only ever forward: two processes whose clocks differ do not undo each other.
    const isBehind = async (sql: Sql): Promise<boolean> => ((await readMark(sql, name)) ?? '') < value
    if (!(await isBehind(db))) continue
    await db.transaction(async (sql) => {
      if (!(await isBehind(sql))) return
      await note(sql)
      await writeMark(sql, name, value)
    })
  }
}
