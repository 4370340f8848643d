import type { Opening } from '../credit/opening.ts'
import type { Remedy } from '../credit/remedies.ts'
import { formatBrl, parseCents } from '../kernel/cents.ts'

/** What SIGNAL takes at most: characters, in the manuals of MariaDB and MySQL. */
export const MESSAGE_CHARS_MAX = 128
const BEGINNING = 'Crédito bloqueado: '
/** Not the one character: the sessions of old ERPs speak character sets that lack it. */
const CUT = '...'

/** The gravest reason for the rep, and what would free the customer as far as there is room for it. */
export function messageOf({ reasons, remedies }: Pick<Opening, 'reasons' | 'remedies'>): string {
  const [gravest, ...others] = reasons
  const reason = gravest ? lowerFirst(clean(gravest.message)).replace(/\.$/, '') : 'consulte o financeiro'
  const more = others.length === 0 ? '' : ` (+${others.length} ${others.length === 1 ? 'motivo' : 'motivos'})`
  const whole = `${BEGINNING}${reason}`
  const candidates = [`${whole}${more}.${wayOut(remedies)}`, `${whole}${more}.`, `${whole}.`]
  return candidates.find(fits) ?? cut(whole)
}

const fits = (text: string): boolean => [...text].length <= MESSAGE_CHARS_MAX

/** At the end of a word. */
function cut(text: string): string {
  const kept = [...text].slice(0, MESSAGE_CHARS_MAX - CUT.length).join('')
  const end = kept.lastIndexOf(' ')
  return `${kept.slice(0, end > BEGINNING.length ? end : kept.length)}${CUT}`
}

/** Another person's payment is nobody's business here: only what the customer alone can pay is named. */
function wayOut(remedies: readonly Remedy[]): string {
  const payment = remedies.find((remedy) => remedy.kind === 'pay_receivables')
  if (!payment || payment.ownAmount !== undefined) return ''
  return ` Pagando ${formatBrl(parseCents(payment.amount) ?? 0n)}, libera.`
}

/** One line, and only what the error messages of the databases can hold: three bytes of UTF-8 at most. */
const clean = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u{10000}-\u{10ffff}]/gu, '?')
    .trim()

/** Not a name in capitals such as CNPJ. */
const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text
