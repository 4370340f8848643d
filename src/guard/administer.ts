import { createSecret } from '../kernel/ids.ts'
import { type ErpDatabase, openErpDatabase } from '../sync/erp-database.ts'
import type { Pace } from '../sync/http.ts'
import type { Secret } from '../sync/secret.ts'
import type { Guard } from './guard-file.ts'
import { type Found, inspect } from './inspection-store.ts'
import { type Plan, planInstall } from './plan.ts'

/** Who looks and changes: an administrator of the ERP's database server, for the time of one command. */
export interface Administrator {
  readonly user: string
  readonly password: Secret
}

const STATEMENT_MS = 60_000
/** A change of a table waits for whoever uses it, and everybody else behind it: so long, and no longer. */
const LOCK_WAIT_SECONDS = 5

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
    return await work(database, await inspect(database, guard, AbortSignal.timeout(STATEMENT_MS)))
  } finally {
    await database.close()
  }
}

/** Secrets of the accounts that a plan makes: the triggers' own are made up, and nobody has to know them. */
export const planWithSecrets = (guard: Guard, found: Found): Plan =>
  planInstall(guard, found, {
    service: guard.connection.password.reveal(),
    definer: createSecret(),
    aside: createSecret(),
  })

/** Runs the statements one after the other; answers those that were run, and throws with the one that failed. */
export async function carryOut(database: ErpDatabase, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    try {
      await database.run(statement, [], AbortSignal.timeout(STATEMENT_MS))
    } catch (error) {
      throw new StatementRefused(statement, { cause: error })
    }
  }
}

/** Which statement the server did not take; what stands before it was done, and does no harm to be done again. */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused'
  constructor(statement: string, { cause }: { cause: unknown }) {
    super(`${(cause as Error).message}, at:\n${withoutSecrets(statement)}`, { cause })
  }
}

/** For screens: passwords stand in accounts and in the address of the table that keeps refusals. */
export const withoutSecrets = (statement: string): string =>
  statement
    .replace(/IDENTIFIED BY '(?:[^'\\]|''|\\.)*'/, "IDENTIFIED BY '***'")
    .replace(/(mysql:\/\/[^:']+:)[^@']+@/, '$1***@')

/** For the mysql client: statements that hold semicolons need another end. */
export const toScript = (statements: readonly string[]): string =>
  `SET NAMES utf8mb4;\n${statements.map((statement) => (statement.includes(';') ? `DELIMITER //\n${statement} //\nDELIMITER ;` : `${statement};`)).join('\n')}\n`
