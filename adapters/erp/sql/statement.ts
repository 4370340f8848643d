import { z } from 'zod'
import { bindingNames, unquoted } from '../../../src/sync/erp-statement.ts'

/** Columns of a key or an id. */
const PLACES_MAX = 6
const COMMENTS = /--|\/\*|;/
/** Also without a semicolon: SQL Server takes `SELECT 1 EXEC ('…')`. `REPLACE(`, `INSERT(` and `TRUNCATE(` are functions. */
const WRITES =
  /\b(update|delete|merge|drop|alter|create|grant|revoke|exec|execute|call|into|begin|declare|lock|kill|shutdown|set)\b|\b(insert|replace|truncate)\b(?!\s*\()/i

const oneStatement = z
  .string('must be one SQL statement')
  .trim()
  .min(1, 'must be one SQL statement')
  .max(20_000, 'must have at most 20,000 characters')
  .refine((sql) => !COMMENTS.test(unquoted(sql)), 'must be one statement, without ";" and without comments')
  // knex takes every question mark for a place of a value.
  .refine((sql) => !sql.includes('?'), 'must not hold a question mark: write :name for what is bound')

const select = oneStatement
  .refine((sql) => /^(select|with)\b/i.test(sql), 'must begin with SELECT')
  .refine((sql) => !WRITES.test(unquoted(sql)), 'must only read: there is a word in it that writes')

/** What stands once per key column: `after_1`, `after_2` … */
export const numbered = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${word}${index + 1}`)

const knownOnly = (allowed: readonly string[]) => (sql: string) =>
  bindingNames(sql).every((name) => allowed.includes(name))

const AFTER = numbered('after_', PLACES_MAX)
const ID = numbered('id', PLACES_MAX)
const holds = (sql: string, name: string): boolean => bindingNames(sql).includes(name)
const saying = (names: readonly string[]): string => names.map((name) => `:${name}`).join(', ')

/** A select of one page: what comes after a key, in the order of that key, `:limit` rows. */
export const pageSchema = select
  .refine(knownOnly([...AFTER, 'limit']), 'may bind only :after_1, :after_2 … and :limit')
  .refine((sql) => holds(sql, 'limit') && holds(sql, 'after_1'), 'must bind :after_1 and :limit, or it never ends')

/** The same of what changed since `:since`. */
export const changedSchema = select
  .refine(knownOnly([...AFTER, 'limit', 'since']), 'may bind only :since, :after_1, :after_2 … and :limit')
  .refine(
    (sql) => ['limit', 'after_1', 'since'].every((name) => holds(sql, name)),
    'must bind :since, :after_1 and :limit',
  )

/** A select by id: of many (`IN (:ids)`) where an id is one column, else of one, by its parts. */
export const readSchema = select
  .refine(knownOnly([...ID, 'ids']), 'may bind only :ids, or :id1, :id2 …')
  .refine((sql) => holds(sql, 'ids') !== holds(sql, 'id1'), `must bind either :ids or ${saying(['id1', 'id2'])} …`)

/** The one statement that writes. Its author answers for it: it is only looked at for what is surely wrong. */
export const updateSchema = oneStatement
  .refine((sql) => /^update\b/i.test(sql), 'must begin with UPDATE')
  .refine((sql) => /\bwhere\b/i.test(unquoted(sql)) && holds(sql, 'id1'), 'must say WHERE, with the id as :id1, :id2 …')

/** `IN (:ids)` with a name for each of them. */
export const withIds = (sql: string, count: number): string => sql.replace(/:ids\b/g, saying(numbered('ids_', count)))
