import type { RowDataPacket } from 'mysql2/promise'
import type { Place } from './place.ts'
import { SOURCE } from './words.ts'

/** A table of the ERP with a guard of its own, and what its triggers are told by hand: no Fiado runs here. */
export interface Guarded {
  readonly table: string
  /** Inserts a row; answers as `Place.tell`. */
  sell(values: Row): Promise<string | null>
  /** Changes the row of that number. */
  change(number: string, values: Row): Promise<string | null>
  /** Any statement; `{t}` is the table. */
  tell(sql: string): Promise<string | null>
  numbers(): Promise<string[]>
  /** What this guard recorded since the last look, the oldest first. */
  events(): Promise<RowDataPacket[]>
}

type Value = string | number | null
type Row = Readonly<Record<string, Value>>

export const BLOCKED = 'Crédito bloqueado: título vencido.'

const COLUMNS = `numero VARCHAR(10) PRIMARY KEY, cliente CHAR(6), loja CHAR(2), empresa CHAR(2), situacao CHAR(1),
  condicao CHAR(2), valor DECIMAL(15,2), frete DECIMAL(15,2), desconto DECIMAL(15,2), total DOUBLE(24,8), rep VARCHAR(300)`

export interface GuardedOptions {
  /** Of the guard's file. */
  readonly lines?: Readonly<Record<string, string>>
  readonly columns?: string
  readonly table?: string
  readonly charset?: string
}

let made = 0

export async function guardTable(place: Place, options: GuardedOptions = {}): Promise<Guarded> {
  made += 1
  const { lines = {}, columns = COLUMNS, table = `pedidos_${made}`, charset = 'latin1' } = options
  const name = `guarda-${made}`
  await place.root.query(`CREATE TABLE \`${table}\` (${columns}) DEFAULT CHARSET ${charset}`)
  place.write(name, { table: `"${place.database}.${table}"`, ...lines })
  const { code, said } = await place.guard('install', name)
  if (code !== 0) throw new Error(said)
  // It stands, and a folder holds fifty at most.
  place.forget(name)
  return {
    table,
    sell: (values) => place.tell(insertOf(table, values), Object.values(values)),
    change: (number, values) =>
      place.tell(
        `UPDATE \`${table}\` SET ${Object.keys(values).map((column) => `${quoted(column)} = ?`)} WHERE numero = ?`,
        [...Object.values(values), number],
      ),
    tell: (sql) => place.tell(sql.replaceAll('{t}', `\`${table}\``)),
    numbers: async () =>
      (await place.all(`SELECT numero FROM \`${table}\` ORDER BY numero`)).map(({ numero }) => String(numero)),
    events: async () => {
      const found = await place.all(`SELECT * FROM ${place.schema}.events WHERE guard = ? ORDER BY number`, [name])
      await place.root.query(`DELETE FROM ${place.schema}.events WHERE guard = ?`, [name])
      return found
    },
  }
}

const quoted = (name: string): string => `\`${name}\``

const insertOf = (table: string, values: Row): string =>
  `INSERT INTO ${quoted(table)} (${Object.keys(values).map(quoted)}) VALUES (${Object.keys(values).map(() => '?')})`

export interface CopyRow {
  readonly blocked?: number
  readonly available?: string | null
  readonly termDaysMax?: number | null
  readonly message?: string | null
  readonly company?: string
  readonly ageSeconds?: number
}

/** Writes a customer's answer as Fiado does; what is not told is that of a customer who may buy anything. */
export async function answer(place: Place, customer: string, row: CopyRow = {}): Promise<void> {
  const { blocked = 0, available = null, termDaysMax = null, company = 'main', ageSeconds = 0 } = row
  const message = row.message === undefined ? (blocked ? BLOCKED : null) : row.message
  await place.root.query(
    `REPLACE INTO ${place.schema}.credit_status VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3) - INTERVAL ? SECOND, 1)`,
    [SOURCE, customer, company, blocked, available, termDaysMax, message, ageSeconds],
  )
}

/** BLOCK is blocked, ROOM has room for 100.00, TERM for 30 days, FREE for anything; of OTHER Fiado has said nothing. */
export async function answerUsual(place: Place): Promise<void> {
  await answer(place, 'BLOCK', { blocked: 1, available: '0.00' })
  await answer(place, 'ROOM', { available: '100.00' })
  await answer(place, 'TERM', { termDaysMax: 30 })
  await answer(place, 'FREE')
}
