import { describe, expect, it } from 'vitest'
import { faultOf, isNothingThere, judge } from '../../../adapters/erp/omie/faults.ts'
import type { SyncError } from '../../../src/sync/errors.ts'

function judged(faultstring: string, faultcode: string, status = 500): SyncError | null {
  return judge({ status, headers: {}, cookies: [], json: { faultstring, faultcode } })
}

/** As quoted in public repositories; see the README of the adapter. */
describe('a fault of Omie', () => {
  it.each([
    ['ERROR: Não existem registros para a página [1]!', 'SOAP-ENV:Client-5113'],
    ['ERROR: Pedido não cadastrado para o Código [1] !', 'SOAP-ENV:Client-105'],
    ['ERROR: Cliente não cadastrado para o Código [999999999] !', 'SOAP-ENV:Client-105'],
    ['ERROR: Código do Título informado na tag [nCodTitulo] não cadastrado!', 'SOAP-ENV:Client-105'],
  ])('%s is an answer: there is nothing', (words, code) => {
    for (const status of [200, 500]) expect(judged(words, code, status)).toBeNull()
    const fault = faultOf({ faultstring: words, faultcode: code })
    expect(fault && isNothingThere(fault)).toBe(true)
  })

  it.each([
    [
      'ERROR: Consumo redundante detectado. Aguarde 16 segundos para tentar novamente (REDUNDANT).',
      'SOAP-ENV:Client-6',
      17_000,
    ],
    [
      'ERROR: Consumo redundante detectado. Aguarde 60 segundos para tentar novamente (REDUNDANT).',
      'SOAP-ENV:Client-6',
      60_000,
    ],
    ['SOAP-ERROR: REDUNDANT', 'SOAP-ENV:Client', 60_000],
    [
      'ERROR: Já existe uma requisição desse método sendo executada e você pode tentar novamente em alguns instantes. (1)',
      'SOAP-ENV:Client-1880',
      10_000,
    ],
    [
      'ERROR: Esta requisição já foi processada ou está sendo processada e você pode tentar novamente às 10:00',
      'SOAP-ENV:Client-1100',
      60_000,
    ],
    ['ERROR: API bloqueada por consumo indevido. Tente novamente em 1678 segundos.', 'MISUSE_API_PROCESS', 1_679_000],
    ['ERROR: API bloqueada por consumo indevido.', 'SOAP-ENV:Client-500', 1_800_000],
  ])('%s is waited for', (words, code, retryAfterMs) => {
    expect(judged(words, code)).toMatchObject({ remedy: 'throttled', retryAfterMs })
  })

  it('with status 425 closes the method, with words or without', () => {
    expect(judged('', '', 425)).toMatchObject({ remedy: 'throttled', retryAfterMs: 1_800_000 })
    expect(judge({ status: 425, headers: {}, cookies: [], json: null })).toMatchObject({ remedy: 'throttled' })
  })

  it.each([
    ['A chave de acesso está inválida ou o aplicativo está suspenso.', 'SOAP-ENV:Server', 'auth'],
    ['Os dados de autenticação informados são inválidos', 'SOAP-ENV:Client', 'auth'],
    ['Omie API is not enabled', 'SOAP-ENV:Client', 'auth'],
    [
      'ERROR: Tag [CANCELADO] não faz parte da estrutura do tipo complexo [pvpListarRequest]!',
      'SOAP-ENV:Client-5001',
      'settings',
    ],
    ['SOAP-ERROR: Broken response from Application Server', 'SOAP-ENV:Server', 'unavailable'],
  ])('%s is mended by %s: %s', (words, code, remedy) => {
    expect(judged(words, code)?.remedy).toBe(remedy)
  })

  it('is told without what stands in brackets, which may be a customer or a key', () => {
    const message = judged('ERROR: CNPJ [11.222.333/0001-81] da chave [3833] recusado', 'SOAP-ENV:Client-71')?.message
    expect(message).toBe('Omie refuses the call: Client-71 ERROR: CNPJ […] da chave […] recusado')
  })

  it('is none where there are no words of one', () => {
    for (const json of [null, [], 'text', { clientes_cadastro: [] }]) expect(faultOf(json)).toBeNull()
    expect(judge({ status: 500, headers: {}, cookies: [], json: {} })?.remedy).toBe('unavailable')
    expect(judge({ status: 200, headers: {}, cookies: [], json: {} })).toBeNull()
  })
})
