import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answer, answerUsual, BLOCKED, type Guarded, guardTable } from './guarded.ts'
import { openPlace, type Place } from './place.ts'

const OVER = (sale: string, room = '100,00') => `Crédito insuficiente: venda de R$ ${sale}, disponível R$ ${room}.`

let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(() => place.close())

let number = 0
const next = (): string => {
  number += 1
  return `P${number}`
}

describe('a sale that is inserted', () => {
  let plain: Guarded
  let full: Guarded
  beforeAll(async () => {
    plain = await guardTable(place)
    await answerUsual(place)
    await answer(place, 'MINUS', { available: '-50.00' })
    await answer(place, 'MUTE', { blocked: 1, message: '' })
    full = await guardTable(place, {
      lines: {
        customer: '{ join: [cliente] }',
        amount: '{ plus: [valor, frete], less: [desconto] }',
        paymentTerm: '{ column: condicao, cash: ["01", ""], days: { "30": 30, "31": 31 } }',
        salesRep: 'rep',
        creditSales: '[{ column: loja, in: ["A", "B"] }, { column: rep, notIn: ["SITE", ""] }]',
      },
    })
  })

  it.each([
    ['of a blocked customer', 'BLOCK', 0.01, BLOCKED],
    ['of a blocked customer without a sentence', 'MUTE', 5, 'Crédito bloqueado.'],
    ['exactly at the room', 'ROOM', 100, null],
    ['of one cent more than the room', 'ROOM', 100.01, OVER('100,01')],
    ['of a customer who is over already', 'MINUS', 0.01, OVER('0,01', '0,00')],
    ['of a customer without a bound', 'FREE', 9_999_999_999_999, null],
    ['of a customer whom Fiado does not know', 'OTHER', 5_000, null],
    ['of nobody', null, 5_000, null],
    ['of a blank customer', '  ', 5_000, null],
    ['of nothing', 'BLOCK', 0, null],
    ['that is a return', 'BLOCK', -10, null],
    ['of an amount that nobody said', 'BLOCK', null, null],
  ])('%s', async (_, cliente, valor, told) => {
    expect(await plain.sell({ numero: next(), cliente, valor })).toBe(told)
  })

  const credit = { valor: 60, frete: 50, desconto: 10, condicao: '30', loja: 'A', rep: 'ANA' }
  it.each([
    ['at the room in all its columns', 'ROOM', {}, null],
    ['above it by one column', 'ROOM', { frete: 50.01 }, OVER('100,01')],
    ['above it, since nothing was said of what is less', 'ROOM', { desconto: null }, OVER('110,00')],
    ['below it, since nothing was said of one column', 'ROOM', { frete: null }, null],
    ['on credit of a blocked customer', 'BLOCK', {}, BLOCKED],
    ['in cash', 'BLOCK', { condicao: '01' }, null],
    ['whose payment term is NULL, which is cash as ""', 'BLOCK', { condicao: null }, null],
    ['outside the stores named', 'BLOCK', { loja: 'C' }, null],
    ['in no store', 'BLOCK', { loja: null }, null],
    ['in a store of another case', 'BLOCK', { loja: 'a' }, null],
    ['by the rep who is left out', 'BLOCK', { rep: 'SITE' }, null],
    ['by nobody, who is left out as ""', 'BLOCK', { rep: null }, null],
    ['within the longest term', 'TERM', { condicao: '30' }, null],
    ['beyond the longest term', 'TERM', { condicao: '31' }, 'Prazo de 31 dias acima do máximo de 30 dias.'],
    ['of a term that nobody knows', 'TERM', { condicao: '99' }, null],
  ])('with all conditions, %s', async (_, cliente, values, told) => {
    expect(await full.sell({ numero: next(), cliente, ...credit, ...values })).toBe(told)
  })

  it.each([
    [100.005, OVER('100,01')],
    [100.00499999, null],
    [99.995, null],
    [0.004, null],
    [0.005, BLOCKED],
    [1e15, OVER('1.000.000.000.000.000,00')],
  ])('of %f as floating point is rounded half up to cents', async (total, told) => {
    const floating = await guardTable(place, { lines: { amount: 'total' } })
    const cliente = total < 1 ? 'BLOCK' : 'ROOM'
    expect(await floating.sell({ numero: 'P', cliente, total })).toBe(told)
  })

  it('is recorded with all that its row says', async () => {
    await full.events()
    await full.sell({ numero: 'LAST', cliente: 'BLOCK', ...credit, rep: `${'á'.repeat(299)} ` })
    const [event, ...others] = await full.events()
    expect(others).toEqual([])
    expect(event).toMatchObject({
      verdict: 'blocked',
      refused: 1,
      customer: 'BLOCK',
      company: 'main',
      amount: '100.00',
    })
    expect(event).toMatchObject({ order_id: 'LAST', days: 30, sales_rep: 'á'.repeat(255), message: BLOCKED })
    const [clock] = await place.all(`SELECT TIMESTAMPDIFF(SECOND, ?, UTC_TIMESTAMP()) AS seconds`, [event?.['at']])
    expect(Math.abs(clock?.['seconds'])).toBeLessThan(60)
  })
})

describe('the state of an order', () => {
  let free: Guarded
  let stated: Guarded
  let fixed: Guarded
  beforeAll(async () => {
    await guardTable(place)
    await answerUsual(place)
    stated = await guardTable(place, { lines: { sold: '{ state: { column: situacao, to: [B] } }' } })
    free = await guardTable(place, {
      lines: { sold: '{ state: { column: situacao, from: [A], to: [B] }, growth: false }' },
    })
    fixed = await guardTable(place, { lines: { sold: '{ growth: false }' } })
  })

  it.each([
    ['any', 'A', 'B', BLOCKED],
    ['any', 'C', 'B', BLOCKED],
    ['any', null, 'B', BLOCKED],
    ['any', 'B', 'B', null],
    ['any', 'B', 'C', null],
    ['any', 'A', 'C', null],
    ['A', 'A', 'B', BLOCKED],
    ['A', 'C', 'B', null],
    ['A', null, 'B', null],
    ['A', 'B', 'B', null],
    ['A', 'B', 'A', null],
  ])('to be judged from %s: %s -> %s', async (from, before, after, told) => {
    const guarded = from === 'any' ? stated : free
    const numero = next()
    // As it came to be sold before the customer was blocked.
    await answer(place, 'BLOCK')
    expect(await guarded.sell({ numero, cliente: 'BLOCK', valor: 5, situacao: before })).toBe(null)
    await answer(place, 'BLOCK', { blocked: 1 })
    expect(await guarded.change(numero, { situacao: after, rep: 'touched' })).toBe(told)
  })

  it.each([
    ['A', null],
    ['B', BLOCKED],
    ['b', null],
  ])('may be %s from the beginning', async (situacao, told) => {
    expect(await stated.sell({ numero: next(), cliente: 'BLOCK', valor: 5, situacao })).toBe(told)
  })

  it('does not matter where only inserts are judged', async () => {
    const numero = next()
    expect(await fixed.sell({ numero, cliente: 'ROOM', valor: 5 })).toBe(null)
    expect(await fixed.change(numero, { cliente: 'BLOCK', valor: 5_000 })).toBe(null)
    const standing = await place.all(
      'SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_TABLE = ?',
      [fixed.table],
    )
    expect(standing).toHaveLength(1)
  })
})
