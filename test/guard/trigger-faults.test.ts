import { setTimeout as sleep } from 'node:timers/promises'
import type { RowDataPacket } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerUsual, BLOCKED, type Guarded, guardTable } from './guarded.ts'
import { openPlace, type Place } from './place.ts'

let place: Place
let orders: Guarded
beforeEach(async () => {
  place = await openPlace()
  orders = await guardTable(place, { lines: { salesRep: 'rep' } })
  await answerUsual(place)
})
afterEach(() => place.close())

const sell = (numero: string, cliente: string, valor = 5) => orders.sell({ numero, cliente, valor, rep: 'ANA' })
const root = (sql: string) => place.root.query(sql.replaceAll('{g}', place.schema).replaceAll('{t}', orders.table))

const USUAL = "numero, cliente, valor) VALUES ('P', 'BLOCK', 5"

/** What is broken, what of it is recorded, and what the ERP inserts. */
const FAULTS: [string, (place: Place) => string, RegExp, string?][] = [
  ['credit_status is dropped', () => 'DROP TABLE {g}.credit_status', /credit_status' doesn't exist/],
  ['credit_status has another name', () => 'RENAME TABLE {g}.credit_status TO {g}.old', /doesn't exist/],
  ['credit_status lacks a column', () => 'ALTER TABLE {g}.credit_status DROP COLUMN available', /'available'/],
  [
    'credit_status lacks its key',
    () => 'ALTER TABLE {g}.credit_status DROP COLUMN customer, DROP PRIMARY KEY',
    /'customer'/,
  ],
  ['guards is dropped', () => 'DROP TABLE {g}.guards', /guards' doesn't exist/],
  ['passes is dropped', () => 'DROP TABLE {g}.passes', /passes' doesn't exist/],
  [
    'the triggers may not read credit_status',
    ({ definer }) => `REVOKE SELECT ON {g}.credit_status FROM ${definer}`,
    /denied/,
  ],
  ['the triggers may not read passes', ({ definer }) => `REVOKE SELECT ON {g}.passes FROM ${definer}`, /denied/],
  ['the triggers may not read the amount', ({ definer }) => `REVOKE SELECT (valor) ON {t} FROM ${definer}`, /denied/],
  [
    'the ERP has renamed the amount',
    () => 'ALTER TABLE {t} CHANGE valor preco INT',
    /'valor'/,
    "numero, cliente) VALUES ('P', 'BLOCK'",
  ],
  [
    'the ERP has dropped the customer',
    () => 'ALTER TABLE {t} DROP COLUMN cliente',
    /'cliente'/,
    "numero, valor) VALUES ('P', 5",
  ],
  [
    'blocked is a word',
    () =>
      "ALTER TABLE {g}.credit_status MODIFY blocked TEXT; UPDATE {g}.credit_status SET available = NULL, blocked = 'sim'",
    /'sim'/,
  ],
  [
    'available is a word',
    () =>
      "ALTER TABLE {g}.credit_status MODIFY available TEXT; UPDATE {g}.credit_status SET blocked = 0, available = 'pouco'",
    /'pouco'/,
  ],
  [
    'as_of is a word',
    () => "ALTER TABLE {g}.credit_status MODIFY as_of TEXT; UPDATE {g}.credit_status SET as_of = 'ontem'",
    /'ontem'/,
  ],
  [
    'the sentence is endless',
    () => "ALTER TABLE {g}.credit_status MODIFY message TEXT; UPDATE {g}.credit_status SET message = REPEAT('é', 9000)",
    /fiado_message/,
  ],
]

describe('a fault of ours lets the sale through and is recorded', () => {
  it.each(FAULTS)('when %s', async (_, breaking, message, values = USUAL) => {
    await root(breaking(place))
    expect(await orders.tell(`INSERT INTO {t} (${values})`)).toBe(null)
    expect(await orders.numbers()).toEqual(['P'])
    const events = await orders.events()
    expect(events).toMatchObject([{ verdict: 'fault', refused: 0, message: expect.stringMatching(message) }])
  })

  it('when the whole database of the guard is gone, unrecorded', async () => {
    await root('DROP DATABASE {g}')
    expect(await sell('P', 'BLOCK')).toBe(null)
    expect(await sell('Q', 'FREE')).toBe(null)
  })

  it('with the rep, where only the rest of the row cannot be read', async () => {
    await root('DROP TABLE {g}.passes')
    expect(await sell('P', 'BLOCK')).toBe(null)
    await root('ALTER TABLE {t} DROP COLUMN rep')
    expect(await orders.sell({ numero: 'Q', cliente: 'BLOCK', valor: 5 })).toBe(null)
    expect(await orders.events()).toMatchObject([
      { order_id: 'P', sales_rep: 'ANA', customer: 'BLOCK' },
      { order_id: 'Q', sales_rep: null, customer: 'BLOCK' },
    ])
  })
})

describe('a refusal that cannot be kept stands all the same', () => {
  it.each<[string, (place: Place) => string]>([
    ['events is dropped', () => 'DROP TABLE {g}.events'],
    ['events_aside is dropped', () => 'DROP TABLE {g}.events_aside'],
    [
      'the password of who writes aside has changed',
      ({ aside }) => `ALTER USER ${aside} IDENTIFIED BY 'x'; FLUSH TABLES`,
    ],
    ['who writes aside is gone', ({ aside }) => `DROP USER ${aside}; FLUSH TABLES`],
    ['who writes aside may not', ({ aside }) => `REVOKE INSERT ON {g}.events FROM ${aside}`],
    ['the triggers may not write aside', ({ definer }) => `REVOKE INSERT ON {g}.events_aside FROM ${definer}`],
    ['the rep is dropped', () => 'ALTER TABLE {t} DROP COLUMN rep'],
  ])('when %s', async (_, breaking) => {
    await root(breaking(place))
    const insert = (numero: string, cliente: string) => orders.sell({ numero, cliente, valor: 5 })
    expect([await insert('P', 'BLOCK'), await insert('Q', 'FREE')]).toEqual([BLOCKED, null])
    expect(await orders.numbers()).toEqual(['Q'])
  })

  it('with as much of an overlong sentence as SIGNAL takes', async () => {
    await root(
      "ALTER TABLE {g}.credit_status MODIFY message TEXT; UPDATE {g}.credit_status SET message = REPEAT('é', 300)",
    )
    expect(await sell('P', 'BLOCK')).toBe('é'.repeat(128))
  })

  it('and the next is kept once the connection of who writes aside was killed', async () => {
    expect(await sell('P', 'BLOCK')).toBe(BLOCKED)
    const user = place.aside.split("'")[1] ?? ''
    const links = await place.all('SELECT id FROM information_schema.PROCESSLIST WHERE user = ?', [user])
    expect(links.length).toBeGreaterThan(0)
    for (const { id } of links) await root(`KILL ${id}`)
    await sleep(200)
    for (const numero of ['Q', 'R']) expect(await sell(numero, 'BLOCK')).toBe(BLOCKED)
    expect((await orders.events()).map((event: RowDataPacket) => event['order_id'])).toEqual(['P', 'Q', 'R'])
  })
})

/** The one thing that no trigger can catch: it never begins. The guide says so, and `verify` tells of it. */
describe('triggers that may not act at all', () => {
  it.each<[string, (place: Place) => string, RegExp]>([
    ['their user is gone', ({ definer }) => `DROP USER ${definer}`, /definer .* does not exist/],
    ['their user lost the right', ({ definer }) => `REVOKE TRIGGER ON {t} FROM ${definer}`, /TRIGGER command denied/],
  ])('stop every sale when %s', async (_, breaking, told) => {
    await root(breaking(place))
    expect(await sell('P', 'FREE')).toMatch(told)
  })
})
