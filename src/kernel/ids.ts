import { randomBytes, randomFillSync } from 'node:crypto'
import type { EpochMs } from './clock.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford base 32, as in the ULID specification
const RANDOM_CHARS = 16
const pool = new Uint8Array(RANDOM_CHARS * 256)
let used = pool.length

/** `chk_01KB…`: sortable by time, so that inserts append to the end of the index. */
export function createId(prefix: string, now: EpochMs): string {
  let time = ''
  for (let rest = now, index = 0; index < 10; index++) {
    time = ALPHABET[rest % 32] + time
    rest = Math.floor(rest / 32)
  }
  if (used + RANDOM_CHARS > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  let random = ''
  for (let index = 0; index < RANDOM_CHARS; index++) random += ALPHABET[(pool[used++] as number) & 31]
  return `${prefix}_${time}${random}`
}

/** A secret for an API key: 256 bits, so that a plain hash of it is safe to store. */
export function createSecret(): string {
  return `fiado_${randomBytes(32).toString('base64url')}`
}
