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
  // Decoding passes over what is no hex or base64, so the length of the text counts as well.
  const received = Buffer.from(given, encoding)
  const isWhole = received.length === wanted.length && given.length === wanted.toString(encoding).length
  return isWhole && timingSafeEqual(received, wanted)
}
