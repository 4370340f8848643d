import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../src/sync/json.ts'

describe('JSON of a vendor', () => {
  it.each([
    ['', null],
    [' \r\n', null],
    ['null', null],
    ['[]', []],
    ['7.7', 7.7],
    ['1e3', 1000],
    ['-0', -0],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['{"id":9007199254740993,"ids":[1,9007199254740993]}', { id: '9007199254740993', ids: [1, '9007199254740993'] }],
    ['"9007199254740993"', '9007199254740993'],
    [
      '{"key":"35261111222333000181550010000012341000012345","amount":7.7}',
      { key: '35261111222333000181550010000012341000012345', amount: 7.7 },
    ],
    ['27540.600000000002', 27540.600000000002],
    ['9999999999999.99', 9999999999999.99],
    ['0.1000000000000000055', 0.1],
    ['{"nome":"S\\u00e3o Jos\\u00e9 \\ud83d\\ude00"}', { nome: 'São José 😀' }],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toEqual({ value })
  })

  it.each([
    ['<!doctype html><title>Login</title>', 'a page instead of JSON'],
    ['\n  <Error/>', 'a page instead of JSON'],
    ['{"id":1,', 'something that is no whole JSON'],
    ['[{"id":9007199254740993},{"i', 'something that is no whole JSON'],
    ['Unauthorized', 'something that is no whole JSON'],
    ["{'id':1}", 'something that is no whole JSON'],
    ['NaN', 'something that is no whole JSON'],
  ])('is none: %j', (text, fault) => {
    expect(parseJson(text)).toEqual({ fault })
  })

  it('tells of a fault without quoting what came', () => {
    expect(JSON.stringify(parseJson('{"apiKey":"s3cret"'))).not.toContain('s3cret')
  })

  it('that is nested without end is read or refused, and never breaks the program', () => {
    const deep = (inner: string): string => `${'['.repeat(200_000)}${inner}${']'.repeat(200_000)}`
    for (const text of [deep('1'), deep('9007199254740993')]) {
      const parsed = parseJson(text)
      expect(Object.keys(parsed)).toEqual([expect.stringMatching(/^(value|fault)$/)])
    }
  })

  it('gives no way to the prototype of all objects', () => {
    for (const id of ['1', '9007199254740993']) {
      const { value } = parseJson(`{"__proto__":{"isAdmin":true},"id":${id}}`) as { value: object }
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      expect(Object.getPrototypeOf({ ...value })).toBe(Object.prototype)
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
    }
  })

  it('comes out as it went in, but for whole numbers that a double may not hold', () => {
    const asText = (_key: string, value: unknown): unknown =>
      typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER && Math.abs(value) < 1e21
        ? String(value)
        : value
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(parseJson(text)).toEqual({ value: JSON.parse(text, asText) })
      }),
      { numRuns: 1_000 },
    )
  })

  it('loses no digit of any whole number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (id) => {
        const { value } = parseJson(`{"rows":[{"id":${id}}]}`) as { value: { rows: { id: unknown }[] } }
        expect(String(value.rows[0]?.id)).toBe(id.toString())
      }),
    )
  })
})
