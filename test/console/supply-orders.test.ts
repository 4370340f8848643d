import { afterEach, describe, expect, it } from 'vitest'
import { readOrderNews } from '../../src/console/supply/news-store.ts'
import { dialects } from '../harness/databases.ts'
import { openSupplyDesk, personOf, REP_A, REP_B, refusalOf, SOURCE, type SupplyDesk } from './supply-desk.ts'

const ANALYST = personOf('analyst')
const MANAGER = personOf('manager')
const ADMIN = personOf('admin')
const STANDING = { state: 'blocked', text: null, after: null } as const
const BOLETO = '23793381029000020001500006330039316250000048000'

describe.each(dialects)('the orders of the console, on %s', (dialect) => {
  let desk: SupplyDesk | null = null
  afterEach(async () => {
    await desk?.close()
    desk = null
  })
  /** Two reps, a customer each, who owe 300.00 since 2026-11-10; an order of each was refused. */
  const open = async (settings?: object) => {
    const one = await openSupplyDesk(dialect, settings === undefined ? {} : { settings })
    desk = one
    await one.customer('C1', {
      name: 'Padaria São José',
      email: 'Compras@saojose.example',
      whatsapp: '(35) 99123-4567',
    })
    await one.customer('C2', { name: 'Mercado 100% Bom_Preço' })
    await one.title('T1', 'C1', '300.00', { number: 'NF 77', installment: '2', boletoLine: BOLETO })
    await one.title('T2', 'C2', '300.00')
    const a = await one.reserve('P-1', 'C1', '200.00', 'rep-a')
    const b = await one.reserve('P-2', 'C2', '450.50', 'rep-b')
    return { ...one, a, b }
  }
  const found = async (one: SupplyDesk, person = ANALYST, text: string | null = null) =>
    (await one.orders.list(person, { ...STANDING, text })).entries.map(({ orderId }) => orderId)

  it('shows a rep their own, with totals of their own, and nothing of another rep by any id', async () => {
    const { a, b, ...one } = await open()
    const own = await one.orders.list(REP_A, STANDING)
    expect(own.totals).toEqual({ count: 1, amount: '200.00' })
    expect(own.entries).toMatchObject([
      {
        ...{ id: a, source: SOURCE, orderId: 'P-1', amount: '200.00', salesRep: 'rep-a', state: 'blocked' },
        ...{ customer: { source: SOURCE, externalId: 'C1', name: 'Padaria São José' }, keptBack: false, release: null },
        blockedAt: '2026-11-23T10:00:00-03:00',
      },
    ])
    expect(own.entries[0]?.reasons.map(({ code }) => code)).toContain('overdue_receivables')
    expect(own.entries[0]?.remedies[0]).toMatchObject({ kind: 'pay_receivables', amount: '300.00' })
    expect(await found(one, REP_A, 'Mercado')).toEqual([])
    expect(await one.orders.read(REP_A, b)).toBe(null)
    expect(await one.orders.requestRelease(REP_A, b, 'quero')).toEqual({ kind: 'unknown' })
    expect((await one.orders.read(REP_B, b))?.orderId).toBe('P-2')
    expect((await one.orders.list(ANALYST, STANDING)).totals).toEqual({ count: 2, amount: '650.50' })
  })

  it('shows nothing to a rep without a code, not even what has no rep, nor another source to who is bound to one', async () => {
    const one = await open()
    await one.reserve('P-3', 'C1', '10.00', null)
    expect(await found(one, personOf('rep'))).toEqual([])
    expect(await found(one)).toEqual(['P-3', 'P-2', 'P-1'])
    const elsewhere = personOf('analyst', { source: 'outro' })
    expect(await one.orders.list(elsewhere, STANDING)).toEqual({
      ...{ entries: [], next: null, totals: { count: 0, amount: '0.00' } },
    })
    expect(await one.orders.read(elsewhere, one.a)).toBe(null)
    expect((await one.orders.approvals(elsewhere)).entries).toEqual([])
  })

  it('finds by name whatever the case and the accents, by order and by customer, and takes % and _ as they are', async () => {
    const one = await open()
    expect(await found(one, ANALYST, 'SAO josé')).toEqual(['P-1'])
    expect(await found(one, ANALYST, 'preco')).toEqual(['P-2'])
    expect(await found(one, ANALYST, 'p-1')).toEqual(['P-1'])
    expect(await found(one, ANALYST, 'C2')).toEqual(['P-2'])
    expect(await found(one, ANALYST, '100%')).toEqual(['P-2'])
    expect(await found(one, ANALYST, 'm_P')).toEqual(['P-2'])
    for (const hostile of ['%', '_', '!', "'", '"', '\\', "' OR 1=1 --", '\0', '\ud800', 'ã'.repeat(500)])
      expect([hostile, (await found(one, ANALYST, hostile)).includes('P-1')]).toEqual([hostile, false])
  })

  it('goes on page by page to the end, and totals are of all that is found', async () => {
    const one = await open()
    for (let order = 3; order <= 52; order++) await one.reserve(`P-${order}`, 'C1', '1.00', 'rep-a')
    const first = await one.orders.list(ANALYST, STANDING)
    expect([first.entries.length, first.totals]).toEqual([50, { count: 52, amount: '700.50' }])
    const second = await one.orders.list(ANALYST, { ...STANDING, after: first.next })
    expect([second.entries.map(({ orderId }) => orderId), second.next]).toEqual([['P-2', 'P-1'], null])
    const nonsense = await one.orders.list(ANALYST, { ...STANDING, after: "1' OR '1" })
    expect(nonsense.entries[0]?.orderId).toBe('P-52')
  })

  it('shows what ended by when it ended, page by page', async () => {
    const one = await open()
    await one.reserve('P-3', 'C1', '5.00', 'rep-a')
    await one.customer('C3', { limit: { mode: 'none' } })
    for (let order = 10; order < 60; order++) await one.reserve(`N-${order}`, 'C3', '1.00', 'rep-b')
    await one.db.run(
      "UPDATE blocked_orders SET state = 'lapsed', closed_at = 1000 + seq WHERE customer_id = (SELECT id FROM customers WHERE external_id = 'C3')",
    )
    await one.title('T1', 'C1', '0.00')
    await one.review()
    const closed = { state: 'closed', text: null, after: null } as const
    const first = await one.orders.list(ANALYST, closed)
    const ids = first.entries.map(({ orderId }) => orderId)
    expect([ids.slice(0, 3), ids.at(-1)]).toEqual([['P-3', 'P-1', 'N-59'], 'N-12'])
    const second = await one.orders.list(ANALYST, { ...closed, after: first.next })
    expect(second.entries.map(({ orderId, state }) => [orderId, state])).toEqual([
      ['N-11', 'lapsed'],
      ['N-10', 'lapsed'],
    ])
    expect([second.next, second.totals]).toEqual([null, { count: 52, amount: '255.00' }])
    const ended = (await one.orders.ended(ANALYST)).map(({ orderId }) => orderId)
    expect(ended).toEqual(['P-3', 'P-1', 'N-59', 'N-58', 'N-57'])
    expect((await one.orders.ended(REP_A)).map(({ orderId }) => orderId)).toEqual(['P-3', 'P-1'])
    expect(await one.orders.ended(personOf('analyst', { source: 'outro' }))).toEqual([])
    const sheet = await one.orders.rows(ANALYST, closed, 500)
    expect([sheet.entries.length, sheet.next]).toEqual([52, null])
  })

  it('tells of one order the arithmetic, what is overdue, what happened and what may be done', async () => {
    const { a, ...one } = await open()
    const seen = await one.orders.read(REP_A, a)
    expect(seen?.decision).toMatchObject({
      ...{ policyVersion: 1, limit: { mode: 'amount', amount: '1000.00' }, account: null },
      exposure: { open: '300.00', overdue: '300.00', total: '300.00', available: '700.00' },
    })
    expect(seen?.overdue).toEqual([
      { externalId: 'T1', number: 'NF 77/2', dueOn: '2026-11-10', daysOverdue: 13, openAmount: '300.00' },
    ])
    expect(seen?.timeline.map(({ kind }) => kind)).toEqual(['blocked'])
    expect(seen?.may).toEqual({ request: true, sign: null, keep: false, withdraw: false })
    expect((await one.orders.read(ANALYST, a))?.may).toEqual({
      ...{ request: false, sign: null, keep: true, withdraw: false },
    })
    expect(await one.orders.read(ANALYST, 'blk_none')).toBe(null)
  })

  it('words the payment for the customer: what, which titles, how, and whom to send it to', async () => {
    const { a, b, ...one } = await open()
    expect((await one.orders.read(REP_A, a))?.payment).toEqual({
      ...{ amount: '300.00', frees: true, whatsapp: '5535991234567', email: 'compras@saojose.example' },
      message: [
        'Olá! Aqui é da Distribuidora Serra Azul.',
        '',
        'Recebemos o pedido P-1, no valor de R$ 200,00. Para seguir com ele, pedimos o pagamento de R$ 300,00, referente a:',
        '',
        '• Título NF 77/2, venceu em 10/11/2026: R$ 300,00',
        `Boleto (linha digitável): ${BOLETO}`,
        '',
        'Se o pagamento já foi feito, por favor desconsidere esta mensagem. Qualquer dúvida, é só responder por aqui. Obrigado!',
      ].join('\n'),
    })
    expect((await one.orders.read(REP_B, b))?.payment).toMatchObject({ amount: '300.00', whatsapp: null, email: null })
    const beyond = await one.orders.read(REP_A, await one.reserve('P-9', 'C1', '99999.00', 'rep-a'))
    expect(beyond?.payment).toMatchObject({ amount: '300.00', frees: false })
    expect(beyond?.payment?.message).toContain('Antes de seguir com ele, precisamos acertar o que está vencido')
    await one.care.markContact(
      { source: SOURCE, externalId: 'C1' },
      { channel: 'whatsapp', address: '+5535991234567', mark: 'opted_out', reason: 'pediu' },
      { person: ANALYST },
    )
    expect((await one.orders.read(REP_A, a))?.payment?.whatsapp).toBe(null)
    await one.title('T1', 'C1', '0.00')
    await one.review()
    expect(await one.orders.read(REP_A, a)).toMatchObject({ state: 'released', cause: 'changed', payment: null })
    expect((await one.orders.list(REP_A, { ...STANDING, state: 'closed' })).totals).toEqual({
      count: 1,
      amount: '200.00',
    })
  })

  it('asks a customer for their own part alone, and offers no payment where there is none', async () => {
    const one = await open()
    for (const id of ['C3', 'C4']) await one.customer(id, { group: 'Irmãos' })
    await one.title('T3', 'C3', '70.00')
    const others = await one.reserve('P-3', 'C4', '20.00', 'rep-a')
    await one.customer('C5', { limit: { mode: 'none' } })
    const none = await one.reserve('P-5', 'C5', '20.00', 'rep-a')
    await one.customer('C6')
    await one.title('T6', 'C6', '900.00', { dueOn: '2026-12-10' })
    await one.title('T7', 'C6', '50.00', { dueOn: '2026-12-20' })
    const later = await one.reserve('P-6', 'C6', '100.00', 'rep-a')
    const seen = async (id: string) => {
      const detail = await one.orders.read(REP_A, id)
      const { entries } = await one.orders.list(REP_A, STANDING)
      // A list offers what there is, and nothing else.
      expect(entries.find((row) => row.id === id)?.payable).toBe(detail?.payment !== null)
      return detail
    }
    expect(await seen(others)).toMatchObject({
      ...{ payment: null, payable: false, remedies: [{ amount: '70.00', ownAmount: '0.00' }, {}, {}] },
    })
    expect(await seen(none)).toMatchObject({ payment: null, payable: false })
    const soon = await seen(later)
    expect(soon).toMatchObject({ payable: true, payment: { amount: '50.00', frees: true } })
    expect(soon?.payment?.message).toContain('• Título T6, vence em 10/12/2026: R$ 900,00')
    expect(soon?.payment?.message).not.toContain('T7')

    await one.title('T4', 'C4', '30.00')
    await one.review()
    const shared = await seen(others)
    expect(shared).toMatchObject({
      ...{ remedies: [{ amount: '100.00', ownAmount: '30.00' }, {}, {}], payable: true },
      payment: { amount: '30.00', frees: false },
    })
    expect(shared?.payment?.message).not.toMatch(/70,00|100,00|C3/)
    expect((await seen(one.a))?.payment?.frees).toBe(true)
    await one.orders.keep(ANALYST, one.a, true, 'aguardar')
    expect((await seen(one.a))?.payment?.frees).toBe(false)
  })

  it('keeps who sent the way to pay, by what and for how much, once for two presses of the button', async () => {
    const { a, b, ...one } = await open()
    const sent = { channel: 'whatsapp', amount: 30_000n } as const
    const presses = await Promise.all([1, 2, 3].map(() => one.orders.notePaymentSent(REP_A, a, sent)))
    expect(presses).toEqual(presses.map(() => ({ kind: 'done' })))
    await one.orders.notePaymentSent(REP_A, a, { ...sent, channel: 'other' })
    await one.orders.notePaymentSent(MANAGER, a, sent)
    const line = (actor: string, channel: string) => ({
      ...{ at: '2026-11-23T10:00:00-03:00', kind: 'payment_sent', actor, detail: { channel, amount: '300.00' } },
    })
    expect((await one.orders.read(REP_A, a))?.timeline.slice(1)).toEqual([
      line('Ana (usr_a)', 'whatsapp'),
      line('Ana (usr_a)', 'other'),
      line('Pessoa manager (usr_manager)', 'whatsapp'),
    ])
    const trail = () => one.db.all("SELECT actor, subject FROM audit WHERE action = 'order.payment_sent' ORDER BY id")
    expect(await trail()).toMatchObject([
      { actor: 'Ana (usr_a)', subject: `${SOURCE}/P-1` },
      { actor: 'Ana (usr_a)', subject: `${SOURCE}/P-1` },
      { actor: 'Pessoa manager (usr_manager)', subject: `${SOURCE}/P-1` },
    ])
    // A minute later it is another sending, as a reminder would be.
    await one.db.run("UPDATE order_entries SET at = at - 60000 WHERE kind = 'payment_sent'")
    await one.orders.notePaymentSent(REP_A, a, sent)
    expect(await trail()).toHaveLength(4)

    expect(await one.orders.notePaymentSent(REP_A, b, sent)).toEqual({ kind: 'unknown' })
    expect(await one.orders.notePaymentSent(personOf('analyst', { source: 'outro' }), a, sent)).toEqual({
      ...{ kind: 'unknown' },
    })
    expect(await one.orders.notePaymentSent(REP_A, 'blk_none', sent)).toEqual({ kind: 'unknown' })
    expect((await one.orders.read(REP_B, b))?.timeline.map(({ kind }) => kind)).toEqual(['blocked'])
    expect(await trail()).toHaveLength(4)
  })

  it('keeps no sending of another amount than the one that is asked for, nor of an order that was freed', async () => {
    const { a, ...one } = await open()
    const sent = { channel: 'email', amount: 30_000n } as const
    await one.title('T1', 'C1', '180.00')
    await one.review()
    expect(await one.orders.notePaymentSent(REP_A, a, sent)).toEqual({
      ...{ kind: 'refused', message: expect.stringContaining('O valor mudou para R$ 180,00') },
    })
    await one.title('T1', 'C1', '0.00')
    await one.review()
    expect(await one.orders.notePaymentSent(REP_A, a, sent)).toEqual({
      ...{ kind: 'refused', message: 'Este pedido não está mais bloqueado, ou não há o que pagar por ele.' },
    })
    expect((await one.orders.read(REP_A, a))?.timeline.map(({ kind }) => kind)).not.toContain('payment_sent')
  })

  it('has a release asked for, waiting with who may sign it, approved until the end of the day, and in the trail by name', async () => {
    const { a, ...one } = await open({ release: { secondSignatureAbove: '100.00' } })
    expect(await one.orders.requestRelease(REP_A, a, 'cliente antigo')).toEqual({ kind: 'done' })
    expect((await one.orders.read(REP_A, a))?.may).toMatchObject({ request: false, withdraw: true })
    const { entries: waiting, authority } = await one.orders.approvals(ANALYST)
    expect(authority).toEqual({ amountMax: '20000.00', monthlyBudget: '200000.00', monthlyUsed: '0.00' })
    expect(waiting).toMatchObject([
      {
        ...{ id: a, orderId: 'P-1' },
        request: { reason: 'cliente antigo', requestedBy: 'Ana (usr_a)', signaturesNeeded: 2, signatures: [] },
        may: { sign: { amountMax: '20000.00', refusal: null }, keep: true },
      },
    ])
    const id = waiting[0]?.request.id ?? ''
    const wanted = { reason: 'paga hoje', amount: 20_000n, expiresOn: '2026-11-25' }
    expect(await one.orders.approve(ANALYST, id, wanted)).toEqual({ kind: 'done' })
    const after = await one.orders.approvals(ANALYST)
    expect(after.authority?.monthlyUsed).toBe('200.00')
    expect(after.entries[0]?.may.sign?.refusal).toBe('A segunda assinatura é de outra pessoa.')
    expect(await one.orders.approve(MANAGER, id, wanted)).toEqual({ kind: 'done' })
    const freed = await one.orders.read(REP_A, a)
    expect(freed).toMatchObject({ state: 'released', cause: 'release', may: { request: false, withdraw: false } })
    expect(freed?.releases).toMatchObject([
      {
        ...{ state: 'used', expiresAt: '2026-11-25T23:59:59-03:00' },
        signatures: [{ signer: 'Pessoa analyst (usr_analyst)' }, { signer: 'Pessoa manager (usr_manager)' }],
      },
    ])
    const trail = await one.db.all<{ actor: string; action: string }>(
      "SELECT actor, action FROM audit WHERE action LIKE 'order.%' ORDER BY id",
    )
    expect(trail.map(({ actor, action }) => `${action} ${actor}`)).toEqual([
      'order.release_requested Ana (usr_a)',
      'order.release_signed Pessoa analyst (usr_analyst)',
      'order.release_signed Pessoa manager (usr_manager)',
    ])
  })

  it('shows what waits for a signature page by page, counted whole', async () => {
    const one = await open()
    const ids = [
      one.a,
      await one.reserve('P-3', 'C1', '5.00', 'rep-a'),
      await one.reserve('P-4', 'C1', '6.00', 'rep-a'),
    ]
    for (const id of ids) await one.orders.requestRelease(REP_A, id, 'cliente antigo')
    const first = await one.orders.approvals(ANALYST, null, 2)
    const second = await one.orders.approvals(ANALYST, first.next, 2)
    expect([first, second].map(({ entries }) => entries.map(({ id }) => id))).toEqual([ids.slice(0, 2), ids.slice(2)])
    expect([first.count, second.count, second.next]).toEqual([3, 3, null])
    expect((await one.orders.approvals(ANALYST, "1' OR '1")).entries).toHaveLength(3)
    const elsewhere = await one.orders.approvals(personOf('analyst', { source: 'outro' }))
    expect([elsewhere.entries, elsewhere.count]).toEqual([[], 0])
  })

  it('has another number for news after whatever happened to an order, and the same while nothing does', async () => {
    const { a, ...one } = await open()
    const seen = [await readOrderNews(one.db)]
    const acts = [
      () => one.orders.requestRelease(REP_A, a, 'cliente antigo'),
      async () => one.orders.reject(ANALYST, (await one.orders.approvals(ANALYST)).entries[0]?.request.id ?? '', 'não'),
      () => one.orders.keep(ANALYST, a, true, 'aguardar'),
    ]
    for (const act of acts) {
      expect(await act()).toEqual({ kind: 'done' })
      seen.push(await readOrderNews(one.db))
      expect(await readOrderNews(one.db)).toBe(seen.at(-1))
    }
    // Of two at once the second may be seen first: the first is news all the same.
    for (const seq of [1_000, 999]) {
      await one.db.insert(
        'order_entries',
        ['seq', 'blocked_order_id', 'at', 'kind', 'actor', 'detail_json'],
        [[seq, a, 1, 'kept_back', 'fiado', '{}']],
      )
      seen.push(await readOrderNews(one.db))
    }
    expect(seen).toEqual([...new Set(seen)].sort((one, other) => one - other))
  })

  it('says in Portuguese why something is not done', async () => {
    const { a, b, ...one } = await open({ release: { authority: { analyst: { amountMax: '100.00' } } } })
    await one.orders.requestRelease(ADMIN, a, 'por telefone')
    const [first] = (await one.orders.approvals(ANALYST)).entries
    expect(first?.may.sign?.refusal).toBe('O pedido de R$ 200,00 passa da sua alçada de R$ 100,00.')
    const id = first?.request.id ?? ''
    const wanted = { reason: 'ok', amount: 20_000n, expiresOn: '2026-11-25' }
    const said = (message: string) => ({ kind: 'refused', message })
    expect(await one.orders.approve(ADMIN, id, wanted)).toEqual(
      said('Ninguém libera o próprio pedido: outra pessoa assina.'),
    )
    const days = said('A liberação vale no mínimo até hoje e no máximo até 23/12/2026.')
    expect(await one.orders.approve(ANALYST, id, { ...wanted, expiresOn: '2026-11-22' })).toEqual(days)
    expect(await one.orders.approve(ANALYST, id, { ...wanted, expiresOn: '9999-12-31' })).toEqual(days)
    expect(await one.orders.approve(ANALYST, id, { ...wanted, amount: 0n })).toEqual(
      said('O valor liberado tem de ser maior que zero.'),
    )
    expect(await one.orders.withdraw(REP_A, id, 'desisti')).toEqual(
      said('Só quem pediu a liberação pode retirar o pedido.'),
    )
    expect(await one.orders.withdraw(REP_B, id, 'desisti')).toEqual({ kind: 'unknown' })
    expect(await one.orders.reject(ANALYST, 'rel_none', 'não')).toEqual({ kind: 'unknown' })
    expect(await one.orders.reject(ANALYST, id, 'não cabe')).toEqual({ kind: 'done' })
    expect(await one.orders.reject(ANALYST, id, 'não cabe')).toEqual(said('Esta liberação já foi decidida.'))
    expect(await one.orders.keep(ANALYST, b, true, 'aguardar')).toEqual({ kind: 'done' })
    await one.title('T2', 'C2', '0.00')
    await one.review()
    expect(await one.orders.read(ANALYST, b)).toMatchObject({ state: 'blocked', keptBack: true })
    expect(await one.orders.keep(ANALYST, b, false, 'liberado')).toEqual({ kind: 'done' })
    await one.review()
    expect(await one.orders.keep(ANALYST, b, true, 'tarde')).toEqual(said('Este pedido não está mais bloqueado.'))
    expect(await one.orders.requestRelease(REP_B, b, 'tarde')).toEqual(said('Este pedido não está mais bloqueado.'))
  })

  it('refuses by ability what a route forgot to refuse', async () => {
    const { a, ...one } = await open()
    const collector = personOf('collector')
    const wanted = { reason: 'ok', amount: 1n, expiresOn: '2026-11-25' }
    for (const work of [
      () => one.orders.list(collector, STANDING),
      () => one.orders.rows(collector, STANDING, 500),
      () => one.orders.ended(collector),
      () => one.orders.read(personOf('integrator'), a),
      () => one.orders.approvals(REP_A),
      () => one.orders.requestRelease(ANALYST, a, 'x'),
      () => one.orders.approve(REP_A, 'rel_1', wanted),
      () => one.orders.reject(REP_A, 'rel_1', 'x'),
      () => one.orders.withdraw(collector, 'rel_1', 'x'),
      () => one.orders.keep(REP_A, a, true, 'x'),
      () => one.orders.notePaymentSent(collector, a, { channel: 'other', amount: 1n }),
    ])
      expect(await refusalOf(work)).toBe(403)
  })
})
