import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What the program counts. The functions record; `render` answers the Prometheus text. */
export interface Metrics {
  /** Prepares the recorder of one route: labels are resolved once and not at every request. */
  requestRecorder(method: string, route: string): (statusCode: number, seconds: number) => void
  recordCheck(mode: string, decision: string, seconds: number): void
  recordReason(code: string, severity: string): void
  recordJob(name: string, outcome: 'done' | 'failed' | 'skipped', seconds: number): void
  recordSync(run: SyncCount, seconds: number): void
  /** A message handed to a channel: accepted, refused, failed or ambiguous. */
  recordMessage(channel: string, outcome: string): void
  /** An event posted to a webhook: delivered, failed, dead or gone. */
  recordPost(outcome: string): void
  recordGuardEvent(guard: string, verdict: string, isRefused: boolean): void
  /** Gives the gauges that are read at scrape time where they read. */
  observe(readings: Readings): void
  readonly contentType: string
  render(): Promise<string>
}

/** What a sync did, as it is counted. */
export interface SyncCount {
  readonly source: string
  readonly kind: string
  readonly state: string
  readonly progress: object
}

export interface Readings {
  pool(): { used: number; free: number; waiting: number }
  /** Seconds since the last successful sync of each source. May reject: then the scrape goes without. */
  syncAges(): Promise<readonly { source: string; ageSeconds: number }[]>
  /** May reject as well. */
  guards(): Promise<readonly GuardReading[]>
}

/** One guard, as it is at the moment. */
export interface GuardReading {
  readonly guard: string
  readonly waiting: number
  /** `null` until all answers were compared once. */
  readonly comparedSecondsAgo: number | null
  readonly isFailing: boolean
  /** `null` until the triggers were looked at. */
  readonly isDrifting: boolean | null
}

const REQUEST_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const CHECK_BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]
const SYNC_BUCKETS_S = [0.1, 1, 10, 60, 600, 3_600]
const JOB_BUCKETS_S = [0.01, 0.1, 1, 10, 60, 600]

/** A registry of its own for each app, so that two of them in one process (tests) do not count together. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const requests = new Histogram({
    name: 'fiado_http_request_seconds',
    help: 'Duration of HTTP requests by route pattern and status class',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS_S,
    registers,
  })
  const decisions = new Counter({
    name: 'fiado_decisions_total',
    help: 'Credit decisions',
    labelNames: ['mode', 'decision'],
    registers,
  })
  const reasons = new Counter({
    name: 'fiado_reasons_total',
    help: 'Reasons given with credit decisions',
    labelNames: ['code', 'severity'],
    registers,
  })
  const checks = new Histogram({
    name: 'fiado_check_seconds',
    help: 'Duration of credit checks, without HTTP',
    labelNames: ['mode'],
    buckets: CHECK_BUCKETS_S,
    registers,
  })
  const jobs = new Histogram({
    name: 'fiado_job_seconds',
    help: 'Duration of scheduled jobs',
    labelNames: ['job', 'outcome'],
    buckets: JOB_BUCKETS_S,
    registers,
  })
  const syncs = new Histogram({
    name: 'fiado_sync_seconds',
    help: 'Duration of syncs by source, kind and outcome',
    labelNames: ['source', 'kind', 'outcome'],
    buckets: SYNC_BUCKETS_S,
    registers,
  })
  const records = new Counter({
    name: 'fiado_sync_records_total',
    help: 'Records read from ERPs, by what became of them',
    labelNames: ['source', 'stream', 'outcome'],
    registers,
  })
  const messages = new Counter({
    name: 'fiado_messages_total',
    help: 'Messages handed to channels, by what became of them',
    labelNames: ['channel', 'outcome'],
    registers,
  })
  const posts = new Counter({
    name: 'fiado_event_posts_total',
    help: 'Events posted to webhooks, by what became of them',
    labelNames: ['outcome'],
    registers,
  })
  const guardEvents = new Counter({
    name: 'fiado_guard_events_total',
    help: 'Sales that guards refused, would have refused, or could not judge',
    labelNames: ['guard', 'verdict', 'refused'],
    registers,
  })
  return {
    recordGuardEvent: (guard, verdict, isRefused) => guardEvents.inc({ guard, verdict, refused: String(isRefused) }),
    recordMessage: (channel, outcome) => messages.inc({ channel, outcome }),
    recordPost: (outcome) => posts.inc({ outcome }),
    recordSync: ({ source, kind, state, progress }, seconds) => {
      syncs.observe({ source, kind, outcome: state }, seconds)
      for (const [stream, counts] of Object.entries(progress)) {
        for (const outcome of ['accepted', 'ignored', 'rejected', 'removed']) {
          records.inc({ source, stream, outcome }, (counts as Record<string, number>)[outcome] ?? 0)
        }
      }
    },
    requestRecorder: (method, route) => {
      const recorders = [1, 2, 3, 4, 5].map((digit) => requests.labels({ method, route, status: `${digit}xx` }))
      return (statusCode, seconds) => recorders[Math.floor(statusCode / 100) - 1]?.observe(seconds)
    },
    recordCheck: (mode, decision, seconds) => {
      decisions.inc({ mode, decision })
      checks.observe({ mode }, seconds)
    },
    recordReason: (code, severity) => reasons.inc({ code, severity }),
    recordJob: (job, outcome, seconds) => jobs.observe({ job, outcome }, seconds),
    observe: (readings) => observe(registry, readings),
    contentType: registry.contentType,
    render: () => registry.metrics(),
  }
}

function observe(registry: Registry, readings: Readings): void {
  new Gauge({
    name: 'fiado_database_connections',
    help: 'Connections of the pool by state; waiting counts requests without one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries(readings.pool())) this.set({ state }, count)
    },
  })
  new Gauge({
    name: 'fiado_sync_age_seconds',
    help: 'Seconds since the last successful sync of each source; absent while the database is away',
    labelNames: ['source'],
    registers: [registry],
    async collect() {
      // A scrape while the database is away must still tell the rest: /readyz is what reports the outage.
      const ages = await readings.syncAges().catch(() => [])
      this.reset()
      for (const { source, ageSeconds } of ages) this.set({ source }, ageSeconds)
    },
  })
  observeGuards(registry, readings)
}

const GUARD_GAUGES: readonly (readonly [name: string, help: string, read: (one: GuardReading) => number | null])[] = [
  ['waiting_accounts', "Accounts whose answers are not in the ERP's database yet", ({ waiting }) => waiting],
  [
    'comparison_age_seconds',
    'Seconds since all answers of a guard were compared; absent before the first time',
    ({ comparedSecondsAgo }) => comparedSecondsAgo,
  ],
  ['failing', "1 while the ERP's database cannot be used", ({ isFailing }) => Number(isFailing)],
  [
    'drift',
    '1 while triggers stand otherwise than the file says; absent before they were looked at',
    ({ isDrifting }) => (isDrifting === null ? null : Number(isDrifting)),
  ],
]

/** One scrape asks all gauges at once: they share one reading. */
function observeGuards(registry: Registry, readings: Readings): void {
  let reading: Promise<readonly GuardReading[]> | null = null
  const readOnce = (): Promise<readonly GuardReading[]> => {
    reading ??= readings
      .guards()
      .catch(() => [])
      .finally(() => {
        reading = null
      })
    return reading
  }
  for (const [name, help, measure] of GUARD_GAUGES) {
    new Gauge({
      ...{ name: `fiado_guard_${name}`, help, labelNames: ['guard'], registers: [registry] },
      async collect() {
        const found = await readOnce()
        this.reset()
        for (const one of found) {
          const value = measure(one)
          if (value !== null) this.set({ guard: one.guard }, value)
        }
      },
    })
  }
}
