import type { Fault } from '../kernel/text.ts'
import { layoutNames, PLACE, placeOf, type RenderedMessage, type Template } from './template.ts'
import type { TemplateFacts, TitleFacts } from './template-facts.ts'
import { findUnfit, readHtml } from './template-html.ts'
import { findMissing } from './template-legal.ts'
import type { Sample } from './template-samples.ts'
import { countSeptets, findForeign, foldToGsm, SMS_SEPTETS_MAX } from './template-sms.ts'
import {
  AMOUNT,
  debtWords,
  findShouting,
  findWords,
  foldText,
  forbiddenWords,
  legalWords,
  type WordRule,
} from './template-words.ts'

/** What a locked phone shows of a message. */
const PREVIEW_CHARS = 100
const EXCLAMATIONS_MAX = 1
/** Of the text that the provider approves (Meta, seen 2026-11-22). */
const APPROVED_CHARS_MAX = 1_024

/** Judges what its author wrote, and what comes of it for customers of every kind. Each fault says what to change. */
export function lintTemplate(template: Template, samples: readonly Sample[]): Fault[] {
  const faults = [...lintSources(template, samples), ...(template.approved ? lintApproved(template) : [])]
  const told = new Set(faults.map(({ path, message }) => `${path}: ${message}`))
  for (const { title, isHostile, facts } of samples) {
    const rendered = template.render(facts)
    // One that takes too long is not tried again.
    if ('fault' in rendered)
      return [...faults, { path: 'body', message: `cannot be filled: ${rendered.fault} (tried with ${title})` }]
    const found = lintRendered(template, rendered, facts, isHostile)
    for (const { path, message } of found) {
      if (told.has(`${path}: ${message}`)) continue
      told.add(`${path}: ${message}`)
      faults.push({ path, message: `${message} (tried with ${title})` })
    }
  }
  return faults
}

/** Judges a message as it would leave. Of hostile values only what they could break. */
export function lintRendered(
  { channel, isLegal }: Pick<Template, 'channel' | 'isLegal'>,
  { subject, text, html }: RenderedMessage,
  facts: TemplateFacts,
  isHostile = false,
): Fault[] {
  const faults = at('html', html === null ? [] : findUnfit(html))
  if (isHostile) return faults
  const own = (shown: string): string => withoutValues(shown, facts)
  const seen = html === null ? '' : readHtml(html)
  faults.push(...lintWords('subject', own(subject ?? ''), isLegal), ...lintWords('body', own(text), isLegal))
  faults.push(...lintWords('html', own(seen), isLegal), ...lintForm(own(`${subject ?? ''} ${text}`)))
  if (channel === 'email') faults.push(...lintSubject(own(subject ?? '')))
  if (channel === 'sms') faults.push(...lintSms(text, own(text)))
  else faults.push(...lintShown('body', own(previewOf(text)), 'begins'))
  faults.push(...findMissing('body', text, channel, facts))
  if (html !== null) faults.push(...findMissing('html', seen, channel, facts))
  return faults
}

function lintSources(template: Template, samples: readonly Sample[]): Fault[] {
  const { sources, paths, channel, isLegal } = template
  const shape = { ...samples[0]?.facts, ...Object.fromEntries(layoutNames.parameters.map((name) => [name, ''])) }
  return [...sources].flatMap(([path, source]) => {
    const prose = proseOf(source)
    const unknown = (paths.get(path) ?? []).filter((asked) => !isKnown(asked, shape))
    return [
      ...unknown.map((asked) => ({
        path: placeOf(path),
        message: `asks for ${asked.join('.')}, which no message has`,
      })),
      ...lintWords(placeOf(path), prose, isLegal),
      ...(path === 'subject' ? lintShown('subject', prose, 'says') : []),
      ...(channel === 'sms' ? [...lintShown('body', prose, 'says'), ...lintForeign(prose)] : []),
    ]
  })
}

export function lintWords(path: string, text: string, isLegal: boolean): Fault[] {
  const rules = isLegal ? forbiddenWords : [...forbiddenWords, ...legalWords]
  const found = sayWords(text, rules)
  const shouted = findShouting(text).map((word) => `"${word}" shouts: write it in small letters`)
  return at(path, [...found, ...shouted])
}

const sayWords = (text: string, rules: readonly WordRule[]): string[] =>
  findWords(text, rules).map(({ word, advice }) => `"${word}" ${advice}`)

/** Where others may read it. */
function lintShown(path: string, text: string, verb: 'says' | 'begins'): Fault[] {
  const found = sayWords(text, debtWords)
  const amount = AMOUNT.test(foldText(text)) ? ['an amount is shown on a locked screen: leave it out'] : []
  return at(
    path,
    [...found, ...amount].map((message) => (verb === 'begins' ? `begins with what is private: ${message}` : message)),
  )
}

const lintSubject = (subject: string): Fault[] => [
  ...(subject.trim() === '' ? at('subject', ['is empty']) : []),
  ...lintShown('subject', subject, 'says'),
]

function lintSms(text: string, own: string): Fault[] {
  const septets = countSeptets(text)
  const long = `has ${septets} characters: an SMS holds ${SMS_SEPTETS_MAX}`
  return [
    ...lintShown('body', own, 'says'),
    ...lintForeign(text),
    ...(septets !== null && septets > SMS_SEPTETS_MAX ? at('body', [long]) : []),
  ]
}

function lintForeign(text: string): Fault[] {
  const foreign = findForeign(text.replace(/\s+/g, ' '))
  const like = foreign.map((character) => `"${character}" (such as "${foldToGsm(character)}")`).join(', ')
  return foreign.length === 0 ? [] : at('body', [`has letters that make an SMS twice as long: use others for ${like}`])
}

function lintForm(text: string): Fault[] {
  const exclamations = text.match(/!/g)?.length ?? 0
  return [
    ...(exclamations > EXCLAMATIONS_MAX ? at('body', [`has ${exclamations} "!": one is enough`]) : []),
    ...(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/.test(text)
      ? at('body', ['has a day as programs write it: print it with the filter day'])
      : []),
  ]
}

/** As Meta approves texts: places in order from {{1}}, each once or more, none at an end, none next to another. */
function lintApproved({ sources, approved }: Template): Fault[] {
  const body = sources.get('body') ?? ''
  const used = [...new Set([...body.matchAll(PLACE)].map(([, number]) => Number(number)))]
  const count = approved?.parameters.length ?? 0
  const rest = body.replace(PLACE, '')
  const isInOrder = used.length === count && used.every((number, index) => number === index + 1)
  return at('body', [
    ...(isInOrder ? [] : [`must have the places {{1}} to {{${count}}}, in this order: one for each parameter`]),
    ...(/\{\{|\{%|\}\}|%\}/.test(rest) ? ['is the approved text: Liquid goes into approved.parameters'] : []),
    ...(/^\W{0,3}\{\{\d/.test(body) || /\}\}\W{0,3}$/.test(body) ? ['must not begin or end with a place'] : []),
    ...(/\}\}\s{0,9}\{\{/.test(body) ? ['has two places with nothing between them'] : []),
    ...(body.length > APPROVED_CHARS_MAX ? [`has more than ${APPROVED_CHARS_MAX} characters`] : []),
  ])
}

const at = (path: string, messages: readonly string[]): Fault[] => messages.map((message) => ({ path, message }))

const previewOf = (text: string): string => {
  const [first = ''] = text.split('\n', 1)
  return first.length >= PREVIEW_CHARS ? first : text.slice(0, PREVIEW_CHARS)
}

/** What a person wrote: text, and quoted text within Liquid, without comments. */
export function proseOf(source: string): string {
  return source
    .replace(/\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}/g, ' ')
    .replace(/\{%-?\s*#[^%]*%\}/g, ' ')
    .replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, (tag) => ` ${(tag.match(/"[^"]*"|'[^']*'/g) ?? []).join(' ')} `)
}

export function isKnown(path: readonly string[], shape: object): boolean {
  let value: unknown = shape
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return true
    if (!Object.hasOwn(value, name)) return false
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return true
}

/** Names and numbers are the customers' and the creditor's own, whatever words they hold. */
function withoutValues(
  text: string,
  { creditor, customer, overdue, upcoming, contact, optOut }: TemplateFacts,
): string {
  const creditorValues = ({ name, tradeName, shortName, address }: TemplateFacts['creditor']) => [
    ...[name, tradeName, shortName, address],
  ]
  const titleValues = (title: TitleFacts) => [
    ...[title.label, title.number, title.boletoLine, title.pixCode],
    ...(title.creditor ? creditorValues(title.creditor) : []),
  ]
  const values = [
    ...[...creditorValues(creditor), customer.name, customer.firstName, contact.words, contact.brief, optOut.url],
    ...[...overdue, ...upcoming].flatMap(titleValues),
  ]
  return values
    .filter((value) => value !== null)
    .flatMap((value) => [value, foldToGsm(value)])
    .sort((a, b) => b.length - a.length)
    .reduce((rest, value) => rest.replaceAll(value, ' '), text)
}
