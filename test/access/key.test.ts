import { describe, expect, it } from 'vitest'
import { actorOf, hashKey, parseBearer } from '../../src/access/key.ts'

describe('parseBearer', () => {
  it('takes the token, whatever the case of the scheme', () => {
    expect(parseBearer('Bearer abc')).toBe('abc')
    expect(parseBearer('bearer  abc ')).toBe('abc')
  })

  it.each([
    undefined,
    '',
    'abc',
    'Bearer',
    'Bearer ',
    'Basic abc',
    'Bearer a b',
    'Bearer ação',
    `Bearer ${'a'.repeat(513)}`,
  ])('refuses %j', (header) => {
    expect(parseBearer(header)).toBeNull()
  })
})

describe('hashKey', () => {
  it('is SHA-256 in hex', () => {
    expect(hashKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})

describe('actorOf', () => {
  it('fits the column with the longest name', () => {
    const caller = { keyId: `key_${'0'.repeat(26)}`, name: 'a'.repeat(120), scopes: [], source: null }
    expect(actorOf(caller).length).toBeLessThanOrEqual(160)
  })
})
