import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { assets } from '../../src/console/assets.ts'
import { renderDocument } from '../../src/console/html.ts'
import { type Frame, page } from '../../src/console/layout.ts'
import type { OrderRow } from '../../src/console/order-port.ts'
import { ledger } from '../../src/console/pages/ledger.ts'
import { orderPage } from '../../src/console/pages/order-page.ts'
import { ordersPage } from '../../src/console/pages/orders-page.ts'
import { samplePerson } from './sample-app.ts'
import { NOW, sampleDetail, sampleEnded, sampleOrders } from './sample-orders.ts'

const plain = (text: string): string => text
const frame: Frame = {
  ...{ person: samplePerson('rep'), csrf: 'token', companyName: 'Serra Azul', now: NOW, path: '/', done: null },
}
const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
const HOSTILE = [
  `"><script>alert(1)</script>`,
  `' onmouseover=alert(1) x='`,
  'javascript:alert(1)',
  `${'W'.repeat(4_000)}`,
  '👩🏽‍🌾🔥 ‮מקהלה‬ \u202Eevil',
  '{{constructor}} </title><style>*{}</style>',
]
/** Tags with the names of their attributes: what text must never change. */
const skeletonOf = (markup: string): string[] =>
  [...markup.matchAll(/<\/?([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, tag, attributes = '']) => `${tag} ${attributes.replace(/="[^"]*"/g, '').trim()}`,
  )
const query = { state: 'blocked', text: null, after: null } as const

describe('my blocked orders', () => {
  const listed = (say: (text: string) => string) => {
    const entries = sampleOrders(say)
    const standing = { entries, next: null, totals: { count: 3, amount: '26120.60' } }
    return renderToString(ordersPage({ frame, query, standing, ended: sampleEnded(say) }))
  }

  it('say the customer, the amount, every reason in the words of the decision, and what frees each', () => {
    const text = textOf(listed(plain))
    for (const words of [
      '3 pedidos · R$ 26.120,60 parados',
      'Mercado Bom Preço Ltda Pedido PED-9930 · bloqueado hoje, 08:20 R$ 6.430,00 Bloqueado',
      'Cliente com 2 títulos vencidos há 12 dias (R$ 1.830,00). Pediu crédito 4 vezes em 30 dias',
      'O que libera: basta um destes Cliente paga R$ 1.830,00 Vender à vista',
      'Reduzir o pedido para R$ 14.440,00 Entrada de R$ 4.310,00',
      'Liberação pedida por Rafael Nogueira , hoje, 09:41 . Aguardando assinatura.',
      'Uma pessoa reteve este pedido: só uma pessoa o deixa seguir.',
      'Padaria e Confeitaria São José R$ 2.118,40 Liberado hoje, 09:02 · sozinho, porque passou a caber',
    ]) {
      expect(text).toContain(words)
    }
  })

  it('say once that a person keeps an order back, whether it was asked for since or not', () => {
    const [row] = sampleOrders(plain) as [OrderRow]
    const message = 'Uma pessoa reteve este pedido: só uma pessoa o deixa seguir.'
    for (const reasons of [row.reasons, [{ code: 'kept_back', severity: 'block', message } as const]]) {
      const standing = { entries: [{ ...row, keptBack: true, reasons }], next: null, totals: { count: 1, amount: '1' } }
      const text = textOf(renderToString(ordersPage({ frame, query, standing, ended: [] })))
      expect(text.split(message)).toHaveLength(2)
    }
  })

  it('say whose words they are where the ERP refused the sale', () => {
    const [row] = sampleOrders(plain) as [OrderRow]
    const message = 'Crédito insuficiente: venda de R$ 100,00, disponível R$ 50,00.'
    const reasons = [{ code: 'refused_in_erp', severity: 'block', message } as const]
    const standing = { entries: [{ ...row, reasons }], next: null, totals: { count: 1, amount: '1' } }
    const text = textOf(renderToString(ordersPage({ frame, query, standing, ended: [] }))).replaceAll('\u00a0', ' ')
    expect(text).toContain(`O ERP recusou a venda: “${message}”`)
  })

  it('promise nothing that others of the group have to do as well, and offer to send only what can be paid', () => {
    const [row] = sampleOrders(plain) as [OrderRow]
    const shown = (ownAmount: string, payable: boolean) => {
      const remedies = [
        { kind: 'pay_receivables', amount: '900.00', ownAmount } as const,
        { kind: 'pay_cash' } as const,
      ]
      const standing = { entries: [{ ...row, remedies, payable }], next: null, totals: { count: 1, amount: '900.00' } }
      return textOf(renderToString(ordersPage({ frame, query, standing, ended: [] })))
    }
    const shared = shown('830.00', true)
    expect(shared).toContain(
      'basta um destes Cliente paga R$ 830,00 , e os outros clientes do grupo a parte deles Vender',
    )
    expect(shared).toContain('Enviar forma de pagamento')
    const others = shown('0.00', false)
    expect(others).toContain('basta um destes Os outros clientes do grupo pagam a parte deles Vender à vista')
    expect([others.includes('Enviar forma de pagamento'), others.includes('R$ 0,00')]).toEqual([false, false])
  })

  it('say so where there are too many to add up', () => {
    const standing = { entries: sampleEnded(plain), next: null, totals: null }
    const closed = { ...query, state: 'closed' } as const
    expect(textOf(renderToString(ordersPage({ frame, query: closed, standing, ended: [] })))).toContain(
      'Pedidos demais para somar aqui : procure por cliente ou por número.',
    )
  })

  it('offer a release where one can be asked for, once', () => {
    expect([...listed(plain).matchAll(/action="(\/pedidos\/[^"]+)"/g)].map((match) => match[1])).toEqual([
      '/pedidos/blk_0/liberacao',
    ])
  })

  it('are calm when there are none, and say what is missing to a rep without a code', () => {
    const standing = { entries: [], next: null, totals: { count: 0, amount: '0.00' } }
    const empty = (given: Frame) => textOf(renderToString(ordersPage({ frame: given, query, standing, ended: [] })))
    expect(empty(frame)).toContain('Nenhum pedido bloqueado')
    expect(empty({ ...frame, person: { ...frame.person, salesRep: null } })).toContain(
      'Seu código de vendedor ainda não foi informado',
    )
  })

  it.each(HOSTILE)('take text for text, number %$', (text) => {
    expect(skeletonOf(listed((said) => `${said}${text}`))).toEqual(skeletonOf(listed(plain)))
  })
})

describe('the ledger of a decision', () => {
  const exposure = {
    open: '3100.00',
    overdue: '830.00',
    orders: '0.00',
    held: '500.00',
    drafts: '0.00',
    credits: '120.00',
    total: '3480.00',
    available: '1520.00',
  }
  const lines = (...given: Parameters<typeof ledger>) => textOf(renderToString(ledger(...given)))

  it('adds up from the limit to what is missing, without lines of zero', () => {
    expect(lines('Cliente', { mode: 'amount', amount: '5000.00' }, exposure, '1600.00')).toBe(
      'Cliente Limite de crédito R$ 5.000,00 − Títulos em aberto R$ 3.100,00 − Reservas R$ 500,00 + Créditos do cliente R$ 120,00 = Disponível R$ 1.520,00 − Este pedido R$ 1.600,00 = Falta R$ 80,00',
    )
  })

  it('says what is left where the order fits, exactly at the limit too', () => {
    expect(lines('Cliente', { mode: 'amount', amount: '5000.00' }, exposure, '1520.00')).toContain('= Sobra R$ 0,00')
  })

  it('compares with nothing where there is no amount', () => {
    const words = lines('Cliente', { mode: 'none' }, { ...exposure, available: null }, '10.00')
    expect(words).toContain('Limite de crédito Sem crédito')
    expect(words).toContain('= Em uso R$ 3.480,00 − Este pedido R$ 10,00')
    expect(words).not.toContain('Falta')
  })
})

describe('the page of an order', () => {
  it('says when it was decided, from where the reader stands', () => {
    const [row] = sampleOrders(plain) as [OrderRow]
    const order = sampleDetail(row, plain)
    const at = (now: string) =>
      textOf(renderToString(orderPage({ frame: { ...frame, now }, order, problem: null, written: {} })))
    expect(at(NOW)).toContain('consulta de hoje, 08:20 · dados do ERP de hoje, 08:15')
    expect(at('2026-11-24T10:00:00-03:00')).toContain('consulta de ontem, 08:20 · dados do ERP de ontem, 08:15')
    expect(at('2026-12-24T10:00:00-03:00')).toContain('consulta de 23/11, 08:20 · dados do ERP de 23/11, 08:15')
  })
})

describe('a page', () => {
  it('shows to whom what: entries by ability, the one that is open marked, and no inline style or script', () => {
    const [row] = sampleOrders(plain)
    if (!row) throw new Error('there is a sample')
    const order = sampleDetail(row, plain)
    const content = orderPage({ frame, order, problem: null, written: {} })
    const markup = renderDocument(page({ ...frame, path: '/pedidos/blk_0' }, assets, 'Pedido', content))
    expect(markup.startsWith('<!doctype html><html lang="pt-BR">')).toBe(true)
    expect([...markup.matchAll(/<nav.*?<\/nav>/gs)].map(([nav]) => textOf(nav))).toEqual([
      'Pedidos bloqueados Clientes',
    ])
    expect(markup).toMatch(/href="\/pedidos" aria-current="page"/)
    expect(markup.match(/<h1/g)).toHaveLength(1)
    expect(markup).not.toMatch(/\sstyle=|<style|<script(?! src="\/static\/)|\son[a-z]+=/)
  })
})
