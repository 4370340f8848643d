import type { Logger } from 'pino'
import { type Channels, openChannels } from './channels/channels.ts'
import { type ChannelKind, channelKinds } from './channels/contract.ts'
import { type Care, openCare } from './collection/care.ts'
import { careRoom } from './collection/care-routes.ts'
import type { CollectionCase } from './collection/case.ts'
import { createCaseReader, horizonOf } from './collection/cases.ts'
import { type ChannelCheck, openCollection } from './collection/collection.ts'
import type { CollectionConfig } from './collection/collection-config.ts'
import { nextContactAt } from './collection/contact-hours.ts'
import { dispatchDue } from './collection/dispatch.ts'
import type { PlanRules } from './collection/plan.ts'
import { planDay } from './collection/planning.ts'
import { previewRoom } from './collection/preview-routes.ts'
import { publicRoom } from './collection/public-routes.ts'
import { forgetReceipts } from './collection/receipt-store.ts'
import { takeReceipts } from './collection/receipts.ts'
import { collectionRoom } from './collection/routes.ts'
import type { CollectionSettings } from './collection/settings.ts'
import { createStandings } from './collection/standings.ts'
import { type ComposeMessage, createWriter } from './collection/writing.ts'
import type { Database } from './database.ts'
import { DEMO_SOURCE } from './demo/company.ts'
import type { Job } from './jobs/schedule.ts'
import type { JobRun, SharedJob } from './jobs/shared-job.ts'
import type { Calendar } from './kernel/calendar.ts'
import type { Clock, EpochMs } from './kernel/clock.ts'
import { parsePhone } from './kernel/phone.ts'
import type { Trail } from './receivables/trail.ts'
import { SyncError } from './sync/errors.ts'
import type { HttpClient, HttpOptions, Pace } from './sync/http.ts'
import type { ReadAgain } from './sync/syncs.ts'

export interface CollectionParts {
  readonly db: Database
  readonly clock: Clock
  readonly calendar: Calendar
  readonly logger: Logger
  readonly pace: Pace
  readonly http: (name: string, options: HttpOptions) => HttpClient
  readonly leaseMs: number
  readonly zone: string
  actorOf(request: object): string
  readAgain(source: string, externalIds: readonly string[]): Promise<ReadAgain>
  recordMessage(channel: string, outcome: string): void
  /** Has a job of this process run now, not when its time comes. */
  nudge(job: string): void
  readonly trail: Trail<object>
}

/** Messages under way at a time, in one process. */
const PARALLEL = 64
const FINISH_MS = 10_000
const STANDINGS_PER_RUN = 5_000
const PROMISES_PER_STEP = 200
const PAGES_MAX = 1_000_000
const RECEIPTS_KEPT_MS = 90 * 86_400_000

/** Puts the parts of collection together. */
export function composeCollection(config: CollectionConfig, parts: CollectionParts) {
  const { db, clock, calendar, logger, pace, http, zone, trail } = parts
  const { settings, cadences, templates, channels: inUse } = config
  const stopping = new AbortController()
  const cutting = new AbortController()
  let underWay: Promise<unknown> = Promise.resolve()
  const rules = rulesOf(config, calendar)
  const show = (line: string): void => logger.info(line)
  const channels = openChannels({ clock, pace, http, show, publicUrl: settings.publicUrl ?? null }, inUse)
  const sendTimeoutMs = 2 * parts.leaseMs
  const contactAt = contactHoursOf(settings, calendar, sendTimeoutMs)
  const horizonDays = horizonOf(cadences)
  const common = {
    ...{ db, clock, rules: () => rules },
    readCases: createCaseReader({ clock, dataAgeMaxMs: settings.dataAgeMax, horizonDays }),
    compose: neverMadeUp(
      settings,
      createWriter({
        ...{ rules: () => rules, settings },
        render: (name, channel, facts) =>
          templates.find(name, channel)?.render(facts) ?? { fault: `não há modelo ${name}.${channel}` },
      }),
    ),
    honoursKey: (kind: ChannelKind) => channels.find(kind)?.adapter.capabilities.honoursKey ?? false,
  }
  const care = openCare({ db, clock, calendar, settlementDays: rules.settlementDays, actorOf: parts.actorOf }, trail)
  const described = inUse.map(({ name, kind, adapter }) => ({ name, kind, adapter: adapter.id }))
  const collection = openCollection(
    {
      ...{
        ...common,
        calendar,
        settings,
        cadences,
        faults: config.faults,
        channels: described,
        actorOf: parts.actorOf,
      },
      checkChannel: (name) => checkChannel(channels, name, stopping.signal),
    },
    trail,
  )
  const dispatch = async (): Promise<void> => {
    if (settings.mode === 'off') return
    const { recordMessage } = parts
    const readAgain = settings.readsAgain ? parts.readAgain : async () => 'done' as const
    const { send } = channels
    const sending = { ...common, logger, sendTimeoutMs, parallel: PARALLEL, recordMessage, contactAt, readAgain, send }
    underWay = dispatchDue({ ...sending, horizonDays }, { stopping: stopping.signal, cutting: cutting.signal })
    await underWay
  }
  const standings = config.thresholds && createStandings({ db, clock, thresholds: config.thresholds })
  const publicUrl = settings.publicUrl ?? null
  const receive = async (name: string, secret: string, delivery: Parameters<typeof channels.receive>[2]) => {
    const outcome = channels.receive(name, secret, delivery)
    const channel = inUse.find((one) => one.name === name)
    if (outcome.kind === 'receipts' && channel) await takeReceipts(db, common, channel, outcome.receipts)
    return outcome
  }
  const every = (name: string, expression: string, run: () => Promise<unknown>): Job => ({
    ...{ name, expression, zone, run: async () => void (await run()) },
  })
  return {
    care,
    collection,
    rooms: [
      collectionRoom(collection, clock),
      previewRoom(collection),
      careRoom(care, clock),
      publicRoom({ receive, optOut: collection.optOut, publicUrl }),
    ],
    jobs: [
      every('send-messages', '*/10 * * * * *', dispatch),
      every('refresh-standings', '*/10 * * * * *', async () => standings?.refreshDue(STANDINGS_PER_RUN)),
      every('forget-receipts', '25 4 * * *', () => forgetReceipts(db, clock.now() - RECEIPTS_KEPT_MS)),
    ],
    sharedJobs: [
      {
        ...{ name: 'plan-collection', expression: settings.plansAt, zone, catchUp: 'once' as const },
        work: async (run: JobRun) => {
          if (settings.mode === 'off') return { off: 1 }
          const counts = await planDay(
            { ...common, logger, firstContactAt: (subject, from) => contactAt(subject, null, from) },
            run,
          )
          parts.nudge('send-messages')
          return counts
        },
      },
      {
        ...{ name: 'judge-promises', expression: '*/5 * * * *', zone, catchUp: 'once' as const },
        work: (run: JobRun) => judgePromises(care, run),
      },
      {
        ...{ name: 'all-standings', expression: '15 3 * * *', zone, catchUp: 'once' as const },
        work: async (run: JobRun) => {
          let customers = 0
          await standings?.refreshAll(Number(run.position ?? 0), async (position, write, count) => {
            run.signal.throwIfAborted()
            await run.step(String(position), write)
            customers += count
          })
          return { customers }
        },
      },
    ] satisfies SharedJob[],
    lines: (): string[] => linesOf(config),
    stop: async (): Promise<void> => {
      stopping.abort(new Error('the program stops'))
      // What is cut off is what nobody knows about: messages under way get a while to be taken.
      const cut = setTimeout(() => cutting.abort(new Error('the program stops')), FINISH_MS)
      await Promise.allSettled([underWay])
      clearTimeout(cut)
      await channels.close()
    },
  }
}

/** The creditor of the file as it is shipped; it signs to nobody but the made-up customers. */
const MADE_UP_DOCUMENT = '12ABC34501DE35'

const neverMadeUp =
  ({ creditors }: CollectionSettings, compose: ComposeMessage): ComposeMessage =>
  (order) =>
    creditors?.['main']?.document === MADE_UP_DOCUMENT && order.subject.customer.source !== DEMO_SOURCE
      ? { fault: 'config/collection.yaml ainda traz o credor da demonstração: ponha o seu em creditors.main' }
      : compose(order)

async function checkChannel(channels: Channels, name: string, signal: AbortSignal): Promise<ChannelCheck | null> {
  try {
    const facts = await channels.check(name, signal)
    return facts && { ok: true, facts }
  } catch (error) {
    if (error instanceof SyncError) return { ok: false, remedy: error.remedy, message: error.message }
    if ((error as Error).name !== 'TimeoutError') throw error
    return { ok: false, remedy: 'unavailable', message: 'no answer in time' }
  }
}

function rulesOf({ settings, cadences, channels }: CollectionConfig, calendar: Calendar): PlanRules {
  const { caps, minimumAmount, prescribedAfterYears, settlementDays, settlementDaysDefault } = settings
  const daysByMethod = new Map(Object.entries(settlementDays))
  return {
    ...{ cadences, calendar, caps, minimumAmount, prescribedAfterYears },
    // Before any channel is set up, previews show what would be said through all of them.
    channels: new Set(channels.length === 0 ? channelKinds : channels.map(({ kind }) => kind)),
    settlementDays: (method) => daysByMethod.get(method?.trim().toLowerCase() ?? '') ?? settlementDaysDefault,
  }
}

/**
 * When a customer may be reached: by the state of the record, and that of a phone's area code. What is begun may leave as
 * late as it is cut off, so hours that are over by then are over.
 */
const contactHoursOf =
  ({ contactHours }: CollectionSettings, calendar: Calendar, sendTimeoutMs: number) =>
  ({ customer: { state, city } }: CollectionCase, address: string | null, from: EpochMs): EpochMs | null => {
    const ofPhone = address?.startsWith('+') ? (parsePhone(address)?.state ?? null) : null
    const states = [state, ofPhone].filter((one) => one !== null)
    return nextContactAt({ states, city }, from, calendar.isHoliday, contactHours, sendTimeoutMs)?.at ?? null
  }

async function judgePromises(care: Pick<Care, 'evaluatePromises'>, run: JobRun) {
  const counts = { kept: 0, broken: 0, cancelled: 0, waiting: 0 }
  let position = run.position
  for (let page = 1; page <= PAGES_MAX; page++) {
    run.signal.throwIfAborted()
    const { position: next, ...judged } = await care.evaluatePromises(PROMISES_PER_STEP, position)
    for (const key of ['kept', 'broken', 'cancelled', 'waiting'] as const) counts[key] += judged[key]
    if (next === null) break
    position = next
    await run.step(position, async () => undefined)
  }
  return counts
}

function linesOf({ settings, channels, faults }: CollectionConfig): string[] {
  const by = channels.map(({ name }) => name).join(', ') || 'no channel'
  return [
    `cadences  collection is ${settings.mode}, by ${by}`,
    ...faults.flatMap(({ file, faults: found }) => [
      `cadences  ${file} has faults:`,
      ...found.map(({ path, message }) => `          ${path} ${message}`.trimEnd()),
    ]),
  ]
}
