import type { z } from 'zod'
import type { Cents } from '../kernel/cents.ts'
import type { AccountBy } from '../receivables/customer.ts'
import type { Limit } from '../receivables/limit.ts'
import type { Stage } from '../receivables/standing.ts'
import { type PolicyInput, policySchema } from './policy-schema.ts'

export type RuleLevel = 'block' | 'conditional' | 'warn' | 'off'
type Rule<Parameters = unknown> = { readonly level: RuleLevel } & Readonly<Parameters>

/** Every built-in rule with its level and its typed parameters. */
export interface Rules {
  readonly customer_stopped: Rule
  readonly customer_on_hold: Rule
  readonly customer_inactive: Rule
  readonly unknown_customer: Rule
  readonly overdue_receivables: Rule
  readonly overdue_count: Rule<{ max: number }>
  readonly already_over_limit: Rule
  readonly order_exceeds_limit: Rule
  readonly no_credit: Rule
  readonly limit_expired: Rule
  readonly first_payment_default: Rule<{ ordersMax: number }>
  readonly order_too_large: Rule<{ max: Cents }>
  readonly term_too_long: Rule<{ daysMax: number }>
  /** `share`: a decimal string between "0" and "1", for multiplyCents. */
  readonly down_payment: Rule<{ share: string }>
  readonly buys_while_owing: Rule<{ checks: number; days: number }>
  readonly broken_promise: Rule<{ max: number }>
  readonly collection_stage: Rule<{ from: Stage }>
}
export type RuleCode = keyof Rules

export type StalePolicy = { readonly mode: 'open' | 'closed' } | { readonly mode: 'up_to'; readonly amount: Cents }

/** What may differ from one risk class to the next. */
export interface ClassPolicy {
  readonly countDrafts: boolean
  readonly netCredits: boolean
  readonly creditsReduceOverdue: boolean
  readonly disputedIsOverdue: boolean
  readonly graceDays: number
  readonly overdueTolerance: Cents
  readonly holdMinutes: number
  readonly stale: StalePolicy
  /** The limit of a customer for whom neither the customer's record nor the group has one. */
  readonly defaultLimit: Limit
  readonly rules: Rules
}

export interface CustomRule {
  readonly code: string
  /** A CEL expression, see cel.ts. */
  readonly when: string
  readonly level: RuleLevel
  readonly message: string
}

/** A policy in force: nothing is left to default. */
export interface Policy extends ClassPolicy {
  readonly name: string
  /** Given by the store; 0 until then. */
  readonly version: number
  readonly accountBy: readonly AccountBy[]
  readonly perCompany: boolean
  readonly contagion: boolean
  readonly maxDataAgeMs: number
  /** Codes of the rules, built-in or custom, that a recheck applies too. */
  readonly recheck: readonly string[]
  /** Each class complete, so that a check only looks it up: see {@link policyFor}. */
  readonly riskClasses: Readonly<Record<string, ClassPolicy>>
  readonly custom: readonly CustomRule[]
}

const DEFAULT_RULES: Rules = {
  customer_stopped: { level: 'block' },
  customer_on_hold: { level: 'block' },
  customer_inactive: { level: 'block' },
  unknown_customer: { level: 'block' },
  overdue_receivables: { level: 'block' },
  overdue_count: { level: 'off', max: 0 },
  already_over_limit: { level: 'block' },
  order_exceeds_limit: { level: 'block' },
  no_credit: { level: 'block' },
  limit_expired: { level: 'block' },
  first_payment_default: { level: 'block', ordersMax: 1 },
  order_too_large: { level: 'off', max: 0n },
  term_too_long: { level: 'off', daysMax: 0 },
  down_payment: { level: 'off', share: '0.30' },
  buys_while_owing: { level: 'warn', checks: 3, days: 30 },
  broken_promise: { level: 'block', max: 0 },
  collection_stage: { level: 'off', from: 'final' },
}
const DEFAULT_POLICY: Policy = {
  name: 'default',
  version: 0,
  accountBy: ['group', 'cnpj_root'],
  perCompany: false,
  contagion: true,
  countDrafts: false,
  netCredits: true,
  creditsReduceOverdue: false,
  disputedIsOverdue: false,
  graceDays: 0,
  overdueTolerance: 0n,
  holdMinutes: 60,
  maxDataAgeMs: 86_400_000,
  stale: { mode: 'open' },
  defaultLimit: { mode: 'none' },
  rules: DEFAULT_RULES,
  recheck: [],
  riskClasses: {},
  custom: [],
}
export const RULE_CODES = Object.keys(DEFAULT_RULES) as RuleCode[]

/** Codes that a custom rule may not take and that no recheck can list: later rules, and `stale`, which is no rule. */
const OTHER_CODES = ['bureau_restriction', 'protested', 'broken_agreement', 'stale_data']
const FAULTS_MAX = 100

export interface PolicyFault {
  readonly path: (string | number)[]
  readonly message: string
  /** The key itself is at fault, not what stands behind it. */
  readonly atKey?: true
}

/** Reads a policy, whole or partial. All faults are told at once (the first 100), each with the path of its key. */
export function parsePolicy(input: unknown): { policy: Policy } | { faults: PolicyFault[] } {
  const parsed = policySchema.safeParse(input)
  const faults = [...(parsed.success ? [] : parsed.error.issues.flatMap(toFaults)), ...crossFaults(input)]
  if (parsed.success && faults.length === 0) return { policy: resolve(parsed.data) }
  return { faults: faults.slice(0, FAULTS_MAX).map((fault) => ({ ...fault, path: writtenPath(fault.path, input) })) }
}

/** The policy for one risk class; an unknown class, or none, gets the base policy. */
export function policyFor(policy: Policy, riskClass: string | null): ClassPolicy {
  if (riskClass === null || !Object.hasOwn(policy.riskClasses, riskClass)) return policy
  return policy.riskClasses[riskClass] ?? policy
}

/** What decides how accounts and positions are keyed: while this text is the same, stored positions stay valid. */
export function shapeOf(policy: Pick<Policy, 'accountBy' | 'perCompany'>): string {
  return `accountBy=${policy.accountBy.join(',')};perCompany=${policy.perCompany}`
}

function resolve(given: PolicyInput): Policy {
  const { maxDataAge, riskClasses = {}, rules, ...rest } = given
  const base = {
    ...DEFAULT_POLICY,
    ...rest,
    maxDataAgeMs: maxDataAge ?? DEFAULT_POLICY.maxDataAgeMs,
    rules: mergeRules(DEFAULT_RULES, rules),
  }
  return { ...base, riskClasses: mapValues(riskClasses, (overrides) => mergeClass(base, overrides)) }
}

type ClassInput = NonNullable<PolicyInput['riskClasses']>[string]

function mergeClass(base: ClassPolicy, { rules, ...overrides }: ClassInput): ClassPolicy {
  const { countDrafts, netCredits, creditsReduceOverdue, disputedIsOverdue, graceDays } = base
  const { overdueTolerance, holdMinutes, stale, defaultLimit } = base
  return {
    ...{ countDrafts, netCredits, creditsReduceOverdue, disputedIsOverdue, graceDays },
    ...{ overdueTolerance, holdMinutes, stale, defaultLimit },
    ...overrides,
    rules: mergeRules(base.rules, rules),
  }
}

/** Rule by rule: a level given alone keeps the parameters it had. */
function mergeRules(base: Rules, given: NonNullable<PolicyInput['rules']> = {}): Rules {
  const merged = RULE_CODES.map((code) => [code, { ...base[code], ...given[code] }])
  return Object.fromEntries(merged) as Rules
}

const mapValues = <From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))

function toFaults(issue: z.core.$ZodIssue): PolicyFault[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: issue.message, atKey: true }))
  }
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message, atKey: true }]
  const refusedKey = issue.code === 'invalid_type' && issue.expected === 'never'
  return [{ path, message: issue.message, ...(refusedKey && { atKey: true }) }]
}

/** What no single key shows: codes that clash or do not exist. Reads the raw input, so that it is told with the rest. */
function crossFaults(input: unknown): PolicyFault[] {
  const builtIn = new Set<unknown>([...RULE_CODES, ...OTHER_CODES])
  const codes = list(input, 'custom').map((rule) => property(rule, 'code'))
  const clashes = codes.flatMap((code, index) => {
    const path = ['custom', index, 'code']
    if (builtIn.has(code)) return [{ path, message: 'is the code of a built-in rule: choose another' }]
    const first = codes.indexOf(code)
    return code === undefined || first === index ? [] : [{ path, message: `is already the code of custom[${first}]` }]
  })
  const recheck = list(input, 'recheck')
  const known = new Set<unknown>([...RULE_CODES, ...codes])
  const unknown = recheck.flatMap((code, index) => {
    const path = ['recheck', index]
    if (typeof code !== 'string') return []
    if (recheck.indexOf(code) !== index) return [{ path, message: 'is listed twice' }]
    return known.has(code) ? [] : [{ path, message: 'is not the code of a rule that this policy has' }]
  })
  // Zod passes over this one key of a record without a word.
  const hidden = property(property(input, 'riskClasses'), '__proto__') === undefined ? [] : ['__proto__']
  const refused = hidden.map(
    (name): PolicyFault => ({
      path: ['riskClasses', name],
      message: 'cannot be the name of a risk class',
      atKey: true,
    }),
  )
  return [...clashes, ...unknown, ...refused]
}

const LIST_READ_MAX = 200

function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.getOwnPropertyDescriptor(value, key)?.value
}

function list(input: unknown, key: string): unknown[] {
  const value = property(input, key)
  return Array.isArray(value) ? value.slice(0, LIST_READ_MAX) : []
}

/** A bare `overdue_count: maybe` is checked as `{ level: maybe }`; its fault belongs to the key that is in the file. */
function writtenPath(path: PolicyFault['path'], input: unknown): PolicyFault['path'] {
  let value = input
  for (const [depth, key] of path.entries()) {
    if (typeof value !== 'object' || value === null) return path.slice(0, depth)
    value = property(value, String(key))
  }
  return path
}
