import { SyncError } from '../sync/errors.ts'
import type { SendOutcome } from './contract.ts'

export type RefusalCause = Extract<SendOutcome, { kind: 'refused' }>['why']

/** Never sent, and trying again would not change that. */
export class Refusal extends SyncError {
  readonly why: RefusalCause

  constructor(why: RefusalCause, message: string) {
    super('bad_record', message)
    this.why = why
  }
}

/** What a failed call means for a message: not sent, or nobody knows. Anything but a `SyncError` is thrown on. */
export function outcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof SyncError)) throw error
  if (error instanceof Refusal) return { kind: 'refused', why: error.why, message: error.message }
  const { remedy, message, retryAfterMs, mayHaveArrived } = error
  if (mayHaveArrived) return { kind: 'ambiguous', message }
  if (remedy === 'bad_record') return { kind: 'refused', why: 'content', message }
  return { kind: 'failed', remedy, message, retryAfterMs }
}
