import type { z } from 'zod'
import { type Cents, formatCents } from '../kernel/cents.ts'
import { addDays, type Day } from '../kernel/day.ts'
import type { customerRecordSchema } from '../receivables/customer.ts'
import { CONDUCTS, type Conduct } from './conduct.ts'
import { companyRoot, createIdentity } from './identities.ts'
import type { Random } from './random.ts'

export type WireCustomer = z.input<typeof customerRecordSchema>
type WireLimit = NonNullable<WireCustomer['limit']>

export interface WireGroup {
  key: string
  limit: WireLimit
  overdueTolerance?: string
}

/** A customer before its limit is known, which depends on what it owes. */
export interface Buyer {
  readonly customer: WireCustomer
  readonly conduct: Conduct
}

const CLASSES: Record<Conduct, readonly string[]> = {
  punctual: ['A', 'A', 'B'],
  late: ['B', 'C'],
  chronic: ['D'],
  first_payment_default: ['D'],
  buys_while_owing: ['C', 'D'],
  new: ['C'],
  dormant: ['C'],
  disputing: ['B'],
  returned: ['C'],
  in_credit: ['A'],
  drafting: ['B'],
}

/** Companies with several branches: how many, each sharing the first eight characters of the CNPJ. */
const BRANCHES = [
  { company: 'Supermercados Ouro Fino Ltda', root: companyRoot(501), from: 20, count: 4 },
  { company: 'Drogarias Vale do Sol Ltda', root: companyRoot(502), from: 60, count: 3 },
  { company: 'Panificadora Real Ltda', root: companyRoot(503), from: 110, count: 2 },
]
/** Economic groups of separate companies, with a limit for all of them together. */
const GROUPS = [
  { name: 'Rede Bom Vizinho', from: 30, count: 4 },
  { name: 'Grupo Irmãos Siqueira', from: 80, count: 3 },
]

export const DEMO_GROUPS: readonly WireGroup[] = [
  { key: 'Rede Bom Vizinho', limit: { mode: 'amount', amount: '30000.00' }, overdueTolerance: '100.00' },
  { key: 'Grupo Irmãos Siqueira', limit: { mode: 'amount', amount: '18000.00' } },
  { key: `cnpj:${BRANCHES[0]?.root}`, limit: { mode: 'amount', amount: '40000.00' } },
]

const FIRST_ID = 1_001

/** All customers but the showcase, whose `skippedId` is left free. */
export function createBuyers(skippedId: string, today: Day, random: Random): Buyer[] {
  const conducts = random.shuffle(
    (Object.keys(CONDUCTS) as Conduct[]).flatMap((name) => Array<Conduct>(CONDUCTS[name]).fill(name)),
  )
  const buyers: Buyer[] = []
  for (let number = 1; conducts.length > 0; number++) {
    const externalId = String(FIRST_ID - 1 + number)
    if (externalId === skippedId) continue
    const conduct = conducts.pop() as Conduct
    buyers.push({ conduct, customer: createCustomer(externalId, number, conduct, today, random) })
  }
  return buyers
}

function createCustomer(
  externalId: string,
  number: number,
  conduct: Conduct,
  today: Day,
  random: Random,
): WireCustomer {
  const owner = BRANCHES.find(({ from, count }) => number >= from && number < from + count)
  const group = GROUPS.find(({ from, count }) => number >= from && number < from + count)
  const { phone, ...identity } = createIdentity(number, random, owner && { ...owner, order: number - owner.from + 1 })
  const boughtFor = conduct === 'first_payment_default' ? 60 : conduct === 'new' ? 30 : random.between(430, 3_000)
  return {
    externalId,
    ...identity,
    phone,
    whatsapp: phone,
    ...(group === undefined ? {} : { group: group.name }),
    riskClass: random.pick(CLASSES[conduct]),
    since: addDays(today, -boughtFor),
    active: !(conduct === 'dormant' && number % 2 === 0),
    ...statusOf(number, today),
  }
}

/** A few customers are stopped, held or exempt by hand, as in every ledger. */
function statusOf(number: number, today: Day): Partial<WireCustomer> {
  if ([15, 95, 171].includes(number)) return { status: 'stop' }
  if ([47, 133].includes(number)) return { status: 'hold' }
  if ([58, 149].includes(number)) return { status: 'hold', holdUntil: addDays(today, 10) }
  if (number === 104) return { status: 'hold', holdUntil: addDays(today, -5) }
  if ([9, 76, 188].includes(number)) return { status: 'exempt' }
  return { status: 'normal' }
}

/** The limit of the customer at this place in the list, given what it owes; undefined leaves it to group and policy. */
export function limitOf(place: number, owed: Cents, today: Day): WireLimit | undefined {
  if (place % 67 === 5) return { mode: 'unlimited' }
  if (place % 29 === 7) return { mode: 'none' }
  if (place % 18 === 11) return undefined
  const isTight = place % 17 === 3
  const amount = formatCents(isTight ? roundDown(owed) : roundDown(owed * BigInt(3 + (place % 4))) / 2n + 1_000_00n)
  if (place % 23 === 2) return { mode: 'amount', amount, insured: { amount: '5000.00', share: '0.85' } }
  if (place % 31 === 4) return { mode: 'amount', amount, validUntil: addDays(today, -(place % 40) - 1) }
  if (place % 6 === 1) return { mode: 'amount', amount, validUntil: addDays(today, 30 + place) }
  return { mode: 'amount', amount }
}

/** To whole hundreds of reais, so that a tight limit is one that is exceeded. */
function roundDown(cents: Cents): Cents {
  return cents - (cents % 100_00n)
}
