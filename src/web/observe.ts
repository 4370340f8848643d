import type { Database } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Metrics } from './metrics.ts'
import { syncAgeSeconds } from './readiness.ts'
import { readSourceSyncs } from './store.ts'

/** Gauges that read the database when somebody looks at the metrics. */
export function observeDatabase(metrics: Metrics, db: Database, clock: Clock): void {
  metrics.observe({
    pool: () => db.pool(),
    syncAges: async () =>
      (await readSourceSyncs(db)).flatMap((sync) => {
        const ageSeconds = syncAgeSeconds(sync, clock)
        return ageSeconds === null ? [] : [{ source: sync.source, ageSeconds }]
      }),
  })
}
