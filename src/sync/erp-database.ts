import type { Secret } from './secret.ts'

/** Where an ERP keeps its tables. `mysql2` comes with Fiado; the other drivers are installed beside it when needed. */
export interface ErpDatabaseOptions {
  readonly client: 'mysql2' | 'pg' | 'mssql' | 'oracledb'
  readonly host: string
  readonly port?: number
  readonly user: string
  readonly password: Secret
  /** Database, or service name for Oracle. */
  readonly database: string
  /** One statement, from asking to its last row. */
  readonly timeoutMs: number
}

export type ErpValue = string | number | null

export interface ErpDatabase {
  /** Runs a select with `:name` bindings. Days and numbers come as text, so that no digit is lost. */
  rows(
    sql: string,
    bindings: Readonly<Record<string, ErpValue>>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>[]>
  /** Runs one write in a transaction; more than `rowsMax` changed rows are taken back and an error. */
  change(
    sql: string,
    bindings: Readonly<Record<string, ErpValue>>,
    rowsMax: number,
    signal: AbortSignal,
  ): Promise<number>
  close(): Promise<void>
}
