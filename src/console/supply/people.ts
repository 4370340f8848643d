import type { Clock } from '../../kernel/clock.ts'
import type { People } from '../../people/people.ts'
import type { Person } from '../../people/person.ts'
import { newUserSchema, type User } from '../../people/user.ts'
import type { PeoplePort, PersonRow } from '../operation-port.ts'
import { requireAbility } from './actor.ts'
import { DONE, refuse, requireUnbound, UNKNOWN } from './reach.ts'

interface PeopleSupply {
  readonly people: Pick<People, 'users'>
  readonly clock: Clock
}

const FAULTS: Readonly<Record<string, string>> = {
  login: 'O usuário precisa ter de 3 a 254 caracteres: letras minúsculas sem acento, números e . _ @ + -',
  name: 'Confira o nome: até 120 caracteres, numa linha só.',
  role: 'Escolha um papel.',
  salesRep: 'Confira o código de vendedor: até 120 caracteres.',
  source: 'Confira a conexão: letras minúsculas, números, - e _, como "omie-matriz".',
}

/** Who may log in. Those who may do this see every source: administrators are bound to none. */
export function peoplePort({ people: { users }, clock }: PeopleSupply): PeoplePort {
  const requireManager = (person: Person): void => {
    requireAbility(person, 'people.manage')
    requireUnbound(person)
  }
  const toRow = (user: User): PersonRow => {
    const { id, login, name, role, salesRep, source, active, lockedUntil, hasTotp, lastLoginAt } = user
    return {
      ...{ id, login, name, role, salesRep, source, active, hasCode: hasTotp },
      isLocked: lockedUntil !== null && lockedUntil > clock.system(),
      lastLoginAt: lastLoginAt === null ? null : clock.format(lastLoginAt),
    }
  }
  return {
    list: async (person) => {
      requireManager(person)
      return (await users.list()).map(toRow)
    },
    create: async (person, given) => {
      requireManager(person)
      const wanted = newUserSchema.safeParse(given)
      if (!wanted.success)
        return refuse(FAULTS[String(wanted.error.issues[0]?.path[0])] ?? 'Confira o que foi preenchido.')
      const made = await users.create(wanted.data, { person })
      return made.kind === 'created' ? { kind: 'done', password: made.password } : refuse(made.message)
    },
    resetPassword: async (person, id) => {
      requireManager(person)
      const reset = await users.resetPassword(id, { person })
      return reset.kind === 'reset' ? { kind: 'done', password: reset.password } : UNKNOWN
    },
    setActive: async (person, id, active) => {
      requireManager(person)
      const changed = await users.change(id, { active }, { person })
      if (changed.kind === 'changed') return DONE
      return changed.reason === 'unknown' ? UNKNOWN : refuse(changed.message)
    },
  }
}
