import autocannon from 'autocannon'
import { customerId, SOURCE } from './dataset.ts'
import { BENCH_KEY, type Server } from './servers.ts'

/** What one server did under load. */
export interface Sample {
  perSecond: number
  p50Ms: number
  p99Ms: number
}

/** Two servers measured in turn, and how the first compares with the second. */
export interface Pair {
  name: string
  dialect: string
  ours: Sample
  theirs: Sample | null
  /** Ours divided by theirs, run by run: the median and the extremes. */
  ratio: { median: number; min: number; max: number }
  target: string
}

export interface Load {
  connections: number
  seconds: number
  /** So many a run, however long they take: where nobody looks at the figures. */
  requests?: number
  repeats: number
  accounts: number
}

export type Mode = 'check' | 'reserve'

let orders = 0

/** A different customer each time, spread over all accounts; an order id is never used twice. */
function nextBody(mode: Mode, accounts: number): string {
  const place = (orders++ * 7_919) % accounts
  return JSON.stringify({
    source: SOURCE,
    mode,
    customer: { externalId: customerId(place) },
    order: {
      id: `P${process.pid}x${Math.round(performance.timeOrigin)}-${orders}`,
      revision: 1,
      amount: '125.00',
      payment: { kind: 'credit', terms: [{ dueInDays: 30, amount: '125.00' }] },
    },
  })
}

const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${BENCH_KEY}` }

/** How often the load looks at the clock; by itself it does so once a second. */
const SAMPLE_MS = 100

/** Requests for `load.seconds`, or as many as `load.requests`. */
async function measure({ address }: Server, load: Load, body: () => string): Promise<Sample> {
  const result = await autocannon({
    url: address,
    connections: load.connections,
    duration: load.seconds,
    sampleInt: SAMPLE_MS,
    ...(load.requests && { amount: load.requests }),
    requests: [
      {
        method: 'POST',
        path: '/v1/credit-checks',
        headers: HEADERS,
        setupRequest: (request) => ({ ...request, body: body() }),
      },
    ],
  })
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0 || result['2xx'] === 0)
    throw new Error(`${failed} of ${result.requests.total} requests to ${address} failed: ${JSON.stringify(result)}`)
  return { perSecond: result['2xx'] / result.duration, p50Ms: result.latency.p50, p99Ms: result.latency.p99 }
}

/**
 * The first check of every account. After a feed the overdue titles that refusals name are looked up when they are first
 * needed, which is a cost of its own: it is told by itself, and later checks are measured without it.
 */
export const firstChecks = (server: Server, load: Load): Promise<Sample> =>
  measure(server, { ...load, requests: load.accounts }, bodies('check', load))

/** Ours and theirs in turn, `repeats` times after one run each that is not counted. */
export async function comparePair(
  name: string,
  dialect: string,
  target: string,
  load: Load,
  ours: { server: Server; body: () => string },
  theirs: { server: Server; body: () => string },
): Promise<Pair> {
  const warm = { ...load, seconds: load.seconds / 2 }
  await measure(ours.server, warm, ours.body)
  await measure(theirs.server, warm, theirs.body)
  const runs: { ours: Sample; theirs: Sample }[] = []
  for (let run = 0; run < load.repeats; run++) {
    runs.push({
      ours: await measure(ours.server, load, ours.body),
      theirs: await measure(theirs.server, load, theirs.body),
    })
  }
  return {
    name,
    dialect,
    target,
    ours: medianSample(runs.map((run) => run.ours)),
    theirs: medianSample(runs.map((run) => run.theirs)),
    ratio: spread(runs.map((run) => run.ours.perSecond / run.theirs.perSecond)),
  }
}

export const bodies = (mode: Mode, load: Load) => (): string => nextBody(mode, load.accounts)

export const bodyFor = (externalId: string) => (): string =>
  JSON.stringify({ source: SOURCE, mode: 'check', customer: { externalId }, order: { amount: '125.00' } })

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] as number

export const spread = (values: readonly number[]) => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
})

const medianSample = (samples: readonly Sample[]): Sample => ({
  perSecond: median(samples.map((sample) => sample.perSecond)),
  p50Ms: median(samples.map((sample) => sample.p50Ms)),
  p99Ms: median(samples.map((sample) => sample.p99Ms)),
})
