import type { Report } from './main.ts'
import type { Pair, Sample } from './pairs.ts'

const HEADER = ['', 'ratio (min … max)', 'target', 'ours', 'p50 / p99 ms', 'theirs', 'p50 / p99 ms']

/** One dialect's figures as a Markdown table. */
export function renderTable({ dialect, pairs, loadedPerSecond, first, memoryMb, firstSync }: Report): string {
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
  ].join('\n')
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
const latency = ({ p50Ms, p99Ms }: Sample): string => (Number.isNaN(p50Ms) ? '' : `${p50Ms} / ${p99Ms}`)

function row({ name, ratio, target, ours, theirs }: Pair): string[] {
  const range = `**${ratio.median.toFixed(2)}** (${ratio.min.toFixed(2)} … ${ratio.max.toFixed(2)})`
  const other = theirs ? [`${whole(theirs.perSecond)}/s`, latency(theirs)] : ['', '']
  return [name, range, target, `${whole(ours.perSecond)}/s`, latency(ours), ...other]
}
