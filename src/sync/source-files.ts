import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Environment, listFiles, lookUpSecrets, readYaml, within } from '../config-files.ts'
import { type Fault, faultsOf, sourceSchema } from '../kernel/text.ts'
import type { ErpAdapter } from './contract.ts'
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

const FILES_MAX = 200

export interface SourceReading {
  readonly adapters: readonly ErpAdapter[]
  readonly environment: Environment
  isCron(expression: string): boolean
}

/** Reads `config/sources/*.yaml`, without `*.example.yaml`. The name of a file is the name of its source. */
export async function readSourceFiles(configFolder: string, reading: SourceReading): Promise<SourceFiles> {
  const folder = join(configFolder, 'sources')
  const names = (await listFiles(folder)).filter((name) => /\.ya?ml$/.test(name) && !/\.example\.ya?ml$/.test(name))
  const sources: Source[] = []
  const faults: SourceFault[] = []
  for (const name of names.slice(0, FILES_MAX)) {
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

async function readSource(
  file: string,
  { adapters, environment, isCron }: SourceReading,
): Promise<{ source: Source | null } | { faults: Fault[] }> {
  const name = basename(file).replace(/\.ya?ml$/, '')
  const named = sourceSchema.safeParse(name)
  if (!named.success) return { faults: [{ path: '', message: `the file's name ${named.error.issues[0]?.message}` }] }
  const content = await readYaml(file)
  if ('fault' in content) return { faults: [content.fault] }

  const missing: Fault[] = []
  const resolved = await lookUpSecrets(content.value, environment, missing)
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
