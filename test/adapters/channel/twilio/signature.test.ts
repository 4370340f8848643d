import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isSignedByTwilio } from '../../../../adapters/channel/twilio/signature.ts'
import { Secret } from '../../../../src/sync/secret.ts'
import { signatureOf } from './fake.ts'

/** From Twilio's documentation on the security of webhooks. */
const PUBLISHED = {
  url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
  fields: {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+12349013030',
    Digits: '1234',
    From: '+12349013030',
    To: '+18005551212',
  },
  authToken: '12345',
  signature: '0/KCTR6DLpKmkAf8muzZqo1nDgQ=',
}

const isSigned = (
  { url, fields, authToken, signature }: typeof PUBLISHED,
  changes: { url?: string; fields?: object; authToken?: string; signature?: string | undefined } = {},
): boolean => {
  const form = new URLSearchParams({ ...(changes.fields ?? fields) } as Record<string, string>)
  const given = 'signature' in changes ? changes.signature : signature
  return isSignedByTwilio(new Secret(changes.authToken ?? authToken), changes.url ?? url, form, given)
}

describe('a signature of Twilio', () => {
  it('is right for the example that Twilio publishes', () => {
    expect(isSigned(PUBLISHED)).toBe(true)
  })

  it.each([
    ['another address', { url: 'https://mycompany.com/myapp.php?foo=1&bar=3' }],
    ['no address', { url: 'myapp.php' }],
    ['another field', { fields: { ...PUBLISHED.fields, Digits: '1235' } }],
    ['a field more', { fields: { ...PUBLISHED.fields, Z: '' } }],
    ['another token', { authToken: '12346' }],
    ['none', { signature: undefined }],
    ['an empty one', { signature: '' }],
    ['one that is cut', { signature: '0/KCTR6DLpKmkAf8muzZqo1nDg=' }],
    ['one with something behind it', { signature: '0/KCTR6DLpKmkAf8muzZqo1nDgQ= ' }],
    ['one that differs in one place', { signature: '0/KCTR6DLpKmkAf8muzZqo1nDgR=' }],
  ])('is wrong for %s', (_, changes) => {
    expect(isSigned(PUBLISHED, changes)).toBe(false)
  })

  it('may be made with or without the port, whichever we see', () => {
    const [bare, ported] = ['https://fiado.example/a?b=1', 'https://fiado.example:443/a?b=1']
    const fields = { MessageSid: 'SM1' }
    for (const [signed, seen] of [
      [bare, ported],
      [ported, bare],
    ] as const) {
      const form = new URLSearchParams(fields)
      expect(isSignedByTwilio(new Secret('t'), seen, form, signatureOf(signed, fields, 't'))).toBe(true)
    }
    const other = signatureOf('https://fiado.example:8443/a?b=1', fields, 't')
    expect(isSignedByTwilio(new Secret('t'), bare, new URLSearchParams(fields), other)).toBe(false)
  })

  it('takes a name that comes twice with each of its values, by their order', () => {
    const form = new URLSearchParams([
      ['B', '2'],
      ['A', 'z'],
      ['B', '1'],
      ['B', '2'],
    ])
    const given = createHmac('sha1', 't').update('https://fiado.example/AzB1B2').digest('base64')
    expect(isSignedByTwilio(new Secret('t'), 'https://fiado.example/', form, given)).toBe(true)
  })
})
