import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBrCode } from '../../src/kernel/br-code.ts'

/** The checksum bit by bit over a register of 17 bits, as polynomials are divided by hand. */
function crc(text: string): string {
  const bits = [...Buffer.from(text, 'utf8')].flatMap((byte) => [...byte.toString(2).padStart(8, '0')].map(Number))
  let register = 0xffff
  for (const bit of bits) {
    const carry = (register >> 15) ^ bit
    register = ((register << 1) & 0xffff) ^ (carry === 1 ? 0x1021 : 0)
  }
  return register.toString(16).toUpperCase().padStart(4, '0')
}

const field = (id: string, value: string): string => `${id}${String(value.length).padStart(2, '0')}${value}`
const withChecksum = (body: string): string => `${body}6304${crc(`${body}6304`)}`

const names = fc.stringMatching(/^[A-Za-z0-9 .*-]{1,25}$/)
const codes = fc.tuple(names, names, fc.integer({ min: 1, max: 9_999_999 })).map(([name, txid, cents]) => {
  const key = field('26', field('00', 'br.gov.bcb.pix') + field('01', '+5511943214321'))
  const amount = field('54', (cents / 100).toFixed(2))
  const place = field('58', 'BR') + field('59', name) + field('60', 'SAO PAULO')
  return withChecksum(`000201${key}52040000530398${'6'}${amount}${place}${field('62', field('05', txid))}`)
})

const STATIC =
  '00020126360014BR.GOV.BCB.PIX0114+5511943214321520400005303986540566.665802BR5907EMPRESA6008BRASILIA62080503***6304170E'

describe('a BR Code', () => {
  it('has the checksum that is published for CRC-16/CCITT-FALSE', () => {
    expect(crc('123456789')).toBe('29B1')
  })

  it.each([
    STATIC,
    '00020101021226770014BR.GOV.BCB.PIX2555pix.example.com/qr/93598be0-1bd0-4997-8318-81776a1d8a995204000053039865802BR5907EMPRESA6009SAO PAULO62070503***6304EEAB',
    '00020126330014BR.GOV.BCB.PIX011197212482404520400005303986540530.005802BR5918Victor Julio Rocha6006RECIFE62110507VIPSURF630425A1',
    '00020126360014br.gov.bcb.pix011412ABC34501DE355204000053039865406480.005802BR5922Distribuidora Boa Mesa6009SAO PAULO62130509NF20001P163049CFA',
  ])('is kept as it was issued: %s', (code) => {
    expect(readBrCode(code)).toEqual({ code })
    expect(readBrCode(` ${code}\n`)).toEqual({ code })
  })

  it('is read whoever made it, blanks in names and all', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(readBrCode(code)).toEqual({ code })
      }),
    )
  })

  it('may have its checksum in lower case, and letters with accents', () => {
    const lower = `${STATIC.slice(0, -4)}170e`
    expect(readBrCode(lower)).toEqual({ code: lower })
    const code = withChecksum(STATIC.slice(0, -8).replace('EMPRESA', 'EMPRESÃ'))
    expect(readBrCode(code)).toEqual({ code })
  })

  it('may have 512 characters', () => {
    const filled = (chars: number) => withChecksum(`000201${'x'.repeat(chars - 14)}`)
    expect(readBrCode(filled(512))).toEqual({ code: filled(512) })
    expect(readBrCode(filled(513))).toEqual({ fault: 'must have at most 512 characters' })
  })

  it('shows any one character that was changed, or swapped with the next', () => {
    const wrong = { fault: 'has a wrong checksum: the code was changed or cut' }
    fc.assert(
      fc.property(codes, fc.nat(), fc.constantFrom(...'0aZ* .'), (code, place, other) => {
        const last = code.length - 8
        const index = 6 + (place % (last - 7))
        const [here, next] = [code[index] as string, code[index + 1] as string]
        const around = (middle: string, length: number) => code.slice(0, index) + middle + code.slice(index + length)
        if (other !== here) expect(readBrCode(around(other, 1))).toEqual(wrong)
        if (here !== next) expect(readBrCode(around(next + here, 2))).toEqual(wrong)
      }),
    )
  })

  it('shows any other checksum', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 1, max: 0xffff }), (code, shift) => {
        const other = ((Number.parseInt(code.slice(-4), 16) + shift) % 0x1_0000).toString(16).padStart(4, '0')
        expect(readBrCode(code.slice(0, -4) + other)).toHaveProperty('fault')
      }),
    )
  })
})

describe('what is no BR Code', () => {
  it.each([
    ['', 'must be the text of a Pix BR Code, which begins with 000201'],
    ['+5511943214321', 'must be the text of a Pix BR Code, which begins with 000201'],
    [withChecksum('000202'), 'must be the text of a Pix BR Code, which begins with 000201'],
    ['000201', 'must end with its checksum: 6304 and four hexadecimal digits'],
    [STATIC.slice(0, -1), 'must end with its checksum: 6304 and four hexadecimal digits'],
    [`${STATIC.slice(0, -4)}17OE`, 'must end with its checksum: 6304 and four hexadecimal digits'],
    [withChecksum('000201\u0000'), 'must not hold control or broken characters'],
    [withChecksum('000201a\nb'), 'must not hold control or broken characters'],
    [withChecksum('000201\ud800'), 'must not hold control or broken characters'],
    [STATIC.replace('EMPRESA', 'EMPRES'), 'has a wrong checksum: the code was changed or cut'],
    [STATIC.replace('66.66', '99.66'), 'has a wrong checksum: the code was changed or cut'],
  ])('%j', (text, fault) => {
    expect(readBrCode(text)).toEqual({ fault })
  })
})
