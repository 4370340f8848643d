import type { Sql } from '../database.ts'
import type { Trail } from '../receivables/trail.ts'
import { addContactPoint, markContact, removeContactPoint } from './addresses.ts'
import {
  type CareDeps,
  type CustomerName,
  type Done,
  isRefusal,
  type Refusal,
  tellStory,
  unknownCustomer,
} from './care-act.ts'
import { nameDisputes, readView } from './care-reading.ts'
import type {
  ContactPointRequest,
  DisputeRequest,
  MarkRequest,
  PauseRequest,
  PromiseRequest,
  TaskRequest,
} from './care-schema.ts'
import { findCareCustomer, lockCareCustomer } from './care-store.ts'
import type { Dispute } from './dispute-store.ts'
import { endDispute, openDispute } from './disputes.ts'
import { endPause, setPause } from './pauses.ts'
import { evaluatePromises } from './promise-evaluation.ts'
import { evaluateCustomer, judgeAll } from './promise-judging.ts'
import type { StoredPromise } from './promise-store.ts'
import { cancelPromise, makePromise } from './promises.ts'
import { listStory, type StoryEntry } from './story-store.ts'
import type { TaskQuery } from './task-store.ts'
import { addTask, completeTask, pageTasks } from './tasks.ts'

/** Everything that can be done with a customer's story; `Request` is whatever the trail needs to know who asks. */
export function openCare<Request>(given: Omit<CareDeps<Request>, 'trail'>, trail: Trail<Request>) {
  const deps: CareDeps<Request> = { ...given, trail }
  const { db } = deps
  /** `bound`: the one source whose customers the asking key may touch. */
  return {
    story: (name: CustomerName, before: number, limit: number) => pageStory(deps, name, before, limit),
    view: async ({ source, externalId }: CustomerName) => {
      const customer = await findCareCustomer(db, source, externalId)
      return customer ? readView(deps, db, customer) : null
    },
    addNote: (name: CustomerName, text: string, request: Request) => addNote(deps, name, text, request),
    makePromise: async (name: CustomerName, wanted: PromiseRequest, request: Request) =>
      describe(await makePromise(deps, name, wanted, request), (promise) => judged(deps, promise)),
    cancelPromise: async (id: string, reason: string, bound: string | null, request: Request) =>
      describe(await cancelPromise(deps, id, reason, bound, request), (promise) => judged(deps, promise)),
    openDispute: async (name: CustomerName, wanted: DisputeRequest, request: Request) =>
      describe(await openDispute(deps, name, wanted, request), (dispute) => named(deps, dispute)),
    endDispute: async (id: string, resolution: string, bound: string | null, request: Request) =>
      describe(await endDispute(deps, id, resolution, bound, request), (dispute) => named(deps, dispute)),
    setPause: (name: CustomerName, wanted: PauseRequest, request: Request) => setPause(deps, name, wanted, request),
    endPause: (id: string, reason: string, bound: string | null, request: Request) =>
      endPause(deps, id, reason, bound, request),
    addTask: (name: CustomerName, wanted: TaskRequest, request: Request) => addTask(deps, name, wanted, request),
    completeTask: (id: string, outcome: string, bound: string | null, request: Request) =>
      completeTask(deps, id, outcome, bound, request),
    listTasks: (query: TaskQuery) => pageTasks(deps, query),
    addContactPoint: (name: CustomerName, wanted: ContactPointRequest, request: Request) =>
      addContactPoint(deps, name, wanted, request),
    removeContactPoint: (id: string, bound: string | null, request: Request) =>
      removeContactPoint(deps, id, bound, request),
    markContact: (name: CustomerName, wanted: MarkRequest, request: Request) =>
      markContact(deps, name, wanted, request),
    /** A page of promises; `position` is what the page before answered, `null` at the start and at the end. */
    evaluatePromises: (limit: number, position: string | null) => evaluatePromises(deps, limit, position),
    /** In the caller's transaction. */
    evaluateCustomer: (sql: Sql, customerId: number) => evaluateCustomer(deps, sql, customerId),
  }
}

export type Care = ReturnType<typeof openCare<object>>

async function describe<T, U>(outcome: Done<T> | Refusal, more: (is: T) => Promise<U>): Promise<Done<U> | Refusal> {
  return isRefusal(outcome) ? outcome : { is: await more(outcome.is), isNew: outcome.isNew }
}

async function judged<Request>(deps: CareDeps<Request>, promise: StoredPromise) {
  const [found] = await judgeAll(deps, deps.db, [promise])
  if (!found) throw new TypeError(`promise ${promise.id} has no customer`)
  return found
}

async function named<Request>({ db }: CareDeps<Request>, dispute: Dispute) {
  const [found] = await nameDisputes(db, [dispute])
  if (!found) throw new TypeError(`dispute ${dispute.id} was lost`)
  return found
}

async function pageStory<Request>(
  { db }: CareDeps<Request>,
  { source, externalId }: CustomerName,
  before: number,
  limit: number,
) {
  const customer = await findCareCustomer(db, source, externalId)
  if (!customer) return null
  const entries = await listStory(db, customer.id, before, limit)
  return { entries, next: entries.length === limit ? String(entries.at(-1)?.seq) : null }
}

/** The same words by the same person, with nothing between, are one note that was sent twice. */
async function addNote<Request>(
  deps: CareDeps<Request>,
  { source, externalId }: CustomerName,
  text: string,
  request: Request,
): Promise<Done<StoryEntry> | Refusal> {
  return deps.db.transaction(async (sql) => {
    const customer = await lockCareCustomer(sql, source, externalId)
    if (!customer) return unknownCustomer
    const newest = async () => (await listStory(sql, customer.id, Number.MAX_SAFE_INTEGER, 1))[0]
    const last = await newest()
    const isSame = last?.kind === 'note.added' && last.detail['text'] === text
    if (last && isSame && last.actor === deps.actorOf(request)) return { is: last, isNew: false }
    await tellStory(sql, deps, request, customer, 'note.added', { text })
    return { is: (await newest()) as StoryEntry, isNew: true }
  })
}
