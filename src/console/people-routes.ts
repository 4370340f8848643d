import { z } from 'zod'
import { ROLES } from '../people/person.ts'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { optionalField, wordsField, yesNoField } from './forms.ts'
import type { PersonRow } from './operation-port.ts'
import type { Written } from './pages/order-page.ts'
import { type PeopleModel, peoplePage } from './pages/people-page.ts'
import type { ConsolePorts } from './ports.ts'
import { ROLE_WORDS } from './words.ts'

const personForm = z.strictObject({
  name: wordsField('Nome', 120),
  login: wordsField('Usuário ou e-mail', 254),
  role: z.enum(ROLES, 'Escolha um papel.'),
  salesRep: optionalField('Código de vendedor', 120),
  source: optionalField('Conexão', 64),
})
const accessForm = z.strictObject({ active: yesNoField })
const noForm = z.strictObject({})

/** Who may log in. */
export function addPeople(desk: Desk, { people }: ConsolePorts): void {
  const read = async (
    { person, frame }: Visit,
    problem: string | null = null,
    written: Written = {},
    secret: PeopleModel['secret'] = null,
  ): Promise<Shown> => ({
    title: 'Pessoas',
    content: peoplePage({ frame, people: await people.list(person), problem, written, secret }),
  })
  desk.page('/pessoas', 'people.manage', [], (visit) => read(visit))
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
      const login = (await people.list(visit.person)).find((row) => row.id === id)?.login ?? ''
      return read(visit, null, {}, { login, password: made.password })
    },
  })
  desk.post({
    ...{ ...base, path: '/pessoas/:id/acesso', form: accessForm },
    act: ({ person, params }, { active }) => people.setActive(person, params['id'] as string, active),
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
