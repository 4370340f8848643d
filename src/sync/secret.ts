import { inspect } from 'node:util'
import { z } from 'zod'

const MASK = '***'

/** A secret that shows itself only when it is asked to: logs, errors, JSON and templates get `***`. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [inspect.custom](): string {
    return MASK
  }
}

/** A secret among an adapter's settings. In the file it stands as `{ env: NAME }` or `{ file: /path }`, never itself. */
export const secretSchema = z.instanceof(Secret, {
  error: 'must be a reference to a secret, { env: NAME } or { file: /path }, never the secret itself',
})
