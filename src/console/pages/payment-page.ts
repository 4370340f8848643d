import type { VNode } from 'preact'
import { html } from '../html.ts'
import type { Frame } from '../layout.ts'
import type { OrderDetail } from '../order-port.ts'
import { heading } from '../parts.ts'
import { brl } from '../words.ts'
import { orderName, orderPath } from './order-card.ts'

export interface PaymentModel {
  readonly frame: Frame
  readonly order: OrderDetail
  readonly payment: NonNullable<OrderDetail['payment']>
}

/** The way to pay, ready to be sent from the rep's own phone. */
export function paymentPage({ order, payment }: PaymentModel): VNode {
  const { amount, message, whatsapp, email } = payment
  const subject = `Pagamento para liberar o pedido ${order.orderId}`
  return html`<div class="page narrow">
    <p class="back"><a href=${orderPath(order)}>${orderName(order)}</a></p>
    ${heading('Enviar forma de pagamento', html`<bdi>${order.customer.name}</bdi> paga <strong class="money">${brl(amount)}</strong> e o pedido é liberado sozinho, assim que o pagamento chegar.`)}
    <section class="card">
      <h2>Mensagem</h2>
      <p class="message" id="mensagem">${message}</p>
      <div class="buttons">
        ${whatsapp === null ? null : html`<a class="button primary" rel="noreferrer" href=${`https://wa.me/${encodeURIComponent(whatsapp)}?text=${encodeURIComponent(message)}`}>Enviar por WhatsApp</a>`}
        ${email === null ? null : html`<a class="button" href=${`mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(message)}`}>Enviar por e-mail</a>`}
        <button type="button" class="quiet" data-copy="mensagem" hidden>Copiar</button>
      </div>
      ${whatsapp === null && email === null ? html`<p class="hint">O ERP não tem WhatsApp nem e-mail deste cliente: copie a mensagem e envie por onde falar com ele.</p>` : null}
    </section>
  </div>`
}
