import type { EpochMs } from '../../../src/kernel/clock.ts'
import type { Link } from '../../../src/sync/contract.ts'
import type { RateLimit } from '../../../src/sync/http.ts'
import { faultOf, judge } from './faults.ts'
import type { OmieSettings } from './omie-settings.ts'

/** The methods that are used, and the service each belongs to. */
const SERVICES = {
  ListarEmpresas: '/geral/empresas/',
  ListarClientes: '/geral/clientes/',
  AlterarCliente: '/geral/clientes/',
  PesquisarLancamentos: '/financas/pesquisartitulos/',
  ListarPedidos: '/produtos/pedido/',
  ConsultarPedido: '/produtos/pedido/',
} as const
export type Method = keyof typeof SERVICES

/** `nothing`: an empty list, or no such record. */
export type Answer = { readonly kind: 'found'; readonly json: unknown } | { readonly kind: 'nothing' }

export interface Api {
  ask(method: Method, param: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Answer>
  /** A number below `kinds`, another one for each question after `what` and in each second: see {@link createApi}. */
  vary(kinds: number, what: string): number
  /** Lists that were empty, and when: asking again soon would only be another error for Omie to count. */
  readonly emptyLists: Map<string, EpochMs>
}

const MINUTE_MS = 60_000
const CALLS_PER_MINUTE = 240
export const PARALLEL = 4

/**
 * Omie refuses a query that it was sent within the last minute, by whomever. What two queries for the same may differ in
 * (the size of a page) therefore differs by the second of the clock and by each call of this session.
 */
export function createApi(settings: OmieSettings, link: Link): Api {
  const { appKey, appSecret, baseUrl, timeoutMs } = settings
  const http = link.http({ baseUrl, timeoutMs, limits: limitsOf(settings), secrets: [appKey, appSecret], judge })
  const questions = new Map<string, number>()
  return {
    ask: async (method, param, signal) => {
      const reply = await http.request({
        method: 'POST',
        path: SERVICES[method],
        limit: method,
        // The key pair travels in the body of every call; there is no header for it.
        body: { call: method, app_key: appKey.reveal(), app_secret: appSecret.reveal(), param: [param] },
        repeatable: method !== 'AlterarCliente',
        // Judged by what the fault says, see faults.ts.
        expect: [500],
        signal,
      })
      return faultOf(reply.json) === null ? { kind: 'found', json: reply.json } : { kind: 'nothing' }
    },
    emptyLists: emptyListsOf(`${link.source} ${baseUrl}`),
    vary: (kinds, what) => {
      const before = questions.get(what) ?? 0
      questions.set(what, before + 1)
      return (Math.floor(link.clock.now() / 1_000) + before) % kinds
    },
  }
}

/** Kept over sessions, by source and address: each time that an empty list is asked for is an error to Omie. */
const emptyBySource = new Map<string, Map<string, EpochMs>>()

function emptyListsOf(source: string): Map<string, EpochMs> {
  const known = emptyBySource.get(source) ?? new Map<string, EpochMs>()
  emptyBySource.set(source, known)
  return known
}

/** Each method is counted by itself; writes are taken one at a time. */
function limitsOf({ parallel = PARALLEL, requestsPerMinute = CALLS_PER_MINUTE }: OmieSettings) {
  const limit: RateLimit = { parallel, count: requestsPerMinute, intervalMs: MINUTE_MS }
  const methods = Object.keys(SERVICES).map((method) => [method, limit])
  return { ...Object.fromEntries(methods), AlterarCliente: { ...limit, parallel: 1 }, default: limit }
}
