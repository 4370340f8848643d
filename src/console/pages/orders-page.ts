import type { VNode } from 'preact'
import { isAble } from '../../people/abilities.ts'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { OrderQuery, OrderRow, OrdersPort } from '../order-port.ts'
import {
  csvLink,
  customerPath,
  disclosure,
  emptyState,
  field,
  heading,
  live,
  moreLink,
  postForm,
  table,
} from '../parts.ts'
import { brl, causeWords, instant, plural } from '../words.ts'
import { orderCard, orderName, orderPath, stateBadge } from './order-card.ts'

export interface OrdersModel {
  readonly frame: Frame
  readonly query: OrderQuery
  readonly standing: Awaited<ReturnType<OrdersPort['list']>>
  /** What was freed or ended lately; only beside a first page. */
  readonly ended: readonly OrderRow[]
}

/** My blocked orders: why, what frees each, and what I can do about it. */
export function ordersPage(model: OrdersModel): VNode {
  const { frame, query } = model
  const own = frame.person.role === 'rep'
  const title = own ? 'Meus pedidos bloqueados' : 'Pedidos bloqueados'
  return html`
    <div class="page">
      ${heading(title, null, csvLink(`/pedidos.csv${search(query)}`))}
      ${finder(query, own)}
      ${live('lista', `${frame.path}${search(query)}`, ordersPart(model))}
    </div>
  `
}

const search = ({ text, state }: OrderQuery): string => {
  const parts = new URLSearchParams()
  if (text !== null) parts.set('busca', text)
  if (state === 'closed') parts.set('situacao', 'encerrados')
  return parts.size === 0 ? '' : `?${parts}`
}

const finder = (
  { text, state }: OrderQuery,
  own: boolean,
): VNode => html`<form class="finder" method="get" action=${own ? '/' : '/pedidos'} role="search">
  <label class="unseen" for="busca">Cliente ou número do pedido</label>
  <input id="busca" type="search" name="busca" maxlength="120" placeholder="Cliente ou número do pedido" value=${text ?? ''} />
  <label class="unseen" for="situacao">Situação</label>
  <select id="situacao" name="situacao">
    <option value="bloqueados" selected=${state === 'blocked'}>Bloqueados</option>
    <option value="encerrados" selected=${state === 'closed'}>Encerrados</option>
  </select>
  <button>Buscar</button>
</form>`

/** The part that is asked for again while somebody waits. */
export function ordersPart({ frame, query, standing, ended }: OrdersModel): VNode {
  const { entries, totals, next } = standing
  if (entries.length === 0) return html`<div>${nothing(query, frame)}${endedList(ended, frame.now)}</div>`
  const words = query.state === 'blocked' ? 'parados' : 'no total'
  return html`<div class="stack">
    ${totals === null ? html`<p class="summary"><strong>Pedidos demais para somar aqui</strong>: procure por cliente ou por número.</p>` : html`<p class="summary"><strong>${plural(totals.count, 'pedido', 'pedidos')}</strong> · <strong class="money">${brl(totals.amount)}</strong> ${words}</p>`}
    ${
      query.state === 'closed'
        ? html`<div class="card flush">${closedTable(entries, frame.now)}</div>`
        : html`<div class="stack">${entries.map((row) => orderCard(row, frame.now, actionsOf(row, frame)))}</div>`
    }
    ${moreLink(`${frame.path}${search(query)}`, 'depois', next)}
    ${endedList(ended, frame.now)}
  </div>`
}

function nothing({ text, state }: OrderQuery, { person }: Frame): VNode {
  if (text !== null) return emptyState('Nenhum pedido encontrado', 'Confira o nome do cliente ou o número do pedido.')
  if (state === 'closed')
    return emptyState('Nenhum pedido encerrado ainda', 'O que for liberado ou caducar aparece aqui.')
  if (person.role === 'rep' && person.salesRep === null)
    return emptyState(
      'Seu código de vendedor ainda não foi informado',
      'Peça à administração que o cadastre: seus pedidos aparecem logo em seguida.',
      'note',
    )
  return emptyState(
    'Nenhum pedido bloqueado',
    'Tudo o que foi vendido cabe no crédito dos clientes. Boas vendas!',
    'good',
  )
}

function actionsOf(row: OrderRow, { person, csrf }: Frame): VNode {
  const canAsk =
    isAble(person.role, 'releases.request') &&
    row.release?.state !== 'requested' &&
    row.remedies.some(({ kind }) => kind === 'request_release')
  return html`<div class="buttons">
    ${canAsk ? disclosure('Pedir liberação', releaseForm(row, csrf), { className: 'primary' }) : null}
    ${row.payable ? html`<a class="button" href=${`${orderPath(row)}/pagamento`}>Enviar forma de pagamento</a>` : null}
    <a class="button quiet" href=${orderPath(row)}>Ver a conta<span class="unseen"> do pedido ${row.orderId}</span></a>
  </div>`
}

export const releaseForm = (row: Pick<OrderRow, 'id'>, csrf: string, value?: string): VNode =>
  postForm(
    `${orderPath(row)}/liberacao`,
    csrf,
    html`
      ${field(row.id, 'reason', 'Por que este pedido deve passar?', {
        rows: 3,
        maxlength: 500,
        value,
        hint: 'Quem assina lê isto: diga o que sabe do cliente, por exemplo quando e como ele vai pagar.',
      })}
      <button class="primary">Pedir liberação</button>
    `,
  )

function closedTable(rows: readonly OrderRow[], now: string): VNode {
  return table(
    'Pedidos encerrados',
    [
      { label: 'Pedido', kind: 'head', cell: (row) => html`<a href=${orderPath(row)}>${orderName(row)}</a>` },
      {
        label: 'Cliente',
        cell: (row) => html`<a href=${customerPath(row.customer)}><bdi>${row.customer.name}</bdi></a>`,
      },
      { label: 'Valor', kind: 'amount', cell: (row) => brl(row.amount) },
      { label: 'Situação', cell: (row) => html`${stateBadge(row)} <span class="meta">${causeWords(row.cause)}</span>` },
      { label: 'Quando', cell: (row) => (row.closedAt === null ? '—' : instant(row.closedAt, now)) },
    ],
    rows,
  )
}

function endedList(ended: readonly OrderRow[], now: string): VNode | null {
  if (ended.length === 0) return null
  return html`<section class="after">
    <h2>Resolvidos há pouco</h2>
    <ul class="lines">
      ${ended.map(
        (row) => html`<li>
          <a href=${orderPath(row)}><bdi>${row.customer.name}</bdi></a>
          <span class="money">${brl(row.amount)}</span>
          <span class="end">${stateBadge(row)} <span>${row.closedAt === null ? null : instant(row.closedAt, now)}${causeWords(row.cause) === '' ? '' : ` · ${causeWords(row.cause)}`}</span></span>
        </li>`,
      )}
    </ul>
  </section>`
}
