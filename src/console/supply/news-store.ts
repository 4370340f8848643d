import type { Sql } from '../../database.ts'
import { number } from '../../database-values.ts'

/** A number is given before the commit: an entry may come to be seen after so many that are newer. */
const LATE_MAX = 50

/** A number that grows with every entry in the history of an order: asked for, signed, kept back, freed. */
export async function readOrderNews(sql: Sql): Promise<number> {
  const [row] = await sql.all(
    `SELECT COALESCE(SUM(seq), 0) AS news
     FROM (SELECT seq FROM order_entries ORDER BY seq DESC LIMIT ${LATE_MAX}) AS newest`,
  )
  return number(row?.['news'] ?? 0)
}
