import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import { type Program, type ProgramSettings, startProgram } from '../harness/program.ts'
import type { MemoryVendor } from './memory-vendor.ts'

const NOW = '2026-11-23T10:00:00-03:00'
/** Never: the test says when a source is read. */
const NEVER = '0 0 29 2 *'
const QUIET = `changes: "${NEVER}", nightly: "${NEVER}"`

export interface SyncBusiness {
  readonly program: Program
  /** Other lines of the source file, for the next program that starts. */
  describe(source: string): Promise<void>
  readonly url: string
  /** Another program on the same database and files. */
  another(settings?: Partial<ProgramSettings>): Promise<Program>
  /** Reads the source and waits for the end; the run as the API tells it. */
  sync(kind?: 'changes' | 'nightly' | 'full', options?: object): Promise<Run>
  exposure(externalId: string): Promise<{ [part: string]: string }>
  close(): Promise<void>
}

export interface Run {
  readonly id: string
  readonly state: string
  readonly remedy: string | null
  readonly message: string | null
  readonly progress: { [stream: string]: { [count: string]: number } }
}

export interface BusinessSettings extends Omit<Partial<ProgramSettings>, 'now'> {
  /** Where the clock stands; undefined lets it run. */
  readonly now?: string | undefined
  readonly adapter?: string
  readonly schedule?: string
  /** Of the source; its file is called so. */
  readonly name?: string
  /** Lines of the source file besides the adapter. */
  readonly source?: string
  readonly policy?: string
}

export const SOURCE = 'memory-main'

/** A program with one source, read from an ERP in memory when the test says so. */
export async function openSyncBusiness(
  dialect: Dialect,
  vendor: Pick<MemoryVendor, 'adapter'>,
  { source = '', policy, adapter = 'memory', schedule = QUIET, name = SOURCE, ...given }: BusinessSettings = {},
): Promise<SyncBusiness> {
  const { now = NOW, ...rest } = given
  const settings = 'now' in given && given.now === undefined ? rest : { now, ...rest }
  const database = await createDatabaseUrl(dialect)
  const folder = await mkdtemp(join(tmpdir(), 'fiado-sources-'))
  await cp(join(import.meta.dirname, '../../config/policies'), join(folder, 'policies'), { recursive: true })
  if (policy !== undefined) await writeFile(join(folder, 'policies/default.yaml'), policy)
  await mkdir(join(folder, 'sources'))
  const describe = (more: string): Promise<void> =>
    writeFile(join(folder, 'sources', `${name}.yaml`), `adapter: ${adapter}\nschedule: { ${schedule} }\n${more}\n`)
  await describe(source)
  const open = (more: Partial<ProgramSettings> = {}): Promise<Program> =>
    startProgram({
      url: database.url,
      configFolder: folder,
      ...settings,
      ...more,
      composition: { adapters: [vendor.adapter], ...settings.composition, ...more.composition },
    })
  const programs: Program[] = []
  const another = async (more?: Partial<ProgramSettings>): Promise<Program> => {
    const program = await open(more)
    programs.push(program)
    return program
  }
  const program = await another()
  const settled = async (id: string): Promise<Run> => {
    for (;;) {
      const { body } = await program.call('GET', `/v1/syncs/${id}`)
      if (body.state !== 'running') return body
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const waitForFirst = async (): Promise<void> => {
    for (let tries = 0; tries < 400; tries++) {
      const { body } = await program.call('GET', '/v1/syncs')
      if (body.syncs.length > 0 && body.syncs.every((run: Run) => run.state !== 'running')) return
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const { body } = await program.call('GET', '/v1/sources')
    throw new Error(`the first sync did not end: ${JSON.stringify(body)}`)
  }
  // A new source is read as soon as the program starts.
  await waitForFirst()
  return {
    program,
    describe,
    url: database.url,
    another,
    sync: async (kind = 'changes', options = {}) => {
      const { status, body } = await program.call('POST', '/v1/syncs', { source: SOURCE, kind, ...options })
      if (status !== 202) throw new Error(`POST /v1/syncs answered ${status}: ${JSON.stringify(body)}`)
      return settled(body.id)
    },
    exposure: async (externalId) =>
      (await program.call('GET', `/v1/customers/${SOURCE}/${externalId}/credit`)).body.exposure,
    close: async () => {
      for (const one of programs) await one.stop().catch(() => undefined)
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
