import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toCustomer, toOrder } from '../../../adapters/erp/dolibarr/mapping.ts'
import { idOfRecord } from '../../conformance/compare.ts'
import { createVendorClock } from '../../conformance/link.ts'
import { createDolibarrTables } from '../../harness/erp-tables.ts'
import { broughtBy, epochSeconds, expected, PARTY, SETTINGS } from './dolibarr-answers.ts'
import { type ExampleErp, type ExampleRow, startExampleErp } from './example-erp.ts'
import { closeSessions, listAll, openSession, pullAll, signal } from './sessions.ts'

let erp: ExampleErp

beforeEach(async () => {
  erp = await startExampleErp('dolibarr-sql', createDolibarrTables)
})

afterEach(async () => {
  await closeSessions()
  await erp.close()
})

const open = () => openSession({ settings: erp.settings }, createVendorClock(), { pageSize: 500 })

const PARTIES: readonly ExampleRow[] = [
  {
    ...PARTY,
    rowid: 1,
    nom: `L'Été "Açaí" 🧂`,
    siren: '12.ABC.345/01DE-35',
    outstanding_limit: 5000.5,
    town: 'São Paulo',
  },
  { ...PARTY, rowid: 2, nom: 'João', idprof4: '529.982.247-25', outstanding_limit: 0, phone_mobile: '11 99999-0000' },
  { ...PARTY, rowid: 3, nom: 'Prospect', client: 2, siren: 'n/a', email: 'a@b.example; c@d.example', phone: '11 1' },
  { ...PARTY, rowid: 4, nom: 'Limite errado', client: 3, outstanding_limit: -1 },
  { ...PARTY, rowid: 5, nom: 'Fornecedor', client: 0 },
  { ...PARTY, rowid: 6, nom: 'Outra empresa', entity: 2 },
]
const CREATED = '2024-02-29 23:30:00'

describe('the rows of dolibarr-sql.example.yaml are those of the REST API', () => {
  it('for third parties, where a closed one is stopped', async () => {
    for (const row of PARTIES) await erp.insert('llx_societe', [{ ...row, datec: CREATED }])
    const rows = PARTIES.filter(({ client, entity }) => client !== 0 && entity === 1).map((party) => ({
      ...{
        id: String(party['rowid']),
        name: party['nom'],
        status: '1',
        idprof1: party['siren'],
        idprof4: party['idprof4'],
      },
      ...{ outstanding_limit: party['outstanding_limit'], email: party['email'], town: party['town'] },
      ...{ phone: party['phone'], phone_mobile: party['phone_mobile'], date_creation: epochSeconds(CREATED) },
    }))
    const found = broughtBy(await pullAll(open(), 'customers'))
    expect(found).toEqual(expected(rows, (row) => toCustomer(row as never, SETTINGS)))
    expect([...found.keys()]).toEqual(['1', '2', '3', '4'])
    await erp.run('UPDATE llx_societe SET status = 0 WHERE rowid = 2')
    expect(broughtBy(await pullAll(open(), 'customers'))).toEqual(
      found.set('2', { ...(found.get('2') as object), status: 'stop' }),
    )
  })

  it('for orders of every status', async () => {
    await erp.insert('llx_societe', [{ ...PARTY, rowid: 1, nom: 'Um' }])
    const orders = [-1, 0, 1, 2, 3, 4].flatMap((fk_statut) =>
      [0, 1].flatMap((facture) =>
        ['(PROV9)', 'prov9', 'CO2611-0009'].flatMap((ref) =>
          [1234.565, 0.005, -3].map((total_ttc) => ({ fk_statut, facture, ref, total_ttc })),
        ),
      ),
    )
    const rows = orders.map((order, index) => ({ ...order, ref: `${order.ref}-${index}`, rowid: index + 1, fk_soc: 1 }))
    await erp.insert('llx_commande', rows)
    await erp.insert('llx_commande', [{ ...rows[20], rowid: 900, ref: 'B', fk_statut: 1, entity: 2 } as ExampleRow])
    const answers = rows.map(({ rowid, ref, fk_statut, facture, total_ttc }) => ({
      ...{ id: String(rowid), ref, socid: '1', statut: String(fk_statut), billed: String(facture) },
      total_ttc: total_ttc.toFixed(8),
    }))
    const wanted = expected(answers, (row) => toOrder(row as never))
    expect(broughtBy(await pullAll(open(), 'orders'))).toEqual(wanted)
    const standing = [...wanted].filter(([, record]) => (record as { status?: string }).status === 'confirmed')
    expect(standing).toHaveLength(27)
    expect((await listAll(open(), 'orders')).records.map(idOfRecord).sort()).toEqual(standing.map(([id]) => id).sort())
    const drafts = answers.filter(({ id }) => !wanted.has(id)).map(({ id }) => id)
    expect(drafts).toHaveLength(12)
    const reply = await open().read?.('orders', [...drafts.slice(0, 2), standing[0]?.[0] ?? ''], signal)
    expect(reply).toMatchObject({ records: [{ id: standing[0]?.[0] }], missing: drafts.slice(0, 2) })
  })
})
