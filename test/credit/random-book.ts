/** Random customers, titles and policies, the same for the same seed (mulberry32). */
export function createRandom(seed: number) {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number): number => Math.floor(next() * count)
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T
  return { below, pick, chance: (share: number): boolean => next() < share }
}

export type Random = ReturnType<typeof createRandom>

const AMOUNTS = ['10.00', '50.00', '120.00', '300.00', '800.00']
const DUE_DAYS = ['2026-10-30', '2026-11-12', '2026-11-16', '2026-11-17', '2026-12-10']

export const CUSTOMERS = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8']

/** C5 to C8 are two groups of two. */
export function randomCustomers({ pick, chance }: Random): object[] {
  return CUSTOMERS.map((externalId, index) => ({
    ...{ externalId, name: externalId, riskClass: pick([undefined, 'A', 'B', 'Z']) },
    status: pick(['normal', 'normal', 'normal', 'exempt', 'stop']),
    ...(index >= 4 && { group: `G${Math.floor(index / 2)}` }),
    ...(chance(0.5) && {
      limit: pick([{ mode: 'none' }, { mode: 'unlimited' }, { mode: 'amount', amount: '500.00' }]),
    }),
    ...(chance(0.3) && { overdueTolerance: pick(['0.00', '20.00', '100.00']) }),
  }))
}

export function randomTitles({ pick, below }: Random, count: number): object[] {
  return Array.from({ length: count }, (_, index) => {
    const amount = pick(AMOUNTS)
    const kind = pick(['invoice', 'invoice', 'invoice', 'invoice', 'credit_note', 'draft'])
    const status = kind === 'invoice' ? pick(['open', 'open', 'open', 'disputed', 'returned']) : 'open'
    return {
      ...{ externalId: `T${index}`, customer: { externalId: CUSTOMERS[below(CUSTOMERS.length)] }, kind, status },
      ...{ issuedOn: '2026-10-01', dueOn: pick(DUE_DAYS), amount, openAmount: amount },
    }
  })
}

const DEFAULT_LIMITS = [{ mode: 'none' }, { mode: 'unlimited' }, { mode: 'amount', amount: '500.00' }]

function randomClass({ pick, below, chance }: Random) {
  return {
    ...(chance(0.3) && { countDrafts: chance(0.5) }),
    ...(chance(0.3) && { netCredits: chance(0.5) }),
    ...(chance(0.3) && { creditsReduceOverdue: chance(0.5) }),
    ...(chance(0.2) && { disputedIsOverdue: chance(0.5) }),
    ...(chance(0.3) && { graceDays: below(6) }),
    ...(chance(0.4) && { overdueTolerance: pick(['0.00', '20.00', '100.00']) }),
    ...(chance(0.4) && { defaultLimit: pick(DEFAULT_LIMITS) }),
  }
}

/** How accounts are formed and companies are kept is left as it is. */
export function randomPolicy(random: Random): object {
  const { pick, chance, below } = random
  const level = () => pick(['block', 'warn', 'off', 'conditional'])
  return {
    ...randomClass(random),
    ...(chance(0.4) && { contagion: chance(0.5) }),
    ...(chance(0.3) && { maxDataAge: pick(['P1D', 'PT1H', 'P30D']), stale: { mode: 'closed' } }),
    rules: {
      overdue_receivables: level(),
      overdue_count: { level: level(), max: below(3) },
      first_payment_default: 'warn',
      order_too_large: { level: level(), max: pick(['100.00', '250.00']) },
      down_payment: { level: pick(['off', 'conditional']), share: '0.30' },
      buys_while_owing: { level: level(), checks: 1 + below(4), days: pick([10, 30]) },
    },
    riskClasses: { A: randomClass(random), B: randomClass(random) },
    custom: [
      {
        ...{ code: 'late_and_large', level: level(), message: 'Atrasado e grande.' },
        when: 'daysOverdue > 3 && order.amountCents > 20000',
      },
    ],
  }
}
