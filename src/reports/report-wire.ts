import { type Cents, formatCents } from '../kernel/cents.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Dashboard } from './dashboard.ts'
import { BUCKETS, dsoOf, type Figures, openOf, overdueOf, shareOf, type Value } from './figures.ts'
import { REPAID_PARTS, type ReleaseSums, type Repaid } from './release-outcome.ts'
import type { ReleaseReport } from './releases.ts'

/** The dashboard as it is answered: amounts as decimal text, and what follows from the sums. */
export const dashboardToWire = ({ overall, days, bySalesRep, bySegment, ...rest }: Dashboard) => ({
  ...rest,
  overall: figuresToWire(overall),
  days: days.map(({ day, blocked, freed }) => ({ day, blocked: valueToWire(blocked), freed: valueToWire(freed) })),
  bySalesRep: bySalesRep.map(({ key, figures }) => ({ salesRep: key, ...figuresToWire(figures) })),
  bySegment: bySegment.map(({ key, figures }) => ({ segment: key, ...figuresToWire(figures) })),
})

const valueToWire = ({ orders, amount }: Value) => ({ orders, amount: formatCents(amount) })

function figuresToWire(figures: Figures) {
  const { aging, customers, creditSales, promises, waiting, blocked, freed } = figures
  const [open, overdue] = [openOf(figures), overdueOf(figures)]
  const { open: promised, kept, broken, keptAmount, brokenAmount } = promises
  return {
    aging: BUCKETS.map((bucket) => ({ bucket, ...aging[bucket], amount: formatCents(aging[bucket].amount) })),
    ...{ customers, open: formatCents(open), overdue: formatCents(overdue), overdueShare: shareOf(overdue, open) },
    ...{ creditSales: formatCents(creditSales), dso: dsoOf(open, creditSales) },
    promises: {
      ...{ open: promised, kept, broken, keptAmount: formatCents(keptAmount), brokenAmount: formatCents(brokenAmount) },
      keptShare: shareOf(BigInt(kept), BigInt(kept + broken)),
    },
    ...{ waiting: valueToWire(waiting), blocked: valueToWire(blocked), freed: valueToWire(freed) },
  }
}

export const releasesToWire = (report: ReleaseReport, clock: Pick<Clock, 'format'>) => ({
  ...report,
  overall: sumsToWire(report.overall),
  byApprover: report.byApprover.map(({ approver, sums }) => ({ approver, ...sumsToWire(sums) })),
  releases: report.releases.map(({ seq: _, amount, over, decidedAt, approvers, repaid, ...release }) => ({
    ...release,
    ...{ amount: formatCents(amount), over: formatCents(over), approvers: [...approvers] },
    decidedAt: decidedAt === null ? null : clock.format(decidedAt),
    ...repaidToWire(repaid),
  })),
})

const sumsToWire = ({ releases, amount, outcomes, ...repaid }: ReleaseSums) => ({
  ...{ releases, amount: formatCents(amount), outcomes },
  ...repaidToWire(repaid),
})

function repaidToWire(repaid: Repaid): Record<keyof Repaid, string> {
  const told = (part: keyof Repaid): [keyof Repaid, string] => [part, formatCents(repaid[part] satisfies Cents)]
  return Object.fromEntries(REPAID_PARTS.map(told)) as Record<keyof Repaid, string>
}
