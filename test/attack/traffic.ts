import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Answer } from '../harness/program.ts'
import { RandomChoices } from '../receivables/random-choices.ts'
import {
  amountLimit,
  centsOf,
  creditOf,
  customerOf,
  expectNoDrift,
  inParallel,
  invoiceOf,
  put,
  reserve,
  reserveOf,
  SOURCE,
  type Target,
} from './requests.ts'

const CUSTOMERS = 4
const RETRY_MS = 20
/** A request is sent again until it is answered: through restarts of the program and of the database. */
const ATTEMPTS_MAX = 2_000
const STREAM_LINES = 1_200

interface Held {
  request: object
  check: Answer['body']
  customer: string
  orderId: string
  cents: bigint
  state: 'held' | 'confirmed' | 'cancelled'
}

/** What became of the requests, for those who let something die meanwhile. */
export interface TrafficReport {
  requests: number
  /** How often a request was sent again because no answer came. */
  unanswered: number
  unavailable: number
  replayed: number
  approved: number
  /** The longest that one request waited for its answer. */
  slowestMs: number
}

/**
 * Mixed work of several workers, each of whom sends a request until it is answered and remembers what was acknowledged.
 * Every order and title has an id of its own, so that in the end the sums are known to the cent.
 */
export class Traffic {
  readonly report: TrafficReport = {
    requests: 0,
    unanswered: 0,
    unavailable: 0,
    replayed: 0,
    approved: 0,
    slowestMs: 0,
  }
  private readonly target: Target
  private readonly choices: RandomChoices
  private readonly held: Held[] = []
  private readonly openCents = new Map<string, bigint>()
  private count = 0
  private isStopped = false
  private working: Promise<unknown> | null = null

  constructor(target: Target, seed: number) {
    this.target = target
    this.choices = new RandomChoices(seed)
  }

  async start(workers: number): Promise<void> {
    const customers = Array.from({ length: CUSTOMERS }, (_, index) => `k${index}`)
    await put(
      this.target,
      'customers',
      customers.map((name) => customerOf(name, { limit: amountLimit('9000000.00'), group: 'all' })),
    )
    for (const name of customers) this.openCents.set(name, 0n)
    this.working = Promise.all(Array.from({ length: workers }, () => this.work()))
    this.working.catch(() => undefined) // Told by `stop`.
  }

  /** Lets every worker finish what it is at. */
  async stop(): Promise<void> {
    this.isStopped = true
    await this.working
  }

  get acknowledged(): number {
    return this.held.length
  }

  private async work(): Promise<void> {
    while (!this.isStopped) {
      const customer = `k${this.choices.whole(0, CUSTOMERS - 1)}`
      const kind = this.choices.whole(0, 9)
      if (kind < 7) await this.order(customer)
      else if (kind < 9) await this.titles(customer)
      else await this.stream(customer)
    }
  }

  private async order(customer: string): Promise<void> {
    const orderId = `order-${this.count++}`
    const cents = BigInt(this.choices.whole(1, 99_999))
    const request = reserveOf(customer, orderId, `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`)
    const { body } = await this.insist('POST', '/v1/credit-checks', request)
    expect(body.decision).toBe('approved')
    this.report.approved++
    const held: Held = { request, check: body, customer, orderId, cents, state: 'held' }
    const next = this.choices.one(['confirm', 'cancel', 'nothing'])
    if (next !== 'nothing') {
      await this.insist('POST', `/v1/orders/${orderId}/${next}`, { source: SOURCE })
      held.state = next === 'confirm' ? 'confirmed' : 'cancelled'
    }
    this.held.push(held)
  }

  private async titles(customer: string): Promise<void> {
    const receivables = Array.from({ length: 3 }, () => invoiceOf(`title-${this.count++}`, customer, '1.01'))
    await this.insist('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables })
    this.add(customer, 303n)
  }

  /** More lines than one transaction takes, so that a crash can come between two. */
  private async stream(customer: string): Promise<void> {
    const lines = Array.from({ length: STREAM_LINES }, () => invoiceOf(`title-${this.count++}`, customer, '0.01'))
    const text = lines.map((line) => JSON.stringify(line)).join('\n')
    const headers = { 'content-type': 'application/x-ndjson' }
    const { body } = await this.insist('PUT', `/v1/sources/${SOURCE}/receivables`, text, headers)
    expect(body).toMatchObject({ accepted: STREAM_LINES, rejected: [] })
    this.add(customer, BigInt(STREAM_LINES))
  }

  private add(customer: string, cents: bigint): void {
    this.openCents.set(customer, (this.openCents.get(customer) ?? 0n) + cents)
  }

  /** Sends until it is answered with 200; anything but a 503 or no answer at all is a fault. */
  private async insist(...request: Parameters<Target['call']>): Promise<Answer> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      this.report.requests++
      const startedMs = performance.now()
      const answer = await this.target.call(...request).catch(() => null)
      this.report.slowestMs = Math.max(this.report.slowestMs, performance.now() - startedMs)
      if (answer?.status === 200) {
        if (answer.headers['idempotency-replayed'] === 'true') this.report.replayed++
        return answer
      }
      if (answer === null) this.report.unanswered++
      else {
        this.report.unavailable++
        expectUnavailable(answer)
      }
      await sleep(RETRY_MS)
    }
    throw new Error(`no answer after ${ATTEMPTS_MAX} attempts: ${JSON.stringify(request)}`)
  }

  /** Nothing acknowledged was lost and nothing was counted twice: sums to the cent, every check readable, no drift. */
  async expectAllKept(): Promise<void> {
    await expectNoDrift(this.target)
    for (const [customer, open] of this.openCents) {
      const own = this.held.filter((one) => one.customer === customer)
      const sum = (state: Held['state']): bigint =>
        own.filter((one) => one.state === state).reduce((total, { cents }) => total + cents, 0n)
      const { exposure } = await creditOf(this.target, customer)
      const found = { open: centsOf(exposure.open), held: centsOf(exposure.held), orders: centsOf(exposure.orders) }
      expect(found).toEqual({ open, held: sum('held'), orders: sum('confirmed') })
    }
    await inParallel(this.held.length, 8, (index) => this.expectKept(this.held[index] as Held))
  }

  private async expectKept({ request, check, state }: Held): Promise<void> {
    const { facts, ...stored } = (await this.target.call('GET', `/v1/credit-checks/${check.id}`)).body
    expect(stored).toEqual(check)
    expect(facts.order.amount).toEqual(expect.any(String))
    if (state === 'cancelled') return
    const again = await reserve(this.target, request)
    expect({ body: again.body, replayed: again.headers['idempotency-replayed'] }).toEqual({
      body: check,
      replayed: 'true',
    })
  }
}

/** What a client may be told while the database is away. */
export function expectUnavailable({ status, headers, body }: Answer): void {
  expect({ status, type: headers['content-type'], body }).toMatchObject({
    status: 503,
    type: expect.stringMatching(/^application\/problem\+json/),
    body: { type: '/problems/unavailable', status: 503 },
  })
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
}
