import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { openPlace, type Place } from './place.ts'

/** What stands on the server of a place, for comparing, and what of it works. */

/** What `verify` says when all is well. */
export const STANDS = { code: 0, said: '-- guard pedidos\n-- stands as the file says\n' }
export const REFUSED = 'Crédito bloqueado: pague.'

/** A place with the file of a guard, whose end is put on the list. */
export async function openGuarded(
  endings: (() => Promise<void>)[],
  lines: Readonly<Record<string, string>> = {},
): Promise<Place> {
  const place = await openPlace()
  endings.push(place.close)
  place.write('pedidos', lines)
  return place
}

export async function openInstalled(
  endings: (() => Promise<void>)[],
  lines: Readonly<Record<string, string>> = {},
): Promise<Place> {
  const place = await openGuarded(endings, lines)
  expect(await place.guard('install')).toMatchObject({ code: 0 })
  return place
}

/** C1 is blocked and C2 is free. */
export const fill = (place: Place): Promise<unknown> =>
  place.root.query(`INSERT INTO ${place.schema}.credit_status (source, customer, blocked, available, message, as_of)
    VALUES ('erp-matriz', 'C1', 1, 0, '${REFUSED}', UTC_TIMESTAMP()), ('erp-matriz', 'C2', 0, 1000, NULL, UTC_TIMESTAMP())`)

export const sell = (place: Place, number: string, customer: string): Promise<string | null> =>
  place.tell('INSERT INTO pedidos (numero, cliente, valor) VALUES (?, ?, 10)', [number, customer])

export const triggersOn = (place: Place) =>
  place.all(
    `SELECT TRIGGER_NAME AS name, EVENT_OBJECT_TABLE AS guarded, CREATED AS created, ACTION_STATEMENT AS body, DEFINER AS definer
     FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ? ORDER BY name`,
    [place.database],
  )

/** Everything that an installation may leave: tables, routines, triggers, accounts and what these may do. */
export async function everythingOf(place: Place): Promise<string[]> {
  const mark = place.schema.replace('fiado_guard_', '')
  const rows = async (sql: string): Promise<string[]> =>
    (await place.all(sql)).map((row) => Object.values(row).join(' '))
  const accounts = await rows(`SELECT CONCAT(QUOTE(User), '@', QUOTE(Host)) FROM mysql.user
    WHERE User LIKE '%${mark}%' AND User NOT LIKE 'app%' AND User NOT LIKE 'dba%' ORDER BY 1`)
  const grants = await Promise.all(accounts.map((account) => rows(`SHOW GRANTS FOR ${account}`)))
  const tables = await rows(
    `SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${place.schema}' ORDER BY 1`,
  )
  const made = await Promise.all(tables.map((table) => rows(`SHOW CREATE TABLE ${place.schema}.${table}`)))
  const routines = await rows(`SELECT ROUTINE_NAME, DEFINER, ROUTINE_DEFINITION FROM information_schema.ROUTINES
    WHERE ROUTINE_SCHEMA = '${place.schema}'`)
  const leftRights = await rows(`SELECT Db, Table_name, User FROM mysql.tables_priv WHERE User LIKE '%${mark}%'
    UNION SELECT Db, Routine_name, User FROM mysql.procs_priv WHERE User LIKE '%${mark}%' ORDER BY 1, 2, 3`)
  const triggers = (await triggersOn(place)).map(
    ({ name, guarded, body, definer }) => `${name} ${guarded} ${definer} ${body}`,
  )
  const locked = await rows(`SELECT User, JSON_VALUE(Priv, '$.account_locked') FROM mysql.global_priv
    WHERE User LIKE '%${mark}%' AND User NOT LIKE 'app%' AND User NOT LIKE 'dba%' ORDER BY 1`)
  const all = [...accounts, ...grants.flat(), ...made.flat(), ...routines, ...leftRights, ...triggers, ...locked]
  // Grants come in any order, and passwords of accounts that nobody logs in with are made up every time.
  return all
    .map((line) => line.replace(/fiado_[\w-]{43}/g, 'made-up').replace(/(_aside`|definer_).*BY PASSWORD '[^']*'/, '$1'))
    .toSorted()
}

/** Pastes into the `mariadb` client, as a DBA does; answers its exit code and what it complained of. */
export async function paste(place: Place, script: string): Promise<{ code: number; said: string }> {
  const { port } = new URL(place.serverUrl)
  const access = [
    '--no-defaults',
    '--host=127.0.0.1',
    `--port=${port}`,
    '--user',
    place.administrator,
    '--password=dba',
  ]
  const client = spawn('mariadb', access, { stdio: ['pipe', 'ignore', 'pipe'] })
  const ended = new Promise<number>((resolve, reject) => {
    client.once('error', reject)
    client.once('close', (code) => resolve(code ?? -1))
  })
  client.stdin.end(script)
  const [code, said] = await Promise.all([ended, text(client.stderr)])
  return { code, said }
}
