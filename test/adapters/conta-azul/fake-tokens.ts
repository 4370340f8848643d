import { startFakeServer } from '../../conformance/fake-server.ts'
import type { VendorClock } from '../../conformance/vendor.ts'

const HOUR_MS = 3_600_000

export interface FakeTokens {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly secrets: readonly string[]
  readonly refreshToken: string
  isGood(authorization: string | undefined): boolean
  expireAll(): void
  /** From now on renewals keep the refresh token, and answer without one. */
  keepRefreshToken(): void
  close(): Promise<void>
}

/** The host that gives access for an hour, and a new refresh token each time. */
export async function startFakeTokens(clock: VendorClock): Promise<FakeTokens> {
  const clientId = 'client-4711'
  const clientSecret = 'conta-azul-client-secret-1'
  const good = new Map<string, number>()
  const handedOut: string[] = []
  let refreshToken = 'conta-azul-refresh-0'
  let renewals = 0
  let rotates = true
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`

  const server = await startFakeServer(({ method, path, headers, text }) => {
    const form = new URLSearchParams(text)
    if (method !== 'POST' || path !== '/oauth/token') return { status: 404, body: { error: 'not_found' } }
    if (headers.authorization !== basic) return { status: 401, body: { error: 'invalid_client' } }
    if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return { status: 400, body: { error: 'invalid_request' } }
    if (form.get('grant_type') !== 'refresh_token' || form.get('refresh_token') !== refreshToken)
      return { status: 400, body: { error: 'invalid_grant', error_subtype: 'invalid_refresh_token' } }
    renewals++
    const accessToken = `conta-azul-access-${renewals}`
    if (rotates) refreshToken = `conta-azul-refresh-${renewals}`
    handedOut.push(accessToken, refreshToken)
    good.set(accessToken, clock.now() + HOUR_MS)
    const renewed = rotates ? { refresh_token: refreshToken } : {}
    return { body: { access_token: accessToken, expires_in: 3_600, token_type: 'Bearer', ...renewed } }
  })

  return {
    url: server.url,
    clientId,
    clientSecret,
    get secrets() {
      return [clientSecret, basic.slice(6), 'conta-azul-refresh-0', ...handedOut]
    },
    get refreshToken() {
      return refreshToken
    },
    isGood: (authorization = '') => (good.get(authorization.replace(/^Bearer /, '')) ?? 0) > clock.now(),
    expireAll: () => good.clear(),
    keepRefreshToken: () => {
      rotates = false
    },
    close: () => server.close(),
  }
}
