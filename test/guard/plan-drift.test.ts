import { afterEach, describe, expect, it } from 'vitest'
import { openPlace, type Place } from './place.ts'
import { triggersOn } from './standing.ts'

let place: Place
afterEach(() => place.close())

const STANDS = { code: 0, said: '-- guard pedidos\n-- stands as the file says\n' }

async function openInstalled(lines: Readonly<Record<string, string>> = {}): Promise<void> {
  place = await openPlace()
  place.write('pedidos', lines)
  expect(await place.guard('install')).toMatchObject({ code: 0 })
}

const sell = (number: string): Promise<string | null> =>
  place.tell('INSERT INTO pedidos (numero, cliente, valor) VALUES (?, ?, 10)', [number, 'C9'])

/** In these words `erp`, `guard`, `definer` and `fiado` are the place's own. */
const named = (text: string): string => {
  const mark = place.schema.replace('fiado_guard_', '')
  const names: Record<string, string> = { erp: place.database, guard: place.schema }
  return text.replace(/\{(\w+)\}/g, (_, word: string) => names[word] ?? `${word}_${mark}`)
}

describe('verify says first what stops every sale, and install mends it', () => {
  it.each([
    [
      'the account of the triggers was dropped',
      "DROP USER '{definer}'@localhost",
      /there is no user definer_\w+@localhost, as whom/,
    ],
    [
      'the triggers may no longer act',
      "REVOKE TRIGGER ON {erp}.pedidos FROM '{definer}'@localhost",
      /has lost the right TRIGGER on/,
    ],
  ])('%s', async (_what, break_, said) => {
    await openInstalled()
    await place.root.query(named(break_))
    expect(await sell('P1')).not.toBe(null)
    const drift = await place.guard('verify')
    expect(drift).toMatchObject({ code: 1, said: expect.stringMatching(said) })
    expect(drift.said).toMatch(/^-- guard pedidos\nEVERY SALE FAILS, or is about to: /)
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect(await sell('P1')).toBe(null)
    expect(await place.guard('verify')).toEqual(STANDS)
  })
})

describe('verify says, and install mends', () => {
  it.each([
    ['a trigger that was dropped', 'DROP TRIGGER {erp}.fiado_pedidos_ai', /the trigger fiado_pedidos_ai is missing/],
    [
      'a trigger that was edited',
      "CREATE OR REPLACE DEFINER='{definer}'@localhost TRIGGER {erp}.fiado_pedidos_ai AFTER INSERT ON {erp}.pedidos FOR EACH ROW BEGIN END",
      /the trigger fiado_pedidos_ai is changed/,
    ],
    [
      'a trigger that acts as another user',
      'CREATE OR REPLACE DEFINER=root@localhost TRIGGER {erp}.fiado_pedidos_au AFTER UPDATE ON {erp}.pedidos FOR EACH ROW BEGIN END',
      /the trigger fiado_pedidos_au is changed/,
    ],
    ['a table of its own that was dropped', 'DROP TABLE {guard}.credit_status', /\.credit_status is missing/],
    ['the whole database that was dropped', 'DROP DATABASE {guard}', /the guard is not installed\n/],
    [
      'rights of Fiado',
      "REVOKE INSERT ON {guard}.credit_status FROM '{fiado}'@'%'",
      /'@'%' lacks INSERT on \S+\.credit_status/,
    ],
    [
      'what the triggers may read of a sale',
      "REVOKE SELECT (valor) ON {erp}.pedidos FROM '{definer}'@localhost",
      /lacks SELECT on erp_\w+\.pedidos\.valor/,
    ],
    [
      'rights of the triggers',
      "REVOKE SELECT ON {guard}.passes FROM '{definer}'@localhost",
      /lacks SELECT on \S+\.passes/,
    ],
    ["Fiado's account", "DROP USER '{fiado}'@'%'", /there is no user fiado_\w+@%/],
    [
      'the right to keep refusals',
      "REVOKE INSERT ON {guard}.events_aside FROM '{definer}'@localhost",
      /lacks INSERT on \S+\.events_aside/,
    ],
    [
      'the right to look at them',
      "REVOKE EXECUTE ON FUNCTION {guard}.triggers_now FROM '{definer}'@localhost",
      /lacks EXECUTE on \S+\.triggers_now/,
    ],
    ['the look at the triggers', 'DROP FUNCTION {guard}.triggers_now', /triggers_now is missing/],
    ['what keeps refusals', 'DROP TABLE {guard}.events_aside', /events_aside is missing/],
    [
      'the password of who keeps refusals',
      "SET PASSWORD FOR '{aside}'@127.0.0.1 = PASSWORD('other')",
      /events_aside is broken/,
    ],
    ['the account of who keeps refusals', "DROP USER '{aside}'@127.0.0.1", /events_aside is broken/],
  ])('%s', async (_what, break_, said) => {
    await openInstalled()
    const words = named(break_).replace(/aside_(\w+)/, 'definer_$1_aside')
    await place.root.query(`${words}; FLUSH TABLES`)
    expect(await place.guard('verify')).toMatchObject({ code: 1, said: expect.stringMatching(said) })
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect(await place.guard('verify')).toEqual(STANDS)
    expect(await triggersOn(place)).toHaveLength(2)
    await refuseOnce()
  })

  it('a column that was renamed, once the file names it', async () => {
    await openInstalled()
    await place.root.query(`ALTER TABLE ${place.database}.pedidos RENAME COLUMN valor TO total`)
    expect(await place.tell("INSERT INTO pedidos (numero, cliente, total) VALUES ('P1', 'C9', 10)")).toBe(null)
    expect(await place.all(`SELECT verdict FROM ${place.schema}.events`)).toEqual([{ verdict: 'fault' }])
    const { code, said } = await place.guard('verify')
    expect({ code, said }).toEqual({
      code: 1,
      said: `-- guard pedidos\n${place.database}.pedidos has no column valor\n`,
    })
    expect(await place.guard('install')).toMatchObject({ code: 2 })
    place.write('pedidos', { amount: 'total' })
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect(await place.guard('verify')).toEqual(STANDS)
  })

  it('that somebody switched it off, and leaves it so', async () => {
    await openInstalled()
    await place.root.query(`UPDATE ${place.schema}.guards SET enabled = 0`)
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    expect(await place.guard('verify')).toMatchObject({
      code: 1,
      said: expect.stringContaining('switched off in the database'),
    })
  })
})

/** The refusal is told and kept. */
async function refuseOnce(): Promise<void> {
  await place.root.query(`REPLACE INTO ${place.schema}.credit_status (source, customer, blocked, message, as_of)
    VALUES ('erp-matriz', 'C9', 1, 'Não.', UTC_TIMESTAMP())`)
  expect(await sell('P7')).toBe('Não.')
  expect(await place.all(`SELECT order_id FROM ${place.schema}.events`)).toEqual([{ order_id: 'P7' }])
}

describe('what cannot be guarded is said, and nothing is done', () => {
  it.each([
    ['no table', {}, 'DROP TABLE {erp}.pedidos', /there is no table erp_\w+\.pedidos/],
    [
      'a view',
      {},
      'RENAME TABLE {erp}.pedidos TO {erp}.p; CREATE VIEW {erp}.pedidos AS SELECT * FROM {erp}.p',
      /is no table but a view/,
    ],
    [
      'an engine that takes nothing back',
      {},
      'ALTER TABLE {erp}.pedidos ENGINE=MyISAM',
      /is MyISAM: a refusal could not take a row back/,
    ],
    ['no such column', { salesRep: 'vendedor' }, 'DO 0', /has no column vendedor/],
    ['an amount that is text', {}, 'ALTER TABLE {erp}.pedidos MODIFY valor VARCHAR(20)', /the column valor is varchar/],
    [
      'ids that the database makes',
      {},
      'ALTER TABLE {erp}.pedidos MODIFY numero INT AUTO_INCREMENT',
      /say "orderIdGenerated: true"/,
    ],
  ])('%s', async (_what, lines, change, said) => {
    place = await openPlace()
    place.write('pedidos', lines as Record<string, string>)
    await place.root.query(named(change))
    for (const action of ['plan', 'install']) {
      const told = await place.guard(action)
      expect(told).toMatchObject({ code: 2, said: expect.stringMatching(said) })
      expect(told.said).not.toContain('CREATE')
    }
    expect(await place.all('SHOW DATABASES LIKE ?', [place.schema])).toEqual([])
    expect(await triggersOn(place)).toEqual([])
    expect(await place.guard('verify')).toMatchObject({ code: 1, said: expect.stringMatching(said) })
  })

  it('ids that the database makes are guarded where the file says so', async () => {
    place = await openPlace()
    place.write('pedidos', { orderIdGenerated: 'true' })
    await place.root.query(`ALTER TABLE ${place.database}.pedidos MODIFY numero INT AUTO_INCREMENT`)
    expect(await place.guard('install')).toMatchObject({ code: 0 })
  })
})
