import { expect } from 'vitest'
import { RandomChoices } from '../receivables/random-choices.ts'
import { amountLimit, customerOf, expectNoDrift, inParallel, invoiceOf, put, SOURCE, type Target } from './requests.ts'

const CUSTOMERS = 6
/** Steps that share the same few new ids, so that most records are made by several at once. */
const STEPS_PER_ERA = 10
const NEIGHBOURS = 2
const PROBE_EVERY = 250

/** Clerks who share a few customers, orders and titles, and do not know of each other. */
class Clerks {
  private readonly choices: RandomChoices
  private era = 0

  constructor(seed: number) {
    this.choices = new RandomChoices(seed)
  }

  step(index: number): Parameters<Target['call']> {
    this.era = Math.floor(index / STEPS_PER_ERA)
    const source = `/v1/sources/${SOURCE}`
    return this.choices.one<() => Parameters<Target['call']>>([
      () => ['POST', '/v1/credit-checks', this.reserve()],
      () => ['POST', '/v1/credit-checks', this.reserve()],
      () => ['POST', `/v1/orders/${this.id('o')}/confirm`, { source: SOURCE }],
      () => ['POST', `/v1/orders/${this.id('o')}/cancel`, { source: SOURCE }],
      () => ['PUT', `${source}/receivables`, { receivables: this.several(() => this.receivable()) }],
      () => ['PUT', `${source}/receivables`, { receivables: this.several(() => this.receivable()) }],
      () => ['PUT', `${source}/orders`, { orders: this.several(() => this.order()) }],
      () => ['PUT', `${source}/customers`, { customers: this.several(() => this.customer()) }],
      () => ['GET', `/v1/customers/${SOURCE}/${this.known()}/credit`],
    ])()
  }

  private id(prefix: string): string {
    return `${prefix}${this.era + this.choices.whole(0, NEIGHBOURS)}`
  }

  private known(): string {
    return `c${this.choices.whole(0, CUSTOMERS - 1)}`
  }

  /** One who has stood from the beginning, or one who is just being sent. */
  private anyone(): string {
    return this.choices.chance(0.7) ? this.known() : this.id('n')
  }

  private amount(): string {
    return `${this.choices.whole(0, 900)}.${this.choices.whole(10, 99)}`
  }

  private several<T>(one: () => T): T[] {
    return Array.from({ length: this.choices.whole(1, 4) }, one)
  }

  private reserve(): object {
    const order = { id: this.id('o'), revision: this.choices.whole(1, 4), amount: this.amount() }
    const payment = { kind: this.choices.one(['credit', 'credit', 'credit', 'cash']) }
    return { source: SOURCE, mode: 'reserve', customer: { externalId: this.anyone() }, order: { ...order, payment } }
  }

  private customer(): object {
    return customerOf(this.anyone(), {
      group: this.choices.one([null, 'north', 'south']),
      limit: this.choices.one([amountLimit('100000.00'), { mode: 'unlimited' }]),
      state: this.choices.one(['SP', 'RJ', null]),
      overdueTolerance: '999999.00',
    })
  }

  private order(): object {
    const status = this.choices.one(['confirmed', 'confirmed', 'closed', 'cancelled'])
    return { id: this.id('o'), customer: { externalId: this.anyone() }, amount: this.amount(), status }
  }

  private receivable(): object {
    const total = this.amount()
    return invoiceOf(this.id('r'), this.anyone(), total, {
      kind: this.choices.one(['invoice', 'invoice', 'draft', 'credit_note']),
      status: this.choices.one(['open', 'open', 'open', 'paid', 'disputed', 'cancelled', 'returned']),
      openAmount: this.choices.one([total, '0.00']),
      dueOn: this.choices.one(['2026-11-02', '2026-11-20', '2026-11-21', '2026-11-22', '2026-12-30']),
      ...(this.choices.chance(0.5) ? { orderId: this.id('o') } : {}),
    })
  }
}

/**
 * Lets `count` random steps loose on the targets, `parallel` at a time, and looks every now and then whether what is
 * stored is what the items say. Answers how often each status came.
 */
export async function runChaos(
  targets: readonly Target[],
  seed: number,
  count: number,
  parallel: number,
): Promise<Record<string, number>> {
  const [first] = targets as [Target]
  const clerks = new Clerks(seed)
  const limit = amountLimit('100000.00')
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => customerOf(`c${index}`, { limit }))
  await put(first, 'customers', customers)
  const statuses: Record<string, number> = {}
  await inParallel(count, parallel, async (index) => {
    const step = clerks.step(index)
    const answer = await (targets[index % targets.length] as Target).call(...step)
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    if (answer.status >= 500) expect({ step, status: answer.status, body: answer.body }).toBe('never')
    if (index % PROBE_EVERY === PROBE_EVERY - 1) await expectNoDrift(first)
  })
  for (const target of targets) await expectNoDrift(target)
  return statuses
}
