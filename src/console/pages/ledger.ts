import type { VNode } from 'preact'
import { type Cents, formatBrl, parseCents } from '../../kernel/cents.ts'
import { html } from '../html.ts'
import type { CreditLimit, Exposure } from '../order-port.ts'
import { brl, limitWords } from '../words.ts'

interface Line {
  readonly sign: '' | '−' | '+' | '='
  readonly label: string
  readonly amount: string
  readonly tone?: 'sum' | 'bad' | 'good'
}

/** What counts against the limit, as a bill: nothing that is zero is shown, but what is left always is. */
export function ledger(caption: string, limit: CreditLimit | null, exposure: Exposure, order: string | null): VNode {
  return html`<table class="ledger">
    <caption>${caption}</caption>
    <tbody>
      ${[...positionLines(limit, exposure), ...(order === null ? [] : orderLines(limit, exposure, order))].map(
        ({ sign, label, amount, tone }) => html`<tr class=${tone}>
          <th scope="row"><span class="sign">${sign}</span>${label}</th>
          <td class="money">${amount}</td>
        </tr>`,
      )}
    </tbody>
  </table>`
}

function positionLines(limit: CreditLimit | null, exposure: Exposure): Line[] {
  const parts: readonly [Line['sign'], string, string][] = [
    ['−', 'Títulos em aberto', exposure.open],
    ['−', 'Pedidos confirmados', exposure.orders],
    ['−', 'Reservas', exposure.held],
    ['−', 'Notas em rascunho', exposure.drafts],
    ['+', 'Créditos do cliente', exposure.credits],
  ]
  return [
    { sign: '', label: 'Limite de crédito', amount: limitWords(limit) },
    ...parts
      .filter(([, , amount]) => isNotZero(amount))
      .map(([sign, label, amount]) => ({ sign, label, amount: brl(amount) })),
    exposure.available === null
      ? { sign: '=', label: 'Em uso', amount: brl(exposure.total), tone: 'sum' }
      : { sign: '=', label: 'Disponível', amount: brl(exposure.available), tone: 'sum' },
  ]
}

function orderLines(limit: CreditLimit | null, { available }: Exposure, order: string): Line[] {
  const line: Line = { sign: '−', label: 'Este pedido', amount: brl(order) }
  const room = available === null ? null : parseCents(available)
  const asked = parseCents(order)
  if (room === null || asked === null || limit?.mode !== 'amount') return [line]
  const left: Cents = room - asked
  return left < 0n
    ? [line, { sign: '=', label: 'Falta', amount: formatBrl(-left), tone: 'bad' }]
    : [line, { sign: '=', label: 'Sobra', amount: formatBrl(left), tone: 'good' }]
}

const isNotZero = (amount: string): boolean => parseCents(amount) !== 0n
