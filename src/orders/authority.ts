import { type Cents, formatBrl } from '../kernel/cents.ts'
import { idOfActor, type Role } from '../people/person.ts'
import type { Authority, OrdersSettings } from './orders-settings.ts'

/** Somebody who signs: a person, or a key that acts for one. */
export interface Signer {
  /** As the trail names them; by the id in it they are known, whatever they are called by now. */
  readonly name: string
  readonly role: Role
  /** By which `people` of config/orders.yaml knows them; null for a key. */
  readonly login: string | null
}

/** What is to be signed. */
export interface Signable {
  readonly requestedBy: string
  readonly amount: Cents
  /** By how much it goes beyond the limit, and that limit; `limit` null where no credit was granted at all. */
  readonly over: Cents
  readonly limit: Cents | null
  /** Who has approved already. */
  readonly approvedBy: readonly string[]
}

export type Verdict =
  | { readonly kind: 'signed'; readonly isFinal: boolean }
  | { readonly kind: 'refused'; readonly why: string }

const SHARE_ONE = 10_000n

/** Whether this signature counts, and whether it is the last that is needed. `spent`: what the signer approved this month. */
export function judgeSignature(
  signer: Signer,
  release: Signable,
  spent: Cents,
  { release: settings }: OrdersSettings,
): Verdict {
  if (isSameActor(release.requestedBy, signer.name))
    return refused('Ninguém libera o próprio pedido: outra pessoa assina.')
  if (release.approvedBy.some((name) => isSameActor(name, signer.name)))
    return refused('A segunda assinatura é de outra pessoa.')
  const authority = authorityOf(signer, settings)
  if (!authority) return refused('Seu papel não tem alçada para liberar pedidos.')
  const beyond = findBeyond(authority, release, spent)
  if (beyond) return refused(beyond)
  const needed = signaturesNeeded(release.amount, settings)
  return { kind: 'signed', isFinal: release.approvedBy.length + 1 >= needed }
}

/** Whether two names of the trail are of one person, or of one key. */
export const isSameActor = (one: string, other: string): boolean => idOfActor(one) === idOfActor(other)

export const signaturesNeeded = (amount: Cents, settings: OrdersSettings['release']): number =>
  amount > settings.secondSignatureAbove ? 2 : 1

/** What somebody may sign; `undefined` for who signs nothing. */
export const authorityOf = ({ role, login }: Signer, settings: OrdersSettings['release']): Authority | undefined =>
  (login === null ? undefined : settings.people[login]) ??
  (role === 'analyst' || role === 'manager' || role === 'admin' ? settings.authority[role] : undefined)

function findBeyond(authority: Authority, { amount, over, limit }: Signable, spent: Cents): string | null {
  const { amountMax, overLimitShareMax, monthlyMax } = authority
  if (amountMax !== undefined && amount > amountMax)
    return `O pedido de ${formatBrl(amount)} passa da sua alçada de ${formatBrl(amountMax)}.`
  if (overLimitShareMax !== undefined && over > 0n) {
    if (limit === null) return 'O cliente não tem limite: a sua alçada não cobre quem está sem crédito concedido.'
    if (over * SHARE_ONE > limit * overLimitShareMax)
      return `O pedido passa ${formatBrl(over)} do limite, mais do que a sua alçada permite.`
  }
  if (monthlyMax !== undefined && spent + amount > monthlyMax)
    return `Com este pedido as suas liberações do mês passariam de ${formatBrl(monthlyMax)} (já são ${formatBrl(spent)}).`
  return null
}

const refused = (why: string): Verdict => ({ kind: 'refused', why })
