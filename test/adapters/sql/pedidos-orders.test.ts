import { afterEach, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../../harness/databases.ts'
import { createPedidosTables } from '../../harness/erp-tables.ts'
import { exposureOf, runOnce, SOURCE, startExampleErp, startReader } from './example-erp.ts'

const LONG_AGO = '2026-01-05 10:00:00'
const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

describe.each(dialects)('orders of the ERP in the position, on %s', (dialect) => {
  /** The code is padded in front, as old programs do: Fiado knows it without. */
  const customer = { codigo: '    42', loja: '01' }
  const ID = '42:01'

  const start = async () => {
    const erp = await startExampleErp('pedidos', (connection) =>
      createPedidosTables(connection, { customerType: 'VARCHAR(20)' }),
    )
    closers.push(() => erp.close())
    await erp.insert('clientes', [
      { ...customer, nome: 'Padaria', limite: '5000.00', alterado_em: LONG_AGO },
      { codigo: 'X', loja: '01', nome: 'Outra', limite: '5000.00', alterado_em: LONG_AGO },
    ])
    const title = { ...customer, emissao: '2026-10-01', vencimento: '2030-01-31', alterado_em: LONG_AGO }
    await erp.insert('titulos', [{ numero: '1', parcela: '', ...title, valor: '100.00', recebido: '40.00' }])
    const { url, drop } = await createDatabaseUrl(dialect)
    closers.push(drop)
    const program = await startReader(erp, url)
    closers.push(() => program.close())
    await runOnce(program, 'nightly')
    const order = (numero: string, valor: string) =>
      erp.insert('pedidos', [{ numero, ...customer, valor, situacao: 'A' }])
    const exposure = async () => {
      await runOnce(program)
      const { open, orders, total } = await exposureOf(program, ID)
      return { open, orders, total }
    }
    return { erp, program, order, exposure }
  }

  it('count after one run, and are given back when they are cancelled, deleted or made quotes again', async () => {
    const { erp, program, order, exposure } = await start()
    await order('P1', '1000.00')
    await order('P2', '200.00')
    await order('P3', '30.00')
    await order('P4', '4.00')
    expect(await exposure()).toEqual({ open: '60.00', orders: '1234.00', total: '1294.00' })
    await erp.run(`UPDATE pedidos SET situacao = 'C' WHERE numero = 'P1'`)
    expect(await exposure()).toEqual({ open: '60.00', orders: '234.00', total: '294.00' })
    await erp.run(`UPDATE pedidos SET situacao = 'O' WHERE numero = 'P2'`)
    await erp.run(`DELETE FROM pedidos WHERE numero = 'P3'`)
    expect(await exposure()).toEqual({ open: '60.00', orders: '4.00', total: '64.00' })
    await erp.run(`UPDATE pedidos SET situacao = 'A', valor = 250 WHERE numero = 'P2'`)
    expect(await exposure()).toEqual({ open: '60.00', orders: '254.00', total: '314.00' })
    expect((await program.call('POST', '/v1/positions/verify')).body.drift).toEqual([])
    expect((await program.call('GET', `/v1/sources/${SOURCE}/quarantine`)).body.records).toEqual([])
  })

  it('move to what is open as they are invoiced, and count once at every step', async () => {
    const { erp, order, exposure } = await start()
    await order('P1', '1000.00')
    expect(await exposure()).toEqual({ open: '60.00', orders: '1000.00', total: '1060.00' })
    const title = { ...customer, pedido: 'P1', emissao: '2026-11-22', vencimento: '2030-01-31' }
    await erp.insert('titulos', [{ numero: '2', parcela: '', ...title, valor: '300.00' }])
    expect(await exposure()).toEqual({ open: '360.00', orders: '700.00', total: '1060.00' })
    await erp.run(`UPDATE pedidos SET situacao = 'P', faturado = 300 WHERE numero = 'P1'`)
    expect(await exposure()).toEqual({ open: '360.00', orders: '700.00', total: '1060.00' })
    await erp.insert('titulos', [{ numero: '3', parcela: '', ...title, valor: '700.00' }])
    await erp.run(`UPDATE pedidos SET situacao = 'F', faturado = 1000 WHERE numero = 'P1'`)
    expect(await exposure()).toEqual({ open: '1060.00', orders: '0.00', total: '1060.00' })
  })

  it('cost a run no more than what changed and what is open', async () => {
    const { erp, program, order } = await start()
    await erp.run(
      `INSERT INTO pedidos (numero, codigo, loja, valor, faturado, situacao, alterado_em)
       SELECT seq, 'X', '01', 10, 10, 'F', '${LONG_AGO}' FROM seq_1_to_300`,
    )
    await order('P1', '1.00')
    const counts = async () => {
      const streams = await runOnce(program)
      return ['customers', 'receivables', 'orders'].map((stream) => streams[stream].accepted)
    }
    // The order comes as changed, and again as one of those that are open.
    expect(await counts()).toEqual([0, 0, 2])
    await erp.run(`UPDATE pedidos SET alterado_em = '${LONG_AGO}' WHERE numero = 'P1'`)
    await erp.run(`UPDATE titulos SET recebido = 50`)
    expect(await counts()).toEqual([0, 1, 1])
  })
})
