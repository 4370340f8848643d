import type { Care } from '../../collection/care.ts'
import { isRefusal, type Refusal } from '../../collection/care-act.ts'
import {
  noteRequestSchema,
  outcomeRequestSchema,
  promiseRequestSchema,
  taskRequestSchema,
} from '../../collection/care-schema.ts'
import { type Collection, PREVIEW_MAX, type Previewed } from '../../collection/collection.ts'
import { PROMISED_AHEAD_MAX_DAYS } from '../../collection/promise.ts'
import type { ListedTask, TaskQuery } from '../../collection/task-store.ts'
import { explainWithheld } from '../../collection/words.ts'
import type { WorklistEntry } from '../../collection/worklist.ts'
import { formatCents } from '../../kernel/cents.ts'
import type {
  CollectionPort,
  CollectionState,
  CustomerKey,
  Preview,
  WorklistEntry as ShownEntry,
} from '../customer-port.ts'
import type { Outcome, Whole } from '../outcome.ts'
import { requireAbility } from './actor.ts'
import { DONE, isOfPerson, refuse, requireUnbound, UNKNOWN } from './reach.ts'

interface CollectionSupply {
  readonly care: Care
  readonly collection: Collection
}

const WORKLIST_MAX = 2_000
/** Of a hundred tasks each. */
const TASK_PAGES_MAX = 10
const CURSOR = /^\d{1,15}$/

/** The collectors' day over the flows of /v1. Stories and the trail name the person who acts. */
export const collectionPort = ({ care, collection }: CollectionSupply): CollectionPort => ({
  ...actsOf(care),
  worklist: async (person) => {
    requireAbility(person, 'collection.see')
    const found = await collection.worklist(person.source, WORKLIST_MAX + 1)
    return { entries: found.slice(0, WORKLIST_MAX).map(toEntry), isCut: found.length > WORKLIST_MAX }
  },
  tasks: async (person) => {
    requireAbility(person, 'collection.see')
    const { entries, isCut } = await listOpenTasks(care, person.source)
    return { entries: entries.map(toTask), isCut }
  },
  state: async () => toState(await collection.describe()),
  preview: async (person, { cadence, day, after }) => {
    requireAbility(person, 'collection.see')
    if (after !== null && !CURSOR.test(after)) return null
    const audience = { source: person.source, externalId: null, cadence }
    const found = await collection.preview(audience, day, Number(after ?? 0), PREVIEW_MAX)
    if (found === null) return null
    const { previews, next } = found
    return {
      day: found.day,
      plans: previews.filter(isWorthShowing).map(toPlan),
      next: next === null ? null : String(next),
    }
  },
  stopSending: async (person, stopped) => {
    requireAbility(person, 'collection.act')
    requireUnbound(person)
    await collection.setStopped(stopped, { person })
    return DONE
  },
})

/** Of everybody: whose each one is stands in it. */
async function listOpenTasks(care: Care, source: string | null): Promise<Whole<ListedTask>> {
  const tasks: ListedTask[] = []
  let after: TaskQuery['after'] = null
  for (let pages = 0; pages < TASK_PAGES_MAX; pages++) {
    const page = await care.listTasks({ state: 'open', dueUntil: null, assignee: null, after, source })
    tasks.push(...page.tasks)
    const last = page.tasks.at(-1)
    if (page.next === null || last === undefined) return { entries: tasks, isCut: false }
    after = { dueOn: last.dueOn, id: last.id }
  }
  return { entries: tasks, isCut: true }
}

const UNREADABLE = 'Confira o que foi escrito: há algo a mais ou que não pode ser lido.'
const WRONG_AMOUNT =
  'O valor precisa ser maior que zero e caber no que está vencido; sem nada vencido, no que está em aberto.'
const WRONG_PROMISE_DAY = `O dia da promessa precisa ser de hoje até ${PROMISED_AHEAD_MAX_DAYS} dias à frente.`

/** What is done about one customer. */
function actsOf(care: Care): Pick<CollectionPort, 'addNote' | 'makePromise' | 'addTask' | 'completeTask'> {
  const whyNoPromise = async (key: CustomerKey, { refused, path }: Refusal): Promise<string> => {
    if (refused === 'senseless') {
      if (path === 'promisedOn') return WRONG_PROMISE_DAY
      return path === 'amount'
        ? WRONG_AMOUNT
        : 'Há títulos demais em aberto: registre a promessa pela API, com a lista.'
    }
    const standing = await care.view(key)
    return standing !== null && standing.promises.length > 0
      ? 'Já há uma promessa em aberto sobre estes títulos: espere o dia dela.'
      : 'Este cliente não tem nada em aberto que possa ser prometido.'
  }
  return {
    addNote: async (person, key, text) => {
      requireAbility(person, 'collection.act')
      if (!isOfPerson(person, key.source)) return UNKNOWN
      const wanted = noteRequestSchema.safeParse({ text })
      if (!wanted.success) return refuse(UNREADABLE)
      return answer(await care.addNote(key, wanted.data.text, { person }), () => UNREADABLE)
    },
    makePromise: async (person, key, { amount, promisedOn, note }) => {
      requireAbility(person, 'collection.act')
      if (!isOfPerson(person, key.source)) return UNKNOWN
      if (amount <= 0n) return refuse(WRONG_AMOUNT)
      const given = { amount: formatCents(amount), promisedOn, ...(note !== null && { note }) }
      const wanted = promiseRequestSchema.safeParse(given)
      if (!wanted.success) return refuse(UNREADABLE)
      return answer(await care.makePromise(key, wanted.data, { person }), (refusal) => whyNoPromise(key, refusal))
    },
    addTask: async (person, key, given) => {
      requireAbility(person, 'collection.act')
      if (!isOfPerson(person, key.source)) return UNKNOWN
      const wanted = taskRequestSchema.safeParse(given)
      if (!wanted.success) return refuse(UNREADABLE)
      return answer(await care.addTask(key, wanted.data, { person }), ({ refused }) =>
        refused === 'senseless'
          ? 'O dia da tarefa precisa ser de hoje até dois anos à frente.'
          : 'Este cliente já tem tarefas demais em aberto: conclua algumas antes.',
      )
    },
    completeTask: async (person, id, outcome) => {
      requireAbility(person, 'collection.act')
      const wanted = outcomeRequestSchema.safeParse({ outcome })
      if (!wanted.success) return refuse(UNREADABLE)
      const told = await care.completeTask(id, wanted.data.outcome, person.source, { person })
      return answer(told, () => 'Esta tarefa já foi concluída, com outro resultado: registre uma anotação.')
    },
  }
}

async function answer(
  told: object | Refusal,
  explain: (refusal: Refusal) => string | Promise<string>,
): Promise<Outcome> {
  if (!isRefusal(told)) return DONE
  return told.refused === 'unknown' ? UNKNOWN : refuse(await explain(told))
}

const nameOf = ({ source, externalId, name }: CustomerKey & { readonly name: string }) => ({ source, externalId, name })

const toEntry = ({ subject: { customer }, overdue, oldestDueOn, next }: WorklistEntry): ShownEntry => ({
  customer: nameOf(customer),
  ...{ segment: customer.segment, profile: customer.profile, overdue: formatCents(overdue), oldestDueOn, next },
})

const toTask = ({ id, kind, title, dueOn, assignee, state, customer }: ListedTask) => ({
  ...{ id, kind, title, dueOn, assignee, state, customer },
})

const isWorthShowing = ({ plan }: Previewed): boolean =>
  plan.contact !== null || plan.tasks.length > 0 || plan.withheld.length > 0

function toPlan({ subject, plan, written }: Previewed): Preview['plans'][number] {
  const { contact, tasks, withheld } = plan
  const outgoing = written && 'outgoing' in written ? written.outgoing : null
  return {
    customer: nameOf(subject.customer),
    message: contact && {
      ...{ step: contact.step.key, channels: contact.channels, recipient: outgoing?.recipient ?? null },
      titles: contact.carried.map(({ title }) => ({
        ...{ number: title.number, openAmount: formatCents(title.openAmount) },
      })),
      ...{ subject: outgoing?.subject ?? null, text: outgoing?.text ?? null },
      fault: written && 'fault' in written ? written.fault : null,
    },
    tasks: tasks.map(({ step }) => ({ title: step.task.title })),
    withheld: withheld.map((one) => ({ code: one.code, message: explainWithheld(one) })),
  }
}

function toState(described: Awaited<ReturnType<Collection['describe']>>): CollectionState {
  const { mode, isStopped, plansAt, cadences, channels, faults } = described
  return {
    ...{ mode, stopped: isStopped, plansAt, channels, faults },
    cadences: cadences.map(({ name, title, gapDays, steps }) => ({
      ...{ name, title, gapDays },
      steps: steps.map(({ key, offsetDays, stage, channels: by = [], template = null, task }) => ({
        ...{ key, offsetDays, stage, channels: by, template, task: task?.title ?? null },
      })),
    })),
  }
}
