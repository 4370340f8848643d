import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Ability } from '../people/abilities.ts'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { amountField, dayField, wordsField } from './forms.ts'
import type { Approval, OrderDetail, OrderQuery, OrderRow } from './order-port.ts'
import type { Outcome } from './outcome.ts'
import { approvalsPage, approvalsPart } from './pages/approvals-page.ts'
import { reasonWords } from './pages/order-card.ts'
import { orderPage, orderPart, type Written } from './pages/order-page.ts'
import { ordersPage, ordersPart } from './pages/orders-page.ts'
import { paymentPage } from './pages/payment-page.ts'
import type { ConsolePorts } from './ports.ts'
import { START_PATHS } from './start-paths.ts'
import { actorWords, ORDER_STATE_WORDS } from './words.ts'

const LIST_QUERY = ['busca', 'situacao', 'depois', 'parte'] as const
const REASON_MAX = 500
const RELEASE_ID_MAX = 64

const reasonForm = z.strictObject({ reason: wordsField('Motivo', REASON_MAX) })
const releaseId = z.string().min(1, 'Esta liberação já foi decidida.').max(RELEASE_ID_MAX)
const signatureForm = reasonForm.extend({ release: releaseId })
const sentForm = z.strictObject({
  channel: z.enum(['whatsapp', 'email', 'other'], 'Escolha por onde a mensagem foi enviada.'),
  amount: amountField('Valor'),
})
const approvalForm = signatureForm.extend({ amount: amountField('Valor liberado'), expiresOn: dayField('Vale até') })

/** Refused orders: why, what frees them, and who signs. */
export function addOrders(desk: Desk, ports: ConsolePorts): void {
  addLists(desk, ports)
  addApprovals(desk, ports)
  addOrder(desk, ports)
  addPayment(desk, ports)
  addActs(desk, ports)
}

const queryOf = ({ query }: Visit, after = query['depois'] ?? null): OrderQuery => ({
  state: query['situacao'] === 'encerrados' ? 'closed' : 'blocked',
  text: query['busca']?.trim() || null,
  after,
})

function addLists(desk: Desk, { orders }: ConsolePorts): void {
  const list = async (visit: Visit): Promise<Shown | FastifyReply> => {
    const query = queryOf(visit)
    const standing = await orders.list(visit.person, query)
    const isFirst = query.state === 'blocked' && query.text === null && query.after === null
    const ended = isFirst ? await orders.ended(visit.person) : []
    const model = { frame: visit.frame, query, standing, ended }
    if (visit.query['parte'] === 'lista') return desk.part(visit, ordersPart(model))
    return { title: 'Pedidos bloqueados', content: ordersPage(model) }
  }
  desk.page('/', null, LIST_QUERY, async (visit) => {
    const start = START_PATHS[visit.person.role]
    const { feito } = visit.query
    return start === '/'
      ? list(visit)
      : visit.reply.redirect(feito === undefined ? start : `${start}?feito=${encodeURIComponent(feito)}`, 303)
  })
  desk.page('/pedidos', 'orders.see', LIST_QUERY, list)
  desk.csv('/pedidos.csv', 'orders.see', ['busca', 'situacao'], {
    name: 'pedidos-bloqueados',
    columns: ORDER_COLUMNS,
    read: (visit, after, limit) => orders.rows(visit.person, queryOf(visit, after), limit),
  })
}

const ORDER_COLUMNS: CsvSheet<OrderRow>['columns'] = [
  ['Pedido', ({ orderId }) => orderId],
  ['Revisão', ({ revision }) => revision],
  ['Conexão', ({ source }) => source],
  ['Cliente', ({ customer }) => customer.name],
  ['Código do cliente', ({ customer }) => customer.externalId],
  ['Vendedor', ({ salesRep }) => salesRep],
  ['Valor', ({ amount }) => ({ amount })],
  ['Situação', ({ state }) => ORDER_STATE_WORDS[state] ?? state],
  ['Bloqueado em', ({ blockedAt }) => blockedAt],
  ['Encerrado em', ({ closedAt }) => closedAt],
  ['Motivos', ({ reasons }) => reasons.map(reasonWords).join(' ')],
]

function addApprovals(desk: Desk, { orders }: ConsolePorts): void {
  desk.page('/aprovacoes', 'releases.approve', ['depois', 'parte'], async (visit) => {
    const after = visit.query['depois'] ?? null
    const model = { frame: visit.frame, after, approvals: await orders.approvals(visit.person, after) }
    if (visit.query['parte'] === 'lista') return desk.part(visit, approvalsPart(model))
    return { title: 'Aprovações', content: approvalsPage(model) }
  })
  const columns: CsvSheet<Approval>['columns'] = [
    ...(ORDER_COLUMNS as CsvSheet<Approval>['columns']),
    ['Pedida por', ({ request }) => actorWords(request.requestedBy)],
    ['Pedida em', ({ request }) => request.requestedAt],
    ['Motivo do pedido', ({ request }) => request.reason],
    ['Além do limite', ({ request }) => ({ amount: request.overLimit })],
  ]
  desk.csv('/aprovacoes.csv', 'releases.approve', [], {
    name: 'aprovacoes',
    columns,
    read: ({ person }, after, limit) => orders.approvals(person, after, limit),
  })
}

const idOf = ({ params }: Visit): string => params['id'] as string

const pathOf = (visit: Visit): string => `/pedidos/${encodeURIComponent(idOf(visit))}`

const showOrder = (
  { frame }: Visit,
  order: OrderDetail,
  problem: string | null = null,
  written: Written = {},
): Shown => ({
  title: `Pedido ${order.orderId}`,
  content: orderPage({ frame, order, problem, written }),
})

function addOrder(desk: Desk, { orders }: ConsolePorts): void {
  desk.page('/pedidos/:id', 'orders.see', ['parte'], async (visit) => {
    const order = await orders.read(visit.person, idOf(visit))
    if (order === null) return null
    if (visit.query['parte'] === 'estado')
      return desk.part(visit, orderPart({ frame: visit.frame, order, problem: null, written: {} }))
    return showOrder(visit, order)
  })
}

/** The way to pay leaves from the phone of whoever sends it: only they can tell that it did. */
function addPayment(desk: Desk, { orders }: ConsolePorts): void {
  const read = async (visit: Visit, problem: string | null): Promise<Shown | null> => {
    const order = await orders.read(visit.person, idOf(visit))
    if (order === null) return null
    const { frame } = visit
    // Nothing is to be paid, or not any more: that is told beside the order, with what was refused.
    if (order.payment === null) return showOrder(visit, order, problem ?? nothingToPay(order))
    const content = paymentPage({ frame, order, payment: order.payment, problem })
    return { title: 'Forma de pagamento', content }
  }
  desk.page('/pedidos/:id/pagamento', 'orders.see', [], (visit) => read(visit, null))
  desk.post({
    ...{ path: '/pedidos/:id/pagamento', ability: 'orders.see', form: sentForm, done: 'enviada' },
    act: (visit, sent) => orders.notePaymentSent(visit.person, idOf(visit), sent),
    refused: read,
    next: pathOf,
  })
}

const nothingToPay = ({ state }: OrderDetail): string =>
  state === 'blocked'
    ? 'Este cliente não tem o que pagar por este pedido agora: veja abaixo o que o libera.'
    : 'Este pedido não está mais bloqueado: não há o que pagar por ele.'

function addActs(desk: Desk, { orders }: ConsolePorts): void {
  const refused = async (visit: Visit, message: string, written: Written): Promise<Shown | null> => {
    const order = await orders.read(visit.person, idOf(visit))
    return order && showOrder(visit, order, message, written)
  }
  /** A release is of the order on whose page it is decided: people sign what they read. */
  const ofOrder = async (visit: Visit, release: string, decide: () => Promise<Outcome>): Promise<Outcome> => {
    const order = await orders.read(visit.person, idOf(visit))
    return order?.releases.some(({ id }) => id === release) ? decide() : { kind: 'unknown' }
  }
  const base = { refused, next: pathOf }
  desk.post({
    ...{ ...base, path: '/pedidos/:id/liberacao', ability: 'releases.request', form: reasonForm, done: 'liberacao' },
    act: (visit, { reason }) => orders.requestRelease(visit.person, idOf(visit), reason),
  })
  desk.post({
    ...{ ...base, path: '/pedidos/:id/retirada', ability: 'releases.request', form: signatureForm, done: 'retirada' },
    act: (visit, { release, reason }) => ofOrder(visit, release, () => orders.withdraw(visit.person, release, reason)),
  })
  desk.post({
    ...{ ...base, path: '/pedidos/:id/aprovacao', ability: 'releases.approve', form: approvalForm, done: 'aprovada' },
    act: (visit, { release, ...wanted }) =>
      ofOrder(visit, release, () => orders.approve(visit.person, release, wanted)),
  })
  desk.post({
    ...{ ...base, path: '/pedidos/:id/recusa', ability: 'releases.approve', form: signatureForm, done: 'recusada' },
    act: (visit, { release, reason }) => ofOrder(visit, release, () => orders.reject(visit.person, release, reason)),
  })
  const keepings: readonly [string, boolean, Ability][] = [
    ['retencao', true, 'releases.approve'],
    ['soltura', false, 'releases.approve'],
  ]
  for (const [step, kept, ability] of keepings) {
    desk.post({
      ...{ ...base, path: `/pedidos/:id/${step}`, ability, form: reasonForm, done: 'retido' },
      act: (visit, { reason }) => orders.keep(visit.person, idOf(visit), kept, reason),
    })
  }
}
