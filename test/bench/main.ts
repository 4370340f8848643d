import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { thresholdsSchema } from '../../src/collection/segment.ts'
import { createStandings } from '../../src/collection/standings.ts'
import { openDatabase } from '../../src/database.ts'
import { createClock } from '../../src/kernel/clock.ts'
import { createMariadbDatabase, startMariadb } from '../harness/mariadb.ts'
import { type CollectionFigures, measureCollection } from './collection.ts'
import { type DatasetSize, deepCustomerId } from './dataset.ts'
import { type FirstSync, measureFirstSync } from './first-sync.ts'
import { type FreedFigures, measureFreed } from './freed.ts'
import { type GuardSize, measureInsertions, measureSellable } from './guard.ts'
import { dropBareTwin, loadDataset, openBareTwin, openFeed, timeBare, timeFeed } from './ingest.ts'
import {
  bodies,
  bodyFor,
  comparePair,
  firstChecks,
  type Load,
  median,
  type Pair,
  type Sample,
  spread,
} from './pairs.ts'
import { type Server, startFiado, startServer } from './servers.ts'
import { renderTable, tellFreed, tellInsertions, tellSellable } from './table.ts'

/** One dialect's figures. */
export interface Report {
  dialect: string
  pairs: Pair[]
  loadedPerSecond: number
  first: Sample
  memoryMb: number
  firstSync: FirstSync
  collection: CollectionFigures
  freed: FreedFigures
}

export interface BenchSize extends DatasetSize {
  load: Load
  ingested: number
  /** Messages sent, of those that were planned. */
  sends: number
  /** Refused orders that wait, and payments that free others. */
  freed: { waiting: number; payments: number }
  guard: GuardSize
}

const PARTS = ['all', 'freed', 'guard'] as const
type Part = (typeof PARTS)[number]

const REVIEW_POLL_MS = 200
const DEEP = [10, 1_000, 100_000]

export const FULL: BenchSize = {
  accounts: 100_000,
  receivables: 1_000_000,
  deepCustomers: DEEP,
  ingested: 100_000,
  sends: 5_000,
  freed: { waiting: 10_000, payments: 500 },
  guard: { customers: 100_000, insertions: { rounds: 20, seconds: 1, sessions: [16, 1] }, payments: 300 },
  load: { connections: 64, seconds: 6, repeats: 5, accounts: 100_000 },
}

/** Loads, measures and prints. Servers are processes of their own; the database is private and thrown away. */
export async function bench(
  dialect: string,
  databaseUrl: string,
  emptyUrls: readonly [string, string, string],
  size: BenchSize,
): Promise<Report> {
  const { accounts: customers, receivables: titles } = size
  const firstSync = await measureFirstSync(emptyUrls[0], { titles, customers })
  const collection = await measureCollection(emptyUrls[1], {
    ...{ customers, titlesEach: Math.round(titles / customers), sends: size.sends, repeats: size.load.repeats },
  })
  const freed = await measureFreed(emptyUrls[2], size.freed.waiting, size.freed.payments)
  const deps = await openFeed(databaseUrl)
  const loadedPerSecond = await loadDataset(deps, size)
  const pairs: Pair[] = [await ingestPair(deps, dialect, size)]
  await drainStandings(deps)
  await deps.close()
  const bare = await startServer(['test/bench/bare-server.ts'])
  const fiado = await startFiado(databaseUrl)
  try {
    const { load } = size
    await waitForReviews(databaseUrl)
    const first = await firstChecks(fiado, load)
    const targets =
      dialect === 'sqlite' ? { check: '≥ 0.60', reserve: '≥ 0.50' } : { check: '≥ 0.50', reserve: '≥ 0.33' }
    for (const mode of ['check', 'reserve'] as const) {
      const side = { body: bodies(mode, load) }
      pairs.push(
        await comparePair(
          `${mode} / bare route`,
          dialect,
          targets[mode],
          load,
          { server: fiado, ...side },
          { server: bare, ...side },
        ),
      )
    }
    pairs.push(await naivePair(fiado, databaseUrl, dialect, load))
    pairs.push(...(await depthPairs(fiado, dialect, size)))
    return { dialect, pairs, loadedPerSecond, first, memoryMb: await fiado.memoryMb(), firstSync, collection, freed }
  } finally {
    await fiado.stop()
    await bare.stop()
  }
}

/** Segments of a load are judged in the background: what is measured next is not to be slowed by it. */
async function drainStandings({ db, clock }: Awaited<ReturnType<typeof openFeed>>): Promise<void> {
  const standings = createStandings({ db, clock, thresholds: thresholdsSchema.parse({}) })
  await standings.refreshDue(Number.MAX_SAFE_INTEGER)
}

/** Accounts that a load changed are looked at again in the background: what is measured next is not to be slowed by it. */
async function waitForReviews(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl)
  try {
    while ((await db.all('SELECT 1 FROM account_changes LIMIT 1')).length > 0) await sleep(REVIEW_POLL_MS)
  } finally {
    await db.close()
  }
}

async function naivePair(fiado: Server, databaseUrl: string, dialect: string, load: Load): Promise<Pair> {
  // On SQLite a file of its own: two processes on one file would wait for each other's locks.
  const url = dialect === 'sqlite' ? `${databaseUrl}.naive` : databaseUrl
  const naive = await startServer(['test/bench/naive-server.ts', url, String(load.accounts)])
  const side = { body: bodies('reserve', load) }
  try {
    return await comparePair(
      'reserve / naive transaction',
      dialect,
      '≥ 4',
      load,
      { server: fiado, ...side },
      { server: naive, ...side },
    )
  } finally {
    await naive.stop()
  }
}

async function ingestPair(deps: Awaited<ReturnType<typeof openFeed>>, dialect: string, size: BenchSize): Promise<Pair> {
  const ratios: number[] = []
  const ours: number[] = []
  const theirs: number[] = []
  await openBareTwin(deps)
  for (let run = 0; run < size.load.repeats; run++) {
    const prefix = `I${run}x`
    const seconds = await timeFeed(deps, { ...size, receivables: size.ingested, deepCustomers: [] }, prefix)
    const bareSeconds = await timeBare(deps, prefix)
    ours.push(size.ingested / seconds)
    theirs.push(size.ingested / bareSeconds)
    ratios.push(bareSeconds / seconds)
  }
  await dropBareTwin(deps)
  const sample = (perSecond: number) => ({ perSecond, p50Ms: Number.NaN, p99Ms: Number.NaN })
  return {
    name: 'ingest / bare inserts (rows)',
    dialect,
    target: '≥ 0.35',
    ours: sample(median(ours)),
    theirs: sample(median(theirs)),
    ratio: spread(ratios),
  }
}

/** The same check for customers with few and with very many titles. */
async function depthPairs(fiado: Server, dialect: string, size: BenchSize): Promise<Pair[]> {
  const [few, ...others] = size.deepCustomers
  const pairs: Pair[] = []
  for (const titles of others) {
    const ours = { server: fiado, body: bodyFor(deepCustomerId(titles)) }
    const theirs = { server: fiado, body: bodyFor(deepCustomerId(few as number)) }
    pairs.push(
      await comparePair(`check, ${titles} titles / ${few} titles`, dialect, '0.85 … 1.15', size.load, ours, theirs),
    )
  }
  return pairs
}

async function run(dialects: readonly string[], size: BenchSize, part: Part): Promise<void> {
  process.stdout.write(
    `${createClock('America/Sao_Paulo').today()}, ${cpus().length} × ${cpus()[0]?.model}, node ${process.version}\n`,
  )
  process.stdout.write(
    `${size.accounts} accounts, ${size.receivables} receivables, ${size.load.connections} connections, ${size.load.repeats} runs of ${size.load.seconds} s a side\n\n`,
  )
  if (part !== 'freed') process.stdout.write(`${tellInsertions(await measureInsertions(size.guard))}\n\n`)
  for (const dialect of dialects) {
    const on = dialect === 'sqlite' ? onSqlite : onMariadb
    const told = await on(async (makeUrl) => {
      if (part === 'freed')
        return `### ${dialect}\n\n${tellFreed(await measureFreed(await makeUrl(), size.freed.waiting, size.freed.payments))}\n`
      if (part === 'guard')
        return `### ${dialect}\n\n${tellSellable(await measureSellable(await makeUrl(), size.guard))}\n`
      const empty = [await makeUrl(), await makeUrl(), await makeUrl()] as const
      const sellable = tellSellable(await measureSellable(await makeUrl(), size.guard))
      return `${renderTable(await bench(dialect, await makeUrl(), empty, size))}\n${sellable}\n`
    })
    process.stdout.write(`${told}\n`)
  }
}

/** `work` with the URLs of empty databases, as many as it asks for. */
async function onSqlite<T>(work: (makeUrl: () => Promise<string>) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fiado-bench-'))
  let made = 0
  try {
    return await work(async () => `sqlite:${join(folder, String(++made))}.db`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function onMariadb<T>(work: (makeUrl: () => Promise<string>) => Promise<T>): Promise<T> {
  const mariadb = await startMariadb({ serverOptions: ['--innodb-buffer-pool-size=1G', '--innodb-log-file-size=512M'] })
  try {
    return await work(async () => (await createMariadbDatabase(mariadb.url)).url)
  } finally {
    await mariadb.stop()
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      dialect: { type: 'string', multiple: true, default: ['sqlite', 'mariadb'] },
      accounts: { type: 'string', default: String(FULL.accounts) },
      receivables: { type: 'string', default: String(FULL.receivables) },
      seconds: { type: 'string', default: String(FULL.load.seconds) },
      repeats: { type: 'string', default: String(FULL.load.repeats) },
      connections: { type: 'string', default: String(FULL.load.connections) },
      part: { type: 'string', default: 'all' },
    },
  })
  const accounts = Number(values.accounts)
  const load = {
    connections: Number(values.connections),
    seconds: Number(values.seconds),
    repeats: Number(values.repeats),
    accounts,
  }
  const receivables = Number(values.receivables)
  const [ingested, sends] = [Math.min(FULL.ingested, receivables), Math.min(FULL.sends, accounts)]
  const part = PARTS.find((each) => each === values.part)
  if (part === undefined) throw new Error(`--part is one of ${PARTS.join(', ')}`)
  await run(
    values.dialect,
    { ...FULL, accounts, receivables, ingested, sends, load, guard: { ...FULL.guard, customers: accounts } },
    part,
  )
}
