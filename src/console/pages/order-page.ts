import type { VNode } from 'preact'
import { addDays } from '../../kernel/day.ts'
import { isAble } from '../../people/abilities.ts'
import { html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Frame } from '../layout.ts'
import type { OrderDetail, Release } from '../order-port.ts'
import {
  badge,
  code,
  customerPath,
  disclosure,
  field,
  heading,
  live,
  postForm,
  problemNotice,
  table,
} from '../parts.ts'
import {
  actorWords,
  brl,
  causeWords,
  day,
  instant,
  lateWords,
  ORDER_STATE_WORDS,
  plural,
  RELEASE_STATE_WORDS,
  unbroken,
} from '../words.ts'
import { ledger } from './ledger.ts'
import { orderName, orderPath, reasonList, releaseLine, remedyList, stateBadge } from './order-card.ts'
import { releaseForm } from './orders-page.ts'
import { timeline } from './timeline.ts'

/** What was written into a form that was refused. */
export type Written = Readonly<Record<string, string>>

export interface OrderModel {
  readonly frame: Frame
  readonly order: OrderDetail
  readonly problem: string | null
  readonly written: Written
}

/** One order: the arithmetic of the decision, what happened, and what can be done now. */
export function orderPage(model: OrderModel): VNode {
  const { order, problem } = model
  const { customer } = order
  return html`<div class="page">
    <p class="back"><a href="/pedidos">Pedidos bloqueados</a></p>
    ${heading(
      orderName(order),
      html`<a href=${customerPath(customer)}><bdi>${customer.name}</bdi></a> · ${order.source}${order.salesRep === null ? null : html` · vendedor <bdi>${order.salesRep}</bdi>`}`,
      html`<p class="total"><span class="money">${brl(order.amount)}</span></p>`,
    )}
    ${problemNotice(problem)}
    ${live('estado', orderPath(order), orderPart(model))}
  </div>`
}

/** Everything about the order that changes while somebody waits. */
export function orderPart(model: OrderModel): VNode {
  const { frame, order } = model
  return html`<div class="columns">
    ${actions(model)}
    <div class="main">
      ${standing(order, frame.now)}
      ${arithmetic(order, frame.now)}
      ${overdueTitles(order)}
      <section class="card"><h2>O que aconteceu</h2>${timeline(order.timeline, frame.now)}${auditLink(order, frame)}</section>
    </div>
    ${order.releases.length === 0 ? null : html`<aside class="side" aria-label="Liberações">${order.releases.map((release) => contract(release, frame.now))}</aside>`}
  </div>`
}

const standing = (order: OrderDetail, now: string): VNode => html`<section class="card">
  <h2 class="row">Situação ${stateBadge(order)}</h2>
  ${order.state === 'blocked' ? reasonList(order.reasons) : endedWords(order, now)}
  ${order.state === 'blocked' ? remedyList(order) : null}
  ${releaseLine(order, now)}
  ${order.state === 'blocked' ? html`<p class="meta">Sem solução até ${instant(order.lapsesAt, now)}, o pedido caduca.</p>` : null}
</section>`

function endedWords({ state, closedAt, cause }: OrderDetail, now: string): VNode {
  const why = causeWords(cause)
  return html`<p>${ORDER_STATE_WORDS[state]}${closedAt === null ? null : html` ${instant(closedAt, now)}`}${why === '' ? '' : `, ${why}`}.</p>`
}

/** The trail also names what the ERP did with it, and the whole of each signature. */
const auditLink = ({ source, orderId }: OrderDetail, { person }: Frame): VNode | null =>
  isAble(person.role, 'people.manage')
    ? html`<p><a href=${`/auditoria?${new URLSearchParams({ sobre: `${source}/${orderId}` })}`}>Ver na auditoria</a></p>`
    : null

function arithmetic({ decision, amount }: OrderDetail, now: string): VNode {
  const { limit, exposure, account, policyVersion, dataAsOf, checkedAt } = decision
  return html`<section class="card">
    <h2>A conta</h2>
    <div class="ledgers">
      ${ledger('Cliente', limit, exposure, amount)}
      ${account === null ? null : ledger('Grupo econômico', account.limit, account.exposure, amount)}
    </div>
    <p class="meta">
      Política versão ${policyVersion} · consulta de ${instant(checkedAt, now)}
      ${dataAsOf === null ? null : html` · dados do ERP de ${instant(dataAsOf, now)}`}
    </p>
  </section>`
}

function overdueTitles({ overdue }: OrderDetail): VNode | null {
  if (overdue.length === 0) return null
  return html`<section class="card">
    <h2>Títulos vencidos</h2>
    ${table(
      'Títulos vencidos do cliente',
      [
        { label: 'Título', kind: 'head', cell: ({ number, externalId }) => code(number ?? externalId) },
        { label: 'Vencimento', cell: ({ dueOn }) => day(dueOn) },
        { label: 'Atraso', cell: ({ daysOverdue }) => lateWords(daysOverdue) },
        { label: 'Em aberto', kind: 'amount', cell: ({ openAmount }) => brl(openAmount) },
      ],
      overdue,
    )}
  </section>`
}

function actions({ order, frame, written }: OrderModel): VNode | null {
  const { may, payment } = order
  const { csrf } = frame
  if (order.state !== 'blocked') return null
  return html`<section class="card do">
    <h2>O que fazer</h2>
    ${may.sign === null ? null : signing(order, frame, written)}
    ${may.request ? disclosure('Pedir liberação', releaseForm(order, csrf, written['reason']), { className: 'primary' }) : null}
    ${payment === null ? null : html`<a class="button" href=${`${orderPath(order)}/pagamento`}>Enviar forma de pagamento</a>`}
    ${may.withdraw ? withdrawing(order, csrf) : null}
    ${may.keep ? keeping(order, csrf) : null}
    ${may.sign === null && !may.request && payment === null && !may.keep && !may.withdraw ? html`<p class="meta">Nada a fazer aqui agora: o pedido é reavaliado sozinho a cada pagamento.</p>` : null}
  </section>`
}

const EXPIRES_IN_DAYS = 3

const releaseField = ({ release }: Pick<OrderDetail, 'release'>): VNode =>
  html`<input type="hidden" name="release" value=${release?.id ?? ''} />`

/** Approve with reason, amount and expiry, or reject; or why this person cannot. */
export function signing(
  order: Pick<OrderDetail, 'id' | 'amount' | 'may' | 'release'>,
  { csrf, now }: Frame,
  written: Written,
): VNode | null {
  const { sign } = order.may
  if (sign === null) return null
  if (sign.refusal !== null)
    return html`<p class="notice calm">${icon('hand')}<span>${unbroken(sign.refusal)}</span></p>`
  const scope = `assinar-${order.id}`
  const which = releaseField(order)
  const approve = postForm(
    `${orderPath(order)}/aprovacao`,
    csrf,
    html`
      ${which}
      ${field(scope, 'amount', 'Valor liberado (R$)', { inputmode: 'decimal', value: written['amount'] ?? brl(order.amount).slice(3), maxlength: 20 })}
      ${field(scope, 'expiresOn', 'Vale até', { type: 'date', value: written['expiresOn'] ?? addDays(now.slice(0, 10), EXPIRES_IN_DAYS), min: now.slice(0, 10) })}
      ${field(scope, 'reason', 'Motivo', { rows: 2, maxlength: 500, value: written['reason'] })}
      ${sign.amountMax === null ? null : html`<p class="hint">Sua alçada: até ${brl(sign.amountMax)}.</p>`}
      <button class="primary">Aprovar</button>
    `,
  )
  const reject = postForm(
    `${orderPath(order)}/recusa`,
    csrf,
    html`${which}${field(`recusar-${order.id}`, 'reason', 'Motivo da recusa', { rows: 2, maxlength: 500, hint: 'O representante lê isto.' })}<button class="danger">Recusar</button>`,
  )
  return html`<div class="signing">
    ${disclosure('Aprovar liberação', approve, { className: 'primary', open: Object.keys(written).length > 0 })}
    ${disclosure('Recusar', reject)}
  </div>`
}

const withdrawing = (order: OrderDetail, csrf: string): VNode =>
  disclosure(
    'Retirar o pedido de liberação',
    postForm(
      `${orderPath(order)}/retirada`,
      csrf,
      html`${releaseField(order)}${field(`retirar-${order.id}`, 'reason', 'Motivo', { rows: 2, maxlength: 500 })}<button>Retirar</button>`,
    ),
  )

function keeping(order: OrderDetail, csrf: string): VNode {
  const label = order.keptBack ? 'Deixar seguir' : 'Reter este pedido'
  const hint = order.keptBack
    ? 'O pedido volta a ser liberado sozinho quando couber.'
    : 'Nada o libera enquanto estiver retido, nem um pagamento.'
  return disclosure(
    label,
    postForm(
      `${orderPath(order)}/${order.keptBack ? 'soltura' : 'retencao'}`,
      csrf,
      html`${field(`reter-${order.id}`, 'reason', 'Motivo', { rows: 2, maxlength: 500, hint })}<button class=${order.keptBack ? '' : 'danger'}>${label}</button>`,
    ),
  )
}

/** A release is a contract: who asked and why, who signed, for how much, until when. */
function contract(release: Release, now: string): VNode {
  const {
    state,
    amount,
    overLimit,
    reason,
    requestedBy,
    requestedAt,
    expiresAt,
    revision,
    signatures,
    signaturesNeeded,
  } = release
  const tone = state === 'approved' || state === 'used' ? 'good' : state === 'requested' ? 'warn' : 'calm'
  return html`<section class="card contract">
    <h2 class="row">Liberação ${badge(tone, RELEASE_STATE_WORDS[state] ?? state)}</h2>
    <blockquote><bdi>${reason}</bdi></blockquote>
    <p class="meta"><bdi>${actorWords(requestedBy)}</bdi>, ${instant(requestedAt, now)}</p>
    <dl>
      <div><dt>Valor</dt><dd class="money">${brl(amount)}</dd></div>
      <div><dt>Além do limite</dt><dd class="money">${brl(overLimit)}</dd></div>
      <div><dt>Revisão</dt><dd>${revision}</dd></div>
      ${expiresAt === null ? null : html`<div><dt>Vale até</dt><dd>${instant(expiresAt, now)}</dd></div>`}
      <div><dt>Assinaturas</dt><dd>${signatures.filter(({ verdict }) => verdict === 'approved').length} de ${plural(signaturesNeeded, 'necessária', 'necessárias')}</dd></div>
    </dl>
    ${
      signatures.length === 0
        ? null
        : html`<ul class="signatures">
            ${signatures.map(
              (one) => html`<li>
                ${icon(one.verdict === 'approved' ? 'good' : 'blocked')}
                <span><strong><bdi>${actorWords(one.signer)}</bdi></strong> ${one.verdict === 'approved' ? 'aprovou' : 'recusou'} ${instant(one.signedAt, now)}: <bdi>${one.reason}</bdi></span>
              </li>`,
            )}
          </ul>`
    }
  </section>`
}
