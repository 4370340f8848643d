/** Text, a number, an amount as decimal text, or nothing. */
export type Cell = string | number | null | { readonly amount: string | null }

const BOM = '\uFEFF'
const FORMULA = /^[=+\-@\t\r]/

/**
 * As a Brazilian Excel opens it by itself: UTF-8 with a mark, `;` between, decimal comma. Text that a spreadsheet would
 * run as a formula gets an apostrophe in front; amounts are ours and may be negative.
 */
export function formatCsv(headings: readonly string[], rows: Iterable<readonly Cell[]>): string {
  return `${BOM}${headings.map(quote).join(';')}\r\n${formatRows(rows)}`
}

/** More lines of the same sheet. */
export function formatRows(rows: Iterable<readonly Cell[]>): string {
  let text = ''
  for (const row of rows) text += `${row.map(formatCell).join(';')}\r\n`
  return text
}

function formatCell(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell).replace('.', ',')
  if (typeof cell === 'object') return cell.amount === null ? '' : cell.amount.replace('.', ',')
  return quote(FORMULA.test(cell) ? `'${cell}` : cell)
}

const quote = (text: string): string => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
