import { addDays } from '../kernel/day.ts'
import {
  type CareDeps,
  type CustomerName,
  conflict,
  type Done,
  type Refusal,
  senseless,
  unknown,
  unknownCustomer,
} from './care-act.ts'
import type { TaskRequest } from './care-schema.ts'
import { lockCareCustomer, lockOwner } from './care-store.ts'
import {
  findTask,
  finishTask,
  type ListedTask,
  listOpenTasks,
  listTasks,
  openTask,
  type Task,
  type TaskQuery,
} from './task-store.ts'

/** What people have to do for customers. */

/** Open ones of a customer: with more, nobody sees what matters. */
export const OPEN_TASKS_MAX = 100
const DUE_AHEAD_MAX_DAYS = 730
const TASKS_PAGE = 100

/** The same task that is open already is answered, not made twice. */
export async function addTask<Request>(
  { db, clock, actorOf, trail }: CareDeps<Request>,
  { source, externalId }: CustomerName,
  { title, dueOn, kind, assignee: given }: TaskRequest,
  request: Request,
): Promise<Done<Task> | Refusal> {
  const last = addDays(clock.today(), DUE_AHEAD_MAX_DAYS)
  if (dueOn < clock.today() || dueOn > last) return senseless('dueOn', `must be a day from ${clock.today()} to ${last}`)
  const assignee = given ?? null
  return db.transaction(async (sql) => {
    const customer = await lockCareCustomer(sql, source, externalId)
    if (!customer) return unknownCustomer
    const open = await listOpenTasks(sql, customer.id, OPEN_TASKS_MAX)
    const same = open.find(
      (task) => task.title === title && task.dueOn === dueOn && task.assignee === assignee && task.kind === kind,
    )
    if (same) return { is: same, isNew: false }
    if (open.length >= OPEN_TASKS_MAX)
      return conflict(`This customer has ${OPEN_TASKS_MAX} open tasks: end some first.`)
    const wanted = { customerId: customer.id, kind, title, dueOn, assignee, createdBy: actorOf(request) }
    const task = (await openTask(sql, { ...wanted, createdAt: clock.now() })) as Task
    await trail(sql, request, 'task.opened', `${source}/${externalId}`, { id: task.id })
    return { is: task, isNew: true }
  })
}

/** Done once, the same outcome again changes nothing; another one would be lost, and is refused. */
export async function completeTask<Request>(
  { db, clock, actorOf, trail }: CareDeps<Request>,
  id: string,
  outcome: string,
  bound: string | null,
  request: Request,
): Promise<Done<Task> | Refusal> {
  return db.transaction(async (sql) => {
    const seen = await findTask(sql, id)
    const customer = seen && (await lockOwner(sql, seen.customerId, bound))
    if (!customer) return unknown('There is no task of that id.')
    const at = clock.now()
    const isNew = await finishTask(sql, seen, { outcome, actor: actorOf(request), at })
    const task = (await findTask(sql, id)) as Task
    if (isNew) await trail(sql, request, 'task.done', `${customer.source}/${customer.externalId}`, { id })
    if (task.outcome === outcome) return { is: task, isNew }
    return conflict('This task is done already, with another outcome: add a note instead.')
  })
}

/** A page of what people have to do, of all customers, the most pressing first. */
export async function pageTasks<Request>(
  { db }: CareDeps<Request>,
  query: TaskQuery,
): Promise<{ tasks: ListedTask[]; next: string | null }> {
  const tasks = await listTasks(db, query, TASKS_PAGE)
  const last = tasks.length === TASKS_PAGE ? tasks.at(-1) : undefined
  return { tasks, next: last ? `${last.dueOn}~${last.id}` : null }
}
