import { describe, expect, it } from 'vitest'
import { compactBrl, drawBars } from '../../src/console/chart.ts'
import { bucketWords } from '../../src/console/pages/aging.ts'
import {
  actorWords,
  brl,
  documentWords,
  instantWords,
  percent,
  remedyWords,
  segmentWords,
  unbroken,
} from '../../src/console/words.ts'

const NOW = '2026-11-23T10:12:00-03:00'

describe('words for people', () => {
  it.each([
    ['2026-11-23T08:20:00-03:00', 'hoje, 08:20'],
    ['2026-11-22T23:59:00-03:00', 'ontem, 23:59'],
    ['2026-11-24T00:00:00-03:00', 'amanhã, 00:00'],
    ['2026-11-20T11:47:00-03:00', '20/11, 11:47'],
    ['2025-11-23T08:20:00-03:00', '23/11/2025'],
  ])('%s is %s', (at, words) => expect(instantWords(at, NOW)).toBe(words))

  it.each([
    ['recorrente', 'cronico', 'Recorrente · crônico'],
    ['ocasional', 'ocasional', 'Ocasional'],
    ['pontual', null, 'Pontual'],
    ['vip', 'dos-novos', 'vip · dos-novos'],
  ])('the segment %s with the profile %s is %s', (segment, profile, words) =>
    expect(segmentWords(segment, profile)).toBe(words),
  )

  it('keep an amount on one line, and change nothing else of a sentence', () => {
    const sentence = 'Disponível R$ 1,00 de R$ 2.000,00: falta pouco.'
    expect(unbroken(sentence).split('\u00a0')).toEqual(['Disponível R$', '1,00 de R$', '2.000,00: falta pouco.'])
    expect(unbroken(sentence).replaceAll('\u00a0', ' ')).toBe(sentence)
  })

  it('amounts, shares and documents', () => {
    expect([brl('1234.56'), brl('-0.05'), brl('?'), percent('0.1150'), percent('1')]).toEqual([
      'R$ 1.234,56',
      '-R$ 0,05',
      '?',
      '11,5%',
      '100,0%',
    ])
    expect(['12ABC345000109', '12345678909', null, 'X'].map(documentWords)).toEqual([
      '12.ABC.345/0001-09',
      '123.456.789-09',
      '',
      'X',
    ])
  })

  it('a name without its id, which only the trail needs', () => {
    expect(['Ana (Vendas) (usr_01KB)', 'fiado', 'channel:sms', 'Zé'].map(actorWords)).toEqual([
      'Ana (Vendas)',
      'Fiado',
      'sms',
      'Zé',
    ])
  })

  it('a remedy as something that can be done', () => {
    expect(remedyWords({ kind: 'pay_receivables', amount: '900.00' })).toEqual({
      ...{ title: 'Cliente paga', amount: 'R$ 900,00' },
    })
    expect(remedyWords({ kind: 'shorten_term', days: 1 })).toEqual({ title: 'Prazo máximo de', amount: '1 dia' })
    expect(remedyWords({ kind: 'pay_cash' })).toEqual({ title: 'Vender à vista', amount: null })
  })

  it('a payment that others of the group have a part in, without their names or amounts', () => {
    const words = (ownAmount: string) => remedyWords({ kind: 'pay_receivables', amount: '900.00', ownAmount })
    expect(words('900.00')).toEqual({ title: 'Cliente paga', amount: 'R$ 900,00' })
    expect(words('830.00')).toEqual({
      ...{ title: 'Cliente paga', amount: 'R$ 830,00', and: ', e os outros clientes do grupo a parte deles' },
    })
    expect(words('0.00')).toEqual({ title: 'Os outros clientes do grupo pagam a parte deles', amount: null })
  })

  it('buckets of age', () => {
    const bucket = (from: number | null, to: number | null) => bucketWords({ from, to, amount: '0.00', titles: 0 })
    expect([bucket(null, 0), bucket(1, 15), bucket(61, null)]).toEqual(['A vencer', '1 a 15 dias', 'Mais de 60 dias'])
  })
})

describe('a picture', () => {
  it('holds the names, escaped, and turns dark with the page', () => {
    const svg = drawBars(
      ['<script>alert(1)</script>', 'Padarias'],
      [{ name: 'Vencido', tone: 'warn', amounts: ['10.00', '2500.00'] }],
      960,
    )
    expect(svg).toContain('Padarias')
    expect(svg).toContain('&lt;script')
    expect(svg).not.toMatch(/<script/i)
    expect(svg).toContain('prefers-color-scheme: dark')
    expect(svg.endsWith('</svg>')).toBe(true)
  })

  it('says large amounts shortly', () => {
    expect([0, 950, 12_300, 1_250_000].map(compactBrl)).toEqual(['R$ 0', 'R$ 950', 'R$ 12,3 mil', 'R$ 1,3 mi'])
  })
})
