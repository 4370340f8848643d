import type { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { People } from '../../people/people.ts'
import type { Person } from '../../people/person.ts'
import { newUserSchema, type User, userChangeSchema } from '../../people/user.ts'
import type { PeoplePort, PersonRow } from '../operation-port.ts'
import type { Outcome } from '../outcome.ts'
import { requireAbility } from './actor.ts'
import { DONE, refuse, requireUnbound, UNKNOWN } from './reach.ts'

interface PeopleSupply {
  readonly people: Pick<People, 'users' | 'disableTotp'>
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
export function peoplePort({ people, clock }: PeopleSupply): PeoplePort {
  const { users } = people
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
    find: async (person, id) => {
      requireManager(person)
      const user = await users.find(id)
      return user && toRow(user)
    },
    create: async (person, given) => {
      requireManager(person)
      const wanted = newUserSchema.safeParse(given)
      if (!wanted.success) return refuse(faultOf(wanted.error))
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
      return toOutcome(await users.change(id, { active }, { person }))
    },
    change: async (person, id, given) => {
      requireManager(person)
      const wanted = userChangeSchema.safeParse(given)
      if (!wanted.success) return refuse(faultOf(wanted.error))
      return toOutcome(await users.change(id, wanted.data, { person }))
    },
    endSecondFactor: async (person, id) => {
      requireManager(person)
      if ((await users.find(id)) === null) return UNKNOWN
      const ended = await people.disableTotp(id, 'admin', { person })
      return ended.kind === 'off' ? DONE : refuse(ended.message)
    },
  }
}

const faultOf = ({ issues }: z.ZodError): string =>
  FAULTS[String(issues[0]?.path[0])] ?? 'Confira o que foi preenchido.'

function toOutcome(changed: Awaited<ReturnType<People['users']['change']>>): Outcome {
  if (changed.kind === 'changed') return DONE
  return changed.reason === 'unknown' ? UNKNOWN : refuse(changed.message)
}
