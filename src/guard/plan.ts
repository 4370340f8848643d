import { ASIDE_HOST, accountName, asideOf, isAsideNeeded, servicesIn } from './accounts.ts'
import type { Found, FoundTrigger } from './found.ts'
import type { Account, Guard } from './guard-file.ts'
import { findProblems } from './problems.ts'
import { createAside, createLooking, createSchema, grantsOf, registerGuard } from './schema.ts'
import { dropTrigger, elsewhere, leaveTable, namesOf } from './standing.ts'
import { quoteAccount, quoteName } from './statement.ts'
import { type Trigger, triggersOf } from './trigger.ts'

/** What has to be done to a database so that a guard stands in it, and what speaks against it. */
export interface Plan {
  readonly statements: readonly string[]
  /** Why nothing may be done: each has to be mended first. */
  readonly problems: readonly string[]
  /** What was found, for the DBA to read. */
  readonly notes: readonly string[]
}

/** Secrets of the accounts that a plan makes: for two of them what follows IDENTIFIED, the third as it is. */
export interface PlanSecrets {
  readonly service: string
  readonly definer: string
  readonly aside: string
}

/** Statements that bring what was found to what the file says; a trigger that stands as it should is not touched. */
export function planInstall(guard: Guard, found: Found, secrets: PlanSecrets): Plan {
  const services = servicesIn(guard, found)
  const statements = [
    ...createSchema(guard.schema),
    ...createAccounts(guard, found, secrets),
    ...services.flatMap((service) => grantsOf(guard, service)).filter(isFirst),
    ...createSeeing(guard, found),
    ...createRecording(guard, found, secrets),
    registerGuard(guard),
    ...leaveOtherTables(guard, found),
    ...triggersOf(guard).flatMap((trigger) => putTrigger(guard, trigger, found)),
    ...dropStrays(guard, found),
  ]
  return { statements, problems: findProblems(guard, found), notes: describe(guard, found) }
}

const isFirst = (statement: string, index: number, all: readonly string[]): boolean => all.indexOf(statement) === index

function createAccounts(guard: Guard, found: Found, secrets: PlanSecrets): string[] {
  const create = (account: Account, identified: string): string[] =>
    found.accounts.has(accountName(account))
      ? []
      : [`CREATE USER IF NOT EXISTS ${quoteAccount(account)} IDENTIFIED ${identified}`]
  return [
    ...servicesIn(guard, found).flatMap((service) => create(service, secrets.service)),
    ...create(guard.definer, `${secrets.definer} ACCOUNT LOCK`),
  ]
}

/** The function looks as the triggers' own user, whoever that is by now. */
function createSeeing(guard: Guard, found: Found): string[] {
  const isRight = found.lookingAs === accountName(guard.definer)
  return [
    ...(found.lookingAs !== null && !isRight ? [`DROP FUNCTION IF EXISTS ${lookingIn(guard)}`] : []),
    ...(isRight ? [] : [createLooking(guard)]),
    ...lookingGrants(guard, found),
  ]
}

const lookingIn = ({ schema }: Guard): string => `${quoteName(schema)}.triggers_now`

/** Who asks, and as whom it looks. */
export const lookingGrants = (guard: Guard, found: Found): string[] =>
  [...servicesIn(guard, found), guard.definer].map(
    (account) => `GRANT EXECUTE ON FUNCTION ${lookingIn(guard)} TO ${quoteAccount(account)}`,
  )

/**
 * A record may wait behind somebody who locks `events`, or the whole server for a backup, and who waits for the very sale
 * that is refused: so long, and then the sale is refused without it.
 */
const ASIDE_SECONDS = 2

function createRecording(guard: Guard, found: Found, secrets: PlanSecrets): string[] {
  if (!isAsideNeeded(guard)) return []
  const { schema } = guard
  const aside = asideOf(guard)
  const grants = recordingGrants(guard)
  if (found.aside === 'ready') return grants
  const address = `mysql://${aside.user}:${secrets.aside}@${ASIDE_HOST}:${found.port}/${schema}/events`
  return [
    ...(found.federated === 'not loaded' ? ["INSTALL SONAME 'ha_federated'"] : []),
    `CREATE USER IF NOT EXISTS ${quoteAccount(aside)} IDENTIFIED BY '${secrets.aside}'`,
    `ALTER USER ${quoteAccount(aside)} IDENTIFIED BY '${secrets.aside}' WITH MAX_STATEMENT_TIME ${ASIDE_SECONDS}`,
    ...grants.slice(0, 1),
    `DROP TABLE IF EXISTS ${quoteName(schema)}.events_aside`,
    createAside(schema, address),
    ...grants.slice(1),
  ]
}

/** The first on the table behind, the second on the one before it. */
export function recordingGrants(guard: Guard): string[] {
  if (!isAsideNeeded(guard)) return []
  const { schema, definer } = guard
  return [
    `GRANT SELECT, INSERT ON ${quoteName(schema)}.events TO ${quoteAccount(asideOf(guard))}`,
    `GRANT INSERT ON ${quoteName(schema)}.events_aside TO ${quoteAccount(definer)}`,
  ]
}

/** Databases keep the text of a trigger, but not always every blank of it. */
const isSame = (one: string, other: string): boolean =>
  one.replace(/\s+/g, ' ').trim() === other.replace(/\s+/g, ' ').trim()

export type TriggerState = 'current' | 'missing' | 'changed'

export function stateOf(guard: Guard, trigger: Trigger, found: readonly FoundTrigger[]): TriggerState {
  const standing = found.find(({ name }) => name === trigger.name)
  if (!standing) return 'missing'
  const isOurs =
    standing.event === trigger.event &&
    standing.timing === 'AFTER' &&
    standing.definer === accountName(guard.definer) &&
    isSame(standing.body, trigger.body)
  return isOurs ? 'current' : 'changed'
}

/** Where the server can, a trigger is replaced in one step: there is no moment without it, also when the step fails. */
function putTrigger(guard: Guard, trigger: Trigger, { triggers, isMariadb }: Found): string[] {
  const state = stateOf(guard, trigger, triggers)
  if (state === 'current') return []
  if (state === 'missing') return [trigger.create]
  return isMariadb
    ? [trigger.create.replace(/^CREATE /, 'CREATE OR REPLACE ')]
    : [dropTrigger(guard.table.database, trigger.name), trigger.create]
}

/** Triggers of this guard that its file asks for no longer. */
function dropStrays(guard: Guard, { triggers }: Found): string[] {
  const wanted = triggersOf(guard).map(({ name }) => name)
  return namesOf(guard.name)
    .filter((name) => !wanted.includes(name) && triggers.some((trigger) => trigger.name === name))
    .map((name) => dropTrigger(guard.table.database, name))
}

function leaveOtherTables(guard: Guard, found: Found): string[] {
  const installed = found.guards.get(guard.name)
  const isMoved = installed && (installed.database !== guard.table.database || installed.table !== guard.table.table)
  return [
    ...elsewhere(guard, found).map(({ database, name }) => dropTrigger(database, name)),
    ...(isMoved ? leaveTable(guard, installed, found) : []),
  ]
}

function describe(guard: Guard, found: Found): string[] {
  const { table } = guard
  const others = found.triggers.filter(({ name }) => !namesOf(guard.name).includes(name))
  return [
    `server ${found.version}; ${table.database}.${table.table} is ${found.table?.engine ?? 'not there'}`,
    ...triggersOf(guard).map((trigger) => `trigger ${trigger.name}: ${stateOf(guard, trigger, found.triggers)}`),
    ...elsewhere(guard, found).map(
      ({ name, database, table: other }) => `trigger ${name} stands on ${database}.${other}`,
    ),
    ...others.map(
      ({ name, event, timing, definer, body }) =>
        `another trigger, ${name}, ${timing} ${event}, of ${definer}:\n${body}`,
    ),
    `Fiado's user: ${servicesIn(guard, found).map(accountName).join(', ')}`,
    `mode: ${found.guards.get(guard.name)?.mode ?? 'not installed'}; the file says ${guard.mode}`,
  ]
}
