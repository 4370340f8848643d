import type { Database } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import { readSourceSyncs, type SourceSync } from './store.ts'

/** Whether requests can be answered now. `faults` is empty when they can. */
export interface Readiness {
  readonly faults: readonly { readonly path: string; readonly message: string }[]
  readonly sources: readonly SourceSync[]
}

/** Public pages ask it: the answer is kept this long, so that they cannot load the database. */
const KEPT_MS = 1_000
/** A database that does not answer by then is away, whatever its driver still hopes for. */
const TIMEOUT_MS = 2_000

/** `pendingMigrations` is asked until it answers none: a schema does not go back while the program runs. */
export function createReadinessProbe(
  db: Database,
  pendingMigrations: () => Promise<string[]>,
  monotonicMs: () => number,
): () => Promise<Readiness> {
  let schemaIsCurrent = false
  let kept: { readiness: Promise<Readiness>; untilMs: number } | null = null
  let isProbing = false

  const probe = async (): Promise<Readiness> => {
    isProbing = true
    try {
      if (!schemaIsCurrent) {
        const pending = await pendingMigrations()
        if (pending.length > 0)
          return notReady('schema', `needs the migrations ${pending.join(', ')}: restart to run them`)
        schemaIsCurrent = true
      }
      return { faults: [], sources: await readSourceSyncs(db) }
    } catch {
      return notReady('database', 'does not answer: check FIADO_DATABASE_URL and the server')
    } finally {
      isProbing = false
    }
  }
  return () => {
    // One question at a time: a database that hangs must not collect them.
    if (kept && (isProbing || kept.untilMs > monotonicMs())) return kept.readiness
    const readiness = withTimeout(probe())
    kept = { readiness, untilMs: monotonicMs() + KEPT_MS }
    return readiness
  }
}

/** Seconds since the last sync; `null` when there was none. */
export function syncAgeSeconds({ lastSuccessAt }: SourceSync, clock: Clock): number | null {
  return lastSuccessAt === null ? null : Math.max(0, Math.round((clock.now() - lastSuccessAt) / 1_000))
}

function notReady(path: string, message: string): Readiness {
  return { faults: [{ path, message }], sources: [] }
}

async function withTimeout(probing: Promise<Readiness>): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve(notReady('database', `did not answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS)
  })
  try {
    return await Promise.race([probing, timeout])
  } finally {
    clearTimeout(timer)
  }
}
