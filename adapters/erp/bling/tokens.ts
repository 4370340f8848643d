import { z } from 'zod'
import type { Link, TokenSet } from '../../../src/sync/contract.ts'
import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpReply } from '../../../src/sync/http.ts'
import { Secret } from '../../../src/sync/secret.ts'
import type { BlingSettings } from './settings.ts'

/** An access token; `rejected` is the one that Bling has just refused. */
export type Tokens = (signal: AbortSignal, rejected?: string) => Promise<string>

/** Twenty calls within a minute have the address shut out for an hour (developer.bling.com.br/limites, 2026-11-22). */
const TOKEN_CALLS = { parallel: 1, count: 10, intervalMs: 60_000 }

const tokenSchema = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive(),
})

const refusalSchema = z.looseObject({
  error: z.union([z.string(), z.looseObject({ type: z.string() }).transform(({ type }) => type)]),
})

/** Tokens that rotate: every refresh ends the refresh token that was used. `secrets` learns the new ones. */
export function createTokens(settings: BlingSettings, link: Link, secrets: Secret[]): Tokens {
  const { baseUrl, timeoutMs, clientId, clientSecret, refreshToken: seed } = settings
  const client = link.http({ baseUrl, timeoutMs, limits: { default: TOKEN_CALLS }, secrets, judge })
  const credentials = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64')

  const refresh = async (refreshToken: string, signal: AbortSignal): Promise<TokenSet> => {
    const { json } = await client.request({
      method: 'POST',
      path: '/oauth/token',
      headers: { authorization: `Basic ${credentials}`, ...JWT },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
      signal,
    })
    const parsed = tokenSchema.safeParse(json)
    if (!parsed.success) throw new SyncError('unavailable', 'Bling answered the token call without tokens')
    const { access_token: access, refresh_token: next, expires_in: seconds } = parsed.data
    secrets.push(new Secret(access), new Secret(next))
    return { accessToken: access, refreshToken: next, expiresAt: link.clock.system() + seconds * 1_000 }
  }

  // Calls that go out together ask together.
  const underWay = new Map<string | undefined, Promise<string>>()
  return (signal, rejected) => {
    const asked =
      underWay.get(rejected) ??
      link.tokens.accessToken(seed, refresh, signal, rejected).finally(() => underWay.delete(rejected))
    underWay.set(rejected, asked)
    return asked
  }
}

/** Opaque tokens are being phased out; every call says that it understands JWT (developer.bling.com.br/migracao-jwt). */
export const JWT = { 'enable-jwt': '1' }

function judge({ status, json }: HttpReply): SyncError | null {
  if (status < 400) return null
  const refusal = refusalSchema.safeParse(json)
  const remedy = refusal.success ? REMEDIES[refusal.data.error] : undefined
  return remedy ? new SyncError('auth', remedy) : null
}

const REMEDIES: Readonly<Record<string, string>> = {
  invalid_grant:
    'Bling does not accept the refresh token any more: authorise the app in Bling again and give its new refresh token as settings.refreshToken',
  invalid_client: 'Bling does not know the app: look at settings.clientId and settings.clientSecret',
  UNAUTHORIZED_ERROR: 'Bling gives no token: the company is not active there',
}
