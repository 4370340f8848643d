import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import PQueue from 'p-queue'

/**
 * Argon2id of node:crypto (in every official build of node 26, stable since 2026: nodejs/node#63924) with the second
 * recommendation of RFC 9106 in one lane: 64 MiB and 3 passes, 240 ms on the machine it was tried on (2026-11-22).
 */
export interface Hashing {
  readonly memoryKib: number
  readonly passes: number
}
export const HASHING: Hashing = { memoryKib: 65_536, passes: 3 }

/** Each takes its memory and one of the four threads that also read files. */
const PARALLEL_MAX = 2
/** About 5 seconds of waiting; whoever comes then is told to come again. */
const WAITING_MAX = 40
const SALT_BYTES = 16
const TAG_BYTES = 32
/** What is believed of a stored hash: nobody makes this process take more memory by writing to the table. */
const MEMORY_KIB_MAX = 1_048_576
const PASSES_MAX = 16

export interface PasswordHasher {
  /** `$argon2id$v=19$m=65536,t=3,p=1$<salt>$<tag>`, the usual form, whatever the parameters were. */
  hash(password: string): Promise<string>
  /** Takes as long for `null`, where there is nothing to compare with. Outdated: made with other parameters. */
  verify(password: string, stored: string | null): Promise<{ readonly isRight: boolean; readonly isOutdated: boolean }>
  /** So many wait already that another one should come later. */
  isBusy(): boolean
}

interface Parsed extends Hashing {
  readonly salt: Buffer
  readonly tag: Buffer
}

const derive = promisify(argon2)
const FORM = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=1\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/
const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

export function createPasswordHasher(hashing: Hashing): PasswordHasher {
  const queue = new PQueue({ concurrency: PARALLEL_MAX })
  const tagOf = (password: string, { memoryKib, passes }: Hashing, salt: Buffer): Promise<Buffer> =>
    queue.add(() =>
      derive('argon2id', {
        ...{ message: password, nonce: salt, tagLength: TAG_BYTES },
        ...{ parallelism: 1, memory: memoryKib, passes },
      }),
    )
  const nobody: Parsed = { ...hashing, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) }
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES)
      const tag = await tagOf(password, hashing, salt)
      return `$argon2id$v=19$m=${hashing.memoryKib},t=${hashing.passes},p=1$${base64(salt)}$${base64(tag)}`
    },
    async verify(password, stored) {
      const parsed = stored === null ? null : parseHash(stored)
      const { salt, tag, memoryKib, passes } = parsed ?? nobody
      const found = await tagOf(password, { memoryKib, passes }, salt)
      const isRight = timingSafeEqual(found, tag) && parsed !== null
      return { isRight, isOutdated: memoryKib !== hashing.memoryKib || passes !== hashing.passes }
    },
    isBusy: () => queue.size >= WAITING_MAX,
  }
}

function parseHash(stored: string): Parsed | null {
  const [, memory, passes, salt, tag] = FORM.exec(stored) ?? []
  if (salt === undefined || tag === undefined) return null
  const parsed = { memoryKib: Number(memory), passes: Number(passes) }
  if (parsed.memoryKib > MEMORY_KIB_MAX || parsed.passes > PASSES_MAX || parsed.memoryKib < 8 || parsed.passes < 1)
    return null
  return { ...parsed, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') }
}
