import { join } from 'node:path'
import type { ChannelKind } from '../channels/contract.ts'
import { listFiles, parseYaml, readText } from '../config-files.ts'
import type { Fault } from '../kernel/text.ts'
import type { Creditor } from './settings.ts'
import { type Layouts, layoutFiles, neededLayouts, parseTemplate, type Template, templateChannels } from './template.ts'
import { parseLayout } from './template-layouts.ts'
import { lintTemplate } from './template-lint.ts'
import { sampleFacts } from './template-samples.ts'

/** Reads `config/templates/*.liquid`. */

export interface Templates {
  /** What may be used: `aviso.email`. */
  readonly names: ReadonlySet<string>
  /** A webhook carries the text of the e-mail. */
  find(name: string, channel: ChannelKind): Template | null
}

export interface TemplateFault {
  readonly file: string
  readonly faults: readonly Fault[]
}

const FILES_MAX = 200
const NAME = /^([a-z][a-z0-9-]{0,63})\.([a-z]+)\.liquid$/

/** All faults at once; a file with faults is left out. `creditors` are tried in the texts, where they are known. */
export async function readTemplates(
  configFolder: string,
  creditors?: Readonly<Record<string, Creditor>>,
): Promise<{ templates: Templates; faults: TemplateFault[] }> {
  const folder = join(configFolder, 'templates')
  const names = (await listFiles(folder)).filter((name) => /\.liquid$/.test(name) && !/\.example\.liquid$/.test(name))
  const own = names.filter((name) => !Object.values<string>(layoutFiles).includes(name))
  const faults: TemplateFault[] = []
  const layouts = await readLayouts(folder, own, faults)
  const found = new Map<string, Template>()
  for (const name of own.slice(0, FILES_MAX)) {
    const file = join(folder, name)
    const read = await readTemplate(file, name, layouts, creditors)
    if ('faults' in read) faults.push({ file, faults: read.faults })
    else found.set(`${read.name}.${read.channel}`, read)
  }
  if (own.length > FILES_MAX)
    faults.push({ file: folder, faults: [{ path: '', message: `holds more than ${FILES_MAX} files` }] })
  return { templates: templatesOf(found), faults }
}

const templatesOf = (found: ReadonlyMap<string, Template>): Templates => ({
  names: new Set(found.keys()),
  find: (name, channel) => found.get(`${name}.${channel === 'webhook' ? 'email' : channel}`) ?? null,
})

/** Those that a file there needs. */
async function readLayouts(folder: string, names: readonly string[], faults: TemplateFault[]): Promise<Layouts> {
  const layouts: { -readonly [Kind in keyof Layouts]: Layouts[Kind] } = {}
  const channels = templateChannels.filter((channel) => names.some((name) => NAME.exec(name)?.[2] === channel))
  for (const kind of channels.flatMap((channel) => neededLayouts[channel])) {
    const file = join(folder, layoutFiles[kind])
    const read = await readText(file)
    const parsed = 'fault' in read ? { faults: [read.fault] } : parseLayout(kind, unifyLines(read.text))
    if ('faults' in parsed) faults.push({ file, faults: parsed.faults })
    else layouts[kind] = parsed
  }
  return layouts
}

async function readTemplate(
  file: string,
  fileName: string,
  layouts: Layouts,
  creditors: Readonly<Record<string, Creditor>> | undefined,
): Promise<Template | { faults: Fault[] }> {
  const [, name = '', kind] = NAME.exec(fileName) ?? []
  const channel = templateChannels.find((one) => one === kind)
  if (!channel)
    return {
      faults: [{ path: '', message: `must be named such as "aviso.email.liquid" (${templateChannels.join(', ')})` }],
    }
  const read = await readText(file)
  if ('fault' in read) return { faults: [read.fault] }
  const split = splitFront(unifyLines(read.text))
  if ('fault' in split) return { faults: [split.fault] }
  const template = parseTemplate({ file, name, channel, ...split }, layouts)
  if ('faults' in template) return template
  const faults = lintTemplate(template, sampleFacts(channel, creditors))
  return faults.length > 0 ? { faults } : template
}

const unifyLines = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')

/** What stands between two lines `---` at the top, and the text below. */
function splitFront(text: string): { front: unknown; body: string } | { fault: Fault } {
  const end = text.indexOf('\n---\n', 3)
  if (!text.startsWith('---\n') || end === -1)
    return { fault: { path: '', message: 'must begin with settings between two lines "---"' } }
  const yaml = parseYaml(text.slice(4, end + 1))
  // Faults are told by the line of the file.
  const body = `${'\n'.repeat(text.slice(0, end + 5).split('\n').length - 1)}${text.slice(end + 5)}`
  return 'fault' in yaml ? yaml : { front: yaml.value, body }
}
