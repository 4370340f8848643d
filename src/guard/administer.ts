import { createHash } from 'node:crypto'
import { createSecret } from '../kernel/ids.ts'
import { type ErpDatabase, openErpDatabase } from '../sync/erp-database.ts'
import type { Pace } from '../sync/http.ts'
import type { Secret } from '../sync/secret.ts'
import type { Found } from './found.ts'
import type { Guard } from './guard-file.ts'
import { inspect } from './inspection-store.ts'
import { type Plan, planInstall } from './plan.ts'

/** Who looks and changes: an administrator of the ERP's database server, for the time of one command. */
export interface Administrator {
  readonly user: string
  readonly password: Secret
}

const STATEMENT_MS = 20_000
/** Beyond what a statement takes when it is asked three times. */
const PATIENCE_MS = 90_000
/** A change of a table waits for whoever uses it, and everybody else behind it: so long, and no longer. */
const LOCK_WAIT_SECONDS = 5

/**
 * How a trigger reads its own text is decided when it is made, and no engine may be put in the place of another: the one
 * that keeps refusals does so by being what it is.
 */
const SESSION = `SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', SESSION lock_wait_timeout = ${LOCK_WAIT_SECONDS}`

/** Opens the server of a guard as an administrator, runs `work`, closes. Throws `SyncError` where the server refuses. */
export async function asAdministrator<T>(
  guard: Guard,
  { user, password }: Administrator,
  pace: Pick<Pace, 'sleep'>,
  work: (database: ErpDatabase, found: Found) => Promise<T>,
): Promise<T> {
  const { host, port, encrypted, ca } = guard.connection
  const database = openErpDatabase(
    {
      ...{ client: 'mysql2', host, port, user, password, database: guard.table.database, timeoutMs: STATEMENT_MS },
      ...(encrypted === undefined ? {} : { encrypted }),
      ...(ca === undefined ? {} : { ca }),
      writing: { lockWaitSeconds: LOCK_WAIT_SECONDS },
    },
    pace,
  )
  try {
    return await work(database, await inspect(database, guard, AbortSignal.timeout(PATIENCE_MS)))
  } finally {
    await database.close()
  }
}

/** The passwords of two of the accounts that a plan makes are made up, and nobody has to know them. */
export const planToInstall = (guard: Guard, found: Found): Plan =>
  planInstall(guard, found, {
    service: byText(guard.connection.password.reveal()),
    definer: byText(createSecret()),
    aside: createSecret(),
  })

/** For a paper that people hand on: Fiado's own password stands in it as the server keeps it, from which nobody logs in. */
export function planToPrint(guard: Guard, found: Found): Plan {
  const service = guard.connection.password.reveal()
  const { notes, ...plan } = planInstall(guard, found, {
    service: found.isMariadb ? byHash(service) : 'BY <the password that the file of the guard refers to>',
    definer: found.isMariadb ? byHash(createSecret()) : byText(createSecret()),
    aside: createSecret(),
  })
  return {
    ...plan,
    notes: [
      ...notes,
      'passwords below: that of Fiado is a hash; the others were made up for this run, nobody needs them',
    ],
  }
}

const byText = (password: string): string => `BY '${password.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** https://mariadb.com/kb/en/authentication-plugin-mysql_native_password/ (2026-11-22) */
const byHash = (password: string): string => {
  const once = createHash('sha1').update(password).digest()
  return `BY PASSWORD '*${createHash('sha1').update(once).digest('hex').toUpperCase()}'`
}

/** Runs the statements one after the other, and throws with the one that failed. */
export async function carryOut(database: ErpDatabase, statements: readonly string[]): Promise<void> {
  for (const statement of [SESSION, ...statements]) {
    try {
      await database.run(statement, [], AbortSignal.timeout(PATIENCE_MS))
    } catch (error) {
      throw new StatementRefused(statement, { cause: error })
    }
  }
}

const BUSY = `somebody's transaction used the table for more than ${LOCK_WAIT_SECONDS} seconds: run this again when it has ended`

/** Which statement the server did not take; what stands before it was done, and does no harm to be done again. */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused'
  constructor(statement: string, { cause }: { cause: unknown }) {
    const said = (cause as Error).message
    const [first] = withoutSecrets(statement).split('\n')
    super(`${said}${/LOCK_WAIT_TIMEOUT/.test(said) ? `: ${BUSY}` : ''}, at:\n  ${first}`, { cause })
  }
}

/** For screens: passwords stand in accounts and in the address of the table that keeps refusals. */
const withoutSecrets = (statement: string): string =>
  statement
    .replace(/IDENTIFIED BY '(?:[^'\\]|''|\\.)*'/, "IDENTIFIED BY '***'")
    .replace(/(mysql:\/\/[^:']+:)[^@']+@/, '$1***@')

/** For the mysql client: statements that hold semicolons need another end. */
export const toScript = (statements: readonly string[]): string =>
  ['SET NAMES utf8mb4', SESSION, ...statements]
    .map((statement) => (statement.includes(';') ? `DELIMITER //\n${statement} //\nDELIMITER ;\n` : `${statement};\n`))
    .join('')
