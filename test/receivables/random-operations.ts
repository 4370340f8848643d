import { keyOf, type LedgerModel, type ModelReceivable } from './ledger-model.ts'
import type { Scene } from './random-ledger.ts'
import {
  allReceivableIds,
  COMPANIES,
  CUSTOMER_IDS,
  customerWire,
  money,
  ORDER_IDS,
  orderWire,
  randomCustomer,
  randomOrder,
  randomReceivable,
  receivableIds,
  receivableWire,
  SOURCES,
} from './random-records.ts'

/** A good record that waits for its customer. */
export type Waiting = { customer: string; source: string; take: (model: LedgerModel) => boolean }

type Fed = { id: string; customer: string | null; wire: object; take: (model: LedgerModel) => boolean }
type Kind = 'customers' | 'receivables' | 'orders'

/** Does one random thing; answers what, for the account of a mismatch. */
export function randomOperation(scene: Scene): Promise<string> {
  const operations = [
    ...Array(3).fill(putCustomers),
    ...Array(7).fill(putReceivables),
    ...Array(4).fill(putOrders),
    ...Array(5).fill(reserve),
    ...Array(3).fill(confirm),
    ...Array(2).fill(cancel),
    snapshot,
  ] as ((scene: Scene) => Promise<string>)[]
  return scene.random.one(operations)(scene)
}

function customersFed({ random }: Scene, source: string, ids: readonly string[]): Fed[] {
  return ids.map((id) => {
    const customer = randomCustomer(random, source, id)
    return { id, customer: null, wire: customerWire(customer, random), take: (model) => model.putCustomer(customer) }
  })
}

function receivablesFed({ random }: Scene, source: string, ids: readonly string[]): Fed[] {
  return ids.map((id) => {
    const receivable = randomReceivable(random, source, id)
    const { customer } = receivable
    return { id, customer, wire: receivableWire(receivable), take: (model) => model.putReceivable(receivable) }
  })
}

function ordersFed({ random }: Scene, source: string, ids: readonly string[]): Fed[] {
  return ids.map((id) => {
    const order = randomOrder(random, source, id)
    return { id, customer: order.customer, wire: orderWire(order), take: (model) => model.putOrder(order) }
  })
}

const putCustomers = (scene: Scene): Promise<string> => {
  const source = scene.random.one(SOURCES)
  return put(scene, 'customers', source, customersFed(scene, source, someOf(scene, CUSTOMER_IDS, 4)))
}
const putReceivables = (scene: Scene): Promise<string> => {
  const source = scene.random.one(SOURCES)
  return put(scene, 'receivables', source, receivablesFed(scene, source, receivableIds(scene.random)))
}
const putOrders = (scene: Scene): Promise<string> => {
  const source = scene.random.one(SOURCES)
  return put(scene, 'orders', source, ordersFed(scene, source, someOf(scene, ORDER_IDS, 4)))
}

const someOf = ({ random }: Scene, ids: readonly string[], countMax: number): string[] =>
  random.some(ids, random.whole(1, countMax))

/** Sends records, sometimes as lines, and takes them into the model; the counts of the answer must be the model's. */
async function put(
  scene: Scene,
  kind: Kind,
  source: string,
  fed: readonly Fed[],
  snapshotId?: string,
): Promise<string> {
  const records = fed.map(({ wire }) => wire)
  const path = `/v1/sources/${source}/${kind}${snapshotId ? `?snapshot=${snapshotId}` : ''}`
  const lines = scene.random.chance(0.2)
  const told = lines
    ? await scene.call('PUT', path, records.map((record) => JSON.stringify(record)).join('\n'), {
        'content-type': 'application/x-ndjson',
      })
    : await scene.call('PUT', path, { [kind]: records })
  const counts = takeAll(scene, kind, source, fed)
  const found = told.status === 200 ? [told.body.accepted, told.body.ignored, told.body.rejected.length] : told.body
  if (JSON.stringify(found) !== JSON.stringify(counts))
    scene.complain(`${kind} were told as ${JSON.stringify(found)}, the model has ${JSON.stringify(counts)}`)
  return `${kind} of ${source}: ${JSON.stringify(records)}`
}

function takeAll(scene: Scene, kind: Kind, source: string, fed: readonly Fed[]): [number, number, number] {
  const { model, waiting } = scene
  const counts: [number, number, number] = [0, 0, 0]
  for (const { id, customer, take } of fed) {
    const place = `${kind}|${keyOf(source, id)}`
    if (customer !== null && !model.customers.has(keyOf(source, customer))) {
      waiting.set(place, { customer, source, take })
      counts[2]++
      continue
    }
    waiting.delete(place)
    counts[take(model) ? 0 : 1]++
  }
  if (kind === 'customers') takeWaiting(scene, source, new Set(fed.map(({ id }) => id)))
  return counts
}

function takeWaiting({ model, waiting }: Scene, source: string, arrived: ReadonlySet<string>): void {
  for (const [place, entry] of waiting) {
    if (entry.source !== source || !arrived.has(entry.customer)) continue
    waiting.delete(place)
    entry.take(model)
  }
}

async function reserve(scene: Scene): Promise<string> {
  const { random, model } = scene
  const source = random.one(SOURCES)
  const customer = random.one(CUSTOMER_IDS)
  if (!model.customers.has(keyOf(source, customer))) return 'nothing'
  const [id, company, revision] = [random.one(ORDER_IDS), random.one(COMPANIES), random.whole(1, 4)]
  const amount = random.whole(1, 500_000)
  const order = { id, revision, amount: money(amount), company }
  const request = { source, mode: 'reserve', customer: { externalId: customer }, order }
  const { status, body, headers } = await scene.call('POST', '/v1/credit-checks', request)
  if (status !== 200 && status !== 409) scene.complain(`reserve answered ${status} ${JSON.stringify(body)}`)
  const before = model.orders.get(keyOf(source, id))
  if (status === 200 && body.hold !== null && headers['idempotency-replayed'] === undefined) {
    const isConfirmed = before?.state === 'confirmed'
    model.orders.set(keyOf(source, id), {
      ...{ source, id, customer, company, revision, amount },
      state: isConfirmed ? 'confirmed' : 'held',
      invoicedAmount: before?.invoicedAmount ?? 0,
      expiresAtMs: isConfirmed ? null : model.nowMs + model.policy.holdMinutes * 60_000,
      updatedAt: before?.updatedAt ?? null,
    })
  }
  return `reserve ${JSON.stringify(request)} answered ${status} ${body.decision}`
}

const confirm = (scene: Scene): Promise<string> => changeOrder(scene, 'confirm')
const cancel = (scene: Scene): Promise<string> => changeOrder(scene, 'cancel')

async function changeOrder(scene: Scene, step: 'confirm' | 'cancel'): Promise<string> {
  const { random, model } = scene
  const source = random.one(SOURCES)
  const id = random.one(ORDER_IDS)
  const order = model.orders.get(keyOf(source, id))
  const { status, body } = await scene.call('POST', `/v1/orders/${encodeURIComponent(id)}/${step}`, { source })
  if (!order !== (status === 404)) scene.complain(`${step} of ${id} answered ${status}`)
  if (order && status !== 200 && status !== 409) scene.complain(`${step} answered ${status} ${JSON.stringify(body)}`)
  if (order && status === 409 && step === 'confirm' && order.state !== 'cancelled')
    scene.complain(`confirm of a ${order.state} order was refused`)
  if (order && status === 200) {
    const isLive = order.state === 'held' || order.state === 'expired'
    if (step === 'confirm' && isLive) Object.assign(order, { state: 'confirmed', expiresAtMs: null })
    if (step === 'cancel') Object.assign(order, { state: body.status, expiresAtMs: null })
  }
  return `${step} ${source} ${id} answered ${status}`
}

/** Lists some of what the ERP has, one record badly; what is not listed is closed. */
async function snapshot(scene: Scene): Promise<string> {
  const { random, model, call } = scene
  const source = random.one(SOURCES)
  const kind = random.one(['receivables', 'orders'] as const)
  const { body: opened } = await call('POST', `/v1/sources/${source}/snapshots`)
  const ids: readonly string[] = kind === 'orders' ? ORDER_IDS : allReceivableIds
  const listed = random.some(ids, random.whole(1, ids.length))
  const fed = kind === 'orders' ? ordersFed(scene, source, listed) : receivablesFed(scene, source, listed)
  await put(scene, kind, source, fed, opened.id)
  const bad = random.one(ids)
  const field = kind === 'orders' ? 'id' : 'externalId'
  await call('PUT', `/v1/sources/${source}/${kind}?snapshot=${opened.id}`, { [kind]: [{ [field]: bad }] })
  const done = await call('POST', `/v1/sources/${source}/snapshots/${opened.id}/complete`)
  const closed = closeUnlisted(model, source, kind, new Set([...listed, bad]))
  scene.waiting.delete(`${kind}|${keyOf(source, bad)}`) // the bad version took its place in quarantine
  if (done.status !== 200 || done.body.closed[kind] !== closed)
    scene.complain(`the snapshot closed ${JSON.stringify(done.body)}, the model ${closed} ${kind}`)
  return `snapshot of ${kind} of ${source}, listed ${listed}, bad ${bad}`
}

function closeUnlisted(model: LedgerModel, source: string, kind: Kind, listed: ReadonlySet<string>): number {
  let closed = 0
  if (kind === 'orders') {
    for (const order of model.orders.values()) {
      if (order.source !== source || listed.has(order.id) || order.state !== 'confirmed') continue
      order.state = 'closed'
      closed++
    }
    return closed
  }
  for (const receivable of model.receivables.values()) {
    if (receivable.source !== source || listed.has(receivable.externalId) || !countsForSomething(receivable)) continue
    Object.assign(receivable, { status: 'paid', openAmount: 0 })
    closed++
  }
  return closed
}

const countsForSomething = ({ kind, status, openAmount }: ModelReceivable): boolean =>
  openAmount > 0 && (status === 'open' || (kind === 'invoice' && (status === 'disputed' || status === 'returned')))
