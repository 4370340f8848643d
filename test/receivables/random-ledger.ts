import { type Answer, type Program, startProgram } from '../harness/program.ts'
import { keyOf, LedgerModel, type ModelExposure } from './ledger-model.ts'
import { RandomChoices } from './random-choices.ts'
import { randomOperation, type Waiting } from './random-operations.ts'
import { CALENDARS, POLICIES, withFolder, writeConfigFolder } from './random-policies.ts'
import { COMPANIES, money } from './random-records.ts'

export interface RandomLedger {
  /** A fresh empty database. */
  readonly url: string
  readonly operations: number
  readonly seed: number
}

export interface RandomLedgerResult {
  operations: number
  /** How often the position of one customer was compared with the model. */
  comparisons: number
  /** How often all positions were verified. */
  verifications: number
  /** How often the program was started with another time, policy or calendar. */
  restarts: number
  /** What came out differently than it should have, the first few; must be empty. */
  mismatches: string[]
  /** How many operations of each kind were done. */
  done: Record<string, number>
}

const VERIFY_EVERY = 50
const MOVE_TIME_EVERY = 40
const FIRST_DAY = '2026-10-20'
const DAYS = 46
const START_MINUTE = 600
const MINUTES_PER_DAY = 1_440

/** What an operation works with. */
export interface Scene {
  readonly random: RandomChoices
  readonly model: LedgerModel
  readonly waiting: Map<string, Waiting>
  call: Program['call']
  /** Tells that something came out differently than it should have. */
  complain(text: string): void
}

/**
 * Does random things to a program and to the model of it, and compares what both say of every customer and account.
 * Stops at the first operation after which they differ. The same seed does the same again.
 */
export async function runRandomLedger({ url, operations, seed }: RandomLedger): Promise<RandomLedgerResult> {
  return withFolder(async (folder) => {
    const ledger = new Ledger(url, folder, seed)
    await ledger.start()
    try {
      await ledger.run(operations)
    } finally {
      await ledger.stop()
    }
    return ledger.result
  })
}

class Ledger {
  readonly result: RandomLedgerResult = {
    operations: 0,
    comparisons: 0,
    verifications: 0,
    restarts: 0,
    mismatches: [],
    done: {},
  }
  private readonly url: string
  private readonly folder: string
  private readonly scene: Scene
  private program: Program | null = null
  private minute = START_MINUTE
  private lastOperation = 'start'

  constructor(url: string, folder: string, seed: number) {
    this.url = url
    this.folder = folder
    const [policy, calendar] = [POLICIES[0], CALENDARS[0]] as const
    if (!policy || !calendar) throw new Error('a random ledger needs a policy and a calendar')
    this.scene = {
      random: new RandomChoices(seed),
      model: new LedgerModel(policy, calendar, ...timeAt(this.minute)),
      waiting: new Map(),
      call: () => Promise.reject(new Error('the program is not started')),
      complain: (text) => this.complain(text),
    }
  }

  async start(): Promise<void> {
    const { model } = this.scene
    const configFolder = await writeConfigFolder(this.folder, model.policy, model.calendar)
    const now = Temporal.Instant.fromEpochMilliseconds(model.nowMs).toString()
    const program = await startProgram({ url: this.url, now, configFolder, composition: { isQuiet: true } })
    this.program = program
    this.scene.call = program.call
  }

  async stop(): Promise<void> {
    await this.program?.stop()
    this.program = null
  }

  async run(operations: number): Promise<void> {
    for (let step = 1; step <= operations && this.result.mismatches.length === 0; step++) {
      this.lastOperation = 'this operation'
      const operation = step % MOVE_TIME_EVERY === 0 ? await this.moveTime() : await randomOperation(this.scene)
      this.lastOperation = operation
      this.result.operations++
      const kind = operation.split(' ')[0] as string
      this.result.done[kind] = (this.result.done[kind] ?? 0) + 1
      if (this.result.mismatches.length > 0) this.complain('which it was')
      const known = [...this.scene.model.customers.keys()]
      if (known.length > 0) await this.compare(this.scene.random.one(known))
      if (step % VERIFY_EVERY === 0 || step === operations) await this.verify()
    }
  }

  /** Starts the program again at another time, sometimes an earlier one, sometimes under another policy or calendar. */
  private async moveTime(): Promise<string> {
    const { random, model } = this.scene
    await this.stop()
    const minutes = random.chance(0.3) ? random.whole(5, 90) : random.whole(-3, 7) * MINUTES_PER_DAY
    this.minute = Math.min(Math.max(this.minute + minutes, 0), DAYS * MINUTES_PER_DAY)
    model.setTime(...timeAt(this.minute))
    if (random.chance(0.3)) model.policy = random.one(POLICIES)
    if (random.chance(0.3)) model.calendar = random.one(CALENDARS)
    await this.start()
    this.result.restarts++
    // Who is asked for is brought to the new time: from here on an expired hold has expired, also if time goes back.
    for (const key of model.customers.keys()) await this.compare(key)
    return `time ${new Date(model.nowMs).toISOString()}`
  }

  private async verify(): Promise<void> {
    for (const key of this.scene.model.customers.keys()) await this.compare(key)
    const { status, body } = await this.scene.call('POST', '/v1/positions/verify')
    this.result.verifications++
    if (status !== 200 || body.drift.length > 0) this.complain(`verify ${status}: ${JSON.stringify(body)}`)
    if (body.checked !== this.scene.model.customers.size) this.complain(`verify checked ${body.checked} customers`)
  }

  private async compare(key: string): Promise<void> {
    const { model, random } = this.scene
    const customer = model.customers.get(key)
    if (!customer) return
    const { source, externalId } = customer
    const company = random.one(COMPANIES)
    const path = `/v1/customers/${source}/${encodeURIComponent(externalId)}/credit?company=${company}`
    const told = await this.scene.call('GET', path)
    this.result.comparisons++
    const expected = model.creditOf(source, externalId, company)
    const wanted = JSON.stringify({
      own: inMoney(expected.own),
      account: inMoney(expected.account),
      key: expected.key,
      members: expected.members,
      oldestDueOn: expected.oldestDueOn,
      receivablesOpen: expected.receivablesOpen,
    })
    const found = JSON.stringify(toldOf(told))
    if (found !== wanted)
      this.complain(`${keyOf(source, externalId)} in ${company}:\n  told  ${found}\n  model ${wanted}`)
  }

  private complain(text: string): void {
    if (this.result.mismatches.length < 20) this.result.mismatches.push(`after ${this.lastOperation}: ${text}`)
  }
}

function timeAt(minute: number): [nowMs: number, today: string] {
  const local = Temporal.PlainDateTime.from(FIRST_DAY).add({ minutes: minute })
  const instant = local.toZonedDateTime('America/Sao_Paulo').toInstant()
  return [instant.epochMilliseconds, local.toPlainDate().toString()]
}

const PARTS = ['open', 'overdue', 'orders', 'held', 'drafts', 'credits', 'total'] as const

const inMoney = (exposure: ModelExposure): string => PARTS.map((part) => `${part} ${money(exposure[part])}`).join(' ')
const partsOf = (exposure: Record<string, string>): string => PARTS.map((part) => `${part} ${exposure[part]}`).join(' ')

function toldOf({ status, body }: Answer): unknown {
  if (status !== 200) return { status, body }
  return {
    own: partsOf(body.exposure),
    account: partsOf(body.account.exposure),
    key: body.account.key,
    members: body.account.members,
    oldestDueOn: body.oldestDueOn,
    receivablesOpen: body.receivablesOpen,
  }
}
