import { describe, expect, it } from 'vitest'
import { sql } from '../../../adapters/erp/sql/index.ts'
import { faultsOf } from '../../../src/kernel/text.ts'
import { Secret } from '../../../src/sync/secret.ts'
import { WINTHOR_CREDIT_STATUS } from './winthor-fake.ts'

const connection = {
  client: 'pg',
  host: '10.0.0.5',
  user: 'fiado',
  password: new Secret('x'),
  database: 'erp',
}
const ORDERED = 'ORDER BY ID OFFSET 0 ROWS FETCH NEXT :limit ROWS ONLY'
const customers = {
  all: `SELECT ID, NAME FROM CLIENTS WHERE ID > :after_1 ${ORDERED}`,
  read: 'SELECT ID, NAME FROM CLIENTS WHERE ID IN (:ids)',
  order: [{ column: 'id', start: 0 }],
  columns: { externalId: 'id', name: 'name' },
}
const withCustomers = (changes: object) => ({ ...connection, streams: { customers: { ...customers, ...changes } } })

function faults(settings: unknown): string[] {
  const parsed = sql.settings.safeParse(settings)
  return parsed.success ? [] : faultsOf(parsed.error).map(({ path, message }) => `${path} ${message}`)
}

describe('settings', () => {
  it('take a profile or queries, and not both', () => {
    expect(faults({ ...connection, profile: { name: 'winthor' } })).toEqual([])
    expect(faults(withCustomers({}))).toEqual([])
    expect(faults(connection)).toEqual(['profile must have either "profile" or "streams"'])
    expect(faults({ ...withCustomers({}), profile: { name: 'winthor' } })).toHaveLength(1)
    expect(faults({ ...connection, profile: { name: 'sap' } })).toHaveLength(1)
  })

  it.each([
    ['two statements', `SELECT 1; ${customers.all}`],
    ['a statement behind another', `${customers.all}; DROP TABLE CLIENTS`],
    ['a write', 'UPDATE CLIENTS SET ID = :after_1 WHERE ID < :limit'],
    [
      'a write in a common table',
      `WITH X AS (DELETE FROM CLIENTS RETURNING ID) SELECT ID FROM X WHERE ID > :after_1 ${ORDERED}`,
    ],
    ['a select into', `SELECT ID INTO COPY FROM CLIENTS WHERE ID > :after_1 ${ORDERED}`],
    ['a procedure', 'EXEC sp_who :after_1, :limit'],
    ['a procedure behind it', `SELECT ID FROM CLIENTS WHERE ID > :after_1 ${ORDERED} EXEC ('DROP TABLE CLIENTS')`],
    ['a lock', `SELECT ID FROM CLIENTS WHERE ID > :after_1 AND :limit > 0 FOR UPDATE`],
    ['a hidden command', `SELECT /*! SLEEP(9), */ ID FROM CLIENTS WHERE ID > :after_1 ${ORDERED}`],
    ['a comment', `SELECT ID FROM CLIENTS WHERE ID > :after_1 -- ${ORDERED} :limit`],
    ['a binding that is not known', `SELECT ID FROM CLIENTS WHERE ID > :after_1 AND X = :today ${ORDERED}`],
    ['no way to go on', `SELECT ID FROM CLIENTS ${ORDERED}`],
    ['no end of a page', 'SELECT ID FROM CLIENTS WHERE ID > :after_1 ORDER BY ID'],
    ['a question mark', `SELECT ID FROM CLIENTS WHERE X = '?' AND ID > :after_1 ${ORDERED}`],
    ['a key that is not in order', `SELECT ID FROM CLIENTS WHERE ID > :after_1 AND N > :after_2 ${ORDERED}`],
  ])('refuse %s', (_what, all) => {
    expect(faults(withCustomers({ all })).join()).toMatch(/^streams\.customers\[0\]\.all (must|may)/)
  })

  it('take words that write where they are only quoted or a part of a name', () => {
    const all = `SELECT ID, D_E_L_E_T_ AS LAST_UPDATE, REPLACE('delete; --', '-', '') AS NAME FROM CLIENTS WHERE X <> 'it''s :that' AND ID::int > :after_1 ${ORDERED}`
    expect(faults(withCustomers({ all }))).toEqual([])
  })

  it('say where the fault is, and what', () => {
    expect(faults(withCustomers({ all: 'DROP TABLE CLIENTS' }))[0]).toBe(
      'streams.customers[0].all must begin with SELECT',
    )
    const two = [customers, { ...customers, columns: { externalId: 'ID', name: 'UPPER(NAME)' } }]
    expect(faults({ ...connection, streams: { customers: two } })).toEqual([
      expect.stringMatching(/^streams\.customers\[1\]\.columns\.name must be a column/),
    ])
    const unknown = { externalId: 'ID', name: { column: 'NAME', form: 'money' } }
    expect(faults(withCustomers({ columns: unknown })).join()).toContain('streams.customers[0].columns.name must be')
    expect(faults(withCustomers({ order: [{ column: 'ID', start: '' }] })).join()).toContain(
      'Oracle takes that for null',
    )
  })

  it('refuse a password that stands in the file, and do not repeat it', () => {
    const told = faults({ ...connection, profile: { name: 'winthor' }, password: 'segredo-em-claro' })
    expect(told).toEqual([expect.stringMatching(/^password must be a reference to a secret/)])
    expect(told.join()).not.toContain('segredo-em-claro')
  })

  it('want customers from one place where they are written back', () => {
    const status = {
      ...WINTHOR_CREDIT_STATUS,
      fields: ['ID'],
      block: { ID: '1' },
      blocks: { ID: ['1'] },
      write: 'UPDATE C SET ID = :ID WHERE ID = :id1',
    }
    const from = (places: object[]) => faults({ ...connection, streams: { customers: places }, creditStatus: status })
    expect(from([customers])).toEqual([])
    expect(from([customers, customers])).toEqual(['creditStatus needs customers that come from one place'])
  })

  it('want a query by id that fits the id', () => {
    const two = { externalId: { join: ['A', 'B'] }, name: 'NAME' }
    expect(faults(withCustomers({ columns: two }))).toEqual([
      'streams.customers[0].read must bind the parts of externalId: :id1 to :id2',
    ])
    expect(faults(withCustomers({ columns: two, read: 'SELECT A FROM C WHERE A = :id1 AND B = :id2' }))).toEqual([])
    expect(faults(withCustomers({ read: 'SELECT A FROM C WHERE A = :id1 AND B IN (:ids)' })).join()).toContain(
      'must bind either :ids or :id1',
    )
  })

  it('want "since" with "changed", and a duration that is one', () => {
    const changed = `SELECT ID, NAME FROM CLIENTS WHERE AT >= :since AND ID > :after_1 ${ORDERED}`
    expect(faults(withCustomers({ changed }))).toHaveLength(1)
    const since = { form: 'instant', zone: 'UTC', overlap: 'PT10M' }
    expect(faults(withCustomers({ changed, since }))).toEqual([])
    expect(faults(withCustomers({ changed, since: { ...since, overlap: '10 minutes' } }))).toHaveLength(1)
    expect(faults(withCustomers({ changed, since: { ...since, zone: 'Mars/Olympus' } }))).toHaveLength(1)
  })

  it.each([
    ['not reviewed', { reviewed: false }],
    ['without a place', { write: 'UPDATE PCCLIENT SET BLOQUEIO = :BLOQUEIO, OBSCREDITO = :OBSCREDITO' }],
    ['that leaves a field out', { write: 'UPDATE PCCLIENT SET BLOQUEIO = :BLOQUEIO WHERE CODCLI = :id1' }],
    ['that is none', { write: 'DELETE FROM PCCLIENT WHERE CODCLI = :id1 AND X = :BLOQUEIO AND Y = :OBSCREDITO' }],
    ['of two', { write: `${WINTHOR_CREDIT_STATUS.write}; UPDATE PCCLIENT SET X = 1 WHERE Y = :id1` }],
    ['that blocks by a field it does not have', { blocks: { LIMCRED: ['0'] } }],
  ])('refuse a write-back %s', (_what, change) => {
    const settings = { ...connection, profile: { name: 'winthor' } }
    expect(faults({ ...settings, creditStatus: WINTHOR_CREDIT_STATUS })).toEqual([])
    expect(faults({ ...settings, creditStatus: { ...WINTHOR_CREDIT_STATUS, ...change } }).join()).toMatch(
      /creditStatus/,
    )
  })

  it.each([
    [{ name: 'protheus', tables: "010' OR 1=1" }],
    [{ name: 'protheus', tables: '010', owner: 'dbo; DROP' }],
    [{ name: 'protheus', tables: '010', branches: ["01') OR ('1'='1"] }],
    [{ name: 'protheus', tables: '010', from: '2024-02-30' }],
    [{ name: 'winthor', bonus: ["BNF'"] }],
  ])('let nothing into the text of a profile that is not a name or a code: %j', (profile) => {
    expect(faults({ ...connection, profile }).length).toBeGreaterThan(0)
  })
})
