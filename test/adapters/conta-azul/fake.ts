import type { CustomerRecord, OrderRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { type FakeReply, type FakeRequest, type FakeServer, startFakeServer } from '../../conformance/fake-server.ts'
import { type Book, DAY_MS, type FakeVendor, type Misbehaviour, type VendorClock } from '../../conformance/vendor.ts'
import { startFakeTokens } from './fake-tokens.ts'
import {
  type InstalmentRow,
  instalmentRow,
  listedInstalment,
  listedSale,
  localTime,
  type PersonRow,
  personRow,
  type SaleRow,
  saleRow,
  singleInstalment,
  singleSale,
  statusOf,
  supplierRow,
} from './vendor-rows.ts'

const SIZES = [10, 20, 50, 100, 200, 500, 1000]
const STATUSES = ['PERDIDO', 'RECEBIDO', 'EM_ABERTO', 'RENEGOCIADO', 'RECEBIDO_PARCIAL', 'ATRASADO']
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  WAITING_APPROVED: ['ESPERANDO_APROVACAO'],
  APPROVED: ['APROVADO'],
  CANCELED: ['CANCELADO'],
  ALL: ['ESPERANDO_APROVACAO', 'APROVADO', 'CANCELADO', 'EM_ANALISE'],
}
const RECEIVABLES = '/v1/financeiro/eventos-financeiros/contas-a-receber/buscar'
const SINGLE = /^\/v1\/(pessoas|financeiro\/eventos-financeiros\/parcelas|venda)\/([^/]+)$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/

export interface FakeContaAzul extends FakeVendor {
  readonly people: Map<string, PersonRow>
  readonly instalments: Map<string, InstalmentRow>
  readonly sales: Map<string, SaleRow>
  /** Every call for data, as method, path and query. */
  readonly requests: readonly string[]
  /** Ends the access tokens that were handed out. */
  expireTokens(): void
  /** The refresh token that is good now. */
  readonly refreshToken: string
  keepRefreshToken(): void
  /** Titles by their id are answered so, where `answerOf` has an answer. */
  answerSingles(answerOf: (id: string) => Record<string, unknown> | undefined): void
  /** What the question for the connected account is answered with. */
  answerCheck(status: number, body: unknown): void
}

class Refusal extends Error {}

/** Conta Azul as seen from outside: the API on one host, the tokens on another. */
export async function startFakeContaAzul(clock: VendorClock): Promise<FakeContaAzul> {
  const tokens = await startFakeTokens(clock)
  const people = new Map<string, PersonRow>()
  const instalments = new Map<string, InstalmentRow>()
  const sales = new Map<string, SaleRow>()
  const requests: string[] = []
  const now = (): string => localTime(clock.format(clock.now()))
  /** The one listing whose second page is held back. */
  let emptied: string | null = null
  let answerOf: (id: string) => Record<string, unknown> | undefined = () => undefined
  let account: FakeReply = {
    body: { id_empresa: 'e1', razao_social: 'Distribuidora Azul Ltda', documento: '11222333000181' },
  }

  const server: FakeServer = await startFakeServer((request) => {
    requests.push(`${request.method} ${request.path}?${decodeURIComponent(request.query.toString())}`)
    if (!tokens.isGood(request.headers.authorization))
      return { status: 401, body: { code: 401, message: 'The Token has expired.' } }
    try {
      return answer(request)
    } catch (error) {
      if (error instanceof Refusal) return { status: 400, body: { code: 400, message: error.message } }
      throw error
    }
  })

  function answer(request: FakeRequest): FakeReply {
    const { method, path } = request
    if (path === '/v1/pessoas/conta-conectada') return account
    if (method === 'POST' && path === '/v1/pessoas/inativar') return setActive(request, false)
    if (method === 'POST' && path === '/v1/pessoas/ativar') return setActive(request, true)
    if (path === '/v1/pessoas') return listPeople(request)
    if (path === RECEIVABLES) return listInstalments(request)
    if (path === '/v1/venda/busca') return listSales(request)
    const single = SINGLE.exec(path)
    return method === 'GET' && single ? one(single[1] ?? '', single[2] ?? '') : { status: 404, body: { error: 'rota' } }
  }

  function one(kind: string, id: string): FakeReply {
    if (!UUID.test(id))
      throw new Refusal(`O valor '${id}' fornecido no parâmetro 'id' não é um identificador (uuid) válido.`)
    const [person, instalment, sale] = [people.get(id), instalments.get(id), sales.get(id)]
    if (kind === 'pessoas' && person) return { body: singlePerson(person) }
    const own = kind.endsWith('parcelas') ? answerOf(id) : undefined
    if (own) return { body: own }
    if (kind.endsWith('parcelas') && instalment) return { body: singleInstalment(instalment, clock.today()) }
    if (kind === 'venda' && sale) return { body: singleSale(sale) }
    return { status: 404, body: { error: 'não encontrado' } }
  }

  function setActive({ json }: FakeRequest, isActive: boolean): FakeReply {
    const uuids = (json as { uuids?: unknown }).uuids
    if (!Array.isArray(uuids) || uuids.length === 0 || uuids.length > 10) throw new Refusal('uuids: de 1 a 10 itens')
    for (const id of uuids) {
      const person = people.get(id)
      if (person) Object.assign(person, { ativo: isActive, data_alteracao: now() })
    }
    return { body: { todos: uuids, ativos: isActive ? uuids : null, inativos: isActive ? null : uuids } }
  }

  function listPeople({ query, path }: FakeRequest): FakeReply {
    const profile = query.get('tipo_perfil')
    if (profile !== null && !['Cliente', 'Fornecedor', 'Transportadora'].includes(profile))
      throw new Refusal('tipo_perfil inválido')
    const rows = [...people.values()]
      .filter((row) => (profile === null || row.perfis.includes(profile)) && isChangedWithin(row, query))
      .sort((first, second) => (first.nome < second.nome ? -1 : 1))
      .map((row) => (query.get('com_endereco') === 'true' ? row : { ...row, endereco: null }))
    const { page, total } = paged(rows, query, path)
    return { body: { items: page.length === 0 ? null : page, totalItems: total } }
  }

  function listInstalments({ query, path }: FakeRequest): FakeReply {
    const [from, to] = [query.get('data_vencimento_de'), query.get('data_vencimento_ate')]
    if (!from) throw new Refusal("O parâmetro obrigatório 'data_vencimento_de' não foi informado.")
    if (!to) throw new Refusal("O parâmetro obrigatório 'data_vencimento_ate' não foi informado.")
    const wanted = query.getAll('status')
    if (wanted.some((status) => !STATUSES.includes(status))) throw new Refusal('status inválido')
    const rows = [...instalments.values()]
      .filter((row) => row.data_vencimento >= from && row.data_vencimento <= to && isChangedWithin(row, query))
      .filter((row) => wanted.length === 0 || wanted.includes(statusOf(row, clock.today()).translated))
    const { page, total } = paged(rows, query, path)
    return { body: { itens_totais: total, itens: page.map((row) => listedInstalment(row, clock.today())) } }
  }

  function listSales({ query, path }: FakeRequest): FakeReply {
    const group = GROUPS[query.get('totais') ?? 'ALL']
    if (!group) throw new Refusal('totais deve ser WAITING_APPROVED, APPROVED, CANCELED ou ALL')
    const rows = [...sales.values()].filter(
      (row) => !row.isDeleted && group.includes(row.situacao) && isChangedWithin(row, query),
    )
    const { page, total } = paged(rows, query, path)
    return { body: { totais: { total: 0 }, quantidades: {}, total_itens: total, itens: page.map(listedSale) } }
  }

  function paged<Row>(rows: readonly Row[], query: URLSearchParams, path: string): { page: Row[]; total: number } {
    const number = Number(query.get('pagina') ?? 1)
    const size = Number(query.get('tamanho_pagina') ?? 10)
    if (!SIZES.includes(size)) throw new Refusal(`O tamanho da página deve ser um dos seguintes valores: ${SIZES}`)
    const fault = server.pageFault()
    if (fault === 'repeat_page' && rows.length > 0) return { page: rows.slice(0, size), total: (number + 1) * size }
    const listing = `${path} ${query.get('data_vencimento_de')}`
    if (fault === 'empty_page' && number === 2 && rows.length > size && (emptied ?? listing) === listing) {
      emptied = listing
      return { page: [], total: rows.length }
    }
    return { page: rows.slice((number - 1) * size, number * size), total: rows.length }
  }

  const stores = { customers: people, receivables: instalments, orders: sales }
  const store = (stream: Stream, record: Book[Stream][number], changed: string): void => {
    if (stream === 'customers') {
      const { externalId } = record as CustomerRecord
      const ativo = people.get(externalId)?.ativo ?? true
      people.set(externalId, { ...personRow(record as CustomerRecord, changed), ativo })
    } else if (stream === 'receivables') {
      const row = instalmentRow(record as ReceivableRecord, changed)
      instalments.set(row.id, row)
    } else {
      const row = saleRow(record as OrderRecord, sales.size + 1, changed)
      sales.set(row.id, row)
    }
  }

  return {
    people,
    instalments,
    sales,
    requests,
    get calls() {
      return server.calls
    },
    get secrets() {
      return tokens.secrets
    },
    get refreshToken() {
      return tokens.refreshToken
    },
    expireTokens: tokens.expireAll,
    keepRefreshToken: tokens.keepRefreshToken,
    answerSingles: (other) => {
      answerOf = other
    },
    answerCheck: (status, body) => {
      account = { status, body }
    },
    settings: {
      baseUrl: `${server.url}/v1`,
      tokenUrl: `${tokens.url}/oauth/token`,
      clientId: tokens.clientId,
      clientSecret: new Secret(tokens.clientSecret),
      refreshToken: new Secret(tokens.refreshToken),
      dueYearsBack: 3,
      dueYearsAhead: 2,
      pageSize: 10,
      requestsPerMinute: 600_000,
      parallel: 4,
      timeoutMs: 400,
    },
    seed: (book) => {
      for (const kept of Object.values(stores)) kept.clear()
      const dayBefore = clock.format(clock.now() - DAY_MS)
      for (const stream of ['customers', 'receivables', 'orders'] as const)
        for (const record of book[stream]) store(stream, record, localTime(record.updatedAt ?? dayBefore))
      addForeign(localTime(dayBefore))
    },
    put: (stream, record) => store(stream, record, now()),
    remove: (stream, externalId) => {
      const sale = sales.get(externalId)
      if (stream === 'orders' && sale) sale.isDeleted = true
      else stores[stream].delete(externalId)
    },
    corrupt: (stream, externalId) => {
      const row = stores[stream].get(externalId)
      const wrong = {
        customers: { ativo: 'talvez' },
        receivables: { state: 'corrupt' },
        orders: { situacao: 'EM_ANALISE' },
      }
      Object.assign(row ?? {}, wrong[stream], { data_alteracao: now() })
    },
    misbehave: (how: Misbehaviour | null, times) => {
      emptied = null
      server.misbehave(how, times)
    },
    markOf: (id) => {
      const ativo = people.get(id)?.ativo
      return typeof ativo === 'boolean' ? { ativo } : null
    },
    setMark: (id, mark) => {
      Object.assign(people.get(id) ?? {}, { ativo: mark['ativo'], data_alteracao: now() })
    },
    close: async () => {
      await server.close()
      await tokens.close()
    },
  }

  /** What every account also holds, and does not concern credit: a supplier, money from nobody, a contract's forecast. */
  function addForeign(changed: string): void {
    const id = (kind: number): string => `99999999-0000-4000-8000-00000000000${kind}`
    people.set(id(1), supplierRow(id(1), changed))
    const title = {
      customer: { externalId: id(1) },
      kind: 'invoice',
      issuedOn: clock.today(),
      dueOn: clock.today(),
    } as const
    const amounts = { amount: '259.00', openAmount: '259.00', status: 'open' } as const
    const anonymous = instalmentRow({ externalId: id(2), ...title, ...amounts, number: 'PIX TRANSF' }, changed)
    instalments.set(id(2), { ...anonymous, cliente: { id: null, nome: null } })
    const sale = saleRow(
      { id: id(3), customer: { externalId: id(1) }, amount: '80.00', status: 'confirmed' },
      9_999,
      changed,
    )
    sales.set(id(3), { ...sale, tipo: 'SCHEDULED_SALE' })
  }
}

/** By its id a person has other field names than in the list. */
function singlePerson({ telefone, perfis, endereco, data_criacao, ...row }: PersonRow): Record<string, unknown> {
  return {
    ...row,
    telefone_comercial: telefone ?? '',
    telefone_celular: '',
    perfis: perfis.map((tipo_perfil) => ({ id: 'p', tipo_perfil })),
    enderecos: endereco ? [endereco] : [],
    criado_em: data_criacao.slice(0, 10),
    contato_cobranca_faturamento: { emails: [], whatsapp: null },
  }
}

/** Both ends or none, local times without offset, a year at most. */
function isChangedWithin(row: { data_alteracao: string }, query: URLSearchParams): boolean {
  const [from, to] = [query.get('data_alteracao_de'), query.get('data_alteracao_ate')]
  if (from === null && to === null) return true
  if (from === null || to === null) throw new Refusal('É necessário informar ambos os parâmetros de data de alteração')
  if (!LOCAL.test(from) || !LOCAL.test(to)) throw new Refusal('data de alteração inválida: use 2025-10-20T07:59:59')
  if (Date.parse(to) - Date.parse(from) > 365 * DAY_MS) throw new Refusal('O período não pode ser maior que 365 dias')
  const changed = row.data_alteracao.slice(0, 19)
  return changed >= from && changed <= to
}
