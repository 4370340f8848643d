import type { VNode } from 'preact'
import { z } from 'zod'
import { formatBrDay, isDay } from '../../kernel/day.ts'
import { html } from '../html.ts'
import { actorWords, brl, channelWords, instant, KIND_WORDS, segmentWords } from '../words.ts'

interface TimelineEntry {
  readonly at: string
  readonly kind: string
  readonly actor: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** What of `detail` people want to read, and how. */
const DETAIL_WORDS: readonly [field: string, words: (value: string) => string][] = [
  ['text', (value) => value],
  ['title', (value) => value],
  ['amount', (value) => brl(value)],
  ['promisedOn', (value) => `para ${dayWords(value)}`],
  ['dueOn', (value) => `para ${dayWords(value)}`],
  ['reason', (value) => value],
  ['message', (value) => value],
  ['outcome', (value) => value],
  ['resolution', (value) => value],
  ['channel', channelWords],
  ['address', (value) => value],
  ['step', (value) => `passo ${value}`],
  ['note', (value) => value],
]

const dayWords = (value: string): string => (isDay(value) ? formatBrDay(value) : value)

const standingSchema = z.object({ segment: z.string(), profile: z.string().nullable() })

/** From which segment to which; the first one a customer has is from none. */
function changeWords({ before, after }: TimelineEntry['detail']): string[] {
  const [from, to] = [standingSchema.safeParse(before).data, standingSchema.safeParse(after).data]
  if (to === undefined) return []
  const words = segmentWords(to.segment, to.profile)
  return [from === undefined ? words : `de ${segmentWords(from.segment, from.profile)} para ${words}`]
}

const wordsOf = (detail: TimelineEntry['detail']): string[] => [
  ...changeWords(detail),
  ...DETAIL_WORDS.flatMap(([field, say]) => {
    const value = detail[field]
    return typeof value === 'string' && value !== '' ? [say(value)] : []
  }),
]

/** What says more as one sentence than as a heading with words under it. */
const SENTENCES: Readonly<Record<string, (detail: TimelineEntry['detail']) => string | null>> = {
  payment_sent: ({ channel, amount }) =>
    typeof channel === 'string' && typeof amount === 'string'
      ? `${KIND_WORDS['payment_sent']} por ${channelWords(channel)} (${brl(amount)})`
      : null,
}

/** Newest or oldest first, as it is given. */
export function timeline(entries: readonly TimelineEntry[], now: string): VNode {
  return html`<ol class="timeline">
    ${entries.map(({ at, kind, actor, detail }) => {
      const sentence = SENTENCES[kind]?.(detail) ?? null
      const words = sentence === null ? wordsOf(detail) : []
      return html`<li class=${toneOf(kind)}>
        <p><strong>${sentence ?? KIND_WORDS[kind] ?? kind}</strong> <span class="meta"><bdi>${actorWords(actor)}</bdi> · ${instant(at, now)}</span></p>
        ${words.length === 0 ? null : html`<p class="words">${words.join(' · ')}</p>`}
      </li>`
    })}
  </ol>`
}

function toneOf(kind: string): string | undefined {
  if (/^released|_signed$|\.(?:kept|done|resolved)$/.test(kind)) return 'good'
  if (/blocked|broken|rejected|failed|kept_back|lapsed/.test(kind)) return 'bad'
  return undefined
}
