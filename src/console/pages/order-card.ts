import type { VNode } from 'preact'
import { html } from '../html.ts'
import { icon } from '../icons.ts'
import type { OrderRow, Reason } from '../order-port.ts'
import { badge, type Tone } from '../parts.ts'
import { actorWords, brl, instant, ORDER_STATE_WORDS, remedyWords, unbroken } from '../words.ts'

export const orderPath = ({ id }: Pick<OrderRow, 'id'>): string => `/pedidos/${encodeURIComponent(id)}`

const TONES: Record<Reason['severity'], Tone> = { block: 'bad', conditional: 'warn', warn: 'calm' }

/** What the seller read there is told as what it is: the ERP's database has no other words than these. */
export const reasonWords = ({ code, message }: Reason): string =>
  code === 'refused_in_erp' ? `O ERP recusou a venda: “${message}”` : message

/** Every reason, in the words of the decision. */
export const reasonList = (reasons: readonly Reason[]): VNode => html`<ul class="reasons">
  ${reasons.map(
    (reason) =>
      html`<li class=${TONES[reason.severity]}>${icon(reason.severity === 'warn' ? 'note' : 'blocked')}<span>${unbroken(reasonWords(reason))}</span></li>`,
  )}
</ul>`

/** What would free it: each one alone is enough. */
export function remedyList({ remedies, keptBack, reasons }: OrderRow): VNode | null {
  // Whoever has asked since was told so as a reason.
  if (keptBack && reasons.some(({ code }) => code === 'kept_back')) return null
  if (keptBack)
    return html`<p class="progress">${icon('hand')}<span>Uma pessoa reteve este pedido: só uma pessoa o deixa seguir.</span></p>`
  const shown = remedies.filter(({ kind }) => kind !== 'request_release')
  if (shown.length === 0) return null
  return html`<div class="remedies">
    <p class="label">${shown.length === 1 ? 'O que libera' : 'O que libera: basta um destes'}</p>
    <ul>
      ${shown.map((remedy) => {
        const { title, amount, and = null } = remedyWords(remedy)
        return html`<li>${title}${amount === null ? null : html` <strong class="money">${amount}</strong>`}${and}</li>`
      })}
    </ul>
  </div>`
}

export function stateBadge({ state, keptBack, release }: Pick<OrderRow, 'state' | 'keptBack' | 'release'>): VNode {
  if (state === 'released') return badge('good', ORDER_STATE_WORDS.released)
  if (state !== 'blocked') return badge('calm', ORDER_STATE_WORDS[state] ?? state)
  if (keptBack) return badge('bad', 'Retido por uma pessoa')
  if (release?.state === 'requested') return badge('warn', 'Liberação pedida')
  if (release?.state === 'rejected') return badge('bad', 'Liberação recusada')
  return badge('bad', ORDER_STATE_WORDS.blocked)
}

/** How it stands with the release, in a sentence. */
export function releaseLine({ release, state }: Pick<OrderRow, 'release' | 'state'>, now: string): VNode | null {
  if (release === null || state !== 'blocked') return null
  const who = actorWords(release.requestedBy)
  const when = instant(release.requestedAt, now)
  if (release.state === 'requested')
    return html`<p class="progress">${icon('waiting')}<span>Liberação pedida por <bdi>${who}</bdi>, ${when}. Aguardando assinatura.</span></p>`
  if (release.state === 'rejected')
    return html`<p class="progress">${icon('blocked')}<span>O pedido de liberação de <bdi>${who}</bdi> foi recusado.</span></p>`
  if (release.state === 'expired')
    return html`<p class="progress">${icon('note')}<span>A liberação venceu sem ser usada.</span></p>`
  return null
}

export const orderName = ({ orderId, revision }: Pick<OrderRow, 'orderId' | 'revision'>): VNode =>
  html`Pedido <bdi>${orderId}</bdi>${revision > 1 ? ` · revisão ${revision}` : ''}`

/** The card of an order that stands; `actions` is what somebody can do about it. */
export function orderCard(row: OrderRow, now: string, actions: VNode | null): VNode {
  return html`<article class="card order" data-row>
    <header>
      <div>
        <h2><a href=${orderPath(row)}><bdi>${row.customer.name}</bdi></a></h2>
        <p class="meta">${orderName(row)} · bloqueado ${instant(row.blockedAt, now)}</p>
      </div>
      <p class="total"><span class="money">${brl(row.amount)}</span>${stateBadge(row)}</p>
    </header>
    ${reasonList(row.reasons)}
    ${remedyList(row)}
    ${releaseLine(row, now)}
    ${actions === null ? null : html`<footer>${actions}</footer>`}
  </article>`
}
