import { join } from 'node:path'
import { listFiles, readYaml } from '../config-files.ts'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { type Cadence, cadenceSchema } from './cadence.ts'
import { type CollectionSettings, collectionSchema } from './settings.ts'

export interface FileFaults {
  readonly file: string
  readonly faults: readonly Fault[]
}

const CADENCES_MAX = 50

/** Reads `config/collection.yaml`. With a fault anywhere it is as if `mode` were off. */
export async function readCollectionSettings(
  configFolder: string,
  isCron: (expression: string) => boolean,
): Promise<{ settings: CollectionSettings; faults: FileFaults[] }> {
  const faults: FileFaults[] = []
  return { settings: await readSettings(join(configFolder, 'collection.yaml'), faults, isCron), faults }
}

/** Reads `config/cadences/*.yaml`; one with faults is left out, and told. `templates`: those that may be used. */
export async function readCadences(
  configFolder: string,
  templates: ReadonlySet<string>,
): Promise<{ cadences: Cadence[]; faults: FileFaults[] }> {
  const faults: FileFaults[] = []
  const folder = join(configFolder, 'cadences')
  const names = (await listFiles(folder)).filter((name) => /\.ya?ml$/.test(name) && !/\.example\.ya?ml$/.test(name))
  const cadences: Cadence[] = []
  for (const name of names.slice(0, CADENCES_MAX)) {
    const file = join(folder, name)
    const read = await readCadence(file, name, templates, cadences)
    if ('faults' in read) faults.push({ file, faults: read.faults })
    else cadences.push(read.cadence)
  }
  if (names.length > CADENCES_MAX)
    faults.push({ file: folder, faults: [{ path: '', message: `holds more than ${CADENCES_MAX} files` }] })
  return { cadences, faults }
}

async function readSettings(
  file: string,
  faults: FileFaults[],
  isCron: (expression: string) => boolean,
): Promise<CollectionSettings> {
  const read = await readYaml(file)
  const isMissing = 'fault' in read && read.fault.message.includes('ENOENT')
  if (isMissing) return collectionSchema.parse({})
  const found = 'fault' in read ? [read.fault] : []
  const parsed = collectionSchema.safeParse('fault' in read ? {} : read.value)
  if (!parsed.success) found.push(...faultsOf(parsed.error))
  else if (!isCron(parsed.data.plansAt))
    found.push({ path: 'plansAt', message: 'must be a cron expression such as "0 6 * * *"' })
  else if (parsed.data.mode === 'on' && parsed.data.creditors === undefined)
    found.push({ path: 'creditors', message: 'must say who is owed before mode is on (Lei 8.078/1990, art. 42-A)' })
  if (found.length === 0 && parsed.success) return parsed.data
  faults.push({ file, faults: found })
  return collectionSchema.parse({})
}

async function readCadence(
  file: string,
  name: string,
  templates: ReadonlySet<string>,
  earlier: readonly Cadence[],
): Promise<{ cadence: Cadence } | { faults: Fault[] }> {
  const read = await readYaml(file)
  if ('fault' in read) return { faults: [read.fault] }
  const parsed = cadenceSchema.safeParse(read.value)
  if (!parsed.success) return { faults: faultsOf(parsed.error) }
  const cadence = parsed.data
  const missing = cadence.steps.flatMap(({ template, channels = [] }, index) =>
    channels
      .filter((channel) => channel !== 'webhook' && !templates.has(`${template}.${channel}`))
      .map((channel) => ({
        path: `steps[${index}].template`,
        message: `there is no good template ${template}.${channel}.liquid`,
      })),
  )
  if (cadence.name !== name.replace(/\.ya?ml$/, ''))
    missing.push({ path: 'name', message: 'must be the name of its file' })
  if (earlier.some((one) => one.name === cadence.name))
    missing.push({ path: 'name', message: 'is the name of another cadence' })
  return missing.length > 0 ? { faults: missing } : { cadence }
}
