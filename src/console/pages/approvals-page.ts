import type { VNode } from 'preact'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { Approval, Approvals } from '../order-port.ts'
import { csvLink, customerPath, emptyState, heading, live, moreLink } from '../parts.ts'
import { actorWords, brl, instant, plural } from '../words.ts'
import { orderName, orderPath, reasonList, remedyList } from './order-card.ts'
import { signing } from './order-page.ts'

export interface ApprovalsModel {
  readonly frame: Frame
  readonly approvals: Approvals
  /** Where the page begins; null is the first one. */
  readonly after: string | null
}

/** What waits for a signature, the oldest first. */
export const approvalsPage = (model: ApprovalsModel): VNode => html`<div class="page">
  ${heading('Aprovações', authorityWords(model.approvals), csvLink('/aprovacoes.csv'))}
  ${live('lista', model.after === null ? '/aprovacoes' : `/aprovacoes?${new URLSearchParams({ depois: model.after })}`, approvalsPart(model))}
  <p class="more"><a class="button" href="/pedidos">Ver todos os pedidos bloqueados</a></p>
</div>`

function authorityWords({ authority }: Approvals): VNode | null {
  if (authority === null) return null
  const { amountMax, monthlyBudget, monthlyUsed } = authority
  return html`Sua alçada: ${amountMax === null ? 'sem teto por pedido' : html`até <strong class="money">${brl(amountMax)}</strong> por pedido`}${
    monthlyBudget === null
      ? '.'
      : html`; no mês, <strong class="money">${brl(monthlyUsed)}</strong> usados de <strong class="money">${brl(monthlyBudget)}</strong>.`
  }`
}

export function approvalsPart({ frame, approvals, after }: ApprovalsModel): VNode {
  const { entries, count, next } = approvals
  if (entries.length === 0 && after === null)
    return emptyState(
      'Nada espera por assinatura',
      'Quando alguém pedir uma liberação, ela aparece aqui na hora.',
      'good',
    )
  return html`<div class="stack">
    <p class="summary"><strong>${plural(count, 'liberação pedida', 'liberações pedidas')}</strong>${entries.length === count ? null : html` · ${after === null ? 'as mais antigas primeiro' : html`<a href="/aprovacoes">ver desde a mais antiga</a>`}`}</p>
    ${entries.map((row) => approvalCard(row, frame))}
    ${moreLink('/aprovacoes', 'depois', next)}
  </div>`
}

const approvalCard = (row: Approval, frame: Frame): VNode => html`<article class="card order">
  <header>
    <div>
      <h2><a href=${orderPath(row)}><bdi>${row.customer.name}</bdi></a></h2>
      <p class="meta">${orderName(row)} · <a href=${customerPath(row.customer)}>ver cliente</a></p>
    </div>
    <p class="total"><span class="money">${brl(row.amount)}</span><span class="meta">${row.request.overLimit === '0.00' ? 'dentro do limite' : `${brl(row.request.overLimit)} além do limite`}</span></p>
  </header>
  <blockquote><bdi>${row.request.reason}</bdi></blockquote>
  <p class="meta">Pedido por <bdi>${actorWords(row.request.requestedBy)}</bdi>, ${instant(row.request.requestedAt, frame.now)}${
    row.request.signatures.length === 0
      ? null
      : ` · ${plural(row.request.signatures.length, 'assinatura', 'assinaturas')} de ${row.request.signaturesNeeded}`
  }</p>
  ${reasonList(row.reasons)}
  ${remedyList(row)}
  <footer>${signing(row, frame, {})}</footer>
</article>`
