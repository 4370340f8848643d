import fc from 'fast-check'
import { addDays, type Day, weekday } from '../../src/kernel/day.ts'

/** A Wednesday; what follows is compared with a calendar of its own: weekends and three holidays. */
export const MADE_ON: Day = '2026-11-18'
const HOLIDAYS = ['2026-11-20', '2026-12-25', '2027-01-01']
export const SIMULATED_DAYS = 40

interface Payment {
  /** Days after the promise was made. */
  readonly paidAfter: number
  readonly bookedLater: number
  readonly cents: number
}

export interface Scenario {
  /** What is open of each title, its payments, and whether the ERP tells when it was settled. */
  readonly titles: readonly {
    readonly open: number
    readonly isDated: boolean
    readonly payments: readonly Payment[]
  }[]
  readonly share: number
  readonly promisedAfter: number
  readonly settlementDays: number
  /** On which days, after the promise was made, the source is heard of. */
  readonly heardAfter: readonly number[]
}

const payment = fc.record({
  paidAfter: fc.nat({ max: 20 }),
  bookedLater: fc.oneof(fc.constant(0), fc.constant(1), fc.nat({ max: 12 })),
  cents: fc.integer({ min: 1, max: 400 }),
})

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  titles: fc.array(
    fc.record({
      open: fc.integer({ min: 1, max: 500 }),
      isDated: fc.boolean(),
      payments: fc.array(payment, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  share: fc.integer({ min: 1, max: 100 }),
  promisedAfter: fc.nat({ max: 12 }),
  settlementDays: fc.nat({ max: 2 }),
  heardAfter: fc.oneof(
    fc.constant(Array.from({ length: SIMULATED_DAYS }, (_, day) => day)),
    fc.uniqueArray(fc.nat({ max: SIMULATED_DAYS - 1 }), { maxLength: 10 }),
  ),
})

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

/** At least a cent, at most all of it. */
export const amountOf = ({ titles, share }: Scenario): number =>
  Math.max(1, Math.floor((total(titles.map(({ open }) => open)) * share) / 100))

export const heardOnAt = ({ heardAfter }: Scenario, day: number): number | null => {
  const before = heardAfter.filter((heard) => heard <= day)
  return before.length === 0 ? null : Math.max(...before)
}

/** What the ERP has told of a title by a day: what is open, and when it was settled. */
export function toldOf(scenario: Scenario, index: number, day: number): { open: number; settledAfter: number | null } {
  const { open, isDated, payments } = scenario.titles[index] as Scenario['titles'][number]
  const heard = heardOnAt(scenario, day)
  const told = payments.filter(({ paidAfter, bookedLater }) => heard !== null && paidAfter + bookedLater <= heard)
  const left = Math.max(0, open - total(told.map(({ cents }) => cents)))
  const settledAfter = left === 0 && isDated ? Math.max(...told.map(({ paidAfter }) => paidAfter)) : null
  return { open: left, settledAfter }
}

const isClosed = (day: Day): boolean => weekday(day) > 5 || HOLIDAYS.includes(day)

/** Days after the promise was made until which the money may show. */
export function deadlineAfter({ promisedAfter, settlementDays }: Scenario): number {
  let after = promisedAfter
  const dayOf = (): Day => addDays(MADE_ON, after)
  while (isClosed(dayOf())) after++
  for (let left = settlementDays; left > 0; left--) {
    after++
    while (isClosed(dayOf())) after++
  }
  return after
}

export interface Change {
  readonly day: number
  readonly state: 'kept' | 'broken'
}

/** What has to be said of a promise, and when, if somebody looks every day. */
export function expectedOf(scenario: Scenario): Change[] {
  const deadline = deadlineAfter(scenario)
  const amount = amountOf(scenario)
  const came = (day: number, counts: (settledAfter: number | null) => boolean): number =>
    total(
      scenario.titles.map((title, index) => {
        const told = toldOf(scenario, index, day)
        return counts(told.settledAfter) ? title.open - told.open : 0
      }),
    )
  const days = Array.from({ length: SIMULATED_DAYS }, (_, day) => day)
  const isKept = (day: number): boolean =>
    came(day, (settled) => day <= deadline || settled === null || settled <= deadline) >= amount
  const isHopeless = (day: number): boolean => day > deadline && (heardOnAt(scenario, day) ?? -1) > deadline
  const first = days.find((day) => isKept(day) || isHopeless(day))
  if (first === undefined) return []
  if (isKept(first)) return [{ day: first, state: 'kept' }]
  const isProven = (day: number): boolean => came(day, (settled) => settled !== null && settled <= deadline) >= amount
  const proven = days.find((day) => day > first && isProven(day))
  return [{ day: first, state: 'broken' }, ...(proven === undefined ? [] : [{ day: proven, state: 'kept' } as const])]
}
