import type { VNode } from 'preact'
import { EVENT_TYPES, type EventType } from '../../outbox/event.ts'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { DeadDelivery, WebhookRow, WebhooksPort } from '../operation-port.ts'
import { badge, csvLink, disclosure, emptyState, field, heading, postForm, problemNotice, table } from '../parts.ts'
import { instant, plural } from '../words.ts'
import type { Written } from './order-page.ts'
import { revealed } from './revealed.ts'

export interface WebhooksModel {
  readonly frame: Frame
  readonly view: Awaited<ReturnType<WebhooksPort['list']>>
  readonly problem: string | null
  readonly written: Written
  readonly secret: string | null
}

const TYPE_WORDS: Record<EventType, string> = {
  'order.blocked': 'pedido bloqueado',
  'order.released': 'pedido liberado',
  'order.lapsed': 'pedido caducou',
  'customer.blocked': 'cliente bloqueado',
  'customer.unblocked': 'cliente desbloqueado',
  'hold.expired': 'reserva vencida',
}

export function webhooksPage({ frame, view, problem, written, secret }: WebhooksModel): VNode {
  const form = postForm(
    '/webhooks',
    frame.csrf,
    html`
      ${field('webhook', 'name', 'Nome', { maxlength: 120, value: written['name'] })}
      ${field('webhook', 'url', 'Endereço', { type: 'url', maxlength: 2_000, value: written['url'], placeholder: 'https://erp.exemplo.com.br/fiado' })}
      ${field('webhook', 'source', 'Só esta conexão', { maxlength: 64, required: false, value: written['source'] })}
      <fieldset>
        <legend>Avisar de</legend>
        <p class="hint">Nenhum marcado: todos.</p>
        ${EVENT_TYPES.map((type) => html`<label class="check"><input type="checkbox" name="types" value=${type} /> ${TYPE_WORDS[type]}</label>`)}
      </fieldset>
      <button class="primary">Criar webhook</button>
    `,
  )
  return html`<div class="page">
    ${heading('Webhooks', 'Para onde o Fiado conta o que aconteceu, assinado e na ordem.', csvLink('/webhooks.csv'))}
    ${problemNotice(problem)}
    ${secret === null ? null : revealed('Segredo da assinatura', 'Com ele quem recebe confere que foi o Fiado que enviou. Não será mostrado outra vez.', secret)}
    ${disclosure('Novo webhook', form, { className: 'card wide', open: problem !== null && Object.keys(written).length > 0 })}
    ${view.webhooks.length === 0 ? emptyState('Nenhum webhook', 'Quem não pode receber lê GET /v1/events.', 'webhooks') : html`<div class="card flush">${list(view.webhooks, frame)}</div>`}
    ${view.dead.length === 0 ? null : html`<section class="card flush" id="mortas"><div class="row"><h2>Não entregues</h2>${csvLink('/webhooks/entregas.csv', 'do que não foi entregue')}</div>${dead(view.dead, frame)}</section>`}
  </div>`
}

const list = (webhooks: readonly WebhookRow[], { now, csrf }: Frame): VNode =>
  table(
    'Webhooks',
    [
      {
        label: 'Webhook',
        kind: 'head',
        cell: ({ name, url }) => html`<bdi>${name}</bdi><span class="meta"><bdi>${url}</bdi></span>`,
      },
      {
        label: 'Avisa de',
        cell: ({ types }) => (types.length === 0 ? 'tudo' : types.map((type) => TYPE_WORDS[type]).join(', ')),
      },
      { label: 'Situação', cell: healthOf },
      {
        label: 'Última entrega',
        cell: ({ lastDeliveredAt }) => (lastDeliveredAt === null ? 'nenhuma' : instant(lastDeliveredAt, now)),
      },
      { label: 'Ações', kind: 'action', cell: (row) => acts(row, csrf) },
    ],
    webhooks,
  )

function healthOf({ active, dead: lost, waiting }: WebhookRow): VNode {
  if (!active) return badge('calm', 'Parado')
  if (lost > 0) return badge('bad', plural(lost, 'não entregue', 'não entregues'))
  return waiting > 0 ? badge('warn', `${waiting} na fila`) : badge('good', 'Em dia')
}

function acts({ id, name, active }: WebhookRow, csrf: string): VNode {
  const path = `/webhooks/${encodeURIComponent(id)}`
  return html`<div class="buttons">
    ${postForm(`${path}/situacao`, csrf, html`<input type="hidden" name="active" value=${active ? 'nao' : 'sim'} /><button class="quiet">${active ? 'Parar' : 'Retomar'}<span class="unseen"> ${name}</span></button>`)}
    ${postForm(`${path}/remocao`, csrf, html`<button class="quiet danger">Remover<span class="unseen"> ${name}</span></button>`, { confirm: `Remover ${name}? O que está na fila não será entregue.` })}
  </div>`
}

const dead = (deliveries: readonly DeadDelivery[], { now, csrf }: Frame): VNode =>
  table(
    'Entregas que falharam',
    [
      {
        label: 'Evento',
        kind: 'head',
        cell: ({ type, webhook }) => html`${TYPE_WORDS[type]}<span class="meta"><bdi>${webhook}</bdi></span>`,
      },
      { label: 'Quando', cell: ({ at }) => instant(at, now) },
      { label: 'Tentativas', kind: 'amount', cell: ({ attempts }) => attempts },
      {
        label: 'Última resposta',
        cell: ({ lastStatus, lastError }) => [lastStatus, lastError].filter((part) => part !== null).join(' · '),
      },
      {
        label: 'Ações',
        kind: 'action',
        cell: ({ id }) =>
          postForm(
            `/webhooks/entregas/${encodeURIComponent(id)}/reenvio`,
            csrf,
            html`<button class="quiet">Enviar de novo<span class="unseen"> ${id}</span></button>`,
          ),
      },
    ],
    deliveries,
  )
