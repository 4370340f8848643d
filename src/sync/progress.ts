import type { FeedReply } from '../receivables/receipt.ts'
import type { Stream } from './contract.ts'

/** What a run has done so far, by stream. */
export interface StreamProgress {
  pages: number
  /** Taken and counted. */
  accepted: number
  /** Older than what stood. */
  ignored: number
  /** Gone to quarantine. */
  rejected: number
  /** Deleted in the ERP, or no longer open there. */
  removed: number
}

export type Progress = Partial<Record<Stream, StreamProgress>>

export function progressOf(progress: Progress, stream: Stream): StreamProgress {
  const found = progress[stream] ?? { pages: 0, accepted: 0, ignored: 0, rejected: 0, removed: 0 }
  progress[stream] = found
  return found
}

export function addReply(progress: StreamProgress, reply: FeedReply): void {
  progress.accepted += reply.accepted
  progress.ignored += reply.ignored
  progress.rejected += reply.rejected.length
}
