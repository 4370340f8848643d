import { z } from 'zod'
import { ROLES } from '../people/person.ts'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { optionalField, wordsField, yesNoField } from './forms.ts'
import { html } from './html.ts'
import type { PersonRow } from './operation-port.ts'
import type { Written } from './pages/order-page.ts'
import { type PeopleModel, peoplePage, personPath } from './pages/people-page.ts'
import { peoplePager } from './pages/people-pager.ts'
import { personPage } from './pages/person-page.ts'
import type { ConsolePorts } from './ports.ts'
import { sliceOf } from './slice.ts'
import { holds, ROLE_WORDS } from './words.ts'

/** Each has a form of its own. */
const PEOPLE_PER_PAGE = 100

const personForm = z.strictObject({
  name: wordsField('Nome', 120),
  login: wordsField('Usuário ou e-mail', 254),
  role: z.enum(ROLES, 'Escolha um papel.'),
  salesRep: optionalField('Código de vendedor', 120),
  source: optionalField('Conexão', 64),
})
const changeForm = personForm.omit({ login: true })
const accessForm = z.strictObject({ active: yesNoField })
const noForm = z.strictObject({})

/** Who may log in. */
export function addPeople(desk: Desk, ports: ConsolePorts): void {
  addList(desk, ports)
  addPerson(desk, ports)
}

function addList(desk: Desk, { people }: ConsolePorts): void {
  const read = async (
    { person, frame, query }: Visit,
    problem: string | null = null,
    written: Written = {},
    secret: PeopleModel['secret'] = null,
  ): Promise<Shown> => {
    const text = query['busca']?.trim() ?? ''
    const found = (await people.list(person)).filter(({ name, login }) => holds(name, text) || holds(login, text))
    const slice = sliceOf(found, query['depois'], PEOPLE_PER_PAGE)
    const list = peoplePage({
      frame,
      people: slice.shown,
      isWhole: slice.shown.length === found.length && text === '',
      problem,
      written,
      secret,
    })
    return { title: 'Pessoas', content: html`${list}${peoplePager(slice, text)}` }
  }
  desk.page('/pessoas', 'people.manage', ['busca', 'depois'], (visit) => read(visit))
  desk.csv('/pessoas.csv', 'people.manage', [], {
    name: 'pessoas',
    columns: COLUMNS,
    read: ({ person }) => people.list(person),
  })

  const base = {
    ability: 'people.manage',
    next: () => '/pessoas',
    done: 'acesso',
    refused: (visit: Visit, message: string, written: Written) => read(visit, message, written),
  } as const
  desk.post({
    ...{ ...base, path: '/pessoas', form: personForm },
    act: async (visit, wanted) => {
      const made = await people.create(visit.person, wanted)
      return made.kind === 'done' ? read(visit, null, {}, { login: wanted.login, password: made.password }) : made
    },
  })
  desk.post({
    ...{ ...base, path: '/pessoas/:id/senha', form: noForm },
    act: async (visit) => {
      const id = visit.params['id'] as string
      const made = await people.resetPassword(visit.person, id)
      if (made.kind !== 'done') return made
      const row = await people.find(visit.person, id)
      return read(visit, null, {}, { login: row?.login ?? '', password: made.password })
    },
  })
  desk.post({
    ...{ ...base, path: '/pessoas/:id/acesso', form: accessForm },
    act: ({ person, params }, { active }) => people.setActive(person, params['id'] as string, active),
  })
}

/** One of them: who they are and what they may do. */
function addPerson(desk: Desk, { people }: ConsolePorts): void {
  const idOf = ({ params }: Visit): string => params['id'] as string
  const read = async (visit: Visit, problem: string | null, written: Written): Promise<Shown | null> => {
    const row = await people.find(visit.person, idOf(visit))
    return row && { title: row.name, content: personPage({ frame: visit.frame, row, problem, written }) }
  }
  desk.page('/pessoas/:id', 'people.manage', [], (visit) => read(visit, null, {}))
  const base = { ability: 'people.manage', refused: read } as const
  desk.post({
    ...{ ...base, path: '/pessoas/:id', form: changeForm, done: 'pessoa' },
    // Whoever gives their own role away may not see this page any more.
    next: (visit) => (idOf(visit) === visit.person.id ? '/senha' : '/pessoas'),
    act: (visit, wanted) => people.change(visit.person, idOf(visit), wanted),
  })
  desk.post({
    ...{ ...base, path: '/pessoas/:id/umaetapa', form: noForm, done: 'umaetapa' },
    next: (visit) => personPath(idOf(visit)),
    act: (visit) => people.endSecondFactor(visit.person, idOf(visit)),
  })
}

const COLUMNS: CsvSheet<PersonRow>['columns'] = [
  ['Nome', ({ name }) => name],
  ['Usuário', ({ login }) => login],
  ['Papel', ({ role }) => ROLE_WORDS[role]],
  ['Vendedor', ({ salesRep }) => salesRep],
  ['Conexão', ({ source }) => source],
  ['Ativo', ({ active }) => (active ? 'sim' : 'não')],
  ['Último acesso', ({ lastLoginAt }) => lastLoginAt],
]
