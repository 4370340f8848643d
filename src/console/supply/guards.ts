import type { Database } from '../../database.ts'
import type { VerdictCount } from '../../guard/event-store.ts'
import type { Guards } from '../../guard/guards.ts'
import type { Clock, EpochMs } from '../../kernel/clock.ts'
import { findBlockedOrders } from '../../orders/blocked-store.ts'
import { isAble } from '../../people/abilities.ts'
import type { Person } from '../../people/person.ts'
import { findCustomers } from '../../receivables/customer-store.ts'
import { problem } from '../../web/problems.ts'
import type { GuardEvent, GuardRow, GuardsPort, Verdict } from '../guard-port.ts'
import { requireAbility } from './actor.ts'
import { isOfPerson } from './reach.ts'

interface GuardsSupply {
  readonly db: Database
  readonly clock: Clock
  readonly guards: Pick<Guards, 'guards' | 'faults' | 'list' | 'countVerdicts' | 'events'>
}

const EVENTS_PER_PAGE = 50
const CURSOR = /^\d{1,15}$/
/** Nobody knows what these would have been. */
const UNJUDGED: ReadonlySet<Verdict> = new Set(['old', 'fault'])

/** What stands in the ERPs' own databases, for those who connect them. */
export function guardsPort(deps: GuardsSupply): GuardsPort {
  const { clock, guards } = deps
  const formatOrNull = (instant: EpochMs | null): string | null => (instant === null ? null : clock.format(instant))
  return {
    list: async (person) => {
      requireAbility(person, 'integration.see')
      const states = (await guards.list()).filter(({ source }) => isOfPerson(person, source))
      const counts = states.length === 0 ? [] : await guards.countVerdicts(startOfToday(clock))
      const rows = states.map(
        (state): GuardRow => ({
          ...state,
          ...{ waitingSince: formatOrNull(state.waitingSince), publishedAt: formatOrNull(state.publishedAt) },
          ...{ comparedAt: formatOrNull(state.comparedAt), failedAt: formatOrNull(state.failedAt) },
          ...{ verifiedAt: formatOrNull(state.verifiedAt), today: sumToday(state.name, counts) },
        }),
      )
      // Files are named after guards, and a fault may be in any of them.
      return { guards: rows, faults: person.source === null ? guards.faults : [] }
    },
    events: async (person, name, after, limit = EVENTS_PER_PAGE) => {
      requireAbility(person, 'integration.see')
      if (after !== null && !CURSOR.test(after)) throw problem(404, 'There is no such page.')
      const guard = guards.guards.find((one) => one.name === name)
      if (!guard || !isOfPerson(person, guard.source)) return null
      const found = await guards.events({ guard: name, before: after === null ? null : Number(after), limit })
      return { entries: await toPort(deps, person, guard.source, found.events), next: found.next }
    },
  }
}

type Found = Awaited<ReturnType<Guards['events']>>['events']

/** With what can be opened by whoever asks. */
async function toPort({ db }: GuardsSupply, person: Person, source: string, found: Found): Promise<GuardEvent[]> {
  const named = isAble(person.role, 'customers.see') ? found.flatMap(({ customer }) => customer ?? []) : []
  const ordered = isAble(person.role, 'orders.see') ? found.flatMap(({ orderId }) => orderId ?? []) : []
  const customers = named.length === 0 ? null : await findCustomers(db, source, named)
  const orders = ordered.length === 0 ? null : await findBlockedOrders(db, source, [...new Set(ordered)])
  return found.map(({ at, verdict, refused, customer, company, orderId, amount, message, checkId }) => ({
    ...{ at, verdict, isRefused: refused, company, orderId, amount, message, checkId },
    customer: customer === null ? null : { source, externalId: customer, name: customers?.get(customer)?.name ?? null },
    blockedOrderId: orderId === null ? null : (orders?.get(orderId)?.id ?? null),
  }))
}

function sumToday(name: string, counts: readonly VerdictCount[]): GuardRow['today'] {
  const sum = (isMeant: (count: VerdictCount) => boolean): number =>
    counts.reduce((total, one) => (one.guard === name && isMeant(one) ? total + one.count : total), 0)
  return {
    refused: sum(({ isRefused }) => isRefused),
    watched: sum(({ verdict, isRefused }) => !isRefused && !UNJUDGED.has(verdict)),
    unjudged: sum(({ verdict, isRefused }) => !isRefused && UNJUDGED.has(verdict)),
  }
}

const startOfToday = (clock: Clock): EpochMs =>
  Temporal.PlainDate.from(clock.today()).toZonedDateTime(clock.timeZone).epochMilliseconds
