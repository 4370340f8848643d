import type { Role } from './person.ts'

/** What a person may be able to do. `…All` is for the customers and orders of everybody, not only one's own. */
export const ABILITIES = [
  'orders.see',
  'orders.seeAll',
  'releases.request',
  'releases.approve',
  'customers.see',
  'customers.seeAll',
  'collection.see',
  'collection.act',
  'policy.see',
  'policy.change',
  'reports.see',
  'integration.see',
  'integration.act',
  'keys.manage',
  'people.manage',
] as const
export type Ability = (typeof ABILITIES)[number]

const ANALYST: readonly Ability[] = [
  'orders.see',
  'orders.seeAll',
  'releases.approve',
  'customers.see',
  'customers.seeAll',
  'collection.see',
  'policy.see',
  'reports.see',
]

const ABILITIES_OF_ROLE: Readonly<Record<Role, ReadonlySet<Ability>>> = {
  rep: new Set<Ability>(['orders.see', 'releases.request', 'customers.see']),
  collector: new Set<Ability>(['customers.see', 'customers.seeAll', 'collection.see', 'collection.act']),
  analyst: new Set<Ability>(ANALYST),
  manager: new Set<Ability>([...ANALYST, 'collection.act', 'policy.change']),
  admin: new Set<Ability>(ABILITIES),
  // Connects ERPs; decides nothing about money.
  integrator: new Set<Ability>(['integration.see', 'integration.act', 'keys.manage']),
}

export const isAble = (role: Role, ability: Ability): boolean => ABILITIES_OF_ROLE[role].has(ability)
