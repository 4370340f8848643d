import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/sync/secret.ts'
import { isSignedBy } from '../../src/sync/signature.ts'

const secret = new Secret('webhook-s3cret')
const body = Buffer.from('{"evento":"titulo","nome":"São José 😀"}')
const sign = (bytes: Buffer, encoding: 'hex' | 'base64', key = secret.reveal()) =>
  createHmac('sha256', key).update(bytes).digest(encoding)

describe.each(['hex', 'base64'] as const)('a signature in %s', (encoding) => {
  const right = sign(body, encoding)

  it('is that of the raw body', () => {
    expect(isSignedBy(secret, body, right, encoding)).toBe(true)
    expect(isSignedBy(secret, Buffer.alloc(0), sign(Buffer.alloc(0), encoding), encoding)).toBe(true)
  })

  it('of hex may be in capitals', () => {
    expect(isSignedBy(secret, body, right.toUpperCase(), encoding)).toBe(encoding === 'hex')
  })

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['one of another secret', sign(body, encoding, 'other')],
    ['one of another body', sign(Buffer.from('{}'), encoding)],
    ['one that is cut', right.slice(0, -2)],
    ['one with something behind it', `${right}zz`],
    ['one with something before it', `sha256=${right}`],
    ['one with a break in it', `${right.slice(0, 10)}\n${right.slice(10)}`],
    ['one in the other encoding', sign(body, encoding === 'hex' ? 'base64' : 'hex')],
    ['one that is as long and no such text', '?'.repeat(right.length)],
  ])('is refused: %s', (_what, given) => {
    expect(isSignedBy(secret, body, given, encoding)).toBe(false)
  })

  it('is none any more when one byte of the body, or one character of itself, is another', () => {
    fc.assert(
      fc.property(fc.nat({ max: body.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(body)
        changed[at] = (changed[at] ?? 0) ^ change
        expect(isSignedBy(secret, changed, right, encoding)).toBe(false)
      }),
    )
    fc.assert(
      fc.property(fc.string({ minLength: right.length, maxLength: right.length }), (given) => {
        expect(isSignedBy(secret, body, given, encoding)).toBe(false)
      }),
    )
  })
})
