import type { z } from 'zod'
import { formatCents } from '../kernel/cents.ts'
import type { Clock, EpochMs } from '../kernel/clock.ts'
import type { KnownContact } from './addresses.ts'
import type { CareView, NamedDispute } from './care-reading.ts'
import type {
  careSchema,
  contactSchema,
  disputeSchema,
  entrySchema,
  listedTaskSchema,
  pauseSchema,
  promiseSchema,
  taskSchema,
} from './care-schema.ts'
import type { StoredPause } from './pause-store.ts'
import type { JudgedPromise } from './promise-judging.ts'
import type { StoryEntry } from './story-store.ts'
import type { ListedTask, Task } from './task-store.ts'

/** The wire forms of a customer's story. */
export function careWire(clock: Clock) {
  const formatOrNull = (instant: EpochMs | null): string | null => (instant === null ? null : clock.format(instant))

  const entry = ({ kind, at, actor, detail, messageId = null }: StoryEntry): z.input<typeof entrySchema> => ({
    ...{ kind, at: clock.format(at), actor, detail: { ...detail }, messageId },
  })
  const promise = (judged: JudgedPromise): z.input<typeof promiseSchema> => {
    const { titles, deadlineOn, received, verdict } = judged
    const { id, amount, promisedOn, state, note, madeBy, madeAt, resolvedOn } = judged.promise
    return {
      ...{ id, amount: formatCents(amount), promisedOn, deadlineOn, state, received: formatCents(received) },
      waitsForSource: verdict.kind === 'waiting',
      receivables: titles.map(({ externalId, openThen, openNow }) => ({
        ...{ externalId, openThen: formatCents(openThen), openAmount: formatCents(openNow) },
      })),
      ...{ note, madeBy, madeAt: clock.format(madeAt), resolvedOn },
    }
  }
  const dispute = (one: NamedDispute): z.input<typeof disputeSchema> => {
    const { id, receivables, reason, state, openedBy, openedAt, resolution, resolvedAt } = one
    return {
      ...{ id, receivables: receivables === null ? null : [...receivables], reason, state, openedBy, resolution },
      ...{ openedAt: clock.format(openedAt), resolvedAt: formatOrNull(resolvedAt) },
    }
  }
  const pause = ({ id, kind, untilOn, reason, setBy, setAt, liftedAt }: StoredPause): z.input<typeof pauseSchema> => ({
    ...{ id, kind, until: untilOn, reason, setBy, setAt: clock.format(setAt), liftedAt: formatOrNull(liftedAt) },
  })
  const task = (one: Task): z.input<typeof taskSchema> => {
    const { id, kind, title, dueOn, assignee, state, origin, messageId, createdBy, createdAt, outcome, doneAt } = one
    return {
      ...{ id, kind, title, dueOn, assignee, state, origin, messageId, createdBy, outcome },
      ...{ createdAt: clock.format(createdAt), doneAt: formatOrNull(doneAt) },
    }
  }
  const listedTask = (one: ListedTask): z.input<typeof listedTaskSchema> => ({ ...task(one), customer: one.customer })
  const contact = (one: KnownContact): z.input<typeof contactSchema> => {
    const { id, channel, address, name, field, fault, mark } = one
    return {
      ...{ id, channel, address, name, field },
      state: fault === null ? (mark?.mark ?? 'good') : 'unusable',
      reason: fault ?? mark?.reason ?? null,
      markedAt: formatOrNull(mark?.markedAt ?? null),
    }
  }
  const view = ({ customer, standing, ...care }: CareView): z.input<typeof careSchema> => {
    const { source, externalId, name, collectionStage, brokenPromises } = customer
    return {
      customer: { source, externalId, name },
      standing: standing && { ...standing, flags: [...standing.flags], because: [...standing.because] },
      ...{ collectionStage, brokenPromises },
      promises: care.promises.map(promise),
      disputes: care.disputes.map(dispute),
      pauses: care.pauses.map(pause),
      tasks: care.tasks.map(task),
      contacts: care.contacts.map(contact),
    }
  }
  return { entry, promise, dispute, pause, task, listedTask, contact, view }
}

export type CareWire = ReturnType<typeof careWire>
