import { afterEach, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../../harness/databases.ts'
import { createDolibarrTables } from '../../harness/erp-tables.ts'
import { PARTY } from './dolibarr-answers.ts'
import { exposureOf, runOnce, SOURCE, startExampleErp, startReader } from './example-erp.ts'

const LONG_AGO = '2026-01-05 10:00:00'
const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

describe.each(dialects)("Dolibarr's orders in the position, on %s", (dialect) => {
  const start = async () => {
    const erp = await startExampleErp('dolibarr-sql', createDolibarrTables)
    closers.push(() => erp.close())
    await erp.insert('llx_societe', [{ ...PARTY, rowid: 7, nom: 'Padaria', outstanding_limit: 5000, tms: LONG_AGO }])
    const invoice = { fk_soc: 7, fk_statut: 1, datef: '2026-10-01', date_lim_reglement: '2030-01-31' }
    await erp.insert('llx_facture', [{ ...invoice, rowid: 1, ref: 'FA1', total_ttc: 60, tms: LONG_AGO }])
    const { url, drop } = await createDatabaseUrl(dialect)
    closers.push(drop)
    const program = await startReader(erp, url)
    closers.push(() => program.close())
    await runOnce(program, 'nightly')
    /** As Dolibarr does: first a draft, which is validated by one UPDATE. */
    const order = async (rowid: number, total_ttc: number) => {
      await erp.insert('llx_commande', [{ rowid, ref: `(PROV${rowid})`, fk_soc: 7, total_ttc, fk_statut: 0 }])
      await erp.run('UPDATE llx_commande SET ref = ?, fk_statut = 1 WHERE rowid = ?', [`CO${rowid}`, rowid])
    }
    const exposure = async () => {
      await runOnce(program)
      const { open, orders, credits, total } = await exposureOf(program, '7')
      return { open, orders, credits, total }
    }
    return { erp, program, order, invoice, exposure }
  }

  it('count from their validation to their delivery, and are given back when they are cancelled or deleted', async () => {
    const { erp, program, order, exposure } = await start()
    await erp.insert('llx_commande', [{ rowid: 9, ref: '(PROV9)', fk_soc: 7, total_ttc: 999, fk_statut: 0 }])
    for (const [rowid, total] of [
      [1, 1000],
      [2, 200],
      [3, 30],
      [4, 4.565],
    ] as const)
      await order(rowid, total)
    expect(await exposure()).toEqual({ open: '60.00', orders: '1234.57', credits: '0.00', total: '1294.57' })
    await erp.run('UPDATE llx_commande SET fk_statut = -1 WHERE rowid = 1')
    await erp.run('UPDATE llx_commande SET fk_statut = 3 WHERE rowid = 2')
    expect(await exposure()).toEqual({ open: '60.00', orders: '234.57', credits: '0.00', total: '294.57' })
    await erp.run('UPDATE llx_commande SET fk_statut = 0 WHERE rowid = 2')
    await erp.run('DELETE FROM llx_commande WHERE rowid = 3')
    expect(await exposure()).toEqual({ open: '60.00', orders: '4.57', credits: '0.00', total: '64.57' })
    expect((await program.call('POST', '/v1/positions/verify')).body.drift).toEqual([])
    expect((await program.call('GET', `/v1/sources/${SOURCE}/quarantine`)).body.records).toEqual([])
  })

  it('move to what is open as they are invoiced, and count once at every step', async () => {
    const { erp, order, invoice, exposure } = await start()
    await order(1, 1000)
    expect(await exposure()).toEqual({ open: '60.00', orders: '1000.00', credits: '0.00', total: '1060.00' })
    const link = { fk_source: 1, sourcetype: 'commande', targettype: 'facture' }
    await erp.insert('llx_facture', [{ ...invoice, rowid: 2, ref: 'FA2', total_ttc: 300 }])
    await erp.insert('llx_element_element', [{ ...link, fk_target: 2 }])
    expect(await exposure()).toEqual({ open: '360.00', orders: '700.00', credits: '0.00', total: '1060.00' })
    await erp.insert('llx_facture', [{ ...invoice, rowid: 3, ref: 'FA3', total_ttc: 700 }])
    await erp.insert('llx_element_element', [{ ...link, fk_target: 3 }])
    await erp.run('UPDATE llx_commande SET facture = 1 WHERE rowid = 1')
    expect(await exposure()).toEqual({ open: '1060.00', orders: '0.00', credits: '0.00', total: '1060.00' })
  })

  it('stand beside part payments and used credits, which leave the invoice as it is', async () => {
    const { erp, invoice, exposure } = await start()
    await erp.insert('llx_paiement', [{ rowid: 1, amount: 10 }])
    await erp.insert('llx_paiement_facture', [{ fk_paiement: 1, fk_facture: 1, amount: 10 }])
    expect(await exposure()).toEqual({ open: '50.00', orders: '0.00', credits: '0.00', total: '50.00' })
    const note = { ...invoice, rowid: 2, ref: 'AV2', type: 2, fk_statut: 2, paye: 1, total_ttc: -20 }
    await erp.insert('llx_facture', [{ ...note, tms: LONG_AGO }])
    const credit = { rowid: 5, fk_soc: 7, amount_ttc: 20, fk_facture_source: 2, description: '' }
    await erp.insert('llx_societe_remise_except', [credit])
    expect(await exposure()).toEqual({ open: '50.00', orders: '0.00', credits: '20.00', total: '30.00' })
    await erp.run('UPDATE llx_societe_remise_except SET fk_facture = 1 WHERE rowid = 5')
    expect(await exposure()).toEqual({ open: '30.00', orders: '0.00', credits: '0.00', total: '30.00' })
  })

  it('cost a run no more than what changed and what is open', async () => {
    const { erp, program, order } = await start()
    await erp.run(
      `INSERT INTO llx_commande (ref, fk_soc, fk_statut, facture, total_ttc, tms)
       SELECT CONCAT('OLD', seq), 7, 3, 1, 10, '${LONG_AGO}' FROM seq_1_to_300`,
    )
    await order(900, 1)
    const counts = async () => {
      const streams = await runOnce(program)
      return ['customers', 'receivables', 'orders'].map((stream) => streams[stream].accepted)
    }
    expect(await counts()).toEqual([0, 0, 2])
    await erp.run(`UPDATE llx_commande SET tms = '${LONG_AGO}' WHERE rowid = 900`)
    await erp.run('UPDATE llx_facture SET total_ttc = 61 WHERE rowid = 1')
    expect(await counts()).toEqual([0, 1, 1])
  })
})
