import { pino } from 'pino'
import { migrate } from '../../migrations/index.ts'
import { createCallers } from '../../src/access/callers.ts'
import { seedKey } from '../../src/access/seed.ts'
import { findCaller } from '../../src/access/store.ts'
import { buildApp, monotonicMs } from '../../src/app.ts'
import { openGate } from '../../src/credit/gate.ts'
import { creditRoom } from '../../src/credit/routes.ts'
import { layGroundwork } from '../../src/groundwork.ts'
import { openLedgers } from '../../src/receivables/ledgers.ts'
import { receivablesRoom } from '../../src/receivables/routes.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createReadinessProbe } from '../../src/web/readiness.ts'
import { configOf, PROGRAM_KEY } from '../harness/config.ts'
import type { Program, ProgramSettings } from '../harness/program.ts'

export type QuietProgram = Pick<Program, 'call' | 'db' | 'stop'>

/**
 * The ledgers and the credit gate with their HTTP face and without any job: what a test writes in place of collection
 * stays as it is.
 */
export async function startQuietProgram({ url, now, configFolder = 'config' }: ProgramSettings): Promise<QuietProgram> {
  const { db, clock, policies, feedDeps } = await layGroundwork(
    configOf({ databaseUrl: url, configFolder, frozenAt: now ?? null }),
  )
  const metrics = createMetrics()
  const trail = async (): Promise<void> => undefined
  const gate = openGate({ db, clock, policies }, trail)
  const app = await buildApp({
    config: { rateLimit: 0 },
    clock,
    logger: pino({ level: 'silent' }),
    metrics,
    callers: createCallers((hash) => findCaller(db, hash), monotonicMs),
    readiness: createReadinessProbe(db, async () => [], monotonicMs),
    rooms: [receivablesRoom(openLedgers(feedDeps, trail)), creditRoom(gate, metrics, monotonicMs)],
  })
  await migrate(db.migrations)
  await seedKey(db, PROGRAM_KEY, clock.now())
  await policies.open()
  return {
    db,
    call: async (method, path, body) => {
      const headers = { authorization: `Bearer ${PROGRAM_KEY}`, 'content-type': 'application/json' }
      const reply = await app.inject({
        method,
        url: path,
        headers,
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      })
      return { status: reply.statusCode, headers: reply.headers, body: reply.json() }
    },
    stop: async () => {
      await app.close()
      await db.close()
    },
  }
}
