import { z } from 'zod'
import type { CustomerKey, CustomerRow, Title } from './customer-port.ts'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { amountField, dayField, optionalField, wordsField } from './forms.ts'
import { customerPage, titleKindWords, titleStatusWords } from './pages/customer-page.ts'
import { customersPage } from './pages/customers-page.ts'
import type { Written } from './pages/order-page.ts'
import { customerPath } from './parts.ts'
import type { ConsolePorts } from './ports.ts'
import { documentWords } from './words.ts'

const NOTE_MAX = 4_000
const REASON_MAX = 500
const TASK_MAX = 255

const noteForm = z.strictObject({ text: wordsField('Anotação', NOTE_MAX) })
const promiseForm = z.strictObject({
  amount: amountField('Valor prometido'),
  promisedOn: dayField('Para quando'),
  note: optionalField('Observação', REASON_MAX),
})
const taskForm = z.strictObject({ title: wordsField('O que fazer', TASK_MAX), dueOn: dayField('Até quando') })

/** Customers: who they are, where they stand, and what was agreed with them. */
export function addCustomers(desk: Desk, { customers, collection }: ConsolePorts): void {
  desk.page('/clientes', 'customers.see', ['busca', 'depois'], async ({ person, frame, query }) => {
    const text = query['busca']?.trim() ?? ''
    const found = await customers.search(person, text, query['depois'] ?? null)
    return { title: 'Clientes', content: customersPage({ frame, text, found }) }
  })
  desk.csv('/clientes.csv', 'customers.see', ['busca'], {
    name: 'clientes',
    columns: COLUMNS,
    read: ({ person, query }, after, limit) => customers.search(person, query['busca']?.trim() ?? '', after, limit),
  })
  desk.csv('/clientes/:source/:externalId/titulos.csv', 'customers.see', [], {
    name: 'titulos',
    columns: TITLE_COLUMNS,
    read: (visit) => customers.titles(visit.person, keyOf(visit)),
  })
  const read = async (visit: Visit, problem: string | null, written: Written): Promise<Shown | null> => {
    const detail = await customers.read(visit.person, keyOf(visit))
    if (detail === null) return null
    return { title: detail.customer.name, content: customerPage({ frame: visit.frame, detail, problem, written }) }
  }
  desk.page('/clientes/:source/:externalId', 'customers.see', [], (visit) => read(visit, null, {}))

  const base = { ability: 'collection.act', refused: read, next: (visit: Visit) => customerPath(keyOf(visit)) } as const
  desk.post({
    ...{ ...base, path: '/clientes/:source/:externalId/anotacao', form: noteForm, done: 'anotado' },
    act: (visit, { text }) => collection.addNote(visit.person, keyOf(visit), text),
  })
  desk.post({
    ...{ ...base, path: '/clientes/:source/:externalId/promessa', form: promiseForm, done: 'prometido' },
    act: (visit, wanted) => collection.makePromise(visit.person, keyOf(visit), wanted),
  })
  desk.post({
    ...{ ...base, path: '/clientes/:source/:externalId/tarefa', form: taskForm, done: 'tarefa' },
    act: (visit, wanted) => collection.addTask(visit.person, keyOf(visit), wanted),
  })
}

const keyOf = ({ params }: Visit): CustomerKey => ({
  source: params['source'] as string,
  externalId: params['externalId'] as string,
})

const COLUMNS: CsvSheet<CustomerRow>['columns'] = [
  ['Conexão', ({ source }) => source],
  ['Código', ({ externalId }) => externalId],
  ['Cliente', ({ name }) => name],
  ['Documento', ({ document }) => documentWords(document)],
  ['Cidade', ({ city }) => city],
  ['UF', ({ state }) => state],
  ['Classe', ({ riskClass }) => riskClass],
  ['Limite', ({ limit }) => ({ amount: limit?.amount ?? null })],
  ['Em uso', ({ total }) => ({ amount: total })],
  ['Vencido', ({ overdue }) => ({ amount: overdue })],
  ['Disponível', ({ available }) => ({ amount: available })],
  ['Bloqueado', ({ blocked }) => (blocked ? 'sim' : 'não')],
]

const TITLE_COLUMNS: CsvSheet<Title>['columns'] = [
  ['Título', ({ externalId }) => externalId],
  ['Número', ({ number }) => number],
  ['Tipo', ({ kind }) => titleKindWords(kind)],
  ['Situação', ({ status }) => titleStatusWords(status)],
  ['Emissão', ({ issuedOn }) => issuedOn],
  ['Vencimento', ({ dueOn }) => dueOn],
  ['Dias de atraso', ({ daysOverdue }) => daysOverdue],
  ['Valor', ({ amount }) => ({ amount })],
  ['Em aberto', ({ openAmount }) => ({ amount: openAmount })],
]
