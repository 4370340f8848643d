import type { CaseCustomer } from './case.ts'

/** How a message calls its reader, and how little it tells of their document. */
export interface CustomerFacts {
  readonly name: string
  /** The first name of a person; of a company, its whole name. */
  readonly firstName: string
  readonly isPerson: boolean
  readonly documentKind: 'CPF' | 'CNPJ' | null
  /** Only the last digits: whoever else reads the message learns no document (Lei 13.709/2018). */
  readonly document: string | null
}

export function customerFacts({ name, document }: CaseCustomer): CustomerFacts {
  const isPerson = document?.length === 11
  const told = writeName(plainText(name), isPerson) || 'cliente'
  return {
    name: told,
    firstName: isPerson ? (told.split(' ')[0] as string) : told,
    isPerson,
    documentKind: document === null ? null : isPerson ? 'CPF' : 'CNPJ',
    document: document === null ? null : isPerson ? `***.***.*${cpfEnd(document)}` : `**.***.***/${cnpjEnd(document)}`,
  }
}

const cpfEnd = (cpf: string): string => `${cpf.slice(7, 9)}-${cpf.slice(9)}`
const cnpjEnd = (cnpj: string): string => `${cnpj.slice(8, 12)}-${cnpj.slice(12)}`

/** With its mask, for whoever signs: `12.ABC.345/01DE-35`. */
export function maskDocument(document: string): string {
  return document.length === 11
    ? `${document.slice(0, 3)}.${document.slice(3, 6)}.${document.slice(6, 9)}-${document.slice(9)}`
    : `${document.slice(0, 2)}.${document.slice(2, 5)}.${document.slice(5, 8)}/${cnpjEnd(document)}`
}

/** Line breaks, control characters, and marks that would turn the direction of what follows. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu

/** One line of text from outside, as it may stand in a message. */
export const plainText = (text: string): string =>
  text.toWellFormed().replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim()

const SMALL_WORDS = /^(de|da|do|das|dos|e|em)$/
const SHORT_CHARS_MAX = 3

/** ERPs store names in capitals, which read as shouting. What has any small letter was written by a person and stays. */
function writeName(name: string, isPerson: boolean): string {
  if (/\p{Ll}/u.test(name)) return name
  const words = name.split(' ').map((word, index) => {
    const lower = word.toLocaleLowerCase('pt-BR')
    if (index > 0 && SMALL_WORDS.test(lower)) return lower
    const isAbbreviation = !isPerson && word.length <= SHORT_CHARS_MAX && /^[A-Z]+$/.test(word)
    if (isAbbreviation || !/^\p{L}+$/u.test(word)) return word
    return `${word.slice(0, 1)}${lower.slice(1)}`
  })
  return words.join(' ')
}
