import { join } from 'node:path'
import type { z } from 'zod'
import { type AdapterReading, type FileFault, listAdapterFiles, readAdapterFile } from '../adapter-files.ts'
import { type Fault, sourceSchema } from '../kernel/text.ts'
import type { ErpAdapter } from './contract.ts'
import { type Source, sourceFileSchema } from './source.ts'

/** Source files that can be used, and what is wrong with the others. One bad file does not stop the others. */
export interface SourceFiles {
  readonly sources: readonly Source[]
  readonly faults: readonly FileFault[]
}

const FILES_MAX = 200

export interface SourceReading extends AdapterReading<ErpAdapter> {
  isCron(expression: string): boolean
}

/** Reads `config/sources/*.yaml`, without `*.example.yaml`. The name of a file is the name of its source. */
export async function readSourceFiles(configFolder: string, reading: SourceReading): Promise<SourceFiles> {
  const folder = join(configFolder, 'sources')
  const { names, faults } = await listAdapterFiles(folder, FILES_MAX)
  const sources: Source[] = []
  for (const name of names) {
    const file = join(folder, name)
    if (names.includes(name.replace(/\.yml$/, '.yaml')) && name.endsWith('.yml')) {
      faults.push({ file, faults: [{ path: '', message: 'has the name of another file: one of them ends in .yaml' }] })
      continue
    }
    const read = await readSource(folder, name, reading)
    if ('faults' in read) faults.push({ file, faults: read.faults })
    else if (read.source) sources.push(read.source)
  }
  return { sources, faults }
}

async function readSource(
  folder: string,
  file: string,
  reading: SourceReading,
): Promise<{ source: Source | null } | { faults: readonly Fault[] }> {
  const name = file.replace(/\.ya?ml$/, '')
  const named = sourceSchema.safeParse(name)
  if (!named.success) return { faults: [{ path: '', message: `the file's name ${named.error.issues[0]?.message}` }] }
  const read = await readAdapterFile(folder, file, reading, sourceFileSchema, (found, adapter) => [
    ...findWrongTimes(found, reading.isCron),
    ...(adapter ? findImpossible(found, adapter) : []),
  ])
  if ('faults' in read) return read
  const { adapter, settings, found } = read
  if (!found.enabled) return { source: null }
  const { schedule, writeBack, webhook = null } = found
  const streams = adapter.capabilities.streams.filter((stream) => found.streams?.includes(stream) ?? true)
  return { source: { name, adapter, settings, streams, schedule, writeBack, webhook } }
}

type SourceFile = z.output<typeof sourceFileSchema>

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
