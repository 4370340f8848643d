import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stepOfCode } from '../../src/people/totp.ts'
import { TRIES_BURST } from '../../src/people/tries.ts'
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
  const confirm = (id: string, code: string, address = ADDRESS) => room.people.confirmTotp(id, { code, address })
  const secretOf = async (id: string) => (await room.people.secondFactorOf(id))?.begun?.secret ?? ''
  async function withTotp(login: string): Promise<{ id: string; secret: string }> {
    const id = await room.make(login)
    const begun = await room.people.enableTotp(id)
    if (begun.kind === 'refused') throw new Error(begun.message)
    expect(await confirm(id, codeAt(begun.secret, room.clock.system()))).toEqual({ kind: 'on' })
    room.advance(STEP_MS)
    return { id, secret: begun.secret }
  }

  it('holds from its confirmation on, and tells its secret once', async () => {
    const id = await room.make('ana')
    await room.trail()
    const begun = await room.people.enableTotp(id)
    const secret = await secretOf(id)
    expect(begun).toEqual({
      kind: 'begun',
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: `otpauth://totp/Fiado:ana?issuer=Fiado&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    })
    expect(await logIn('ana')).toMatchObject({ kind: 'in' })
    expect(await confirm(id, '000000')).toMatchObject({ kind: 'refused', reason: 'wrong_code' })
    expect(await room.people.users.find(id)).toMatchObject({ hasTotp: false })
    const code = codeAt(secret, room.clock.system())
    expect(await confirm(id, code)).toEqual({ kind: 'on' })
    expect(await room.people.users.find(id)).toMatchObject({ hasTotp: true })
    expect(await room.people.secondFactorOf(id)).toEqual({ isOn: true, hasPassword: true, begun: null })
    expect(await room.people.enableTotp(id)).toMatchObject({ kind: 'refused', reason: 'already_on' })
    expect(await confirm(id, code)).toMatchObject({ kind: 'refused', reason: 'not_begun' })
    // The code that confirmed is used up.
    expect(await logIn('ana', code)).toEqual({ kind: 'refused' })
    expect((await room.trail()).map(({ action }) => action)).toEqual([
      ...['totp.begun', 'login', 'totp.refused', 'totp.enabled', 'login.refused'],
    ])
    const [{ audit }] = [{ audit: await room.db.all('SELECT detail_json FROM audit') }]
    expect(JSON.stringify(audit)).not.toContain(secret)
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
    expect(await room.people.disableTotp(id, { password: 'errado cavalo' })).toMatchObject({ reason: 'wrong_password' })
    expect(await logIn('eva')).toEqual({ kind: 'needs_code' })
    expect(await room.people.disableTotp(id, { password: PASSWORD })).toEqual({ kind: 'off' })
    expect(await logIn('eva')).toMatchObject({ kind: 'in' })
    const other = await withTotp('fabi')
    await room.trail()
    expect(await room.people.disableTotp(other.id, 'admin')).toEqual({ kind: 'off' })
    expect(await room.people.disableTotp(other.id, 'admin')).toMatchObject({ kind: 'refused', reason: 'not_on' })
    expect(await room.trail()).toMatchObject([{ action: 'totp.disabled', detail: { by: 'administrator' } }])
    expect(await logIn('fabi')).toMatchObject({ kind: 'in' })
  })

  it('stays when the password is reset', async () => {
    const { id } = await withTotp('gabi')
    const reset = await room.people.users.resetPassword(id)
    if (reset.kind !== 'reset') throw new Error(reset.message)
    expect(await logIn('gabi', undefined, reset.password)).toEqual({ kind: 'needs_code' })
  })
  it('that was begun and not confirmed locks nobody out, however often it is mistyped', async () => {
    const id = await room.make('hugo')
    await room.people.enableTotp(id)
    const first = await secretOf(id)
    for (let count = 0; count < 12; count++)
      expect(await confirm(id, '000000', '198.51.100.1')).toMatchObject({ reason: 'wrong_code' })
    expect(await room.people.users.find(id)).toMatchObject({ hasTotp: false, lockedUntil: null })
    expect(await logIn('hugo')).toMatchObject({ kind: 'in' })
    // Begun again, the secret is another one, and the first is worth nothing.
    await room.people.enableTotp(id)
    const second = await secretOf(id)
    expect(second).not.toBe(first)
    expect(await confirm(id, codeAt(first, room.clock.system()))).toMatchObject({ reason: 'wrong_code' })
    expect(await confirm(id, codeAt(second, room.clock.system()))).toEqual({ kind: 'on' })
  })

  it('takes so many wrong codes of one address and no more, shared with its logins', async () => {
    const id = await room.make('iris')
    const address = '198.51.100.2'
    await room.people.enableTotp(id)
    const code = codeAt(await secretOf(id), room.clock.system())
    const seen: string[] = []
    for (let count = 0; count < TRIES_BURST + 2; count++) {
      const outcome = await confirm(id, '000000', address)
      seen.push(outcome.kind === 'refused' ? outcome.reason : outcome.kind)
    }
    expect(seen).toEqual([...Array<string>(TRIES_BURST).fill('wrong_code'), 'too_many', 'too_many'])
    // Not even the right one, and no login from there; from elsewhere both.
    expect(await confirm(id, code, address)).toEqual({
      ...{ kind: 'refused', reason: 'too_many', message: 'Foram tentativas demais. Espere 5 s e tente de novo.' },
    })
    expect(await room.people.logIn({ login: 'iris', password: PASSWORD, address })).toEqual({
      ...{ kind: 'refused', waitS: 5 },
    })
    expect(await confirm(id, code)).toEqual({ kind: 'on' })
  })

  it('of one that confirms gives its try back', async () => {
    const id = await room.make('joca')
    const address = '198.51.100.3'
    for (let count = 0; count < TRIES_BURST + 2; count++) {
      await room.people.enableTotp(id)
      const code = codeAt(await secretOf(id), room.clock.system())
      expect(await confirm(id, code, address)).toEqual({ kind: 'on' })
      expect(await room.people.disableTotp(id, { password: PASSWORD })).toEqual({ kind: 'off' })
    }
  })

  it('is confirmed once, however many try at the same time', async () => {
    const id = await room.make('kaka')
    await room.people.enableTotp(id)
    const code = codeAt(await secretOf(id), room.clock.system())
    const both = await Promise.all([confirm(id, code), room.another().confirmTotp(id, { code, address: ADDRESS })])
    expect(both.map((outcome) => (outcome.kind === 'on' ? 'on' : outcome.reason)).sort()).toEqual(['not_begun', 'on'])
  })

  it('counts wrong passwords at its end apart from the login, and waits', async () => {
    const { id, secret } = await withTotp('lia')
    const end = (password: string) => room.people.disableTotp(id, { password })
    for (let count = 0; count < 5; count++)
      expect(await end('errado cavalo')).toMatchObject({ reason: 'wrong_password' })
    expect(await end(PASSWORD)).toMatchObject({ kind: 'refused', reason: 'locked' })
    expect(await logIn('lia', codeAt(secret, room.clock.system()))).toMatchObject({ kind: 'in' })
    room.advance(60_000)
    expect(await end(PASSWORD)).toEqual({ kind: 'off' })
    // The right one let the count begin anew.
    for (let count = 0; count < 4; count++)
      expect(await end('errado cavalo')).toMatchObject({ reason: 'wrong_password' })
    expect(await end(PASSWORD)).toMatchObject({ reason: 'not_on' })
  })

  it('is none for somebody without a password, without access or without a name here', async () => {
    const id = await room.make('mila')
    await room.db.run('UPDATE users SET password_hash = NULL WHERE id = ?', [id])
    expect(await room.people.secondFactorOf(id)).toEqual({ isOn: false, hasPassword: false, begun: null })
    expect(await room.people.enableTotp(id)).toMatchObject({ kind: 'refused', reason: 'no_password' })
    expect(await room.people.disableTotp(id, { password: PASSWORD })).toMatchObject({ reason: 'no_password' })
    const gone = await room.make('nina')
    await room.people.enableTotp(gone)
    const code = codeAt(await secretOf(gone), room.clock.system())
    await room.people.users.change(gone, { active: false })
    expect(await confirm(gone, code)).toMatchObject({ reason: 'not_begun' })
    expect(await room.people.enableTotp(gone)).toMatchObject({ kind: 'refused', reason: 'unknown' })
    expect(await room.people.secondFactorOf('usr_none')).toBeNull()
    expect(await room.people.enableTotp('usr_none')).toMatchObject({ kind: 'refused', reason: 'unknown' })
    expect(await room.people.disableTotp('usr_none', 'admin')).toMatchObject({ kind: 'refused', reason: 'not_on' })
  })
})
