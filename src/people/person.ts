/** What a person may do goes by their role. */
export const ROLES = ['rep', 'collector', 'analyst', 'manager', 'admin', 'integrator'] as const
export type Role = (typeof ROLES)[number]

/** Somebody who is logged in. */
export interface Person {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: Role
  /** The code by which the ERP knows a rep: only what carries it is theirs. Null for everybody else, and for a rep who sees nothing yet. */
  readonly salesRep: string | null
  /** The one source that the person is bound to; null is every source. */
  readonly source: string | null
}

/** How the audit trail, releases and stories name a person. At most 160 characters. */
export const nameOfPerson = ({ name, id }: Pick<Person, 'name' | 'id'>): string => `${name.slice(0, 120)} (${id})`

/** Who is behind such a name, or that of a key: the id stays when somebody is given another name. */
export const idOfActor = (name: string): string => /\(([^()]*)\)$/.exec(name)?.[1] ?? name
