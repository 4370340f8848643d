import type { ErpState } from './erp.ts'

/** One Dolibarr at two moments, with what it said itself. */
export interface RecordedSet {
  readonly name: string
  readonly before: RecordedState
  /** Later the same day: some changes moved the time of change of their row, some did not. */
  readonly after: RecordedState
  /** Calls and their answers, to hold the fake against. */
  readonly exchanges: readonly Exchange[]
}

export interface RecordedState {
  /** When it was looked at. */
  readonly at: string
  readonly state: ErpState
  /** What the instance says is outstanding, by third party: `opened` of `/thirdparties/{id}/outstandinginvoices`. */
  readonly opened: Readonly<Record<string, string>>
}

export interface Exchange {
  readonly name: string
  readonly when: 'before' | 'after'
  readonly user: 'sync' | 'norights' | 'seesNobody' | 'none'
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly status: number
  readonly body: unknown
}
