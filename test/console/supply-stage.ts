import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { migrate } from '../../migrations/index.ts'
import { recordAudit } from '../../src/access/store.ts'
import type { Database } from '../../src/database.ts'
import { type Groundwork, layGroundwork } from '../../src/groundwork.ts'
import { isCron } from '../../src/jobs/schedule.ts'
import { nameOfPerson, type Person, type Role } from '../../src/people/person.ts'
import { type Ledgers, openLedgers } from '../../src/receivables/ledgers.ts'
import type { Trail } from '../../src/receivables/trail.ts'
import { createHttpFactory } from '../../src/sync/http.ts'
import { createSessions } from '../../src/sync/sessions.ts'
import { readSourceFiles } from '../../src/sync/source-files.ts'
import { openSyncs, type Syncs } from '../../src/sync/syncs.ts'
import { configOf } from '../harness/config.ts'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import type { MemoryVendor } from '../sync/memory-vendor.ts'

export const CONFIG_FOLDER = join(import.meta.dirname, '../../config')
const ZONE = 'America/Sao_Paulo'
/** A Wednesday. */
const NOW = '2026-11-18T10:00:00-03:00'

/** As `whoActs` of compose.ts: ports hand over nothing but the person. */
export const actorOf = (request: object): string => {
  const { person } = request as { person?: Person | null }
  return person ? nameOfPerson(person) : 'fiado'
}

export const personOf = (role: Role, source: string | null = null): Person => ({
  ...{ id: `usr_${role}`, login: role, name: `Pessoa ${role}`, role, salesRep: null, source },
})

export interface Stage extends Pick<Groundwork, 'db' | 'clock' | 'feedDeps'> {
  readonly ledgers: Ledgers
  readonly trail: Trail<object>
  /** The audit trail, the oldest first: who, what, about what. */
  told(): Promise<[actor: string, action: string, subject: string][]>
  close(): Promise<void>
}

/** The flows of receivables on a database of their own, with the policy and the calendar as they are shipped. */
export async function openStage(dialect: Dialect): Promise<Stage> {
  const database = await createDatabaseUrl(dialect)
  const { db, clock, policies, feedDeps } = await layGroundwork(
    configOf({ databaseUrl: database.url, apiKey: null, timeZone: ZONE, frozenAt: NOW }),
  )
  await migrate(db.migrations)
  await policies.open()
  const trail: Trail<object> = (sql, request, action, subject, detail) =>
    recordAudit(sql, { actor: actorOf(request), action, subject, detail, at: clock.now(), requestId: null })
  return {
    ...{ db, clock, feedDeps, trail, ledgers: openLedgers<object>(feedDeps, trail) },
    told: () => toldOf(db),
    close: async () => {
      await db.close()
      await database.drop()
    },
  }
}

async function toldOf(db: Database): Promise<[string, string, string][]> {
  const rows = await db.all('SELECT actor, action, subject FROM audit ORDER BY id')
  return rows.map((row) => [String(row['actor']), String(row['action']), String(row['subject'])])
}

const NEVER = '"0 0 29 2 *"'

/** Sources that are read from an ERP in memory, when a test says so. */
export async function openSources(
  { db, clock, feedDeps, trail }: Stage,
  vendor: MemoryVendor,
  names: readonly string[],
): Promise<{ syncs: Syncs; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'fiado-supply-'))
  await mkdir(join(folder, 'sources'))
  for (const name of names)
    await writeFile(
      join(folder, `sources/${name}.yaml`),
      `adapter: memory\nschedule: { changes: ${NEVER}, nightly: ${NEVER} }\n`,
    )
  await writeFile(join(folder, 'sources/broken.yaml'), 'adapter: none-of-that-name\n')
  const files = await readSourceFiles(folder, { adapters: [vendor.adapter], environment: {}, isCron })
  const pace = { now: clock.system, sleep: async () => undefined, random: () => 0.5 }
  const logger = pino({ level: 'silent' })
  const http = createHttpFactory(pace, () => undefined)
  const syncs: Syncs = openSyncs<object>(
    {
      ...{ db, feedDeps, pace, logger, leaseMs: 30_000, open: createSessions(db, clock, pace, http) },
      ...{ pushCreditStatus: async () => undefined, record: () => undefined },
    },
    files,
    async () => ({ reasons: [] }) as never,
    trail,
    () => undefined,
  )
  return {
    syncs,
    close: async () => {
      await syncs.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
