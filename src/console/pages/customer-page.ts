import type { VNode } from 'preact'
import { isAble } from '../../people/abilities.ts'
import type { CustomerDetail, Title } from '../customer-port.ts'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import { badge, code, csvLink, customerPath, emptyState, heading, problemNotice, table } from '../parts.ts'
import { brl, day, documentWords, groupDigits, instant, lateWords, plural, unbroken } from '../words.ts'
import { agingPicture } from './aging.ts'
import { careActs, careSections } from './care-sections.ts'
import { ledger } from './ledger.ts'
import { orderName, orderPath, reasonList, stateBadge } from './order-card.ts'
import type { Written } from './order-page.ts'
import { timeline } from './timeline.ts'

export interface CustomerModel {
  readonly frame: Frame
  readonly detail: CustomerDetail
  readonly problem: string | null
  readonly written: Written
}

/** Everything about one customer that this person may know. */
export function customerPage(model: CustomerModel): VNode {
  const { frame, detail, problem } = model
  const { customer, credit } = detail
  const canWork = isAble(frame.person.role, 'collection.act')
  return html`<div class="page">
    <p class="back"><a href="/clientes">Clientes</a></p>
    ${heading(
      html`<bdi>${customer.name}</bdi>`,
      [
        documentWords(customer.document),
        [customer.city, customer.state].filter(Boolean).join('/'),
        `código ${customer.externalId}`,
      ]
        .filter(Boolean)
        .join(' · '),
      credit.blocked ? badge('bad', 'Bloqueado') : badge('good', 'Pode comprar'),
    )}
    ${problemNotice(problem)}
    <div class="columns">
      ${detail.care !== null && canWork ? careActs(customerPath(customer), frame, model.written) : null}
      <div class="main">
        ${standing(model)}
        ${openTitles(detail)}
        ${orders(detail, frame.now)}
        ${checks(detail, frame.now)}
      </div>
      ${
        detail.care === null
          ? null
          : html`<aside class="side" aria-label="Acompanhamento">
              ${careSections(detail.care, frame, canWork)}
              <section class="card">
                <h2>História</h2>
                ${detail.story.length === 0 ? html`<p class="meta">Nada aconteceu ainda com este cliente.</p>` : timeline(detail.story, frame.now)}
              </section>
            </aside>`
      }
    </div>
  </div>`
}

function standing({ detail, frame }: CustomerModel): VNode {
  const { credit, aging, titles } = detail
  const { account } = credit
  return html`<section class="card">
    <h2>Posição</h2>
    ${credit.reasons.length === 0 ? null : reasonList(credit.reasons)}
    <div class="ledgers">
      ${ledger('Cliente', credit.limit, credit.exposure, null)}
      ${account === null ? null : ledger(`Grupo econômico (${plural(account.members, 'cliente', 'clientes')})`, account.limit, account.exposure, null)}
    </div>
    ${titles.length === 0 ? null : html`<h3>Por tempo de atraso</h3>${agingPicture(aging)}`}
    <p class="meta">${credit.dataAsOf === null ? 'O ERP ainda não enviou nada.' : html`Dados do ERP de ${instant(credit.dataAsOf, frame.now)}`}</p>
  </section>`
}

function openTitles({ titles: rows, customer, credit }: CustomerDetail): VNode {
  if (rows.length === 0)
    return html`<section class="card"><h2>Títulos em aberto</h2><p class="meta">Este cliente não deve nada.</p></section>`
  return html`<section class="card flush">
    <div class="row"><h2>Títulos em aberto</h2>${csvLink(`${customerPath(customer)}/titulos.csv`)}</div>
    ${rows.length < credit.receivablesOpen ? html`<p class="meta">Aqui os ${rows.length} primeiros de ${groupDigits(credit.receivablesOpen)}; a planilha tem os outros.</p>` : null}
    ${table(
      'Títulos em aberto',
      [
        { label: 'Título', kind: 'head', cell: ({ number, externalId }) => code(number ?? externalId) },
        { label: 'Vencimento', cell: ({ dueOn }) => day(dueOn) },
        { label: 'Atraso', cell: lateness },
        { label: 'Em aberto', kind: 'amount', cell: openPart },
      ],
      rows,
    )}
  </section>`
}

const lateness = ({ daysOverdue, status }: Title): VNode => html`<span>
  <span class=${daysOverdue > 0 ? 'bad' : undefined}>${lateWords(daysOverdue)}</span>
  ${status === 'open' ? null : html` ${badge('warn', titleStatusWords(status))}`}
</span>`

const openPart = ({ openAmount, amount }: Title): VNode => html`<span>
  ${brl(openAmount)}${openAmount === amount ? null : html`<span class="meta">de ${brl(amount)}</span>`}
</span>`

const TITLE_STATUS_WORDS: Record<string, string> = {
  open: 'Em aberto',
  disputed: 'Em disputa',
  returned: 'Pagamento voltou',
}
const TITLE_KIND_WORDS: Record<string, string> = {
  invoice: 'Duplicata',
  credit_note: 'Nota de crédito',
  advance: 'Adiantamento',
  draft: 'Rascunho',
}
export const titleKindWords = (kind: string): string => TITLE_KIND_WORDS[kind] ?? kind
export const titleStatusWords = (status: string): string => TITLE_STATUS_WORDS[status] ?? status

function orders({ orders: rows }: CustomerDetail, now: string): VNode | null {
  if (rows.length === 0) return null
  return html`<section class="card flush">
    <h2>Bloqueios de pedidos</h2>
    ${table(
      'Bloqueios de pedidos deste cliente',
      [
        { label: 'Pedido', kind: 'head', cell: (row) => html`<a href=${orderPath(row)}>${orderName(row)}</a>` },
        { label: 'Situação', cell: (row) => stateBadge(row) },
        { label: 'Bloqueado', cell: (row) => instant(row.blockedAt, now) },
        { label: 'Valor', kind: 'amount', cell: (row) => brl(row.amount) },
      ],
      rows,
    )}
  </section>`
}

const DECISIONS = {
  approved: ['good', 'Aprovado'],
  conditional: ['warn', 'Com condição'],
  blocked: ['bad', 'Bloqueado'],
} as const

function checks({ checks: rows }: CustomerDetail, now: string): VNode {
  if (rows.length === 0)
    return html`<section class="card"><h2>Consultas de crédito</h2>${emptyState('Nenhuma consulta ainda', 'Cada pergunta do ERP sobre este cliente fica registrada aqui.', 'note')}</section>`
  return html`<section class="card flush">
    <h2>Consultas de crédito</h2>
    ${table(
      'Consultas de crédito',
      [
        { label: 'Quando', kind: 'head', cell: ({ checkedAt }) => instant(checkedAt, now) },
        {
          label: 'Resposta',
          cell: ({ decision, reasons }) =>
            html`<span>${badge(DECISIONS[decision][0], DECISIONS[decision][1])}${reasons[0] === undefined ? null : html`<span class="meta">${unbroken(reasons[0].message)}</span>`}</span>`,
        },
        { label: 'Pedido', cell: ({ orderId }) => code(orderId ?? '—') },
        { label: 'Valor', kind: 'amount', cell: ({ amount }) => brl(amount) },
      ],
      rows,
    )}
  </section>`
}
