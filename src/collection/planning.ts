import { setImmediate } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database, Sql } from '../database.ts'
import { DatabaseUnavailable } from '../database-errors.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { addDays, type Day } from '../kernel/day.ts'
import { createId } from '../kernel/ids.ts'
import type { CollectionCase, OpenTitle } from './case.ts'
import { listDebtorIds } from './case-store.ts'
import type { ReadCases } from './cases.ts'
import { insertMessages, type NewMessage } from './message-store.ts'
import { carriedOf, type Plan, type PlannedTask, type PlanRules, planCase } from './plan.ts'
import { saveProgress } from './progress-store.ts'
import { noteStandingsDue } from './standing-store.ts'
import { isStopped } from './switch-store.ts'
import { type NewTask, openTask } from './task-store.ts'

export interface PlanningDeps {
  readonly db: Database
  readonly clock: Clock
  readonly logger: Logger
  rules(): PlanRules
  readonly readCases: ReadCases
  /** When a customer may first be reached, from an instant on. */
  firstContactAt(subject: CollectionCase, from: EpochMs): EpochMs | null
}

/** A run in steps, each of which is written together with where it stands. */
export interface Stepwise {
  readonly position: string | null
  readonly signal: AbortSignal
  step(position: string, write: (sql: Sql) => Promise<void>): Promise<void>
}

/** Customers planned in one transaction. */
const CUSTOMERS_PER_STEP = 1_000
const STEPS_MAX = 1_000_000
/** So many customers in a row that cannot be written are no fault of theirs. */
const UNWRITTEN_MAX = 10

/**
 * Plans today for everybody who owes. What is to be sent is in the outbox when a step is written, or not at all. A customer
 * who cannot be planned is counted as failed and told in the log, and holds up nobody else.
 */
export async function planDay(deps: PlanningDeps, run: Stepwise): Promise<Record<string, number>> {
  const { db, clock } = deps
  const counts = { customers: 0, messages: 0, tasks: 0, withheld: 0, failed: 0 }
  if (await isStopped(db)) return { ...counts, stopped: 1 }
  const today = clock.today()
  // The next customers are read and planned while those before them are written.
  let next = planNext(deps, Number(run.position ?? 0), today)
  for (let step = 1; step <= STEPS_MAX; step++) {
    run.signal.throwIfAborted()
    const page = await next
    if (page === null) break
    next = planNext(deps, page.after, today)
    // Whatever becomes of it is told when its turn comes.
    next.catch(() => undefined)
    const written = await writePage(deps, run, page, today)
    counts.customers += page.planned.length + page.failed
    counts.failed += page.failed + page.planned.length - written.length
    counts.messages += written.flatMap(({ messages }) => messages).length
    counts.tasks += written.flatMap(({ tasks }) => tasks).length
    counts.withheld += written.filter(({ isWithheld }) => isWithheld).length
    // On SQLite nothing here waits for anything: whoever asks at order time comes in between.
    await setImmediate()
  }
  return counts
}

interface PlannedCustomer {
  readonly id: number
  readonly messages: readonly NewMessage[]
  readonly tasks: readonly StepTask[]
  readonly isWithheld: boolean
}

interface Page {
  /** The last customer that was looked at. */
  readonly after: number
  readonly planned: readonly PlannedCustomer[]
  readonly failed: number
}

/** Plans the customers after an id; `null` when there are none. */
async function planNext(deps: PlanningDeps, after: number, today: Day): Promise<Page | null> {
  const ids = await listDebtorIds(deps.db, after, CUSTOMERS_PER_STEP)
  if (ids.length === 0) return null
  const cases = await deps.readCases(deps.db, ids, today, {})
  const planned = cases.flatMap((subject) => planCustomer(deps, subject, today) ?? [])
  planned.sort((a, b) => a.id - b.id)
  return { after: ids.at(-1) as number, planned, failed: cases.length - planned.length }
}

function planCustomer(deps: PlanningDeps, subject: CollectionCase, today: Day): PlannedCustomer | null {
  const { id } = subject.customer
  try {
    const plan = planCase(subject, deps.rules(), today)
    return {
      id,
      messages: messageOf(subject, plan, today, deps),
      tasks: tasksOf(subject, plan, today, deps.clock),
      isWithheld: plan.withheld.length > 0,
    }
  } catch (error) {
    tellFault(deps, id, error)
    return null
  }
}

const tellFault = ({ logger }: PlanningDeps, customerId: number, error: unknown): void =>
  logger.error({ err: error, customerId }, 'a customer could not be planned')

/** Writes a page in one step; where the database refuses it, customer by customer. Answers those that were written. */
async function writePage(
  deps: PlanningDeps,
  run: Stepwise,
  page: Page,
  today: Day,
): Promise<readonly PlannedCustomer[]> {
  const write = (position: number, some: readonly PlannedCustomer[]): Promise<void> =>
    run.step(String(position), async (sql) => {
      await insertMessages(
        sql,
        some.flatMap(({ messages }) => messages),
      )
      await takeTasks(
        sql,
        some.flatMap(({ tasks }) => tasks),
        today,
      )
    })
  try {
    await write(page.after, page.planned)
    return page.planned
  } catch (error) {
    throwUnlessRefused(run, error)
  }
  const written: PlannedCustomer[] = []
  let unwritten = 0
  for (const one of page.planned) {
    run.signal.throwIfAborted()
    try {
      await write(one.id, [one])
      written.push(one)
      unwritten = 0
    } catch (error) {
      throwUnlessRefused(run, error)
      if (++unwritten >= UNWRITTEN_MAX) throw error
      tellFault(deps, one.id, error)
    }
  }
  await write(page.after, [])
  return written
}

/** A run that was lost or stopped, or a database that is away, is no customer's fault. */
function throwUnlessRefused({ signal }: Stepwise, error: unknown): void {
  signal.throwIfAborted()
  if (error instanceof DatabaseUnavailable) throw error
}

function messageOf(subject: CollectionCase, plan: Plan, today: Day, deps: PlanningDeps): NewMessage[] {
  const { contact, cadence } = plan
  if (contact === null || cadence === null) return []
  const { step, channels } = contact
  const now = deps.clock.now()
  return [
    {
      ...{ id: createId('msg', now), customerId: subject.customer.id, plannedOn: today },
      ...{ cadence: cadence.name, step: step.key, stage: step.stage, offsetDays: step.offsetDays },
      ...{ template: step.template ?? '', carried: carriedOf(contact), channels, createdAt: now },
      dueAt: deps.firstContactAt(subject, now) ?? now,
    },
  ]
}

interface StepTask {
  readonly task: NewTask
  /** What may have made it already, one for each of its titles: while one has not, it is made. */
  readonly origins: readonly string[]
  readonly planned: PlannedTask | null
}

/**
 * A step of one title, in whatever cadence: two that call on other days are two calls, and a due day that moved makes the title
 * late anew.
 */
const stepOrigin = ({ id, effectiveDueOn }: OpenTitle, offsetDays: number): string =>
  `step:${id}:${offsetDays}:${effectiveDueOn}`

/** The tasks of steps, and one for customers whom no channel reaches. */
function tasksOf(subject: CollectionCase, plan: Plan, today: Day, clock: Clock): StepTask[] {
  const { id } = subject.customer
  const common = { customerId: id, messageId: null, createdBy: 'fiado', createdAt: clock.now() }
  const ofSteps = plan.tasks.map((planned) => {
    const { task, offsetDays } = planned.step
    return {
      planned,
      origins: planned.titles.map((title) => stepOrigin(title, offsetDays)),
      task: { ...common, kind: task.kind, title: task.title, dueOn: addDays(today, task.dueInDays) },
    }
  })
  if (!plan.withheld.some(({ code }) => code === 'unreachable')) return ofSteps
  const title = 'Conseguir um contato: nenhum canal alcança este cliente'
  const origin = `unreachable:${id}:${today.slice(0, 7)}`
  return [...ofSteps, { planned: null, origins: [origin], task: { ...common, kind: 'other', title, dueOn: today } }]
}

/** A step that is a task is done when a person has it. */
async function takeTasks(sql: Sql, tasks: readonly StepTask[], today: Day): Promise<void> {
  if (tasks.length === 0) return
  for (const { planned, task, origins } of tasks) {
    for (const origin of origins) if ((await openTask(sql, { ...task, origin })) !== null) break
    if (planned === null) continue
    const { key: step, offsetDays, stage } = planned.step
    const carried = planned.titles.map((title) => ({
      ...{ receivableId: title.id, step, offsetDays, stage, before: title.progress },
    }))
    await saveProgress(sql, task.customerId, carried, today)
  }
  await noteStandingsDue(sql, [...new Set(tasks.map(({ task }) => task.customerId))])
}
