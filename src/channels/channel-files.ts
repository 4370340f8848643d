import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Environment, listFiles, lookUpSecrets, readYaml, within } from '../config-files.ts'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { type Secret, secretSchema } from '../sync/secret.ts'
import type { ChannelAdapter, ChannelKind } from './contract.ts'

/** One way out, as `config/channels/<name>.yaml` describes it. */
export interface Channel {
  readonly name: string
  readonly adapter: ChannelAdapter
  readonly settings: unknown
  readonly kind: ChannelKind
  /** Whoever knows the secret may post receipts. */
  readonly receipts: { readonly secret: Secret } | null
}

/** Channel files that can be used, and what is wrong with the others. One bad file does not stop the others. */
export interface ChannelFiles {
  readonly channels: readonly Channel[]
  readonly faults: readonly ChannelFault[]
}

export interface ChannelFault {
  readonly file: string
  readonly faults: readonly Fault[]
}

export interface ChannelReading {
  readonly adapters: readonly ChannelAdapter[]
  readonly environment: Environment
}

const FILES_MAX = 50
const SECRET_CHARS_MIN = 16

/** Its secrets are looked up already; `settings` is judged by the adapter's own schema. */
const channelFileSchema = z.strictObject({
  adapter: z.string('must be the id of a channel adapter, such as "smtp"'),
  enabled: z.boolean().default(true),
  settings: z.unknown().optional(),
  receipts: z
    .strictObject({
      /** Part of the address `/v1/channels/{name}/receipts/{secret}`. */
      secret: secretSchema.refine(
        (secret) => secret.reveal().length >= SECRET_CHARS_MIN,
        `must have at least ${SECRET_CHARS_MIN} characters`,
      ),
    })
    .optional(),
})

/** What tells which adapter judges which settings, whatever else is wrong with the file. */
const looseSchema = z.looseObject({ adapter: z.unknown().optional(), settings: z.unknown().optional() })

/** Reads `config/channels/*.yaml`, without `*.example.yaml`. The name of a file is the name of its channel. */
export async function readChannelFiles(configFolder: string, reading: ChannelReading): Promise<ChannelFiles> {
  const folder = join(configFolder, 'channels')
  const names = (await listFiles(folder)).filter((name) => /\.ya?ml$/.test(name) && !/\.example\.ya?ml$/.test(name))
  const channels: Channel[] = []
  const faults: ChannelFault[] = []
  for (const name of names.slice(0, FILES_MAX)) {
    const read = await readChannel(join(folder, name), names, reading)
    const found = 'faults' in read ? read.faults : findSameKind(read.channel, channels)
    if (found.length > 0) faults.push({ file: join(folder, name), faults: found })
    else if ('channel' in read && read.channel) channels.push(read.channel)
  }
  if (names.length > FILES_MAX)
    faults.push({ file: folder, faults: [{ path: '', message: `holds more than ${FILES_MAX} files` }] })
  return { channels, faults }
}

async function readChannel(
  file: string,
  names: readonly string[],
  { adapters, environment }: ChannelReading,
): Promise<{ channel: Channel | null } | { faults: Fault[] }> {
  const name = basename(file).replace(/\.ya?ml$/, '')
  const nameFault = findNameFault(name, basename(file), names)
  if (nameFault) return { faults: [{ path: '', message: nameFault }] }
  const content = await readYaml(file)
  if ('fault' in content) return { faults: [content.fault] }

  const missing: Fault[] = []
  const resolved = await lookUpSecrets(content.value, environment, missing)
  const { success, data: found, error } = channelFileSchema.safeParse(resolved)
  const { adapter: id, settings: given } = looseSchema.safeParse(resolved).data ?? {}
  const adapter = adapters.find((one) => one.id === id)
  const settings = adapter?.settings.safeParse(given ?? {})
  const faults = [
    ...(success ? [] : faultsOf(error)),
    ...(adapter || typeof id !== 'string' ? [] : [{ path: 'adapter', message: `must be one of ${idsOf(adapters)}` }]),
    ...(!settings || settings.success ? [] : within('settings', faultsOf(settings.error))),
    ...(found?.receipts && adapter?.capabilities.receipts === null
      ? [{ path: 'receipts', message: `the adapter ${adapter.id} takes no receipts` }]
      : []),
  ].filter(({ path }) => !missing.some((secret) => secret.path === path))
  if (missing.length > 0 || faults.length > 0 || !found || !adapter || !settings)
    return { faults: [...missing, ...faults] }
  if (!found.enabled) return { channel: null }
  const { receipts = null } = found
  return { channel: { name, adapter, settings: settings.data, kind: adapter.kindOf(settings.data), receipts } }
}

const idsOf = (adapters: readonly ChannelAdapter[]): string => adapters.map(({ id }) => id).join(', ')

function findNameFault(name: string, file: string, names: readonly string[]): string | null {
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name))
    return 'the file\'s name must be 1 to 64 of a-z, 0-9, "-" and "_", such as "email"'
  if (file.endsWith('.yml') && names.includes(`${name}.yaml`))
    return 'has the name of another file: one of them ends in .yaml'
  return null
}

/** A cadence names a kind, so there is one channel of it. */
function findSameKind(channel: Channel | null, others: readonly Channel[]): Fault[] {
  const first = channel && others.find(({ kind }) => kind === channel.kind)
  if (!first) return []
  return [
    { path: '', message: `is a second channel for ${first.kind}: ${first.name} is in use, set enabled: false in one` },
  ]
}
