import type { Database } from '../../database.ts'
import { type Cents, formatCents } from '../../kernel/cents.ts'
import type { Clock } from '../../kernel/clock.ts'
import { authorityOf, isSameActor, judgeSignature } from '../../orders/authority.ts'
import type { OrdersSettings } from '../../orders/orders-settings.ts'
import { overLimit } from '../../orders/over-limit.ts'
import { type Signature, sumSigned } from '../../orders/release-store.ts'
import { monthStart } from '../../orders/releases.ts'
import { isAble } from '../../people/abilities.ts'
import { nameOfPerson, type Person } from '../../people/person.ts'
import type { Approvals, OrderDetail } from '../order-port.ts'
import { actorOfPerson } from './actor.ts'
import type { OrderCase } from './order-case.ts'

/** What a person approved this month; nothing is asked for those who sign nothing. */
export async function readSpent(db: Database, clock: Clock, person: Person): Promise<Cents> {
  if (!isAble(person.role, 'releases.approve')) return 0n
  return sumSigned(db, nameOfPerson(person), monthStart(clock.now(), clock))
}

export function authorityToPort(person: Person, spent: Cents, { release }: OrdersSettings): Approvals['authority'] {
  const authority = authorityOf(actorOfPerson(person), release)
  if (!authority) return null
  return {
    amountMax: authority.amountMax === undefined ? null : formatCents(authority.amountMax),
    monthlyBudget: authority.monthlyMax === undefined ? null : formatCents(authority.monthlyMax),
    monthlyUsed: formatCents(spent),
  }
}

/** What a person may do with an order now; the flows judge again when it is done. */
export function mayOf(
  person: Person,
  { order, check, release }: OrderCase,
  signatures: readonly Signature[],
  spent: Cents,
  settings: OrdersSettings,
): OrderDetail['may'] {
  const { role } = person
  const isBlocked = order.state === 'blocked'
  const canRequest = isBlocked && isAble(role, 'releases.request')
  const canApprove = isBlocked && isAble(role, 'releases.approve')
  const asked = release?.state === 'requested' && release.revision === order.revision ? release : null
  const isOpen = release?.state === 'requested' || release?.state === 'approved'
  const isTheirs = (release && isSameActor(release.requestedBy, nameOfPerson(person))) || role !== 'rep'
  const signable = asked && {
    ...{ requestedBy: asked.requestedBy, amount: order.amount },
    ...(check ? overLimit(check.made.facts) : { over: 0n, limit: 0n }),
    approvedBy: signatures
      .filter(({ releaseId, verdict }) => releaseId === asked.id && verdict === 'approved')
      .map(({ signer }) => signer),
  }
  const actor = actorOfPerson(person)
  const verdict = canApprove && signable ? judgeSignature(actor, signable, spent, settings) : null
  return {
    request: canRequest && asked === null && check?.made.decision.releasable === true,
    sign: verdict && {
      amountMax: authorityToPort(person, spent, settings)?.amountMax ?? null,
      refusal: verdict.kind === 'refused' ? verdict.why : null,
    },
    keep: canApprove,
    withdraw: canRequest && isOpen && isTheirs,
  }
}
