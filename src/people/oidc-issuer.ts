import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  ResponseBodyError,
} from 'openid-client'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import type { OidcSettings } from './people-files.ts'

/** Each call to the issuer; a login makes up to four of them. */
const TIMEOUT_S = 5
/** Its keys and addresses may change. */
const DISCOVERY_TTL_MS = 3_600_000

/** What only the browser that began knows. */
export interface Secrets {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string }

/** `unavailable`: the issuer cannot be reached or fails; `denied`: it, or we, did not accept this login. */
export type IssuerFault = { readonly fault: 'unavailable' | 'denied'; readonly code: string }

/** Speaks to the issuer by openid-client, which checks signature, issuer, audience, times, state and nonce. */
export interface Issuer {
  begin(secrets: Secrets): Promise<{ readonly url: string } | IssuerFault>
  /** `query` is the one that the browser came back with. */
  complete(query: string, secrets: Secrets): Promise<{ readonly claims: Claims } | IssuerFault>
}

export function createIssuer(settings: OidcSettings, clock: Pick<Clock, 'system'>): Issuer {
  const { issuer, clientId, clientSecret, redirectUri, scope } = settings
  let known: { readonly configuration: Promise<Configuration>; readonly until: EpochMs } | null = null
  const discover = (): Promise<Configuration> => {
    if (known && known.until > clock.system()) return known.configuration
    const found = discovery(issuer, clientId, clientSecret.reveal(), undefined, {
      timeout: TIMEOUT_S,
      // By default the library leaves the signature of what comes straight from the issuer to TLS. And only an issuer on
      // this machine may have http: the file's schema says so.
      execute: [enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : [])],
    })
    const mine = { configuration: found, until: clock.system() + DISCOVERY_TTL_MS }
    known = mine
    // Whoever comes while it is under way shares it; a failure is not kept.
    found.catch(() => {
      if (known === mine) known = null
    })
    return found
  }
  const attempt = async <T>(work: () => Promise<T>): Promise<T | IssuerFault> => {
    try {
      return await work()
    } catch (error) {
      return faultOf(error)
    }
  }
  return {
    begin: ({ state, nonce, verifier }) =>
      attempt(async () => {
        const configuration = await discover()
        const url = buildAuthorizationUrl(configuration, {
          ...{ redirect_uri: redirectUri, scope, state, nonce },
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        })
        return { url: url.href }
      }).then((begun) => ('fault' in begun ? { ...begun, fault: 'unavailable' } : begun)),
    complete: (query, { state, nonce, verifier }) =>
      attempt(async () => {
        const configuration = await discover()
        const tokens = await authorizationCodeGrant(configuration, new URL(`${redirectUri}?${query}`), {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
        })
        const claims = tokens.claims()
        if (!claims) return { fault: 'denied', code: 'no_id_token' } as const
        const isMissing = wantedOf(settings).some((name) => !(name in claims))
        if (!isMissing || configuration.serverMetadata().userinfo_endpoint === undefined) return { claims }
        // Issuers may tell e-mail, name and groups only here (OpenID Connect Core, 5.4).
        return { claims: merge(await fetchUserInfo(configuration, tokens.access_token, claims.sub), claims) }
      }),
  }
}

const wantedOf = ({ loginClaim, roles }: OidcSettings): string[] => [
  ...[loginClaim, ...(loginClaim === 'email' ? ['email_verified'] : [])],
  ...(roles === null ? [] : [roles.claim]),
]

/** The token has the last word. But that an e-mail is verified is said of the one beside it, and of no other. */
function merge(told: Claims, claims: Claims): Claims {
  const isWhole = 'email' in claims && 'email_verified' in claims
  const { email, email_verified } = isWhole || !('email' in told) ? claims : told
  return { ...told, ...claims, email, email_verified }
}

function faultOf(error: unknown): IssuerFault {
  if (error instanceof AuthorizationResponseError) return { fault: 'denied', code: shortOf(error.error) }
  if (error instanceof ResponseBodyError)
    return { fault: error.status >= 500 ? 'unavailable' : 'denied', code: shortOf(error.error) }
  const code = error instanceof Error && 'code' in error ? shortOf(String(error.code)) : 'unreachable'
  if (error instanceof Error && error.cause instanceof Response && error.cause.status < 500)
    return { fault: 'denied', code }
  // A fetch that fails is a TypeError without a code. What answers, but not as an issuer does, is no issuer now.
  return { fault: UNAVAILABLE.has(code) ? 'unavailable' : 'denied', code }
}

const UNAVAILABLE = new Set([
  ...['unreachable', 'OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'],
  'OAUTH_PARSE_ERROR',
])

/** Of what the other side says, only what a code looks like goes into our trail. */
const shortOf = (code: string): string => (/^[\w.-]{1,64}$/.test(code) ? code : 'unreadable')
