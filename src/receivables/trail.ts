import type { Sql } from '../database.ts'

/** A line of the audit trail, written in the transaction of the change that it tells of. */
export type Trail<Request> = (
  sql: Sql,
  request: Request,
  action: string,
  subject: string,
  detail: { [key: string]: unknown },
) => Promise<void>
