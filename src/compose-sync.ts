import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from './jobs/schedule.ts'
import type { Clock } from './kernel/clock.ts'
import type { Pace } from './sync/http.ts'
import type { Source } from './sync/source.ts'
import type { SourceFiles } from './sync/source-files.ts'
import type { Planned, Syncs } from './sync/syncs.ts'

const EVERY_TEN_SECONDS = '*/10 * * * * *'

/** The name of the job that reads a source. */
export const jobName = ({ name }: Source, kind: Planned): string => `sync-${name}-${kind}`

export function syncJobs(
  syncs: Syncs,
  zone: string,
  nextOf: (source: Source) => (kind: Planned) => number | null,
): Job[] {
  const perSource = syncs.sources.flatMap((source) =>
    (['changes', 'nightly'] as const).map((kind) => ({
      name: jobName(source, kind),
      expression: source.schedule[kind],
      zone,
      run: () => syncs.fire(source, kind, nextOf(source)),
    })),
  )
  return [
    ...perSource,
    { name: 'refetch', expression: EVERY_TEN_SECONDS, zone, run: syncs.refetchDue },
    { name: 'forget-syncs', expression: '15 4 * * *', zone, run: syncs.forget },
  ]
}

/** What the start screen says of sources. */
export function sourceLines({ sources, faults }: SourceFiles): string[] {
  return [
    ...sources.map(({ name, adapter, schedule }) => `source    ${name}, by ${adapter.id}, ${schedule.changes}`),
    ...faults.flatMap(({ file, faults: found }) => [
      `source    ${file} is left out:`,
      ...found.map(({ path, message }) => `          ${path} ${message}`.trimEnd()),
    ]),
  ]
}

/** Waits and chance as they are; tests have others. */
export const systemPace = (clock: Clock): Pace => ({
  now: clock.system,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: Math.random,
})
