import { accountName, asideOf, revokeOn, servicesIn } from './accounts.ts'
import type { Found } from './found.ts'
import type { Account, Guard } from './guard-file.ts'
import type { Plan } from './plan.ts'
import { dropTrigger, elsewhere, leaveTable, namesOf, strangersActing, strangersIn } from './standing.ts'
import { quoteAccount, quoteName, quoteText } from './statement.ts'

/** Takes away the triggers first, wherever they are; then, with the last guard of a database, everything else of ours. */
export function planUninstall(guard: Guard, found: Found): Plan {
  const { schema, name, table } = guard
  const standing = namesOf(name).filter((one) => found.triggers.some((trigger) => trigger.name === one))
  const installed = found.guards.get(name)
  const isLast = [...found.guards.keys()].every((other) => other === name)
  const isFinal = isLast && found.waiting === 0
  const statements = [
    ...standing.map((one) => dropTrigger(table.database, one)),
    ...elsewhere(guard, found).map((trigger) => dropTrigger(trigger.database, trigger.name)),
    ...leaveTable(guard, installed ?? table, found),
    ...(installed ? [`DELETE FROM ${quoteName(schema)}.guards WHERE name = ${quoteText(name)}`] : []),
    ...(isFinal ? dropAll(guard, found) : []),
  ]
  return { statements, problems: [], notes: describe(guard, found, { isLast, isFinal }) }
}

function dropAll(guard: Guard, found: Found): string[] {
  const { schema } = guard
  const strangers = strangersIn(found)
  const own = [...found.ours].filter((name) => !strangers.includes(name))
  const dropOwn = own.map((name) =>
    name === 'triggers_now'
      ? `DROP FUNCTION IF EXISTS ${quoteName(schema)}.${name}`
      : `DROP TABLE IF EXISTS ${quoteName(schema)}.${name}`,
  )
  const dropPlace = found.ours.size > 0 ? [`DROP DATABASE IF EXISTS ${quoteName(schema)}`] : []
  return [
    ...accountsOf(guard, found).flatMap((account) => revokeOn(account, schema, null, found)),
    ...(strangers.length > 0 ? dropOwn : dropPlace),
    ...accountsOf(guard, found)
      .filter((account) => isOnlyOurs(account, guard, found))
      .map((account) => `DROP USER IF EXISTS ${quoteAccount(account)}`),
  ]
}

const accountsOf = (guard: Guard, found: Found): Account[] =>
  [...servicesIn(guard, found), asideOf(guard), guard.definer].filter((account) =>
    found.accounts.has(accountName(account)),
  )

/** A trigger whose user is gone fails, and with it every statement that it should follow. */
const isOnlyOurs = (account: Account, guard: Guard, found: Found): boolean =>
  !found.shared.has(accountName(account)) &&
  (accountName(account) !== accountName(guard.definer) || strangersActing(guard, found).length === 0)

function describe(guard: Guard, found: Found, { isLast, isFinal }: { isLast: boolean; isFinal: boolean }): string[] {
  const { schema } = guard
  if (!isLast) return [`the database ${schema} stays: other guards stand in it`]
  if (!isFinal)
    return [
      `${found.waiting} records were not fetched yet: ${schema} stays until Fiado has them; then run this once more`,
      `(who does not want them: DELETE FROM ${quoteName(schema)}.events)`,
    ]
  return [
    ...strangersIn(found).map((name) => `${schema}.${name} is not ours, and stays`),
    ...accountsOf(guard, found)
      .filter((account) => !isOnlyOurs(account, guard, found))
      .map((account) => `the user ${accountName(account)} stays: others use it`),
  ]
}
