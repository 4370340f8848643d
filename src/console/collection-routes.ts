import { z } from 'zod'
import type { CollectionPort, Preview, WorklistEntry } from './customer-port.ts'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { optionalDay, wordsField, yesNoField } from './forms.ts'
import { cadencesPage } from './pages/cadences-page.ts'
import { worklistPage } from './pages/worklist-page.ts'
import type { ConsolePorts } from './ports.ts'
import { channelWords } from './words.ts'

const OUTCOME_MAX = 500
const outcomeForm = z.strictObject({ outcome: wordsField('O que resultou', OUTCOME_MAX) })
const stopForm = z.strictObject({ stopped: yesNoField })

/** The collectors' day, and when what is said to whom. */
export function addCollection(desk: Desk, ports: ConsolePorts): void {
  addWorklist(desk, ports)
  addCadences(desk, ports)
}

function addWorklist(desk: Desk, { collection }: ConsolePorts): void {
  const read = async ({ person, frame, query }: Visit, problem: string | null): Promise<Shown> => {
    const [entries, tasks] = await Promise.all([collection.worklist(person), collection.tasks(person)])
    const whose = query['tarefas'] === 'todos' ? 'all' : 'own'
    const places = { entries: query['depois'], tasks: query['tarefa'] }
    return { title: 'Cobrança de hoje', content: worklistPage({ frame, entries, tasks, whose, places, problem }) }
  }
  desk.page('/cobranca', 'collection.see', ['tarefas', 'depois', 'tarefa'], (visit) => read(visit, null))
  desk.csv('/cobranca.csv', 'collection.see', [], {
    name: 'cobranca',
    columns: COLUMNS,
    read: ({ person }) => collection.worklist(person),
  })
  desk.csv('/tarefas.csv', 'collection.see', [], {
    name: 'tarefas',
    columns: TASK_COLUMNS,
    read: ({ person }) => collection.tasks(person),
  })
  desk.post({
    ...{ path: '/tarefas/:id/conclusao', ability: 'collection.act', form: outcomeForm, done: 'concluida' },
    act: ({ person, params }, { outcome }) => collection.completeTask(person, params['id'] as string, outcome),
    refused: read,
    next: () => '/cobranca',
  })
}

const COLUMNS: CsvSheet<WorklistEntry>['columns'] = [
  ['Conexão', ({ customer }) => customer.source],
  ['Código', ({ customer }) => customer.externalId],
  ['Cliente', ({ customer }) => customer.name],
  ['Segmento', ({ segment }) => segment],
  ['Vencido', ({ overdue }) => ({ amount: overdue })],
  ['Vencido desde', ({ oldestDueOn }) => oldestDueOn],
  ['Próximo passo', ({ next }) => next.title],
  ['Por quê', ({ next }) => next.because],
]

const TASK_COLUMNS: CsvSheet<Awaited<ReturnType<CollectionPort['tasks']>>['entries'][number]>['columns'] = [
  ['Conexão', ({ customer }) => customer.source],
  ['Código', ({ customer }) => customer.externalId],
  ['Cliente', ({ customer }) => customer.name],
  ['O que fazer', ({ title }) => title],
  ['Até', ({ dueOn }) => dueOn],
  ['De quem', ({ assignee }) => assignee],
]

function addCadences(desk: Desk, { collection }: ConsolePorts): void {
  const read = async (visit: Visit, problem: string | null): Promise<Shown | null> => {
    const state = await collection.state()
    const asked = await previewOf(visit)
    if (asked === 'unknown') return null
    return { title: 'Réguas', content: cadencesPage({ frame: visit.frame, state, asked, problem }) }
  }
  const wantedOf = ({ query }: Visit) => ({
    cadence: query['regua'] || null,
    day: optionalDay.safeParse(query['dia']).data ?? null,
  })
  const previewOf = async (visit: Visit) => {
    const { person, query } = visit
    if (query['previa'] !== 'sim') return null
    const wanted = wantedOf(visit)
    const preview = await collection.preview(person, { ...wanted, after: query['depois'] ?? null })
    return preview === null ? ('unknown' as const) : { ...wanted, preview }
  }
  desk.page('/reguas', 'collection.see', ['previa', 'regua', 'dia', 'depois'], (visit) => read(visit, null))
  desk.csv('/reguas/previa.csv', 'collection.see', ['regua', 'dia'], {
    name: 'previa',
    columns: PLAN_COLUMNS,
    read: async (visit, after) => {
      const preview = await collection.preview(visit.person, { ...wantedOf(visit), after })
      return preview && { entries: preview.plans, next: preview.next }
    },
  })
  desk.post({
    ...{ path: '/reguas/envio', ability: 'collection.act', form: stopForm, done: 'envio' },
    act: ({ person }, { stopped }) => collection.stopSending(person, stopped),
    refused: read,
    next: () => '/reguas',
  })
}

const PLAN_COLUMNS: CsvSheet<Preview['plans'][number]>['columns'] = [
  ['Conexão', ({ customer }) => customer.source],
  ['Código', ({ customer }) => customer.externalId],
  ['Cliente', ({ customer }) => customer.name],
  ['Passo', ({ message }) => message?.step ?? null],
  ['Canais', ({ message }) => message?.channels.map(channelWords).join(' → ') ?? null],
  ['Para', ({ message }) => message?.recipient ?? null],
  ['Assunto', ({ message }) => message?.subject ?? null],
  ['Mensagem', ({ message }) => message?.fault ?? message?.text ?? null],
  ['Tarefas', ({ tasks }) => tasks.map(({ title }) => title).join('; ')],
  ['Não será dito', ({ withheld }) => withheld.map(({ message }) => message).join('; ')],
]
