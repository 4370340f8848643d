import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BULK_KEY } from '../sync/bulk-vendor.ts'
import { BENCH_KEY, startServer } from './servers.ts'

/** How the first full read of an ERP went. */
export interface FirstSync {
  readonly records: number
  readonly perSecond: number
  /** Resident memory of the program after a tenth, after half and at the end, in MB. */
  readonly memoryMb: readonly [number, number, number]
  readonly memoryMaxMb: number
}

export interface FirstSyncSize {
  readonly titles: number
  readonly customers: number
}

const SOURCE = 'acme'
const PAGE_SIZE = 1_000
const POLL_MS = 200

/** Reads everything that a fake vendor has, over HTTP and by an adapter, into an empty database. */
export async function measureFirstSync(databaseUrl: string, { titles, customers }: FirstSyncSize): Promise<FirstSync> {
  const vendor = await startServer(['test/bench/bulk-vendor-server.ts', String(titles), String(customers)])
  const folder = await mkdtemp(join(tmpdir(), 'fiado-first-sync-'))
  await mkdir(join(folder, 'sources'))
  await mkdir(join(folder, 'policies'))
  await writeFile(join(folder, 'policies/default.yaml'), 'name: default\n')
  await writeFile(
    join(folder, 'sources', `${SOURCE}.yaml`),
    `adapter: acme\nsettings: { baseUrl: "${vendor.address}", apiKey: { env: ACME_KEY }, pageSize: ${PAGE_SIZE}, requestsPerMinute: 600000 }\n` +
      'schedule: { changes: "0 0 29 2 *", nightly: "0 0 29 2 *" }\n',
  )
  const startedMs = performance.now()
  const flags = ['--max-semi-space-size=8', '--heap-growing-percent=20']
  const fiado = await startServer([...flags, 'test/sync/acme-program.ts'], {
    ...{ FIADO_DATABASE_URL: databaseUrl, FIADO_PORT: '0', FIADO_API_KEY: BENCH_KEY, FIADO_DEMO: '0' },
    ...{ FIADO_LOG_LEVEL: 'warn', FIADO_CONFIG: folder, ACME_KEY: BULK_KEY },
  })
  try {
    const total = titles + customers
    const memory: { share: number; mb: number }[] = []
    for (;;) {
      await sleep(POLL_MS)
      const run = await readLatest(fiado.address)
      if (run === null) continue
      const { state, message, progress } = run
      const accepted = Object.values(progress).reduce((sum, stream) => sum + stream.accepted, 0)
      memory.push({ share: accepted / total, mb: await fiado.memoryMb() })
      if (state === 'running') continue
      if (state !== 'done' || accepted !== total)
        throw new Error(`the first sync ${state}: ${accepted} of ${total}, ${message} ${JSON.stringify(progress)}`)
      const seconds = (performance.now() - startedMs) / 1_000
      const at = (share: number): number => (memory.find((point) => point.share >= share) as { mb: number }).mb
      return {
        records: total,
        perSecond: total / seconds,
        memoryMb: [at(0.1), at(0.5), (memory.at(-1) as { mb: number }).mb],
        memoryMaxMb: Math.max(...memory.map(({ mb }) => mb)),
      }
    }
  } finally {
    await fiado.stop()
    await vendor.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Latest {
  readonly state: string
  readonly message: string | null
  readonly progress: Readonly<Record<string, { accepted: number }>>
}

async function readLatest(address: string): Promise<Latest | null> {
  const reply = await fetch(`${address}/v1/syncs?source=${SOURCE}`, {
    headers: { authorization: `Bearer ${BENCH_KEY}` },
  })
  const { syncs } = (await reply.json()) as { syncs: Latest[] }
  return syncs[0] ?? null
}
