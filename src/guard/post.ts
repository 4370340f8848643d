import { createHash } from 'node:crypto'
import { type ErpDatabase, openErpDatabase } from '../sync/erp-database.ts'
import type { Pace } from '../sync/http.ts'
import { type Place, readRowsMax } from './answer-store.ts'
import { companiesOf, type Guard, postOf } from './guard-file.ts'

/** The copy of one source's answers in one database of an ERP, and the guards that read it. */
export interface Post extends Place {
  readonly name: string
  readonly companies: readonly string[]
  readonly guards: readonly Guard[]
  /** One piece of work at a time in this process: what was read earlier is written earlier. */
  alone<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** The ERP's own people come first: a row that they hold is left to the next round. */
const LOCK_WAIT_SECONDS = 1

/** Connects to no database yet. */
export function openPosts(guards: readonly Guard[], pace: Pick<Pace, 'sleep'>): Post[] {
  const byName = Map.groupBy(guards, nameOf)
  return [...byName].map(([name, ours]) => {
    const [{ source, schema }] = ours as [Guard]
    const database = openDatabaseOf(ours[0] as Guard, pace)
    const companies = [...new Set(ours.flatMap(companiesOf))].sort()
    const place = { name, source, schema, companies, guards: ours, database, rowsMax: rowsMaxOf(database) }
    return { ...place, alone: oneAtATime(), close: () => database.close() }
  })
}

/** As much as a column takes: a host's name alone may be longer. */
const NAME_MAX = 190

function nameOf(guard: Guard): string {
  const name = postOf(guard)
  return name.length <= NAME_MAX ? name : `${guard.source} ${createHash('sha256').update(name).digest('hex')}`
}

/** Asked once: a server does not change its log's format under way. */
function rowsMaxOf(database: ErpDatabase): Post['rowsMax'] {
  let known: number | null = null
  return async (signal) => {
    known ??= await readRowsMax(database, signal)
    return known
  }
}

function oneAtATime(): Post['alone'] {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }
}

function openDatabaseOf({ connection, schema }: Guard, pace: Pick<Pace, 'sleep'>): ErpDatabase {
  const { host, port, user, password, timeoutMs, encrypted, ca } = connection
  return openErpDatabase(
    {
      ...{ client: 'mysql2', host, port, user, password, timeoutMs, database: schema },
      ...(encrypted === undefined ? {} : { encrypted }),
      ...(ca === undefined ? {} : { ca }),
      writing: { lockWaitSeconds: LOCK_WAIT_SECONDS },
    },
    pace,
  )
}
