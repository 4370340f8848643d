import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../../src/sync/secret.ts'
import { createTestLink, createVendorClock, type TestLink } from '../../conformance/link.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import { type FakeContaAzul, startFakeContaAzul } from './fake.ts'
import { subject } from './subject.ts'

const { signal } = new AbortController()
const MINUTE_MS = 60_000

let clock: VendorClock
let vendor: FakeContaAzul
let link: TestLink

beforeEach(async () => {
  clock = createVendorClock()
  vendor = await startFakeContaAzul(clock)
  link = createTestLink(clock)
})
afterEach(() => vendor.close())

const check = (changes: Readonly<Record<string, unknown>> = {}): Promise<unknown> =>
  subject.adapter
    // Nobody is silent here: a busy machine is not to be taken for a renewal that was lost.
    .open(subject.adapter.settings.parse({ ...vendor.settings, timeoutMs: 10_000, ...changes }), link)
    .check(signal)

describe('access', () => {
  it('is renewed at another host before it ends, with the refresh token that came last', async () => {
    await check()
    expect(vendor.refreshToken).toBe('conta-azul-refresh-1')
    clock.advance(57 * MINUTE_MS)
    await check()
    expect(vendor.refreshToken).toBe('conta-azul-refresh-1')
    clock.advance(2 * MINUTE_MS)
    await check()
    expect(vendor.refreshToken).toBe('conta-azul-refresh-2')
  })

  it('is renewed once when the API says it ended', async () => {
    await check()
    vendor.expireTokens()
    const before = vendor.calls
    expect(await check()).toMatchObject({ company: 'Distribuidora Azul Ltda' })
    expect(vendor.calls - before).toBe(2)
    expect(vendor.refreshToken).toBe('conta-azul-refresh-2')
  })

  it('keeps the refresh token when the answer brings none', async () => {
    vendor.keepRefreshToken()
    await check()
    clock.advance(61 * MINUTE_MS)
    expect(await check()).toMatchObject({ document: '11222333000181' })
    expect(vendor.refreshToken).toBe('conta-azul-refresh-0')
  })

  it('has to be given anew when the refresh token is no longer good', async () => {
    const error = { remedy: 'auth', message: expect.stringContaining('(invalid_refresh_token)') }
    await expect(check({ refreshToken: new Secret('an-old-refresh-token') })).rejects.toMatchObject(error)
  })

  it('is for the addresses of August 2026 unless the settings have others', () => {
    const { baseUrl: _, tokenUrl: __, ...rest } = vendor.settings
    expect(subject.adapter.settings.parse(rest)).toMatchObject({
      baseUrl: 'https://api-v2.contaazul.com/v1',
      tokenUrl: 'https://api-v2.contaazul.com/oauth/token',
    })
  })
})

describe('refusals', () => {
  it('are told in the words of the vendor', async () => {
    vendor.answerCheck(403, { error: 'A conta não está elegível para uso da API', status_conta: 'END_TRIAL' })
    await expect(check()).rejects.toMatchObject({
      remedy: 'auth',
      message: expect.stringContaining('não está elegível'),
    })
    vendor.answerCheck(400, { code: 400, message: 'O parâmetro não foi informado.' })
    await expect(check()).rejects.toMatchObject({
      remedy: 'settings',
      message: expect.stringContaining('O parâmetro não foi informado.'),
    })
    vendor.answerCheck(404, { error: 'rota' })
    await expect(check()).rejects.toMatchObject({ remedy: 'settings', message: expect.stringContaining('base URL') })
  })
})
