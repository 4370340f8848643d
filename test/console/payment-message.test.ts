import { expect, it } from 'vitest'
import { paymentMessage } from '../../src/console/supply/payment-message.ts'
import type { OpenTitle } from '../../src/console/supply/title-store.ts'

const titleOf = (index: number, fields: Partial<OpenTitle> = {}): OpenTitle => ({
  ...{ externalId: `T${index}`, number: null, installment: null, kind: 'invoice', status: 'open', isOwed: true },
  ...{
    issuedOn: '2026-10-01',
    dueOn: '2026-11-10',
    effectiveDueOn: '2026-11-10',
    amount: 10_000n,
    openAmount: 10_000n,
  },
  ...{ boletoLine: null, pixCode: null },
  ...fields,
})
const linesOf = (titles: readonly OpenTitle[], frees = true): string[] =>
  paymentMessage({
    ...{
      companyName: 'Serra Azul',
      orderId: 'P-9',
      orderAmount: 123_456n,
      amount: 90_000n,
      titles,
      today: '2026-11-23',
      frees,
    },
  }).split('\n')

it('a payment message names each title by its number, its day and every way to pay it', () => {
  const titles = [
    titleOf(1, { number: '88', pixCode: '000201PIX', boletoLine: '2379' }),
    titleOf(2, { dueOn: '2026-11-23', openAmount: 1n }),
    titleOf(3, { number: 'NF 90', installment: '2/3' }),
    titleOf(4, { number: 'NF 91', installment: '4' }),
  ]
  expect(linesOf(titles).slice(2, -2)).toEqual([
    'Recebemos o pedido P-9, no valor de R$ 1.234,56. Para seguir com ele, pedimos o pagamento de R$ 900,00, referente a:',
    '',
    '• Título 88, venceu em 10/11/2026: R$ 100,00',
    'Pix copia e cola: 000201PIX',
    'Boleto (linha digitável): 2379',
    '• Título T2, vence em 23/11/2026: R$ 0,01',
    '• Título NF 90 · 2/3, venceu em 10/11/2026: R$ 100,00',
    '• Título NF 91/4, venceu em 10/11/2026: R$ 100,00',
  ])
})

it('a payment message names six titles and counts the rest', () => {
  const many = (count: number) => linesOf(Array.from({ length: count }, (_, index) => titleOf(index + 1)))
  expect(many(6).filter((line) => line.startsWith('•')).length).toBe(6)
  expect(many(7).at(-3)).toBe('• e mais 1 título')
  expect(many(12).at(-3)).toBe('• e mais 6 títulos')
})

it('a payment message promises nothing where paying is not enough', () => {
  expect(linesOf([titleOf(1)], false)[2]).toBe(
    'Recebemos o pedido P-9, no valor de R$ 1.234,56. Antes de seguir com ele, precisamos acertar o que está vencido: R$ 900,00, referente a:',
  )
  expect(linesOf([titleOf(1), titleOf(2, { dueOn: '2026-11-24' })], false)[2]).toContain(
    'Antes de seguir com ele, pedimos o pagamento de R$ 900,00, referente a:',
  )
})
