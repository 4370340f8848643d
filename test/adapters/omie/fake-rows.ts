import { addDays, formatBrDay } from '../../../src/kernel/day.ts'
import type { CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'

/** What Omie keeps, in its own words: made from Fiado's records without the adapter's mapping. */

export interface Info {
  dInc: string
  hInc: string
  uInc: string
  dAlt: string
  hAlt: string
  uAlt: string
  cImpAPI: 'S' | 'N'
}

export interface CustomerRow {
  codigo_cliente_omie: number
  bloquear_faturamento: 'S' | 'N'
  info: Info
  [field: string]: unknown
}

export interface TitleRow {
  cabecTitulo: {
    nCodTitulo: number
    nCodCliente: number
    cNatureza: 'R' | 'P'
    cOperacao: string
    dDtVenc: string
    info: Info
    [field: string]: unknown
  }
  /** Kept to tell `cStatus` by the day. */
  state: 'open' | 'paid' | 'cancelled' | 'corrupt'
  resumo: { cLiquidado: 'S' | 'N'; nValAberto: number; nValPago: number; nValLiquido: number }
  lancamentos: readonly Record<string, unknown>[]
}

export interface OrderRow {
  cabecalho: {
    codigo_pedido: number
    codigo_cliente: number
    etapa: string
    data_previsao: string
    encerrado: 'S' | 'N'
  }
  infoCadastro: Info & { cancelado: 'S' | 'N'; faturado: 'S' | 'N'; devolvido: 'S' | 'N' }
  total_pedido: { valor_total_pedido: number; valor_icms: number }
  informacoes_adicionais: { contato: string }
}

/** From a local time such as `2026-11-21T10:00:00-03:00`. */
export const infoAt = (local: string, since = local): Info => ({
  dInc: formatBrDay(since.slice(0, 10)),
  hInc: '09:15:00',
  uInc: 'P000000001',
  dAlt: formatBrDay(local.slice(0, 10)),
  hAlt: local.slice(11, 19),
  uAlt: 'P000000001',
  cImpAPI: 'N',
})

export function customerRow(record: CustomerRecord, changed: string): CustomerRow {
  const { limit, phone, document } = record
  return {
    codigo_cliente_omie: Number(record.externalId),
    codigo_cliente_integracao: '',
    razao_social: record.name,
    nome_fantasia: record.name.slice(0, 100),
    cnpj_cpf: masked(document ?? ''),
    pessoa_fisica: document?.length === 11 ? 'S' : 'N',
    email: record.email ? `${record.email}; financeiro@cliente.example` : '',
    telefone1_ddd: phone?.slice(0, 2) ?? '',
    telefone1_numero: phone ? `${phone.slice(2, 6)}-${phone.slice(6)}` : '',
    estado: record.state ?? '',
    cidade: record.city ? `${record.city} (${record.state})` : '',
    inativo: record.active === false ? 'S' : 'N',
    bloquear_faturamento: 'N',
    valor_limite_credito: limit?.mode === 'amount' ? Number(limit.amount) : 0,
    tags: [{ tag: 'Cliente' }],
    recomendacoes: { gerar_boletos: 'S' },
    info: infoAt(changed, record.since ?? changed),
  }
}

function masked(digits: string): string {
  if (digits.length === 11) return digits.replace(/(.{3})(.{3})(.{3})(.{2})/, '$1.$2.$3-$4')
  return digits.replace(/(.{2})(.{3})(.{3})(.{4})(.{2})/, '$1.$2.$3/$4-$5')
}

export function titleRow(record: ReceivableRecord, changed: string): TitleRow {
  const isOwed = record.kind === 'invoice'
  const [amount, open] = [Number(record.amount), Number(record.openAmount)]
  const state = record.status === 'paid' || record.status === 'cancelled' ? record.status : 'open'
  return {
    cabecTitulo: {
      nCodTitulo: Number(record.externalId),
      cCodIntTitulo: '',
      nCodCliente: Number(record.customer.externalId),
      cNatureza: isOwed ? 'R' : 'P',
      cOrigem: isOwed ? 'VENR' : 'DEVP',
      cOperacao: isOwed ? '11' : '13',
      cTipo: 'BOL',
      cNumTitulo: record.number ?? '',
      cNumParcela: '001/003',
      dDtEmissao: formatBrDay(record.issuedOn),
      dDtRegistro: formatBrDay(record.issuedOn),
      dDtVenc: formatBrDay(record.dueOn),
      // A new date that was agreed on: not what the customer owes by.
      dDtPrevisao: formatBrDay(addDays(record.dueOn, 3)),
      dDtPagamento: record.settledOn ? formatBrDay(record.settledOn) : '',
      nCodOS: 0,
      nValorTitulo: amount,
      info: infoAt(changed),
    },
    state,
    resumo: {
      cLiquidado: state === 'paid' ? 'S' : 'N',
      // A cancelled title keeps its balance.
      nValAberto: state === 'cancelled' ? amount : open,
      nValPago: amount - open,
      nValLiquido: amount,
    },
    lancamentos:
      open < amount ? [{ nCodLanc: Number(record.externalId) + 1, dDtLanc: formatBrDay(changed.slice(0, 10)) }] : [],
  }
}

/** `EMABERTO` of the filter stands for three of the words. */
export const OPEN_WORDS: readonly string[] = ['ATRASADO', 'VENCE HOJE', 'A VENCER']

export function statusOf({ state, cabecTitulo }: TitleRow, today: string): string {
  if (state === 'corrupt') return 'EM ANALISE'
  if (state === 'cancelled') return 'CANCELADO'
  if (state === 'paid') return cabecTitulo.cNatureza === 'R' ? 'RECEBIDO' : 'PAGO'
  const due = cabecTitulo.dDtVenc.split('/').reverse().join('-')
  if (due === today) return 'VENCE HOJE'
  return due < today ? 'ATRASADO' : 'A VENCER'
}

const STAGES = ['10', '20', '50'] as const

export function orderRow(record: OrderRecord, changed: string): OrderRow {
  const code = Number(record.id)
  const isClosed = record.status === 'closed'
  return {
    cabecalho: {
      codigo_pedido: code,
      codigo_cliente: Number(record.customer.externalId),
      etapa: isClosed ? '60' : (STAGES[code % STAGES.length] ?? '10'),
      // Half of them are planned for a day that has passed.
      data_previsao: formatBrDay(addDays(changed.slice(0, 10), code % 2 === 0 ? 90 : -30)),
      encerrado: 'N',
    },
    infoCadastro: {
      ...infoAt(changed),
      // A cancelled order stays in its stage.
      cancelado: record.status === 'cancelled' ? 'S' : 'N',
      faturado: isClosed ? 'S' : 'N',
      devolvido: 'N',
    },
    total_pedido: { valor_total_pedido: Number(record.amount), valor_icms: 0 },
    informacoes_adicionais: { contato: '' },
  }
}

/** A query for one order leaves out every field that is empty or zero, which the listing shows. */
export const withoutEmpty = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, part]) => part !== '' && part !== 0)
          .map(([key, part]) => [key, withoutEmpty(part)]),
      )
    : value
