import { type Channel, readChannelFiles } from '../channels/channel-files.ts'
import type { ChannelAdapter } from '../channels/contract.ts'
import type { Environment } from '../config-files.ts'
import { type FileFaults, readCadences, readCollectionSettings } from './collection-files.ts'
import type { PlanRules } from './plan.ts'
import type { Thresholds } from './segment.ts'
import { readThresholds } from './segment-file.ts'
import type { CollectionSettings } from './settings.ts'
import { readTemplates, type Templates } from './template-files.ts'

/** What collection is told by files. */
export interface CollectionConfig {
  readonly settings: CollectionSettings
  readonly cadences: PlanRules['cadences']
  readonly templates: Templates
  /** `null` where their file has faults: then nobody is judged anew. */
  readonly thresholds: Thresholds | null
  readonly channels: readonly Channel[]
  readonly faults: readonly FileFaults[]
}

/** Reads `config/collection.yaml`, `segments.yaml`, `cadences/`, `templates/` and `channels/`. */
export async function readCollectionConfig(
  configFolder: string,
  {
    adapters,
    environment,
    isDemo,
    isCron,
  }: {
    adapters: readonly ChannelAdapter[]
    environment: Environment
    isDemo: boolean
    isCron(expression: string): boolean
  },
): Promise<CollectionConfig> {
  const { settings, faults } = await readCollectionSettings(configFolder, isCron)
  const { templates, faults: ofTemplates } = await readTemplates(configFolder, settings.creditors)
  const { cadences, faults: ofCadences } = await readCadences(configFolder, templates.names)
  const segments = await readThresholds(configFolder)
  const files = await readChannelFiles(configFolder, { adapters, environment })
  const channels = files.channels.length === 0 && isDemo ? demoChannels(adapters) : files.channels
  const isLost = settings.mode === 'on' && channels.length === 0
  return {
    settings,
    cadences,
    templates,
    thresholds: 'thresholds' in segments ? segments.thresholds : null,
    channels,
    faults: [
      ...faults,
      ...('thresholds' in segments ? [] : [segments]),
      ...ofTemplates,
      ...ofCadences,
      ...files.faults,
      ...(isLost ? [{ file: 'config/channels', faults: [{ path: '', message: NO_CHANNEL }] }] : []),
    ],
  }
}

const NO_CHANNEL = 'must hold a channel before collection.yaml says mode: on'

/** The demonstration shows what it would send on the terminal. */
function demoChannels(adapters: readonly ChannelAdapter[]): Channel[] {
  const adapter = adapters.find(({ id }) => id === 'console')
  if (!adapter) return []
  return (['email', 'whatsapp', 'sms'] as const).map((kind) => ({
    ...{ name: `console-${kind}`, adapter, settings: { kind }, kind, receipts: null },
  }))
}
