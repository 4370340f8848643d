import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
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
const SECRET_BYTES_MAX = 64 * 1024
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
    if (names.includes(name.replace(/\.yml$/, '.yaml')) && name.endsWith('.yml')) {
      faults.push({ file, faults: [{ path: '', message: 'has the name of another file: one of them ends in .yaml' }] })
      continue
    }
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

  const missing: Fault[] = []
  const resolved = await lookUpSecrets(content.value, environment, '', missing)
  const { success, data: found, error } = sourceFileSchema.safeParse(resolved)
  const { adapter: id, settings: given } = looseSchema.safeParse(resolved).data ?? {}
  const adapter = adapters.find((one) => one.id === id)
  const settings = adapter?.settings.safeParse(given ?? {})
  const faults = [
    ...(success ? [] : faultsOf(error)),
    ...(adapter || typeof id !== 'string' ? [] : [{ path: 'adapter', message: `must be one of ${idsOf(adapters)}` }]),
    ...(!settings || settings.success ? [] : within('settings', faultsOf(settings.error))),
    ...(found ? findWrongTimes(found, isCron) : []),
    ...(found && adapter ? findImpossible(found, adapter) : []),
  ].filter(({ path }) => !missing.some((secret) => secret.path === path))
  if (missing.length > 0 || faults.length > 0 || !found || !adapter || !settings)
    return { faults: [...missing, ...faults] }
  if (!found.enabled) return { source: null }
  const { schedule, writeBack, webhook = null } = found
  const streams = adapter.capabilities.streams.filter((stream) => found.streams?.includes(stream) ?? true)
  return { source: { name, adapter, settings: settings.data, streams, schedule, writeBack, webhook } }
}

/** What tells which adapter judges which settings, whatever else is wrong with the file. */
const looseSchema = z.looseObject({ adapter: z.unknown().optional(), settings: z.unknown().optional() })
type SourceFile = z.output<typeof sourceFileSchema>

const idsOf = (adapters: readonly ErpAdapter[]): string => adapters.map(({ id }) => id).join(', ')

const findWrongTimes = ({ schedule }: SourceFile, isCron: SourceReading['isCron']): Fault[] =>
  (['changes', 'nightly'] as const)
    .filter((kind) => !isCron(schedule[kind]))
    .map((kind) => ({ path: `schedule.${kind}`, message: 'must be a cron expression such as "*/5 * * * *"' }))

/** What the adapter cannot do. */
function findImpossible({ streams = [], writeBack, webhook }: SourceFile, { id, capabilities }: ErpAdapter): Fault[] {
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
  const read = await readText(file, FILE_BYTES_MAX)
  if ('wrong' in read) return { fault: { path: '', message: read.wrong } }
  try {
    // Warnings would go to the terminal, with the line that they are about.
    return { value: parse(read.text, { maxAliasCount: 0, logLevel: 'error' }) ?? {} }
  } catch (error) {
    return { fault: { path: '', message: `is no YAML that can be read: ${placeOf(error)}` } }
  }
}

/** The library quotes what it stumbled over, which may be a secret that somebody put where it does not belong. */
function placeOf(error: unknown): string {
  if (!(error instanceof YAMLParseError)) return 'aliases and deep nesting are not taken'
  const [start] = error.linePos ?? []
  return `${error.code}${start ? ` at line ${start.line}, column ${start.col}` : ''}`
}

async function readText(file: string, bytesMax: number): Promise<{ text: string } | { wrong: string }> {
  try {
    const found = await stat(file)
    if (!found.isFile()) return { wrong: 'cannot be read (no file)' }
    if (found.size > bytesMax) return { wrong: `must be at most ${bytesMax} bytes` }
    return { text: await readFile(file, 'utf8') }
  } catch (error) {
    return { wrong: `cannot be read (${(error as NodeJS.ErrnoException).code})` }
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
    return new Secret('')
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
  const read = await readText(name, SECRET_BYTES_MAX)
  if ('wrong' in read) return { message: `the file ${name} ${read.wrong}` }
  const text = read.text.trim()
  return text === '' ? { message: `the file ${name} is empty` } : { secret: new Secret(text) }
}
