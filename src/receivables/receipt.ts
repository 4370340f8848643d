import type { Fault } from '../kernel/text.ts'

/** What an ERP sends. */
export const feedKinds = ['customers', 'receivables', 'orders'] as const
export type FeedKind = (typeof feedKinds)[number]

/** What one call answers: how many records were taken, how many were older than what stands, and which were bad. */
export interface FeedReply {
  accepted: number
  ignored: number
  rejected: { index: number; externalId: string | null; errors: Fault[] }[]
}
