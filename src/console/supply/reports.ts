import { formatCents } from '../../kernel/cents.ts'
import type { Clock, EpochMs } from '../../kernel/clock.ts'
import { addDays, weekday } from '../../kernel/day.ts'
import type { Group } from '../../reports/dashboard.ts'
import {
  type DayValues,
  dsoOf,
  openOf,
  overdueOf,
  PERIOD_DAYS,
  SHOWN_DAYS,
  shareOf,
  type Value,
} from '../../reports/figures.ts'
import type { Reports } from '../../reports/reports.ts'
import type { Dashboard, GroupFigures, ReportsPort, Tally } from '../policy-port.ts'
import { segmentWords } from '../words.ts'
import { requireAbility } from './actor.ts'
import { agingToPort } from './aging.ts'

interface ReportsSupply {
  readonly clock: Clock
  readonly reports: Reports
}

const MONDAY = 1

/** Figures are kept for the pictures of their page, for whoever sees as much as who asked. */
const KEPT_MS = 60_000
const KEPT_MAX = 16

/** What finance and sales see, of the person's source. */
export function reportsPort(deps: ReportsSupply): ReportsPort {
  const { clock } = deps
  const kept = new Map<string, { readonly figures: Dashboard; readonly until: EpochMs }>()
  const keyOf = (source: string | null, asOf: string): string => `${source ?? ''} ${asOf}`
  const keep = (source: string | null, figures: Dashboard): void => {
    const key = keyOf(source, figures.asOf)
    // As the newest of all: the oldest go first.
    kept.delete(key)
    kept.set(key, { figures, until: clock.system() + KEPT_MS })
    for (const [old, { until }] of kept) if (kept.size > KEPT_MAX || until < clock.system()) kept.delete(old)
  }
  return {
    dashboard: async (person, asOf): Promise<Dashboard> => {
      requireAbility(person, 'reports.see')
      const known = asOf === undefined ? undefined : kept.get(keyOf(person.source, asOf))
      if (known && known.until >= clock.system()) return known.figures
      const figures = await countFigures(deps, person.source)
      keep(person.source, figures)
      return figures
    },
  }
}

async function countFigures({ clock, reports }: ReportsSupply, source: string | null): Promise<Dashboard> {
  const [figures, released] = await Promise.all([
    reports.dashboard(source),
    // As long as promises and sales are looked back on: what was released lately is seldom due.
    reports.releases(source, PERIOD_DAYS, 0),
  ])
  const { overall, days, bySalesRep, bySegment } = figures
  const { releases, amount, outcomes, overdue: lateSince, writtenOff } = released.overall
  const [open, overdue] = [openOf(overall), overdueOf(overall)]
  const dso = dsoOf(open, overall.creditSales)
  return {
    ...{ asOf: clock.format(clock.now()), days: SHOWN_DAYS, open: formatCents(open), overdue: formatCents(overdue) },
    ...{ overdueShare: shareOf(overdue, open) ?? '0', dsoDays: dso === null ? null : Math.round(dso) },
    ...{ blocked: tallyOf(overall.waiting), freed: tallyOf(overall.freed) },
    promises: { kept: overall.promises.kept, broken: overall.promises.broken, open: overall.promises.open },
    releases: {
      approved: { count: releases, amount: formatCents(amount) },
      laterUnpaid: { count: outcomes.unpaid, amount: formatCents(lateSince + writtenOff) },
    },
    ...{ aging: agingToPort(overall.aging), weeks: weeksOf(days) },
    byRep: bySalesRep.map((group) => groupToPort(group, 'Sem representante')),
    bySegment: bySegment.map((group) => groupToPort(group, 'Sem segmento', (segment) => segmentWords(segment))),
  }
}

const tallyOf = ({ orders, amount }: Value): Tally => ({ count: orders, amount: formatCents(amount) })

/** `blocked` is what waits now, as in the figures of all. */
const groupToPort = (
  { key, figures }: Group,
  nobody: string,
  wordsOf: (key: string) => string = String,
): GroupFigures => ({
  ...{ name: key === null ? nobody : wordsOf(key), customers: figures.customers },
  ...{ open: formatCents(openOf(figures)), overdue: formatCents(overdueOf(figures)) },
  ...{ blocked: formatCents(figures.waiting.amount), freed: formatCents(figures.freed.amount) },
})

/** From Monday to Sunday. A first week of which some days are not known is left out; the last one is still under way. */
function weeksOf(days: readonly DayValues[]): Dashboard['weeks'] {
  const first = days.findIndex(({ day }) => weekday(day) === MONDAY)
  const whole = first < 0 ? [] : days.slice(first)
  const weeks = Map.groupBy(whole, ({ day }) => addDays(day, MONDAY - weekday(day)))
  return [...weeks].map(([startsOn, inWeek]) => ({
    startsOn,
    blocked: formatCents(inWeek.reduce((sum, { blocked }) => sum + blocked.amount, 0n)),
    freed: formatCents(inWeek.reduce((sum, { freed }) => sum + freed.amount, 0n)),
  }))
}
