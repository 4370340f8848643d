import type { Sql } from '../../database.ts'

const ACCENTED = { a: 'áàâãä', e: 'éèêë', i: 'íìîï', o: 'óòôõö', u: 'úùûü', c: 'ç', n: 'ñ' }

const fold = (column: string): string =>
  Object.entries(ACCENTED)
    .flatMap(([plain, letters]) => [...letters, ...letters.toUpperCase()].map((letter) => [letter, plain] as const))
    .reduce((text, [letter, plain]) => `REPLACE(${text}, '${letter}', '${plain}')`, column)

/**
 * A condition for a column that holds a text anywhere, whatever its case and accents; its one value is `likePattern` of
 * the text. SQLite only knows the case of ASCII, and there is no collation in it that leaves accents out.
 */
export const holdsText = ({ dialect }: Pick<Sql, 'dialect'>, column: string): string =>
  `${dialect === 'sqlite' ? fold(column) : `${column} COLLATE utf8mb4_unicode_ci`} LIKE ? ESCAPE '!'`

/** What holds control characters is found nowhere: SQLite ends a pattern at the first NUL, which would find all. */
export function likePattern(text: string): string {
  const readable = text.toWellFormed().replace(/\p{Cc}/gu, '\ufffd')
  const plain = readable.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase() || readable
  return `%${plain.replace(/[!%_]/g, '!$&')}%`
}
