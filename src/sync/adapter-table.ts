import type { Capabilities, ErpAdapter, Stream } from './contract.ts'

/** The table of adapters in `adapters/README.md`, made from what they say they can do. */

const BEGIN = '<!-- adapters: begin, by npm run adapters:table -->'
const END = '<!-- adapters: end -->'

const HEADER =
  '| adapter | reads | how changes are found | what is open is compared | write-back | webhooks |\n|---|---|---|---|---|---|\n'

export function renderTable(adapters: readonly ErpAdapter[]): string {
  const sorted = [...adapters].sort((first, second) => (first.id < second.id ? -1 : 1))
  return HEADER + sorted.map(renderRow).join('')
}

function renderRow({ id, title, capabilities }: ErpAdapter): string {
  const { streams, changes, openListing, writeBack, webhooks } = capabilities
  const cells = [
    `[${id}](erp/${id}/README.md): ${title}`,
    streams.join(', '),
    grouped(streams, changes),
    grouped(streams, openListing),
    writeBack ? `\`${writeBack.field}\`: refuses ${writeBack.refuses}` : '–',
    webhooks ? webhookWords(webhooks) : '–',
  ]
  return `| ${cells.join(' | ')} |\n`
}

/** `modified`, where all streams do alike; else `modified: customers; windows: receivables, orders`. */
function grouped(streams: readonly Stream[], ways: Readonly<Partial<Record<Stream, string>>>): string {
  const byWay = Map.groupBy(
    streams.filter((stream) => ways[stream]),
    (stream) => (ways[stream] ?? '').replace('_', ' '),
  )
  if (byWay.size === 0) return '–'
  const [first] = byWay
  if (first && byWay.size === 1 && first[1].length === streams.length) return first[0]
  return [...byWay].map(([way, of]) => `${way}: ${of.join(', ')}`).join('; ')
}

function webhookWords({ verified, vetoesOrders }: NonNullable<Capabilities['webhooks']>): string {
  const how = verified === 'hmac' ? 'signed (HMAC)' : 'secret in the address'
  return vetoesOrders ? `${how}; may refuse orders` : how
}

/** The page with the table between its two marks; `null` when it has none. */
export function replaceTable(page: string, table: string): string | null {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin < 0 || end < begin) return null
  return `${page.slice(0, begin + BEGIN.length)}\n${table}${page.slice(end)}`
}
