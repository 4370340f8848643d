import { expect } from 'vitest'
import { SyncError } from '../../../src/sync/errors.ts'

/** The remedy of an error, or the error itself where it has none: told in the difference. */
export const remedyOf = (error: unknown): unknown => (error instanceof SyncError ? error.remedy : error)

/** The error that a promise ends with; it fails when there is none. */
export async function errorOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  return promise.then(
    () => expect.fail(`${what} went well, although the ERP did not`),
    (error: unknown) => error,
  )
}
