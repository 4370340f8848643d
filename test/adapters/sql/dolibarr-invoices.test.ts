import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { creditIdOf } from '../../../adapters/erp/dolibarr/credits.ts'
import { toReceivable } from '../../../adapters/erp/dolibarr/mapping.ts'
import type { CanonicalRecord } from '../../../src/sync/contract.ts'
import { idOfRecord } from '../../conformance/compare.ts'
import { createVendorClock } from '../../conformance/link.ts'
import { createDolibarrTables } from '../../harness/erp-tables.ts'
import { broughtBy, epochSeconds, expected, PARTY, SETTINGS } from './dolibarr-answers.ts'
import { type ExampleErp, startExampleErp } from './example-erp.ts'
import { closeSessions, listAll, openSession, pick, pullAll, signal } from './sessions.ts'

let erp: ExampleErp

beforeEach(async () => {
  erp = await startExampleErp('dolibarr-sql', createDolibarrTables)
})

afterEach(async () => {
  await closeSessions()
  await erp.close()
})

const open = () => openSession({ settings: erp.settings }, createVendorClock(), { pageSize: 500 })

const SETTLED = ['discount_vat', 'bankcharge', 'withholdingtax', 'product_returned']
const REASONS = [null, ...SETTLED, 'badcustomer', 'other', 'abandon', 'unheard of']
/** Invoices of every kind, state and reason, with nothing, a part, all or too much paid or settled by a credit. */
const INVOICES = [0, 1, 2, 3, 4, 5].flatMap((type) =>
  [0, 1, 2, 3].flatMap((fk_statut) =>
    [0, 1].flatMap((paye) =>
      REASONS.flatMap((close_code) =>
        [0, 40.17, 100.1, 130].flatMap((paid) =>
          [0, 0.2].map((credit) => ({ type, fk_statut, paye, close_code, paid, credit })),
        ),
      ),
    ),
  ),
)

describe('the invoices of dolibarr-sql.example.yaml are those of the REST API', () => {
  beforeEach(async () => {
    await erp.insert('llx_societe', [{ ...PARTY, rowid: 1, nom: 'Um' }])
    await erp.insert('llx_c_paiement', [{ id: 6, code: 'LIQ' }])
  })

  const sign = ({ type }: { type: number }): number => (type === 2 ? -1 : 1)
  const refOf = (index: number): string => (index % 3 === 0 ? `(PROV${index})` : `FA${index}`)

  it('in every kind and state, with payments and with credits that were used', async () => {
    await erp.insert(
      'llx_facture',
      INVOICES.map(({ type, fk_statut, paye, close_code }, index) => ({
        ...{
          rowid: index + 1,
          ref: refOf(index),
          fk_soc: 1,
          type,
          fk_statut,
          paye,
          close_code,
          total_ttc: sign({ type }) * 100.1,
        },
        ...{
          datef: '2026-10-01',
          date_lim_reglement: index % 2 ? '2026-11-30' : null,
          fk_mode_reglement: index % 2 ? 6 : null,
        },
      })),
    )
    const spread = INVOICES.flatMap(({ type, paid }, index) =>
      paid === 0
        ? []
        : [0.13, paid - 0.13].map((amount, part) => ({
            fk_paiement: index * 2 + part,
            fk_facture: index + 1,
            amount: sign({ type }) * amount,
          })),
    )
    await erp.insert('llx_paiement_facture', spread)
    await erp.insert(
      'llx_societe_remise_except',
      INVOICES.flatMap(({ credit }, index) =>
        credit ? [{ fk_soc: 1, amount_ttc: credit, fk_facture: index + 1, fk_facture_source: 1, description: '' }] : [],
      ),
    )
    const links = INVOICES.flatMap((_, index) => (index % 2 ? [30, 7] : [])).map((fk_source, at) => ({ fk_source, at }))
    await erp.insert(
      'llx_element_element',
      links.map(({ fk_source, at }) => ({
        fk_source,
        sourcetype: 'commande',
        fk_target: Math.floor(at / 2) * 2 + 2,
        targettype: 'facture',
      })),
    )
    await erp.insert('llx_element_element', [
      { fk_source: 1, sourcetype: 'propal', fk_target: 2, targettype: 'facture' },
    ])
    const answers = INVOICES.map((invoice, index) => ({
      ...{
        id: String(index + 1),
        ref: refOf(index),
        socid: '1',
        type: String(invoice.type),
        statut: String(invoice.fk_statut),
      },
      ...{ paye: String(invoice.paye), close_code: invoice.close_code, date: epochSeconds('2026-10-01T00:00:00') },
      date_lim_reglement: index % 2 ? epochSeconds('2026-11-30T00:00:00') : '',
      total_ttc: (sign(invoice) * 100.1).toFixed(8),
      remaintopay: (sign(invoice) * (100.1 - invoice.paid) - invoice.credit).toFixed(2),
      mode_reglement_code: index % 2 ? 'LIQ' : null,
      linkedObjectsIds: index % 2 ? { commande: { a: '30', b: '7' }, propal: { c: '1' } } : [],
    }))
    const wanted = expected(answers, (row) => toReceivable(row as never, SETTINGS))
    const found = broughtBy(await pullAll(open(), 'receivables'))
    for (const id of found.keys()) if (id.startsWith('discount-')) found.delete(id)
    expect(found).toEqual(wanted)
    expect([...wanted.values()].filter((record) => record === 'bad').length).toBeGreaterThan(300)
  })

  it('and so are the ids of credits, until they are used', async () => {
    const source = { entity: 1, fk_soc: 1, type: 2, fk_statut: 2, paye: 1, total_ttc: -50, datef: '2026-10-01' }
    await erp.insert('llx_facture', [
      { ...source, rowid: 1, ref: 'AV1' },
      { ...source, rowid: 2, ref: 'AC2', type: 3, total_ttc: 80 },
      { ...source, rowid: 3, ref: 'FA3', type: 0, fk_statut: 1, paye: 0, total_ttc: 500 },
      { ...source, rowid: 4, ref: 'X', entity: 2 },
    ])
    await erp.insert('llx_facturedet', [{ rowid: 77, fk_facture: 3 }])
    const credit = { fk_soc: 1, fk_facture: null, fk_facture_line: null, description: '' }
    await erp.insert('llx_societe_remise_except', [
      { ...credit, rowid: 11, amount_ttc: 50, fk_facture_source: 1 },
      { ...credit, rowid: 12, amount_ttc: 80, fk_facture_source: 2 },
      { ...credit, rowid: 13, amount_ttc: 5, fk_facture_source: null },
      { ...credit, rowid: 14, amount_ttc: 6, fk_facture_source: 4 },
    ])
    const ids = [creditIdOf('1', '11'), creditIdOf('1', '12')]
    const [note, deposit] = ids
    const seen = (records: readonly CanonicalRecord[]) =>
      pick(
        records.filter((record) => idOfRecord(record).startsWith('discount')),
        'receivables',
        'kind',
        'openAmount',
        'status',
      )
    const session = open()
    const { records, cursor } = await pullAll(session, 'receivables')
    expect(seen(records)).toEqual({
      [String(note)]: { kind: 'credit_note', openAmount: '50.00', status: 'open' },
      [String(deposit)]: { kind: 'advance', openAmount: '80.00', status: 'open' },
    })
    const past = '2026-01-05 10:00:00'
    await erp.run(`UPDATE llx_facture SET tms = ?`, [past])
    await erp.run('UPDATE llx_societe_remise_except SET fk_facture = 3 WHERE rowid = 11')
    await erp.run('UPDATE llx_societe_remise_except SET fk_facture_line = 77 WHERE rowid = 12')
    const fresh = await pullAll(session, 'receivables', cursor)
    const used = { openAmount: '0.00', status: 'paid' }
    expect(seen(fresh.records)).toEqual({
      [String(note)]: { kind: 'credit_note', ...used },
      [String(deposit)]: { kind: 'advance', ...used },
    })
    expect(
      pick(
        fresh.records.filter((record) => idOfRecord(record) === '3'),
        'receivables',
        'openAmount',
      ),
    ).toEqual({ 3: '450.00' })
    const reply = await session.read?.('receivables', [...ids, 'discount-2-11', '3', '99'], signal)
    expect([reply?.records.length, reply?.missing]).toEqual([3, ['discount-2-11', '99']])
    expect((await listAll(session, 'receivables')).records.map(idOfRecord)).toEqual(['1', '2', '3'])
  })
})
