import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CanonicalRecord } from '../../../src/sync/contract.ts'
import { createVendorClock } from '../../conformance/link.ts'
import type { VendorClock } from '../../conformance/vendor.ts'
import { type Erp, startErp } from './erp.ts'
import { closeSessions, listAll, openSession, pick, pullAll, signal } from './sessions.ts'

/** An ERP that nobody has heard of, described in a source file: no code. */
const TABLES = [
  'CREATE TABLE clients (id INT PRIMARY KEY, name VARCHAR(50), block VARCHAR(1), credit VARCHAR(20), born VARCHAR(10))',
  'CREATE TABLE bills (id INT PRIMARY KEY, client INT, kind VARCHAR(2), total VARCHAR(20), due VARCHAR(10), paid VARCHAR(20), changed DATETIME)',
  'CREATE TABLE cheques (id INT PRIMARY KEY, client INT, total DECIMAL(10,2), due DATE)',
].join(';')
const PAGE = 'OFFSET 0 ROWS FETCH NEXT :limit ROWS ONLY'
const order = [{ column: 'id', start: 0 }]

const streams = {
  customers: {
    all: `SELECT id, name, block, credit FROM clients WHERE id > :after_1 ORDER BY id ${PAGE}`,
    read: 'SELECT id, name, block, credit FROM clients WHERE id IN (:ids)',
    order,
    columns: {
      externalId: 'id',
      name: 'name',
      status: { column: 'block', values: { X: 'stop', '': 'normal' } },
      limit: { amount: { column: 'credit', form: 'brAmount' } },
    },
  },
  receivables: [
    {
      all: `SELECT id, client, kind, total, due, paid FROM bills WHERE id > :after_1 ORDER BY id ${PAGE}`,
      changed: `SELECT id, client, kind, total, due, paid FROM bills WHERE changed >= :since AND id > :after_1 ORDER BY id ${PAGE}`,
      since: { form: 'instant', overlap: 'PT1H' },
      open: `SELECT id, client, kind, total, due, paid FROM bills WHERE paid IS NULL AND id > :after_1 ORDER BY id ${PAGE}`,
      read: 'SELECT id, client, kind, total, due, paid FROM bills WHERE id IN (:ids)',
      order,
      columns: {
        externalId: 'id',
        customer: 'client',
        kind: { column: 'kind', values: { DB: 'invoice', CR: 'credit_note' } },
        issuedOn: { value: '2026-01-01' },
        dueOn: { column: 'due', form: 'brDay' },
        amount: { column: 'total', form: 'absolute' },
        openAmount: { column: 'total', form: 'absolute' },
        status: { column: 'paid', values: { '': 'open' }, otherwise: 'paid' },
      },
    },
    {
      all: `SELECT id, client, total, due FROM cheques WHERE id > :after_1 ORDER BY id ${PAGE}`,
      read: 'SELECT id, client, total, due FROM cheques WHERE id IN (:ids)',
      order,
      columns: {
        externalId: { join: ['id'], prefix: 'cheque:' },
        customer: 'client',
        kind: { value: 'invoice' },
        issuedOn: 'due',
        dueOn: 'due',
        amount: 'total',
        openAmount: 'total',
        status: { value: 'open' },
      },
    },
  ],
}

let clock: VendorClock
let erp: Erp

beforeEach(async () => {
  clock = createVendorClock()
  erp = await startErp(TABLES, { clients: 'SELECT', bills: 'SELECT', cheques: 'SELECT' })
  erp.run(
    `INSERT INTO clients SELECT seq, CONCAT('Cliente ', seq), NULL, '1.234,56', NULL FROM seq_1_to_23;
     INSERT INTO bills SELECT seq, 1, 'DB', '10.50', '29/02/2024', NULL, '2026-11-01 10:00:00' FROM seq_1_to_20;
     INSERT INTO cheques SELECT seq, 1, 7.5, '2026-12-24' FROM seq_1_to_12`,
  )
})

afterEach(async () => {
  await closeSessions()
  await erp.close()
})

const open = (changes = {}) => openSession({ settings: { ...erp.connection, streams, ...changes } }, clock)
const ids = (records: readonly CanonicalRecord[]) => Object.keys(pick(records, 'receivables', 'kind'))

describe('queries of a source file', () => {
  it('bring a stream from two places, one after the other, page by page', async () => {
    const { pages, records } = await pullAll(open(), 'receivables')
    expect(pages.map((page) => page.records.length)).toEqual([10, 10, 0, 10, 2])
    expect(new Set(ids(records)).size).toBe(32)
    expect(new Set(pages.map(({ cursor }) => cursor)).size).toBe(5)
  })

  it('go on in the second place after a crash there', async () => {
    const { pages } = await pullAll(open(), 'receivables')
    const rest = await pullAll(open(), 'receivables', pages[3]?.cursor ?? null)
    expect(ids(rest.records)).toEqual(['cheque:11', 'cheque:12'])
  })

  it('bring what changed where they can tell, and everything where they cannot', async () => {
    const { cursor } = await pullAll(open(), 'receivables')
    clock.advance(86_400_000)
    erp.run(`UPDATE bills SET kind = 'CR', total = '-3.25', changed = '2026-11-22 09:30:00' WHERE id = 4`)
    const { records } = await pullAll(open(), 'receivables', cursor)
    expect(ids(records)).toEqual(['4', ...Array.from({ length: 12 }, (_, index) => `cheque:${index + 1}`)])
    expect(pick(records.slice(0, 1), 'receivables', 'kind', 'openAmount', 'dueOn')).toEqual({
      4: { kind: 'credit_note', openAmount: '3.25', dueOn: '2024-02-29' },
    })
  })

  it('a run that was cut off goes on with what it asked for, and the next one begins where it began', async () => {
    const session = open({ pageSize: 3 })
    const { cursor } = await pullAll(session, 'receivables')
    clock.advance(86_400_000)
    erp.run(`UPDATE bills SET changed = '2026-11-22 09:30:00' WHERE id <= 5`)
    const [first] = (await pullAll(session, 'receivables', cursor)).pages
    clock.advance(86_400_000)
    erp.run(`UPDATE bills SET changed = '2026-11-23 09:30:00' WHERE id IN (1, 20)`)
    const rest = await pullAll(session, 'receivables', first?.cursor ?? null)
    expect(ids(rest.records).filter((id) => !id.startsWith('cheque'))).toEqual(['4', '5', '20'])
    const next = await pullAll(session, 'receivables', rest.cursor)
    expect(ids(next.records)).toContain('1')
  })

  it('list what is open, and all where they cannot tell', async () => {
    erp.run(`UPDATE bills SET paid = '01/11/2026' WHERE id > 2`)
    expect(ids((await listAll(open(), 'receivables')).records)).toHaveLength(2 + 12)
    expect((await listAll(open(), 'customers')).records).toHaveLength(23)
  })

  it('read by id from the place that the id comes from', async () => {
    const reply = await open().read?.('receivables', ['3', 'cheque:3', 'cheque:99', '99', 'nota:1'], signal)
    expect([ids(reply?.records ?? []).sort(), reply?.missing]).toEqual([
      ['3', 'cheque:3'],
      ['cheque:99', '99', 'nota:1'],
    ])
  })

  it('map Brazilian amounts, and an unknown value is a bad record', async () => {
    erp.run(`UPDATE clients SET block = '?', name = NULL WHERE id = 2; UPDATE clients SET block = 'X' WHERE id = 3`)
    const { records, bad } = await pullAll(open(), 'customers')
    expect(pick(records.slice(0, 2), 'customers', 'status', 'limit')).toEqual({
      1: { status: 'normal', limit: { mode: 'amount', amount: '1234.56' } },
      3: { status: 'stop', limit: { mode: 'amount', amount: '1234.56' } },
    })
    expect(bad).toMatchObject([{ externalId: '2', errors: [{ path: 'NAME' }], raw: { ID: '2' } }])
  })

  it('a stream that nobody described is empty', async () => {
    const { pages, records } = await pullAll(open(), 'orders')
    expect([pages.length, records]).toEqual([1, []])
    expect(await open().read?.('orders', ['1'], signal)).toEqual({ records: [], bad: [], missing: ['1'] })
  })

  it('that do not select what the column map names say so, by check too', async () => {
    const { customers } = streams
    const lacking = { ...streams, customers: { ...customers, columns: { ...customers.columns, email: 'mail' } } }
    const told = { remedy: 'settings', message: expect.stringContaining('MAIL') }
    await expect(pullAll(open({ streams: lacking }), 'customers')).rejects.toMatchObject(told)
    await expect(open({ streams: lacking }).check(signal)).rejects.toMatchObject(told)
  })

  it('that give the same page again and again are stopped', async () => {
    const all = `SELECT id, name, block, credit FROM clients WHERE :after_1 >= 0 ORDER BY id ${PAGE}`
    const circling = { ...streams, customers: { ...streams.customers, all } }
    await expect(pullAll(open({ streams: circling }), 'customers')).rejects.toMatchObject({ remedy: 'settings' })
  })

  it('a cursor of another adapter is refused', async () => {
    await expect(pullAll(open(), 'customers', '{"page":3}')).rejects.toMatchObject({ remedy: 'settings' })
    await expect(pullAll(open(), 'customers', 'x')).rejects.toMatchObject({ remedy: 'settings' })
  })

  it('check tells what can be read', async () => {
    erp.run('DELETE FROM clients')
    expect(await open().check(signal)).toMatchObject({ customers: 'can be read, empty', receivables: 'can be read' })
  })
})

it('a server that is killed in the middle of a run is gone on with from the saved page', async () => {
  const session = open()
  const pages = session.pull('receivables', null, signal)[Symbol.asyncIterator]()
  const { value: first } = await pages.next()
  erp.proxy.drop(true)
  await expect(pages.next()).rejects.toMatchObject({ remedy: 'unavailable' })
  erp.proxy.drop(false)
  const rest = await pullAll(open(), 'receivables', first?.cursor ?? null)
  expect(rest.records).toHaveLength(22)
})
