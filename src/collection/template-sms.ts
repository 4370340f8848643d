/** The 7 bits of GSM 03.38 (3GPP TS 23.038): with any other character an SMS holds 70 characters in place of 160. */

export const SMS_SEPTETS_MAX = 160

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Written with an escape before: two septets. */
const EXTENDED = new Set('^{}\\[~]|€')

/** How many septets the text takes; `null` when a character is not in the alphabet. */
export function countSeptets(text: string): number | null {
  let septets = 0
  for (const character of text) {
    if (!BASIC.has(character) && !EXTENDED.has(character)) return null
    septets += EXTENDED.has(character) ? 2 : 1
  }
  return septets
}

/** The characters that would make it a long SMS. */
export const findForeign = (text: string): string[] => [
  ...new Set([...text].filter((character) => countSeptets(character) === null)),
]

const LIKE = new Map(
  Object.entries({ '“': '"', '”': '"', '‘': "'", '’': "'", '–': '-', '—': '-', '…': '...', º: 'o', ª: 'a' }),
)

/** A value, such as a name, in the alphabet: `João` is `Joao`, `José` stays, what is not Latin is `?`. */
export function foldToGsm(text: string): string {
  if (countSeptets(text) !== null) return text
  return Array.from(text.normalize('NFC'), (character) => {
    if (countSeptets(character) !== null) return character
    const bare = LIKE.get(character) ?? character.normalize('NFD').replace(/\p{M}/gu, '')
    return countSeptets(bare) === null ? '?' : bare
  }).join('')
}
