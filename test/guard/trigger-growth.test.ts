import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answer, answerUsual, BLOCKED, type Guarded, guardTable } from './guarded.ts'
import { openPlace, type Place } from './place.ts'

let place: Place
let guarded: Guarded
let stated: Guarded
beforeAll(async () => {
  place = await openPlace()
  const lines = {
    paymentTerm: '{ column: condicao, cash: ["01"] }',
    company: '{ column: empresa, values: { "1": main, "2": sul } }',
  }
  guarded = await guardTable(place, { lines })
  stated = await guardTable(place, { lines: { ...lines, sold: '{ state: { column: situacao, to: [B] } }' } })
  await answerUsual(place)
  await answer(place, 'ROOM', { available: '7.00', company: 'sul' })
  await answer(place, 'BLOCK', { company: 'sul' })
})
afterAll(() => place.close())

const OVER = (sale: string, room: string) => `Crédito insuficiente: venda de R$ ${sale}, disponível R$ ${room}.`

const SOLD = { numero: 'P', cliente: 'OTHER', valor: 1_000, empresa: '1', condicao: '30', situacao: 'B' }

describe.each([
  ['whose rows are all sold', () => guarded],
  ['with a state', () => stated],
])('an order that was sold before, in a table %s', (_, tableOf) => {
  async function stand(values: Readonly<Record<string, string | number | null>>): Promise<void> {
    const { table } = tableOf()
    const columns = { ...SOLD, ...values }
    await place.root.query(`DELETE FROM ${table}`)
    // Sold while the guard was switched off.
    await place.root.query(`UPDATE ${place.schema}.guards SET enabled = 0`)
    expect(await tableOf().sell(columns)).toBe(null)
    await place.root.query(`UPDATE ${place.schema}.guards SET enabled = 1`)
  }

  it.each([
    ['stays', 'ROOM', {}, { rep: 'touched' }, null],
    ['shrinks', 'BLOCK', {}, { valor: 1 }, null],
    ['of a blocked customer grows', 'BLOCK', {}, { valor: 1_000.01 }, BLOCKED],
    ['grows by the room', 'ROOM', {}, { valor: 1_100 }, null],
    ['grows by more than the room', 'ROOM', {}, { valor: 1_100.01 }, OVER('100,01', '100,00')],
    ['grows from what was a return', 'ROOM', { valor: -50 }, { valor: 100 }, null],
    ['grows from an amount that nobody said', 'ROOM', { valor: null }, { valor: 100.01 }, OVER('100,01', '100,00')],
    ['becomes the order of another', 'FREE', {}, { cliente: 'ROOM' }, OVER('1.000,00', '100,00')],
    ['becomes the order of a blocked one', 'FREE', {}, { cliente: 'BLOCK', valor: 1 }, BLOCKED],
    ['becomes nobody’s', 'BLOCK', {}, { cliente: null, valor: 5_000 }, null],
    ['becomes somebody’s', null, {}, { cliente: 'BLOCK' }, BLOCKED],
    ['becomes a sale on credit', 'BLOCK', { condicao: '01' }, { condicao: '30' }, BLOCKED],
    ['becomes a sale in cash', 'BLOCK', {}, { condicao: '01', valor: 9_000 }, null],
    ['goes to another company', 'ROOM', {}, { empresa: '2' }, OVER('1.000,00', '7,00')],
    ['goes to a company where they are free', 'BLOCK', {}, { empresa: '2', valor: 9_000 }, null],
  ])('%s', async (_, cliente, before, change, told) => {
    await stand({ cliente, ...before })
    expect(await tableOf().change('P', change)).toBe(told)
  })
})

describe('the company of a row', () => {
  beforeEach(() => guarded.events())

  it.each([
    ['1', 'ROOM', 100, null],
    ['1', 'BLOCK', 5, BLOCKED],
    ['2', 'BLOCK', 5, null],
    ['2 ', 'ROOM', 7.01, OVER('7,01', '7,00')],
  ])('%s is asked of %s for %f', async (empresa, cliente, valor, told) => {
    await place.root.query(`DELETE FROM ${guarded.table}`)
    expect(await guarded.sell({ ...SOLD, cliente, valor, empresa })).toBe(told)
    expect((await guarded.events()).map((event) => event['company'])).toEqual(
      told === null ? [] : [empresa === '1' ? 'main' : 'sul'],
    )
  })

  it.each([['3'], [null], ['']])('%s that the file does not name is a fault, and the sale goes on', async (empresa) => {
    await place.root.query(`DELETE FROM ${guarded.table}`)
    expect(await guarded.sell({ ...SOLD, cliente: 'BLOCK', empresa })).toBe(null)
    expect(await guarded.events()).toMatchObject([
      {
        ...{ verdict: 'fault', refused: 0, customer: 'BLOCK', company: null, amount: '1000.00', order_id: 'P' },
        message: 'the file of the guard names no company for this row',
      },
    ])
  })

  it('does not matter for a return', async () => {
    await place.root.query(`DELETE FROM ${guarded.table}`)
    expect(await guarded.sell({ ...SOLD, cliente: 'BLOCK', empresa: '3', valor: -1 })).toBe(null)
    expect(await guarded.sell({ ...SOLD, numero: 'Q', cliente: null, empresa: '3' })).toBe(null)
    expect(await guarded.events()).toEqual([])
  })
})
