import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePhone, states } from '../../src/kernel/phone.ts'

const e164 = (text: string): string | null => parsePhone(text)?.e164 ?? null

describe('a phone number', () => {
  it.each([
    ['(11) 98765-4321', '+5511987654321'],
    ['11987654321', '+5511987654321'],
    ['11.98765.4321', '+5511987654321'],
    [' +55 11 98765-4321 ', '+5511987654321'],
    ['5511987654321', '+5511987654321'],
    ['55 (11) 3456-7890', '+551134567890'],
    ['0 15 11 98765-4321', '+5511987654321'],
    ['01511987654321', '+5511987654321'],
    ['(011) 3456-7890', '+551134567890'],
    ['+55 (011) 98765-4321', '+5511987654321'],
    ['0xx11 98765-4321', '+5511987654321'],
    ['+55 (0XX11) 98765-4321', '+5511987654321'],
  ])('%s is Brazilian, whatever trunk and carrier it is written with', (text, expected) => {
    expect(e164(text)).toBe(expected)
  })

  it('of area code 55 is not taken for one with the country code, nor the other way round', () => {
    expect(parsePhone('55912345678')).toEqual({ e164: '+5555912345678', state: 'RS', isMobile: true })
    expect(parsePhone('5532123456')).toEqual({ e164: '+555532123456', state: 'RS', isMobile: false })
    expect(parsePhone('5511912345678')).toEqual({ e164: '+5511912345678', state: 'SP', isMobile: true })
    expect(parsePhone('5555912345678')).toEqual({ e164: '+5555912345678', state: 'RS', isMobile: true })
  })

  it.each([
    ['a mobile without its ninth digit', '11 8765-4321'],
    ['the same with the country code', '551187654321'],
    ['the same behind carrier and area', '0 15 11 8765-4321'],
    ['the eight digits of a trunking radio', '11 7654-3210'],
    ['an area code that does not exist', '20 98765-4321'],
    ['no area code', '98765-4321'],
    ['a digit too many', '119876543210'],
    ['one for emergencies', '190'],
    ['two numbers', '11 98765-4321 / 11 91234-5678'],
    ['an extension', '11 3456-7890 ramal 12'],
    ['an extension in short', '11 3456-7890 x12'],
    ['words', 'falar com Maria 11 98765-4321'],
    ['nothing', ''],
    ['a very long text', '1'.repeat(100_000)],
  ])('is not made out of %s', (_, text) => {
    expect(parsePhone(text)).toBeNull()
  })

  it('that begins with 00 is ours or none: the code of a carrier is missing', () => {
    expect(parsePhone('0055 34 91234-5678')).toEqual({ e164: '+5534912345678', state: 'MG', isMobile: true })
    expect(e164('00 55 (11) 98765-4321')).toBe('+5511987654321')
    expect(e164('0055 44 20 7946 0958')).toBeNull()
    expect(e164('0043 1 234 567 8901')).toBeNull()
    expect(e164('00 15 1 212 555 2368')).toBeNull()
  })

  it('of another country needs its +', () => {
    expect(parsePhone('+351 912 345 678')).toEqual({ e164: '+351912345678', state: null, isMobile: true })
    expect(parsePhone('+1 212 555 2368')).toEqual({ e164: '+12125552368', state: null, isMobile: true })
    expect(parsePhone('+34 912 345 678')).toEqual({ e164: '+34912345678', state: null, isMobile: false })
    expect(parsePhone('351912345678')).toBeNull()
  })

  it('of a company at large is in no state', () => {
    expect(parsePhone('0800 123 4567')).toEqual({ e164: '+558001234567', state: null, isMobile: false })
    expect(parsePhone('4004-1234')).toEqual({ e164: '+5540041234', state: null, isMobile: false })
  })

  it('tells its state by each of the 67 area codes, and is none under any other', () => {
    const found = Array.from({ length: 90 }, (_, index) => String(index + 10)).flatMap((code) => {
      const phone = parsePhone(`(${code}) 98765-4321`)
      return phone ? [[code, phone.state] as const] : []
    })
    expect(found).toHaveLength(67)
    expect([...new Set(found.map(([, state]) => state))].sort()).toEqual([...states].sort())
    expect(states).toHaveLength(27)
    const some = { 11: 'SP', 21: 'RJ', 27: 'ES', 38: 'MG', 41: 'PR', 49: 'SC', 55: 'RS', 61: 'DF', 63: 'TO', 64: 'GO' }
    const more = { 66: 'MT', 67: 'MS', 68: 'AC', 69: 'RO', 77: 'BA', 79: 'SE', 87: 'PE', 82: 'AL', 83: 'PB', 84: 'RN' }
    const rest = { 88: 'CE', 89: 'PI', 94: 'PA', 95: 'RR', 96: 'AP', 97: 'AM', 99: 'MA' }
    expect(Object.fromEntries(found)).toMatchObject({ ...some, ...more, ...rest })
  })

  it('is the same however it is written, and stays itself', () => {
    const area = fc.constantFrom('11', '55', '92', '34', '61')
    const forms = ['$a$n', '($a) $n', '+55$a$n', '55$a$n', '0$a$n', '015$a$n', '0055$a$n', '+55 $a $n']
    fc.assert(
      fc.property(
        area,
        fc.integer({ min: 900_000_000, max: 999_999_999 }),
        fc.constantFrom(...forms),
        (code, digits, form) => {
          const text = form.replace('$a', code).replace('$n', String(digits))
          expect(e164(text)).toBe(`+55${code}${digits}`)
          expect(e164(e164(text) as string)).toBe(e164(text))
        },
      ),
    )
  })

  it('is read without a fault out of any text, and looks as channels want it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const phone = parsePhone(text)
        if (phone) expect(phone.e164).toMatch(/^\+[1-9]\d{5,14}$/)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+-() x'), maxLength: 20 }), (text) => {
        const phone = parsePhone(text)
        if (phone) expect(phone.e164).toMatch(/^\+[1-9]\d{5,14}$/)
      }),
    )
  })
})
