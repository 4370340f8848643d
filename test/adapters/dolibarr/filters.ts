/** A row as the API tells it; what it calls otherwise than the database is renamed by the columns. */
export type Row = Record<string, unknown>
type Column = (row: Row) => string | number
type Columns = Readonly<Record<string, Column>>

/** The wall clock of the database, `2026-11-21 10:00:00`. */
const localOf = (seconds: unknown, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Number(seconds) * 1_000)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')

/** The columns that conditions may name: Dolibarr searches its tables, not what its API calls things. */
export const columnsOf = (resource: string, zone: string): Columns => {
  const common: Columns = {
    't.rowid': ({ id }) => Number(id),
    't.tms': (row) => localOf(row['date_modification'], zone),
    't.ref': ({ ref }) => String(ref),
  }
  if (resource === 'thirdparties')
    return { ...common, 't.client': ({ client }) => Number(client), 't.siren': ({ idprof1 }) => String(idprof1) }
  const document: Columns = {
    ...common,
    't.fk_statut': ({ statut }) => Number(statut),
    't.fk_soc': ({ socid }) => Number(socid),
  }
  if (resource === 'orders') return { ...document, 't.facture': ({ billed }) => Number(billed) }
  return {
    ...document,
    't.type': ({ type }) => Number(type),
    't.date_lim_reglement': (row) => localOf(row['date_lim_reglement'], zone).slice(0, 10),
  }
}

/** What Dolibarr answers instead of rows. */
export class FilterError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const CONDITION = /^([a-zA-Z0-9_.]+):([<>!=a-z]+):([^()]+)$/

/** `(t.tms:>=:'2026-11-21') and (t.client:in:1,3)`, as `forgeSQLFromUniversalSearchCriteria` takes it. */
export function parseFilters(text: string, columns: Columns): (row: Row) => boolean {
  if (!/^\(.*\)$/.test(text)) throw new FilterError(400, `Bad syntax of the search string: (${text})`)
  const conditions = text
    .slice(1, -1)
    .split(/\) and \(/i)
    .map((condition) => {
      const [, field = '', operator = '', value = ''] =
        CONDITION.exec(condition) ?? fail(400, `Bad syntax of the search string: (${text})`)
      const column = columns[field] ?? fail(503, `Unknown column '${field}' in 'WHERE'`)
      return (row: Row) => compare(column(row), operator, value)
    })
  return (row) => conditions.every((holds) => holds(row))
}

function fail(status: number, message: string): never {
  throw new FilterError(status, message)
}

function compare(actual: string | number, operator: string, value: string): boolean {
  if (operator === 'in') return value.split(',').some((one) => String(actual) === one.replaceAll("'", ''))
  const wanted = typeof actual === 'number' ? Number(value.replaceAll("'", '')) : dateText(value.replaceAll("'", ''))
  // MariaDB compares a column with what is no date by taking nothing seriously: some rows come, and no error.
  if (typeof actual === 'string' && /^\d{4}-/.test(actual) && !/^\d{4}-\d{2}-\d{2}/.test(String(wanted))) return true
  switch (operator) {
    case '=':
      return actual === wanted
    case '>':
      return actual > wanted
    case '>=':
      return actual >= wanted
    case '<':
      return actual < wanted
    default:
      return fail(400, `Bad syntax of the search string: ${operator}`)
  }
}

/** ISO with `T` and `Z` is taken, and the zone ignored. */
const dateText = (text: string): string => text.replace(/^(\d{4}-\d{2}-\d{2})T/, '$1 ').replace(/Z$/, '')
