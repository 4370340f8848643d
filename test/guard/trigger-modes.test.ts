import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answer, answerUsual, BLOCKED, type Guarded, guardTable } from './guarded.ts'
import { openPlace, type Place, toldBy } from './place.ts'
import { SOURCE } from './words.ts'

const DAY = 86_400
const OLD = 'Crédito não confirmado: o Fiado não responde há 24 h.'

let place: Place
let enforcing: Guarded
let monitoring: Guarded
let quiet: Guarded
let strict: Guarded
let generated: Guarded
beforeAll(async () => {
  place = await openPlace()
  enforcing = await guardTable(place)
  monitoring = await guardTable(place, { lines: { mode: 'monitor' } })
  quiet = await guardTable(place, { lines: { recordRefusals: 'false' } })
  strict = await guardTable(place, { lines: { stale: '{ sales: refuse }' } })
  generated = await guardTable(place, {
    columns: 'numero INT AUTO_INCREMENT PRIMARY KEY, cliente CHAR(6), valor DECIMAL(15,2)',
    lines: { orderIdGenerated: 'true' },
  })
  await answerUsual(place)
})
afterAll(() => place.close())

const all = (): Guarded[] => [enforcing, monitoring, quiet, strict, generated]
beforeEach(async () => {
  for (const guarded of all()) {
    await place.root.query(`DELETE FROM ${guarded.table}`)
    await guarded.events()
  }
})
afterEach(async () => {
  await place.root.query(`UPDATE ${place.schema}.guards SET enabled = 1; DELETE FROM ${place.schema}.passes`)
})

const SALE = { numero: 'P', cliente: 'BLOCK', valor: 5 }

describe('a guard that enforces', () => {
  it('keeps what it refused although the transaction is taken back, and leaves the rest of it alone', async () => {
    const session = await place.session()
    await session.query('START TRANSACTION')
    expect(
      await toldBy(session, `INSERT INTO ${enforcing.table} (numero, cliente, valor) VALUES ('A', 'FREE', 1)`),
    ).toBe(null)
    expect(
      await toldBy(session, `INSERT INTO ${enforcing.table} (numero, cliente, valor) VALUES ('P', 'BLOCK', 5)`),
    ).toBe(BLOCKED)
    const [inside] = await session.query(`SELECT numero FROM ${enforcing.table}`)
    expect(inside).toEqual([{ numero: 'A' }])
    await session.query('ROLLBACK')
    expect(await enforcing.numbers()).toEqual([])
    expect(await enforcing.events()).toMatchObject([{ verdict: 'blocked', refused: 1, order_id: 'P' }])
  })

  it('keeps nothing where the file says so', async () => {
    expect(await quiet.sell(SALE)).toBe(BLOCKED)
    expect(await quiet.events()).toEqual([])
  })

  it.each([
    ['BLOCK', 5, 'blocked'],
    ['ROOM', 101, 'over'],
  ])('keeps why it refused %s', async (cliente, valor, verdict) => {
    expect(await enforcing.sell({ ...SALE, cliente, valor })).toMatch(/^Crédito/)
    expect(await enforcing.events()).toMatchObject([{ verdict, refused: 1, customer: cliente }])
  })
})

describe('a guard that monitors', () => {
  it('lets through what it would refuse, and keeps it once', async () => {
    expect(await monitoring.sell(SALE)).toBe(null)
    expect(await monitoring.numbers()).toEqual(['P'])
    expect(await monitoring.events()).toMatchObject([{ verdict: 'blocked', refused: 0, order_id: 'P', amount: '5.00' }])
    expect(await monitoring.sell({ ...SALE, numero: 'Q', cliente: 'FREE' })).toBe(null)
    expect(await monitoring.events()).toEqual([])
  })

  it('keeps nothing of a sale that is taken back', async () => {
    const session = await place.session()
    await session.query('START TRANSACTION')
    await session.query(`INSERT INTO ${monitoring.table} (numero, cliente, valor) VALUES ('P', 'BLOCK', 5)`)
    await session.query('ROLLBACK')
    expect(await monitoring.events()).toEqual([])
  })

  it('leaves the id that the ERP reads after its insert', async () => {
    const watched = await guardTable(place, {
      columns: 'numero INT AUTO_INCREMENT PRIMARY KEY, cliente CHAR(6), valor DECIMAL(15,2)',
      lines: { orderIdGenerated: 'true', mode: 'monitor' },
    })
    const session = await place.session()
    await session.query(`ALTER TABLE ${watched.table} AUTO_INCREMENT = 700000`)
    const [reply] = await session.query(`INSERT INTO ${watched.table} (cliente, valor) VALUES ('BLOCK', 5)`)
    expect(reply).toMatchObject({ insertId: 700_000, affectedRows: 1, warningStatus: 0 })
    expect((await session.query('SELECT LAST_INSERT_ID() AS id, ROW_COUNT() AS counted'))[0]).toEqual([
      { id: 700_000, counted: 1 },
    ])
    expect(await watched.events()).toMatchObject([{ refused: 0, order_id: null }])
  })
})

describe('a copy that is old', () => {
  beforeEach(async () => {
    await answer(place, 'BLOCK', { blocked: 1, ageSeconds: DAY + 60 })
    await answer(place, 'FREE', { ageSeconds: DAY + 60 })
    await answer(place, 'ROOM', { available: '100.00', ageSeconds: DAY - 60 })
  })
  afterEach(() => answerUsual(place))

  it('judges nobody, and that is kept', async () => {
    expect(await enforcing.sell(SALE)).toBe(null)
    expect(await enforcing.sell({ ...SALE, numero: 'Q', cliente: 'FREE' })).toBe(null)
    expect(await enforcing.sell({ ...SALE, numero: 'R', cliente: 'ROOM', valor: 101 })).toMatch(/insuficiente/)
    expect(await enforcing.events()).toMatchObject([
      { verdict: 'old', refused: 0, order_id: 'P', message: OLD },
      { verdict: 'old', refused: 0, order_id: 'Q', message: OLD },
      { verdict: 'over', refused: 1, order_id: 'R' },
    ])
  })

  it('refuses everybody where the file says so', async () => {
    expect(await strict.sell(SALE)).toBe(OLD)
    expect(await strict.sell({ ...SALE, cliente: 'FREE' })).toBe(OLD)
    expect(await strict.sell({ ...SALE, cliente: 'ROOM' })).toBe(null)
    expect(await strict.events()).toMatchObject([
      { verdict: 'stale', refused: 1 },
      { verdict: 'stale', refused: 1 },
    ])
  })
})

describe('a guard that is switched off by one UPDATE', () => {
  it('lets everything through from then on, and keeps nothing', async () => {
    await place.root.query(`UPDATE ${place.schema}.guards SET enabled = 0`)
    await answer(place, 'FREE', { ageSeconds: 10 * DAY })
    for (const [index, guarded] of [enforcing, monitoring, quiet, strict].entries()) {
      expect(await guarded.sell({ ...SALE, numero: `P${index}` })).toBe(null)
      expect(await guarded.sell({ ...SALE, numero: `Q${index}`, cliente: 'FREE' })).toBe(null)
      expect(await guarded.events()).toEqual([])
    }
    await answerUsual(place)
    await place.root.query(`UPDATE ${place.schema}.guards SET enabled = 1`)
    expect(await enforcing.sell({ ...SALE, numero: 'Z' })).toBe(BLOCKED)
  })
})

describe('an order that Fiado lets pass', () => {
  const pass = (values: Readonly<Record<string, string | number>>) => {
    const row = { source: SOURCE, order_id: 'P', customer: 'BLOCK', company: 'main', amount: 5, minutes: 10, ...values }
    return place.root.query(
      `INSERT INTO ${place.schema}.passes VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3) + INTERVAL ? MINUTE)`,
      Object.values(row),
    )
  }

  it.each([
    ['up to its amount', {}, {}, null],
    ['not above its amount', {}, { valor: 5.01 }, BLOCKED],
    ['not under another number', {}, { numero: 'p' }, BLOCKED],
    ['not of another customer', { customer: 'block' }, {}, BLOCKED],
    ['not of another company', { company: 'sul' }, {}, BLOCKED],
    ['not of another source', { source: 'erp-outro' }, {}, BLOCKED],
    ['not after its time', { minutes: -1 }, {}, BLOCKED],
  ])('passes: %s', async (_, passed, sold, told) => {
    await pass(passed)
    expect(await enforcing.sell({ ...SALE, ...sold })).toBe(told)
  })

  it('passes with its whole amount when it grows', async () => {
    await pass({})
    expect(await enforcing.sell(SALE)).toBe(null)
    expect(await enforcing.change('P', { valor: 6 })).toBe(BLOCKED)
    await place.root.query(`UPDATE ${place.schema}.passes SET amount = 6`)
    expect(await enforcing.change('P', { valor: 6 })).toBe(null)
  })

  it('is not known by an id that the database has yet to make, but by the one that it made', async () => {
    await pass({ order_id: '900000' })
    await generated.tell('ALTER TABLE {t} AUTO_INCREMENT = 900000')
    expect(await generated.tell("INSERT INTO {t} (cliente, valor) VALUES ('BLOCK', 5)")).toBe(BLOCKED)
    expect(await generated.events()).toMatchObject([{ refused: 1, order_id: null }])
    expect(await generated.tell("INSERT INTO {t} (numero, cliente, valor) VALUES (900000, 'OTHER', 5)")).toBe(null)
    expect(await generated.tell("UPDATE {t} SET cliente = 'BLOCK'")).toBe(null)
  })

  it('passes unrecorded in monitor mode as well', async () => {
    await pass({})
    expect(await monitoring.sell(SALE)).toBe(null)
    expect(await monitoring.events()).toEqual([])
  })
})
