import { formatBrl, parseCents } from '../../kernel/cents.ts'
import type { EpochMs } from '../../kernel/clock.ts'
import { addDays, type Day, formatBrDay } from '../../kernel/day.ts'
import { findBlockedOrder } from '../../orders/blocked-store.ts'
import { maySee, type Refusal } from '../../orders/order-act.ts'
import { findRelease } from '../../orders/release-store.ts'
import type { Signing } from '../../orders/releases.ts'
import type { Person } from '../../people/person.ts'
import type { OrdersPort } from '../order-port.ts'
import type { Outcome } from '../outcome.ts'
import { actorOfPerson, askedBy, requireAbility } from './actor.ts'
import type { OrdersSupply } from './orders.ts'
import { DONE, refuse, UNKNOWN } from './reach.ts'

interface OrderActsSupply extends OrdersSupply {
  readonly readOrder: OrdersPort['read']
}
type Acts = Omit<OrdersPort, 'list' | 'rows' | 'ended' | 'read' | 'approvals'>
const NOT_THEIRS = 'Só quem pediu a liberação pode retirar o pedido.'
const NOT_RELEASABLE = 'Este pedido não pode ser liberado por assinatura: veja os motivos do bloqueio.'

/** What people do with an order; what stands against it is told in the words that they read. */
export function orderActs(deps: OrderActsSupply): Acts {
  const { clock, settings, orders } = deps
  const sign = async (person: Person, releaseId: string, signing: Signing): Promise<Outcome> => {
    const done = await orders.signRelease(actorOfPerson(person), releaseId, signing, askedBy(person))
    if (!('refused' in done)) return DONE
    return done.refused === 'forbidden' ? refuse(done.why) : explain(deps, person, done, { releaseId })
  }
  return {
    requestRelease: async (person, id, reason) => {
      requireAbility(person, 'releases.request')
      const done = await orders.requestRelease(actorOfPerson(person), id, reason, askedBy(person))
      return 'refused' in done ? explain(deps, person, done, { id }) : DONE
    },
    approve: async (person, releaseId, { reason, amount, expiresOn }) => {
      requireAbility(person, 'releases.approve')
      if (amount <= 0n) return refuse('O valor liberado tem de ser maior que zero.')
      const now = clock.now()
      const latest = now + settings.release.expiresMax
      const [first, last] = [clock.today(), clock.format(latest).slice(0, 10)]
      if (expiresOn < first || expiresOn > last)
        return refuse(`A liberação vale no mínimo até hoje e no máximo até ${formatBrDay(last)}.`)
      const expiresAt = Math.min(endOfDay(expiresOn, clock.timeZone), latest)
      return sign(person, releaseId, { verdict: 'approved', reason, amount, expiresAt })
    },
    reject: async (person, releaseId, reason) => {
      requireAbility(person, 'releases.approve')
      return sign(person, releaseId, { verdict: 'rejected', reason })
    },
    withdraw: async (person, releaseId, reason) => {
      requireAbility(person, 'releases.request')
      const done = await orders.withdrawRelease(actorOfPerson(person), releaseId, reason, askedBy(person))
      if (!('refused' in done)) return DONE
      return done.refused === 'forbidden' ? refuse(NOT_THEIRS) : explain(deps, person, done, { releaseId })
    },
    keep: async (person, id, kept, reason) => {
      requireAbility(person, 'releases.approve')
      const done = await orders.keepBack(actorOfPerson(person), id, kept, reason, askedBy(person))
      return 'refused' in done ? explain(deps, person, done, { id }) : DONE
    },
    notePaymentSent: async (person, id, sent) => {
      const order = await deps.readOrder(person, id)
      if (order === null) return UNKNOWN
      if (order.payment === null) return refuse('Este pedido não está mais bloqueado, ou não há o que pagar por ele.')
      const amount = parseCents(order.payment.amount)
      // What was asked for is on record as it was asked, and not as it was typed into a form.
      if (amount !== sent.amount)
        return refuse(
          `O valor mudou para ${formatBrl(amount ?? 0n)} depois que esta página foi aberta. Envie a mensagem nova antes de registrar.`,
        )
      const done = await orders.paymentSent(actorOfPerson(person), id, sent, askedBy(person))
      return 'refused' in done ? explain(deps, person, done, { id }) : DONE
    },
  }
}

/** The last second of a day in a zone. */
function endOfDay(day: Day, timeZone: string): EpochMs {
  return Temporal.PlainDate.from(addDays(day, 1)).toZonedDateTime(timeZone).epochMilliseconds - 1_000
}

/** Why the flow refused, by what stands now: its own words are for those who write programs. */
async function explain(
  { db }: OrdersSupply,
  person: Person,
  { refused }: Refusal,
  named: { readonly id: string } | { readonly releaseId: string },
): Promise<Outcome> {
  if (refused === 'unknown') return UNKNOWN
  if (refused === 'senseless') return refuse('Confira o valor e a validade da liberação.')
  const release = 'releaseId' in named ? await findRelease(db, named.releaseId) : null
  const order = await findBlockedOrder(db, 'id' in named ? named.id : (release?.blockedOrderId ?? ''))
  if (!order || !maySee(actorOfPerson(person), order)) return UNKNOWN
  if (release?.state === 'expired') return refuse('A primeira assinatura venceu: é preciso pedir a liberação de novo.')
  if (release && release.state !== 'requested') return refuse('Esta liberação já foi decidida.')
  if (order.state !== 'blocked') return refuse('Este pedido não está mais bloqueado.')
  if (release && release.revision !== order.revision)
    return refuse('O pedido mudou no ERP depois que a liberação foi pedida: é preciso pedir de novo.')
  return refuse(NOT_RELEASABLE)
}
