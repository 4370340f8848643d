import { z } from 'zod'
import type { WorklistEntry } from './customer-port.ts'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { optionalDay, wordsField, yesNoField } from './forms.ts'
import { cadencesPage } from './pages/cadences-page.ts'
import { worklistPage } from './pages/worklist-page.ts'
import type { ConsolePorts } from './ports.ts'

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
    return { title: 'Cobrança de hoje', content: worklistPage({ frame, entries, tasks, whose, problem }) }
  }
  desk.page('/cobranca', 'collection.see', ['tarefas'], (visit) => read(visit, null))
  desk.csv('/cobranca.csv', 'collection.see', [], {
    name: 'cobranca',
    columns: COLUMNS,
    read: ({ person }) => collection.worklist(person),
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

function addCadences(desk: Desk, { collection }: ConsolePorts): void {
  const read = async (visit: Visit, problem: string | null): Promise<Shown | null> => {
    const state = await collection.state()
    const asked = await previewOf(visit)
    if (asked === 'unknown') return null
    return { title: 'Réguas', content: cadencesPage({ frame: visit.frame, state, asked, problem }) }
  }
  const previewOf = async ({ person, query }: Visit) => {
    if (query['previa'] !== 'sim') return null
    const cadence = query['regua'] || null
    const day = optionalDay.safeParse(query['dia']).data ?? null
    const preview = await collection.preview(person, { cadence, day, after: query['depois'] ?? null })
    return preview === null ? ('unknown' as const) : { cadence, day, preview }
  }
  desk.page('/reguas', 'collection.see', ['previa', 'regua', 'dia', 'depois'], (visit) => read(visit, null))
  desk.post({
    ...{ path: '/reguas/envio', ability: 'collection.act', form: stopForm, done: 'envio' },
    act: ({ person }, { stopped }) => collection.stopSending(person, stopped),
    refused: read,
    next: () => '/reguas',
  })
}
