import type { Actor } from '../../orders/order-act.ts'
import { type Ability, isAble } from '../../people/abilities.ts'
import { nameOfPerson, type Person } from '../../people/person.ts'
import { problem } from '../../web/problems.ts'

/** No order and no customer carries it: a rep whose code nobody knows sees nothing. */
const NOBODY = ''

/** The routes have asked before: a page that forgets to must not open by that. */
export function requireAbility(person: Person, ability: Ability): void {
  if (!isAble(person.role, ability)) throw problem(403, `This needs "${ability}".`)
}

/** The code by which a rep's own are known; null for those who see everybody's. */
export const repOf = ({ role, salesRep }: Person): string | null => (role === 'rep' ? (salesRep ?? NOBODY) : null)

export const actorOfPerson = (person: Person): Actor => ({
  ...{ name: nameOfPerson(person), role: person.role, login: person.login },
  ...{ source: person.source, salesRep: repOf(person) },
})

/** Who asks, as the audit trail reads it from a request. */
export const askedBy = (person: Person): { readonly caller: null; readonly person: Person } => ({
  caller: null,
  person,
})
