import { afterEach, describe, expect, it } from 'vitest'
import { readOrderNews } from '../../src/console/supply/news-store.ts'
import { lastPosition } from '../../src/outbox/event-store.ts'
import { dialects } from '../harness/databases.ts'
import { type OrdersBusiness, openOrdersBusiness, SOURCE } from '../orders/business.ts'

const HOST = 'localhost:3000'
const PASSWORD = 'uma senha que ninguém adivinha'

/** A browser of somebody who was let in and has chosen a password. */
async function enter(business: OrdersBusiness, login: string, terms: object) {
  const program = business.program()
  let cookie = ''
  const ask = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>) => {
    const reply = await program.app.inject({
      ...{ method, url, ...(form && { payload: new URLSearchParams(form).toString() }) },
      headers: { host: HOST, cookie, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
    })
    const given = [reply.headers['set-cookie'] ?? []].flat().find((line) => !line.includes('Max-Age=0'))
    if (given !== undefined) cookie = given.split(';', 1)[0] ?? ''
    return { status: reply.statusCode, body: reply.body, location: reply.headers.location }
  }
  const submit = async (page: string, form: Record<string, string>, action = page) => {
    const token = /name="_csrf" value="([^"]+)"/.exec((await ask('GET', page)).body)?.[1] ?? ''
    return ask('POST', action, { _csrf: token, ...form })
  }
  const { body } = await program.call('POST', '/v1/users', { login, name: `Nome de ${login}`, ...terms })
  await submit('/entrar', { login, password: body.password, code: '', next: '/' })
  const chosen = await submit('/senha', { current: body.password, next: PASSWORD, again: PASSWORD })
  if (chosen.status !== 303) throw new Error(`${login} is not in: ${chosen.status}`)
  return { get: (url: string) => ask('GET', url), ask, submit }
}

const textOf = (markup: string): string => markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe.each(dialects)('the program on %s', (dialect) => {
  let business: OrdersBusiness | null = null
  afterEach(async () => {
    await business?.close()
    business = null
  })

  it('keeps what a rep says they sent, tells it on the order, by the API and in the audit trail', async () => {
    business = await openOrdersBusiness(dialect)
    const one = business
    await one.customer('C1', { name: 'Padaria São José', whatsapp: '(35) 99123-4567' })
    await one.title('T1', 'C1', '300.00')
    await one.reserve('P-1', 'C1', '200.00', { salesRep: 'rep-a' })
    const { id } = (await one.orders())[0]
    const rep = await enter(one, 'ana', { role: 'rep', salesRep: 'rep-a' })
    const stranger = await enter(one, 'beto', { role: 'rep', salesRep: 'rep-b' })
    const admin = await enter(one, 'dora', { role: 'admin' })
    const path = `/pedidos/${id}/pagamento`
    const sent = { channel: 'whatsapp', amount: '300.00' }

    expect((await stranger.submit('/senha', sent, path)).status).toBe(404)
    expect((await rep.ask('POST', path, { ...sent, _csrf: 'guessed' })).status).toBe(403)
    for (const press of [1, 2])
      expect([press, await rep.submit(path, sent)]).toMatchObject([
        ...[press, { status: 303, location: `/pedidos/${id}?feito=enviada` }],
      ])
    const told = 'Forma de pagamento enviada por WhatsApp (R$ 300,00)'
    expect(textOf((await rep.get(`/pedidos/${id}`)).body).split(told)).toHaveLength(2)
    expect(textOf((await rep.get(path)).body)).toContain('Nome de ana já enviou por WhatsApp, hoje, 10:00')
    // A sending is no event: what is news is told from the history of orders as well.
    const { db } = one.program()
    await expect
      .poll(async () => Number((await rep.get('/novidades')).body) - (await lastPosition(db)))
      .toBe(await readOrderNews(db))
    const { body } = await one.program().call('GET', `/v1/blocked-orders/${id}`)
    expect(body.history.slice(1)).toEqual([
      {
        ...{ at: '2026-11-23T10:00:00-03:00', kind: 'payment_sent' },
        ...{ by: expect.stringMatching(/^Nome de ana \(usr_/), detail: { channel: 'whatsapp', amount: '300.00' } },
      },
    ])

    const trail = await admin.get(`/auditoria?sobre=${encodeURIComponent(`${SOURCE}/P-1`)}`)
    expect(textOf(trail.body)).toContain(
      'Forma de pagamento enviada hoje, 10:00 Nome de ana P-1 erp R$ 300,00 · por WhatsApp',
    )
    expect(trail.body).toContain(`href="/pedidos/${id}"`)
    const found = (await admin.get('/auditoria.csv?busca=forma%20de%20pagamento')).body.trimEnd().split('\r\n')
    expect(found.slice(1)).toEqual([
      expect.stringMatching(/;P-1;R\$ 300,00 · por WhatsApp;.*;order\.payment_sent;erp\/P-1$/),
    ])
    expect((await rep.get('/auditoria')).status).toBe(403)
    const logins = textOf((await admin.get('/auditoria?busca=entrou')).body)
    expect(logins).toMatch(/Entrou hoje, 10:00 Nome de dora .*Entrou hoje, 10:00 Nome de beto .*Nome de ana/)

    await one.title('T1', 'C1', '0.00')
    await one.review()
    const late = await rep.submit('/senha', sent, path)
    expect([late.status, textOf(late.body).includes('Este pedido não está mais bloqueado')]).toEqual([409, true])
  })
})
