import type { VNode } from 'preact'
import { html } from '../html.ts'
import { icon } from '../icons.ts'
import type { Frame } from '../layout.ts'
import type { OrderDetail } from '../order-port.ts'
import { choice, heading, postForm, problemNotice } from '../parts.ts'
import { actorWords, brl, channelWords, instant } from '../words.ts'
import { orderName, orderPath } from './order-card.ts'

export interface PaymentModel {
  readonly frame: Frame
  readonly order: OrderDetail
  readonly payment: NonNullable<OrderDetail['payment']>
  readonly problem: string | null
}

/** The way to pay, ready to be sent from the rep's own phone. */
export function paymentPage({ frame, order, payment, problem }: PaymentModel): VNode {
  const { amount, frees, message, whatsapp, email } = payment
  const subject = `Pagamento e pedido ${order.orderId}`
  const then = frees
    ? 'e o pedido é liberado sozinho, assim que o pagamento chegar.'
    : 'e ajuda, mas só isso não libera o pedido: na página dele está o que ainda falta.'
  return html`<div class="page narrow">
    <p class="back"><a href=${orderPath(order)}>${orderName(order)}</a></p>
    ${heading('Enviar forma de pagamento', html`<bdi>${order.customer.name}</bdi> paga <strong class="money">${brl(amount)}</strong> ${then}`)}
    ${problemNotice(problem)}
    ${sentBefore(order, frame.now)}
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
    ${afterwards(order, payment, frame.csrf)}
  </div>`
}

/** A message that went twice annoys: who sent it last is told first. */
function sentBefore({ timeline }: OrderDetail, now: string): VNode | null {
  const last = timeline.findLast(({ kind }) => kind === 'payment_sent')
  if (last === undefined) return null
  const { channel } = last.detail
  const way = typeof channel === 'string' ? ` por ${channelWords(channel)}` : ''
  return html`<p class="notice calm">${icon('note')}<span><bdi>${actorWords(last.actor)}</bdi> já enviou${way}, ${instant(last.at, now)}.</span></p>`
}

const afterwards = (
  order: OrderDetail,
  { amount, whatsapp, email }: PaymentModel['payment'],
  csrf: string,
): VNode => html`<section class="card">
  <h2>Já enviou?</h2>
  <p class="meta">Registre no pedido: quem o abrir sabe que a mensagem já foi, e ninguém envia outra vez.</p>
  ${postForm(
    `${orderPath(order)}/pagamento`,
    csrf,
    html`
      <input type="hidden" name="amount" value=${amount} />
      ${choice(
        'enviado',
        'channel',
        'Enviei por',
        [
          ['whatsapp', 'WhatsApp'],
          ['email', 'E-mail'],
          ['other', 'Outro meio'],
        ],
        whatsapp !== null ? 'whatsapp' : email !== null ? 'email' : 'other',
      )}
      <button>Já enviei</button>
    `,
  )}
</section>`
