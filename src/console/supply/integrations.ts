import type { Database } from '../../database.ts'
import type { Clock, EpochMs } from '../../kernel/clock.ts'
import type { Person } from '../../people/person.ts'
import { countQuarantined } from '../../sync/store.ts'
import type { Syncs } from '../../sync/syncs.ts'
import { problem } from '../../web/problems.ts'
import { readSourceSyncs } from '../../web/store.ts'
import type { IntegrationsPort, QuarantinedRecord, SourceState } from '../operation-port.ts'
import { requireAbility } from './actor.ts'
import { DONE, isOfPerson, refuse, UNKNOWN } from './reach.ts'

interface IntegrationsSupply {
  readonly db: Database
  readonly clock: Clock
  readonly syncs: Pick<Syncs, 'faults' | 'describe' | 'list' | 'start' | 'check' | 'stopWriteBack'>
  readonly ledgers: {
    listQuarantine(
      source: string,
      after: number,
      limit: number,
    ): Promise<{ readonly records: readonly QuarantinedRecord[]; readonly next: string | null }>
  }
}

const RUNS_SHOWN = 50
const QUARANTINE_PAGE = 100
const CURSOR = /^\d{1,15}$/

const REMEDIES: Readonly<Record<string, string>> = {
  settings: 'A conexão não funciona: corrija a configuração dela.',
  auth: 'O ERP recusou as credenciais: renove-as.',
  throttled: 'O ERP pediu para ir mais devagar: teste de novo em alguns minutos.',
  unavailable: 'O ERP não respondeu: teste de novo em alguns minutos.',
  bad_record: 'O ERP respondeu algo que não pôde ser lido.',
}

export function integrationsPort({ db, clock, syncs, ledgers }: IntegrationsSupply): IntegrationsPort {
  const formatOrNull = (instant: EpochMs | null): string | null => (instant === null ? null : clock.format(instant))

  /** Sources that nobody reads: what is known of them was sent. */
  const pushed = async (person: Person, read: ReadonlySet<string>): Promise<SourceState[]> => {
    const found = (await readSourceSyncs(db)).filter(({ source }) => !read.has(source) && isOfPerson(person, source))
    const names = found.map(({ source }) => source)
    const quarantined = names.length === 0 ? new Map<string, number>() : await countQuarantined(db, names)
    return found.map(({ source, lastSuccessAt }) => ({
      ...{ source, adapter: 'push', streams: [], schedule: { changes: '', nightly: '' }, isRunning: false },
      ...{ lastStartedAt: null, lastDoneAt: formatOrNull(lastSuccessAt), lastNightlyAt: null },
      ...{ failures: 0, failingSince: null, remedy: null, message: null, quarantined: quarantined.get(source) ?? 0 },
      writeBack: { mode: 'off', isStopped: false, dailyCap: 0, blocksToday: 0 },
    }))
  }
  /** Whether an act is the person's to do at all. */
  const mayAct = (person: Person, source: string): boolean => {
    requireAbility(person, 'integration.act')
    return isOfPerson(person, source)
  }
  return {
    sources: async (person) => {
      requireAbility(person, 'integration.see')
      const described = await syncs.describe()
      const own = described
        .filter(({ source }) => isOfPerson(person, source))
        .map((state) => ({
          ...state,
          ...{ lastStartedAt: formatOrNull(state.lastStartedAt), lastDoneAt: formatOrNull(state.lastDoneAt) },
          ...{ lastNightlyAt: formatOrNull(state.lastNightlyAt), failingSince: formatOrNull(state.failingSince) },
        }))
      const read = new Set(described.map(({ source }) => source))
      // Files are named after sources, and a fault may be in any of them.
      const faults = person.source === null ? syncs.faults : []
      return { sources: [...own, ...(await pushed(person, read))], faults }
    },
    runs: async (person, source) => {
      requireAbility(person, 'integration.see')
      if (!isOfPerson(person, source)) return []
      const runs = await syncs.list(source, RUNS_SHOWN)
      return runs.map(({ id, kind, state, startedAt, finishedAt, progress, message }) => ({
        ...{ id, kind, state, startedAt: clock.format(startedAt), finishedAt: formatOrNull(finishedAt) },
        ...{ progress, message },
      }))
    },
    quarantine: async (person, source, after) => {
      requireAbility(person, 'integration.see')
      if (after !== null && !CURSOR.test(after)) throw problem(404, 'There is no such page.')
      if (!isOfPerson(person, source)) return { entries: [], next: null }
      const { records, next } = await ledgers.listQuarantine(source, Number(after ?? 0), QUARANTINE_PAGE)
      return { entries: records, next }
    },
    startSync: async (person, source, kind) => {
      if (!mayAct(person, source)) return UNKNOWN
      const outcome = await syncs.start(source, kind, false)
      if (outcome.kind === 'running') return refuse('Esta conexão já está sendo lida agora.')
      return outcome.kind === 'unknown' ? UNKNOWN : DONE
    },
    check: async (person, source) => {
      if (!mayAct(person, source)) return UNKNOWN
      const outcome = await syncs.check(source)
      if (outcome === null) return UNKNOWN
      if (outcome.ok) return DONE
      return refuse(`${REMEDIES[outcome.remedy] ?? 'A conexão não funciona.'} (${outcome.message})`)
    },
    stopWriteBack: async (person, source, stopped) => {
      if (!mayAct(person, source)) return UNKNOWN
      return (await syncs.stopWriteBack(source, stopped, { person })) ? DONE : UNKNOWN
    },
  }
}
