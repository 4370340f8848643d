import { SyncError } from '../../../src/sync/errors.ts'
import type { HttpReply } from '../../../src/sync/http.ts'
import { plain } from './mapping.ts'

/**
 * Omie tells what is wrong as a SOAP fault, mostly with status 500 and sometimes with 200. One code has several meanings
 * (105: no such record, or a wrong value), so the words decide, and the code only where it is clear.
 */
export interface Fault {
  /** Lower case, without accents. */
  readonly words: string
  readonly code: string
  /** As a person may read it: without the values, which may name a customer. */
  readonly said: string
}

/** The same query again within this time is refused. */
export const REDUNDANT_MS = 60_000
/** Ten errors of one method close it for so long, and every further error prolongs it. */
export const BLOCKED_MS = 30 * 60_000
const BUSY_MS = 10_000

export function faultOf(json: unknown): Fault | null {
  if (typeof json !== 'object' || json === null) return null
  const { faultstring, faultcode } = json as { faultstring?: unknown; faultcode?: unknown }
  if (faultstring === undefined && faultcode === undefined) return null
  const text = typeof faultstring === 'string' ? faultstring : ''
  const code = String(faultcode ?? '').replace(/^SOAP-ENV:/, '')
  return { words: plain(text), code, said: `${code} ${text.replace(/\[[^\]]*\]/g, '[…]')}`.trim() }
}

/** An empty list, a page behind the last, or a record that is not there: an answer, although told as an error. */
export const isNothingThere = ({ words, code }: Fault): boolean =>
  code === 'Client-5113' || /nao existem registros|nao (cadastrad|encontrad|localizad)/.test(words)

export function judge(reply: HttpReply): SyncError | null {
  const fault = faultOf(reply.json)
  if (reply.status === 429) return null
  if (fault === null) {
    if (reply.status === 425) return blocked({ words: '', code: '', said: '' })
    return reply.status === 500 ? new SyncError('unavailable', 'Omie answered 500 without saying why') : null
  }
  return throttledBy(reply, fault) ?? refusedBy(fault)
}

function throttledBy({ status }: HttpReply, fault: Fault): SyncError | null {
  const { words, code } = fault
  if (status === 425 || code.includes('MISUSE') || /consumo indevido|bloquead[ao] por consumo/.test(words))
    return blocked(fault)
  if (code === 'Client-6' || words.includes('redundant')) {
    // A second more than told, since clocks differ; never more than the whole time that the rule knows.
    const retryAfterMs = Math.min(REDUNDANT_MS, (secondsIn(words) ?? REDUNDANT_MS / 1_000) * 1_000 + 1_000)
    return new SyncError('throttled', 'Omie was asked the same within a minute', { retryAfterMs })
  }
  if (words.includes('ja foi processada ou esta sendo processada'))
    return new SyncError('throttled', 'Omie is still at the same call', { retryAfterMs: REDUNDANT_MS })
  if (code === 'Client-1880' || words.includes('ja existe uma requisicao desse metodo'))
    return new SyncError('throttled', 'Omie allows no more calls of this method at a time', { retryAfterMs: BUSY_MS })
  if (words.includes('too many requests'))
    return new SyncError('throttled', 'Omie was asked too often', { retryAfterMs: REDUNDANT_MS })
  return null
}

function blocked({ words }: Fault): SyncError {
  const seconds = secondsIn(words)
  const retryAfterMs = seconds === null ? BLOCKED_MS : (seconds + 1) * 1_000
  return new SyncError('throttled', 'Omie has closed this method after too many errors', { retryAfterMs })
}

function refusedBy(fault: Fault): SyncError | null {
  const { words, code } = fault
  // Never quoted: Omie repeats the key in it.
  if (
    /chave de acesso|aplicativo esta suspenso|dados de autenticacao|app_?key|app_?secret|api is not enabled/.test(words)
  )
    return new SyncError('auth', 'Omie does not accept the app key and secret, or the app is suspended')
  if (/nao autorizado|acesso negado|sem permissao/.test(words))
    return new SyncError('auth', 'Omie does not allow the app to do this')
  if (isNothingThere(fault)) return null
  if (code.startsWith('Server') || /broken response|timeout|instabilidade/.test(words))
    return new SyncError('unavailable', `Omie is out of order: ${fault.said}`)
  return new SyncError('settings', `Omie refuses the call: ${fault.said}`)
}

/** "Aguarde 57 segundos", "Tente novamente em 1678 segundos", "Tente novamente em [1678]". */
function secondsIn(words: string): number | null {
  const match = /(\d{1,6})\]?\s*segundo/.exec(words) ?? /novamente em \[?(\d{1,6})/.exec(words)
  return match ? Number(match[1]) : null
}
