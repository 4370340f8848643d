import type { FastifyReply } from 'fastify'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import type { GuardEvent, GuardRow } from './guard-port.ts'
import { guardPage, guardPart, MODE_WORDS, outcomeOf, verdictWords } from './pages/guards-page.ts'
import type { ConsolePorts } from './ports.ts'

/** The guards in the ERPs' own databases, and what each recorded. */
export function addGuards(desk: Desk, { guards }: ConsolePorts): void {
  const show = async (visit: Visit): Promise<Shown | FastifyReply | null> => {
    const { person, frame, query } = visit
    const name = nameOf(visit)
    const after = query['depois'] ?? null
    const guard = (await guards.list(person)).guards.find((one) => one.name === name)
    const events = await guards.events(person, name, after)
    if (!guard || events === null) return null
    const model = { frame, guard, events, after }
    if (query['parte'] === 'lista') return desk.part(visit, guardPart(model))
    return { title: name, content: guardPage(model) }
  }
  desk.page('/integracoes/guardas/:guard', 'integration.see', ['depois', 'parte'], show)
  desk.csv('/integracoes/guardas.csv', 'integration.see', [], {
    name: 'guardas',
    columns: GUARD_COLUMNS,
    read: async ({ person }) => (await guards.list(person)).guards,
  })
  desk.csv('/integracoes/guardas/:guard/vendas.csv', 'integration.see', [], {
    name: 'vendas-da-guarda',
    columns: EVENT_COLUMNS,
    read: (visit, after, limit) => guards.events(visit.person, nameOf(visit), after, limit),
  })
}

const nameOf = ({ params }: Visit): string => params['guard'] as string

const DRIFT_WORDS = { missing: 'removido', changed: 'alterado' } as const

const GUARD_COLUMNS: CsvSheet<GuardRow>['columns'] = [
  ['Guarda', ({ name }) => name],
  ['Conexão', ({ source }) => source],
  ['Tabela', ({ table }) => table],
  ['Modo', ({ mode }) => MODE_WORDS[mode]],
  ['Contas por gravar', ({ waiting }) => waiting],
  ['Última gravação', ({ publishedAt }) => publishedAt],
  ['Última comparação', ({ comparedAt }) => comparedAt],
  ['Falha', ({ failure }) => failure],
  ['Gatilhos', ({ drift }) => drift?.map(({ trigger, state }) => `${trigger}: ${DRIFT_WORDS[state]}`).join('; ') ?? ''],
  ['Recusadas hoje', ({ today }) => today.refused],
  ['Seriam recusadas hoje', ({ today }) => today.watched],
  ['Passaram sem análise hoje', ({ today }) => today.unjudged],
]

const EVENT_COLUMNS: CsvSheet<GuardEvent>['columns'] = [
  ['Quando', ({ at }) => at],
  ['Conexão', ({ customer }) => customer?.source ?? null],
  ['Código do cliente', ({ customer }) => customer?.externalId ?? null],
  ['Cliente', ({ customer }) => customer?.name ?? null],
  ['Empresa', ({ company }) => company],
  ['Pedido', ({ orderId }) => orderId],
  ['Valor', ({ amount }) => ({ amount })],
  ['Resultado', (event) => outcomeOf(event)[1]],
  ['Motivo', verdictWords],
  ['O que foi dito', ({ message }) => message],
  ['Consulta', ({ checkId }) => checkId],
]
