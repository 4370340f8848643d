import type { ChannelKind } from '../channels/contract.ts'
import type { Calendar } from '../kernel/calendar.ts'
import { type Cents, maxCents } from '../kernel/cents.ts'
import { addDays, type Day } from '../kernel/day.ts'
import { type Cadence, cadenceFor, type Step } from './cadence.ts'
import { type CollectionCase, type OpenTitle, type PauseKind, personOf } from './case.ts'
import { type DueStep, nextStep, type StepDays } from './step-day.ts'

/** What the plan obeys besides the cadences. */
export interface PlanRules {
  readonly cadences: readonly Cadence[]
  readonly calendar: Calendar
  /** Those that are in use. */
  readonly channels: ReadonlySet<ChannelKind>
  readonly caps: { readonly perWeek: number; readonly perMonth: number }
  readonly minimumAmount: Cents
  readonly prescribedAfterYears: number
  settlementDays(paymentMethod: string | null): number
}

/** What is to be said to one customer today, what a person has to do, and why the rest is not said. */
export interface Plan {
  readonly cadence: Cadence | null
  readonly contact: PlannedContact | null
  readonly tasks: readonly PlannedTask[]
  readonly withheld: readonly Withheld[]
  /** When something is due next if nothing changes; `null` when nothing is, or today's is not done. */
  readonly next: { readonly on: Day; readonly step: string } | null
}

export interface PlannedContact {
  /** The furthest step among those that are due: its template and channels are used. */
  readonly step: Step
  /** The titles that come one step further by this message, each with its own step. */
  readonly carried: readonly { readonly title: OpenTitle; readonly step: Step }[]
  /** Those of the step that reach the customer, in its order. */
  readonly channels: readonly ChannelKind[]
}

export interface PlannedTask {
  readonly step: Step & { readonly task: NonNullable<Step['task']> }
  readonly titles: readonly OpenTitle[]
}

export const withheldCodes = [
  'disputed',
  'promised',
  'prescribed',
  'do_not_contact',
  'hardship',
  'payment_reported',
  'paused',
  'stale_data',
  'message_pending',
  'message_ambiguous',
  'credits_cover',
  'below_minimum',
  'gap',
  'weekly_cap',
  'monthly_cap',
  'unreachable',
  'no_cadence',
] as const
export type WithheldCode = (typeof withheldCodes)[number]

/** Something that is due and not said, with the reason. */
export interface Withheld {
  readonly code: WithheldCode
  /** The last day on which this reason holds, where it is known. */
  readonly untilOn: Day | null
  readonly titles: readonly OpenTitle[]
}

const NOTHING = { cadence: null, contact: null, tasks: [], next: null } as const

/**
 * Works out the day of one customer. Pure: the same case on the same day gives the same plan. Steps begin on business days;
 * a message that waits for contact hours may leave on a Saturday (`isUnderWay`).
 */
export function planCase(subject: CollectionCase, rules: PlanRules, today: Day, isUnderWay = false): Plan {
  const { customer } = subject
  const cadence = cadenceFor(customer, rules.cadences)
  if (cadence === null) {
    const late = subject.titles.filter(({ effectiveDueOn }) => effectiveDueOn < today)
    return { ...NOTHING, withheld: late.length === 0 ? [] : [reason('no_cadence', late)] }
  }
  const days: StepDays = {
    calendar: rules.calendar,
    place: customer,
    beforeDue: cadence.beforeDue,
    settlementDays: rules.settlementDays,
  }
  const steps = cadence.steps.filter((step) => applies(step, subject, today))
  const all = subject.titles.flatMap((title) => {
    const due = nextStep(title, steps, today, days)
    return due ? [{ title, ...due }] : []
  })
  const begins = isUnderWay || rules.calendar.isBusinessDay(today, customer)
  const due = begins ? all.filter(({ on }) => on <= today) : []
  const { free, withheld } = withoutHeldTitles(subject, due, rules, today)
  const pause = pauseOf(subject, today)
  const next = nextOf(all, today)
  if (free.length === 0) return { cadence, contact: null, tasks: [], withheld, next }
  const titles = free.map(({ title }) => title)
  if (pause) return { cadence, contact: null, tasks: [], withheld: [...withheld, { ...pause, titles }], next }
  const tasks = tasksOf(free)
  const messages = free.filter(({ step }) => !step.task)
  if (messages.length === 0) return { cadence, contact: null, tasks, withheld, next }
  const planned = planContact(subject, messages, cadence, rules, today)
  if ('code' in planned) return { cadence, contact: null, tasks, withheld: [...withheld, planned], next }
  return { cadence, contact: planned, tasks, withheld, next }
}

type TitleStep = DueStep & { readonly title: OpenTitle }

const reason = (code: WithheldCode, titles: readonly OpenTitle[], untilOn: Day | null = null): Withheld => ({
  code,
  untilOn,
  titles,
})

const overdueOf = ({ titles }: CollectionCase, today: Day): Cents =>
  titles
    .filter(({ effectiveDueOn, isDisputed }) => effectiveDueOn < today && !isDisputed)
    .reduce((sum, { openAmount }) => sum + openAmount, 0n)

/** A step whose condition does not hold is no part of this customer's cadence today. */
function applies({ when }: Step, subject: CollectionCase, today: Day): boolean {
  if (when.person !== undefined && when.person !== personOf(subject.customer)) return false
  return when.overdueMin === undefined || overdueOf(subject, today) >= when.overdueMin
}

/** Debts from before this day are prescribed. 29 February counts to 1 March where there is none. */
const prescribedBeforeOf = ({ prescribedAfterYears }: PlanRules, today: Day): Day =>
  `${Number(today.slice(0, 4)) - prescribedAfterYears}${today.slice(4)}`

/** The titles that a message may name: a disputed, promised or prescribed one is asked for in none. */
export function askableTitles(subject: CollectionCase, rules: PlanRules, today: Day): OpenTitle[] {
  const prescribedBefore = prescribedBeforeOf(rules, today)
  return subject.titles.filter((title) => holdOf(title, subject, prescribedBefore) === null)
}

/** Takes out the titles that nobody is to be asked for now, each with its reason. */
function withoutHeldTitles(subject: CollectionCase, due: readonly TitleStep[], rules: PlanRules, today: Day) {
  const prescribedBefore = prescribedBeforeOf(rules, today)
  const held = new Map<WithheldCode, OpenTitle[]>()
  const free = due.filter(({ title }) => {
    const code = holdOf(title, subject, prescribedBefore)
    if (code) held.set(code, [...(held.get(code) ?? []), title])
    return code === null
  })
  const promisedUntil = subject.promises.map(({ promisedOn }) => promisedOn).reduce(latest, '')
  const withheld = [...held].map(([code, titles]) =>
    reason(code, titles, code === 'promised' && promisedUntil !== '' ? promisedUntil : null),
  )
  return { free, withheld }
}

const latest = (a: Day, b: Day): Day => (a > b ? a : b)

function holdOf(title: OpenTitle, { disputes, promises }: CollectionCase, prescribedBefore: Day): WithheldCode | null {
  if (title.isDisputed || disputes.some(({ receivableIds }) => receivableIds?.includes(title.id) ?? true))
    return 'disputed'
  if (title.dueOn < prescribedBefore) return 'prescribed'
  return promises.some(({ receivableIds }) => receivableIds.includes(title.id)) ? 'promised' : null
}

/** The strongest pause is told. */
const PAUSE_ORDER: readonly PauseKind[] = ['do_not_contact', 'hardship', 'payment_reported', 'paused']

function pauseOf({ pauses }: CollectionCase, today: Day): { code: PauseKind; untilOn: Day | null } | null {
  const inForce = pauses.filter(({ untilOn }) => untilOn === null || untilOn >= today)
  const [first] = [...inForce].sort((a, b) => PAUSE_ORDER.indexOf(a.kind) - PAUSE_ORDER.indexOf(b.kind))
  return first ? { code: first.kind, untilOn: first.untilOn } : null
}

/** One task for each step, naming all its titles. */
function tasksOf(due: readonly TitleStep[]): PlannedTask[] {
  const bySteps = Map.groupBy(
    due.filter(({ step }) => step.task !== undefined),
    ({ step }) => step,
  )
  return [...bySteps].map(([step, found]) => ({
    step: step as PlannedTask['step'],
    titles: found.map(({ title }) => title),
  }))
}

function planContact(
  subject: CollectionCase,
  due: readonly TitleStep[],
  cadence: Cadence,
  rules: PlanRules,
  today: Day,
): PlannedContact | Withheld {
  const titles = due.map(({ title }) => title)
  const carried = longestWaiting(due)
  const lead = carried.reduce((furthest, one) => (one.step.offsetDays > furthest.step.offsetDays ? one : furthest))
  if (subject.isStale) return reason('stale_data', titles)
  if (subject.pending === 'ambiguous') return reason('message_ambiguous', titles)
  if (subject.pending !== null) return reason('message_pending', titles)
  const asked = titles.reduce((sum, { openAmount }) => sum + openAmount, 0n)
  if (subject.credits > 0n && subject.credits >= maxCents(asked, overdueOf(subject, today)))
    return reason('credits_cover', titles)
  if (asked < maxCents(cadence.minimumAmount, rules.minimumAmount)) return reason('below_minimum', titles)
  const tooSoon = restOf(subject, cadence, rules, today)
  if (tooSoon) return { ...tooSoon, titles }
  const reaches = (kind: ChannelKind): boolean => rules.channels.has(kind) && (subject.addresses[kind] ?? []).length > 0
  const channels = (lead.step.channels ?? []).filter(reaches)
  if (channels.length === 0) return reason('unreachable', titles)
  return { step: lead.step, carried: carried.map(({ title, step }) => ({ title, step })), channels }
}

/** Titles that one message brings a step further. It names the others too; their step comes with the next message. */
export const CARRIED_MAX = 1_000

/** Those of which nothing was said for the longest time, so that each has its turn, however many there are. */
function longestWaiting(due: readonly TitleStep[]): readonly TitleStep[] {
  if (due.length <= CARRIED_MAX) return due
  const saidOn = ({ title: { progress } }: TitleStep): Day => progress?.doneOn ?? ''
  const order = (a: TitleStep, b: TitleStep): number => (saidOn(a) < saidOn(b) ? -1 : saidOn(a) > saidOn(b) ? 1 : 0)
  return due.toSorted(order).slice(0, CARRIED_MAX)
}

const WEEK_DAYS = 7
const MONTH_DAYS = 30

/** Whether the customer was written to too lately, or too often. */
function restOf({ contacts }: CollectionCase, { gapDays }: Cadence, { caps }: PlanRules, today: Day) {
  const newest = contacts.map(({ on }) => on).reduce(latest, '')
  if (newest !== '' && addDays(newest, gapDays) > today)
    return { code: 'gap' as const, untilOn: addDays(newest, gapDays - 1) }
  const since = (days: number): Day[] => contacts.map(({ on }) => on).filter((on) => on > addDays(today, -days))
  const week = since(WEEK_DAYS)
  if (week.length >= caps.perWeek)
    return { code: 'weekly_cap' as const, untilOn: addDays(leaver(week, caps.perWeek), WEEK_DAYS - 1) }
  const month = since(MONTH_DAYS)
  if (month.length >= caps.perMonth)
    return { code: 'monthly_cap' as const, untilOn: addDays(leaver(month, caps.perMonth), MONTH_DAYS - 1) }
  return null
}

/** The contact that has to leave the window before there is room for another. */
const leaver = (days: readonly Day[], cap: number): Day => [...days].sort()[days.length - cap] as Day

function nextOf(all: readonly TitleStep[], today: Day): Plan['next'] {
  const later = all.filter(({ on }) => on > today)
  if (later.length === 0) return null
  const soonest = later.reduce((first, one) => (one.on < first.on ? one : first))
  return { on: soonest.on, step: soonest.step.key }
}

/** What a message does to its titles when it is sent. */
export const carriedOf = ({ carried }: PlannedContact) =>
  carried.map(({ title, step }) => ({
    receivableId: title.id,
    step: step.key,
    offsetDays: step.offsetDays,
    stage: step.stage,
    before: title.progress,
  }))
