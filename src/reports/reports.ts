import { type Dashboard, type ReportDeps, readDashboard } from './dashboard.ts'
import { type ReleaseReport, readReleases } from './releases.ts'

/** Figures for whoever decides, for one source or, where it is null, for all. */
export function openReports(deps: ReportDeps) {
  const running = new Map<string | null, Promise<Dashboard>>()
  return {
    /** Those who ask while it is counted are answered together. */
    dashboard: (source: string | null): Promise<Dashboard> => {
      const known = running.get(source)
      if (known) return known
      const counted = readDashboard(deps, source).finally(() => running.delete(source))
      running.set(source, counted)
      return counted
    },
    releases: (source: string | null, days: number, limit: number): Promise<ReleaseReport> =>
      readReleases(deps, source, days, limit),
  }
}

export type Reports = ReturnType<typeof openReports>
