// Not the default build: it only checks lengths, and takes area codes that do not exist and mobiles of eight digits.
import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Area codes (DDD) of each state, as in Anatel's Plano Geral de Códigos Nacionais: 67, none of which ends in 0. */
const AREA_CODES = {
  AC: ['68'],
  AL: ['82'],
  AM: ['92', '97'],
  AP: ['96'],
  BA: ['71', '73', '74', '75', '77'],
  CE: ['85', '88'],
  // Towns of GO around Brasília have 61 too, some of SC have 42 and some of PR 47: their clocks are the same.
  DF: ['61'],
  ES: ['27', '28'],
  GO: ['62', '64'],
  MA: ['98', '99'],
  MG: ['31', '32', '33', '34', '35', '37', '38'],
  MS: ['67'],
  MT: ['65', '66'],
  PA: ['91', '93', '94'],
  PB: ['83'],
  PE: ['81', '87'],
  PI: ['86', '89'],
  PR: ['41', '42', '43', '44', '45', '46'],
  RJ: ['21', '22', '24'],
  RN: ['84'],
  RO: ['69'],
  RR: ['95'],
  RS: ['51', '53', '54', '55'],
  SC: ['47', '48', '49'],
  SE: ['79'],
  SP: ['11', '12', '13', '14', '15', '16', '17', '18', '19'],
  TO: ['63'],
} as const satisfies Record<string, readonly string[]>

/** The two letters of a Brazilian state. */
export type Uf = keyof typeof AREA_CODES

export const states = Object.keys(AREA_CODES) as readonly Uf[]

const STATE_BY_AREA_CODE: ReadonlyMap<string, Uf> = new Map(
  states.flatMap((state) => AREA_CODES[state].map((code) => [code, state] as const)),
)

export interface Phone {
  /** `+5511987654321`. */
  readonly e164: string
  /** By the area code; `null` for numbers of no place (0800, 4004) and of other countries. */
  readonly state: Uf | null
  /** Whether it may take text messages. */
  readonly isMobile: boolean
}

const PHONE_CHARS_MAX = 64
/** DDD and 9 digits, the first of which is 9 everywhere since November 2016. */
const MOBILE = /^\d{2}9\d{8}$/
/** The 00 of international calls: here the code of a carrier has to follow, which people seldom write. */
const DIALLED_ABROAD = /^\D*00/

/**
 * A phone number as an ERP has it, Brazilian unless it says `+` and another country; `null` when it is none that can be
 * called, or more than one. Nothing is guessed: a mobile that lacks its ninth digit is no number, and one behind an
 * extension reaches somebody else first.
 */
export function parsePhone(text: string): Phone | null {
  if (text.length > PHONE_CHARS_MAX) return null
  const found = parseNumber(text.trim())
  if (!found?.isValid() || found.ext !== undefined) return null
  const type = found.getType()
  const e164 = found.number
  if (found.country !== 'BR')
    return { e164, state: null, isMobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' }
  const isMobile = type === 'MOBILE'
  // The library still knows the mobiles of 8 digits that trunking radios had.
  if (isMobile && !MOBILE.test(found.nationalNumber)) return null
  const hasPlace = isMobile || type === 'FIXED_LINE'
  const state = hasPlace ? (STATE_BY_AREA_CODE.get(found.nationalNumber.slice(0, 2)) ?? null) : null
  return { e164, state, isMobile }
}

function parseNumber(text: string): PhoneNumber | undefined {
  // `0xx11`: the carrier is left to whoever dials.
  const plain = text.replace(/0 ?xx ?/i, '0')
  if (!DIALLED_ABROAD.test(plain)) return parsePhoneNumberFromString(plain, { defaultCountry: 'BR', extract: false })
  // The library takes 0055 34 9… for a call to Spain over the carrier 55. Other countries than ours are not guessed.
  const match = /^\D*00 ?55(.*)$/.exec(plain)
  const domestic = match && parsePhoneNumberFromString(`+55${match[1]}`, { extract: false })
  return domestic?.country === 'BR' ? domestic : undefined
}
