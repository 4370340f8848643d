import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FakeServer, startFakeServer } from '../../conformance/fake-server.ts'
import { createVendorClock } from '../../conformance/link.ts'
import { APP_KEY, APP_SECRET, type OmieFake, startOmie } from './fake.ts'
import { idOf } from './subject.ts'

const SCRIPT = join(import.meta.dirname, '../../../adapters/erp/omie/hook/credit-hook.mjs')
const STARTS_WITHIN_MS = 10_000
/** Of the three open stages of the fake, where an order of this code stands. */
const ORDER = idOf('orders', 1)

/** The script as an integrator runs it, between an Omie and a Fiado that are none. */
describe('the script for the order stages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fiado-omie-hook-'))
  const questions: { path: string; key: string | undefined; json: Record<string, unknown> }[] = []
  let decision = { status: 200, body: {} as object }
  let vendor: OmieFake
  let fiado: FakeServer
  let script: ChildProcess
  let url = ''

  beforeAll(async () => {
    vendor = await startOmie(createVendorClock())
    fiado = await startFakeServer(({ path, headers, json }) => {
      questions.push({ path, key: headers.authorization, json })
      return decision
    })
    const config = {
      port: 0,
      secret: 'address-7d1c',
      source: 'omie-matriz',
      fiadoUrl: fiado.url,
      fiadoKey: 'key-of-the-script',
      omieUrl: `${vendor.url}/api/v1`,
      appKey: APP_KEY,
      appSecret: APP_SECRET,
      checkStages: ['10'],
      approvedStage: '20',
      blockedStage: '30',
    }
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
    url = `http://127.0.0.1:${port}/address-7d1c`
  })
  afterAll(async () => {
    script.kill()
    await vendor.close()
    await fiado.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    questions.length = 0
    vendor.asked.length = 0
    decision = { status: 200, body: { decision: 'approved', reasons: [] } }
    const order = { id: ORDER, customer: { externalId: '1' }, amount: '1250.00', status: 'confirmed' } as const
    vendor.seed({ customers: [], receivables: [], orders: [order] })
  })

  async function post(topic: string, event: object = {}, changes: object = {}, to = url): Promise<number> {
    const told = { idPedido: Number(ORDER), idCliente: 2485990001, etapa: '10', valorPedido: 1250, numeroPedido: '77' }
    const body = JSON.stringify({ topic, appKey: APP_KEY, event: { ...told, ...event }, ...changes })
    return (await fetch(to, { method: 'POST', body })).status
  }
  const stage = (): unknown => vendor.orders.get(ORDER)?.cabecalho.etapa
  const moves = (): string[] => vendor.asked.map(({ call, param }) => `${call} ${param['etapa']}`)

  it('asks Fiado to reserve a new order, and moves an approved one on', async () => {
    expect(await post('VendaProduto.Incluida')).toBe(200)
    expect(questions).toEqual([
      {
        path: '/v1/credit-checks',
        key: 'Bearer key-of-the-script',
        json: {
          source: 'omie-matriz',
          mode: 'reserve',
          customer: { externalId: '2485990001' },
          order: { id: ORDER, revision: expect.any(Number), amount: '1250.00', payment: { kind: 'credit' } },
        },
      },
    ])
    expect([moves(), stage()]).toEqual([['TrocarEtapaPedido 20'], '20'])
  })

  it('moves a refused order to the stage that was made for it', async () => {
    decision = { status: 200, body: { decision: 'blocked', reasons: [{ message: 'Cliente com 2 títulos vencidos.' }] } }
    expect(await post('VendaProduto.EtapaAlterada')).toBe(200)
    expect(stage()).toBe('30')
  })

  it('leaves an order that may be sold under a condition to a person', async () => {
    decision = { status: 200, body: { decision: 'conditional', reasons: [] } }
    expect(await post('VendaProduto.Alterada')).toBe(200)
    expect(moves()).toEqual([])
  })

  it('does not ask about proposals, or about its own moves', async () => {
    for (const etapa of ['00', '20', '30']) expect(await post('VendaProduto.EtapaAlterada', { etapa })).toBe(200)
    expect(questions).toEqual([])
  })

  it('gives the room of a deleted order back', async () => {
    expect(await post('VendaProduto.Excluida')).toBe(200)
    expect(questions).toMatchObject([{ path: `/v1/orders/${ORDER}/cancel`, json: { source: 'omie-matriz' } }])
    decision = { status: 404, body: {} }
    expect(await post('VendaProduto.Cancelada'), 'of which Fiado does not know').toBe(200)
  })

  it('leaves the order unchecked when Fiado is away, and has Omie ask again', async () => {
    decision = { status: 503, body: {} }
    expect(await post('VendaProduto.Incluida')).toBe(503)
    fiado.misbehave({ kind: 'silent' }, 1)
    expect(await post('VendaProduto.Incluida'), 'after two seconds').toBe(503)
    expect(moves()).toEqual([])
  })

  it('has Omie ask again when the order could not be moved', async () => {
    vendor.misbehave({ kind: 'status', status: 500 }, 1)
    expect(await post('VendaProduto.Incluida')).toBe(503)
    expect(await post('VendaProduto.Incluida')).toBe(200)
    expect(stage()).toBe('20')
  })

  it('answers the trial of the address, and refuses strangers', async () => {
    expect(await post('', {}, { ping: 'omie' })).toBe(200)
    expect(await post('VendaProduto.Incluida', {}, { appKey: '1' })).toBe(401)
    expect(await post('VendaProduto.Incluida', {}, {}, `${url}x`)).toBe(404)
    expect(questions).toEqual([])
  })
})
