import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { type Fault, faultsOf, sourceSchema } from '../kernel/text.ts'
import type { ErpAdapter } from './contract.ts'
import { Secret } from './secret.ts'
import { type Source, sourceFileSchema } from './source.ts'

/** Source files that can be used, and what is wrong with the others. One bad file does not stop the others. */
export interface SourceFiles {
  readonly sources: readonly Source[]
  readonly faults: readonly SourceFault[]
}

export interface SourceFault {
  readonly file: string
  readonly faults: readonly Fault[]
}

const FILE_BYTES_MAX = 256 * 1024
const FILES_MAX = 200
const DEPTH_MAX = 12

export interface SourceReading {
  readonly adapters: readonly ErpAdapter[]
  readonly environment: Readonly<Record<string, string | undefined>>
  isCron(expression: string): boolean
}

/** Reads `config/sources/*.yaml`, without `*.example.yaml`. The name of a file is the name of its source. */
export async function readSourceFiles(configFolder: string, reading: SourceReading): Promise<SourceFiles> {
  const folder = join(configFolder, 'sources')
  const names = (await listFolder(folder)).filter((name) => /\.ya?ml$/.test(name) && !/\.example\.ya?ml$/.test(name))
  const sources: Source[] = []
  const faults: SourceFault[] = []
  for (const name of names.sort().slice(0, FILES_MAX)) {
    const file = join(folder, name)
    const read = await readSource(file, reading)
    if ('faults' in read) faults.push({ file, faults: read.faults })
    else if (read.source) sources.push(read.source)
  }
  if (names.length > FILES_MAX)
    faults.push({ file: folder, faults: [{ path: '', message: `holds more than ${FILES_MAX} files` }] })
  return { sources, faults }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function readSource(
  file: string,
  { adapters, environment, isCron }: SourceReading,
): Promise<{ source: Source | null } | { faults: Fault[] }> {
  const name = basename(file).replace(/\.ya?ml$/, '')
  const named = sourceSchema.safeParse(name)
  if (!named.success) return { faults: [{ path: '', message: `the file's name ${named.error.issues[0]?.message}` }] }
  const content = await parseFile(file)
  if ('fault' in content) return { faults: [content.fault] }

  const faults: Fault[] = []
  const resolved = await lookUpSecrets(content.value, environment, '', faults)
  if (faults.length > 0) return { faults }
  const parsed = sourceFileSchema.safeParse(resolved)
  if (!parsed.success) return { faults: faultsOf(parsed.error) }
  const found = parsed.data
  const adapter = adapters.find(({ id }) => id === found.adapter)
  if (!adapter)
    return { faults: [{ path: 'adapter', message: `must be one of ${adapters.map(({ id }) => id).join(', ')}` }] }
  const settings = adapter.settings.safeParse(found.settings ?? {})
  if (!settings.success) return { faults: within('settings', faultsOf(settings.error)) }
  const wrong = [
    ...(['changes', 'nightly'] as const)
      .filter((kind) => !isCron(found.schedule[kind]))
      .map((kind) => ({ path: `schedule.${kind}`, message: 'must be a cron expression such as "*/5 * * * *"' })),
    ...findImpossible(found, adapter),
  ]
  if (wrong.length > 0) return { faults: wrong }
  if (!found.enabled) return { source: null }
  const { schedule, writeBack, webhook = null } = found
  const streams = adapter.capabilities.streams.filter((stream) => found.streams?.includes(stream) ?? true)
  return { source: { name, adapter, settings: settings.data, streams, schedule, writeBack, webhook } }
}

/** What the adapter cannot do. */
function findImpossible(
  { streams = [], writeBack, webhook }: ReturnType<typeof sourceFileSchema.parse>,
  { id, capabilities }: ErpAdapter,
): Fault[] {
  const unknown = streams.filter((stream) => !capabilities.streams.includes(stream))
  return [
    ...unknown.map((stream) => ({ path: 'streams', message: `the adapter ${id} has no ${stream}` })),
    ...(writeBack.mode !== 'off' && capabilities.writeBack === null
      ? [{ path: 'writeBack.mode', message: `must be off: the adapter ${id} writes nothing back` }]
      : []),
    ...(webhook && capabilities.webhooks === null
      ? [{ path: 'webhook', message: `the adapter ${id} takes no webhooks` }]
      : []),
  ]
}

const within = (path: string, faults: readonly Fault[]): Fault[] =>
  faults.map((fault) => ({ ...fault, path: fault.path === '' ? path : `${path}.${fault.path}` }))

async function parseFile(file: string): Promise<{ value: unknown } | { fault: Fault }> {
  const text = await readFile(file, 'utf8')
  if (Buffer.byteLength(text) > FILE_BYTES_MAX)
    return { fault: { path: '', message: `must be at most ${FILE_BYTES_MAX} bytes` } }
  try {
    return { value: parse(text, { maxAliasCount: 0, prettyErrors: true }) ?? {} }
  } catch (error) {
    // The library quotes the line, which may hold a secret that somebody put where it does not belong.
    const [firstLine = ''] = (error as Error).message.split('\n')
    return { fault: { path: '', message: `is no YAML: ${firstLine}` } }
  }
}

/** Puts a `Secret` in the place of each `{ env: NAME }` and `{ file: /path }`. */
async function lookUpSecrets(
  value: unknown,
  environment: SourceReading['environment'],
  path: string,
  faults: Fault[],
  depth = 0,
): Promise<unknown> {
  if (depth > DEPTH_MAX || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return Promise.all(
      value.map((part, index) => lookUpSecrets(part, environment, `${path}[${index}]`, faults, depth + 1)),
    )
  const entries = Object.entries(value)
  const [reference] = entries
  if (entries.length === 1 && reference && typeof reference[1] === 'string' && /^(env|file)$/.test(reference[0])) {
    const found = await lookUp(reference[0], reference[1], environment)
    if ('secret' in found) return found.secret
    faults.push({ path, message: found.message })
    return value
  }
  const parts = await Promise.all(
    entries.map(async ([key, part]) => [
      key,
      await lookUpSecrets(part, environment, path ? `${path}.${key}` : key, faults, depth + 1),
    ]),
  )
  return Object.fromEntries(parts)
}

async function lookUp(
  kind: string,
  name: string,
  environment: SourceReading['environment'],
): Promise<{ secret: Secret } | { message: string }> {
  if (kind === 'env') {
    const value = environment[name]
    return value ? { secret: new Secret(value) } : { message: `the environment variable ${name} is not set` }
  }
  try {
    const text = (await readFile(name, 'utf8')).trim()
    return text === '' ? { message: `the file ${name} is empty` } : { secret: new Secret(text) }
  } catch (error) {
    return { message: `the file ${name} cannot be read (${(error as NodeJS.ErrnoException).code})` }
  }
}
