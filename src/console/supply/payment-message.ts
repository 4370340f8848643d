import { type Cents, formatBrl } from '../../kernel/cents.ts'
import { type Day, formatBrDay } from '../../kernel/day.ts'
import type { OpenTitle } from './title-store.ts'
import { titleNumber } from './titles.ts'

export interface Payable {
  readonly companyName: string
  readonly orderId: string
  readonly orderAmount: Cents
  readonly amount: Cents
  readonly titles: readonly OpenTitle[]
  readonly today: Day
  /** Whether the order goes on once it is paid: nothing is promised that does not hold. */
  readonly frees: boolean
}

/** A message that nobody reads to the end frees no order. */
const TITLES_TOLD_MAX = 6

/** What the customer is told, and nobody else: what is asked for, which titles, and how to pay them. */
export function paymentMessage({ companyName, orderId, orderAmount, amount, titles, today, frees }: Payable): string {
  const told = titles.slice(0, TITLES_TOLD_MAX).flatMap((title) => tellTitle(title, today))
  const more = titles.length - TITLES_TOLD_MAX
  const asked = frees
    ? `Para seguir com ele, pedimos o pagamento de ${formatBrl(amount)}`
    : titles.every(({ dueOn }) => dueOn < today)
      ? `Antes de seguir com ele, precisamos acertar o que está vencido: ${formatBrl(amount)}`
      : `Antes de seguir com ele, pedimos o pagamento de ${formatBrl(amount)}`
  return [
    `Olá! Aqui é da ${companyName}.`,
    '',
    `Recebemos o pedido ${orderId}, no valor de ${formatBrl(orderAmount)}. ${asked}, referente a:`,
    '',
    ...told,
    ...(more > 0 ? [`• e mais ${more} ${more === 1 ? 'título' : 'títulos'}`] : []),
    '',
    'Se o pagamento já foi feito, por favor desconsidere esta mensagem. Qualquer dúvida, é só responder por aqui. Obrigado!',
  ].join('\n')
}

function tellTitle(title: OpenTitle, today: Day): string[] {
  const { externalId, dueOn, openAmount, boletoLine, pixCode } = title
  const due = dueOn < today ? 'venceu em' : 'vence em'
  return [
    `• Título ${titleNumber(title) ?? externalId}, ${due} ${formatBrDay(dueOn)}: ${formatBrl(openAmount)}`,
    ...(pixCode === null ? [] : [`Pix copia e cola: ${pixCode}`]),
    ...(boletoLine === null ? [] : [`Boleto (linha digitável): ${boletoLine}`]),
  ]
}
