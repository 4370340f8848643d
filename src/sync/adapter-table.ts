import type { ChannelAdapter } from '../channels/contract.ts'
import type { Capabilities, ErpAdapter, Stream } from './contract.ts'

/** The tables in `adapters/README.md`, of adapters and of channels, made from what they say they can do. */

type TableName = 'adapters' | 'channels'

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

const verifiedWords = (verified: 'hmac' | 'url_secret'): string =>
  verified === 'hmac' ? 'signed (HMAC)' : 'secret in the address'

function webhookWords({ verified, vetoesOrders }: NonNullable<Capabilities['webhooks']>): string {
  const how = verifiedWords(verified)
  return vetoesOrders ? `${how}; may refuse orders` : how
}

const CHANNEL_HEADER = '| channel | for | a repeated key arrives once | receipts | texts |\n|---|---|---|---|---|\n'

export function renderChannelTable(channels: readonly ChannelAdapter[]): string {
  const sorted = [...channels].sort((first, second) => (first.id < second.id ? -1 : 1))
  return CHANNEL_HEADER + sorted.map(renderChannelRow).join('')
}

function renderChannelRow({ id, title, capabilities }: ChannelAdapter): string {
  const { kinds, honoursKey, receipts, approvedTextsOnly } = capabilities
  const cells = [
    `[${id}](channel/${id}/README.md): ${title}`,
    kinds.join(', '),
    honoursKey ? 'yes' : 'no',
    receipts ? verifiedWords(receipts.verified) : '–',
    approvedTextsOnly ? 'approved beforehand' : 'any',
  ]
  return `| ${cells.join(' | ')} |\n`
}

/** The page with the table between its two marks; `null` when it has none. */
export function replaceTable(page: string, name: TableName, table: string): string | null {
  const begin = `<!-- ${name}: begin, by npm run adapters:table -->`
  const from = page.indexOf(begin)
  const to = page.indexOf(`<!-- ${name}: end -->`)
  if (from < 0 || to < from) return null
  return `${page.slice(0, from + begin.length)}\n${table}${page.slice(to)}`
}
