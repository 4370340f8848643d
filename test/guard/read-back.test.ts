import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { readExample, runOnce } from '../adapters/sql/example-erp.ts'
import { createDatabaseUrl, dialects } from '../harness/databases.ts'
import { createPedidosTables } from '../harness/erp-tables.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { openPlace, type Place } from './place.ts'
import { SOURCE, words } from './words.ts'

/** Read when the test says so. */
const NEVER = { changes: '0 0 29 2 *', nightly: '0 0 29 2 *' }

describe.each(dialects)('orders that the guard let through, with Fiado on %s', (dialect) => {
  const endings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  /** A plain ERP that is both read by the sql adapter and guarded, and that has told of one customer. */
  async function open(): Promise<{ place: Place; program: Program; settle(): Promise<void> }> {
    const place = await openPlace()
    endings.push(place.close)
    await place.root.query('DROP TABLE pedidos')
    await createPedidosTables(place.root)
    await place.root.query(`INSERT INTO clientes (codigo, loja, nome, limite) VALUES ('000042', '01', 'Padaria', 1000)`)
    place.write('pedidos', {
      ...{ customer: '{ join: [codigo, loja] }', paymentTerm: '{ column: condicao, cash: [V] }' },
      sold: '{ state: { column: situacao, from: [O], to: [A] } }',
    })
    expect(await place.guard('install')).toMatchObject({ code: 0 })
    const { hostname: host, port } = new URL(place.serverUrl)
    const login = { host, port: Number(port), user: place.administrator, password: { env: 'GUARD_DBA_PASSWORD' } }
    const settings = { ...readExample('pedidos').settings, ...login, database: place.database }
    mkdirSync(join(place.configFolder, 'sources'), { recursive: true })
    const file = stringify({ adapter: 'sql', schedule: NEVER, settings }, { aliasDuplicateObjects: false })
    writeFileSync(join(place.configFolder, 'sources', `${SOURCE}.yaml`), file)
    const { url, drop } = await createDatabaseUrl(dialect)
    endings.push(drop)
    const { configFolder, environment } = place
    const program = await startProgram({ url, configFolder, environment, composition: { isQuiet: true } })
    endings.push(program.stop)
    await runOnce(program)
    const { settle } = words(place, program)
    await settle()
    return { place, program, settle }
  }

  it('take the last room only until they are read', async () => {
    const { place, program, settle } = await open()
    const sell = (number: string, amount: number, term = 'P') =>
      place.tell(
        "INSERT INTO pedidos (numero, codigo, loja, valor, situacao, condicao) VALUES (?, '000042', '01', ?, 'A', ?)",
        [number, amount, term],
      )
    expect(await sell('1', 800)).toBe(null)
    // Nobody has read it yet: what is said in the README is not guaranteed.
    expect(await sell('2', 150)).toBe(null)
    await runOnce(program)
    await settle()
    expect(await sell('3', 50.01)).toBe('Crédito insuficiente: venda de R$ 50,01, disponível R$ 50,00.')
    expect(await sell('5', 50.01, 'V')).toBe(null)
    expect(await sell('4', 50)).toBe(null)
    // Given up in the ERP: the room is back after the next run.
    await place.root.query("UPDATE pedidos SET situacao = 'C' WHERE numero = '1'")
    await runOnce(program)
    await settle()
    // What was refused of 3 has waited in Fiado, and its room is held by now.
    expect(await sell('6', 750)).toBe('Crédito insuficiente: venda de R$ 750,00, disponível R$ 749,99.')
    expect(await sell('6', 749.99)).toBe(null)
  })
})
