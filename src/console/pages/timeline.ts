import type { VNode } from 'preact'
import { formatBrDay, isDay } from '../../kernel/day.ts'
import { html } from '../html.ts'
import { actorWords, brl, instant } from '../words.ts'

interface TimelineEntry {
  readonly at: string
  readonly kind: string
  readonly actor: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** What happened, by code. A code that is not here is shown as it is: nothing that happened is left out. */
const KIND_WORDS: Record<string, string> = {
  blocked: 'Pedido bloqueado',
  revised: 'Pedido alterado no ERP',
  reasons_changed: 'Os motivos mudaram',
  released: 'Pedido liberado',
  lapsed: 'O pedido caducou',
  cancelled: 'Pedido cancelado no ERP',
  sold: 'Vendido mesmo assim no ERP',
  kept_back: 'Retido por uma pessoa',
  let_go: 'Deixou de ser retido',
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
  'segment.changed': 'Mudou de segmento',
}

/** What of `detail` people want to read, and how. */
const DETAIL_WORDS: readonly [field: string, words: (value: string) => string][] = [
  ['text', (value) => value],
  ['title', (value) => value],
  ['amount', (value) => brl(value)],
  ['promisedOn', (value) => `para ${dayWords(value)}`],
  ['dueOn', (value) => `para ${dayWords(value)}`],
  ['reason', (value) => value],
  ['message', (value) => value],
  ['outcome', (value) => value],
  ['resolution', (value) => value],
  ['channel', (value) => value],
  ['address', (value) => value],
  ['step', (value) => `passo ${value}`],
  ['note', (value) => value],
]

const dayWords = (value: string): string => (isDay(value) ? formatBrDay(value) : value)

/** Newest or oldest first, as it is given. */
export function timeline(entries: readonly TimelineEntry[], now: string): VNode {
  return html`<ol class="timeline">
    ${entries.map(({ at, kind, actor, detail }) => {
      const words = DETAIL_WORDS.flatMap(([field, say]) => {
        const value = detail[field]
        return typeof value === 'string' && value !== '' ? [say(value)] : []
      })
      return html`<li class=${toneOf(kind)}>
        <p><strong>${KIND_WORDS[kind] ?? kind}</strong> <span class="meta"><bdi>${actorWords(actor)}</bdi> · ${instant(at, now)}</span></p>
        ${words.length === 0 ? null : html`<p class="words">${words.join(' · ')}</p>`}
      </li>`
    })}
  </ol>`
}

function toneOf(kind: string): string | undefined {
  if (/^released|_signed$|\.(?:kept|done|resolved)$/.test(kind)) return 'good'
  if (/blocked|broken|rejected|failed|kept_back|lapsed/.test(kind)) return 'bad'
  return undefined
}
