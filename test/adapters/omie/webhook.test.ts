import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { omie } from '../../../adapters/erp/omie/index.ts'
import type { WebhookOutcome } from '../../../src/sync/contract.ts'
import { Secret } from '../../../src/sync/secret.ts'

const APP_KEY = '3833000000901'
const settingsFor = (appKey: string): unknown =>
  omie.settings.parse({ appKey: new Secret(appKey), appSecret: new Secret('secret') })

function receive(body: unknown, appKey = APP_KEY): WebhookOutcome {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return omie.receive?.(settingsFor(appKey), { headers: {}, rawBody }) ?? expect.fail('receive is missing')
}

const envelope = (topic: string, event: unknown): Record<string, unknown> => ({
  messageId: '11f0-a1b2',
  topic,
  event,
  author: { email: 'user@example.com', name: 'Usuário', userId: 1 },
  appKey: APP_KEY,
  appHash: 'app-hash',
  origin: 'omie-connect-2.0',
})

const idsOf = (outcome: WebhookOutcome): string[] =>
  outcome.kind === 'changed' ? outcome.records.map(({ stream, externalId }) => `${stream} ${externalId}`) : []

describe('a webhook of Omie', () => {
  it('of a payment brings a list, and names every title that it settles once', () => {
    const event = [
      {
        codigo_cliente_fornecedor: 1000000001,
        data: '2026-11-20T00:00:00-03:00',
        valor: 100.5,
        conta_a_receber: [{ codigo_lancamento_omie: 2000000001 }, { codigo_lancamento_omie: 2000000002 }],
      },
      { valor: 1, conta_a_receber: [{ codigo_lancamento_omie: 2000000001 }] },
    ]
    const afterMs = 61_000
    expect(receive(envelope('Financas.ContaReceber.BaixaRealizada', event))).toEqual({
      kind: 'changed',
      deliveryId: '11f0-a1b2',
      records: [
        { stream: 'receivables', externalId: '2000000001', afterMs },
        { stream: 'receivables', externalId: '2000000002', afterMs },
      ],
    })
  })

  it.each(['BaixaCancelada', 'Incluido', 'Alterado', 'Excluido'])('ContaReceber.%s names a title', (word) => {
    const event = { codigo_lancamento_omie: 2000000001, status_titulo: 'ATRASADO' }
    const list = [{ conta_a_receber: [{ codigo_lancamento_omie: 2000000001 }] }]
    for (const one of [event, list])
      expect(idsOf(receive(envelope(`Financas.ContaReceber.${word}`, one)))).toEqual(['receivables 2000000001'])
  })

  it.each(['Incluido', 'Alterado', 'Excluido'])('ClienteFornecedor.%s names a customer', (word) => {
    const event = { codigo_cliente_omie: 1000000001, razao_social: 'Cliente Exemplo Ltda' }
    expect(idsOf(receive(envelope(`ClienteFornecedor.${word}`, event)))).toEqual(['customers 1000000001'])
  })

  it.each(['Incluida', 'Alterada', 'EtapaAlterada', 'Faturada', 'Cancelada', 'Excluida', 'Devolvida'])(
    'VendaProduto.%s names an order',
    (word) => {
      const event = { idPedido: 9178002521, idCliente: 1000000001, etapa: '20', valorPedido: 10.5 }
      expect(idsOf(receive(envelope(`VendaProduto.${word}`, event)))).toEqual(['orders 9178002521'])
    },
  )

  it('is nothing when it only tries out the address', () => {
    expect(receive({ ping: 'omie' })).toEqual({ kind: 'nothing' })
  })

  it.each([
    ['Produto.Alterado', { codigo_produto: 1 }],
    ['Financas.ContaReceber.BoletoGerado', { codigo_lancamento_omie: 1 }],
    ['Financas.ContaPagar.BaixaRealizada', [{ conta_a_pagar: [{ codigo_lancamento_omie: 1 }] }]],
    ['VendaProduto.Incluida', { idPedido: null }],
    ['VendaProduto.Incluida', null],
    ['Financas.ContaReceber.BaixaRealizada', []],
    ['ClienteFornecedor.Alterado', { codigo_cliente_omie: '1; DROP' }],
  ])('of %s with %j is nothing', (topic, event) => {
    expect(receive(envelope(topic, event)).kind).toBe('nothing')
  })

  it('of another app is refused, and so is what is no webhook', () => {
    const body = envelope('ClienteFornecedor.Alterado', { codigo_cliente_omie: 1 })
    expect(receive({ ...body, appKey: '3833000000902' }).kind).toBe('refused')
    const { appKey: _, ...keyless } = body
    for (const junk of [keyless, '', '[]', 'null', '{"ping":"other"}', '{"ping":"omie"', 'x'])
      expect(receive(junk).kind, JSON.stringify(junk)).toBe('refused')
  })

  it('counts once, by its id', () => {
    const { messageId: _, ...nameless } = envelope('VendaProduto.Excluida', { idPedido: '9178002521' })
    expect(receive(nameless)).toMatchObject({ kind: 'changed', deliveryId: null })
  })
})

/** Present where the material of the project is. */
const EXAMPLE = '/work/shared/specs/omie/webhook-baixa-realizada.example.json'

it('reads the example of the vendor’s material', () => {
  const example = existsSync(EXAMPLE)
    ? readFileSync(EXAMPLE, 'utf8')
    : JSON.stringify({
        ...envelope('Financas.ContaReceber.BaixaRealizada', [
          { conta_a_receber: [{ codigo_lancamento_omie: 2000000001 }] },
        ]),
        messageId: '00000000-0000-0000-0000-000000000001',
        appKey: '0000000000000',
      })
  expect(receive(example, '0000000000000')).toEqual({
    kind: 'changed',
    deliveryId: '00000000-0000-0000-0000-000000000001',
    records: [{ stream: 'receivables', externalId: '2000000001', afterMs: 61_000 }],
  })
})
