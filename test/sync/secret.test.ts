import { inspect } from 'node:util'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Secret, secretSchema } from '../../src/sync/secret.ts'
import { baseUrlSchema, httpSettings } from '../../src/sync/settings.ts'

const VALUE = 's3cret-4f1b2c'
const secret = new Secret(VALUE)

describe('a secret', () => {
  it('is shown when it is asked to', () => {
    expect(secret.reveal()).toBe(VALUE)
  })

  it.each([
    ['a template', () => `${secret}`],
    ['a sum', () => `Bearer ${String(secret)}`],
    ['JSON', () => JSON.stringify({ settings: { key: secret } })],
    ['inspect', () => inspect({ settings: { key: secret } }, { depth: 9, showHidden: true, getters: true })],
    ['inspect without its say', () => inspect(secret, { customInspect: false, showHidden: true })],
    ['its properties', () => JSON.stringify([Reflect.ownKeys(secret), Object.entries(secret), { ...secret }])],
    ['a copy', () => inspect(structuredClone(secret))],
    ['an error', () => inspect(new Error('no', { cause: { key: secret } }))],
    [
      'a log',
      () => {
        const lines: string[] = []
        pino({}, { write: (line) => void lines.push(line) }).error({ settings: { key: secret }, secret }, 'no')
        return lines.join('')
      },
    ],
  ])('is not seen in %s', (_where, show) => {
    expect(show()).not.toContain(VALUE)
  })

  it('stands in settings as a reference only, and a literal is refused without being repeated', () => {
    const schema = z.strictObject({ key: secretSchema })
    expect(schema.parse({ key: secret }).key.reveal()).toBe(VALUE)
    for (const key of [VALUE, { env: VALUE, file: VALUE }, [VALUE], 17, null, undefined]) {
      const { error } = schema.safeParse({ key })
      expect(error?.issues).toMatchObject([{ path: ['key'], message: expect.stringContaining('{ env: NAME }') }])
      expect(inspect(error, { depth: 9 })).not.toContain(VALUE)
    }
  })
})

describe('the address of an ERP', () => {
  it.each([
    ['https://erp.example.com', 'https://erp.example.com'],
    ['https://erp.example.com/', 'https://erp.example.com'],
    ['https://ERP.example.com/api/v1//', 'https://erp.example.com/api/v1'],
    ['http://10.0.0.7:8080/rest', 'http://10.0.0.7:8080/rest'],
    [' https://erp.example.com ', 'https://erp.example.com'],
    ['https://erp.example.com/api?', 'https://erp.example.com/api'],
    ['https://erp.example.com/api#', 'https://erp.example.com/api'],
  ])('%j is %s', (text, address) => {
    expect(baseUrlSchema.parse(text)).toBe(address)
  })

  it.each([
    ['erp.example.com'],
    ['ftp://erp.example.com'],
    ['https://user:pass@erp.example.com'],
    ['https://user@erp.example.com'],
    ['https://erp.example.com/?key=1'],
    ['https://erp.example.com/#top'],
    ['https://'],
    [''],
    [null],
  ])('%j is none', (text) => {
    expect(baseUrlSchema.safeParse(text).success).toBe(false)
  })
})

it('what all HTTP adapters share has bounds', () => {
  const schema = z.strictObject(httpSettings)
  expect(schema.parse({})).toEqual({ timeoutMs: 30_000 })
  for (const wrong of [{ timeoutMs: 0 }, { pageSize: 0 }, { parallel: 1.5 }, { requestsPerMinute: 1_000_000 }])
    expect(schema.safeParse(wrong).success).toBe(false)
})
