import type { Database } from '../database.ts'
import type { Cents } from '../kernel/cents.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import type { CollectionCase } from './case.ts'
import type { ReadCases } from './cases.ts'
import { type PlanRules, planCase } from './plan.ts'
import { listTasks } from './task-store.ts'
import { type NextBestStep, nextBestStep, type OpenWork } from './words.ts'
import { listContactedOn, listPromisedUntil } from './worklist-store.ts'

/** One customer of today's list. */
export interface WorklistEntry {
  readonly subject: CollectionCase
  readonly overdue: Cents
  readonly oldestDueOn: Day | null
  readonly next: NextBestStep
}

interface WorklistDeps {
  readonly db: Database
  readonly clock: Clock
  readonly readCases: ReadCases
  rules(): PlanRules
  readonly source: string | null
}

/** The most pressing kinds of work first; among equals, who owes more. */
const ORDER: readonly NextBestStep['kind'][] = [
  'resolve_message',
  'do_task',
  'mend_contact',
  'await_promise',
  'message_goes',
  'wait',
  'nothing',
]

/** Whom somebody has to do with today: open tasks, promises that fall due, messages that go or went, or may have. */
export async function readWorklist(deps: WorklistDeps, limit: number): Promise<WorklistEntry[]> {
  const { db, clock, source, readCases } = deps
  const today = clock.today()
  const tasks = await listTasks(db, { state: 'open', dueUntil: today, assignee: null, source, after: null }, limit)
  const promised = await listPromisedUntil(db, today, source, limit)
  const contacted = await listContactedOn(db, today, source, limit)
  const ids = new Set([
    ...contacted.filter(({ state }) => state === 'ambiguous').map(({ customerId }) => customerId),
    ...tasks.map(({ customerId }) => customerId),
    ...promised.map(({ customerId }) => customerId),
    ...contacted.map(({ customerId }) => customerId),
  ])
  const cases = await readCases(db, [...ids].slice(0, limit), today, {})
  const entries = cases.map((subject): WorklistEntry => {
    const { id } = subject.customer
    const work: OpenWork = {
      ambiguousMessages: contacted.filter((one) => one.customerId === id && one.state === 'ambiguous').length,
      tasks: tasks.filter(({ customerId }) => customerId === id),
      promisedOn: promised.find(({ customerId }) => customerId === id)?.promisedOn ?? null,
    }
    // A message that is on its way is what goes, not what holds the next one back.
    const plan = planCase({ ...subject, pending: null }, deps.rules(), today, true)
    const late = subject.titles.filter(({ effectiveDueOn }) => effectiveDueOn < today)
    return {
      subject,
      overdue: late.reduce((sum, { openAmount }) => sum + openAmount, 0n),
      oldestDueOn: late[0]?.dueOn ?? null,
      next: nextBestStep(plan, work),
    }
  })
  return entries.sort(
    (a, b) => ORDER.indexOf(a.next.kind) - ORDER.indexOf(b.next.kind) || Number(b.overdue - a.overdue),
  )
}
