import { setImmediate } from 'node:timers/promises'
import type { Database, Sql } from '../database.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import { addDays, type Day } from '../kernel/day.ts'
import { createId } from '../kernel/ids.ts'
import type { CollectionCase } from './case.ts'
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

/** Plans today for everybody who owes. What is to be sent is in the outbox when a step is written, or not at all. */
export async function planDay(deps: PlanningDeps, run: Stepwise): Promise<Record<string, number>> {
  const { db, clock } = deps
  const counts = { customers: 0, messages: 0, tasks: 0, withheld: 0 }
  if (await isStopped(db)) return { ...counts, stopped: 1 }
  const today = clock.today()
  // The next customers are read and planned while those before them are written.
  let next = planNext(deps, Number(run.position ?? 0), today)
  for (let step = 1; step <= STEPS_MAX; step++) {
    run.signal.throwIfAborted()
    const planned = await next
    if (planned === null) break
    next = planNext(deps, planned.after, today)
    // Whatever becomes of it is told when its turn comes.
    next.catch(() => undefined)
    const { after, messages, tasks } = planned
    await run.step(String(after), async (sql) => {
      await insertMessages(sql, messages)
      await takeTasks(sql, tasks, today)
    })
    for (const key of ['customers', 'messages', 'tasks', 'withheld'] as const) counts[key] += planned.counts[key]
    // On SQLite nothing here waits for anything: whoever asks at order time comes in between.
    await setImmediate()
  }
  return counts
}

/** Plans the customers after an id; `null` when there are none. */
async function planNext(deps: PlanningDeps, after: number, today: Day) {
  const { db, clock } = deps
  const ids = await listDebtorIds(db, after, CUSTOMERS_PER_STEP)
  if (ids.length === 0) return null
  const cases = await deps.readCases(db, ids, today, {})
  const planned = cases.map((subject) => ({ subject, plan: planCase(subject, deps.rules(), today) }))
  const messages = planned.flatMap(({ subject, plan }) => messageOf(subject, plan, today, deps))
  const tasks = planned.flatMap(({ subject, plan }) => tasksOf(subject, plan, today, clock))
  const withheld = planned.filter(({ plan }) => plan.withheld.length > 0).length
  return {
    ...{ after: ids.at(-1) as number, messages, tasks },
    counts: { customers: cases.length, messages: messages.length, tasks: tasks.length, withheld },
  }
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
  readonly planned: PlannedTask | null
}

/** The tasks of steps, and one for customers whom no channel reaches. */
function tasksOf(subject: CollectionCase, plan: Plan, today: Day, clock: Clock): StepTask[] {
  const { id } = subject.customer
  const common = { customerId: id, messageId: null, createdBy: 'fiado', createdAt: clock.now() }
  const ofSteps = plan.tasks.map((planned) => {
    const { task, key } = planned.step
    const first = planned.titles[0]?.id ?? id
    return {
      planned,
      task: {
        ...{ ...common, kind: task.kind, title: task.title, dueOn: addDays(today, task.dueInDays) },
        origin: `step:${first}:${key}`,
      },
    }
  })
  if (!plan.withheld.some(({ code }) => code === 'unreachable')) return ofSteps
  const title = 'Conseguir um contato: nenhum canal alcança este cliente'
  const origin = `unreachable:${id}:${today.slice(0, 7)}`
  return [...ofSteps, { planned: null, task: { ...common, kind: 'other', title, dueOn: today, origin } }]
}

/** A step that is a task is done when a person has it. */
async function takeTasks(sql: Sql, tasks: readonly StepTask[], today: Day): Promise<void> {
  if (tasks.length === 0) return
  for (const { planned, task } of tasks) {
    await openTask(sql, task)
    if (planned === null) continue
    const { key: step, offsetDays, stage } = planned.step
    const carried = planned.titles.map((title) => ({
      ...{ receivableId: title.id, step, offsetDays, stage, before: title.progress },
    }))
    await saveProgress(sql, task.customerId, carried, today)
  }
  await noteStandingsDue(sql, [...new Set(tasks.map(({ task }) => task.customerId))])
}
