import { z } from 'zod'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { yesNoField } from './forms.ts'
import type { QuarantinedRecord, SourceState, SyncRun } from './operation-port.ts'
import {
  type IntegrationsModel,
  integrationsPage,
  integrationsPart,
  RUN_KIND_WORDS,
  RUN_STATES,
  sourcePage,
  sourcePart,
  sourcePath,
  sumOf,
  WRITE_BACK_WORDS,
} from './pages/integrations-page.ts'
import type { ConsolePorts } from './ports.ts'

const noForm = z.strictObject({})
const stopForm = z.strictObject({ stopped: yesNoField })

/** Where what is known comes from, and whether it still comes. */
export function addIntegrations(desk: Desk, { integrations, guards }: ConsolePorts): void {
  const modelOf = async ({ person, frame }: Visit, problem: string | null): Promise<IntegrationsModel> => {
    const [view, guarded] = await Promise.all([integrations.sources(person), guards.list(person)])
    return { frame, view, guarded, problem }
  }
  const list = async (visit: Visit, problem: string | null): Promise<Shown> => ({
    title: 'Integrações',
    content: integrationsPage(await modelOf(visit, problem)),
  })
  desk.page('/integracoes', 'integration.see', ['parte'], async (visit) => {
    if (visit.query['parte'] !== 'lista') return list(visit, null)
    return desk.part(visit, integrationsPart(await modelOf(visit, null)))
  })
  desk.page('/integracoes/:source', 'integration.see', ['depois', 'parte'], async (visit) => {
    const { person, frame, query } = visit
    const source = sourceOf(visit)
    const state = (await integrations.sources(person)).sources.find((one) => one.source === source)
    if (!state) return null
    if (query['parte'] === 'estado') return desk.part(visit, sourcePart(state, frame))
    const [runs, quarantine] = await Promise.all([
      integrations.runs(person, source),
      integrations.quarantine(person, source, query['depois'] ?? null),
    ])
    const content = sourcePage({ frame, state, runs, quarantine })
    return { title: source, content }
  })
  const ofTheirs = async <Entry>(visit: Visit, read: () => Promise<Entry>): Promise<Entry | null> => {
    const { sources } = await integrations.sources(visit.person)
    return sources.some(({ source }) => source === sourceOf(visit)) ? read() : null
  }
  desk.csv('/integracoes.csv', 'integration.see', [], {
    name: 'integracoes',
    columns: SOURCE_COLUMNS,
    read: async ({ person }) => (await integrations.sources(person)).sources,
  })
  desk.csv('/integracoes/:source/leituras.csv', 'integration.see', [], {
    name: 'leituras',
    columns: RUN_COLUMNS,
    read: (visit) => ofTheirs(visit, () => integrations.runs(visit.person, sourceOf(visit))),
  })
  desk.csv('/integracoes/:source/quarentena.csv', 'integration.see', [], {
    name: 'quarentena',
    columns: COLUMNS,
    read: (visit, after) => ofTheirs(visit, () => integrations.quarantine(visit.person, sourceOf(visit), after)),
  })
  const base = { ability: 'integration.act', refused: list, next: () => '/integracoes' } as const
  desk.post({
    ...{ ...base, path: '/integracoes/:source/leitura', form: noForm, done: 'leitura' },
    act: (visit) => integrations.startSync(visit.person, sourceOf(visit), 'changes'),
    next: (visit) => sourcePath(sourceOf(visit)),
  })
  desk.post({
    ...{ ...base, path: '/integracoes/:source/teste', form: noForm, done: 'conexao' },
    act: (visit) => integrations.check(visit.person, sourceOf(visit)),
  })
  desk.post({
    ...{ ...base, path: '/integracoes/:source/escrita', form: stopForm, done: 'escrita' },
    act: (visit, { stopped }) => integrations.stopWriteBack(visit.person, sourceOf(visit), stopped),
  })
}

const sourceOf = ({ params }: Visit): string => params['source'] as string

const SOURCE_COLUMNS: CsvSheet<SourceState>['columns'] = [
  ['Conexão', ({ source }) => source],
  ['Adaptador', ({ adapter }) => adapter],
  ['Última leitura', ({ lastDoneAt }) => lastDoneAt],
  ['Última conferência', ({ lastNightlyAt }) => lastNightlyAt],
  ['Falhas seguidas', ({ failures }) => failures],
  ['Falha desde', ({ failingSince }) => failingSince],
  ['Mensagem', ({ message }) => message],
  ['Em quarentena', ({ quarantined }) => quarantined],
  ['Escrita no ERP', ({ writeBack }) => WRITE_BACK_WORDS[writeBack.mode]],
]

const RUN_COLUMNS: CsvSheet<SyncRun>['columns'] = [
  ['Início', ({ startedAt }) => startedAt],
  ['Fim', ({ finishedAt }) => finishedAt],
  ['Tipo', ({ kind }) => RUN_KIND_WORDS[kind]],
  ['Situação', ({ state }) => RUN_STATES[state][1]],
  ['Mensagem', ({ message }) => message],
  ['Lidos', (run) => sumOf(run, 'accepted')],
  ['Recusados', (run) => sumOf(run, 'rejected')],
]

const COLUMNS: CsvSheet<QuarantinedRecord>['columns'] = [
  ['Tipo', ({ kind }) => kind],
  ['Código', ({ externalId }) => externalId],
  ['O que há de errado', ({ errors }) => errors.map(({ path, message }) => `${path}: ${message}`).join('; ')],
  ['Recebido em', ({ receivedAt }) => receivedAt],
  ['Conteúdo', ({ record }) => JSON.stringify(record) ?? ''],
]
