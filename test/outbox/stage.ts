import { pino } from 'pino'
import { migrate } from '../../migrations/index.ts'
import { type Database, openDatabase } from '../../src/database.ts'
import { type Clock, createClock } from '../../src/kernel/clock.ts'
import type { EventType } from '../../src/outbox/event.ts'
import { addEvents } from '../../src/outbox/event-store.ts'
import { type Outbox, type OutboxDeps, openOutbox } from '../../src/outbox/outbox.ts'
import type { Trail } from '../../src/receivables/trail.ts'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import { type Receiver, startReceiver } from './receiver.ts'

export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** A clock that goes only when it is told to; it begins at the real time, by which signatures are checked. */
export interface VirtualClock extends Clock {
  advance(ms: number): void
}

function createVirtualClock(): VirtualClock {
  const real = createClock('America/Sao_Paulo')
  let now = real.system()
  return {
    ...real,
    now: () => now,
    system: () => now,
    today: () => real.format(now).slice(0, 10),
    advance: (ms) => {
      now += ms
    },
  }
}

export interface Told {
  readonly action: string
  readonly subject: string
  readonly detail: object
}

/** One database, one receiver, and any number of programs that send. */
export interface Stage {
  readonly db: Database
  readonly url: string
  readonly clock: VirtualClock
  readonly receiver: Receiver
  readonly outbox: Outbox
  /** What the audit trail was told. */
  readonly told: Told[]
  /** Another program on the same database, with connections of its own. */
  openAnother(deps?: Partial<OutboxDeps>): { outbox: Outbox; db: Database }
  /** Events of customers in this order; each carries its place. */
  happen(customers: readonly number[], about?: { type?: EventType; source?: string }): Promise<void>
  /** A webhook to the receiver; answers its id and secret. */
  hook(about?: { types?: EventType[]; source?: string | null; url?: string }): Promise<{ id: string; secret: string }>
  /** One second after the other: relays and posts what is due. */
  pass(ms: number, stepMs: number): Promise<void>
  close(): Promise<void>
}

async function openStage(dialect: Dialect, deps: Partial<OutboxDeps> = {}): Promise<Stage> {
  const { url, drop } = await createDatabaseUrl(dialect)
  const db = openDatabase(url)
  await migrate(db.migrations)
  const clock = createVirtualClock()
  const receiver = await startReceiver()
  const told: Told[] = []
  const trail: Trail<object> = async (_sql, _request, action, subject, detail) => {
    told.push({ action, subject, detail })
  }
  const opened: { outbox: Outbox; db: Database }[] = []
  const open = (on: Database, more: Partial<OutboxDeps> = {}): Outbox => {
    const logger = pino({ level: 'silent' })
    const outbox = openOutbox({ db: on, clock, logger, pace: { random: () => 0.5 }, ...deps, ...more }, trail)
    opened.push({ outbox, db: on })
    return outbox
  }
  const outbox = open(db)
  let count = 0
  return {
    ...{ db, url, clock, receiver, outbox, told },
    openAnother: (more) => {
      const another = openDatabase(url)
      return { outbox: open(another, more), db: another }
    },
    happen: (customers, { type = 'order.blocked', source = 'erp' } = {}) =>
      db.transaction((sql) => {
        const happenings = customers.map((customerId) => ({
          ...{ type, source, customerId },
          payload: { customer: customerId, n: ++count, amount: '1250.00' },
        }))
        return addEvents(sql, happenings, clock.now())
      }),
    hook: async ({ types = [], source = null, url: to = receiver.url } = {}) => {
      const made = await outbox.webhooks.create({ name: 'Portal', url: to, types, source }, {})
      if (made.kind !== 'made') throw new Error(JSON.stringify(made))
      return { id: made.webhook.id, secret: made.secret }
    },
    pass: async (ms, stepMs) => {
      for (let passed = 0; passed < ms; passed += stepMs) {
        clock.advance(stepMs)
        await outbox.relay()
        await outbox.deliverDue()
      }
    },
    close: async () => {
      for (const { outbox: one } of opened) await one.stop()
      for (const handle of new Set(opened.map((one) => one.db))) await handle.close()
      await receiver.close()
      await drop()
    },
  }
}

/** Runs a test on a stage of its own. */
export const onStage =
  (dialect: Dialect, play: (stage: Stage) => Promise<void>, deps: Partial<OutboxDeps> = {}) =>
  async (): Promise<void> => {
    const stage = await openStage(dialect, deps)
    try {
      await play(stage)
    } finally {
      await stage.close()
    }
  }
