import { z } from 'zod'
import { type Fault, faultsOf } from '../kernel/text.ts'
import { createEngine, type Engine, faultOf, type Part } from './template-engine.ts'
import type { TemplateFacts } from './template-facts.ts'
import { foldToGsm } from './template-sms.ts'

/**
 * The text of one step for one kind of channel. An e-mail is prose around the line `{% titles %}`: the titles and who writes come
 * from two layouts that all e-mails share. A WhatsApp text is, word by word, what the provider approved; Liquid fills its places.
 * An SMS is Liquid, in one line.
 */
export interface Template {
  readonly file: string
  readonly name: string
  readonly channel: TemplateChannel
  readonly tone: (typeof tones)[number]
  /** It may name protest and negativation: only for titles for which they are decided, dated and true. */
  readonly isLegal: boolean
  /** What its author wrote, by where: `subject`, `body`, `approved.parameters[0]`. */
  readonly sources: ReadonlyMap<string, string>
  /** What it asks of the facts, by the same places. */
  readonly paths: ReadonlyMap<string, Part['paths']>
  readonly approved: Approved | null
  /** `fault` is told to people: it names the template's fault and no value. */
  render(facts: TemplateFacts): RenderedMessage | { readonly fault: string }
}

export interface RenderedMessage {
  readonly subject: string | null
  readonly text: string
  readonly html: string | null
  readonly approved: { readonly name: string; readonly language: string; readonly parameters: readonly string[] } | null
}

export const templateChannels = ['email', 'whatsapp', 'sms'] as const
export type TemplateChannel = (typeof templateChannels)[number]

const tones = ['friendly', 'neutral', 'factual', 'firm'] as const

const SUBJECT_CHARS_MAX = 200
const TEXT_CHARS_MAX = 100_000
const HTML_CHARS_MAX = 400_000
const PARAMETER_CHARS_MAX = 12_000
const WHATSAPP_CHARS_MAX = 16_000
/** Three SMS, should the names be long. */
const SMS_CHARS_MAX = 459
const PARAMETERS_MAX = 20

const general = { tone: z.enum(tones), legal: z.boolean().default(false) }
const liquidSchema = (charsMax: number) => z.string().trim().min(1, 'must not be empty').max(charsMax)
const approvedSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, 'must be the name at the provider: a-z, 0-9 and "_"'),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, 'must be such as pt_BR'),
  parameters: z.array(liquidSchema(4_000)).max(PARAMETERS_MAX),
})
type Approved = z.output<typeof approvedSchema>

const emailSchema = z.strictObject({ ...general, subject: liquidSchema(500) })
const whatsappSchema = z.strictObject({ ...general, approved: approvedSchema })
const smsSchema = z.strictObject(general)

export interface TemplateSource {
  readonly file: string
  readonly name: string
  readonly channel: TemplateChannel
  /** The YAML between the two lines `---`. */
  readonly front: unknown
  readonly body: string
}

/** What several templates share; what is missing is not there, or has faults. */
export interface Layouts {
  /** See `opening`, `closing` and all facts. */
  readonly text?: Part
  readonly html?: Part
  /** What fills `{{ titles }}` in the parameters of WhatsApp templates. */
  readonly titles?: Part
}

/** The files that are layouts. */
export const layoutFiles: Readonly<Record<keyof Layouts, string>> = {
  text: 'layout.text.liquid',
  html: 'layout.html.liquid',
  titles: 'titles.whatsapp.liquid',
}

const plain = createEngine((text) => text)
const sms = createEngine(foldToGsm)
const html = createEngine(escapeHtml)

/** How each prints its values. */
export const layoutEngines: Readonly<Record<keyof Layouts, Engine>> = { text: plain, html, titles: plain }

/** What the layouts see next to the facts, and the parameters of WhatsApp templates. */
export const layoutNames: Readonly<Record<keyof Layouts | 'parameters', readonly string[]>> = {
  text: ['opening', 'closing'],
  html: ['opening', 'closing', 'subject'],
  titles: [],
  parameters: ['titles'],
}

export const neededLayouts: Readonly<Record<TemplateChannel, readonly (keyof Layouts)[]>> = {
  email: ['text', 'html'],
  whatsapp: ['titles'],
  sms: [],
}

export function parseTemplate(source: TemplateSource, layouts: Layouts): Template | { readonly faults: Fault[] } {
  const missing = neededLayouts[source.channel].filter((kind) => layouts[kind] === undefined)
  if (missing.length > 0)
    return { faults: missing.map((kind) => ({ path: '', message: `needs ${layoutFiles[kind]}, which has faults` })) }
  if (source.channel === 'email') return parseEmail(source, layouts as Required<Layouts>)
  return source.channel === 'whatsapp' ? parseWhatsapp(source, layouts as Required<Layouts>) : parseSms(source)
}

const TITLES_LINE = /^\{%-?\s*titles\s*-?%\}[ \t]*$/m

function parseEmail(source: TemplateSource, layouts: Required<Layouts>): Template | { faults: Fault[] } {
  const front = emailSchema.safeParse(source.front)
  if (!front.success) return { faults: faultsOf(front.error) }
  const [opening = '', after, ...more] = source.body.split(TITLES_LINE)
  if (after === undefined || more.length > 0)
    return { faults: [{ path: 'body', message: 'must have the line {% titles %} once, where the titles are listed' }] }
  // Faults of what comes after are told by their line, too.
  const closing = `${'\n'.repeat(opening.split('\n').length - 1)}${after}`
  const parsed = parseParts(plain, { subject: front.data.subject, opening, closing })
  if ('faults' in parsed) return parsed
  const { parts } = parsed
  return template(source, front.data, parts, null, (facts) => {
    const subject = oneLine(parts.subject.fill(facts, SUBJECT_CHARS_MAX))
    const scope = {
      ...{ ...facts, subject },
      opening: prose(parts.opening.fill(facts, TEXT_CHARS_MAX)),
      closing: prose(parts.closing.fill(facts, TEXT_CHARS_MAX)),
    }
    const text = tidy(layouts.text.fill(scope, TEXT_CHARS_MAX))
    return { subject, text, html: layouts.html.fill(scope, HTML_CHARS_MAX), approved: null }
  })
}

function parseWhatsapp(source: TemplateSource, { titles }: Required<Layouts>): Template | { faults: Fault[] } {
  const front = whatsappSchema.safeParse(source.front)
  if (!front.success) return { faults: faultsOf(front.error) }
  const { approved } = front.data
  const parsed = parseParts(
    plain,
    Object.fromEntries(approved.parameters.map((parameter, index) => [`approved.parameters[${index}]`, parameter])),
  )
  if ('faults' in parsed) return parsed
  const { parts } = parsed
  const body = tidy(source.body)
  const sources = { ...parts, body: { paths: [], source: body } }
  return template(source, front.data, sources, approved, (facts) => {
    const scope = { ...facts, titles: oneLine(titles.fill(facts, PARAMETER_CHARS_MAX)) }
    // Providers refuse line breaks, runs of blanks and nothing at all (Meta's error 132018).
    const parameters = Object.values(parts).map((part) => oneLine(part.fill(scope, PARAMETER_CHARS_MAX)) || '-')
    // In one go, so that a value cannot have a place of its own.
    const text = body.replace(PLACE, (place, number: string) => parameters[Number(number) - 1] ?? place)
    if (text.length > WHATSAPP_CHARS_MAX) throw new RangeError(`prints more than ${WHATSAPP_CHARS_MAX} characters`)
    return { subject: null, text, html: null, approved: { ...approved, parameters } }
  })
}

/** A place in an approved text: `{{1}}`. */
export const PLACE = /\{\{(\d{1,2})\}\}/g

function parseSms(source: TemplateSource): Template | { faults: Fault[] } {
  const front = smsSchema.safeParse(source.front)
  if (!front.success) return { faults: faultsOf(front.error) }
  const parsed = parseParts(sms, { body: source.body })
  if ('faults' in parsed) return parsed
  const { parts } = parsed
  return template(source, front.data, parts, null, (facts) => {
    const text = oneLine(parts.body.fill(facts, SMS_CHARS_MAX))
    return { subject: null, text, html: null, approved: null }
  })
}

/** The prose of an e-mail around its titles is one body to who reads of a fault. */
export const placeOf = (path: string): string => (path === 'opening' || path === 'closing' ? 'body' : path)

type SourcedPart = Part & { readonly source: string }

function parseParts<Name extends string>(
  engine: Engine,
  sources: Readonly<Record<Name, string>>,
): { parts: Record<Name, SourcedPart> } | { faults: Fault[] } {
  const faults: Fault[] = []
  const parts = new Map<string, SourcedPart>()
  for (const [path, source] of Object.entries<string>(sources)) {
    const part = engine.parse(source)
    if ('fault' in part) faults.push({ path: placeOf(path), message: part.fault })
    else parts.set(path, { ...part, source })
  }
  return faults.length > 0 ? { faults } : { parts: Object.fromEntries(parts) as Record<Name, SourcedPart> }
}

function template(
  { file, name, channel }: TemplateSource,
  { tone, legal }: { tone: Template['tone']; legal: boolean },
  parts: Readonly<Record<string, Pick<SourcedPart, 'source' | 'paths'>>>,
  approved: Approved | null,
  render: (facts: TemplateFacts) => RenderedMessage,
): Template {
  const entries = Object.entries(parts)
  return {
    ...{ file, name, channel, tone, isLegal: legal, approved },
    sources: new Map(entries.map(([path, { source }]) => [path, source])),
    paths: new Map(entries.map(([path, { paths }]) => [path, paths])),
    render(facts) {
      try {
        return render(facts)
      } catch (error) {
        return { fault: `modelo ${name}.${channel}: ${faultOf(error)}` }
      }
    },
  }
}

/** The same prose for both layouts. */
function prose(text: string): { text: string; paragraphs: string[][] } {
  const tidied = tidy(text)
  const paragraphs = tidied === '' ? [] : tidied.split('\n\n').map((paragraph) => paragraph.split('\n'))
  return { text: tidied, paragraphs }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
