import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { Day } from '../kernel/day.ts'
import type { ReportDeps } from './dashboard.ts'
import {
  addRelease,
  emptySums,
  nothingRepaid,
  type Outcome,
  outcomeOf,
  type ReleaseSums,
  type Repaid,
} from './release-outcome.ts'
import { type ApprovedRelease, listApprovers, listReleasesBefore, sumRepaid } from './release-store.ts'

export interface ReportedRelease extends ApprovedRelease {
  readonly approvers: readonly string[]
  readonly repaid: Repaid
  readonly outcome: Outcome
}

/** Releases of the last days, and whether they were paid. */
export interface ReleaseReport {
  readonly source: string | null
  readonly asOf: Day
  readonly days: number
  readonly overall: ReleaseSums
  /** The most unpaid first. A release that two signed counts for both: approvers may add up to more than all. */
  readonly byApprover: readonly { readonly approver: string; readonly sums: ReleaseSums }[]
  /** The newest `limit`. */
  readonly releases: readonly ReportedRelease[]
  /** There were more than `RELEASES_MAX`: older ones are in no sum. */
  readonly cut: boolean
}

const DAY_MS = 86_400_000
const RELEASES_PER_PAGE = 200
const RELEASES_MAX = 20_000
const APPROVERS_MAX = 200

/** What became of the orders that were released within the last `days` × 24 hours, by the invoices that name them. */
export async function readReleases(
  { db, clock }: ReportDeps,
  source: string | null,
  days: number,
  limit: number,
  { releasesMax, releasesPerPage } = { releasesMax: RELEASES_MAX, releasesPerPage: RELEASES_PER_PAGE },
): Promise<ReleaseReport> {
  const today = clock.today()
  const since = clock.now() - days * DAY_MS
  const overall = emptySums()
  const approvers = new Map<string, ReleaseSums>()
  const releases: ReportedRelease[] = []
  let before = Number.MAX_SAFE_INTEGER
  let cut = false
  for (;;) {
    const page = await listReleasesBefore(db, since, before, source, releasesPerPage)
    const signers = await listApprovers(
      db,
      page.map(({ id }) => id),
    )
    const repaid = await sumRepaid(db, page, today)
    for (const [index, release] of page.entries()) {
      cut = overall.releases >= releasesMax
      if (cut) break
      const paid = repaid[index] ?? nothingRepaid()
      const signed = signers.get(release.id) ?? []
      addRelease(overall, release.amount, paid)
      for (const approver of signed) addRelease(sumsOf(approvers, approver), release.amount, paid)
      if (releases.length < limit)
        releases.push({ ...release, approvers: signed, repaid: paid, outcome: outcomeOf(paid) })
    }
    before = page.at(-1)?.seq ?? 0
    if (cut || page.length < releasesPerPage) break
    await yieldToOthers()
  }
  return { source, asOf: today, days, overall, byApprover: sorted(approvers), releases, cut }
}

function sumsOf(approvers: Map<string, ReleaseSums>, approver: string): ReleaseSums {
  const known = approvers.get(approver)
  if (known) return known
  const created = emptySums()
  approvers.set(approver, created)
  return created
}

function sorted(approvers: ReadonlyMap<string, ReleaseSums>): ReleaseReport['byApprover'] {
  const unpaid = ({ overdue, writtenOff }: ReleaseSums): bigint => overdue + writtenOff
  return [...approvers]
    .map(([approver, sums]) => ({ approver, sums }))
    .sort((a, b) => Number(unpaid(b.sums) - unpaid(a.sums)) || (a.approver < b.approver ? -1 : 1))
    .slice(0, APPROVERS_MAX)
}
