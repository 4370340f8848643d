import type { Day } from '../../../src/kernel/day.ts'
import type { CreditMark, CustomerRecord, OrderRecord, ReceivableRecord } from '../../../src/sync/contract.ts'
import {
  absoluteAmountOf,
  amountOf,
  brDayOf,
  documentOf,
  emailOf,
  instantOfLocal,
  stateOf,
  textOf,
} from '../../../src/sync/convert.ts'
import { BadRecordError } from '../../../src/sync/errors.ts'
import type { CustomerRow, OrderRow, TitleRow } from './rows.ts'

/** Where an order may stand. The codes are fixed, their names are each company's own. */
export const STAGES = ['00', '10', '20', '30', '40', '50', '60', '70', '80'] as const

/** Customers, suppliers, carriers, staff and banks share one register; only tags tell them apart. */
const OTHER_TAGS = new Set(['fornecedor', 'transportadora', 'funcionario', 'banco', 'contador'])

export function toCustomer(row: CustomerRow, zone: string): CustomerRecord | null {
  if (isNoCustomer(row)) return null
  const name = textOf(row.razao_social, 255) ?? textOf(row.nome_fantasia, 255)
  if (name === undefined) throw new BadRecordError('razao_social', 'is empty')
  const limit = amountOf(row.valor_limite_credito ?? 0, 'valor_limite_credito')
  return {
    externalId: row.codigo_cliente_omie,
    name,
    document: documentOf(row.cnpj_cpf),
    // Every new customer has 0 in this field: it means that nobody has set a limit, so the policy's default holds.
    limit: limit === '0.00' ? undefined : { mode: 'amount', amount: limit },
    email: emailOf(row.recomendacoes?.email_fatura) ?? emailOf(row.email),
    phone: textOf(`${row.telefone1_ddd ?? ''}${row.telefone1_numero ?? ''}`.replace(/\D/g, ''), 32),
    state: stateOf(row.estado),
    // Cities are written with their state: "IJUÍ (RS)".
    city: textOf(row.cidade?.replace(/\s*\([A-Z]{2}\)\s*$/, ''), 120),
    active: row.inativo !== 'S',
    since: row.info?.dInc ? brDayOf(row.info.dInc, 'info.dInc') : undefined,
    updatedAt: changedAt(row.info, zone, 'info'),
  }
}

function isNoCustomer({ tags }: CustomerRow): boolean {
  const words = (tags ?? []).map(({ tag }) => plain(tag ?? ''))
  return !words.includes('cliente') && words.some((word) => OTHER_TAGS.has(word))
}

export const markOf = ({ bloquear_faturamento: mark }: Pick<CustomerRow, 'bloquear_faturamento'>): CreditMark => ({
  bloquear_faturamento: mark === 'S' ? 'S' : 'N',
})

/** `A VENCER`, `AVENCER`, `VENCE HOJE`, `PAGTO_PARCIAL`: the services of Omie do not write them alike. */
const STATUSES: Readonly<Record<string, 'open' | 'paid' | 'cancelled'>> = {
  AVENCER: 'open',
  VENCEHOJE: 'open',
  ATRASADO: 'open',
  EMABERTO: 'open',
  PAGTOPARCIAL: 'open',
  RECEBIDO: 'paid',
  LIQUIDADO: 'paid',
  PAGO: 'paid',
  CANCELADO: 'cancelled',
}

/**
 * Titles that are no debt of a customer from a sale: what a supplier owes for goods that went back to it (DEVR), and what
 * a customer pays in advance of an order (ADVR).
 */
const FOREIGN_ORIGINS = new Set(['DEVR', 'ADVR'])
/** What is owed to a customer for goods that came back: the credit note of Omie is a payable title. */
const SALES_RETURN = 'DEVP'

export function toReceivable(row: TitleRow, zone: string): ReceivableRecord | null {
  const { cabecTitulo: title } = row
  const kind = kindOf(title)
  if (kind === null) return null
  const amount = absoluteAmountOf(title.nValorTitulo, 'cabecTitulo.nValorTitulo')
  const { status, openAmount } = balanceOf(row)
  return {
    externalId: title.nCodTitulo,
    customer: { externalId: title.nCodCliente },
    kind,
    number: textOf(title.cNumTitulo, 64) ?? textOf(title.cNumDocFiscal, 64),
    installment: textOf(title.cNumParcela, 16),
    issuedOn: issueDayOf(title),
    dueOn: brDayOf(title.dDtVenc, 'cabecTitulo.dDtVenc'),
    amount,
    openAmount,
    status,
    settledOn:
      status === 'paid' && title.dDtPagamento ? brDayOf(title.dDtPagamento, 'cabecTitulo.dDtPagamento') : undefined,
    orderId: kind === 'invoice' && title.nCodOS && title.nCodOS !== '0' ? title.nCodOS : undefined,
    paymentMethod: textOf(title.cTipo, 64),
    updatedAt: changedAt(title.info, zone, 'cabecTitulo.info'),
  }
}

function kindOf({ cNatureza, cOrigem }: TitleRow['cabecTitulo']): 'invoice' | 'credit_note' | null {
  if (cNatureza === 'R') return FOREIGN_ORIGINS.has(cOrigem ?? '') ? null : 'invoice'
  if (cNatureza === 'P') return cOrigem === SALES_RETURN ? 'credit_note' : null
  throw new BadRecordError('cabecTitulo.cNatureza', `is neither R nor P: ${JSON.stringify(cNatureza).slice(0, 20)}`)
}

function issueDayOf({ dDtEmissao, dDtRegistro, info }: TitleRow['cabecTitulo']): Day {
  return brDayOf(dDtEmissao || dDtRegistro || info?.dInc, 'cabecTitulo.dDtEmissao')
}

function balanceOf({ cabecTitulo, resumo }: TitleRow): Pick<ReceivableRecord, 'status' | 'openAmount'> {
  const status = STATUSES[cabecTitulo.cStatus.toUpperCase().replace(/[\s_]/g, '')]
  if (status === undefined)
    throw new BadRecordError(
      'cabecTitulo.cStatus',
      `is a status that Fiado does not know: ${JSON.stringify(cabecTitulo.cStatus).slice(0, 40)}`,
    )
  if (status === 'cancelled') return { status, openAmount: '0.00' }
  const balance = resumo?.nValAberto
  if (status === 'paid' && (balance == null || resumo?.cLiquidado === 'S')) return { status, openAmount: '0.00' }
  if (balance == null) throw new BadRecordError('resumo.nValAberto', 'is missing')
  const openAmount = absoluteAmountOf(balance, 'resumo.nValAberto')
  // A title that is paid in part may be called paid: what is still open decides.
  return openAmount === '0.00' ? { status, openAmount } : { status: 'open', openAmount }
}

export function toOrder(row: OrderRow, zone: string, soldStages: readonly string[]): OrderRecord {
  const { cabecalho, infoCadastro, total_pedido: total } = row
  if (!(STAGES as readonly string[]).includes(cabecalho.etapa))
    throw new BadRecordError(
      'cabecalho.etapa',
      `is a stage that Fiado does not know: ${JSON.stringify(cabecalho.etapa).slice(0, 20)}`,
    )
  return {
    id: cabecalho.codigo_pedido,
    customer: { externalId: cabecalho.codigo_cliente },
    amount: amountOf(total.valor_total_pedido ?? 0, 'total_pedido.valor_total_pedido'),
    status: orderStatusOf(row, soldStages),
    updatedAt: changedAt(infoCadastro, zone, 'infoCadastro'),
  }
}

function orderStatusOf({ cabecalho, infoCadastro }: OrderRow, soldStages: readonly string[]): OrderRecord['status'] {
  if (infoCadastro.cancelado === 'S') return 'cancelled'
  if (infoCadastro.faturado === 'S' || infoCadastro.devolvido === 'S' || cabecalho.encerrado === 'S') return 'closed'
  // Told and not left out: an order may go back to being a proposal, and takes no room then.
  return soldStages.includes(cabecalho.etapa) ? 'confirmed' : 'cancelled'
}

type Info = { readonly dAlt?: string | null | undefined; readonly hAlt?: string | null | undefined } | null | undefined

function changedAt(info: Info, zone: string, path: string): string | undefined {
  if (!info?.dAlt) return undefined
  const day = brDayOf(info.dAlt, `${path}.dAlt`)
  return instantOfLocal(`${day}T${info.hAlt || '00:00:00'}`, zone, `${path}.hAlt`)
}

/** Lower case, without accents. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
