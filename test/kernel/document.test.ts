import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cnpjRoot, parseDocument } from '../../src/kernel/document.ts'

describe('documents', () => {
  it.each([
    ['12.ABC.345/01DE-35', '12ABC34501DE35'], // the example of the Receita Federal
    ['12abc34501de35', '12ABC34501DE35'],
    ['11.222.333/0001-81', '11222333000181'],
    ['123.456.789-09', '12345678909'],
    ['  00000000191  ', '00000000191'],
  ])('reads %s', (text, bare) => {
    expect(parseDocument(text)).toBe(bare)
  })

  it.each([
    '12.ABC.345/01DE-36',
    '123.456.789-08',
    '111.111.111-11',
    '00000000000',
    '00.000.000/0000-00',
    '123-456-789.09',
    '12.345.678.909',
    '12/ABC/345/01DE-35',
    '12ABC34501DE3X',
    '１２３４５６７８９０９',
    '12345678909\u0000',
    '123 456 789 09',
    '',
  ])('refuses %j', (text) => {
    expect(parseDocument(text)).toBeNull()
  })

  it('does not take a letter that only becomes one in upper case', () => {
    expect(parseDocument('SSABC34501DE99')).toBe('SSABC34501DE99')
    expect(parseDocument('ßABC34501DE99')).toBeNull()
    expect(parseDocument('ſSABC34501DE99')).toBeNull()
  })

  it('notices every single wrong check digit', () => {
    const digit = fc.integer({ min: 1, max: 9 })
    const place = fc.constantFrom(12, 13)
    fc.assert(
      fc.property(place, digit, (index, shift) => {
        const right = '12ABC34501DE35'
        const wrong = [...right]
        wrong[index] = String((Number(right[index]) + shift) % 10)
        expect(parseDocument(wrong.join(''))).toBeNull()
      }),
    )
  })

  it('groups by the first eight characters, and only companies', () => {
    expect(cnpjRoot('12ABC34501DE35')).toBe('12ABC345')
    expect(cnpjRoot('12345678909')).toBeNull()
  })
})
