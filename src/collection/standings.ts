import { setImmediate } from 'node:timers/promises'
import type { Database, Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import { addDays, type Day } from '../kernel/day.ts'
import { noteCustomerChanges } from '../receivables/account-store.ts'
import { listCustomerIds } from '../receivables/customer-store.ts'
import { listOpenDisputes } from './dispute-store.ts'
import { listPromises } from './promise-store.ts'
import { type Conduct, conductDays, NO_CONDUCT, type Standing, segmentOf, type Thresholds } from './segment.ts'
import {
  countOwingChecks,
  type Disputed,
  dropStandingsDue,
  findStillOpen,
  type JudgedStanding,
  type KeptStanding,
  lockStandings,
  noteStandingsDue,
  readConducts,
  readStages,
  type ShownStanding,
  saveStandings,
  showStanding,
  takeStandingsDue,
} from './standing-store.ts'
import { addToStory, type StoryEntry } from './story-store.ts'

export interface StandingsDeps {
  readonly db: Database
  readonly clock: Clock
  readonly thresholds: Thresholds
}

/** Small, since who feeds the ledger waits for the customers of a batch. */
const DUE_PER_BATCH = 100
const CUSTOMERS_PER_BATCH = 500
const BATCHES_MAX = 1_000_000
/** A broken promise is told to the credit gate for so long, while what it was about is still open. */
const BROKEN_FOR_DAYS = 90

/** Writes one batch, of so many customers, in a transaction of its own. */
type OnBatch = (position: number, write: (sql: Sql) => Promise<void>, customers: number) => Promise<void>

/** Keeps what is said of each customer's conduct: for cadences, for the credit policy, and in the customer's story. */
export function createStandings({ db, clock, thresholds }: StandingsDeps) {
  const refresh = (sql: Sql, customerIds: readonly number[]): Promise<void> =>
    refreshSome(sql, { clock, thresholds }, customerIds)
  return {
    /** Notes, in the transaction that changed something, the customers whose standing has to be judged again. */
    noteDue: noteStandingsDue,
    /**
     * Judges the customers that were noted, `limit` at most; answers how many. Several processes may do so at once. What
     * is noted while a customer is being judged is judged the next time.
     */
    refreshDue: async (limit: number): Promise<number> => {
      let done = 0
      while (done < limit) {
        const taken = await db.transaction(async (sql) => {
          const ids = await takeStandingsDue(sql, Math.min(DUE_PER_BATCH, limit - done))
          if (ids.length === 0) return 0
          await refresh(sql, ids)
          await dropStandingsDue(sql, ids)
          return ids.length
        })
        if (taken === 0) return done
        done += taken
        // On SQLite nothing here waits for anything: whoever asks at order time comes in between.
        await setImmediate()
      }
      return done
    },
    /**
     * Judges everybody after a position (0 at the beginning), since days pass without any change. `onBatch` gives `write`
     * a transaction, in which it may note the position to go on from, and ends it all when it throws.
     */
    refreshAll: async (from: number, onBatch: OnBatch): Promise<void> => {
      let after = from
      for (let batch = 1; batch <= BATCHES_MAX; batch++) {
        const ids = await listCustomerIds(db, after, CUSTOMERS_PER_BATCH)
        if (ids.length === 0) return
        after = ids.at(-1) as number
        await onBatch(after, (sql) => refresh(sql, ids), ids.length)
      }
    },
  }
}

/** Judges some customers in the transaction of `sql`. */
async function refreshSome(
  sql: Sql,
  { clock, thresholds }: Pick<StandingsDeps, 'clock' | 'thresholds'>,
  customerIds: readonly number[],
): Promise<void> {
  const today = clock.today()
  const kept = await lockStandings(sql, customerIds)
  const ids = [...kept.keys()]
  if (ids.length === 0) return
  const { conducts, shows } = await readFacts(sql, ids, thresholds, today)
  const judged = ids.map((customerId): JudgedStanding => {
    const conduct = conducts.get(customerId) ?? NO_CONDUCT
    const isNew = kept.get(customerId)?.standing === null
    return { customerId, isNew, conduct, standing: segmentOf(conduct, thresholds) }
  })
  await saveStandings(sql, judged, today)
  await showStandings(sql, judged, kept, shows)
  await addToStory(
    sql,
    judged.flatMap((one) => changeOf(one, kept.get(one.customerId), clock.now())),
  )
}

type Shows = Pick<ShownStanding, 'collectionStage' | 'brokenPromises'>

async function readFacts(
  sql: Sql,
  ids: readonly number[],
  thresholds: Thresholds,
  today: Day,
): Promise<{ conducts: Map<number, Conduct>; shows: (customerId: number) => Shows }> {
  const days = conductDays(thresholds, today)
  const titles = await readConducts(sql, ids, days, await readDisputed(sql, ids))
  const checks = await countOwingChecks(sql, ids, days.owingSince)
  const stages = await readStages(sql, ids, today)
  const broken = Map.groupBy(await listPromises(sql, ids, 'broken'), ({ customerId }) => customerId)
  const promised = [...broken.values()].flat().flatMap((promise) => promise.titles.map(({ id }) => id))
  const stillOpen = await findStillOpen(sql, promised)
  const brokenSince = (customerId: number, since: Day) =>
    (broken.get(customerId) ?? []).filter(({ resolvedOn, promisedOn }) => (resolvedOn ?? promisedOn) >= since)
  const conducts = ids.map((id): [number, Conduct] => [
    id,
    {
      ...(titles.get(id) ?? NO_CONDUCT),
      brokenPromises: brokenSince(id, days.since).length,
      owingChecks: checks.get(id) ?? 0,
    },
  ])
  const isOwed = (promise: { titles: readonly { id: number }[] }) => promise.titles.some(({ id }) => stillOpen.has(id))
  return {
    conducts: new Map(conducts),
    shows: (id) => ({
      collectionStage: stages.get(id) ?? null,
      brokenPromises: brokenSince(id, addDays(today, -BROKEN_FOR_DAYS)).filter(isOwed).length,
    }),
  }
}

async function readDisputed(sql: Sql, ids: readonly number[]): Promise<Disputed> {
  const disputes = await listOpenDisputes(sql, ids)
  return {
    customerIds: disputes.filter(({ receivableIds }) => receivableIds === null).map(({ customerId }) => customerId),
    receivableIds: disputes.flatMap(({ receivableIds }) => receivableIds ?? []),
  }
}

/** Few customers change, and they change to few things: one statement for each of these. */
async function showStandings(
  sql: Sql,
  judged: readonly JudgedStanding[],
  kept: ReadonlyMap<number, KeptStanding>,
  shows: (customerId: number) => Shows,
): Promise<void> {
  const wanted = judged.map(({ customerId, standing }) => ({
    customerId,
    shown: { segment: standing.segment, ...shows(customerId) },
  }))
  const changed = wanted.filter(({ customerId, shown }) => keyOf(shown) !== keyOf(kept.get(customerId)?.shown))
  for (const same of Map.groupBy(changed, ({ shown }) => keyOf(shown)).values()) {
    const [first] = same
    const customerIds = same.map(({ customerId }) => customerId)
    if (first) await showStanding(sql, customerIds, first.shown)
  }
  // What the gate refused an order for may be over: a promise kept after all, a stage that ended.
  await noteCustomerChanges(
    sql,
    changed.map(({ customerId }) => customerId),
  )
}

const keyOf = (shown: ShownStanding | undefined): string =>
  `${shown?.segment}/${shown?.collectionStage}/${shown?.brokenPromises}`

/** Who was never judged was somebody of whom nothing was known. */
const UNKNOWN: Pick<Standing, 'segment' | 'profile' | 'flags'> = { segment: 'novo', profile: null, flags: [] }

function changeOf({ customerId, standing }: JudgedStanding, kept: KeptStanding | undefined, at: number): StoryEntry[] {
  const before = kept?.standing ?? null
  const { because, ...after } = standing
  if (textOf(before ?? UNKNOWN) === textOf(after)) return []
  return [{ customerId, at, kind: 'segment.changed', actor: 'fiado', detail: { before, after, because } }]
}

const textOf = ({ segment, profile, flags }: Pick<Standing, 'segment' | 'profile' | 'flags'>): string =>
  JSON.stringify([segment, profile, flags])
