import type { Sql } from '../database.ts'
import { type Refusal, senseless } from './care-act.ts'
import { listOpenTitles, type TitleRow } from './promise-store.ts'

/** The receivables of a customer that somebody named: all of them, or which one is not open or disputed. */
export async function findNamedTitles(
  sql: Sql,
  customerId: number,
  named: readonly string[],
): Promise<TitleRow[] | Refusal> {
  const open = await listOpenTitles(sql, customerId, named, named.length)
  const known = new Set(open.map(({ externalId }) => externalId))
  const missing = named.findIndex((externalId) => !known.has(externalId))
  if (missing < 0) return open
  return senseless(`receivables[${missing}]`, 'is no receivable of this customer that is open or disputed')
}
