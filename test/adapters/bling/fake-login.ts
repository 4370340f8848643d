import { createHash } from 'node:crypto'
import type { FakeReply, FakeRequest } from '../../conformance/fake-server.ts'
import type { VendorClock } from '../../conformance/vendor.ts'

export const CLIENT_ID = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334'
const ACCESS_SECONDS = 21_600

/** Bling's tokens: a refresh token serves once, an access token six hours. */
export class FakeLogin {
  readonly clientSecret = 'bling-client-secret-7f3a9c'
  readonly firstRefreshToken = 'bling-refresh-token-0-5b1e'
  /** All that were ever given. */
  readonly given: string[] = []
  readonly calls: FakeRequest[] = []
  private readonly expiries = new Map<string, number>()
  private readonly clock: VendorClock
  private refreshToken = this.firstRefreshToken
  private count = 0

  constructor(clock: VendorClock) {
    this.clock = clock
  }

  /** As when the user takes the app's right away, or the hours have passed. */
  endAccess(): void {
    this.expiries.clear()
  }

  answer(request: FakeRequest): FakeReply {
    this.calls.push(request)
    const form = new URLSearchParams(request.text)
    const basic = Buffer.from(`${CLIENT_ID}:${this.clientSecret}`).toString('base64')
    if (request.headers.authorization !== `Basic ${basic}`)
      return refusal(401, 'invalid_client', 'The client credentials are invalid')
    if (form.get('grant_type') !== 'refresh_token')
      return refusal(400, 'unsupported_grant_type', 'Grant type is not supported')
    if (form.get('refresh_token') !== this.refreshToken) return refusal(400, 'invalid_grant', 'Invalid refresh token')
    this.count++
    const access = this.tokenOf(request.headers['enable-jwt'] === '1')
    this.refreshToken = `bling-refresh-token-${this.count}-${digest(`refresh ${this.count}`).slice(0, 8)}`
    this.expiries.set(access, this.clock.now() + ACCESS_SECONDS * 1_000)
    this.given.push(access, this.refreshToken)
    const body = {
      access_token: access,
      expires_in: ACCESS_SECONDS,
      token_type: 'Bearer',
      scope: '98309 318257570',
      refresh_token: this.refreshToken,
    }
    return { body }
  }

  /** What is wrong with the token of a call; `null` when it is good. */
  refuse({ headers }: FakeRequest): FakeReply | null {
    const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? []
    const expiry = this.expiries.get(token)
    if (expiry === undefined) return refusal(401, 'invalid_token', 'The access token provided is invalid')
    if (expiry <= this.clock.now()) return refusal(401, 'invalid_token', 'The access token provided has expired')
    return null
  }

  /** Opaque tokens are short, a JWT has some 1,500 to 3,000 characters. */
  private tokenOf(isJwt: boolean): string {
    const opaque = digest(`access ${this.count}`).slice(0, 40)
    return isJwt ? `eyJhbGciOiJSUzI1NiJ9.${opaque.repeat(40)}.${opaque}` : opaque
  }
}

const refusal = (status: number, type: string, description: string): FakeReply => ({
  status,
  body: { error: { type, message: type, description } },
})

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
