import { accountName, revokeOn } from './accounts.ts'
import type { ActingTrigger, Found } from './found.ts'
import type { Guard } from './guard-file.ts'
import { TABLE_NAMES } from './schema.ts'
import { quoteName } from './statement.ts'

/** What stands of guards in a database, and how it is taken away. */

/** The names that triggers of a guard may have. */
export const namesOf = (guard: string): string[] =>
  ['ai', 'au'].map((kind) => `fiado_${guard.replaceAll('-', '_')}_${kind}`)

/** Everything that is ours in the guard's own database. */
const OWN = new Set([...TABLE_NAMES, 'events_aside', 'triggers_now'])

export const strangersIn = ({ ours }: Pick<Found, 'ours'>): string[] => [...ours].filter((name) => !OWN.has(name))

/** Triggers that act as the guard's user and belong to no guard of its database. */
export function strangersActing(guard: Guard, { acting, guards }: Pick<Found, 'acting' | 'guards'>): ActingTrigger[] {
  const own = new Set([guard.name, ...guards.keys()].flatMap(namesOf))
  return acting.filter(({ name }) => !own.has(name))
}

/** Triggers of this guard on other tables: its file named another one before, or the table was renamed. */
export const elsewhere = (guard: Guard, { acting }: Pick<Found, 'acting'>): ActingTrigger[] =>
  acting.filter(
    ({ name, database, table }) =>
      namesOf(guard.name).includes(name) && (database !== guard.table.database || table !== guard.table.table),
  )

/** Whether a trigger belongs to a guard that is installed in the same database. */
export const isOfGuard = (
  { name, definer }: { readonly name: string; readonly definer: string },
  guard: Guard,
  { guards }: Pick<Found, 'guards'>,
): boolean => definer === accountName(guard.definer) && [...guards.keys()].flatMap(namesOf).includes(name)

export const dropTrigger = (database: string, name: string): string =>
  `DROP TRIGGER IF EXISTS ${quoteName(database)}.${quoteName(name)}`

/** Takes the triggers' user its rights on a table that no other guard of this database stands on. */
export function leaveTable(
  guard: Guard,
  place: { readonly database: string; readonly table: string },
  found: Found,
): string[] {
  const isUsed = [...found.guards].some(
    ([name, { database, table }]) => name !== guard.name && database === place.database && table === place.table,
  )
  return isUsed ? [] : revokeOn(guard.definer, place.database, place.table, found)
}
