import { afterEach, describe, expect, it } from 'vitest'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { openPlace, type Place } from './place.ts'
import { customerOf, SOURCE, words } from './words.ts'

describe.each(dialects)('a sale in the ERP, with Fiado on %s', (dialect) => {
  const endings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  async function open(lines: Record<string, string> = {}): Promise<{ place: Place; program: Program }> {
    const place = await openPlace()
    endings.push(place.close)
    place.write('pedidos', lines)
    expect(await place.guard('install', 'pedidos')).toMatchObject({ code: 0 })
    const { url, drop } = await createDatabaseUrl(dialect)
    endings.push(drop)
    const { configFolder, environment } = place
    const program = await startProgram({ url, configFolder, environment, composition: { isQuiet: true } })
    endings.push(program.stop)
    return { place, program }
  }

  it('is refused by the database until the customer pays', async () => {
    const { place, program } = await open()
    const { put, settle, sell, owe } = words(place, program)
    await put('customers', { customers: [customerOf('C1', '1000.00')] })
    await owe('C1', '300.00')
    await settle()
    expect(await sell('P1', 'C1', 100)).toMatch(
      /^Crédito bloqueado: cliente com 1 título vencido há \d+ dias \(R\$ 300,00\) \(\+1 motivo\)\. Pagando R\$ 300,00, libera\.$/,
    )
    await owe('C1', '0.00')
    await settle()
    // What was refused has its room by now.
    expect(await sell('P2', 'C1', 900.01)).toBe('Crédito insuficiente: venda de R$ 900,01, disponível R$ 900,00.')
    expect(await sell('P2', 'C1', 900)).toBe(null)
  })

  it('that was refused waits in Fiado, and passes once it is freed there', async () => {
    const { place, program } = await open()
    const { put, settle, sell, owe } = words(place, program)
    await put('customers', { customers: [customerOf('C1', '1000.00')] })
    await owe('C1', '300.00')
    await settle()
    await sell('P1', 'C1', 900)
    await settle()
    const listed = await program.call('GET', `/v1/blocked-orders?source=${SOURCE}`)
    expect(listed.body.orders).toMatchObject([
      {
        orderId: 'P1',
        customer: { externalId: 'C1' },
        amount: '900.00',
        state: 'blocked',
      },
    ])
    expect(listed.body.orders[0].reasons[0].code).toBe('overdue_receivables')
    await owe('C1', '0.00')
    await settle()
    // Its own room is held: for another order there is the rest alone.
    expect(await sell('P2', 'C1', 100.01)).toBe('Crédito insuficiente: venda de R$ 100,01, disponível R$ 100,00.')
    expect(await sell('P1', 'C1', 900)).toBe(null)
  })
})
