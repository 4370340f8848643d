import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../src/database.ts'
import { type FeedDeps, feed } from '../../src/receivables/feed.ts'
import { daysFromNow, writeCollectionConfig } from '../collection/config-folder.ts'
import { openFeed } from './ingest.ts'
import { median, spread } from './pairs.ts'
import { BENCH_KEY, type Server, startServer } from './servers.ts'

/** How planning and sending went. */
export interface CollectionFigures {
  readonly receivables: number
  readonly customers: number
  /** Planning everybody, by our planner and by one `INSERT … SELECT` of the same rows. */
  readonly planSeconds: number
  readonly bareSeconds: number
  readonly times: { readonly median: number; readonly min: number; readonly max: number }
  /** Resident memory of the program after a tenth of the plan, half and all of it, in MB. */
  readonly memoryMb: readonly [number, number, number]
  readonly standingsPerSecond: number
  /** Messages a second, to a provider that answers after `PROVIDER_MS`. */
  readonly sentPerSecond: number
}

export interface CollectionSize {
  readonly customers: number
  readonly titlesEach: number
  readonly sends: number
  readonly repeats: number
}

export const PROVIDER_MS = 50
const NEVER = '0 0 29 2 *'
/** Contact hours that begin tomorrow: what is planned now is not sent now. */
const LATER = '00:00-00:01'
const PIECE = 1_000
const POLL_MS = 20
const TIMEOUT_MS = 900_000
const FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=20']

export async function measureCollection(url: string, size: CollectionSize): Promise<CollectionFigures> {
  const deps = await openFeed(url)
  const provider = await startServer(['test/bench/provider-server.ts', String(PROVIDER_MS)])
  try {
    await load(deps, size)
    const { plans, memoryMb, standings } = await timePlans(deps.db, provider.address, url, size)
    const bare: number[] = []
    for (let run = 0; run < size.repeats; run++) bare.push(await timeBare(deps.db))
    const sentPerSecond = await timeSending(deps.db, provider.address, url, size)
    return {
      receivables: size.customers * size.titlesEach,
      customers: size.customers,
      planSeconds: median(plans),
      bareSeconds: median(bare),
      times: spread(plans.map((seconds, index) => seconds / (bare[index] as number))),
      memoryMb,
      standingsPerSecond: standings,
      sentPerSecond,
    }
  } finally {
    await provider.stop()
    await deps.close()
  }
}

/** Everybody owes, one title for a week and the others not yet. */
async function load(deps: FeedDeps, { customers, titlesEach }: CollectionSize): Promise<void> {
  for (let start = 0; start < customers; start += PIECE) {
    const places = Array.from({ length: Math.min(PIECE, customers - start) }, (_, index) => start + index)
    const records = places.map((place) => ({
      ...{
        externalId: `C${place}`,
        name: `Mercado ${place} Ltda`,
        state: 'SP',
        email: `c${place}@cliente.example.com`,
      },
    }))
    await take(deps, 'customers', records)
    for (let title = 0; title < titlesEach; title++)
      await take(
        deps,
        'receivables',
        places.map((place) => titleOf(place, title)),
      )
  }
}

function titleOf(place: number, title: number): object {
  const dueOn = daysFromNow(title === 0 ? -8 : title * 9)
  return {
    ...{ externalId: `T${place}-${title}`, customer: { externalId: `C${place}` }, kind: 'invoice' },
    ...{ number: `NF ${place}-${title}`, installment: `${title + 1}/10`, issuedOn: daysFromNow(-40), dueOn },
    ...{ amount: '350.50', openAmount: '350.50', status: 'open', paymentMethod: 'boleto' },
  }
}

async function take(deps: FeedDeps, kind: 'customers' | 'receivables', records: readonly object[]): Promise<void> {
  const { rejected } = await feed(deps, kind, 'bench', records)
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected[0]))
}

async function start(url: string, providerUrl: string, hours: string): Promise<Server & { folder: string }> {
  const folder = await writeCollectionConfig({ providerUrl, plansAt: NEVER, hours })
  const server = await startServer([...FLAGS, 'test/collection/provider-program.ts'], {
    ...{ FIADO_DATABASE_URL: url, FIADO_PORT: '0', FIADO_API_KEY: BENCH_KEY, FIADO_DEMO: '0', FIADO_CONFIG: folder },
    ...{ FIADO_LOG_LEVEL: 'warn', FIADO_RATE_LIMIT: '0', PROVIDER_HONOURS_KEY: '1' },
  })
  return { ...server, folder }
}

async function stop(server: Server & { folder: string }): Promise<void> {
  await server.stop()
  await rm(server.folder, { recursive: true, force: true })
}

const call = async (server: Server, method: string, path: string): Promise<{ [field: string]: never }> => {
  const reply = await fetch(`${server.address}${path}`, {
    ...{ method, headers: { authorization: `Bearer ${BENCH_KEY}`, 'content-type': 'application/json' } },
    ...(method === 'POST' ? { body: '{}' } : {}),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  return (await reply.json()) as { [field: string]: never }
}

/** Runs a shared job to its end; answers the seconds, and the resident memory on the way. */
async function timeJob(server: Server, name: string): Promise<{ seconds: number; memory: number[] }> {
  const startedMs = performance.now()
  const { id } = await call(server, 'POST', `/v1/jobs/${name}/runs`)
  const memory: number[] = []
  for (;;) {
    await sleep(POLL_MS)
    memory.push(await server.memoryMb())
    const { runs } = (await call(server, 'GET', `/v1/jobs/${name}/runs`)) as unknown as {
      runs: { id: string; state: string; message: string | null }[]
    }
    const run = runs.find((one) => one.id === id)
    if (run?.state === 'done') return { seconds: (performance.now() - startedMs) / 1_000, memory }
    if (run?.state === 'failed') throw new Error(`${name} failed: ${run.message}`)
  }
}

/** Nobody is to be written to yet: contact hours begin tomorrow, so what is measured is planning alone. */
async function timePlans(db: Database, provider: string, url: string, { repeats, customers }: CollectionSize) {
  const plans: number[] = []
  let memory: number[] = []
  await db.run('DELETE FROM standings_due')
  const server = await start(url, provider, LATER)
  let standings = 0
  try {
    standings = customers / (await timeJob(server, 'all-standings')).seconds
    for (let run = 0; run < repeats; run++) {
      await db.run('DELETE FROM collection_messages')
      const timed = await timeJob(server, 'plan-collection')
      plans.push(timed.seconds)
      if (run === 0) memory = timed.memory
      await expectPlanned(db, customers)
    }
  } finally {
    await stop(server)
  }
  const at = (share: number): number => memory[Math.floor((memory.length - 1) * share)] as number
  return { plans, standings, memoryMb: [at(0.1), at(0.5), at(1)] as const }
}

async function expectPlanned(db: Database, customers: number): Promise<void> {
  const [row] = await db.all('SELECT COUNT(*) AS planned FROM collection_messages')
  if (Number(row?.['planned']) !== customers) throw new Error(`${row?.['planned']} of ${customers} were planned`)
}

/** The same rows by the database alone: no cadence, no calendar, no history, no contact hours. */
async function timeBare(db: Database): Promise<number> {
  const isMysql = db.dialect === 'mysql'
  await db.run('DROP TABLE IF EXISTS bare_messages')
  await db.run(
    isMysql
      ? 'CREATE TABLE bare_messages LIKE collection_messages'
      : 'CREATE TABLE bare_messages (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, customer_id BIGINT, planned_on DATE, cadence TEXT, step TEXT, stage TEXT, offset_days INTEGER, template TEXT, receivables_json TEXT, channels TEXT, channel TEXT, attempts INTEGER DEFAULT 0, state TEXT, reason TEXT, due_at BIGINT, sender TEXT, sends_until BIGINT, recipient TEXT, provider_id TEXT, opt_out_token TEXT, sent_at BIGINT, sent_on DATE, created_at BIGINT, UNIQUE (customer_id, planned_on))',
  )
  if (!isMysql)
    for (const columns of ['state, due_at', 'provider_id', 'sent_on', 'opt_out_token'])
      await db.run(`CREATE INDEX bare_${columns.replace(', ', '_')} ON bare_messages (${columns})`)
  const carried = isMysql
    ? "JSON_ARRAYAGG(JSON_OBJECT('receivableId', id, 'step', 'aviso', 'offsetDays', 1, 'stage', 'notice'))"
    : "json_group_array(json_object('receivableId', id, 'step', 'aviso', 'offsetDays', 1, 'stage', 'notice'))"
  const startedMs = performance.now()
  await db.transaction(
    (sql) =>
      sql.run(
        `INSERT INTO bare_messages (id, customer_id, planned_on, cadence, step, stage, offset_days, template,
           receivables_json, channels, attempts, state, due_at, created_at)
         SELECT ${isMysql ? "CONCAT('msg_', customer_id)" : "'msg_' || customer_id"}, customer_id, ?, 'sample', 'aviso',
           'notice', 1, 'aviso', ${carried}, 'email', 0, 'planned', 0, 0
         FROM receivables WHERE counts_as = 1 GROUP BY customer_id`,
        [daysFromNow(0)],
      ),
    TIMEOUT_MS,
  )
  return (performance.now() - startedMs) / 1_000
}

async function timeSending(db: Database, provider: string, url: string, { sends }: CollectionSize): Promise<number> {
  await db.run('DROP TABLE bare_messages')
  const [last] = await db.all('SELECT seq FROM collection_messages ORDER BY seq LIMIT 1 OFFSET ?', [sends - 1])
  await db.run('DELETE FROM collection_messages WHERE seq > ?', [Number(last?.['seq'])])
  await db.run("UPDATE collection_messages SET due_at = 0, state = 'planned'")
  const server = await start(url, provider, '00:00-24:00')
  const startedMs = performance.now()
  try {
    for (;;) {
      const [row] = await db.all(
        "SELECT COUNT(*) AS sent, MAX(sent_at) - MIN(sent_at) AS took FROM collection_messages WHERE state = 'sent'",
      )
      if (Number(row?.['sent']) === sends) return ((sends - 1) * 1_000) / Number(row?.['took'])
      if (performance.now() - startedMs > TIMEOUT_MS) throw new Error(`${row?.['sent']} of ${sends} were sent`)
      await sleep(POLL_MS)
    }
  } finally {
    await stop(server)
  }
}
