import { setTimeout as pass } from 'node:timers/promises'
import type { CreditMark, CustomerRecord, OrderRecord, ReceivableRecord, Stream } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { type FakeReply, startFakeServer } from '../../conformance/fake-server.ts'
import { type Book, DAY_MS, type FakeVendor, type VendorClock } from '../../conformance/vendor.ts'
import { createGuard, fault, type Param, Refusal } from './fake-guard.ts'
import { hungarianPage, snakePage, type ToBody } from './fake-pages.ts'
import {
  type CustomerRow,
  customerRow,
  type Info,
  infoAt,
  OPEN_WORDS,
  type OrderRow,
  orderRow,
  statusOf,
  type TitleRow,
  titleRow,
  withoutEmpty,
} from './fake-rows.ts'

export const APP_KEY = '3833000000901'
/** Stands in the list of customers, and is none. */
export const SUPPLIER = '2485999999'
export const APP_SECRET = 'f0e1d2c3b4a5968778695a4b3c2d1e0f'

export interface OmieFake extends FakeVendor {
  readonly url: string
  readonly customers: Map<string, CustomerRow>
  readonly titles: Map<string, TitleRow>
  readonly orders: Map<string, OrderRow>
  /** Every call that was let in or refused by the rules, as method and parameters. */
  readonly asked: { call: string; param: Param }[]
  /** How often a query came again within a minute. */
  readonly redundant: number
  /** Calls that met a method closed after ten errors. */
  readonly closed: number
  /** The most calls of one method at a time. */
  readonly together: number
  /** Refuses a repetition by the clock alone: by itself the fake takes the second try for one that has waited. */
  beStrict(): void
}

/** Where each method is served. */
const SERVICES: Readonly<Record<string, string>> = {
  ListarEmpresas: '/api/v1/geral/empresas/',
  ListarClientes: '/api/v1/geral/clientes/',
  AlterarCliente: '/api/v1/geral/clientes/',
  PesquisarLancamentos: '/api/v1/financas/pesquisartitulos/',
  ListarPedidos: '/api/v1/produtos/pedido/',
  ConsultarPedido: '/api/v1/produtos/pedido/',
  TrocarEtapaPedido: '/api/v1/produtos/pedido/',
}

const ORDERS_PAGE_MAX = 100

/** Omie as seen from outside. What it is known to do is noted with links in the adapter's README. */
export async function startOmie(clock: VendorClock): Promise<OmieFake> {
  const customers = new Map<string, CustomerRow>()
  const titles = new Map<string, TitleRow>()
  const orders = new Map<string, OrderRow>()
  const guard = createGuard(clock)
  const now = (): string => clock.format(clock.now())
  /** The one listing whose second page is held back. */
  let emptied: string | null = null

  const server = await startFakeServer(async ({ path, json }) => {
    const { call = '', app_key, app_secret, param } = (json ?? {}) as Record<string, never>
    if (app_key !== APP_KEY || app_secret !== APP_SECRET)
      return fault('Server', 'A chave de acesso está inválida ou o aplicativo está suspenso.', 403)
    if (SERVICES[call] !== path) return fault('Client', `ERROR: Method "${call}" not exists`)
    const release = guard.enter(call)
    try {
      // As long as it takes for calls to meet.
      await pass(1)
      guard.admit(call, param?.[0] ?? {})
      return ANSWERS[call]?.(param?.[0] ?? {}) ?? fault('Client', 'ERROR')
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      guard.countError(call)
      return error.reply
    } finally {
      release()
    }
  })

  const ANSWERS: Readonly<Record<string, (param: Param) => FakeReply>> = {
    ListarEmpresas: () => ({
      body: snakePage(
        [{ razao_social: 'Distribuidora Omie Ltda', cnpj: '11.222.333/0001-81' }],
        1,
        50,
        'empresas_cadastro',
      ),
    }),
    ListarClientes: listCustomers,
    AlterarCliente: (param) => {
      const customer = customers.get(String(param['codigo_cliente_omie']))
      if (!customer)
        throw new Refusal(
          fault('Client-105', `ERROR: Cliente não cadastrado para o Código [${param['codigo_cliente_omie']}] !`),
        )
      Object.assign(customer, param, { info: { ...customer.info, ...changed() } })
      const { codigo_cliente_omie } = customer
      return {
        body: {
          codigo_cliente_omie,
          codigo_cliente_integracao: '',
          codigo_status: '0',
          descricao_status: 'Cliente alterado com sucesso!',
        },
      }
    },
    PesquisarLancamentos: listTitles,
    ListarPedidos: listOrders,
    ConsultarPedido: ({ codigo_pedido }) => {
      const order = orders.get(String(codigo_pedido))
      if (!order)
        throw new Refusal(fault('Client-105', `ERROR: Pedido não cadastrado para o Código [${codigo_pedido}] !`))
      return { body: { pedido_venda_produto: withoutEmpty(order) } }
    },
    TrocarEtapaPedido: ({ codigo_pedido, etapa }) => {
      const order = orders.get(String(codigo_pedido))
      if (order) order.cabecalho.etapa = String(etapa)
      return { body: { codigo_pedido, codigo_status: '0', descricao_status: 'Etapa do pedido alterada com sucesso!' } }
    },
  }

  function changed(): Pick<Info, 'dAlt' | 'hAlt'> {
    const { dAlt, hAlt } = infoAt(now())
    return { dAlt, hAlt }
  }

  function listCustomers(param: Param): FakeReply {
    const codes = (param['clientesPorCodigo'] as { codigo_cliente_omie: number }[] | undefined)?.map(
      (one) => one.codigo_cliente_omie,
    )
    const rows = sorted(customers.values(), (row) => row.codigo_cliente_omie).filter(
      (row) =>
        (!codes || codes.includes(row.codigo_cliente_omie)) &&
        isFrom(row.info.dAlt, param['filtrar_por_data_de'], row.info.dInc),
    )
    const [page, size] = [Number(param['pagina']), Number(param['registros_por_pagina'])]
    return { body: served(rows, page, size, 'clientes_cadastro', snakePage) }
  }

  function listOrders(param: Param): FakeReply {
    const rows = sorted(orders.values(), (row) => row.cabecalho.codigo_pedido).filter(
      ({ cabecalho: { etapa, data_previsao } }) =>
        (param['etapa'] === undefined || etapa === param['etapa']) &&
        isFrom(data_previsao, param['filtrar_por_data_de']),
    )
    // More than it gives at most is no error.
    const size = Math.min(ORDERS_PAGE_MAX, Number(param['registros_por_pagina']))
    return { body: served(rows, Number(param['pagina']), size, 'pedido_venda_produto', snakePage) }
  }

  function listTitles(param: Param): FakeReply {
    if (param['nCodTitulo'] !== undefined && !titles.has(String(param['nCodTitulo'])))
      throw new Refusal(fault('Client-105', 'ERROR: Código do Título informado na tag [nCodTitulo] não cadastrado!'))
    const matches = (row: TitleRow): boolean =>
      isEqual(param['nCodTitulo'], row.cabecTitulo.nCodTitulo) &&
      isEqual(param['cNatureza'], row.cabecTitulo.cNatureza) &&
      isEqual(param['cOperacao'], row.cabecTitulo.cOperacao) &&
      isFrom(row.cabecTitulo.info.dAlt, param['dDtAltDe']) &&
      (param['cStatus'] !== 'EMABERTO' || OPEN_WORDS.includes(statusOf(row, clock.today())))
    const rows = sorted(titles.values(), (row) => row.cabecTitulo.nCodTitulo)
      .filter(matches)
      .map(({ state, cabecTitulo: { info, ...title }, ...rest }) => ({
        cabecTitulo: {
          ...title,
          cStatus: statusOf({ state, cabecTitulo: { info, ...title }, ...rest }, clock.today()),
          ...(param['lDadosCad'] === true ? { info } : {}),
        },
        ...rest,
      }))
    return {
      body: served(rows, Number(param['nPagina']), Number(param['nRegPorPagina']), 'titulosEncontrados', hungarianPage),
    }
  }

  /** One page of a listing, and what goes wrong with pages at the moment. */
  function served<Row>(rows: readonly Row[], page: number, size: number, rowsIn: string, toBody: ToBody): unknown {
    const wrong = server.pageFault()
    if (wrong === 'repeat_page' && rows.length > 0)
      return toBody(rows.slice(0, size), page, size, rowsIn, (page + 1) * size)
    if (rows.length <= (page - 1) * size)
      throw new Refusal(fault('Client-5113', `ERROR: Não existem registros para a página [${page}]!`))
    const here = rows.slice((page - 1) * size, page * size)
    if (wrong === 'empty_page' && page === 2 && (emptied ?? rowsIn) === rowsIn) {
      emptied = rowsIn
      return toBody([], page, size, rowsIn, rows.length)
    }
    return toBody(here, page, size, rowsIn, rows.length)
  }

  const keep = <S extends Stream>(stream: S, record: Book[S][number], at: string): void => {
    if (stream === 'customers') {
      const row = customerRow(record as CustomerRecord, at)
      const { bloquear_faturamento = 'N' } = customers.get(String(row.codigo_cliente_omie)) ?? {}
      customers.set(String(row.codigo_cliente_omie), { ...row, bloquear_faturamento })
    }
    if (stream === 'receivables')
      titles.set((record as ReceivableRecord).externalId, titleRow(record as ReceivableRecord, at))
    if (stream === 'orders') orders.set((record as OrderRecord).id, orderRow(record as OrderRecord, at))
  }

  return {
    url: server.url,
    customers,
    titles,
    orders,
    asked: guard.asked,
    get redundant() {
      return guard.redundant
    },
    get together() {
      return guard.together
    },
    get closed() {
      return guard.closed
    },
    beStrict: guard.beStrict,
    settings: {
      baseUrl: `${server.url}/api/v1`,
      appKey: new Secret(APP_KEY),
      appSecret: new Secret(APP_SECRET),
      pageSize: 10,
      requestsPerMinute: 600_000,
      timeoutMs: 400,
    },
    secrets: [APP_KEY, APP_SECRET],
    get calls() {
      return server.calls
    },
    seed: (book) => {
      for (const rows of [customers, titles, orders]) rows.clear()
      const dayBefore = clock.format(clock.now() - DAY_MS)
      for (const stream of ['customers', 'receivables', 'orders'] as const)
        for (const record of book[stream]) keep(stream, record, record.updatedAt ?? dayBefore)
      addForeign(customers, titles, dayBefore)
    },
    put: (stream, record) => keep(stream, record, now()),
    remove: (stream, externalId) => {
      for (const [of, rows] of Object.entries({ customers, receivables: titles, orders }))
        if (of === stream) rows.delete(externalId)
    },
    corrupt: (stream, externalId) => {
      const [title, order] = [titles.get(externalId), orders.get(externalId)]
      if (stream === 'receivables' && title) {
        title.state = 'corrupt'
        Object.assign(title.cabecTitulo.info, changed())
      }
      if (stream === 'orders' && order) {
        order.cabecalho.etapa = '99'
        Object.assign(order.infoCadastro, changed())
      }
    },
    misbehave: (how, times) => {
      emptied = null
      server.misbehave(how, times)
    },
    markOf: (id): CreditMark | null => {
      const customer = customers.get(id)
      return customer ? { bloquear_faturamento: customer.bloquear_faturamento } : null
    },
    setMark: (id, mark) => {
      const customer = customers.get(id)
      if (customer) Object.assign(customer, mark, { info: { ...customer.info, ...changed() } })
    },
    close: server.close,
  }
}

/** What stands in the same lists and concerns nobody's credit: a supplier, what is owed to it, and money in advance. */
function addForeign(customers: Map<string, CustomerRow>, titles: Map<string, TitleRow>, at: string): void {
  const supplier = customerRow({ externalId: SUPPLIER, name: 'Atacado Fornecedor' }, at)
  customers.set(SUPPLIER, { ...supplier, tags: [{ tag: 'Fornecedor' }] })
  const amounts = { amount: '259.00', openAmount: '259.00', status: 'open', kind: 'invoice' } as const
  const days = { issuedOn: at.slice(0, 10), dueOn: at.slice(0, 10) }
  const title = (n: number, fields: object): void => {
    const row = titleRow({ externalId: String(n), customer: { externalId: SUPPLIER }, ...amounts, ...days }, at)
    titles.set(String(n), { ...row, cabecTitulo: { ...row.cabecTitulo, ...fields } })
  }
  title(5_252_499_997, { cNatureza: 'P', cOperacao: '21', cOrigem: 'COMP' })
  title(5_252_499_998, { cOrigem: 'DEVR', cOperacao: '23' })
  title(5_252_499_999, { cOrigem: 'ADVR' })
}

const isEqual = (wanted: unknown, value: unknown): boolean => wanted === undefined || wanted === value

/** Whole days, and either of both. */
const isFrom = (day: string, from: unknown, other = day): boolean =>
  from === undefined || comparable(day) >= comparable(String(from)) || comparable(other) >= comparable(String(from))

const comparable = (brDay: string): string => brDay.split('/').reverse().join('-')

const sorted = <Row>(rows: Iterable<Row>, codeOf: (row: Row) => number): Row[] =>
  [...rows].sort((first, second) => codeOf(first) - codeOf(second))
