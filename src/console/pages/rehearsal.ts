import type { VNode } from 'preact'
import { html } from '../html.ts'
import { badge, customerPath, table } from '../parts.ts'
import type { Rehearsal } from '../policy-port.ts'
import { brl, instant, plural } from '../words.ts'

const LATER = {
  paid: ['good', 'Foi pago'],
  unpaid: ['bad', 'Não foi pago'],
  open: ['calm', 'Ainda a vencer'],
} as const
const DECISIONS: Record<string, string> = { approved: 'aprovado', conditional: 'com condição', blocked: 'bloqueado' }

/** What the draft would have done, said in one sentence before any table. */
export function rehearsalCard(rehearsal: Rehearsal, now: string): VNode {
  const { days, checks, wouldHold, laterUnpaid, wouldFree, examples, rehearsedAt } = rehearsal
  return html`<section class="rehearsal">
    <h3>Ensaio sobre ${plural(days, 'dia', 'dias')}</h3>
    <p class="verdict">
      Teria segurado <strong>${plural(wouldHold.count, 'pedido', 'pedidos')}</strong> no valor de <strong class="money">${brl(wouldHold.amount)}</strong>${wouldHold.count === 0 ? '' : html`, dos quais <strong class=${laterUnpaid.count > 0 ? 'bad' : undefined}>${laterUnpaid.count} ${laterUnpaid.count === 1 ? 'não foi pago' : 'não foram pagos'}</strong> depois (<span class="money">${brl(laterUnpaid.amount)}</span>)`};
      teria liberado <strong class="good">${plural(wouldFree.count, 'pedido', 'pedidos')}</strong>, de <strong class="money">${brl(wouldFree.amount)}</strong>.
    </p>
    <p class="meta">${plural(checks, 'consulta repetida', 'consultas repetidas')}, ${instant(rehearsedAt, now)}</p>
    ${
      examples.length === 0
        ? null
        : table(
            'Pedidos em que a resposta seria outra',
            [
              {
                label: 'Pedido',
                kind: 'head',
                cell: ({ customer, orderId }) =>
                  html`<a href=${customerPath(customer)}><bdi>${customer.name}</bdi></a><span class="meta"><bdi>${orderId}</bdi></span>`,
              },
              { label: 'Foi', cell: ({ was }) => DECISIONS[was] ?? was },
              { label: 'Seria', cell: ({ would }) => DECISIONS[would] ?? would },
              { label: 'Por quê', kind: 'words', cell: ({ because }) => because },
              {
                label: 'Depois',
                cell: ({ later }) => (later === null ? '—' : badge(LATER[later][0], LATER[later][1])),
              },
              { label: 'Valor', kind: 'amount', cell: ({ amount }) => brl(amount) },
            ],
            examples,
          )
    }
  </section>`
}
