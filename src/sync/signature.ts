import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secret } from './secret.ts'

/** Whether `given` is the HMAC-SHA256 of the raw body, in hex or base64, compared in constant time. */
export function isSignedBy(
  secret: Secret,
  rawBody: Buffer,
  given: string | undefined,
  encoding: 'hex' | 'base64',
): boolean {
  if (given === undefined) return false
  const wanted = createHmac('sha256', secret.reveal()).update(rawBody).digest()
  const received = Buffer.from(given, encoding)
  return received.length === wanted.length && timingSafeEqual(received, wanted)
}
