import { pino } from 'pino'
import { migrate } from '../../migrations/index.ts'
import { createCallers } from '../../src/access/callers.ts'
import { actorOf, type Caller } from '../../src/access/key.ts'
import { seedKey } from '../../src/access/seed.ts'
import { findCaller, recordAudit } from '../../src/access/store.ts'
import { buildApp, monotonicMs } from '../../src/app.ts'
import { policyRoom } from '../../src/credit/draft-routes.ts'
import { openDrafts } from '../../src/credit/drafts.ts'
import { openGate } from '../../src/credit/gate.ts'
import { openPolicyHistory } from '../../src/credit/policies-history.ts'
import { creditRoom } from '../../src/credit/routes.ts'
import { layGroundwork } from '../../src/groundwork.ts'
import { openLedgers } from '../../src/receivables/ledgers.ts'
import { receivablesRoom } from '../../src/receivables/routes.ts'
import type { Trail } from '../../src/receivables/trail.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createReadinessProbe } from '../../src/web/readiness.ts'
import { configOf, PROGRAM_KEY } from '../harness/config.ts'
import type { Answer, Program, ProgramSettings } from '../harness/program.ts'

/** A Wednesday without holidays around it. */
export const NOW = '2026-11-18T10:00:00-03:00'

type Method = Parameters<Program['call']>[0]

/** The ledgers, the gate and the drafts of one process, without any job: what is caught up with is seen by asking. */
export async function startDraftDesk({ url, now, configFolder = 'config' }: ProgramSettings) {
  const { db, clock, policies, feedDeps } = await layGroundwork(
    configOf({ databaseUrl: url, configFolder, frozenAt: now ?? null }),
  )
  const metrics = createMetrics()
  const nameOf = (request: object): string => {
    const { caller } = request as { caller?: Caller }
    return caller ? actorOf(caller) : 'nobody'
  }
  const trail: Trail<object> = (sql, request, action, subject, detail) =>
    recordAudit(sql, { actor: nameOf(request), action, subject, detail, at: clock.now(), requestId: null })
  const deps = { db, clock, policies }
  const gate = openGate(deps, trail)
  const app = await buildApp({
    config: { rateLimit: 0 },
    ...{ clock, metrics, logger: pino({ level: 'silent' }) },
    callers: createCallers((hash) => findCaller(db, hash), monotonicMs),
    readiness: createReadinessProbe(db, async () => [], monotonicMs),
    rooms: [
      receivablesRoom(openLedgers(feedDeps, trail)),
      creditRoom(gate, metrics, monotonicMs),
      policyRoom(openDrafts(deps, trail, nameOf), openPolicyHistory(deps), clock),
    ],
  })
  await migrate(db.migrations)
  await seedKey(db, PROGRAM_KEY, clock.now())
  await policies.open()
  const call = async (method: Method, path: string, body?: unknown): Promise<Answer> => {
    const reply = await app.inject({
      ...{ method, url: path },
      headers: {
        authorization: `Bearer ${PROGRAM_KEY}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    })
    return { status: reply.statusCode, headers: reply.headers, body: reply.body === '' ? null : reply.json() }
  }
  return {
    ...{ db, clock, deps, call },
    stop: async () => {
      await app.close()
      await db.close()
    },
  }
}

export type DraftDesk = Awaited<ReturnType<typeof startDraftDesk>>

/** Keeps a draft of what a file would say. */
export async function draftOn(desk: DraftDesk, policy: object): Promise<string> {
  const made = await desk.call('POST', '/v1/policies/drafts', { body: JSON.stringify(policy), note: 'teste' })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body.id
}
