import { type FilterImplOptions, Liquid } from 'liquidjs'
import { formatBrl } from '../kernel/cents.ts'
import { formatBrDay, isDay } from '../kernel/day.ts'

/**
 * Liquid, cut down to what a letter needs: no files, no clock, no way to print unescaped, and bounds on everything. Limits as in
 * https://liquidjs.com/tutorials/security-model.html (seen 2026-11-22): they are checked between tags, so the short list of
 * filters and tags is the other half of them.
 */

const SOURCE_CHARS_MAX = 40_000
const RENDER_MS_MAX = 2_000
/** Counted by the library: elements of ranges and characters that filters make. */
const MEMORY_MAX = 200_000
/** Deeper nesting is nobody's letter, and would be a deep recursion. */
const TAGS_MAX = 400

const TAGS = new Set(['#', 'assign', 'break', 'capture', 'case', 'comment', 'continue', 'for', 'if', 'unless'])
const FILTERS = new Set(['at_least', 'at_most', 'default', 'minus', 'plus', 'size'])
/** They would print an amount as its cents. */
const TEXT_FILTERS = new Set(['append', 'capitalize', 'downcase', 'prepend', 'strip', 'truncate'])

/** A part of a template, ready to be filled. Throws what Liquid throws, or when the outcome is longer than `charsMax`. */
export interface Part {
  fill(scope: object, charsMax: number): string
  /** What it asks of its scope: `[['creditor', 'name']]`; a path ends where it is reckoned while filling. */
  readonly paths: readonly (readonly string[])[]
}

export interface Engine {
  parse(source: string): Part | { readonly fault: string }
}

/** `admit` makes of a value what may stand where it is printed. */
export function createEngine(admit: (text: string) => string): Engine {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // Without a file system: there is nothing to include.
    templates: {},
    parseLimit: SOURCE_CHARS_MAX,
    renderLimit: RENDER_MS_MAX,
    memoryLimit: MEMORY_MAX,
    outputEscape: (value: unknown) => admit(printable(value)),
  })
  for (const name of Object.keys(liquid.tags)) if (!TAGS.has(name)) delete liquid.tags[name]
  for (const [name, filter] of Object.entries(liquid.filters)) {
    if (TEXT_FILTERS.has(name)) liquid.registerFilter(name, forText(filter))
    else if (!FILTERS.has(name)) liquid.unregisterFilter(name)
  }
  liquid.registerFilter('money', formatMoney)
  liquid.registerFilter('day', formatDay)
  return {
    parse(source) {
      if ((source.match(/\{%/g)?.length ?? 0) > TAGS_MAX) return { fault: `has more than ${TAGS_MAX} tags` }
      try {
        const parsed = liquid.parse(source)
        const paths = liquid.globalVariableSegmentsSync(parsed).map(leadingNames)
        return { paths, fill: (scope, charsMax) => bounded(liquid.renderSync(parsed, scope), charsMax) }
      } catch (error) {
        return { fault: faultOf(error) }
      }
    },
  }
}

/** Liquid names the place; it quotes the template, never a value. */
export const faultOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function bounded(text: unknown, charsMax: number): string {
  if (typeof text !== 'string') throw new TypeError('prints no text')
  if (text.length > charsMax) throw new RangeError(`prints more than ${charsMax} characters`)
  return text
}

function leadingNames(segments: readonly unknown[]): string[] {
  const end = segments.findIndex((segment) => typeof segment !== 'string')
  return segments.slice(0, end === -1 ? segments.length : end) as string[]
}

function printable(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'bigint')
    throw new TypeError('an amount is printed by the filter money: {{ title.total | money }}')
  throw new TypeError('a list, a yes or no, or a group of values cannot be printed: print one of its values')
}

/** The library's own filter, refusing what cannot be printed. */
function forText(filter: FilterImplOptions): FilterImplOptions {
  if (typeof filter !== 'function') throw new TypeError('a filter is a function')
  return function (value, ...parameters) {
    for (const one of [value, ...parameters]) printable(one)
    return filter.call(this, value, ...parameters)
  }
}

function formatMoney(value: unknown): string {
  if (typeof value !== 'bigint') throw new TypeError('money takes an amount, such as title.total')
  return formatBrl(value)
}

function formatDay(value: unknown): string {
  if (typeof value !== 'string' || !isDay(value)) throw new TypeError('day takes a day, such as title.dueOn')
  return formatBrDay(value)
}
