import { actionWords, detailWords, subjectWords, whoWords } from './audit-words.ts'
import type { CsvSheet, Desk, Visit } from './desk.ts'
import { optionalDay } from './forms.ts'
import type { AuditQuery, AuditRow } from './operation-port.ts'
import { auditPage } from './pages/audit-page.ts'
import type { ConsolePorts } from './ports.ts'

const FILTERS = ['busca', 'sobre', 'de', 'ate'] as const

/** Who did what, and when. */
export function addAudit(desk: Desk, { audit }: ConsolePorts): void {
  desk.page('/auditoria', 'people.manage', [...FILTERS, 'depois'], async (visit) => {
    const query = queryOf(visit)
    const found = await audit.search(visit.person, query)
    return { title: 'Auditoria', content: auditPage({ frame: visit.frame, query, found }) }
  })
  desk.csv('/auditoria.csv', 'people.manage', FILTERS, {
    name: 'auditoria',
    columns: COLUMNS,
    read: (visit, after, limit) => audit.search(visit.person, queryOf(visit, after), limit),
  })
}

function queryOf({ query }: Visit, after = query['depois'] ?? null): AuditQuery {
  const dayOf = (name: string) => optionalDay.safeParse(query[name]).data ?? null
  const textOf = (name: string) => query[name]?.trim() || null
  return { text: textOf('busca'), subject: textOf('sobre'), from: dayOf('de'), to: dayOf('ate'), after }
}

const COLUMNS: CsvSheet<AuditRow>['columns'] = [
  ['Quando', ({ at }) => at],
  ['Quem', whoWords],
  ['O que fez', ({ action }) => actionWords(action)],
  ['Sobre', subjectWords],
  ['Detalhes', detailWords],
  // Names may be shared and change; these do not.
  ['Autor', ({ actor }) => actor],
  ['Código', ({ action }) => action],
  ['Assunto', ({ subject }) => subject],
]
