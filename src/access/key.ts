import { hash } from 'node:crypto'

/**
 * What a key may do. `check` asks for credit and holds it, `write` feeds records, `read` reads what is stored,
 * `operate` acts for a person (releases, policies, verification), `admin` makes and revokes keys.
 */
export const SCOPES = ['check', 'write', 'read', 'operate', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** Who is calling: what an API key stands for. */
export interface Caller {
  readonly keyId: string
  readonly name: string
  readonly scopes: readonly Scope[]
  /** The one source the key is bound to; `null` is every source. */
  readonly source: string | null
}

/** A key as it is stored: never the secret itself. */
export interface ApiKey extends Caller {
  readonly createdAt: number
  readonly revokedAt: number | null
}

const TOKEN_LENGTH_MAX = 512
const BEARER = /^bearer +([\x21-\x7e]+) *$/i

/** The secret of an `Authorization` header, or `null` when it is not a Bearer token. */
export function parseBearer(header: string | undefined): string | null {
  if (header === undefined || header.length > TOKEN_LENGTH_MAX + 'Bearer '.length) return null
  return BEARER.exec(header)?.[1] ?? null
}

/**
 * SHA-256 in hex. A plain hash, since the secrets that we make hold 256 random bits and cannot be guessed from it; and
 * a lookup by it need not take constant time, since whoever measures it learns about a hash that they cannot steer.
 */
export function hashKey(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** The scopes among `wanted` that the caller does not have and therefore cannot give away. */
export function missingScopes(caller: Caller, wanted: readonly Scope[]): Scope[] {
  return wanted.filter((scope) => !caller.scopes.includes(scope))
}

/** Whether the caller may make, see and revoke keys of that binding: a bound caller only its own. */
export function governs(caller: Caller, source: string | null): boolean {
  return caller.source === null || caller.source === source
}

/** How the audit trail names a caller. At most 160 characters. */
export function actorOf(caller: Caller): string {
  return `${caller.name} (${caller.keyId})`
}

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text)
}
