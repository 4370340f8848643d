import { join } from 'node:path'
import { z } from 'zod'
import { type AdapterReading, type FileFault, listAdapterFiles, readAdapterFile } from '../adapter-files.ts'
import type { Fault } from '../kernel/text.ts'
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
  readonly faults: readonly FileFault[]
}

type ChannelReading = AdapterReading<ChannelAdapter>

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

/** Reads `config/channels/*.yaml`, without `*.example.yaml`. The name of a file is the name of its channel. */
export async function readChannelFiles(configFolder: string, reading: ChannelReading): Promise<ChannelFiles> {
  const folder = join(configFolder, 'channels')
  const { names, faults } = await listAdapterFiles(folder, FILES_MAX)
  const channels: Channel[] = []
  for (const file of names) {
    const read = await readChannel(folder, file, names, reading)
    const found = 'faults' in read ? read.faults : findSameKind(read.channel, channels)
    if (found.length > 0) faults.push({ file: join(folder, file), faults: found })
    else if ('channel' in read && read.channel) channels.push(read.channel)
  }
  return { channels, faults }
}

async function readChannel(
  folder: string,
  file: string,
  names: readonly string[],
  reading: ChannelReading,
): Promise<{ channel: Channel | null } | { faults: readonly Fault[] }> {
  const name = file.replace(/\.ya?ml$/, '')
  const nameFault = findNameFault(name, file, names)
  if (nameFault) return { faults: [{ path: '', message: nameFault }] }
  const read = await readAdapterFile(folder, file, reading, channelFileSchema, ({ receipts }, adapter) =>
    receipts && adapter?.capabilities.receipts === null
      ? [{ path: 'receipts', message: `the adapter ${adapter.id} takes no receipts` }]
      : [],
  )
  if ('faults' in read) return read
  const { adapter, settings, found } = read
  if (!found.enabled) return { channel: null }
  const { receipts = null } = found
  return { channel: { name, adapter, settings, kind: adapter.kindOf(settings), receipts } }
}

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
