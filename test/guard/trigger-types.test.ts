import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answer, BLOCKED, guardTable } from './guarded.ts'
import { openPlace, type Place } from './place.ts'

let place: Place
beforeAll(async () => {
  place = await openPlace()
  await guardTable(place)
})
afterAll(() => place.close())

const columnsWith = (more: string): string => `numero VARCHAR(10) PRIMARY KEY, valor DECIMAL(15,2), ${more}`

describe.each([
  ['CHAR(6)', "'1042'", '1042'],
  ['CHAR(6)', "'  1042'", '1042'],
  ['VARCHAR(20)', "'1042   '", '1042'],
  ['VARCHAR(20)', "'10 42'", '10 42'],
  ['INT', '1042', '1042'],
  ['INT', '-7', '-7'],
  ['INT(8) ZEROFILL', '1042', '00001042'],
  ['SMALLINT UNSIGNED', '60000', '60000'],
  ['BIGINT', '9223372036854775807', '9223372036854775807'],
  ['BIGINT UNSIGNED', '18446744073709551615', '18446744073709551615'],
  ['DECIMAL(10,0)', '1042', '1042'],
  ['DECIMAL(10,0) ZEROFILL', '1042', '0000001042'],
  ['BINARY(4)', "'1042'", '1042'],
  ['VARBINARY(20)', "'São'", 'São'],
  ['VARBINARY(20)', "'1042 '", '1042'],
  ["ENUM('1041','1042')", "'1042'", '1042'],
  ['TEXT', "'1042'", '1042'],
])('a customer in a column %s that holds %s', (type, literal, id) => {
  it(`is ${id}`, async () => {
    const guarded = await guardTable(place, { columns: columnsWith(`cliente ${type}`), charset: 'utf8mb4' })
    await answer(place, id, { blocked: 1 })
    expect(await guarded.tell(`INSERT INTO {t} (numero, valor, cliente) VALUES ('P', 1, ${literal})`)).toBe(BLOCKED)
    expect(await guarded.events()).toMatchObject([{ customer: id }])
    await place.root.query(`DELETE FROM ${place.schema}.credit_status`)
    expect(await guarded.tell(`INSERT INTO {t} (numero, valor, cliente) VALUES ('P', 1, ${literal})`)).toBe(null)
  })
})

/** Each is a customer of its own, whatever the collation of the ERP's column says is equal. */
const PLAIN_IDS = ['a', 'A', "d'agua", 'C:\\x', '100%', '1_0', 'x"y', 'a`b', '?', ':n', '--', ';']
const LATIN_IDS = [...PLAIN_IDS, 'á', 'Á', 'ã', 'ç', 'c', 'ß', 'ss', 'ñ', '£']
const WIDE_IDS = [...LATIN_IDS, 'ł', '漢字', 'İ', 'i']

describe.each([
  ['latin1', 'latin1_swedish_ci', LATIN_IDS],
  ['latin1', 'latin1_general_cs', LATIN_IDS],
  ['latin1', 'latin1_bin', LATIN_IDS],
  ['ascii', 'ascii_general_ci', PLAIN_IDS],
  ['utf8mb3', 'utf8mb3_general_ci', WIDE_IDS],
  ['utf8mb3', 'utf8mb3_unicode_ci', WIDE_IDS],
  ['utf8mb4', 'utf8mb4_general_ci', [...WIDE_IDS, '😀', '😁']],
  ['utf8mb4', 'utf8mb4_unicode_520_ci', [...WIDE_IDS, '😀', '😁']],
  ['utf8mb4', 'utf8mb4_bin', [...WIDE_IDS, '😀', '😁']],
  ['ucs2', 'ucs2_general_ci', WIDE_IDS],
  ['cp850', 'cp850_general_ci', [...PLAIN_IDS, 'á', 'ã', 'Ç']],
])('ids in %s with %s', (charset, collation, ids) => {
  it('are told apart exactly', async () => {
    const columns = columnsWith(`cliente VARCHAR(20) CHARACTER SET ${charset} COLLATE ${collation}`)
    const guarded = await guardTable(place, { columns, lines: { amount: 'valor' } })
    for (const side of [0, 1]) {
      const blocked = ids.filter((_, index) => index % 2 === side)
      await place.root.query(`DELETE FROM ${place.schema}.credit_status; DELETE FROM ${guarded.table}`)
      for (const id of blocked) await answer(place, id, { blocked: 1 })
      const told: (string | null)[] = []
      for (const [index, cliente] of ids.entries()) told.push(await guarded.sell({ numero: index, valor: 1, cliente }))
      expect(told).toEqual(ids.map((_, index) => (index % 2 === side ? BLOCKED : null)))
      expect((await guarded.events()).map((event) => event['customer'])).toEqual(blocked)
    }
  })
})

describe('a key of several columns', () => {
  const COMPOSITE = columnsWith('codigo VARCHAR(6), loja CHAR(2)')

  it.each([
    ['{ join: [codigo, loja] }', '1042', '01', '1042:01'],
    ['{ join: [codigo, loja] }', ' 1042', '01', '1042:01'],
    ['{ join: [codigo, loja] }', '1042  ', '01', '1042:01'],
    ['{ join: [codigo, loja] }', '1042', ' 1', '1042: 1'],
    ['{ join: [codigo, loja] }', null, '01', ':01'],
    ['{ join: [codigo, loja], separator: "-" }', '1042', '01', '1042-01'],
    ['{ join: [codigo, loja], prefix: "SA1" }', '1042', '01', 'SA11042:01'],
    ['{ join: [codigo], prefix: "F" }', '1042', '01', 'F1042'],
    ['{ join: [codigo], prefix: " F " }', '1042', '01', 'F 1042'],
    [`{ join: [codigo, loja], prefix: "d'\\\\" }`, '1042', '01', "d'\\1042:01"],
  ])('%s of %s and %s is one id', async (customer, codigo, loja, id) => {
    const guarded = await guardTable(place, { columns: COMPOSITE, lines: { customer, orderId: customer } })
    await place.root.query(`DELETE FROM ${place.schema}.credit_status`)
    await answer(place, id, { blocked: 1 })
    expect(await guarded.sell({ numero: 'P', valor: 1, codigo, loja })).toBe(BLOCKED)
    expect(await guarded.events()).toMatchObject([{ customer: id, order_id: id }])
  })

  it.each([
    ['{ join: [codigo, loja] }', '1042', '  '],
    ['{ join: [codigo, loja] }', '1042', null],
    ['{ join: [codigo, loja], prefix: "F" }', '1042', ''],
    ['{ join: [loja, codigo], prefix: "F" }', null, '01'],
  ])('%s of %s and %s is nobody', async (customer, codigo, loja) => {
    const guarded = await guardTable(place, { columns: COMPOSITE, lines: { customer } })
    for (const id of ['1042:', '1042', 'F1042:', 'F', '', 'F01:', '01:']) await answer(place, id, { blocked: 1 })
    expect(await guarded.sell({ numero: 'P', valor: 1, codigo, loja })).toBe(null)
    expect(await guarded.events()).toEqual([])
  })
})

describe('names and values', () => {
  it('of tables and columns may be any that a database takes', async () => {
    const columns = columnsWith(
      '`código do cliente` CHAR(6), `select` DECIMAL(15,2), `nº-pedido` INT, `order` CHAR(5), `$x` CHAR(5)',
    )
    const lines = {
      ...{ customer: '"código do cliente"', orderId: '"$x"', amount: '{ plus: [select] }' },
      creditSales: '[{ column: order, in: [X] }]',
    }
    const guarded = await guardTable(place, { columns, lines, table: 'tabela de-vendas é group', charset: 'utf8mb4' })
    await answer(place, 'N', { blocked: 1 })
    const sale = { numero: 'P', 'código do cliente': 'N', select: 5, order: 'X', $x: 'O-1' }
    expect(await guarded.sell(sale)).toBe(BLOCKED)
    expect(await guarded.events()).toMatchObject([{ customer: 'N', order_id: 'O-1', amount: '5.00' }])
    expect(await guarded.sell({ ...sale, order: 'Y' })).toBe(null)
    expect(await guarded.change('P', { order: 'X' })).toBe(BLOCKED)
  })

  it.each([["d'água"], ['a\\'], ["\\' OR 1 = 1 -- "], ['"x"'], ['%s'], ['tab\tbed'], ['😀'], ['ação'], ['`']])(
    'of the file may hold %s',
    async (value) => {
      const lines = {
        creditSales: `[{ column: texto, in: [${JSON.stringify(value)}] }]`,
        company: `{ column: texto, values: { ${JSON.stringify(value)}: main } }`,
      }
      const columns = columnsWith('cliente CHAR(6), texto VARCHAR(40)')
      const guarded = await guardTable(place, { columns, lines, charset: 'utf8mb4' })
      await answer(place, 'N', { blocked: 1 })
      expect(await guarded.sell({ numero: 'P', valor: 1, cliente: 'N', texto: `${value}x` })).toBe(null)
      expect(await guarded.sell({ numero: 'Q', valor: 1, cliente: 'N', texto: value })).toBe(BLOCKED)
      expect(await guarded.events()).toHaveLength(1)
    },
  )
})
