import { SyncError } from '../sync/errors.ts'
import type { SendOutcome } from './contract.ts'

/** What a failed call means for a message: not sent, or nobody knows. Anything but a `SyncError` is thrown on. */
export function outcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof SyncError)) throw error
  const { remedy, message, retryAfterMs, mayHaveArrived } = error
  if (mayHaveArrived) return { kind: 'ambiguous', message }
  if (remedy === 'bad_record') return { kind: 'refused', why: 'content', message }
  return { kind: 'failed', remedy, message, retryAfterMs }
}
