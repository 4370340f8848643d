import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stepOfCode } from '../../src/people/totp.ts'
import { dialects } from '../harness/databases.ts'
import { ADDRESS, openRoom, PASSWORD, type Room, storedText } from './room.ts'

const STEP_MS = 30_000

describe('one-time codes', () => {
  // RFC 6238, appendix B, the last six of its eight digits.
  const secret = Secret.fromLatin1('12345678901234567890').base32
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %i s', (seconds, code) => {
    const step = Math.floor(seconds / 30)
    expect(stepOfCode(secret, code, seconds * 1_000, null)).toBe(step)
    expect(stepOfCode(secret, code, seconds * 1_000, step)).toBeNull()
    expect(stepOfCode(secret, `${code.slice(0, 3)} ${code.slice(3)}`, seconds * 1_000, step - 1)).toBe(step)
  })

  it.each(['', '28708', '2870822', 'abcdef', '２８７０８２', '287082\0'])('are never %j', (code) => {
    expect(stepOfCode(secret, code, 59_000, null)).toBeNull()
  })
})

describe.each(dialects)('a second factor on %s', (dialect) => {
  let room: Room
  beforeAll(async () => {
    room = await openRoom(dialect)
    await room.people.ensureAdmin()
  })
  afterAll(() => room.close())

  const codeAt = (secret: string, timestamp: number) => new TOTP({ secret }).generate({ timestamp })
  const logIn = (login: string, code?: string, password = PASSWORD) =>
    room.people.logIn({ login, password, code, address: ADDRESS })
  async function withTotp(login: string): Promise<{ id: string; secret: string }> {
    const id = await room.make(login)
    const begun = await room.people.enableTotp(id)
    if (!begun) throw new Error('not begun')
    expect(await room.people.confirmTotp(id, codeAt(begun.secret, room.clock.system()))).toBe(true)
    room.advance(STEP_MS)
    return { id, secret: begun.secret }
  }

  it('holds from its confirmation on, and tells its secret once', async () => {
    const id = await room.make('ana')
    await room.trail()
    const begun = await room.people.enableTotp(id)
    expect(begun).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: `otpauth://totp/Fiado:ana?issuer=Fiado&secret=${begun?.secret}&algorithm=SHA1&digits=6&period=30`,
    })
    expect(await logIn('ana')).toMatchObject({ kind: 'in' })
    expect(await room.people.confirmTotp(id, '000000')).toBe(false)
    expect(await room.people.users.find(id)).toMatchObject({ hasTotp: false })
    const code = codeAt(begun?.secret ?? '', room.clock.system())
    expect(await room.people.confirmTotp(id, code)).toBe(true)
    expect(await room.people.users.find(id)).toMatchObject({ hasTotp: true })
    expect(await room.people.enableTotp(id)).toBeNull()
    expect(await room.people.confirmTotp(id, code)).toBe(false)
    // The code that confirmed is used up.
    expect(await logIn('ana', code)).toEqual({ kind: 'refused' })
    expect((await room.trail()).map(({ action }) => action)).toEqual([
      ...['totp.begun', 'login', 'totp.enabled', 'login.refused'],
    ])
    const [{ audit }] = [{ audit: await room.db.all('SELECT detail_json FROM audit') }]
    expect(JSON.stringify(audit)).not.toContain(begun?.secret)
    expect(await storedText(room.db)).not.toContain(code)
  })

  it('asks for a code only after the right password, and takes each code once', async () => {
    const { secret } = await withTotp('bia')
    expect(await logIn('bia', undefined, 'errado cavalo')).toEqual({ kind: 'refused' })
    expect(await logIn('bia')).toEqual({ kind: 'needs_code' })
    expect(await logIn('bia', ' ')).toEqual({ kind: 'needs_code' })
    const code = codeAt(secret, room.clock.system())
    expect(await logIn('bia', code, 'errado cavalo')).toEqual({ kind: 'refused' })
    const both = await Promise.all([logIn('bia', code), room.another().logIn({ ...attempt('bia'), code })])
    expect(both.map(({ kind }) => kind).sort()).toEqual(['in', 'refused'])
    expect(await logIn('bia', code)).toEqual({ kind: 'refused' })
    room.advance(STEP_MS)
    expect(await logIn('bia', codeAt(secret, room.clock.system()))).toMatchObject({ kind: 'in' })
  })
  const attempt = (login: string) => ({ login, password: PASSWORD, address: ADDRESS })

  it('takes the code of one step earlier or later, and of no other', async () => {
    const { secret } = await withTotp('caio')
    room.advance(10 * STEP_MS)
    const now = room.clock.system()
    expect(await logIn('caio', codeAt(secret, now - 2 * STEP_MS))).toEqual({ kind: 'refused' })
    expect(await logIn('caio', codeAt(secret, now + 2 * STEP_MS))).toEqual({ kind: 'refused' })
    expect(await logIn('caio', codeAt(secret, now - STEP_MS))).toMatchObject({ kind: 'in' })
    expect(await logIn('caio', codeAt(secret, now + STEP_MS))).toMatchObject({ kind: 'in' })
    // What lies before the last one that was taken is over as well.
    expect(await logIn('caio', codeAt(secret, now))).toEqual({ kind: 'refused' })
  })

  it('locks after five wrong codes, although the password is right', async () => {
    const { secret } = await withTotp('dani')
    for (let count = 0; count < 5; count++) expect(await logIn('dani', '000000')).toEqual({ kind: 'refused' })
    expect(await logIn('dani', codeAt(secret, room.clock.system()))).toEqual({ kind: 'refused' })
    expect(await logIn('dani')).toEqual({ kind: 'refused' })
    room.advance(60_000)
    expect(await logIn('dani', codeAt(secret, room.clock.system()))).toMatchObject({ kind: 'in' })
  })

  it('goes by the password of the person, or by an administrator', async () => {
    const { id } = await withTotp('eva')
    expect(await room.people.disableTotp(id, { password: 'errado cavalo' })).toBe(false)
    expect(await logIn('eva')).toEqual({ kind: 'needs_code' })
    expect(await room.people.disableTotp(id, { password: PASSWORD })).toBe(true)
    expect(await logIn('eva')).toMatchObject({ kind: 'in' })
    const other = await withTotp('fabi')
    await room.trail()
    expect(await room.people.disableTotp(other.id, 'admin')).toBe(true)
    expect(await room.people.disableTotp(other.id, 'admin')).toBe(false)
    expect(await room.trail()).toMatchObject([{ action: 'totp.disabled', detail: { by: 'administrator' } }])
    expect(await logIn('fabi')).toMatchObject({ kind: 'in' })
  })

  it('stays when the password is reset', async () => {
    const { id } = await withTotp('gabi')
    const reset = await room.people.users.resetPassword(id)
    if (reset.kind !== 'reset') throw new Error(reset.message)
    expect(await logIn('gabi', undefined, reset.password)).toEqual({ kind: 'needs_code' })
  })
})
