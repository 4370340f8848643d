import type { Sql } from '../database.ts'
import type { Day } from '../kernel/day.ts'
import { contactsKnown, type KnownContact } from './addresses.ts'
import { type CareCustomer, findKnownStanding, type KnownStanding } from './care-store.ts'
import type { CollectionCase } from './case.ts'
import { type Dispute, listOpenDisputes } from './dispute-store.ts'
import { listPauses, type StoredPause } from './pause-store.ts'
import { type JudgedPromise, type JudgingDeps, judgeAll } from './promise-judging.ts'
import { findTitles, listPromises } from './promise-store.ts'
import { listOpenTasks, type Task } from './task-store.ts'
import { OPEN_TASKS_MAX } from './tasks.ts'

const FIRST_DAY: Day = '1900-01-01'

/** What holds collection of many customers back: pauses that nobody lifted, open promises, open disputes. */
export async function readCare(
  sql: Sql,
  customerIds: readonly number[],
): Promise<Map<number, Pick<CollectionCase, 'pauses' | 'promises' | 'disputes'>>> {
  const pauses = Map.groupBy(await listPauses(sql, customerIds, FIRST_DAY), ({ customerId }) => customerId)
  const promises = Map.groupBy(await listPromises(sql, customerIds, 'open'), ({ customerId }) => customerId)
  const disputes = Map.groupBy(await listOpenDisputes(sql, customerIds), ({ customerId }) => customerId)
  const concerned = new Set([...pauses.keys(), ...promises.keys(), ...disputes.keys()])
  return new Map(
    [...concerned].map((id) => [
      id,
      {
        pauses: (pauses.get(id) ?? []).map(({ kind, untilOn }) => ({ kind, untilOn })),
        promises: (promises.get(id) ?? []).map(({ promisedOn, titles }) => ({
          promisedOn,
          receivableIds: titles.map((title) => title.id),
        })),
        disputes: (disputes.get(id) ?? []).map(({ receivableIds }) => ({ receivableIds })),
      },
    ]),
  )
}

/** A dispute with the external ids of its titles. */
export interface NamedDispute extends Dispute {
  readonly receivables: readonly string[] | null
}

export async function nameDisputes(sql: Sql, disputes: readonly Dispute[]): Promise<NamedDispute[]> {
  const titles = await findTitles(
    sql,
    disputes.flatMap(({ receivableIds }) => receivableIds ?? []),
  )
  return disputes.map((dispute) => ({
    ...dispute,
    receivables: dispute.receivableIds?.flatMap((id) => titles.get(id)?.externalId ?? []) ?? null,
  }))
}

/** All that has to be known before one speaks with a customer. */
export interface CareView {
  readonly customer: CareCustomer
  readonly standing: KnownStanding | null
  readonly promises: readonly JudgedPromise[]
  readonly disputes: readonly NamedDispute[]
  readonly pauses: readonly StoredPause[]
  readonly tasks: readonly Task[]
  readonly contacts: readonly KnownContact[]
}

export async function readView(deps: JudgingDeps, sql: Sql, customer: CareCustomer): Promise<CareView> {
  const { id } = customer
  return {
    customer,
    standing: await findKnownStanding(sql, id),
    promises: await judgeAll(deps, sql, await listPromises(sql, [id], 'open')),
    disputes: await nameDisputes(sql, await listOpenDisputes(sql, [id])),
    pauses: await listPauses(sql, [id], deps.clock.today()),
    tasks: await listOpenTasks(sql, id, OPEN_TASKS_MAX),
    contacts: (await contactsKnown(sql, customer)).filter(({ channel }) => channel !== 'webhook'),
  }
}
