import type { Account } from './guard-file.ts'

/** Pieces of SQL for MariaDB and MySQL, quoted so that no name and no value can end where it should not. */

export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/**
 * A text literal. What could end it goes as hexadecimal: then no session's `sql_mode` (backslashes, double quotes) makes
 * something else of it. The session speaks utf8mb4. Without an introducer, which databases leave out when they show a
 * trigger.
 */
export const quoteText = (text: string): string =>
  /^[^'\\\p{Cc}]*$/u.test(text) ? `'${text}'` : `CONVERT(x'${Buffer.from(text).toString('hex')}' USING utf8mb4)`

/** The file's schema lets no quote into either part. */
export const quoteAccount = ({ user, host }: Account): string => `'${user}'@'${host}'`

export const listOf = (values: readonly string[]): string => values.map(quoteText).join(', ')
