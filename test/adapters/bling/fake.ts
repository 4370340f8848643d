import type { CustomerRecord, OrderRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { type FakeReply, type FakeRequest, type FakeServer, startFakeServer } from '../../conformance/fake-server.ts'
import { type Book, DAY_MS, type FakeVendor, type VendorClock } from '../../conformance/vendor.ts'
import { answerList } from './fake-lists.ts'
import { CLIENT_ID, FakeLogin } from './fake-login.ts'
import { type ContactRow, contactRow, type OrderRow, orderRow, type TitleRow, titleRow } from './fake-rows.ts'
import { failure, type Kept, type Shelf } from './fake-shelf.ts'

export interface BlingFake extends FakeVendor {
  readonly url: string
  readonly login: FakeLogin
  /** The calls for data, as `GET /contatos?pagina=1`. */
  readonly asked: string[]
  /** Called before each of them is answered. */
  whenAsked: (call: string) => void
  /** A user of Bling changes what only Bling knows, now. */
  editContact(id: string, fields: Partial<ContactRow>): void
  editTitle(id: string, fields: Partial<TitleRow>): void
  editOrder(id: string, fields: Partial<OrderRow>): void
  enterReceipt(id: string, day: string): void
  /** The next call is told that the quota of the day, or of the second, is used up. */
  exhaust(period: 'day' | 'second'): void
}

const COMPANY_ID = 'd4475854366a36c86a37e792f9634a51'
const PREFIX = '/Api/v3'

export async function startBling(clock: VendorClock): Promise<BlingFake> {
  const shelf: Shelf = { contacts: new Map(), titles: new Map(), orders: new Map() }
  const login = new FakeLogin(clock)
  const asked: string[] = []
  let exhausted: 'day' | 'second' | null = null
  const answer = (request: FakeRequest): FakeReply => {
    if (request.path === `${PREFIX}/oauth/token`) return login.answer(request)
    const path = request.path.slice(PREFIX.length)
    const call = `${request.method} ${path}?${decodeURIComponent(request.query.toString())}`
    asked.push(call)
    fake.whenAsked(call)
    if (exhausted !== null) {
      const reply = tooMany(exhausted)
      exhausted = null
      return reply
    }
    return login.refuse(request) ?? answerData(request, path, shelf, clock, server)
  }
  const server = await startFakeServer(answer, ({ path }) => path !== `${PREFIX}/oauth/token`)
  const books = createBooks(shelf, clock)
  const fake: BlingFake = {
    url: server.url,
    login,
    asked,
    whenAsked: () => undefined,
    settings: {
      baseUrl: `${server.url}${PREFIX}`,
      clientId: CLIENT_ID,
      clientSecret: new Secret(login.clientSecret),
      refreshToken: new Secret(login.firstRefreshToken),
      historyDays: 1_100,
      aheadDays: 800,
      pageSize: 10,
      requestsPerMinute: 600_000,
      parallel: 1,
      timeoutMs: 400,
    },
    get secrets() {
      return [login.clientSecret, login.firstRefreshToken, ...login.given]
    },
    get calls() {
      return server.calls
    },
    ...books,
    editContact: (id, fields) => edit(shelf.contacts, id, fields, clock),
    editTitle: (id, fields) => edit(shelf.titles, id, fields, clock),
    editOrder: (id, fields) => edit(shelf.orders, id, fields, clock),
    enterReceipt: (id, day) => {
      const found = kept(shelf.titles, id)
      const row = { ...found.row, situacao: 2, saldo: 0 }
      shelf.titles.set(row.id, { row, changedAt: toSecond(clock.now()), receivedOn: day })
    },
    exhaust: (period) => {
      exhausted = period
    },
    misbehave: server.misbehave,
    close: server.close,
  }
  return fake
}

const toSecond = (instant: number): number => Math.floor(instant / 1_000) * 1_000

function kept<Row>(map: ReadonlyMap<number, Kept<Row>>, id: string): Kept<Row> {
  const found = map.get(Number(id))
  if (!found) throw new Error(`the fake Bling has no ${id}`)
  return found
}

function edit<Row>(map: Map<number, Kept<Row>>, id: string, fields: Partial<Row>, clock: VendorClock): void {
  const found = kept(map, id)
  map.set(Number(id), { ...found, row: { ...found.row, ...fields }, changedAt: toSecond(clock.now()) })
}

type Books = Pick<FakeVendor, 'seed' | 'put' | 'remove' | 'corrupt' | 'markOf' | 'setMark'>

function createBooks(shelf: Shelf, clock: VendorClock): Books {
  const dayOf = (instant: number): string => clock.format(instant).slice(0, 10)
  const place = (stream: Stream, record: Book[Stream][number], changedAt: number): void => {
    if (stream === 'customers') {
      const customer = record as CustomerRecord
      const before = shelf.contacts.get(Number(customer.externalId))
      const row = contactRow(customer, before?.row.situacao)
      shelf.contacts.set(row.id, { row, changedAt, receivedOn: null })
    } else if (stream === 'receivables') {
      const title = record as ReceivableRecord
      const row = titleRow(title)
      // What is received is entered on the day it comes in; `enterReceipt` does it late.
      const receivedOn = row.situacao === 2 || row.situacao === 3 ? dayOf(changedAt) : null
      shelf.titles.set(row.id, { row, changedAt, receivedOn })
    } else {
      const order = record as OrderRecord
      const row = orderRow(order, shelf.orders.get(Number(order.id))?.row.data ?? dayOf(changedAt))
      shelf.orders.set(row.id, { row, changedAt, receivedOn: null })
    }
  }
  const changeOf = (record: Book[Stream][number]): number =>
    toSecond(record.updatedAt ? Temporal.Instant.from(record.updatedAt).epochMilliseconds : clock.now() - DAY_MS)
  return {
    seed: (book) => {
      for (const map of Object.values(shelf)) map.clear()
      for (const stream of ['customers', 'receivables', 'orders'] as const)
        for (const record of book[stream]) place(stream, record, changeOf(record))
    },
    put: (stream, record) => place(stream, record, toSecond(clock.now())),
    remove: (stream, externalId) => {
      // Bling keeps deleted contacts, and nothing of a title or an order.
      if (stream === 'customers') edit(shelf.contacts, externalId, { situacao: 'E' }, clock)
      else (stream === 'orders' ? shelf.orders : shelf.titles).delete(Number(externalId))
    },
    corrupt: (stream, externalId) => {
      if (stream === 'customers') edit(shelf.contacts, externalId, { situacao: 'Z' }, clock)
      else if (stream === 'receivables') edit(shelf.titles, externalId, { situacao: 8 }, clock)
      else edit(shelf.orders, externalId, { situacao: { id: 883_047, valor: 0 } }, clock)
    },
    markOf: (id) => {
      const situacao = shelf.contacts.get(Number(id))?.row.situacao
      return situacao === undefined ? null : { situacao }
    },
    setMark: (id, { situacao }) => edit(shelf.contacts, id, { situacao: String(situacao) }, clock),
  }
}

function answerData(
  request: FakeRequest,
  path: string,
  shelf: Shelf,
  clock: VendorClock,
  server: FakeServer,
): FakeReply {
  const { method } = request
  if (method === 'GET' && path === '/empresas/me/dados-basicos')
    return { body: { data: { id: COMPANY_ID, nome: 'Distribuidora Teste Ltda', cnpj: '11.222.333/0001-81' } } }
  const situation = /^\/contatos\/(\d+)\/situacoes$/.exec(path)
  if (method === 'PATCH' && situation) return changeSituation(request, shelf, situation[1] ?? '', clock)
  const move = /^\/pedidos\/vendas\/(\d+)\/situacoes\/(\d+)$/.exec(path)
  if (method === 'PATCH' && move) {
    edit(shelf.orders, move[1] ?? '', { situacao: { id: Number(move[2]), valor: 0 } }, clock)
    return { status: 204 }
  }
  if (method !== 'GET') return { status: 405, body: failure('METHOD_NOT_ALLOWED', 'Método não permitido') }
  const [, resource = '', id] = /^(\/contatos|\/contas\/receber|\/pedidos\/vendas)(?:\/(\d+))?$/.exec(path) ?? []
  const map = { '/contatos': shelf.contacts, '/contas/receber': shelf.titles, '/pedidos/vendas': shelf.orders }[
    resource
  ]
  if (!map) return { status: 404, body: notFound }
  if (id === undefined) return answerList(resource, request.query, shelf, clock, server.pageFault())
  const row = map.get(Number(id))?.row
  return row ? { body: { data: row } } : { status: 404, body: notFound }
}

function changeSituation({ json }: FakeRequest, { contacts }: Shelf, id: string, clock: VendorClock): FakeReply {
  if (!contacts.has(Number(id))) return { status: 404, body: notFound }
  if (!['A', 'I', 'S', 'E'].includes(json?.situacao))
    return { status: 400, body: failure('VALIDATION_ERROR', 'Não foi possível executar a operação') }
  edit(contacts, id, { situacao: json.situacao }, clock)
  return { status: 204 }
}

const notFound = failure('RESOURCE_NOT_FOUND', 'Recurso não encontrado')

const tooMany = (period: 'day' | 'second'): FakeReply => ({
  status: 429,
  body: failure('TOO_MANY_REQUESTS', 'Limite de requisições atingido.', {
    limit: period === 'day' ? 120_000 : 3,
    period,
  }),
})
