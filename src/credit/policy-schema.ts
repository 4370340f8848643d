import { z } from 'zod'
import { amountSchema, shareSchema } from '../kernel/cents.ts'
import { daySchema } from '../kernel/day.ts'
import { parseDuration } from '../kernel/duration.ts'
import { textSchema } from '../kernel/text.ts'
import { stages } from '../receivables/standing.ts'

// What a policy file may say, key by key. Every key is optional here: policy.ts lays the result over the defaults.

const MAX_DATA_AGE_MS = { min: 60_000, max: 366 * 86_400_000 }
const RISK_CLASSES_MAX = 50
export const CUSTOM_RULES_MAX = 50
export const EXPRESSION_CHARS_MAX = 1000

/** A mapping that refuses unknown keys and says which ones there are. */
const closed = <Shape extends z.ZodRawShape>(shape: Shape, what: string) => {
  const known = Object.keys(shape).filter((key) => !(shape[key] as z.ZodType).meta()?.refused)
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `unknown ${what}; known here: ${known.join(', ')}` : 'must be a mapping',
  })
}
/** A key that is known and not allowed, for a reason worth telling. */
const refused = (message: string) => z.never(message).exactOptional().meta({ refused: true })

const whole = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`
  return z.int(message).min(min, message).max(max, message)
}
const flag = z.boolean('must be true or false')
const amount = z.string('must be an amount in quotes, such as "1234.56"').pipe(amountSchema)
const share = z.string('must be a share in quotes, such as "0.30"').pipe(shareSchema)

const LEVELS = 'must be one of block, conditional, warn, off'
// YAML 1.1 tools write an unquoted `off` as false. Nothing else is guessed: `true` names no level.
const level = z.preprocess(
  (value) => (value === false ? 'off' : value),
  z.enum(['block', 'conditional', 'warn', 'off'], LEVELS),
)
const rule = <Shape extends z.ZodRawShape>(parameters: Shape) =>
  z
    .preprocess(
      (value) => (typeof value === 'object' && value !== null ? value : { level: value }),
      closed({ level, ...parameters }, 'parameter'),
    )
    .exactOptional()

const later = refused('this version has no data for this rule, so it could never refuse anybody: remove it')
const rules = closed(
  {
    customer_stopped: rule({}),
    customer_on_hold: rule({}),
    customer_inactive: rule({}),
    unknown_customer: rule({}),
    overdue_receivables: rule({}),
    overdue_count: rule({ max: whole(0, 10_000).exactOptional() }),
    already_over_limit: rule({}),
    order_exceeds_limit: rule({}),
    no_credit: rule({}),
    limit_expired: rule({}),
    first_payment_default: rule({ ordersMax: whole(0, 100).exactOptional() }),
    order_too_large: rule({ max: amount.exactOptional() }),
    term_too_long: rule({ daysMax: whole(0, 3650).exactOptional() }),
    down_payment: rule({ share: share.exactOptional() }),
    buys_while_owing: rule({ checks: whole(1, 100).exactOptional(), days: whole(1, 366).exactOptional() }),
    broken_promise: rule({ max: whole(0, 100).exactOptional() }),
    collection_stage: rule({ from: z.enum(stages, `must be one of ${stages.join(', ')}`).exactOptional() }),
    bureau_restriction: later,
    protested: later,
    broken_agreement: later,
  },
  'rule',
)

const oneOf = (modes: string) => (issue: { code?: string | undefined }) =>
  issue.code === 'invalid_union' ? `must be one of ${modes}` : `must be a mapping with mode: ${modes}`
const stale = z.discriminatedUnion(
  'mode',
  [closed({ mode: z.enum(['open', 'closed']) }, 'key'), closed({ mode: z.literal('up_to'), amount }, 'key')],
  { error: oneOf('open, closed, up_to') },
)
const defaultLimit = z.discriminatedUnion(
  'mode',
  [
    closed({ mode: z.enum(['unlimited', 'none']) }, 'key'),
    closed(
      {
        mode: z.literal('amount'),
        amount,
        validUntil: daySchema.exactOptional(),
        insured: closed({ amount, share }, 'key').exactOptional(),
      },
      'key',
    ),
  ],
  { error: oneOf('unlimited, none, amount') },
)

/** What both the base policy and a risk class may say. */
const overridable = {
  countDrafts: flag.exactOptional(),
  netCredits: flag.exactOptional(),
  creditsReduceOverdue: flag.exactOptional(),
  disputedIsOverdue: flag.exactOptional(),
  graceDays: whole(0, 365).exactOptional(),
  overdueTolerance: amount.exactOptional(),
  holdMinutes: whole(1, 43_200).exactOptional(),
  stale: stale.exactOptional(),
  defaultLimit: defaultLimit.exactOptional(),
  rules: rules.exactOptional(),
}
const structural = refused('cannot differ from one risk class to the next: set it at the top of the file')
const riskClassSchema = closed(
  {
    ...overridable,
    name: structural,
    accountBy: structural,
    perCompany: structural,
    contagion: structural,
    maxDataAge: structural,
    recheck: structural,
    custom: structural,
    riskClasses: structural,
  },
  'key',
)

const duration = z.string('must be a duration such as P1D or PT30M').transform((text, context) => {
  const durationMs = parseDuration(text)
  if (durationMs !== null && durationMs >= MAX_DATA_AGE_MS.min && durationMs <= MAX_DATA_AGE_MS.max) return durationMs
  context.addIssue('must be a duration of weeks, days, hours or minutes from PT1M to P366D, such as P1D or PT30M')
  return z.NEVER
})

const customRule = closed(
  {
    code: z
      .string('must be a code such as "new_customer_big_order"')
      .regex(/^[a-z][a-z0-9_]{2,63}$/, 'must be 3 to 64 lower-case letters, digits or _, starting with a letter'),
    when: z
      .string('must be a CEL expression in quotes')
      .min(1, 'must not be empty')
      .max(EXPRESSION_CHARS_MAX, `must have at most ${EXPRESSION_CHARS_MAX} characters`),
    level,
    message: z
      .string('must be a text for the sales rep')
      .trim()
      .min(1, 'must not be empty')
      .max(300, 'must have at most 300 characters'),
  },
  'key',
)

const listMessage = (max: number) => `must be a list of at most ${max} entries`

/** The file as it was written: only what it says, with amounts, levels and durations read. */
export const policySchema = closed(
  {
    name: z
      .string('must be a name such as "default"')
      .regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be 1 to 40 lower-case letters, digits, - or _, starting with a letter')
      .exactOptional(),
    accountBy: z
      .array(z.enum(['group', 'cnpj_root'], 'must be group or cnpj_root'), 'must be a list such as [group, cnpj_root]')
      .refine((keys) => new Set(keys).size === keys.length, 'must name each key once')
      .exactOptional(),
    perCompany: flag.exactOptional(),
    contagion: flag.exactOptional(),
    ...overridable,
    maxDataAge: duration.exactOptional(),
    recheck: z
      .array(z.string('must be the code of a rule'), listMessage(100))
      .max(100, listMessage(100))
      .exactOptional(),
    riskClasses: z
      .record(textSchema(32), riskClassSchema, 'must be a mapping from risk class to policy keys')
      .refine((classes) => Object.keys(classes).length <= RISK_CLASSES_MAX, `must have at most ${RISK_CLASSES_MAX}`)
      .exactOptional(),
    custom: z
      .array(customRule, listMessage(CUSTOM_RULES_MAX))
      .max(CUSTOM_RULES_MAX, listMessage(CUSTOM_RULES_MAX))
      .exactOptional(),
  },
  'key',
)
export type PolicyInput = z.infer<typeof policySchema>
