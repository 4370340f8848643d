/**
 * What went wrong with an ERP, named by what mends it:
 * - `settings`: somebody has to change the source's file (wrong address, wrong company, a call the ERP refuses)
 * - `auth`: somebody has to give a new key, or the user in the ERP a right
 * - `throttled`: waiting mends it; `retryAfterMs` says how long, if the ERP did
 * - `unavailable`: trying again later mends it (network, 5xx, time limit, an answer that is cut off or no JSON)
 * - `bad_record`: the record has to be mended in the ERP, or the mapping learn it; it goes to quarantine
 */
export type Remedy = 'settings' | 'auth' | 'throttled' | 'unavailable' | 'bad_record'

/** The message is shown to people and stored: never put a secret, a customer or a raw answer into it. */
export class SyncError extends Error {
  override readonly name = 'SyncError'
  readonly remedy: Remedy
  readonly retryAfterMs: number | null
  /** Nobody knows whether the call was carried out: it may have been sent, and no answer to it was understood. */
  readonly mayHaveArrived: boolean

  constructor(
    remedy: Remedy,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number; mayHaveArrived?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.remedy = remedy
    this.retryAfterMs = options.retryAfterMs ?? null
    this.mayHaveArrived = options.mayHaveArrived ?? false
  }
}

/** Thrown by a mapping for one record: `path` is the vendor's field, `message` what is wrong with its value. */
export class BadRecordError extends SyncError {
  readonly path: string

  constructor(path: string, message: string) {
    super('bad_record', message)
    this.path = path
  }
}

export const isAborted = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AbortError' || error.name === 'CanceledError')

/** Codes of Node for a certificate that is not trusted. One that is no longer or not yet valid is not among them: that passes. */
export const UNTRUSTED_CERTIFICATE = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])
