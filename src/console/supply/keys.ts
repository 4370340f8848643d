import type { Access, Act } from '../../access/access.ts'
import { type Caller, missingScopes } from '../../access/key.ts'
import type { Clock } from '../../kernel/clock.ts'
import { sourceSchema, textSchema } from '../../kernel/text.ts'
import type { Person } from '../../people/person.ts'
import { SCOPES_OF_ROLE } from '../../people/scopes.ts'
import type { KeysPort } from '../operation-port.ts'
import { requireAbility } from './actor.ts'
import { DONE, refuse, UNKNOWN } from './reach.ts'

interface KeysSupply {
  readonly access: Access
  readonly clock: Clock
}

const nameSchema = textSchema(120)
/** Ports do not know the request; the line of the trail says where it came from. */
const REQUEST_ID = 'console'

/** What a person amounts to as a caller. The trail names them as everywhere: `nameOfPerson` is `actorOf` of this. */
const callerOf = ({ id, name, role, source }: Person): Caller => ({
  ...{ keyId: id, name: name.slice(0, 120), scopes: SCOPES_OF_ROLE[role], source },
})

/** Nobody gives a key more than they have themselves, nor takes one away that can do more than they. */
export function keysPort({ access, clock }: KeysSupply): KeysPort {
  const actOf = (person: Person): Act => {
    requireAbility(person, 'keys.manage')
    return { caller: callerOf(person), at: clock.now(), requestId: REQUEST_ID }
  }
  return {
    list: async (person) => {
      const keys = await access.listKeys(actOf(person).caller)
      return keys.map(({ keyId, name, scopes, source, createdAt, revokedAt }) => ({
        ...{ id: keyId, name, scopes, source, createdAt: clock.format(createdAt) },
        revokedAt: revokedAt === null ? null : clock.format(revokedAt),
      }))
    },
    create: async (person, { name: givenName, scopes, source: givenSource }) => {
      const act = actOf(person)
      const name = nameSchema.safeParse(givenName)
      if (!name.success) return refuse('Confira o nome: até 120 caracteres, numa linha só.')
      if (scopes.length === 0) return refuse('Marque o que a chave pode fazer.')
      const source = sourceSchema.optional().safeParse(givenSource ?? person.source ?? undefined)
      if (!source.success) return refuse('Confira a conexão: letras minúsculas, números, - e _, como "omie-matriz".')
      const made = await access.createKey({ name: name.data, scopes, source: source.data }, act)
      if ('key' in made) return { kind: 'done', key: made.secret }
      if (made.refused === 'too_many') return refuse('Há chaves demais em vigor: revogue uma que não seja usada.')
      return made.fault.path === 'source'
        ? refuse(`Seu acesso é só da conexão ${act.caller.source}: a chave também precisa ser.`)
        : refuse(`Você não pode dar o que não tem: sua chave pode ter ${act.caller.scopes.join(', ')}.`)
    },
    revoke: async (person, id) => {
      const act = actOf(person)
      const known = (await access.listKeys(act.caller)).find(({ keyId }) => keyId === id)
      if (!known) return UNKNOWN
      if (missingScopes(act.caller, known.scopes).length > 0)
        return refuse('Esta chave pode mais do que você: só um administrador a revoga.')
      return (await access.revokeKey(id, act)) ? DONE : UNKNOWN
    },
  }
}
