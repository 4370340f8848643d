import { join } from 'node:path'
import { pino } from 'pino'
import { expect } from 'vitest'
import { migrate } from '../../migrations/index.ts'
import type { OutgoingMessage } from '../../src/channels/contract.ts'
import { openCare } from '../../src/collection/care.ts'
import { readCollectionConfig } from '../../src/collection/collection-config.ts'
import { resolveMessage } from '../../src/collection/receipts.ts'
import { composeCollection } from '../../src/compose-collection.ts'
import { openDatabase } from '../../src/database.ts'
import { isCron } from '../../src/jobs/schedule.ts'
import type { JobRun } from '../../src/jobs/shared-job.ts'
import { createCalendar } from '../../src/kernel/calendar.ts'
import { type Clock, createClock } from '../../src/kernel/clock.ts'
import { addDays, type Day, daysBetween, weekday } from '../../src/kernel/day.ts'
import { type FeedDeps, feed } from '../../src/receivables/feed.ts'
import { RandomChoices } from '../receivables/random-choices.ts'
import { sampleCustomer, sampleReceivable } from './business.ts'
import { createMemoryProvider } from './memory-channel.ts'

const SOURCE = 'erp'
const FIRST_DAY = '2026-11-23'
const ZONE = 'America/Sao_Paulo'
/** The states of the customers, their zone, and when they may be written to: written down here once more, by the law. */
const STATES = [
  { state: 'SP', zone: 'America/Sao_Paulo', weekdays: [8, 20], saturday: [8, 14] },
  { state: 'RJ', zone: 'America/Sao_Paulo', weekdays: [9, 19], saturday: null },
  { state: 'AC', zone: 'America/Rio_Branco', weekdays: [9, 18], saturday: null },
  { state: 'MT', zone: 'America/Cuiaba', weekdays: [9, 18], saturday: null },
] as const
const CUSTOMERS = 8
const GAPS: Readonly<Record<string, number>> = { preventive: 4, standard: 3, firm: 2 }

export interface RandomHistory {
  readonly seed: number
  readonly days: number
}

export interface HistoryReport {
  readonly sent: number
  readonly refusedByRule: number
}

interface Title {
  readonly externalId: string
  readonly customer: string
  readonly dueOn: Day
  open: boolean
}

/**
 * Lives through random days: bills, payments, disputes, pauses, providers that fail, bounces, nights on which nothing ran.
 * At each message, as it leaves, it is judged whether it may.
 */
export async function liveThrough(url: string, { seed, days }: RandomHistory): Promise<HistoryReport> {
  const choices = new RandomChoices(seed)
  const db = openDatabase(url)
  await migrate(db.migrations)
  let fixed = createClock(ZONE, `${FIRST_DAY}T06:00:00-03:00`)
  const clock: Clock = {
    timeZone: ZONE,
    now: () => fixed.now(),
    today: () => fixed.today(),
    system: () => fixed.now(),
    format: (instant) => fixed.format(instant),
  }
  const calendar = createCalendar()
  const keeping = {
    ...{ accountBy: [], perCompany: false, graceDays: () => 0, disputedIsOverdue: () => false },
  }
  const feedDeps: FeedDeps = { db, clock, calendar, keeping: () => keeping, catchUp: async () => undefined }
  const honoursKey = choices.one([true, false])
  const provider = createMemoryProvider(honoursKey)
  const config = await readCollectionConfig(join(import.meta.dirname, '../../config'), {
    ...{ adapters: [provider.adapter], environment: {}, isDemo: false, isCron },
  })
  const kinds = ['email', 'whatsapp', 'sms'] as const
  const parts = {
    ...{ db, clock, calendar, logger: pino({ level: 'silent' }), leaseMs: 60_000, zone: ZONE },
    pace: { now: clock.now, sleep: async () => undefined, random: () => 0 },
    http: () => ({ request: () => Promise.reject(new Error('nothing calls out here')) }),
    ...{ actorOf: () => 'test', readAgain: async () => 'done' as const, recordMessage: () => undefined },
    ...{ nudge: () => undefined, trail: async () => undefined },
  }
  const collection = composeCollection(
    {
      ...config,
      settings: { ...config.settings, mode: 'on', creditors: { main: CREDITOR } },
      channels: kinds.map((kind) => ({
        name: kind,
        adapter: provider.adapter,
        settings: { kind },
        kind,
        receipts: null,
      })),
    },
    parts,
  )
  const care = openCare({ db, clock, calendar, settlementDays: () => 1, actorOf: () => 'test' }, async () => undefined)
  const stateOf = (externalId: string) => STATES[Number(externalId) % STATES.length] as (typeof STATES)[number]

  const titles = new Map<string, Title>()
  const pausedUntil = new Map<string, Day>()
  const contacts = new Map<string, { on: Day; cadence: string }[]>()
  const put = async (kind: 'customers' | 'receivables', records: object[]): Promise<void> => {
    const { rejected } = await feed(feedDeps, kind, SOURCE, records)
    expect(rejected).toEqual([])
  }
  const customerOf = new Map<string, string>()
  let sent = 0
  let refusedByRule = 0

  /** Judges a message at the moment in which it leaves. */
  const faults: unknown[] = []
  // The dispatcher takes whatever a channel throws for a fault of the channel.
  provider.onSend = (message: OutgoingMessage) => judge(message).catch((fault: unknown) => void faults.push(fault))
  const judge = async (message: OutgoingMessage): Promise<void> => {
    // Asked for again with the same key: nobody hears it twice.
    if (honoursKey && provider.delivered.some(({ key }) => key === message.key)) return
    const customer = customerOf.get(message.recipient) as string
    const owed = [...titles.values()].filter((title) => title.customer === customer && title.open)
    expect(owed, `${customer} has paid everything`).not.toEqual([])
    const today = clock.today()
    expect(pausedUntil.get(customer) ?? '', `${customer} is paused`).not.toBe(today)
    expect((pausedUntil.get(customer) ?? '') < today, `${customer} is paused`).toBe(true)
    const { zone, weekdays, saturday } = stateOf(customer)
    const local = Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(zone)
    const day = local.toPlainDate().toString()
    const window = weekday(day) === 6 ? saturday : weekday(day) === 7 ? null : weekdays
    const hour = local.hour + local.minute / 60
    expect(calendar.isHoliday(day, { state: null, city: null }), `${day} is a holiday`).toBe(false)
    expect(window !== null && hour >= window[0] && hour < window[1], `${customer} at ${local}`).toBe(true)
    const [row] = await db.all('SELECT cadence FROM collection_messages WHERE id = ?', [
      message.key.replace(/-\d+$/, ''),
    ])
    const cadence = row?.['cadence'] as string
    const before = contacts.get(customer) ?? []
    for (const { on } of before)
      expect(daysBetween(on, today), `${customer} again`).toBeGreaterThanOrEqual(GAPS[cadence] ?? 9)
    expect(before.filter(({ on }) => daysBetween(on, today) < 7).length, `${customer} in a week`).toBeLessThan(2)
  }

  for (let place = 0; place < CUSTOMERS; place++) {
    const externalId = String(place)
    const { state } = stateOf(externalId)
    const addresses = { email: `c${place}@cliente.example.com`, whatsapp: null, phone: null }
    customerOf.set(addresses.email, externalId)
    await put('customers', [sampleCustomer({ externalId, document: null, state, city: null, ...addresses })])
  }
  for (let index = 0; index < days; index++) {
    const day = addDays(FIRST_DAY, index)
    const at = (hour: number, minute: number): void => {
      const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
      fixed = createClock(ZONE, `${day}T${time}:00-03:00`)
    }
    at(5, 0)
    if (choices.whole(0, 9) < 6) await bill(day)
    await put('customers', [])
    await db.run('UPDATE sources SET last_success_at = ?', [clock.now()])
    // Now and then a morning is missed.
    if (choices.whole(0, 9) < 7) await plan()
    for (let turn = 0; turn < 3; turn++) {
      at(choices.whole(6 + turn * 5, 10 + turn * 5), choices.whole(0, 59))
      await db.run('UPDATE sources SET last_success_at = ?', [clock.now()])
      await happen(day)
      const count = provider.delivered.length
      if (choices.whole(0, 5) === 0) provider.next.push(choices.one(FAULTS))
      await collection.jobs[0]?.run()
      for (const message of provider.delivered.slice(count)) {
        const customer = customerOf.get(message.recipient) as string
        contacts.set(customer, [...(contacts.get(customer) ?? []), { on: day, cadence: '' }])
        sent += 1
      }
    }
  }
  expect(faults).toEqual([])
  await expectNothingSkipped()
  const [cancelled] = await db.all("SELECT COUNT(*) AS n FROM collection_messages WHERE state = 'cancelled'")
  refusedByRule = Number(cancelled?.['n'])
  await collection.stop()
  await db.close()
  return { sent, refusedByRule }

  async function plan(): Promise<void> {
    const run: JobRun = {
      ...{ id: 'run', dueAt: clock.now(), position: null, signal: new AbortController().signal },
      step: (_position, write) => db.transaction(write),
    }
    await collection.sharedJobs[0]?.work(run)
  }

  async function bill(day: Day): Promise<void> {
    const customer = String(choices.whole(0, CUSTOMERS - 1))
    const externalId = `T-${titles.size}`
    const dueOn = addDays(day, choices.whole(-20, 12))
    titles.set(externalId, { externalId, customer, dueOn, open: true })
    await put('receivables', [titleRecord(externalId, 'open')])
  }

  function titleRecord(externalId: string, status: string): object {
    const { customer, dueOn } = titles.get(externalId) as Title
    const openAmount = status === 'paid' ? '0.00' : '500.00'
    return sampleReceivable({ externalId, customer: { externalId: customer }, dueOn, status, openAmount })
  }

  async function happen(day: Day): Promise<void> {
    const open = [...titles.values()].filter((title) => title.open)
    if (open.length === 0) return
    const title = choices.one(open)
    const event = choices.whole(0, 11)
    if (event < 2) {
      title.open = false
      await put('receivables', [titleRecord(title.externalId, 'paid')])
    } else if (event === 2) {
      const until = addDays(day, choices.whole(0, 4))
      const name = { source: SOURCE, externalId: title.customer }
      await care.setPause(name, { kind: 'paused', until, reason: 'acaso' }, {})
      const known = pausedUntil.get(title.customer) ?? ''
      pausedUntil.set(title.customer, until > known ? until : known)
    } else if (event === 3) {
      const [ambiguous] = await db.all("SELECT id, attempts FROM collection_messages WHERE state = 'ambiguous' LIMIT 1")
      if (!ambiguous) return
      const id = ambiguous['id'] as string
      const hasLeft = provider.delivered.some(({ key }) => key === `${id}-${ambiguous['attempts']}`)
      const outcome = hasLeft ? 'sent' : 'not_sent'
      await resolveMessage(db, { clock, honoursKey: () => false }, id, outcome, 'test', null, async () => undefined)
    }
  }

  /** From the story: each title went through its steps one after the other, after its due day. */
  async function expectNothingSkipped(): Promise<void> {
    const rows = await db.all(
      "SELECT m.receivables_json, m.cadence FROM collection_messages m WHERE m.state IN ('sent', 'delivered', 'read') ORDER BY m.sent_at, m.seq",
    )
    const steps = new Map<number, { step: string; offsetDays: number }[]>()
    for (const row of rows) {
      for (const { receivableId, step, offsetDays } of JSON.parse(row['receivables_json'] as string)) {
        const before = steps.get(receivableId) ?? []
        const last = before.at(-1)
        const cadence = config.cadences.find(({ name }) => name === row['cadence'])
        const messages = cadence?.steps.filter(({ task, offsetDays: days }) => !task && days > 0) ?? []
        // The steps between two messages are tasks, or belong to a milder cadence that took the customer before.
        if (offsetDays > 0 && last === undefined) expect(step).toBe(messages[0]?.key)
        if (offsetDays > 0 && last) expect(offsetDays).toBeGreaterThan(last.offsetDays)
        const skipped = messages.filter(
          ({ offsetDays: days }) => last && days > Math.max(0, last.offsetDays) && days < offsetDays,
        )
        expect(skipped.map(({ key }) => key)).toEqual([])
        steps.set(receivableId, [...before, { step, offsetDays }])
      }
    }
  }
}

const CREDITOR = { name: 'Serra Azul Ltda', document: '11222333000181', address: 'Rua A, 1', email: 'a@b.example.com' }

const FAULTS = [
  'lost',
  'throw',
  { kind: 'failed', remedy: 'unavailable', message: 'away', retryAfterMs: null },
  { kind: 'failed', remedy: 'throttled', message: 'slow', retryAfterMs: 600_000 },
  { kind: 'ambiguous', message: 'no answer' },
] as const
