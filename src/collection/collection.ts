import type { ChannelKind } from '../channels/contract.ts'
import type { Database, Sql } from '../database.ts'
import type { Calendar } from '../kernel/calendar.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { Stage } from '../receivables/standing.ts'
import type { Trail } from '../receivables/trail.ts'
import type { Remedy } from '../sync/errors.ts'
import type { Cadence } from './cadence.ts'
import type { CollectionCase } from './case.ts'
import { findCustomerId, listDebtorIds } from './case-store.ts'
import type { ReadCases } from './cases.ts'
import type { FileFaults } from './collection-files.ts'
import { findMessage, listMessages, type MessageState } from './message-store.ts'
import { type Plan, type PlanRules, planCase } from './plan.ts'
import { type Resolution, resolveMessage, takeOptOut } from './receipts.ts'
import type { RecordDeps } from './record.ts'
import { rehearse } from './rehearsal.ts'
import type { CollectionSettings } from './settings.ts'
import { isStopped, setStopped } from './switch-store.ts'
import { readWorklist } from './worklist.ts'
import type { ComposeMessage } from './writing.ts'

export interface CollectionDeps extends RecordDeps {
  readonly db: Database
  readonly clock: Clock
  readonly calendar: Calendar
  readonly settings: Pick<CollectionSettings, 'mode' | 'plansAt'>
  readonly cadences: readonly Cadence[]
  /** What is wrong with the files. */
  readonly faults: readonly FileFaults[]
  rules(): PlanRules
  readonly readCases: ReadCases
  readonly compose: ComposeMessage
  /** Those in use. */
  readonly channels: readonly { readonly name: string; readonly kind: ChannelKind; readonly adapter: string }[]
  actorOf(request: object): string
  /** Asks a channel's provider something cheap; `null`: no such channel. */
  checkChannel(name: string): Promise<ChannelCheck | null>
}

export type ChannelCheck =
  | { readonly ok: true; readonly facts: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly remedy: Remedy; readonly message: string }

export const PREVIEW_MAX = 200
export const REHEARSED_DAYS_MAX = 62
/** A rehearsal holds the cases of all its customers at once. */
export const REHEARSED_CUSTOMERS_MAX = 5_000
const CUSTOMERS_PER_READ = 500

export interface Audience {
  readonly source: string | null
  readonly externalId: string | null
  /** Only this cadence, whoever it is meant for: how it would go if everybody took it. */
  readonly cadence: string | null
}

export interface Previewed {
  readonly subject: CollectionCase
  readonly plan: Plan
  /** As it would be written; `fault` in pt-BR where it could not be. */
  readonly written: ReturnType<ComposeMessage> | null
}

/** Everything that managers and collectors can ask and do about collection, besides the care of single customers. */
export function openCollection(deps: CollectionDeps, trail: Trail<object>) {
  const { db, clock, cadences, readCases } = deps
  const rulesFor = (cadence: string | null): PlanRules | null => {
    if (cadence === null) return deps.rules()
    const found = cadences.find(({ name }) => name === cadence)
    const everybody = { segments: [], profiles: [], flags: [], riskClasses: [] }
    return found ? { ...deps.rules(), cadences: [{ ...found, for: everybody }] } : null
  }
  const audienceIds = async (audience: Audience, after: number, limit: number): Promise<number[]> => {
    if (audience.externalId === null) return listDebtorIds(db, after, limit, audience.source)
    const id = await findCustomerId(db, audience.source ?? '', audience.externalId)
    return id === null || id <= after ? [] : [id]
  }
  return {
    /** What is switched on, and what is wrong with the files. */
    describe: async () => ({
      mode: deps.settings.mode,
      isStopped: await isStopped(db),
      plansAt: deps.settings.plansAt,
      cadences,
      channels: [...deps.channels],
      faults: deps.faults,
    }),
    /** What would be said to whom on a day, and why the rest would not. `null`: there is no such cadence. */
    preview: async (audience: Audience, day: Day | null, after: number, limit: number) => {
      const rules = rulesFor(audience.cadence)
      if (!rules) return null
      const on = day ?? deps.calendar.nextBusinessDay(clock.today())
      const ids = await audienceIds(audience, after, limit)
      const cases = await readCases(db, ids, on, {})
      const previews = cases.map((subject): Previewed => {
        const plan = planCase(subject, rules, on)
        return { subject, plan, written: plan.contact ? write(deps, subject, plan.contact, on) : null }
      })
      return { day: on, previews, next: ids.length === limit ? (ids.at(-1) ?? null) : null }
    },
    /** A template as this customer would read it today, whether anything is due or not. `null`: no such customer. */
    letter: async (source: string, externalId: string, template: string, channel: ChannelKind, stage: Stage) => {
      const id = await findCustomerId(db, source, externalId)
      const [subject] = id === null ? [] : await readCases(db, [id], clock.today(), {})
      if (!subject) return null
      const [address] = subject.addresses[channel] ?? [{ address: 'sem endereço', name: null }]
      const reached = { ...subject, addresses: { ...subject.addresses, [channel]: [address] } }
      const contact = { step: { template, stage } }
      const today = clock.today()
      return deps.compose({ subject: reached, contact, channel, key: 'preview', optOutToken: 'preview', today })
    },
    /** Plays days one after the other, as if nobody paid. `null`: no such cadence; `too_many`: too many customers. */
    rehearse: async (audience: Audience, from: Day | null, days: number) => {
      const rules = rulesFor(audience.cadence)
      if (!rules) return null
      const first = from ?? clock.today()
      const cases: CollectionCase[] = []
      for (let after = 0; cases.length <= REHEARSED_CUSTOMERS_MAX; ) {
        const ids = await audienceIds(audience, after, CUSTOMERS_PER_READ)
        if (ids.length === 0) return rehearse(cases, rules, first, days)
        cases.push(...(await readCases(db, ids, first, { moreDays: days })))
        after = ids.at(-1) as number
      }
      return 'too_many' as const
    },
    checkChannel: deps.checkChannel,
    worklist: (source: string | null, limit: number) => readWorklist({ ...deps, source }, limit),
    listMessages: (states: readonly MessageState[], source: string | null, after: number, limit: number) =>
      listMessages(db, { states, source, after, limit }),
    findMessage: async (id: string) => {
      const message = await findMessage(db, id)
      const [subject] = message ? await readCases(db, [message.customerId], clock.today(), {}) : []
      return message && subject ? { ...message, customer: subject.customer } : null
    },
    resolve: (id: string, outcome: Resolution, note: string | null, request: object) =>
      resolveMessage(db, deps, id, outcome, deps.actorOf(request), note, (sql: Sql) =>
        trail(sql, request, 'message.resolved', id, { outcome }),
      ),
    setStopped: (stopped: boolean, request: object): Promise<void> =>
      db.transaction(async (sql) => {
        await setStopped(sql, stopped)
        await trail(sql, request, stopped ? 'collection.stopped' : 'collection.resumed', 'collection', {})
      }),
    optOut: (token: string): Promise<boolean> => takeOptOut(db, deps, token),
  }
}

export type Collection = ReturnType<typeof openCollection>

function write({ compose }: CollectionDeps, subject: CollectionCase, contact: NonNullable<Plan['contact']>, on: Day) {
  const [channel] = contact.channels
  return channel ? compose({ subject, contact, channel, key: 'preview', optOutToken: 'preview', today: on }) : null
}
