import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { openDatabase } from '../../src/database.ts'
import { type ProgramProcess, startProcess } from '../harness/process.ts'
import { RandomChoices } from '../receivables/random-choices.ts'
import { BULK_KEY, type BulkVendor, startBulkVendor } from './bulk-vendor.ts'

const PROGRAM = join(import.meta.dirname, 'acme-program.ts')
const SOURCE = 'acme'
const CUSTOMERS = 500
const PAGE_SIZE = 250
const CHANGES_PER_KILL = 40
const ENDS_WITHIN_MS = 180_000
const POLL_MS = 100

export interface PullKills {
  readonly titles: number
  readonly kills: number
  readonly seed: number
}

export interface PullReport {
  readonly kills: number
  /** Runs that a kill caught before their end. */
  readonly interrupted: number
  readonly pages: number
  readonly titles: number
}

/**
 * Kills the program at random points of a pull, `kills` times, while titles go on changing in the ERP, and then compares
 * every title with the ERP's.
 */
export async function killWhilePulling(url: string, { titles, kills, seed }: PullKills): Promise<PullReport> {
  const vendor = await startBulkVendor({ titles, customers: CUSTOMERS, delayMs: 5 })
  const folder = await mkdtemp(join(tmpdir(), 'fiado-kills-'))
  await mkdir(join(folder, 'sources'))
  await mkdir(join(folder, 'policies'))
  await writeFile(join(folder, 'policies/default.yaml'), 'name: default\n')
  await writeFile(
    join(folder, 'sources', `${SOURCE}.yaml`),
    `adapter: acme\nsettings: { baseUrl: "${vendor.url}", apiKey: { env: ACME_KEY }, pageSize: ${PAGE_SIZE}, requestsPerMinute: 600000 }\n` +
      'schedule: { changes: "0 0 29 2 *", nightly: "0 0 29 2 *" }\n',
  )
  const environment = { FIADO_CONFIG: folder, ACME_KEY: BULK_KEY, FIADO_LOG_LEVEL: 'error' }
  const start = (): Promise<ProgramProcess> => startProcess({ url, environment, main: PROGRAM })
  const choices = new RandomChoices(seed)
  let program = await start()
  let interrupted = 0
  try {
    for (let kill = 1; kill <= kills; kill++) {
      // Every start goes on where the last one was killed: as soon as its lease is over it may read again.
      // Now and then from the start, so that there is always something left to be caught in.
      await beginReading(program, choices.one(['changes', 'full']))
      const before = vendor.pages
      await sleep(choices.whole(5, 700))
      while (vendor.pages === before && !(await isIdle(program))) await sleep(5)
      await program.kill('SIGKILL')
      for (let change = 0; change < CHANGES_PER_KILL; change++)
        vendor.change(choices.whole(0, titles - 1), choices.whole(0, 2) * 5_000)
      program = await start()
    }
    await beginReading(program)
    await until(() => isIdle(program))
    await beginReading(program)
    await until(() => isIdle(program))
    interrupted = await expectSame(program, url, vendor)
  } finally {
    await program.kill('SIGTERM')
    await vendor.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { kills, interrupted, pages: vendor.pages, titles }
}

async function beginReading(program: ProgramProcess, kind = 'changes'): Promise<void> {
  await until(async () => (await program.call('POST', '/v1/syncs', { source: SOURCE, kind })).status === 202)
}

/** Outside of vitest too, where nothing polls. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < ENDS_WITHIN_MS; waitedMs += POLL_MS) {
    if (await isSo()) return
    await sleep(POLL_MS)
  }
  throw new Error(`nothing came of it within ${ENDS_WITHIN_MS} ms`)
}

async function isIdle(program: ProgramProcess): Promise<boolean> {
  const { body } = await program.call('GET', '/v1/sources')
  return !body.sources[0].isRunning
}

/** How many runs were interrupted on the way. */
async function expectSame(program: ProgramProcess, url: string, vendor: BulkVendor): Promise<number> {
  const { body: last } = await program.call('GET', `/v1/syncs?source=${SOURCE}`)
  expect(last.syncs[0]).toMatchObject({ state: 'done', message: null })
  const { body } = await program.call('POST', '/v1/positions/verify')
  expect(body).toMatchObject({ checked: CUSTOMERS, drift: [] })
  const db = openDatabase(url)
  try {
    const rows = await db.all('SELECT external_id, open_cents FROM receivables WHERE source = ?', [SOURCE])
    const kept = new Map(rows.map((row) => [row['external_id'] as string, BigInt(row['open_cents'] as number)]))
    const wanted = vendor.balances()
    expect(kept.size).toBe(wanted.size)
    expect([...wanted].filter(([id, cents]) => kept.get(id) !== cents)).toEqual([])
    expect(await db.all('SELECT id FROM quarantine')).toEqual([])
    return (await db.all("SELECT id FROM syncs WHERE state = 'interrupted'")).length
  } finally {
    await db.close()
  }
}
