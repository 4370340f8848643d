import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FakeServer, startFakeServer } from '../../conformance/fake-server.ts'
import { createVendorClock } from '../../conformance/link.ts'
import { type BlingFake, startBling } from './fake.ts'
import { CLIENT_ID } from './fake-login.ts'
import { idOf } from './subject.ts'

const SCRIPT = join(import.meta.dirname, '../../../adapters/erp/bling/hook/credit-hook.mjs')
const BLOCKED = 883_047
const CASH_FORM = 2_094_031
const STARTS_WITHIN_MS = 10_000

/** The script as an integrator runs it, between a Bling and a Fiado that are none. */
describe('the script for the order screen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fiado-bling-hook-'))
  const tokensFile = join(folder, 'tokens.json')
  const questions: { path: string; key: string | undefined; json: Record<string, unknown> }[] = []
  let decision = { status: 200, body: {} as object }
  let bling: BlingFake
  let fiado: FakeServer
  let script: ChildProcess
  let url = ''

  beforeAll(async () => {
    bling = await startBling(createVendorClock())
    fiado = await startFakeServer(({ path, headers, json }) => {
      questions.push({ path, key: headers.authorization, json })
      return decision
    })
    const config = {
      port: 0,
      source: 'bling-matriz',
      fiadoUrl: fiado.url,
      fiadoKey: 'key-of-the-script',
      blingUrl: `${bling.url}/Api/v3`,
      clientId: CLIENT_ID,
      clientSecret: bling.login.clientSecret,
      tokensFile,
      checkSituations: [6],
      blockedSituation: BLOCKED,
      cashPaymentForms: [CASH_FORM],
    }
    writeFileSync(tokensFile, JSON.stringify({ refreshToken: bling.login.firstRefreshToken }))
    writeFileSync(join(folder, 'credit-hook.json'), JSON.stringify(config))
    script = spawn(process.execPath, [SCRIPT, join(folder, 'credit-hook.json')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let said = ''
    script.stdout?.on('data', (chunk) => {
      said += chunk
    })
    const port = await vi.waitFor(() => /listening on (\d+)/.exec(said)?.[1] ?? expect.fail('it does not listen'), {
      timeout: STARTS_WITHIN_MS,
    })
    url = `http://127.0.0.1:${port}`
  })
  afterAll(async () => {
    script.kill()
    await bling.close()
    await fiado.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    questions.length = 0
    bling.asked.length = 0
    decision = { status: 200, body: { decision: 'approved', reasons: [] } }
    const customer = { externalId: idOf('customers', 1) }
    const order = { id: idOf('orders', 1), customer, amount: '1250.00', status: 'confirmed' } as const
    bling.seed({ customers: [], receivables: [], orders: [order] })
  })

  async function post(event: string, secret = bling.login.clientSecret): Promise<number> {
    const body = JSON.stringify({ event, date: '2026-11-21T12:18:46Z', data: { id: Number(idOf('orders', 1)) } })
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    const reply = await fetch(url, { method: 'POST', headers: { 'x-bling-signature-256': signature }, body })
    return reply.status
  }
  const patches = (): string[] => bling.asked.filter((call) => call.startsWith('PATCH'))

  it('asks Fiado to reserve a new order, and leaves an approved one alone', async () => {
    expect(await post('order.created')).toBe(204)
    expect(questions).toEqual([
      {
        path: '/v1/credit-checks',
        key: 'Bearer key-of-the-script',
        json: {
          source: 'bling-matriz',
          mode: 'reserve',
          customer: { externalId: idOf('customers', 1) },
          order: { id: idOf('orders', 1), revision: 1_795_263_526, amount: '1250.00', payment: { kind: 'credit' } },
        },
      },
    ])
    expect(patches()).toEqual([])
    expect(JSON.parse(readFileSync(tokensFile, 'utf8')).refreshToken, 'the token that came with the last').toBe(
      bling.login.given[1],
    )
  })

  it('moves a refused order to the situation that was made for it', async () => {
    decision = { status: 200, body: { decision: 'blocked', reasons: [{ message: 'Cliente com 2 títulos vencidos.' }] } }
    expect(await post('order.updated')).toBe(204)
    expect(patches()).toEqual([`PATCH /pedidos/vendas/${idOf('orders', 1)}/situacoes/${BLOCKED}?`])
  })

  it('does not ask about an order that stands elsewhere, such as its own', async () => {
    bling.editOrder(idOf('orders', 1), { situacao: { id: BLOCKED, valor: 0 } })
    expect(await post('order.updated')).toBe(204)
    expect(questions).toEqual([])
  })

  it('tells what is paid at once from what is sold on credit', async () => {
    bling.editOrder(idOf('orders', 1), { parcelas: [{ id: 1, formaPagamento: { id: CASH_FORM } }] })
    await post('order.created')
    expect(questions).toMatchObject([{ json: { order: { payment: { kind: 'cash' } } } }])
  })

  it('gives the room of a deleted order back', async () => {
    expect(await post('order.deleted')).toBe(204)
    expect(questions).toMatchObject([
      { path: `/v1/orders/${idOf('orders', 1)}/cancel`, json: { source: 'bling-matriz' } },
    ])
  })

  it('leaves the order unchecked when Fiado is away, and has Bling ask again', async () => {
    decision = { status: 503, body: {} }
    expect(await post('order.created')).toBe(503)
    fiado.misbehave({ kind: 'silent' }, 1)
    expect(await post('order.created'), 'after two seconds').toBe(503)
    expect(patches()).toEqual([])
  })

  it('gets a new token when Bling takes the old one no more', async () => {
    bling.login.endAccess()
    expect(await post('order.created')).toBe(503)
    expect(await post('order.created'), 'when Bling asks again').toBe(204)
    expect(questions).toHaveLength(1)
  })

  it('has Bling ask again when Fiado does not know the key, but not when the order is the matter', async () => {
    decision = { status: 401, body: { title: 'Unauthorized' } }
    expect(await post('order.created')).toBe(503)
    decision = { status: 422, body: { title: 'Unprocessable Content' } }
    expect(await post('order.created')).toBe(204)
    expect(patches()).toEqual([])
  })

  it('refuses what Bling has not signed', async () => {
    expect(await post('order.created', 'another-secret')).toBe(401)
    expect(questions).toEqual([])
  })
})
