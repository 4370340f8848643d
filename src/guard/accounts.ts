import type { Found, Right } from './found.ts'
import type { Account, Guard } from './guard-file.ts'
import { quoteAccount, quoteName } from './statement.ts'

/** The accounts of a guard on the ERP's server, and what they may do: Fiado's own, the triggers', and who keeps refusals. */

/** The server connects to itself there. */
export const ASIDE_HOST = '127.0.0.1'
const SERVICE_HOST = '%'

export const asideOf = ({ definer }: Pick<Guard, 'definer'>): Account => ({
  user: `${definer.user}_aside`,
  host: ASIDE_HOST,
})
export const accountName = ({ user, host }: Account): string => `${user}@${host}`

/** Fiado's accounts as they stand, from whatever hosts; else one for any host. */
export function servicesIn({ connection: { user } }: Guard, { accounts }: Pick<Found, 'accounts'>): Account[] {
  const standing = [...accounts].map(toAccount).filter((account) => account.user === user)
  return standing.length > 0 ? standing : [{ user, host: SERVICE_HOST }]
}

function toAccount(name: string): Account {
  const at = name.lastIndexOf('@')
  return { user: name.slice(0, at), host: name.slice(at + 1) }
}

/** Refusals are kept past their transaction only where something is refused. */
export const isAsideNeeded = ({ mode, recordRefusals }: Guard): boolean => mode === 'enforce' && recordRefusals

const GRANT =
  /^GRANT (?<privileges>.+) ON (?<routine>FUNCTION )?`(?<database>[^`]+)`\.`?(?<name>[^`]+?)`? TO (?<to>\S+)$/s

/** What one of our GRANT statements gives. */
export function rightsIn(grant: string): Right[] {
  const { privileges = '', database = '', name = '', to = '' } = GRANT.exec(grant)?.groups ?? {}
  return [...privileges.matchAll(/([A-Z]+)(?: \(([^)]*)\))?/g)].flatMap(([, privilege = '', columns]) =>
    (columns?.split(', ') ?? [null]).map((column) => ({
      ...{ grantee: to, privilege, database, name },
      column: column?.replaceAll('`', '') ?? null,
    })),
  )
}

export const isHeld = (right: Right, { rights }: Pick<Found, 'rights'>): boolean =>
  rights.some(
    (held) =>
      held.grantee === right.grantee &&
      held.privilege === right.privilege &&
      held.database === right.database &&
      held.name === right.name &&
      held.column?.toLowerCase() === right.column?.toLowerCase(),
  )

/** Takes back from an account whatever it was given there. */
export function revokeOn(account: Account, database: string, name: string | null, { rights }: Found): string[] {
  const held = rights.filter(
    (right) =>
      right.grantee === quoteAccount(account) && right.database === database && (name ?? right.name) === right.name,
  )
  const places = new Set(
    held.map(
      (right) =>
        `${right.privilege === 'EXECUTE' ? 'FUNCTION ' : ''}${quoteName(right.database)}.${quoteName(right.name)}`,
    ),
  )
  return [...places].map(
    (place) =>
      `REVOKE ${place.startsWith('FUNCTION ') ? 'EXECUTE' : 'ALL PRIVILEGES'} ON ${place} FROM ${quoteAccount(account)}`,
  )
}
