import { z } from 'zod'
import { amountSchema, type Cents, multiplyCents, shareSchema } from '../kernel/cents.ts'
import { type Day, daySchema } from '../kernel/day.ts'
import { textSchema } from '../kernel/text.ts'

/**
 * How much credit there is. Zero is an amount and never "unlimited"; "no credit at all" is a mode of its own.
 * `insured` is what a credit insurer covers: `amount × share` comes on top of `amount`.
 */
export type Limit =
  | { mode: 'unlimited' }
  | { mode: 'none' }
  | {
      mode: 'amount'
      amount: Cents
      validUntil?: Day | undefined
      insured?: { amount: Cents; share: string } | undefined
    }

/** A limit that holds for one company, or from a day on. */
export type DatedLimit = Limit & { company?: string | undefined; from?: Day | undefined }

const insuredSchema = z.strictObject({ amount: amountSchema, share: shareSchema })
const amountFields = {
  mode: z.literal('amount'),
  amount: amountSchema,
  validUntil: daySchema.optional(),
  insured: insuredSchema.optional(),
}
const MODES = 'must be "unlimited", "none" or "amount"'

export const limitSchema = z.discriminatedUnion(
  'mode',
  [
    z.strictObject({ mode: z.literal('unlimited') }),
    z.strictObject({ mode: z.literal('none') }),
    z.strictObject(amountFields),
  ],
  MODES,
)

const dated = { company: textSchema(64).optional(), from: daySchema.optional() }
export const datedLimitSchema = z.discriminatedUnion(
  'mode',
  [
    z.strictObject({ mode: z.literal('unlimited'), ...dated }),
    z.strictObject({ mode: z.literal('none'), ...dated }),
    z.strictObject({ ...amountFields, ...dated }),
  ],
  MODES,
)

/** What the limit is worth: the amount and the insured share of it. Only for mode `amount`. */
export function limitAmount(limit: Limit & { mode: 'amount' }): Cents {
  return limit.insured ? limit.amount + multiplyCents(limit.insured.amount, limit.insured.share) : limit.amount
}

/**
 * The limit in force on a day: of those that have started, the one that started last.
 * With `company` (policy `perCompany`) a limit that names the company goes before one that names none.
 * Without, companies share one limit: the one that names no company, else the sum of the companies' own.
 * `null` when the customer has no limit of their own.
 */
export function limitInForce(limits: readonly DatedLimit[], today: Day, company: string | null): Limit | null {
  const general = latest(
    limits.filter((limit) => limit.company === undefined),
    today,
  )
  if (company !== null)
    return (
      latest(
        limits.filter((limit) => limit.company === company),
        today,
      ) ?? general
    )
  if (general) return general
  const companies = [...new Set(limits.map((limit) => limit.company))]
  const own = companies.flatMap(
    (name) =>
      latest(
        limits.filter((limit) => limit.company === name),
        today,
      ) ?? [],
  )
  return own.length === 0 ? null : own.reduce(addLimits)
}

function latest(limits: readonly DatedLimit[], today: Day): Limit | null {
  let found: DatedLimit | null = null
  for (const limit of limits) {
    if ((limit.from ?? '') <= today && (found === null || (limit.from ?? '') >= (found.from ?? ''))) found = limit
  }
  return found
}

function addLimits(first: Limit, second: Limit): Limit {
  if (first.mode === 'unlimited' || second.mode === 'unlimited') return { mode: 'unlimited' }
  if (first.mode === 'none') return second
  if (second.mode === 'none') return first
  const days = [first.validUntil, second.validUntil].filter((day) => day !== undefined).sort()
  return { mode: 'amount', amount: limitAmount(first) + limitAmount(second), validUntil: days[0] }
}

interface StoredLimit {
  mode: Limit['mode']
  amount?: string
  validUntil?: Day
  insured?: { amount: string; share: string }
  company?: string
  from?: Day
}

/** To text for a database column: cents as decimal text, since JSON has no bigint. */
export function serializeLimits(limits: readonly DatedLimit[]): string | null {
  return limits.length === 0
    ? null
    : JSON.stringify(limits, (_key, value) => (typeof value === 'bigint' ? value.toString() : value))
}

export function deserializeLimits(json: string | null): DatedLimit[] {
  if (json === null) return []
  return (JSON.parse(json) as StoredLimit[]).map((stored) => {
    const { company, from } = stored
    if (stored.mode !== 'amount') return { mode: stored.mode, company, from }
    const insured = stored.insured && { amount: BigInt(stored.insured.amount), share: stored.insured.share }
    return {
      mode: 'amount',
      amount: BigInt(stored.amount as string),
      validUntil: stored.validUntil,
      insured,
      company,
      from,
    }
  })
}
