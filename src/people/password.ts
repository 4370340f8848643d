import { randomBytes } from 'node:crypto'

const CHARS_MIN = 10
const CHARS_MAX = 128
/** Nothing longer is looked at. */
const RAW_CHARS_MAX = 1_024

/** The commonest of ten characters and more; shorter ones are too short anyway. */
const COMMONEST = new Set([
  ...['0123456789', '1234567890', '12345678910', '123456789a', '1234567891', '123456789012', '9876543210'],
  ...['1q2w3e4r5t', '1q2w3e4r5t6y', 'q1w2e3r4t5', '1qaz2wsx3edc', 'qwertyuiop', 'qwerty1234', 'qwerty12345'],
  ...['asdfghjkl1', 'qwertyuiop123', 'abcdefghij', 'abcd123456', 'abcde12345', 'a123456789', 'aa12345678'],
  ...['password12', 'password123', 'password1234', 'passw0rd123', 'p@ssw0rd123', 'administrador', 'administrator'],
  ...['senha12345', 'senha123456', 'minhasenha', 'minhasenha123', 'mudar12345', 'mudar@1234', 'trocar1234'],
  ...['changeme123', 'letmein123', 'welcome123', 'bemvindo123', 'brasil2026', 'brasil2025', 'brasil1234'],
  ...['flamengo10', 'corinthians', 'corinthians1910', 'palmeiras10', 'jesuscristo', 'jesus12345', 'deusefiel1'],
  ...['deuseamor1', 'iloveyou12', 'teamo12345', 'fiado12345', 'fiado123456', 'admin12345', 'admin123456'],
])

/** Why a password cannot be taken, in words for whoever chose it. */
export const PASSWORD_FAULTS = {
  unreadable: 'A senha tem caracteres que não podem ser usados.',
  too_short: `A senha precisa ter pelo menos ${CHARS_MIN} caracteres.`,
  too_long: `A senha pode ter no máximo ${CHARS_MAX} caracteres.`,
  is_login: 'A senha não pode ser igual ao seu login.',
  common: 'Esta senha é fácil de adivinhar. Escolha outra.',
  same: 'A nova senha precisa ser diferente da atual.',
} as const
export type PasswordFault = keyof typeof PASSWORD_FAULTS

/** The same password whichever keyboard or system it is typed on (NFKC); `null` when it cannot be one. */
export function normalizePassword(raw: string): string | null {
  if (raw.length > RAW_CHARS_MAX || !raw.isWellFormed()) return null
  return raw.normalize('NFKC')
}

/** What stands against choosing this password, after {@link normalizePassword}. Characters are code points. */
export function findPasswordFault(password: string | null, login: string): PasswordFault | null {
  if (password === null || /\p{Cc}/u.test(password)) return 'unreadable'
  const chars = [...password]
  if (chars.length < CHARS_MIN) return 'too_short'
  if (chars.length > CHARS_MAX) return 'too_long'
  const lower = password.toLowerCase()
  if (lower === login || lower === login.split('@', 1)[0]) return 'is_login'
  return COMMONEST.has(lower) || new Set(chars).size < 3 ? 'common' : null
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ' // Crockford base 32: nothing that looks like something else

/** 80 random bits, to be typed once: `7Q2K-M4XA-…`. */
export function createOneTimePassword(): string {
  const chars = [...randomBytes(16)].map((byte) => ALPHABET[byte & 31])
  return [0, 4, 8, 12].map((start) => chars.slice(start, start + 4).join('')).join('-')
}
