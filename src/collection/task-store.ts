import type { Row, Sql, SqlValue } from '../database.ts'
import { number, numberOrNull } from '../database-values.ts'
import type { EpochMs } from '../kernel/clock.ts'
import type { Day } from '../kernel/day.ts'
import { createId } from '../kernel/ids.ts'
import { addToStory } from './story-store.ts'

export interface NewTask {
  readonly customerId: number
  readonly kind: string
  readonly title: string
  readonly dueOn: Day
  readonly assignee?: string | null
  /** What made it: the same cause makes it once. */
  readonly origin?: string | null
  readonly messageId?: string | null
  /** As entries of the story name whoever does something. */
  readonly createdBy: string
  readonly createdAt: EpochMs
}

export interface Task extends Required<NewTask> {
  readonly id: string
  readonly state: 'open' | 'done'
  readonly outcome: string | null
  readonly doneAt: EpochMs | null
}

export interface ListedTask extends Task {
  readonly customer: { readonly source: string; readonly externalId: string; readonly name: string }
}

const COLUMNS = [
  'id',
  'customer_id',
  'kind',
  'title',
  'due_on',
  'assignee',
  'state',
  'origin',
  'message_id',
  'created_by',
  'created_at',
]

/** Opens a task and tells the story; `null` when its origin has made one before. In the caller's transaction. */
export async function openTask(sql: Sql, wanted: NewTask): Promise<Task | null> {
  const { assignee = null, origin = null, messageId = null, customerId, kind, title, dueOn } = wanted
  if (origin !== null && (await findTaskByOrigin(sql, origin)) !== null) return null
  const { createdBy, createdAt } = wanted
  const id = createId('tsk', createdAt)
  await sql.insert('tasks', COLUMNS, [
    [id, customerId, kind, title, dueOn, assignee, 'open', origin, messageId, createdBy, createdAt],
  ])
  const detail = { taskId: id, taskKind: kind, title, dueOn, assignee }
  await addToStory(sql, [{ customerId, at: createdAt, kind: 'task.opened', actor: createdBy, messageId, detail }])
  return { ...wanted, id, assignee, origin, messageId, state: 'open', outcome: null, doneAt: null }
}

const readTask = (row: Row): Task => ({
  id: row['id'] as string,
  customerId: number(row['customer_id']),
  kind: row['kind'] as string,
  title: row['title'] as string,
  dueOn: row['due_on'] as Day,
  assignee: row['assignee'] as string | null,
  state: row['state'] as Task['state'],
  origin: row['origin'] as string | null,
  messageId: row['message_id'] as string | null,
  createdBy: row['created_by'] as string,
  createdAt: number(row['created_at']),
  outcome: row['outcome'] as string | null,
  doneAt: numberOrNull(row['done_at']),
})

export async function findTask(sql: Sql, id: string): Promise<Task | null> {
  const [row] = await sql.all('SELECT * FROM tasks WHERE id = ?', [id])
  return row ? readTask(row) : null
}

export async function findTaskByOrigin(sql: Sql, origin: string): Promise<Task | null> {
  const [row] = await sql.all('SELECT * FROM tasks WHERE origin = ?', [origin])
  return row ? readTask(row) : null
}

/** Ends a task and tells the story. False when it was done before. */
export async function finishTask(
  sql: Sql,
  task: Task,
  { outcome, actor, at }: { outcome: string; actor: string; at: EpochMs },
): Promise<boolean> {
  const { changes } = await sql.run(
    "UPDATE tasks SET state = 'done', outcome = ?, done_at = ? WHERE id = ? AND state = 'open'",
    [outcome, at, task.id],
  )
  if (changes === 0) return false
  const { customerId, messageId, id, title } = task
  const detail = { taskId: id, title, outcome }
  await addToStory(sql, [{ customerId, at, kind: 'task.done', actor, messageId, detail }])
  return true
}

export async function listOpenTasks(sql: Sql, customerId: number, limit: number): Promise<Task[]> {
  const text = "SELECT * FROM tasks WHERE customer_id = ? AND state = 'open' ORDER BY due_on, id LIMIT ?"
  return (await sql.all(text, [customerId, limit])).map(readTask)
}

export interface TaskQuery {
  readonly state: Task['state']
  readonly dueUntil: Day | null
  readonly assignee: string | null
  readonly source: string | null
  readonly after: { readonly dueOn: Day; readonly id: string } | null
}

/** Of all customers, the most pressing first. */
export async function listTasks(sql: Sql, query: TaskQuery, limit: number): Promise<ListedTask[]> {
  const { state, dueUntil, assignee, source, after } = query
  const conditions: [text: string, values: readonly SqlValue[]][] = [['t.state = ?', [state]]]
  if (dueUntil !== null) conditions.push(['t.due_on <= ?', [dueUntil]])
  if (assignee !== null) conditions.push(['t.assignee = ?', [assignee]])
  if (source !== null) conditions.push(['c.source = ?', [source]])
  if (after !== null)
    conditions.push(['t.due_on >= ? AND (t.due_on > ? OR t.id > ?)', [after.dueOn, after.dueOn, after.id]])
  const rows = await sql.all(
    `SELECT t.*, c.source AS owner_source, c.external_id AS owner_id, c.name AS owner_name
     FROM tasks t JOIN customers c ON c.id = t.customer_id
     WHERE ${conditions.map(([text]) => text).join(' AND ')} ORDER BY t.due_on, t.id LIMIT ?`,
    [...conditions.flatMap(([, values]) => values), limit],
  )
  return rows.map((row) => ({
    ...readTask(row),
    customer: {
      source: row['owner_source'] as string,
      externalId: row['owner_id'] as string,
      name: row['owner_name'] as string,
    },
  }))
}
