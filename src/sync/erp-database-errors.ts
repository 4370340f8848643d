import type { ErpDatabaseOptions } from './erp-database.ts'
import { type Remedy, SyncError } from './errors.ts'

/** What drivers tell, each in its own way: a name or SQLSTATE in `code`, a number in `errno`, `number` or `errorNum`. */
interface DriverError {
  readonly code?: unknown
  readonly number?: unknown
  readonly errorNum?: unknown
  readonly sqlMessage?: unknown
  readonly message?: unknown
}

interface Verdict {
  readonly remedy: Remedy
  readonly code: string
  /** Whether the server's own words may be told: they name tables, columns and users, and no data. */
  readonly isQuotable: boolean
}

const WORDS_MAX = 240

const MYSQL_AUTH = /^ER_(\w*ACCESS_DENIED\w*|ACCOUNT_HAS_BEEN_LOCKED|MUST_CHANGE_PASSWORD\w*|HOST_NOT_PRIVILEGED)$/
const MYSQL_NAMES = new Set(['ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR', 'ER_BAD_DB_ERROR', 'ER_SP_DOES_NOT_EXIST'])
const MYSQL_TEXT = new Set(['ER_PARSE_ERROR', 'ER_SYNTAX_ERROR', 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION'])

/** https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors (2026-11-22) */
const MSSQL: Readonly<Record<number, Remedy>> = {
  18456: 'auth',
  18452: 'auth',
  18486: 'auth',
  18487: 'auth',
  229: 'auth',
  230: 'auth',
  916: 'auth',
  4060: 'settings',
  102: 'settings',
  156: 'settings',
  207: 'settings',
  208: 'settings',
}

/** https://docs.oracle.com/en/error-help/db/ (2026-11-22). 942 is also what a missing grant looks like. */
const ORACLE: Readonly<Record<number, Remedy>> = {
  1017: 'auth',
  1031: 'auth',
  1045: 'auth',
  28000: 'auth',
  28001: 'auth',
  900: 'settings',
  904: 'settings',
  907: 'settings',
  923: 'settings',
  933: 'settings',
  936: 'settings',
  942: 'settings',
  12514: 'settings',
}

/** Names the error by what mends it. The driver's own error never goes on: knex writes the statement and its values into it. */
export function toSyncError(error: unknown, { password }: Pick<ErpDatabaseOptions, 'password'>): SyncError {
  if (error instanceof SyncError) return error
  const thrown = (typeof error === 'object' && error !== null ? error : {}) as DriverError
  const { remedy, code, isQuotable } = judge(thrown)
  const words = isQuotable ? `: ${wordsOf(thrown).replaceAll(password.reveal(), '***').slice(0, WORDS_MAX)}` : ''
  const said = {
    auth: 'does not let the user do this',
    settings: 'does not accept the statement',
    unavailable: 'cannot be reached or gave up',
    throttled: '',
    bad_record: '',
  }[remedy]
  return new SyncError(remedy, `the ERP's database ${said} (${code})${words}`)
}

function judge(error: DriverError): Verdict {
  const code = typeof error.code === 'string' ? error.code : 'no code'
  if (typeof error.errorNum === 'number') return byNumber(ORACLE, error.errorNum, `ORA-${error.errorNum}`)
  if (typeof error.number === 'number') return byNumber(MSSQL, error.number, `SQL Server ${error.number}`)
  if (code === 'ELOGIN') return { remedy: 'auth', code, isQuotable: false }
  if (code.startsWith('ER_')) return byName(code)
  if (/^[0-9A-Z]{5}$/.test(code) && /\d/.test(code)) return byState(code)
  return { remedy: 'unavailable', code, isQuotable: false }
}

function byName(code: string): Verdict {
  if (MYSQL_AUTH.test(code)) return { remedy: 'auth', code, isQuotable: true }
  if (MYSQL_NAMES.has(code)) return { remedy: 'settings', code, isQuotable: true }
  // Its words quote the statement together with the values.
  if (MYSQL_TEXT.has(code)) return { remedy: 'settings', code, isQuotable: false }
  return { remedy: 'unavailable', code, isQuotable: false }
}

/** SQLSTATE of Postgres: 28 and 42501 are rights, 42 grammar and names, 3D and 3F a database or schema, 25006 a write. */
function byState(code: string): Verdict {
  if (code.startsWith('28') || code === '42501') return { remedy: 'auth', code, isQuotable: true }
  if (/^(42|3D|3F|22|0A|25006)/.test(code))
    return { remedy: 'settings', code, isQuotable: /^(42703|42P01|3D|3F)/.test(code) }
  return { remedy: 'unavailable', code, isQuotable: false }
}

function byNumber(known: Readonly<Record<number, Remedy>>, number: number, code: string): Verdict {
  const remedy = known[number]
  return remedy ? { remedy, code, isQuotable: true } : { remedy: 'unavailable', code, isQuotable: false }
}

/** The server's words alone: before them knex puts the statement with its values. */
function wordsOf({ sqlMessage, message }: DriverError): string {
  if (typeof sqlMessage === 'string') return sqlMessage
  const text = String(message ?? '')
  return text.slice(text.lastIndexOf(' - ') + 1).replace(/^- /, '')
}
