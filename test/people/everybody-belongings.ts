import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeEvent } from '../../src/guard/event-store.ts'
import type { Program } from '../harness/program.ts'

/** What is of one rep, and nobody else who is a rep may read. */
export const OTHERS = 'SEGREDO-DO-OUTRO'
/** What is of the source `filial`, and nobody who is bound to `erp` may read. */
export const BRANCHS = 'SEGREDO-DA-FILIAL'

/** Ids of what belongs to somebody, by what they are for: each order is for one act. */
export type Belongings = Readonly<Record<(typeof BELONGINGS)[number], string>>

export const BELONGINGS = [
  ...['source', 'customer', 'title', 'askedOrder', 'signedOrder', 'rejectedOrder', 'withdrawnOrder', 'keptOrder'],
  ...['signedRelease', 'rejectedRelease', 'withdrawnRelease', 'check', 'orderId', 'task', 'promise', 'dispute'],
  ...['pause', 'contact', 'message', 'person', 'key', 'webhook', 'delivery', 'draft', 'spareDraft', 'version'],
  ...['sync', 'snapshot', 'group', 'job', 'channel', 'event', 'guard'],
] as const

const NEVER = '"0 0 29 2 *"'
const REASON = { reason: 'Paga na sexta' }

/** The files as they are shipped, two sources of an ERP in memory, and a guard of each in a database that is away. */
export async function houseFiles(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'fiado-everybody-'))
  await cp(join(import.meta.dirname, '../../config'), folder, { recursive: true })
  await mkdir(join(folder, 'guards'), { recursive: true })
  for (const [source, table] of [
    ['erp', 'pedidos'],
    ['filial', BRANCHS],
  ] as const) {
    await writeFile(
      join(folder, `guards/guarda-${source}.yaml`),
      `source: ${source}\ntable: ${table}.pedidos\ncustomer: cliente\norderId: numero\namount: valor\n` +
        'connection: { host: 127.0.0.1, port: 1, user: fiado, password: { env: HOOK } }\n',
    )
    await writeFile(
      join(folder, `sources/${source}.yaml`),
      `adapter: memory\nschedule: { changes: ${NEVER}, nightly: ${NEVER} }\nwebhook: { secret: { env: HOOK } }\n`,
    )
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

type Call = (method: 'PUT' | 'POST' | 'GET', path: string, body?: object) => Promise<ReturnType<typeof JSON.parse>>

/** Customers, refused orders and all that is written about them: of the first rep, of the second one, of the branch. */
export async function fillCompany(
  program: Program,
  people: Readonly<Record<string, { readonly id: string }>>,
  postAsRep: (url: string, form: Readonly<Record<string, string>>) => Promise<{ status: number; body: string }>,
): Promise<{ rep: Belongings; branch: Belongings }> {
  const call: Call = async (method, path, body) => {
    const answer = await program.call(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await settleFirstSyncs(call)
  await feed(call, 'erp', 'S1', `${OTHERS} Mercearia`)
  await feed(call, 'erp', 'M2', 'Mercado Dois')
  await feed(call, 'erp', 'J3', 'Empório Comum')
  await feed(call, 'filial', 'F1', `${BRANCHS} Atacado`)
  await call('PUT', '/v1/sources/filial/receivables', { receivables: [{ externalId: `${BRANCHS}-?`, amount: 'x' }] })
  await reserve(call, 'erp', 'M2', 'DOIS-1', 'rep-2')
  await reserve(call, 'erp', 'J3', `${OTHERS}-J`, `${OTHERS}-rep`)
  await reserve(call, 'erp', 'J3', 'DOIS-J', 'rep-2')
  await feedAccount(call)
  await makeDraft(call, 'spare')
  await makeDraft(call, 'newest')
  const asked = async (id: string): Promise<void> => {
    const { status, body } = await postAsRep(`/pedidos/${id}/liberacao`, REASON)
    if (status !== 303) throw new Error(`${status} ${body}`)
  }
  const rep = await makeBelongings(program, call, 'erp', 'S1', OTHERS, asked)
  const branch = await makeBelongings(program, call, 'filial', 'F1', BRANCHS, (id) =>
    call('POST', `/v1/blocked-orders/${id}/releases`, REASON),
  )
  const idOf = (name: string): string => people[name]?.id ?? ''
  return { rep: { ...rep, person: idOf('collector') }, branch: { ...branch, person: idOf('bound-collector') } }
}

/** A source is read as soon as the program starts. */
async function settleFirstSyncs(call: Call): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const { syncs } = await call('GET', '/v1/syncs')
    if (syncs.length === 2 && syncs.every(({ state }: { state: string }) => state === 'done')) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(JSON.stringify(await call('GET', '/v1/syncs')))
}

/** One credit account: a customer of the second rep, one of the first, and one of the branch. The order is of the second. */
async function feedAccount(call: Call): Promise<void> {
  await feed(call, 'erp', 'R2', 'Rede Dois', { group: 'Rede' })
  await feed(call, 'erp', `${OTHERS}-R`, `${OTHERS} Rede`, { group: 'Rede' })
  await feed(call, 'filial', `${BRANCHS}-R`, `${BRANCHS} Rede`, { group: 'Rede' })
  await reserve(call, 'erp', 'R2', 'DOIS-R', 'rep-2')
}

async function feed(call: Call, source: string, externalId: string, name: string, more: object = {}): Promise<void> {
  const email = `${externalId.toLowerCase()}@cliente.example.com`
  const customer = { externalId, name, email, limit: { mode: 'amount', amount: '1000.00' }, ...more }
  await call('PUT', `/v1/sources/${source}/customers`, { customers: [customer] })
  const title = {
    ...{ externalId: `T-${externalId}`, customer: { externalId }, kind: 'invoice', issuedOn: '2026-10-01' },
    ...{ dueOn: '2026-11-10', amount: '500.00', openAmount: '500.00', status: 'open', number: `NF ${externalId}` },
  }
  const { rejected } = await call('PUT', `/v1/sources/${source}/receivables`, { receivables: [title] })
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected))
}

const reserve = async (call: Call, source: string, externalId: string, id: string, salesRep: string) =>
  call('POST', '/v1/credit-checks', {
    ...{ source, mode: 'reserve', customer: { externalId } },
    order: { id, revision: 1, amount: '200.00', salesRep },
  })

const makeDraft = async (call: Call, note: string): Promise<string> =>
  (await call('POST', '/v1/policies/drafts', { body: 'overdueTolerance: "50.00"\n', note: `${BRANCHS} ${note}` })).id

async function makeBelongings(
  program: Program,
  call: Call,
  source: string,
  customer: string,
  word: string,
  askRelease: (id: string) => Promise<unknown>,
): Promise<Belongings> {
  const orders = ['asked', 'signed', 'rejected', 'withdrawn', 'kept']
  const checks = []
  for (const name of orders) checks.push(await reserve(call, source, customer, `${word}-${name}`, `${word}-rep`))
  const { orders: blocked } = await call('GET', `/v1/blocked-orders?source=${source}&customer=${customer}`)
  const idOf = (name: string): string => byOrder(blocked, `${word}-${name}`)
  for (const name of ['signed', 'rejected', 'withdrawn']) await askRelease(idOf(name))
  const { releases } = await call('GET', '/v1/releases')
  const releaseOf = (name: string): string => byOrder(releases, `${word}-${name}`)
  const { drafts } = await call('GET', '/v1/policies/drafts')
  await insertGuardEvent(program, source, customer, word)
  return {
    ...{ source, customer, title: `T-${customer}`, orderId: `${word}-asked`, check: checks[0]?.id },
    ...{ askedOrder: idOf('asked'), signedOrder: idOf('signed'), rejectedOrder: idOf('rejected') },
    ...{ withdrawnOrder: idOf('withdrawn'), keptOrder: idOf('kept') },
    ...{ signedRelease: releaseOf('signed'), rejectedRelease: releaseOf('rejected') },
    withdrawnRelease: releaseOf('withdrawn'),
    ...(await writeAbout(call, `/v1/customers/${source}/${customer}`, word)),
    message: await insertMessage(program, source, customer, word),
    ...(await makeAccess(program, call, source, word)),
    ...{ draft: drafts[0].id, spareDraft: drafts[1].id, version: '1', person: '' },
    sync: (await call('GET', `/v1/syncs?source=${source}`)).syncs[0].id,
    snapshot: (await call('POST', `/v1/sources/${source}/snapshots`, {})).id,
    ...{ group: 'Rede', job: 'judge-promises', channel: 'email', event: '0', guard: `guarda-${source}` },
  }
}

const byOrder = (entries: readonly { id: string; orderId: string }[], orderId: string): string => {
  const found = entries.find((entry) => entry.orderId === orderId)
  if (!found) throw new Error(`${orderId} is not among ${JSON.stringify(entries)}`)
  return found.id
}

async function writeAbout(call: Call, path: string, word: string) {
  await call('POST', `${path}/notes`, { text: `${word} anotação` })
  const dueOn = '2026-11-24'
  return {
    task: (await call('POST', `${path}/tasks`, { title: `${word} ligar`, dueOn })).id,
    promise: (await call('POST', `${path}/promises`, { amount: '100.00', promisedOn: dueOn, note: word })).id,
    dispute: (await call('POST', `${path}/disputes`, { reason: `${word} veio errado` })).id,
    pause: (await call('POST', `${path}/pauses`, { kind: 'paused', reason: `${word} em obras` })).id,
    contact: (
      await call('POST', `${path}/contact-points`, {
        ...{ channel: 'email', address: `${word.toLowerCase()}@cliente.example.com`, name: word },
      })
    ).id,
  }
}

/** One of which nobody knows whether it left. */
async function insertMessage({ db }: Program, source: string, customer: string, word: string): Promise<string> {
  const [row] = await db.all<{ id: number }>('SELECT id FROM customers WHERE source = ? AND external_id = ?', [
    ...[source, customer],
  ])
  const id = `msg_${source}`
  await db.insert(
    'collection_messages',
    [
      ...['id', 'customer_id', 'planned_on', 'cadence', 'step', 'stage', 'offset_days', 'template'],
      ...['receivables_json', 'channels', 'state', 'recipient', 'due_at', 'created_at'],
    ],
    [
      [
        ...[id, Number(row?.id), '2026-11-20', 'standard', 'aviso', 'notice', 1, 'aviso', '[]', 'email', 'ambiguous'],
        ...[`${word.toLowerCase()}@cliente.example.com`, 1_795_000_000_000, 1_795_000_000_000],
      ],
    ],
  )
  return id
}

/** A sale that the ERP's database refused. */
const insertGuardEvent = ({ db }: Program, source: string, customer: string, word: string): Promise<void> =>
  takeEvent(
    db,
    { name: `post of ${source}`, source },
    {
      ...{ number: 1, at: 1_795_000_000_000, guard: `guarda-${source}`, verdict: 'blocked', isRefused: true, customer },
      ...{ company: 'main', orderId: `${word}-asked`, amount: 20_000n, days: null, salesRep: null, message: word },
    },
    null,
    1_795_000_000_000,
  )

/** A key and a webhook of that source, and a delivery that was given up. */
async function makeAccess(program: Program, call: Call, source: string, word: string) {
  const key = await call('POST', '/v1/keys', { name: `${word} ERP`, scopes: ['read'], source })
  const webhook = await call('POST', '/v1/event-webhooks', {
    ...{ name: `${word} portal`, url: 'https://portal.example.com/fiado', types: ['order.lapsed'], source },
  })
  await program.runJob('tell-events')
  const { db } = program
  const [event] = await db.all<{ position: number }>(
    'SELECT position FROM events WHERE source = ? AND position IS NOT NULL ORDER BY position DESC',
    [source],
  )
  await db.insert(
    'event_deliveries',
    ['webhook_id', 'position', 'order_key', 'state', 'attempts', 'next_at', 'last_error'],
    [[webhook.id, Number(event?.position), 'customer:1', 'dead', 9, 0, word]],
  )
  const [delivery] = await db.all<{ seq: number }>('SELECT seq FROM event_deliveries WHERE webhook_id = ?', [
    webhook.id,
  ])
  return { key: key.id, webhook: webhook.id, delivery: `${webhook.id}.${delivery?.seq}` }
}
