import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bling } from '../../../adapters/erp/bling/index.ts'
import type { HttpOptions } from '../../../src/sync/http.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { type Stage, setStage } from '../../conformance/drive.ts'
import { createTestLink } from '../../conformance/link.ts'
import type { BlingFake } from './fake.ts'
import { idOf, subject } from './subject.ts'

let stage: Stage
let fake: BlingFake
beforeEach(async () => {
  stage = await setStage(subject, 1)
  fake = stage.vendor as BlingFake
})
afterEach(() => stage.close())

const HOURS_MS = 3_600_000
const refreshTokens = (): (string | null)[] =>
  fake.login.calls.map(({ text }) => new URLSearchParams(text).get('refresh_token'))
const check = () => stage.open().check(stage.signal)

describe('the tokens of Bling', () => {
  it('are asked for as a form with the credentials of the app, and as JWT', async () => {
    await check()
    const [call] = fake.login.calls
    expect(fake.login.calls).toHaveLength(1)
    expect(call?.headers['content-type']).toContain('application/x-www-form-urlencoded')
    expect(Object.fromEntries(new URLSearchParams(call?.text))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: fake.login.firstRefreshToken,
    })
    expect(fake.login.given[0]?.length, 'characters of a JWT').toBeGreaterThan(1_500)
  })

  it('are renewed with the refresh token that came last, which the vault keeps', async () => {
    await check()
    stage.clock.advance(7 * HOURS_MS)
    await check()
    fake.login.endAccess()
    await check()
    const rotated = fake.login.given.filter((_, index) => index % 2 === 1)
    expect(refreshTokens()).toEqual([fake.login.firstRefreshToken, ...rotated.slice(0, 2)])
  })

  it('are renewed once for all the calls that were refused together', async () => {
    const session = stage.open({ parallel: 5 })
    await session.check(stage.signal)
    fake.login.endAccess()
    const ids = [1, 2, 3, 4, 5].map((n) => idOf('orders', n))
    const reply = await session.read?.('orders', ids, stage.signal)
    expect(reply?.records).toHaveLength(5)
    expect(fake.login.calls).toHaveLength(2)
  })

  it('that are used up ask a person to authorise the app again', async () => {
    await check()
    // Another program that shares the app has used the refresh token: the one that we keep is worth nothing now.
    const stranger = bling.open(bling.settings.parse(fake.settings), createTestLink(stage.clock))
    await expect(stranger.check(stage.signal)).rejects.toMatchObject({
      name: 'SyncError',
      remedy: 'auth',
      message: expect.stringContaining('authorise the app in Bling again'),
    })
  })

  it('are not given to an app that Bling does not know', async () => {
    const wrong = { ...fake.settings, clientSecret: new Secret('another-secret') }
    await expect(stage.open(wrong).check(stage.signal)).rejects.toMatchObject({
      remedy: 'auth',
      message: 'Bling does not know the app: look at settings.clientId and settings.clientSecret',
    })
  })

  it('of another company than the one in the settings are refused', async () => {
    await expect(stage.open({ companyId: 'another' }).check(stage.signal)).rejects.toMatchObject({ remedy: 'settings' })
    expect(await check()).toEqual({
      version: 'API v3',
      company: 'Distribuidora Teste Ltda',
      companyId: 'd4475854366a36c86a37e792f9634a51',
    })
  })
})

describe('the limits of Bling', () => {
  it('are kept: three calls a second, and few for tokens', () => {
    const { requestsPerMinute: _, parallel: __, ...plain } = fake.settings as Record<string, unknown>
    const limitsWith = (changes: object): HttpOptions['limits'][] => {
      const seen: HttpOptions['limits'][] = []
      const link = createTestLink(stage.clock)
      const http = (options: HttpOptions) => {
        seen.push(options.limits)
        return link.http(options)
      }
      bling.open(bling.settings.parse({ ...plain, ...changes }), { ...link, http })
      return seen
    }
    const tokens = { default: { parallel: 1, count: 10, intervalMs: 60_000 } }
    expect(limitsWith({})).toEqual([tokens, { default: { parallel: 3, count: 1, intervalMs: 350 } }])
    expect(limitsWith({ requestsPerMinute: 120, parallel: 2 })).toEqual([
      tokens,
      { default: { parallel: 2, count: 2, intervalMs: 1_000 } },
    ])
    expect(limitsWith({ requestsPerMinute: 30 })[1]).toEqual({ default: { parallel: 3, count: 1, intervalMs: 2_000 } })
  })

  it('of a second are waited for', async () => {
    fake.exhaust('second')
    expect(await check()).toMatchObject({ company: 'Distribuidora Teste Ltda' })
    expect(stage.link.waits).toHaveLength(1)
  })

  it('of a day end the run: nobody waits until tomorrow', async () => {
    fake.exhaust('day')
    await expect(check()).rejects.toMatchObject({ remedy: 'throttled', retryAfterMs: 3_600_000 })
    expect(stage.link.waits).toEqual([])
  })
})
