import type { Database, Sql } from '../database.ts'
import { addDays, type Day, isDay } from '../kernel/day.ts'
import { type Evaluation, type JudgingDeps, RECONSIDERED_DAYS, settleAll } from './promise-judging.ts'
import { listPromisesAfter, type StoredPromise } from './promise-store.ts'

/** Goes through all promises, page by page: the open ones, then those that were broken lately. */

const PAGE_MAX = 500
const FIRST_DAY: Day = '1900-01-01'

interface EvaluationDeps extends JudgingDeps {
  readonly db: Database
}

interface Page {
  readonly promises: readonly StoredPromise[]
  /** Where the page after it begins; `null` when there is none. */
  readonly next: string | null
}

/** Looks at a page of promises. `position` is what the page before answered; `null` is the start, and the end. */
export async function evaluatePromises(
  deps: EvaluationDeps,
  limit: number,
  position: string | null,
): Promise<Evaluation & { readonly position: string | null }> {
  return deps.db.transaction(async (sql) => {
    const { promises, next } = await readPage(deps, sql, limit, position)
    return { ...(await settleAll(deps, sql, promises)), position: next }
  })
}

async function readPage(deps: EvaluationDeps, sql: Sql, limit: number, position: string | null): Promise<Page> {
  const size = Math.max(1, Math.min(PAGE_MAX, limit))
  const { state, promisedOn, id } = readPosition(position)
  const since = state === 'open' ? FIRST_DAY : addDays(deps.clock.today(), -RECONSIDERED_DAYS)
  const after = promisedOn > since ? { promisedOn, id } : { promisedOn: since, id: '' }
  const promises = await listPromisesAfter(sql, state, after, size)
  const last = promises.length === size ? promises.at(-1) : undefined
  const rest = state === 'open' ? `broken|${FIRST_DAY}|` : null
  return { promises, next: last ? `${state}|${last.promisedOn}|${last.id}` : rest }
}

/** Anything else than what this flow wrote begins anew. */
function readPosition(position: string | null): { state: 'open' | 'broken'; promisedOn: Day; id: string } {
  const [state, promisedOn = '', id = ''] = position?.split('|') ?? []
  if ((state !== 'open' && state !== 'broken') || !isDay(promisedOn))
    return { state: 'open', promisedOn: FIRST_DAY, id: '' }
  return { state, promisedOn, id }
}
