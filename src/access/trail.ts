import type { Sql } from '../database.ts'
import type { Clock } from '../kernel/clock.ts'
import { nameOfPerson, type Person } from '../people/person.ts'
import { actorOf, type Caller } from './key.ts'
import { recordAudit } from './store.ts'

/** How the trail names whoever is behind a request: a key, a person, or the program itself. */
export function whoActs(request: object): string {
  const { caller, person } = request as { caller?: Caller | null; person?: Person | null }
  if (caller) return actorOf(caller)
  return person ? nameOfPerson(person) : 'fiado'
}

/** Writes the audit trail, in the transaction of what it tells of. */
export const createTrail =
  (clock: Clock) =>
  async (
    sql: Sql,
    request: object,
    action: string,
    subject: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    const { id } = request as { id?: string }
    await recordAudit(sql, {
      ...{ actor: whoActs(request), action, subject, detail, at: clock.now() },
      requestId: id ?? null,
    })
  }
