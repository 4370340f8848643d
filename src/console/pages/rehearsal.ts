import type { VNode } from 'preact'
import { html } from '../html.ts'
import { badge, csvLink, customerPath, table } from '../parts.ts'
import type { Rehearsal } from '../policy-port.ts'
import { brl, instant, plural, unbroken } from '../words.ts'

export const LATER = {
  paid: ['good', 'Foi pago'],
  unpaid: ['bad', 'Não foi pago'],
  open: ['calm', 'Ainda a vencer'],
} as const
const DECISIONS: Record<string, string> = { approved: 'aprovado', conditional: 'com condição', blocked: 'bloqueado' }
export const decisionWords = (decision: string): string => DECISIONS[decision] ?? decision

const amountOf = ({ count, amount }: Rehearsal['wouldHold'], tone?: string): VNode =>
  html`<span><strong class=${tone}>${plural(count, 'pedido', 'pedidos')}</strong> no valor de <strong class="money">${brl(amount)}</strong></span>`

function heldWords({ wouldHold, laterUnpaid: { count, amount } }: Rehearsal): VNode {
  if (wouldHold.count === 0) return html`<span>Não teria segurado nenhum pedido.</span>`
  const later =
    count === 0
      ? '; até hoje, nenhum deles deixou de ser pago'
      : html`, ${count === 1 ? 'um dos quais' : 'dos quais'} <strong class="bad">${count === 1 ? 'não foi pago' : `${count} não foram pagos`}</strong> depois (<span class="money">${brl(amount)}</span>)`
  return html`<span>Teria segurado ${amountOf(wouldHold)}${later}.</span>`
}

const freedWords = ({ wouldFree }: Rehearsal): VNode =>
  wouldFree.count === 0
    ? html`<span>Não teria liberado nenhum.</span>`
    : html`<span>Teria liberado ${amountOf(wouldFree, 'good')}.</span>`

/** What the draft would have done, said in one sentence before any table. */
export function rehearsalCard(rehearsal: Rehearsal, now: string): VNode {
  const { days, checks, examples, rehearsedAt } = rehearsal
  return html`<section class="rehearsal">
    <h3>Ensaio sobre ${plural(days, 'dia', 'dias')}</h3>
    <p class="verdict">${heldWords(rehearsal)} ${freedWords(rehearsal)}</p>
    <p class="meta">${plural(checks, 'consulta repetida', 'consultas repetidas')}, ${instant(rehearsedAt, now)}</p>
    ${
      examples.length === 0
        ? null
        : html`<div class="row"><h4>Em que a resposta seria outra</h4>${csvLink('/politica/rascunho/ensaio.csv', 'do ensaio')}</div>${table(
            'Pedidos em que a resposta seria outra',
            [
              {
                label: 'Pedido',
                kind: 'head',
                cell: ({ customer, orderId }) =>
                  html`<a href=${customerPath(customer)}><bdi>${customer.name}</bdi></a><span class="meta"><bdi>${orderId}</bdi></span>`,
              },
              { label: 'Foi', cell: ({ was }) => decisionWords(was) },
              { label: 'Seria', cell: ({ would }) => decisionWords(would) },
              { label: 'Por quê', kind: 'words', cell: ({ because }) => unbroken(because) },
              {
                label: 'Depois',
                cell: ({ later }) => (later === null ? '—' : badge(LATER[later][0], LATER[later][1])),
              },
              { label: 'Valor', kind: 'amount', cell: ({ amount }) => brl(amount) },
            ],
            examples,
          )}`
    }
  </section>`
}
