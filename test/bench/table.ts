import { type CollectionFigures, PROVIDER_MS } from './collection.ts'
import type { FreedFigures } from './freed.ts'
import type { InsertionFigures, SellableFigures } from './guard.ts'
import type { Report } from './main.ts'
import type { Pair, Sample } from './pairs.ts'

const HEADER = ['', 'ratio (min … max)', 'target', 'ours', 'p50 / p99 ms', 'theirs', 'p50 / p99 ms']

/** One dialect's figures as a Markdown table. */
export function renderTable(report: Report): string {
  const { dialect, pairs, loadedPerSecond, first, memoryMb, firstSync, collection, freed } = report
  const rows = pairs.map((pair) => row(pair))
  const lines = [HEADER, HEADER.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return [
    `### ${dialect}`,
    '',
    ...lines,
    '',
    `Loaded ${whole(loadedPerSecond)} records/s. The first check of every account after loading: ${whole(first.perSecond)}/s, ${latency(first)} ms. Resident memory of the server after all of it: ${whole(memoryMb)} MB (target < 250).`,
    '',
    `First full sync of ${whole(firstSync.records)} records from a fake vendor over HTTP: ${whole(firstSync.perSecond)} records/s, ${(firstSync.perSecond / loadedPerSecond).toFixed(2)} of loading without an ERP. Resident memory after a tenth, half and all of it: ${firstSync.memoryMb.map(whole).join(', ')} MB, at most ${whole(firstSync.memoryMaxMb)}.`,
    '',
    tellCollection(collection),
    '',
    tellFreed(freed),
    '',
  ].join('\n')
}

export const tellFreed = ({ payments, waiting, p50Ms, p99Ms }: FreedFigures): string =>
  `From a payment to the webhook that tells that the order is free, ${whole(payments)} times with ${whole(waiting)} refused orders ` +
  `waiting elsewhere: p50 ${whole(p50Ms)} ms, p99 ${whole(p99Ms)} ms (target < 1,000).`

export function tellInsertions(all: readonly InsertionFigures[]): string {
  const rows = all.map(
    ({ customers, sessions, ratio, leastRatio, guardedMs, bareMs }) =>
      `| a sale in an ERP of ${whole(customers)} customers, ${sessions} at a time without a pause | ${range(ratio)} | ≤ 1.10 | ${range(leastRatio)} | ${guardedMs.toFixed(2)} ms | ${bareMs.toFixed(2)} ms |`,
  )
  return [
    '| | time per insert, guarded / without (min … max) | target | a trigger that only reads the row / without | guarded | without |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

export const tellSellable = ({ customers, payments, p50Ms, p99Ms, maxMs }: SellableFigures): string =>
  [
    '| | p50 | p99 (target < 1,000) | most |',
    '| --- | --- | --- | --- |',
    `| from a payment to a sale that the ERP's database takes, ${whole(payments)} times, ${whole(customers)} customers | ${whole(p50Ms)} ms | ${whole(p99Ms)} ms | ${whole(maxMs)} ms |`,
  ].join('\n')

function tellCollection(figures: CollectionFigures): string {
  const { receivables, customers, planSeconds, bareSeconds, times, memoryMb, standingsPerSecond, sentPerSecond } =
    figures
  return (
    `Planning ${whole(receivables)} open receivables of ${whole(customers)} customers: ${planSeconds.toFixed(1)} s, ` +
    `**${times.median.toFixed(2)}** (${times.min.toFixed(2)} … ${times.max.toFixed(2)}) times one INSERT … SELECT of the same rows ` +
    `(${bareSeconds.toFixed(2)} s; target ≤ 4 on MariaDB). Resident memory after a tenth, half and all of it: ${memoryMb.map(whole).join(', ')} MB. ` +
    `Segments of ${whole(standingsPerSecond)} customers a second. Messages to a provider that answers after ${PROVIDER_MS} ms: ${whole(sentPerSecond)} a second.`
  )
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
const latency = ({ p50Ms, p99Ms }: Sample): string => (Number.isNaN(p50Ms) ? '' : `${p50Ms} / ${p99Ms}`)

const range = ({ median, min, max }: Pair['ratio']): string =>
  `**${median.toFixed(2)}** (${min.toFixed(2)} … ${max.toFixed(2)})`

function row({ name, ratio, target, ours, theirs }: Pair): string[] {
  const other = theirs ? [`${whole(theirs.perSecond)}/s`, latency(theirs)] : ['', '']
  return [name, range(ratio), target, `${whole(ours.perSecond)}/s`, latency(ours), ...other]
}
