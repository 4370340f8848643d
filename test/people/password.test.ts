import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOneTimePassword, findPasswordFault, normalizePassword } from '../../src/people/password.ts'
import { createPasswordHasher, HASHING } from '../../src/people/password-hash.ts'
import { CHEAP } from './room.ts'

describe('which passwords are taken', () => {
  it.each([
    ['correto cavalo bateria', null],
    ['ãéîõü çñß 漢字 🐎', null],
    ['123456789', 'too_short'],
    ['🐎🐄🐖🐑🐐🐓🦃🦆🐕', 'too_short'],
    ['🐎🐄🐖🐑🐐🐓🦃🦆🐕🐈', null],
    [`${'ab'.repeat(64)}c`, 'too_long'],
    [`${'abc'.repeat(42)}de`, null],
    ['Senha12345', 'common'],
    ['aaaaaaaaaaaa', 'common'],
    ['ababababababab', 'common'],
    ['ANA.ribeiro@example.com', 'is_login'],
    ['Ana.Ribeiro', 'is_login'],
    ['nul\0nul\0nul\0', 'unreadable'],
    ['linha\nnova linha', 'unreadable'],
    ['half a surrogate \ud83d', 'unreadable'],
    ['x'.repeat(2_000), 'unreadable'],
  ])('%j: %s', (raw, fault) => {
    expect(findPasswordFault(normalizePassword(raw), 'ana.ribeiro@example.com')).toBe(fault)
  })

  it('is the same however its letters were put together', () => {
    expect(normalizePassword('cafe\u0301 ｆｉａｄｏ １２３')).toBe('caf\u00e9 fiado 123')
  })

  it('makes one-time passwords that it would take itself, each another one', () => {
    const made = Array.from({ length: 200 }, createOneTimePassword)
    expect(new Set(made).size).toBe(200)
    for (const password of made) {
      expect(password).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(findPasswordFault(normalizePassword(password), 'admin')).toBeNull()
    }
  })
})

describe('hashes of passwords', () => {
  const cheap = createPasswordHasher(CHEAP)

  it('costs 64 MiB and 3 passes, and says so', async () => {
    const hasher = createPasswordHasher(HASHING)
    const hash = await hasher.hash('correto cavalo')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await hasher.verify('correto cavalo', hash)).toEqual({ isRight: true, isOutdated: false })
    expect(await cheap.verify('correto cavalo', hash)).toEqual({ isRight: true, isOutdated: true })
  })

  it('fits its own password, never another, and never twice the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), async (one, other) => {
        const hash = await cheap.hash(one)
        expect((await cheap.verify(one, hash)).isRight).toBe(true)
        expect((await cheap.verify(other, hash)).isRight).toBe(one === other)
        expect(await cheap.hash(one)).not.toBe(hash)
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    null,
    '',
    'plain text',
    '$argon2id$v=19$m=64,t=1,p=1$short$short',
    `$argon2id$v=19$m=9999999,t=99,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `$argon2id$v=19$m=0,t=0,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
  ])('fits nothing where %j is stored', async (stored) => {
    expect((await cheap.verify('correto cavalo', stored)).isRight).toBe(false)
    expect((await cheap.verify('', stored)).isRight).toBe(false)
  })

  it('says that it is busy when 40 wait, and works them all off', async () => {
    const all = Array.from({ length: 42 }, (_, index) => cheap.hash(`password ${index}`))
    expect(cheap.isBusy()).toBe(true)
    expect(new Set(await Promise.all(all)).size).toBe(42)
    expect(cheap.isBusy()).toBe(false)
  })
})
