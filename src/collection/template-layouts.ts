import type { Fault } from '../kernel/text.ts'
import { type Layouts, layoutEngines, layoutNames } from './template.ts'
import { faultOf, type Part } from './template-engine.ts'
import type { TemplateFacts } from './template-facts.ts'
import { findUnfit, readHtml } from './template-html.ts'
import { findMissing, findMissingOfTitles } from './template-legal.ts'
import { isKnown, lintWords, proseOf } from './template-lint.ts'
import { type Sample, sampleFacts } from './template-samples.ts'

/** What all e-mails, or all WhatsApp texts, share: judged once, so that a fault in it is told once. */

const PRINTED_CHARS_MAX = 400_000
const PROSE = { text: 'Olá.', paragraphs: [['Olá.']] }

export function parseLayout(kind: keyof Layouts, source: string): Part | { readonly faults: Fault[] } {
  const part = layoutEngines[kind].parse(source)
  if ('fault' in part) return { faults: [{ path: '', message: part.fault }] }
  const samples = sampleFacts(kind === 'titles' ? 'whatsapp' : 'email')
  const prose = proseOf(source)
  const names = Object.fromEntries(layoutNames[kind].map((name) => [name, name === 'subject' ? '' : PROSE]))
  const unknown = part.paths.filter((asked) => !isKnown(asked, { ...samples[0]?.facts, ...names }))
  const faults = [
    ...unknown.map((asked) => ({ path: '', message: `asks for ${asked.join('.')}, which no message has` })),
    ...lintWords('', kind === 'html' ? readHtml(prose) : prose, false),
    ...(kind === 'html' ? findUnfit(prose) : []).map((message) => ({ path: '', message })),
  ]
  if (faults.length === 0) faults.push(...tryOn(samples, kind, part))
  return faults.length > 0 ? { faults } : part
}

/** The faults of the first customer whom it does not serve. */
function tryOn(samples: readonly Sample[], kind: keyof Layouts, part: Part): Fault[] {
  for (const { title, isHostile, facts } of samples) {
    const found = tryOne(kind, part, facts, isHostile)
    if (found.length > 0)
      return found.map(({ path, message }) => ({ path, message: `${message} (tried with ${title})` }))
  }
  return []
}

function tryOne(kind: keyof Layouts, part: Part, facts: TemplateFacts, isHostile: boolean): Fault[] {
  try {
    const text = part.fill({ ...facts, subject: 'Sua conta', opening: PROSE, closing: PROSE }, PRINTED_CHARS_MAX)
    const unfit = kind === 'html' ? findUnfit(text) : []
    if (isHostile || unfit.length > 0) return unfit.map((message) => ({ path: '', message }))
    if (kind === 'titles') return findMissingOfTitles('', text, facts)
    return findMissing('', kind === 'html' ? readHtml(text) : text, 'email', facts)
  } catch (error) {
    return [{ path: '', message: `cannot be filled: ${faultOf(error)}` }]
  }
}
