import type { Account, Guard } from './guard-file.ts'
import { columnsOf } from './row.ts'
import { quoteAccount, quoteName, quoteText } from './statement.ts'

/** The guard's own database beside the ERP's, and who may do what in it. */

/** Fiado's tables there. `customer` and `order_id` are compared byte by byte, as Fiado compares the ids of a source. */
const TABLES: Readonly<Record<string, string>> = {
  // The copy of the answers: what one order may be at most, and what is told where none may be.
  credit_status: `(
  source VARCHAR(64) NOT NULL,
  customer VARCHAR(255) NOT NULL,
  company VARCHAR(64) NOT NULL DEFAULT 'main',
  blocked TINYINT NOT NULL,
  available DECIMAL(20,2) NULL,
  term_days_max INT NULL,
  message VARCHAR(128) NULL,
  as_of DATETIME(3) NOT NULL,
  revision BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (source, customer, company)
)`,
  // Orders that may pass whatever the copy says: Fiado holds room for them.
  passes: `(
  source VARCHAR(64) NOT NULL,
  order_id VARCHAR(255) NOT NULL,
  customer VARCHAR(255) NOT NULL,
  company VARCHAR(64) NOT NULL,
  amount DECIMAL(20,2) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  PRIMARY KEY (source, order_id),
  KEY (source, customer)
)`,
  guards: `(
  name VARCHAR(40) NOT NULL PRIMARY KEY,
  source VARCHAR(64) NOT NULL,
  table_schema VARCHAR(64) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  mode VARCHAR(16) NOT NULL,
  enabled TINYINT NOT NULL DEFAULT 1,
  installed_at DATETIME NOT NULL
)`,
  events: `(
  number BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at DATETIME(6) NOT NULL,
  guard VARCHAR(40) NOT NULL,
  source VARCHAR(64) NOT NULL,
  verdict VARCHAR(16) NOT NULL,
  refused TINYINT NOT NULL,
  customer VARCHAR(255) NULL,
  company VARCHAR(64) NULL,
  order_id VARCHAR(255) NULL,
  amount DECIMAL(20,2) NULL,
  days INT NULL,
  sales_rep VARCHAR(255) NULL,
  message VARCHAR(255) NULL
)`,
}

export const TABLE_NAMES = Object.keys(TABLES)

const UTF8 = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
const INNODB = `ENGINE=InnoDB ROW_FORMAT=DYNAMIC ${UTF8}`

export const createSchema = (schema: string): string[] => [
  `CREATE DATABASE IF NOT EXISTS ${quoteName(schema)} ${UTF8}`,
  ...Object.entries(TABLES).map(
    ([name, columns]) => `CREATE TABLE IF NOT EXISTS ${quoteName(schema)}.${name} ${columns} ${INNODB}`,
  ),
]

/** The part of the service, of the triggers and of who writes past a transaction: nothing that they do not need. */
export function grantsOf(guard: Guard, service: Account): string[] {
  const { schema, table, definer } = guard
  const on = (name: string): string => `${quoteName(schema)}.${name}`
  const grant = (rights: string, what: string, to: Account): string =>
    `GRANT ${rights} ON ${what} TO ${quoteAccount(to)}`
  const read = columnsOf(guard).map(quoteName).join(', ')
  const guarded = `${quoteName(table.database)}.${quoteName(table.table)}`
  return [
    grant('SELECT, INSERT, UPDATE, DELETE', on('credit_status'), service),
    grant('SELECT, INSERT, UPDATE, DELETE', on('passes'), service),
    grant('SELECT', on('guards'), service),
    grant('SELECT, DELETE', on('events'), service),
    grant('SELECT', on('credit_status'), definer),
    grant('SELECT', on('passes'), definer),
    grant('SELECT', on('guards'), definer),
    grant('INSERT', on('events'), definer),
    grant(`SELECT (${read}), TRIGGER`, guarded, definer),
  ]
}

/**
 * What can be seen of the triggers on guarded tables by Fiado's own user, who has no right to see any: a function that
 * looks as the triggers' own user.
 */
export const createLooking = ({ schema, definer }: Guard): string =>
  `CREATE DEFINER=${quoteAccount(definer)} FUNCTION ${quoteName(schema)}.triggers_now() RETURNS LONGTEXT ${UTF8}
  READS SQL DATA SQL SECURITY DEFINER
  RETURN (SELECT JSON_ARRAYAGG(JSON_OBJECT('table_schema', t.EVENT_OBJECT_SCHEMA, 'table_name', t.EVENT_OBJECT_TABLE,
    'name', t.TRIGGER_NAME, 'event', t.EVENT_MANIPULATION, 'timing', t.ACTION_TIMING, 'body', t.ACTION_STATEMENT,
    'definer', t.DEFINER))
    FROM information_schema.TRIGGERS t JOIN ${quoteName(schema)}.guards g
      ON t.EVENT_OBJECT_SCHEMA = g.table_schema AND t.EVENT_OBJECT_TABLE = g.table_name)`

/** Where a refusal is written: a table of another connection, so that it stays when the refused statement is taken back. */
export const createAside = (schema: string, address: string): string =>
  `CREATE TABLE ${quoteName(schema)}.events_aside ${TABLES['events']} ENGINE=FEDERATED ${UTF8} CONNECTION=${quoteText(address)}`

export const registerGuard = ({ schema, name, source, table, mode }: Guard): string =>
  `INSERT INTO ${quoteName(schema)}.guards (name, source, table_schema, table_name, mode, enabled, installed_at)
  VALUES (${[name, source, table.database, table.table, mode].map(quoteText).join(', ')}, 1, UTC_TIMESTAMP())
  ON DUPLICATE KEY UPDATE source = VALUES(source), table_schema = VALUES(table_schema), table_name = VALUES(table_name),
    mode = VALUES(mode), installed_at = VALUES(installed_at)`
