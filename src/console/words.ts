import type { VNode } from 'preact'
import { formatBrl, parseCents } from '../kernel/cents.ts'
import { addDays, type Day, formatBrDay } from '../kernel/day.ts'
import type { Role } from '../people/person.ts'
import { html } from './html.ts'
import type { CreditLimit, OrderState, ReleaseState, Remedy } from './order-port.ts'

/** How people read amounts, days and codes, in pt-BR. */

/** `"1234.56"` is `R$ 1.234,56`; text that is no amount is shown as it came. */
export function brl(amount: string): string {
  const cents = parseCents(amount)
  return cents === null ? amount : formatBrl(cents)
}

/** Without case and accents, as people search. */
export const fold = (words: string): string => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export const holds = (words: string, wanted: string): boolean => fold(words).includes(fold(wanted))

/** A sentence whose amounts stay on one line. */
export const unbroken = (sentence: string): string => sentence.replaceAll('R$ ', 'R$\u00a0')

/** `"0.1234"` is `12,3%`. */
export function percent(share: string): string {
  return `${(Number(share) * 100).toFixed(1).replace('.', ',')}%`
}

export const plural = (count: number, one: string, many: string): string =>
  `${groupDigits(count)} ${count === 1 ? one : many}`
export const groupDigits = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '.')

/** `hoje, 10:05` · `ontem, 18:30` · `20/11, 09:12` · `20/11/2025`. Both are RFC 3339 in the same zone. */
export function instantWords(at: string, now: string): string {
  const day: Day = at.slice(0, 10)
  const time = at.slice(11, 16)
  const today: Day = now.slice(0, 10)
  if (day === today) return `hoje, ${time}`
  if (day === addDays(today, -1)) return `ontem, ${time}`
  if (day === addDays(today, 1)) return `amanhã, ${time}`
  return day.slice(0, 4) === today.slice(0, 4) ? `${formatBrDay(day).slice(0, 5)}, ${time}` : formatBrDay(day)
}

export const instant = (at: string, now: string): VNode =>
  html`<time datetime=${at} title=${`${formatBrDay(at.slice(0, 10))} ${at.slice(11, 19)}`}>${instantWords(at, now)}</time>`

export const day = (on: Day): VNode => html`<time datetime=${on}>${formatBrDay(on)}</time>`

export const lateWords = (days: number): string => (days > 0 ? `${plural(days, 'dia', 'dias')} de atraso` : 'em dia')

/** `Maria Prado (usr_01…)`, as the audit trail names people and keys: the name alone. */
export const actorWords = (actor: string): string =>
  actor === 'fiado' ? 'Fiado' : actor.replace(/^channel:/, '').replace(/ \([a-z]+_[^()]*\)$/, '')

const CHANNEL_WORDS: Record<string, string> = { whatsapp: 'WhatsApp', email: 'e-mail', sms: 'SMS', other: 'outro meio' }
/** As it stands in a sentence. */
export const channelWords = (channel: string): string => CHANNEL_WORDS[channel] ?? channel

export const ROLE_WORDS: Record<Role, string> = {
  rep: 'Representante',
  collector: 'Cobrança',
  analyst: 'Analista de crédito',
  manager: 'Gerência',
  admin: 'Administração',
  integrator: 'Integração',
}

export const ORDER_STATE_WORDS: Record<OrderState, string> = {
  blocked: 'Bloqueado',
  released: 'Liberado',
  lapsed: 'Caducou',
  cancelled: 'Cancelado',
  sold: 'Vendido mesmo assim',
}

export const RELEASE_STATE_WORDS: Record<ReleaseState, string> = {
  requested: 'Liberação pedida',
  approved: 'Liberação aprovada',
  rejected: 'Liberação recusada',
  expired: 'Liberação vencida',
  used: 'Liberação usada',
  withdrawn: 'Pedido retirado',
}

const CAUSE_WORDS: Record<string, string> = {
  asked: 'na nova consulta do ERP',
  changed: 'sozinho, porque passou a caber',
  release: 'por liberação assinada',
  returned: 'porque um pagamento voltou',
  erp: 'no ERP',
}
export const causeWords = (cause: string | null): string => (cause === null ? '' : (CAUSE_WORDS[cause] ?? ''))

export function limitWords(limit: CreditLimit | null): string {
  if (limit === null) return 'Sem limite próprio'
  if (limit.mode === 'unlimited') return 'Ilimitado'
  if (limit.mode === 'none' || limit.amount === undefined) return 'Sem crédito'
  return brl(limit.amount)
}

interface RemedyWords {
  readonly title: string
  readonly amount: string | null
  /** What has to come together with it. */
  readonly and?: string
}

/** What would free an order, as something that somebody can do. */
export function remedyWords({ kind, amount, ownAmount, days }: Remedy): RemedyWords {
  switch (kind) {
    case 'pay_receivables':
      return paymentWords(amount ?? '0.00', ownAmount)
    case 'reduce_order':
      return { title: 'Reduzir o pedido para', amount: brl(amount ?? '0.00') }
    case 'down_payment':
      return { title: 'Entrada de', amount: brl(amount ?? '0.00') }
    case 'shorten_term':
      return { title: 'Prazo máximo de', amount: plural(days ?? 0, 'dia', 'dias') }
    case 'pay_cash':
      return { title: 'Vender à vista', amount: null }
    case 'request_release':
      return { title: 'Pedir liberação', amount: null }
  }
}

/** Who else of the account has to pay, and how much, is not for everybody who reads this. */
function paymentWords(amount: string, ownAmount = amount): RemedyWords {
  if (ownAmount === amount) return { title: 'Cliente paga', amount: brl(amount) }
  if (ownAmount === '0.00') return { title: 'Os outros clientes do grupo pagam a parte deles', amount: null }
  return { title: 'Cliente paga', amount: brl(ownAmount), and: ', e os outros clientes do grupo a parte deles' }
}

/** `61.234.567/0001-89` or `123.456.789-09`; anything else as it is. */
export function documentWords(document: string | null): string {
  if (document === null) return ''
  if (document.length === 14) {
    return `${document.slice(0, 2)}.${document.slice(2, 5)}.${document.slice(5, 8)}/${document.slice(8, 12)}-${document.slice(12)}`
  }
  if (document.length !== 11) return document
  return `${document.slice(0, 3)}.${document.slice(3, 6)}.${document.slice(6, 9)}-${document.slice(9)}`
}

const SEGMENT_WORDS: Record<string, string> = {
  pontual: 'Pontual',
  ocasional: 'Ocasional',
  recorrente: 'Recorrente',
  novo: 'Novo',
  cronico: 'crônico',
  mau_pagador: 'mau pagador',
}
/** How a customer pays: `Recorrente · crônico`. A profile that says the same as the segment is left out. */
export function segmentWords(segment: string, profile: string | null = null): string {
  const words = SEGMENT_WORDS[segment] ?? segment
  return profile === null || profile === segment ? words : `${words} · ${SEGMENT_WORDS[profile] ?? profile}`
}

/** What happened, by code. A code that is not here is shown as it is: nothing that happened is left out. */
export const KIND_WORDS: Record<string, string> = {
  blocked: 'Pedido bloqueado',
  revised: 'Pedido alterado no ERP',
  reasons_changed: 'Os motivos mudaram',
  released: 'Pedido liberado',
  lapsed: 'O pedido caducou',
  cancelled: 'Pedido cancelado no ERP',
  sold: 'Vendido mesmo assim no ERP',
  kept_back: 'Retido por uma pessoa',
  let_go: 'Deixou de ser retido',
  payment_sent: 'Forma de pagamento enviada',
  release_requested: 'Liberação pedida',
  release_signed: 'Liberação assinada',
  release_rejected: 'Liberação recusada',
  release_withdrawn: 'Pedido de liberação retirado',
  release_expired: 'A liberação venceu',
  'message.sending': 'Mensagem saindo',
  'message.sent': 'Mensagem enviada',
  'message.not_sent': 'Mensagem não enviada',
  'message.failed': 'Mensagem falhou',
  'message.ambiguous': 'Não se sabe se a mensagem saiu',
  'message.resolved': 'Envio esclarecido',
  'message.delivered': 'Mensagem entregue',
  'message.read': 'Mensagem lida',
  'address.marked': 'Contato marcado',
  'address.cleared': 'Contato voltou a valer',
  'contact_point.added': 'Contato incluído',
  'contact_point.removed': 'Contato retirado',
  'promise.made': 'Promessa de pagamento',
  'promise.kept': 'Promessa cumprida',
  'promise.broken': 'Promessa quebrada',
  'promise.cancelled': 'Promessa cancelada',
  'dispute.opened': 'Disputa aberta',
  'dispute.resolved': 'Disputa resolvida',
  'pause.set': 'Cobrança pausada',
  'pause.lifted': 'Cobrança retomada',
  'task.opened': 'Tarefa criada',
  'task.done': 'Tarefa feita',
  'note.added': 'Anotação',
  'segment.changed': 'Como o cliente paga',
}
