import { createHmac } from 'node:crypto'

/** The HMAC of a text or of bytes, for providers that sign what they post or want to be posted to with a signature. */
export const hmacOf = (algorithm: 'sha1' | 'sha256', key: Buffer | string, content: Buffer | string): Buffer =>
  createHmac(algorithm, key).update(content).digest()
