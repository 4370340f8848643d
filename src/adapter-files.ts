import { join } from 'node:path'
import { z } from 'zod'
import { type Environment, listFiles, lookUpSecrets, readYaml, within } from './config-files.ts'
import { type Fault, faultsOf } from './kernel/text.ts'

/** Files of which each describes one use of an adapter: `config/sources/*.yaml` and `config/channels/*.yaml`. */

interface AnyAdapter {
  readonly id: string
  readonly settings: z.ZodType
}

export interface AdapterReading<Adapter> {
  readonly adapters: readonly Adapter[]
  readonly environment: Environment
}

/** What is wrong with one file. */
export interface FileFault {
  readonly file: string
  readonly faults: readonly Fault[]
}

/** The names in a folder, without `*.example.yaml`, and what is wrong when there are too many. */
export async function listAdapterFiles(folder: string, max: number): Promise<{ names: string[]; faults: FileFault[] }> {
  const names = (await listFiles(folder)).filter((name) => /\.ya?ml$/.test(name) && !/\.example\.ya?ml$/.test(name))
  const faults = [{ file: folder, faults: [{ path: '', message: `holds more than ${max} files` }] }]
  return { names: names.slice(0, max), faults: names.length > max ? faults : [] }
}

/** What tells which adapter judges which settings, whatever else is wrong with the file. */
const looseSchema = z.looseObject({ adapter: z.unknown().optional(), settings: z.unknown().optional() })

/**
 * Reads `folder/name`: its secrets are looked up, its settings judged by the adapter's own schema, the rest by `schema` and
 * `findMore`. Tells all that is wrong at once.
 */
export async function readAdapterFile<Adapter extends AnyAdapter, Schema extends z.ZodType>(
  folder: string,
  name: string,
  { adapters, environment }: AdapterReading<Adapter>,
  schema: Schema,
  findMore: (found: z.output<Schema>, adapter: Adapter | undefined) => readonly Fault[],
): Promise<{ adapter: Adapter; settings: unknown; found: z.output<Schema> } | { faults: readonly Fault[] }> {
  const content = await readYaml(join(folder, name))
  if ('fault' in content) return { faults: [content.fault] }
  const missing: Fault[] = []
  const resolved = await lookUpSecrets(content.value, environment, missing)
  const { success, data: found, error } = schema.safeParse(resolved)
  const { adapter: id, settings: given } = looseSchema.safeParse(resolved).data ?? {}
  const adapter = adapters.find((one) => one.id === id)
  const settings = adapter?.settings.safeParse(given ?? {})
  const idFault = { path: 'adapter', message: `must be one of ${adapters.map((one) => one.id).join(', ')}` }
  const faults = [
    ...(success ? [] : faultsOf(error)),
    ...(adapter || typeof id !== 'string' ? [] : [idFault]),
    ...(!settings || settings.success ? [] : within('settings', faultsOf(settings.error))),
    ...(success ? findMore(found, adapter) : []),
  ].filter(({ path }) => !missing.some((secret) => secret.path === path))
  if (missing.length > 0 || faults.length > 0 || !success || !adapter || !settings?.success)
    return { faults: [...missing, ...faults] }
  return { adapter, settings: settings.data, found }
}
