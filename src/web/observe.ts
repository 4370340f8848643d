import type { Database } from '../database.ts'
import type { Guards } from '../guard/guards.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Metrics } from './metrics.ts'
import { syncAgeSeconds } from './readiness.ts'
import { readSourceSyncs } from './store.ts'

/** Gauges that read the database when somebody looks at the metrics. */
export function observeDatabase(metrics: Metrics, db: Database, clock: Clock, guards: Pick<Guards, 'list'>): void {
  metrics.observe({
    pool: () => db.pool(),
    syncAges: async () =>
      (await readSourceSyncs(db)).flatMap((sync) => {
        const ageSeconds = syncAgeSeconds(sync, clock)
        return ageSeconds === null ? [] : [{ source: sync.source, ageSeconds }]
      }),
    guards: async () =>
      (await guards.list()).map(({ name, waiting, comparedAt, failure, drift }) => ({
        ...{ guard: name, waiting, isFailing: failure !== null, isDrifting: drift && drift.length > 0 },
        comparedSecondsAgo: comparedAt === null ? null : Math.max(0, Math.round((clock.system() - comparedAt) / 1_000)),
      })),
  })
}
