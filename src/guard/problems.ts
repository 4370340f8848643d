import { accountName, isAsideNeeded } from './accounts.ts'
import type { Found } from './found.ts'
import type { Guard } from './guard-file.ts'
import { columnsOf } from './row.ts'
import { isOfGuard, namesOf, strangersActing, strangersIn } from './standing.ts'
import { triggersOf } from './trigger.ts'

const NUMBERS = /^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|year|bit)$/

/** Why a guard may not be installed as its file is: nothing at all is done then. */
export function findProblems(guard: Guard, found: Found): string[] {
  const name = `${guard.table.database}.${guard.table.table}`
  if (!found.table) return [`there is no table ${name}, or this user does not see it`]
  if (found.table.type !== 'BASE TABLE') return [`${name} is no table but a ${found.table.type.toLowerCase()}`]
  return [
    ...(found.table.engine === 'InnoDB'
      ? []
      : [`${name} is ${found.table.engine}: a refusal could not take a row back; it has to be InnoDB`]),
    ...findMissing(guard, found).map((column) => `${name} has no column ${column}`),
    ...findWrongTypes(guard, found),
    ...findOthers(guard, found),
    ...findForeignUse(guard, found),
    ...(isAsideNeeded(guard) && found.aside !== 'ready' ? findNoAside(found) : []),
  ]
}

const findMissing = (guard: Guard, { columns }: Found): string[] =>
  columnsOf(guard).filter((column) => !columns.has(column.toLowerCase()))

function findWrongTypes(guard: Guard, { columns, generated }: Found): string[] {
  const { amount, orderId, orderIdGenerated } = guard
  const texts = [...amount.plus, ...amount.less]
    .map((column) => ({ column, type: columns.get(column.toLowerCase()) }))
    .filter(({ type }) => type !== undefined && !NUMBERS.test(type))
  const isMade = orderId.join.some((column) => generated.has(column.toLowerCase()))
  return [
    ...texts.map(({ column, type }) => `the column ${column} is ${type}, and an amount has to be a number`),
    ...(isMade && !orderIdGenerated
      ? ['the database makes the ids of the orders (AUTO_INCREMENT): say "orderIdGenerated: true"']
      : []),
  ]
}

/** Who else acts on the same change: the DBA has to have read it, since a refusal takes back what it did as well. */
function findOthers(guard: Guard, found: Found): string[] {
  const events = triggersOf(guard).map(({ event }) => event as string)
  const known = [...namesOf(guard.name), ...guard.beside]
  return found.triggers
    .filter(({ event, timing }) => events.includes(event) && timing === 'AFTER')
    .filter((trigger) => !known.includes(trigger.name) && !isOfGuard(trigger, guard, found))
    .map(
      ({ name, event, definer }) =>
        `the trigger ${name} of ${definer} also acts after ${event}: read it (plan shows it), then name it under "beside"`,
    )
}

/** What serves others may not be made to serve this guard: to remove the one would break the other. */
function findForeignUse(guard: Guard, found: Found): string[] {
  const definer = accountName(guard.definer)
  const strangers = strangersIn(found)
  const acting = strangersActing(guard, found).map(({ database, name }) => `${database}.${name}`)
  const isAnotherLooking =
    found.lookingAs !== null &&
    found.lookingAs !== definer &&
    [...found.guards.keys()].some((one) => one !== guard.name)
  return [
    ...(strangers.length > 0
      ? [
          `the database ${guard.schema} holds other things (${strangers.join(', ')}): name one of its own under "schema"`,
        ]
      : []),
    ...(acting.length > 0
      ? [`${definer} is already the user of ${acting.join(', ')}: name one of its own under "definer"`]
      : []),
    ...(isAnotherLooking
      ? [`the other guards in ${guard.schema} act as ${found.lookingAs}: name the same under "definer"`]
      : []),
  ]
}

/** On MySQL no account can be given a time limit, and a record that waits for its own sale would hold it. */
function findNoAside({ federated, isMariadb }: Found): string[] {
  if (!isMariadb) return ['refusals can be kept on MariaDB alone: set "recordRefusals: false"']
  return federated === 'another engine'
    ? [
        'the engine FEDERATED of this server is ha_federatedx, which cannot keep refusals: set "recordRefusals: false", or have ha_federated loaded',
      ]
    : []
}
