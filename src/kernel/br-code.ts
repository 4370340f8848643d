/**
 * BR Code, the text of a Pix QR code that a payer copies and pastes ("Pix copia e cola"). Kept as it was issued: the bank
 * of the payer checks every character of it, blanks inside names too. Manual de Padrões para Iniciação do Pix (BCB).
 */
const CHARS_MAX = 512
const START = '000201'
/** The last field: its id and length, which the checksum covers, and then the checksum. */
const END = /6304([0-9A-F]{4})$/i
const CHECKSUM_CHARS = 4
const UNREADABLE = /[\p{Cc}\p{Zl}\p{Zp}]/u

/** The code, or what is wrong with it. Blanks around it are no part of it. */
export function readBrCode(text: string): { code: string } | { fault: string } {
  const code = text.trim()
  if (code.length > CHARS_MAX) return { fault: `must have at most ${CHARS_MAX} characters` }
  if (!code.startsWith(START)) return { fault: `must be the text of a Pix BR Code, which begins with ${START}` }
  if (!code.isWellFormed() || UNREADABLE.test(code)) return { fault: 'must not hold control or broken characters' }
  const told = END.exec(code)?.[1]
  if (told === undefined) return { fault: 'must end with its checksum: 6304 and four hexadecimal digits' }
  const isRight = Number.parseInt(told, 16) === checksum(code.slice(0, -CHECKSUM_CHARS))
  return isRight ? { code } : { fault: 'has a wrong checksum: the code was changed or cut' }
}

/** CRC-16/CCITT-FALSE: polynomial 0x1021, begins with 0xFFFF; over the bytes of UTF-8. */
function checksum(text: string): number {
  let crc = 0xffff
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021
    crc &= 0xffff
  }
  return crc
}
