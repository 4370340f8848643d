import { inList, type Row, type Sql } from '../database.ts'
import { number } from '../database-values.ts'
import type { Position } from './position.ts'
import { POSITION_COLUMNS, positionValues, readPosition } from './position-row.ts'

/** A position and whose it is. */
export interface KeptPosition {
  customerId: number
  company: string
  position: Position
}

export async function loadPositions(sql: Sql, customerIds: Iterable<number>): Promise<KeptPosition[]> {
  const list = inList([...new Set(customerIds)])
  const rows = await sql.all(`SELECT * FROM positions WHERE customer_id IN (${list.marks})`, list.values)
  return rows.map(readKept)
}

export const readKept = (row: Row): KeptPosition => ({
  customerId: number(row['customer_id']),
  company: row['company'] as string,
  position: readPosition(row),
})

export async function savePositions(sql: Sql, kept: readonly KeptPosition[]): Promise<void> {
  const rows = kept.map(({ customerId, company, position }) => [customerId, company, ...positionValues(position)])
  await sql.upsert(
    'positions',
    ['customer_id', 'company', ...POSITION_COLUMNS],
    rows,
    ['customer_id', 'company'],
    POSITION_COLUMNS,
  )
}
