import type { Account, Guard } from './guard-file.ts'
import type { Found, FoundTrigger } from './inspection-store.ts'
import { columnsOf } from './row.ts'
import { createAside, createLooking, createSchema, grantsOf, registerGuard } from './schema.ts'
import { quoteAccount, quoteName, quoteText } from './statement.ts'
import { type Trigger, triggersOf } from './trigger.ts'

/** What has to be done to a database so that a guard stands in it, and what speaks against it. */
export interface Plan {
  readonly statements: readonly string[]
  /** Why nothing may be done: each has to be mended first. */
  readonly problems: readonly string[]
  /** What was found, for the DBA to read. */
  readonly notes: readonly string[]
}

/** Secrets that a plan needs: of accounts that it makes. */
export interface PlanSecrets {
  readonly service: string
  readonly definer: string
  readonly aside: string
}

const NUMBERS = /^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|year|bit)$/
const ASIDE_HOST = '127.0.0.1'
const SERVICE_HOST = '%'

const serviceOf = ({ connection }: Guard): Account => ({ user: connection.user, host: SERVICE_HOST })
const asideOf = ({ definer }: Guard): Account => ({ user: `${definer.user}_aside`, host: ASIDE_HOST })
const accountName = ({ user, host }: Account): string => `${user}@${host}`
const isAsideNeeded = ({ mode, recordRefusals }: Guard): boolean => mode === 'enforce' && recordRefusals

/** Statements that bring what was found to what the file says; what stands already as it should is not touched. */
export function planInstall(guard: Guard, found: Found, secrets: PlanSecrets): Plan {
  const problems = findProblems(guard, found)
  const statements = [
    ...createSchema(guard.schema),
    ...createAccounts(guard, found, secrets),
    ...grantsOf(guard, serviceIn(guard, found)),
    ...createSeeing(guard, found),
    ...createRecording(guard, found, secrets),
    registerGuard(guard),
    ...triggersOf(guard).flatMap((trigger) => putTrigger(guard, trigger, found)),
    ...dropStrays(guard, found),
  ]
  return { statements, problems, notes: describe(guard, found) }
}

/** The service's account as it stands, from whatever host; else one for any host. */
function serviceIn(guard: Guard, { accounts }: Found): Account {
  const { user } = guard.connection
  const name = [...accounts].find((account) => account.slice(0, account.lastIndexOf('@')) === user)
  return name === undefined ? serviceOf(guard) : { user, host: name.slice(name.lastIndexOf('@') + 1) }
}

function createAccounts(guard: Guard, found: Found, secrets: PlanSecrets): string[] {
  const create = (account: Account, password: string, more: string): string[] =>
    found.accounts.has(accountName(account))
      ? []
      : [`CREATE USER IF NOT EXISTS ${quoteAccount(account)} IDENTIFIED BY ${plainText(password)}${more}`]
  return [
    ...create(serviceIn(guard, found), secrets.service, ''),
    ...create(guard.definer, secrets.definer, ' ACCOUNT LOCK'),
  ]
}

const plainText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

const createSeeing = (guard: Guard, found: Found): string[] => [
  ...(found.ours.has('triggers_now') ? [] : [createLooking(guard)]),
  `GRANT EXECUTE ON FUNCTION ${quoteName(guard.schema)}.triggers_now TO ${quoteAccount(serviceIn(guard, found))}`,
]

function createRecording(guard: Guard, found: Found, secrets: PlanSecrets): string[] {
  if (!isAsideNeeded(guard)) return []
  const { schema, definer } = guard
  const aside = asideOf(guard)
  const grant = `GRANT INSERT ON ${quoteName(schema)}.events_aside TO ${quoteAccount(definer)}`
  if (found.ours.has('events_aside')) return [grant]
  const address = `mysql://${aside.user}:${secrets.aside}@${ASIDE_HOST}:${found.port}/${schema}/events`
  const password = `IDENTIFIED BY ${plainText(secrets.aside)}`
  return [
    ...(found.federated === 'not loaded' ? ["INSTALL SONAME 'ha_federated'"] : []),
    `CREATE USER IF NOT EXISTS ${quoteAccount(aside)} ${password}`,
    `ALTER USER ${quoteAccount(aside)} ${password}`,
    `GRANT SELECT, INSERT ON ${quoteName(schema)}.events TO ${quoteAccount(aside)}`,
    createAside(schema, address),
    grant,
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

function putTrigger(guard: Guard, trigger: Trigger, { triggers }: Found): string[] {
  const state = stateOf(guard, trigger, triggers)
  if (state === 'current') return []
  return [...(state === 'changed' ? [dropTrigger(guard, trigger.name)] : []), trigger.create]
}

const dropTrigger = ({ table }: Guard, name: string): string =>
  `DROP TRIGGER IF EXISTS ${quoteName(table.database)}.${quoteName(name)}`

/** Triggers of this guard that its file asks for no longer. */
function dropStrays(guard: Guard, { triggers }: Found): string[] {
  const wanted = triggersOf(guard).map(({ name }) => name)
  return namesOf(guard)
    .filter((name) => !wanted.includes(name) && triggers.some((trigger) => trigger.name === name))
    .map((name) => dropTrigger(guard, name))
}

const namesOf = (guard: Guard): string[] =>
  ['ai', 'au'].map((kind) => `fiado_${guard.name.replaceAll('-', '_')}_${kind}`)

function findProblems(guard: Guard, found: Found): string[] {
  const { table } = guard
  const name = `${table.database}.${table.table}`
  if (!found.table) return [`there is no table ${name}, or this user does not see it`]
  if (found.table.type !== 'BASE TABLE') return [`${name} is no table but a ${found.table.type.toLowerCase()}`]
  const problems: string[] = []
  if (found.table.engine !== 'InnoDB')
    problems.push(`${name} is ${found.table.engine}: a refusal could not take a row back; it has to be InnoDB`)
  for (const column of columnsOf(guard))
    if (!found.columns.has(column.toLowerCase())) problems.push(`${name} has no column ${column}`)
  for (const column of [...guard.amount.plus, ...guard.amount.less]) {
    const type = found.columns.get(column.toLowerCase())
    if (type !== undefined && !NUMBERS.test(type))
      problems.push(`the column ${column} is ${type}, and an amount has to be a number`)
  }
  if (!guard.orderIdGenerated && guard.orderId.join.some((column) => found.generated.has(column.toLowerCase())))
    problems.push('the database makes the ids of the orders (AUTO_INCREMENT): say "orderIdGenerated: true"')
  problems.push(...findOthers(guard, found))
  if (isAsideNeeded(guard) && !found.ours.has('events_aside')) problems.push(...findNoAside(found))
  return problems
}

/** Who else acts on the same change: the DBA has to have read it, since a refusal takes back what it did as well. */
function findOthers(guard: Guard, { triggers }: Found): string[] {
  const events = triggersOf(guard).map(({ event }) => event as string)
  const ours = namesOf(guard)
  return triggers
    .filter(({ name, event, timing }) => events.includes(event) && timing === 'AFTER' && !ours.includes(name))
    .filter(({ name }) => !guard.beside.includes(name) && !name.startsWith('fiado_'))
    .map(
      ({ name, event, definer }) =>
        `the trigger ${name} of ${definer} also acts after ${event}: read it (plan shows it), then name it under "beside"`,
    )
}

function findNoAside({ federated, isMariadb }: Found): string[] {
  if (federated === 'another engine')
    return [
      'the engine FEDERATED of this server is ha_federatedx, which cannot keep refusals: set "recordRefusals: false", or have ha_federated loaded',
    ]
  if (federated === 'not loaded' && !isMariadb)
    return ['the engine FEDERATED is switched off: start the server with --federated, or set "recordRefusals: false"']
  return []
}

function describe(guard: Guard, found: Found): string[] {
  const { table } = guard
  const others = found.triggers.filter(({ name }) => !namesOf(guard).includes(name))
  return [
    `server ${found.version}; ${table.database}.${table.table} is ${found.table?.engine ?? 'not there'}`,
    ...triggersOf(guard).map((trigger) => `trigger ${trigger.name}: ${stateOf(guard, trigger, found.triggers)}`),
    ...others.map(
      ({ name, event, timing, definer, body }) =>
        `another trigger, ${name}, ${timing} ${event}, of ${definer}:\n${body}`,
    ),
    `mode: ${found.guards.get(guard.name) ?? 'not installed'}; the file says ${guard.mode}`,
  ]
}

/** Takes away the triggers first; then, with the last guard of a database, everything else of ours. */
export function planUninstall(guard: Guard, found: Found): Plan {
  const { schema, name } = guard
  const standing = namesOf(guard).filter((one) => found.triggers.some((trigger) => trigger.name === one))
  const isLast = [...found.guards.keys()].every((other) => other === name)
  const isThere = found.guards.has(name)
  const statements = [
    ...standing.map((one) => dropTrigger(guard, one)),
    ...(isThere ? [`DELETE FROM ${quoteName(schema)}.guards WHERE name = ${quoteText(name)}`] : []),
    ...(found.ours.size > 0 && isLast && found.waiting === 0 ? dropAll(guard, found) : []),
  ]
  const notes = [
    ...(isLast ? [] : [`the database ${schema} stays: other guards stand in it`]),
    ...(isLast && found.waiting > 0
      ? [`${found.waiting} records were not fetched yet: ${schema} stays until Fiado has them; then run this once more`]
      : []),
  ]
  return { statements, problems: [], notes }
}

function dropAll(guard: Guard, { accounts }: Found): string[] {
  const drop = (account: Account): string[] =>
    accounts.has(accountName(account)) ? [`DROP USER IF EXISTS ${quoteAccount(account)}`] : []
  return [`DROP DATABASE IF EXISTS ${quoteName(guard.schema)}`, ...drop(asideOf(guard)), ...drop(guard.definer)]
}

/** What stands otherwise than the file says; nothing when all is as it should be. */
export function findDrift(guard: Guard, found: Found): string[] {
  const isThere = found.guards.get(guard.name)
  return [
    ...findProblems(guard, found),
    ...triggersOf(guard).flatMap((trigger) => {
      const state = stateOf(guard, trigger, found.triggers)
      return state === 'current' ? [] : [`the trigger ${trigger.name} is ${state}`]
    }),
    ...(isThere === guard.mode ? [] : [`the database says ${isThere ?? 'not installed'}, the file ${guard.mode}`]),
    ...(isAsideNeeded(guard) && !found.ours.has('events_aside')
      ? ['refusals are not kept: events_aside is missing']
      : []),
    ...(found.accounts.has(accountName(guard.definer))
      ? []
      : [`there is no user ${accountName(guard.definer)}: every sale fails`]),
  ]
}
