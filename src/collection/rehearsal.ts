import type { ChannelKind } from '../channels/contract.ts'
import type { Cents } from '../kernel/cents.ts'
import { addDays, type Day } from '../kernel/day.ts'
import type { Stage } from '../receivables/standing.ts'
import type { Step } from './cadence.ts'
import type { CollectionCase, OpenTitle } from './case.ts'
import { type PlannedContact, type PlanRules, planCase, type WithheldCode } from './plan.ts'

/** What would be said and done on one day. */
export interface RehearsedDay {
  readonly on: Day
  readonly messages: readonly RehearsedMessage[]
  readonly tasks: readonly RehearsedTask[]
  /** How many customers nothing was said to although something was due, by reason. */
  readonly withheld: Readonly<Partial<Record<WithheldCode, number>>>
}

export interface RehearsedMessage {
  readonly customer: CollectionCase['customer']
  readonly cadence: string
  readonly step: string
  readonly stage: Stage
  readonly channel: ChannelKind
  readonly titles: readonly string[]
  readonly amount: Cents
}

export interface RehearsedTask {
  readonly customer: CollectionCase['customer']
  readonly step: string
  readonly stage: Stage
  readonly title: string
  readonly titles: readonly string[]
}

/**
 * Plays a cadence day by day over the cases as they are: as if nobody paid, and every message arrived. What it shows is
 * the most that would be said.
 */
export function rehearse(cases: readonly CollectionCase[], rules: PlanRules, from: Day, days: number): RehearsedDay[] {
  let current = [...cases]
  return Array.from({ length: days }, (_, index) => {
    const on = addDays(from, index)
    const messages: RehearsedMessage[] = []
    const tasks: RehearsedTask[] = []
    const withheld: Partial<Record<WithheldCode, number>> = {}
    current = current.map((subject) => {
      const plan = planCase(subject, rules, on)
      for (const code of new Set(plan.withheld.map((one) => one.code))) withheld[code] = (withheld[code] ?? 0) + 1
      const { customer } = subject
      for (const { step, titles } of plan.tasks)
        tasks.push({ customer, step: step.key, stage: step.stage, title: step.task.title, titles: namesOf(titles) })
      if (plan.contact) messages.push(messageOf(customer, plan.cadence?.name ?? '', plan.contact))
      const done = [
        ...plan.tasks.flatMap(({ step, titles }) => titles.map((title) => ({ title, step: step as Step }))),
        ...(plan.contact?.carried ?? []),
      ]
      return done.length === 0 ? subject : advance(subject, done, plan.contact?.channels[0] ?? null, on)
    })
    return { on, messages, tasks, withheld }
  })
}

const namesOf = (titles: readonly OpenTitle[]): string[] => titles.map(({ externalId }) => externalId)

function messageOf(customer: CollectionCase['customer'], cadence: string, contact: PlannedContact): RehearsedMessage {
  const titles = contact.carried.map(({ title }) => title)
  return {
    customer,
    cadence,
    step: contact.step.key,
    stage: contact.step.stage,
    channel: contact.channels[0] as ChannelKind,
    titles: namesOf(titles),
    amount: titles.reduce((sum, { openAmount }) => sum + openAmount, 0n),
  }
}

/** The case after its steps were done. */
function advance(
  subject: CollectionCase,
  done: readonly { title: OpenTitle; step: Step }[],
  channel: ChannelKind | null,
  on: Day,
): CollectionCase {
  const steps = new Map(done.map(({ title, step }) => [title.id, step]))
  const titles = subject.titles.map((title) => {
    const step = steps.get(title.id)
    if (!step) return title
    const { key, offsetDays, stage } = step
    return { ...title, progress: { step: key, offsetDays, stage, doneOn: on } }
  })
  const contacts = channel === null ? subject.contacts : [{ on, channel }, ...subject.contacts]
  return { ...subject, titles, contacts }
}
