import { accountName, asideOf, servicesIn } from './accounts.ts'
import type { Found, Right } from './found.ts'
import type { Account, Guard } from './guard-file.ts'
import type { Ask } from './inspection-store.ts'
import { quoteAccount, quoteName } from './statement.ts'

/** Who is known to the ERP's server, and what the accounts of a guard may do there. */
export async function lookAtAccounts(
  ask: Ask,
  guard: Guard,
  guards: Found['guards'],
): Promise<Pick<Found, 'accounts' | 'rights' | 'shared'>> {
  const rows = await ask('SELECT CONCAT(User, :at, Host) AS name FROM mysql.user', { at: '@' })
  const accounts = new Set(rows.map(({ name }) => name ?? ''))
  const own = [...servicesIn(guard, { accounts }), guard.definer, asideOf(guard)]
  const standing = own.filter((account) => accounts.has(accountName(account)))
  const places = [guard.table, ...guards.values()].map(({ database, table }) => [database, table] as const)
  const shared = new Set<string>()
  for (const account of standing)
    if (await mayDoMore(ask, account, guard.schema, places)) shared.add(accountName(account))
  return { accounts, shared, rights: await listRights(ask, own) }
}

async function listRights(ask: Ask, own: readonly Account[]): Promise<Right[]> {
  const grantees = new Set(own.map(quoteAccount))
  const rows = await ask(
    `SELECT GRANTEE AS grantee, PRIVILEGE_TYPE AS privilege, TABLE_SCHEMA AS place, TABLE_NAME AS name, NULL AS part
       FROM information_schema.TABLE_PRIVILEGES
     UNION ALL SELECT GRANTEE, PRIVILEGE_TYPE, TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME
       FROM information_schema.COLUMN_PRIVILEGES
     UNION ALL SELECT CONCAT(:quote, User, :quote, :at, :quote, Host, :quote), :execute, Db, Routine_name, NULL
       FROM mysql.procs_priv`,
    { quote: "'", at: '@', execute: 'EXECUTE' },
  )
  return rows
    .filter(({ grantee }) => grantees.has(grantee ?? ''))
    .map((row) => ({
      ...{ grantee: row['grantee'] ?? '', privilege: row['privilege'] ?? '' },
      ...{ database: row['place'] ?? '', name: row['name'] ?? '', column: row['part'] ?? null },
    }))
}

/** Whether an account has rights that no guard of ours needs: then somebody else uses it, and it is never dropped. */
async function mayDoMore(
  ask: Ask,
  account: Account,
  schema: string,
  places: readonly (readonly [string, string])[],
): Promise<boolean> {
  const grants = (await ask(`SHOW GRANTS FOR ${quoteAccount(account)}`)).map((row) => Object.values(row)[0] ?? '')
  const own = [`${quoteName(schema)}.`, ...places.map((place) => `${place.map(quoteName).join('.')} `)]
  return !grants.every(
    (grant) =>
      (/^GRANT USAGE ON \*\.\* /.test(grant) && !/ WITH GRANT OPTION/.test(grant)) ||
      own.some((place) => grant.includes(` ON ${place}`) || grant.includes(` ON FUNCTION ${place}`)),
  )
}
