import type { FakeReply } from '../../conformance/fake-server.ts'
import type { VendorClock } from '../../conformance/vendor.ts'

export type Param = Readonly<Record<string, unknown>>

export const fault = (code: string, words: string, status = 500): FakeReply => ({
  status,
  body: { faultstring: words, faultcode: `SOAP-ENV:${code}` },
})

export class Refusal extends Error {
  readonly reply: FakeReply

  constructor(reply: FakeReply) {
    super('refused')
    this.reply = reply
  }
}

const REDUNDANT_MS = 60_000
const ERRORS_MAX = 10
const CLOSED_MS = 30 * 60_000
const TOGETHER_MAX = 4
/** Writes are taken one at a time, and are no queries. */
const WRITES = new Set(['AlterarCliente', 'TrocarEtapaPedido'])

/** What each method may be sent: Omie refuses a tag that it does not know by its name. */
const TAGS: Readonly<Record<string, readonly string[]>> = {
  ListarEmpresas: ['pagina', 'registros_por_pagina', 'apenas_importado_api'],
  ListarClientes: [
    'pagina',
    'registros_por_pagina',
    'apenas_importado_api',
    'filtrar_por_data_de',
    'filtrar_por_data_ate',
    'filtrar_por_hora_de',
    'filtrar_por_hora_ate',
    'filtrar_apenas_inclusao',
    'filtrar_apenas_alteracao',
    'clientesFiltro',
    'clientesPorCodigo',
    'exibir_caracteristicas',
    'exibir_obs',
  ],
  AlterarCliente: ['codigo_cliente_omie', 'codigo_cliente_integracao', 'bloquear_faturamento'],
  PesquisarLancamentos: [
    'nPagina',
    'nRegPorPagina',
    'cOrdenarPor',
    'cOrdemDecrescente',
    'nCodTitulo',
    'nCodCliente',
    'cStatus',
    'cNatureza',
    'cOperacao',
    'dDtIncDe',
    'dDtAltDe',
    'dDtAltAte',
    'lDadosCad',
  ],
  ListarPedidos: [
    'pagina',
    'registros_por_pagina',
    'filtrar_por_data_de',
    'filtrar_por_data_ate',
    'filtrar_por_cliente',
    'etapa',
    'apenas_resumo',
  ],
  ConsultarPedido: ['codigo_pedido', 'codigo_pedido_integracao', 'numero_pedido'],
  TrocarEtapaPedido: ['codigo_pedido', 'codigo_pedido_integracao', 'etapa'],
}

/** Who is let in: the rules of consumption, by the vendor's clock. */
export function createGuard(clock: VendorClock) {
  const asked: { call: string; param: Param }[] = []
  const askedAt = new Map<string, number>()
  const refused = new Set<string>()
  const running = new Map<string, number>()
  const errorsAt = new Map<string, number[]>()
  let isStrict = false
  const guard = {
    asked,
    redundant: 0,
    closed: 0,
    /** The tenth error of a method within half an hour closes it; every error prolongs that. */
    countError(call: string): void {
      errorsAt.set(call, [...(errorsAt.get(call) ?? []), clock.now()])
    },
    together: 0,
    beStrict: () => {
      isStrict = true
    },
    /** Counts a call of the method until it is released. */
    enter(call: string): () => void {
      const count = (running.get(call) ?? 0) + 1
      running.set(call, count)
      guard.together = Math.max(guard.together, count)
      return () => {
        running.set(call, (running.get(call) ?? 1) - 1)
      }
    },
    admit(call: string, param: Param): void {
      asked.push({ call, param })
      const recent = (errorsAt.get(call) ?? []).filter((at) => at > clock.now() - CLOSED_MS)
      if (isStrict && recent.length >= ERRORS_MAX) {
        guard.closed++
        throw new Refusal(
          fault('Client-MISUSE', 'ERROR: API bloqueada por consumo indevido. Tente novamente em 1800 segundos.', 425),
        )
      }
      const stranger = Object.keys(param).find((tag) => !TAGS[call]?.includes(tag))
      if (stranger)
        throw new Refusal(
          fault('Client-5001', `ERROR: Tag [${stranger.toUpperCase()}] não faz parte da estrutura do tipo complexo!`),
        )
      if ((running.get(call) ?? 0) > (WRITES.has(call) ? 1 : TOGETHER_MAX))
        throw new Refusal(
          fault(
            'Client-1880',
            'ERROR: Já existe uma requisição desse método sendo executada e você pode tentar novamente em alguns instantes. (1)',
          ),
        )
      if (!WRITES.has(call)) admitOnce(`${call} ${JSON.stringify(param)}`)
    },
  }

  /**
   * The same query within 60 seconds is refused. The clock of the conformance suite stands still while the client
   * waits as it is told, so the next try counts as one that came after the wait, unless the fake is strict.
   */
  function admitOnce(query: string): void {
    const now = clock.now()
    const leftMs = (askedAt.get(query) ?? Number.NEGATIVE_INFINITY) + REDUNDANT_MS - now
    if (leftMs > 0 && (isStrict || !refused.delete(query))) {
      refused.add(query)
      guard.redundant++
      const seconds = Math.ceil(leftMs / 1_000)
      throw new Refusal(
        fault(
          'Client-6',
          `ERROR: Consumo redundante detectado. Aguarde ${seconds} segundos para tentar novamente (REDUNDANT).`,
        ),
      )
    }
    askedAt.set(query, now)
  }

  return guard
}
