import type { Day } from '../../../src/kernel/day.ts'
import { formatBrDay } from '../../../src/kernel/day.ts'
import type { Stream } from '../../../src/sync/contract.ts'
import { brDayOf } from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import type { Method } from './api.ts'
import type { OmieSettings } from './omie-settings.ts'

/** One list of Omie that is read page by page. */
export interface Listing {
  /** As it stands in cursors. */
  readonly name: string
  readonly method: Method
  readonly dialect: Dialect
  /** Where the rows stand in the answer. */
  readonly rowsIn: string
  readonly pageSize: number
  /** What is sent with every page. */
  readonly filter: Readonly<Record<string, unknown>>
  /** Read in full by every run but the first, which has read all of it as part of the list named here. */
  readonly isPartOf?: string
  /** What leaves out whatever was neither made nor changed from this day on. */
  since(day: Day): Readonly<Record<string, unknown>>
  /** The day of a row's last change; `null` where it does not say. */
  changedOn(row: unknown): Day | null
}

/** Omie has two ways of naming the same things. */
interface Dialect {
  readonly page: string
  readonly size: string
  readonly pages: string
  readonly total: string
}
const SNAKE: Dialect = {
  page: 'pagina',
  size: 'registros_por_pagina',
  pages: 'total_de_paginas',
  total: 'total_de_registros',
}
const HUNGARIAN: Dialect = { page: 'nPagina', size: 'nRegPorPagina', pages: 'nTotPaginas', total: 'nTotRegistros' }

const PAGE_SIZE = 500
/** ListarPedidos gives no more, whatever it is asked for. */
const ORDERS_PAGE_SIZE = 100

/** The lists that make up a stream. Without an order asked for, customers and orders come by code, ascending. */
export function listingsOf(stream: Stream, settings: OmieSettings): Listing[] {
  if (stream === 'customers') return [customers(settings)]
  if (stream === 'receivables') return titles({}, settings)
  return [...openStages(settings), orders('pedidos', {}, settings)]
}

/** The lists of what counts now. */
export function openListingsOf(stream: Stream, settings: OmieSettings): Listing[] {
  // Includes what is overdue and what is paid in part.
  if (stream === 'receivables') return titles({ cStatus: 'EMABERTO' }, settings)
  if (stream !== 'orders') throw new TypeError(`there is no open listing of ${stream}`)
  return openStages(settings)
}

/**
 * Orders are listed by the day for which they are planned (`data_previsao`), although the reference calls it the day of
 * change: tried out on 2026-08-10 by an integrator, see the README. So those that are not invoiced yet are read by
 * stage, which is exact: every order stands in one.
 */
const openStages = (settings: OmieSettings): Listing[] =>
  settings.soldStages
    .filter((stage) => !INVOICED_STAGES.has(stage))
    .map((etapa) => ({
      ...orders(`pedidos-${etapa}`, { etapa }, settings),
      isPartOf: 'pedidos',
      since: () => ({}),
    }))

/** Invoiced, and on its way: of all stages only these mean the same in every company. */
const INVOICED_STAGES = new Set<string>(['60', '70'])

function customers({ pageSize = PAGE_SIZE }: OmieSettings): Listing {
  return {
    name: 'clientes',
    method: 'ListarClientes',
    dialect: SNAKE,
    rowsIn: 'clientes_cadastro',
    pageSize: Math.min(pageSize, PAGE_SIZE),
    filter: {},
    since: (day) => ({ filtrar_por_data_de: formatBrDay(day) }),
    changedOn: (row) => dayIn(row, 'info'),
  }
}

function orders(name: string, filter: Listing['filter'], { pageSize = ORDERS_PAGE_SIZE }: OmieSettings): Listing {
  return {
    name,
    method: 'ListarPedidos',
    dialect: SNAKE,
    rowsIn: 'pedido_venda_produto',
    pageSize: Math.min(pageSize, ORDERS_PAGE_SIZE),
    filter,
    since: (day) => ({ filtrar_por_data_de: formatBrDay(day) }),
    changedOn: (row) => dayIn(row, 'infoCadastro'),
  }
}

/** The titles owed to the company, then what it owes for goods that came back. */
function titles(filter: Listing['filter'], settings: OmieSettings): Listing[] {
  const owed = titleListing('titulos', { ...filter, cNatureza: 'R' }, settings)
  if (!settings.salesReturns) return [owed]
  return [owed, titleListing('devolucoes', { ...filter, cNatureza: 'P', cOperacao: SALES_RETURN_OPERATION }, settings)]
}

/** "Devolução de Venda". */
const SALES_RETURN_OPERATION = '13'

function titleListing(name: string, filter: Listing['filter'], { pageSize = PAGE_SIZE }: OmieSettings): Listing {
  return {
    name,
    method: 'PesquisarLancamentos',
    dialect: HUNGARIAN,
    rowsIn: 'titulosEncontrados',
    pageSize: Math.min(pageSize, PAGE_SIZE),
    // Ascending by code: a title that is changed stays where it stands, and a new one comes last.
    filter: { ...filter, cOrdenarPor: 'CODIGO', cOrdemDecrescente: 'N', lDadosCad: true },
    since: (day) => ({ dDtAltDe: formatBrDay(day) }),
    changedOn: (row) => dayIn(row, 'cabecTitulo', 'info'),
  }
}

function dayIn(row: unknown, ...path: readonly string[]): Day | null {
  const text = [...path, 'dAlt'].reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null)?.[key], row)
  try {
    return brDayOf(text, 'dAlt')
  } catch (error) {
    if (error instanceof BadRecordError) return null
    throw error
  }
}
