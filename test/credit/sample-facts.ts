import { compileCustomRules } from '../../src/credit/cel.ts'
import { type Decision, decide, type LoadedPolicy } from '../../src/credit/decide.ts'
import { type CustomerFacts, EMPTY_SIDE, type Facts, type OrderFacts, type Side } from '../../src/credit/facts.ts'
import { parsePolicy } from '../../src/credit/policy.ts'
import type { Finding } from '../../src/credit/rules/finding.ts'
import { addDays } from '../../src/kernel/day.ts'
import type { Limit } from '../../src/receivables/limit.ts'

export const TODAY = '2026-11-20'

/** A policy from what its file would say, ready to decide. */
export function policyOf(input: object = {}): LoadedPolicy {
  const parsed = parsePolicy(input)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return { policy: parsed.policy, expressions: compileCustomRules(parsed.policy.custom) }
}

export const amountLimit = (amount: bigint, more: object = {}): Limit => ({ mode: 'amount', amount, ...more })

export interface Member {
  /** Amounts of overdue titles in cents, the oldest first; each fell due a day after the one before. */
  overdue?: bigint[]
  /** How long the oldest is overdue; 10 days if nothing is said. */
  daysOverdue?: number
  /** Titles that are not due yet, as one sum. */
  notDue?: bigint
  held?: bigint
  credits?: bigint
  limit?: Limit | null
  firstDefault?: boolean
  sales?: number
  brokenPromises?: number
}

/** What the customer owes, and what another member of the account owes. */
export interface World {
  own?: Member
  other?: Member | null
  groupLimit?: Limit | null
  order?: Partial<OrderFacts>
  customer?: Partial<CustomerFacts> | null
  /** The policy's `creditsReduceOverdue`, which facts are put together with. */
  creditsReduceOverdue?: boolean
  more?: Partial<Pick<Facts, 'overdueTolerance' | 'owingChecks' | 'dataAsOf' | 'stale'>>
}

const dueOn = (member: Member, index: number): string => addDays(TODAY, index - (member.daysOverdue ?? 10))
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)

/** The facts of a world, put together here anew so that the tests do not lean on how the program does it. */
export function factsOf(world: World = {}): Facts {
  const { own = {}, other = null, groupLimit = null, order, customer, more } = world
  const members = other ? [own, other] : [own]
  const netted = world.creditsReduceOverdue ?? false
  const ownSide = sideOf([own], own.limit === undefined ? amountLimit(1_000_00n) : own.limit, own, netted)
  const account = sideOf(members, groupLimit, own, netted)
  return {
    today: TODAY,
    order: {
      id: 'PED-1',
      revision: 1,
      company: 'main',
      amount: 100_00n,
      paymentKind: 'credit',
      upfront: 0n,
      invoiced: 0n,
      termDaysMax: null,
      salesRep: null,
      accepted: null,
      release: null,
      keptBack: false,
      refusedBy: null,
      ...order,
    },
    customer:
      customer === null
        ? null
        : {
            externalId: '1042',
            status: 'normal',
            holdUntil: null,
            active: true,
            riskClass: null,
            segment: null,
            collectionStage: null,
            state: 'SP',
            daysSince: 400,
            provisional: false,
            ...customer,
          },
    own: ownSide,
    account: customer === null ? null : { ...account, titles: [], key: 'cnpj:12ABC345', members: members.length },
    overdueTolerance: 0n,
    owingChecks: 0,
    dataAsOf: 1_795_000_000_000,
    stale: false,
    ...more,
  }
}

function sideOf(members: readonly Member[], limit: Limit | null, self: Member, netted: boolean): Side {
  const overdue = members.flatMap((member) => member.overdue ?? [])
  const gross = sum(overdue)
  const open = gross + sum(members.map(({ notDue }) => notDue ?? 0n))
  const held = sum(members.map((member) => member.held ?? 0n))
  const credits = sum(members.map((member) => member.credits ?? 0n))
  const days = members.flatMap((member) => (member.overdue ?? []).map((_, index) => dueOn(member, index)))
  return {
    ...EMPTY_SIDE,
    limit,
    exposure: {
      open,
      overdue: netted && credits > gross ? 0n : gross - (netted ? credits : 0n),
      orders: 0n,
      held,
      drafts: 0n,
      credits,
      total: open + held - credits,
    },
    grossOverdue: gross,
    overdueCount: overdue.length,
    oldestDueOn: days.sort()[0] ?? null,
    receivablesOpen: overdue.length,
    titles: (self.overdue ?? []).map((openAmount, index) => ({
      externalId: `T${index}`,
      number: null,
      installment: null,
      dueOn: dueOn(self, index),
      openAmount,
    })),
    largest: [...overdue].sort((a, b) => (a > b ? -1 : 1)),
    brokenPromises: Math.max(...members.map(({ brokenPromises = 0 }) => brokenPromises)),
    firstDefaults: members.flatMap((member) => {
      const [openAmount] = member.overdue ?? []
      if (!member.firstDefault || openAmount === undefined) return []
      return [{ openAmount, sales: member.sales ?? 1, own: member === self }]
    }),
  }
}

/** What is decided of a world under a policy as its file would say it. */
export const decideOn = (world: World, policy: object = {}, question: 'order' | 'recheck' = 'order'): Decision =>
  decide(factsOf(world), policyOf(policy), question)

/** The reason with that code, which must be there. */
export function reasonOf(reasons: readonly Finding[], code: string): Finding {
  const found = reasons.find((reason) => reason.code === code)
  if (!found) throw new Error(`no ${code} among ${reasons.map((reason) => reason.code)}`)
  return found
}
