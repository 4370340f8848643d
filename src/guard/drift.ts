import { accountName, isAsideNeeded, isHeld, rightsIn, servicesIn } from './accounts.ts'
import type { Found } from './found.ts'
import type { Guard } from './guard-file.ts'
import { lookingGrants, recordingGrants, stateOf } from './plan.ts'
import { findProblems } from './problems.ts'
import { grantsOf, TABLE_NAMES } from './schema.ts'
import { elsewhere, namesOf } from './standing.ts'
import { quoteAccount } from './statement.ts'
import { triggersOf } from './trigger.ts'

/** What stands otherwise than the file says; what stops the sales comes first. Nothing when all is as it should be. */
export function findDrift(guard: Guard, found: Found): string[] {
  const drift = [
    ...findStops(guard, found).map((reason) => `EVERY SALE FAILS, or is about to: ${reason}`),
    ...findProblems(guard, found),
    ...triggersOf(guard).flatMap((trigger) => {
      const state = stateOf(guard, trigger, found.triggers)
      return state === 'current' ? [] : [`the trigger ${trigger.name} is ${state}`]
    }),
    ...elsewhere(guard, found).map(({ name, database, table }) => `the trigger ${name} stands on ${database}.${table}`),
    ...findUnlike(guard, found),
    ...findLacking(guard, found),
  ]
  return [...new Set(drift)]
}

/** A trigger that cannot even begin takes its statement back, whoever buys; what fails inside of it lets the sale pass. */
function findStops(guard: Guard, found: Found): string[] {
  const standing = found.triggers.filter(({ name }) => namesOf(guard.name).includes(name))
  if (standing.length === 0) return []
  const definers = new Set(standing.map(({ definer }) => definer))
  const isRefusing = standing.some(({ body }) => body.includes('events_aside'))
  return [
    ...[...definers]
      .filter((definer) => !found.accounts.has(definer))
      .map((definer) => `there is no user ${definer}, as whom the triggers act`),
    ...(found.accounts.has(accountName(guard.definer)) && lacksTrigger(guard, found)
      ? [`${accountName(guard.definer)} has lost the right TRIGGER on ${guard.table.database}.${guard.table.table}`]
      : []),
    ...(isRefusing && found.aside !== 'missing' && found.federated === 'not loaded'
      ? ["the engine FEDERATED is not loaded: INSTALL SONAME 'ha_federated'"]
      : []),
  ]
}

const lackingIn = (guard: Guard, found: Found) =>
  [
    ...servicesIn(guard, found).flatMap((service) => grantsOf(guard, service)),
    ...lookingGrants(guard, found),
    ...(found.aside === 'ready' ? recordingGrants(guard) : []),
  ]
    .flatMap(rightsIn)
    .filter((right) => !isHeld(right, found))

const lacksTrigger = (guard: Guard, found: Found): boolean =>
  lackingIn(guard, found).some(
    ({ grantee, privilege }) => grantee === quoteAccount(guard.definer) && privilege === 'TRIGGER',
  )

function findUnlike({ name, mode }: Guard, { guards }: Found): string[] {
  const installed = guards.get(name)
  if (!installed) return ['the guard is not installed']
  return [
    ...(installed.mode === mode ? [] : [`the database says ${installed.mode}, the file ${mode}`]),
    ...(installed.isEnabled ? [] : ['switched off in the database (enabled = 0): nothing is refused']),
  ]
}

/** What install puts back. */
function findLacking(guard: Guard, found: Found): string[] {
  const accounts = [guard.definer, ...servicesIn(guard, found)].map(accountName)
  const missing = accounts.filter((account) => !found.accounts.has(account))
  const lacking = lackingIn(guard, found).filter(({ grantee }) => !missing.map(quoted).includes(grantee))
  return [
    ...missing.map((account) => `there is no user ${account}`),
    ...TABLE_NAMES.filter((table) => !found.ours.has(table)).map((table) => `${guard.schema}.${table} is missing`),
    ...(found.lookingAs === accountName(guard.definer)
      ? []
      : [`${guard.schema}.triggers_now is missing, or another's`]),
    ...(isAsideNeeded(guard) && found.aside !== 'ready'
      ? [`refusals are not kept: events_aside is ${found.aside}`]
      : []),
    ...lacking.map(
      ({ grantee, privilege, database, name, column }) =>
        `${grantee} lacks ${privilege} on ${[database, name, ...(column === null ? [] : [column])].join('.')}`,
    ),
  ]
}

const quoted = (account: string): string => {
  const at = account.lastIndexOf('@')
  return quoteAccount({ user: account.slice(0, at), host: account.slice(at + 1) })
}
