import { z } from 'zod'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { yesNoField } from './forms.ts'
import type { QuarantinedRecord } from './operation-port.ts'
import { integrationsPage, integrationsPart, sourcePage, sourcePart, sourcePath } from './pages/integrations-page.ts'
import type { ConsolePorts } from './ports.ts'

const noForm = z.strictObject({})
const stopForm = z.strictObject({ stopped: yesNoField })

/** Where what is known comes from, and whether it still comes. */
export function addIntegrations(desk: Desk, { integrations }: ConsolePorts): void {
  const list = async ({ person, frame }: Visit, problem: string | null): Promise<Shown> => {
    const view = await integrations.sources(person)
    return { title: 'Integrações', content: integrationsPage({ frame, view, problem }) }
  }
  desk.page('/integracoes', 'integration.see', ['parte'], async (visit) => {
    if (visit.query['parte'] !== 'lista') return list(visit, null)
    const view = await integrations.sources(visit.person)
    return desk.part(visit, integrationsPart({ frame: visit.frame, view, problem: null }))
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
  desk.csv('/integracoes/:source/quarentena.csv', 'integration.see', [], {
    name: 'quarentena',
    columns: COLUMNS,
    read: async (visit, after) => {
      const [person, source] = [visit.person, sourceOf(visit)]
      const isTheirs = (await integrations.sources(person)).sources.some((one) => one.source === source)
      return isTheirs ? integrations.quarantine(person, source, after) : null
    },
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

const COLUMNS: CsvSheet<QuarantinedRecord>['columns'] = [
  ['Tipo', ({ kind }) => kind],
  ['Código', ({ externalId }) => externalId],
  ['O que há de errado', ({ errors }) => errors.map(({ path, message }) => `${path}: ${message}`).join('; ')],
  ['Recebido em', ({ receivedAt }) => receivedAt],
  ['Conteúdo', ({ record }) => JSON.stringify(record) ?? ''],
]
