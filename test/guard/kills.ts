import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { type Database, openDatabase } from '../../src/database.ts'
import { startMariadb } from '../harness/mariadb.ts'
import { type ProgramProcess, startProcess } from '../harness/process.ts'
import { RandomChoices } from '../receivables/random-choices.ts'
import { openPlace, type Place } from './place.ts'
import { customerOf, SOURCE } from './words.ts'

const CUSTOMERS = 120
const PAYERS = 15
const ALIVE_MS = { min: 200, max: 900 }
const SETTLES_WITHIN_MS = 120_000
const POLL_MS = 100
const QUIET_POLLS = 5

export interface GuardKills {
  readonly kills: number
  readonly seed: number
}

export interface GuardKillsReport {
  readonly payments: number
  readonly orders: number
  readonly sold: number
  readonly refused: number
  /** Kills after which something was noted and not written, or recorded and not collected. */
  readonly interrupted: number
}

const names = Array.from({ length: CUSTOMERS }, (_, place) => `C${place}`)

/**
 * Kills the program `kills` times while payments and orders arrive and an ERP sells. Each time the copy in the ERP's
 * database says what the program says of every customer, and in the end every refusal was taken exactly once.
 */
export async function killWhileGuarded(url: string, { kills, seed }: GuardKills): Promise<GuardKillsReport> {
  const erp = await startMariadb()
  const place = await openPlace(erp.url)
  place.write('pedidos', {})
  expect(await place.guard('install', 'pedidos')).toMatchObject({ code: 0 })
  const environment = { ...place.environment, FIADO_CONFIG: place.configFolder, FIADO_LOG_LEVEL: 'fatal' }
  let program = await startProcess({ url, environment })
  const db = openDatabase(url)
  try {
    await program.call('PUT', `/v1/sources/${SOURCE}/customers`, {
      customers: names.map((name) => customerOf(name, '1000.00')),
    })
    await settled(db, place)
    const traffic = new Traffic(() => program, place, seed)
    const choices = new RandomChoices(seed + 1)
    let interrupted = 0
    for (let kill = 0; kill < kills; kill++) {
      traffic.start()
      await sleep(choices.whole(ALIVE_MS.min, ALIVE_MS.max))
      expect(await program.kill('SIGKILL')).toBeNull()
      // Before anything else comes that would write over what was lost.
      await traffic.stop()
      if (!(await isQuiet(db, place))) interrupted++
      program = await startProcess({ url, environment, port: program.port })
      await settled(db, place)
      await expectSame(program, db, place)
    }
    await expectTakenOnce(db, traffic.refused)
    const { payments, orders, sold, refused } = traffic
    return { payments, orders, sold, refused: refused.length, interrupted }
  } finally {
    await program.kill('SIGKILL')
    await db.close()
    await place.close()
    await erp.stop()
  }
}

/** What people and the ERP do, whether Fiado runs or not. */
class Traffic {
  payments = 0
  orders = 0
  sold = 0
  readonly refused: string[] = []
  private readonly workers: Promise<void>[] = []
  private readonly choices: RandomChoices
  private readonly program: () => ProgramProcess
  private readonly place: Place
  private turn = 0
  private isOver = false

  constructor(program: () => ProgramProcess, place: Place, seed: number) {
    this.program = program
    this.place = place
    this.choices = new RandomChoices(seed)
  }

  start(): void {
    const works = [() => this.owe(), () => this.owe(), () => this.reserve(), () => this.sell(), () => this.sell()]
    this.isOver = false
    for (const work of works) this.workers.push(this.repeat(work))
  }

  async stop(): Promise<void> {
    this.isOver = true
    await Promise.all(this.workers.splice(0))
  }

  private async repeat(work: () => Promise<void>): Promise<void> {
    while (!this.isOver) {
      await work()
      await sleep(this.choices.whole(5, 40))
    }
  }

  /** A request that meets a program that is being killed is one that the ERP sends again some time. */
  private async ask(method: 'PUT' | 'POST', path: string, body: object): Promise<boolean> {
    return this.program()
      .call(method, path, body)
      .then(
        ({ status }) => status === 200,
        () => false,
      )
  }

  private async owe(): Promise<void> {
    const receivables = this.choices.some(names, PAYERS).map((customer) => {
      const isPaid = this.choices.chance(0.6)
      return {
        ...{ externalId: `T-${customer}`, customer: { externalId: customer }, kind: 'invoice', issuedOn: '2026-01-05' },
        ...{ dueOn: '2026-02-05', amount: '300.00', openAmount: isPaid ? '0.00' : '300.00' },
        status: isPaid ? 'paid' : 'open',
      }
    })
    if (await this.ask('PUT', `/v1/sources/${SOURCE}/receivables`, { receivables })) this.payments += PAYERS
  }

  private async reserve(): Promise<void> {
    const order = { id: `H${++this.turn}`, amount: `${this.choices.whole(1, 90)}.00` }
    const customer = { externalId: this.choices.one(names) }
    if (await this.ask('POST', '/v1/credit-checks', { source: SOURCE, mode: 'reserve', customer, order })) this.orders++
    if (this.choices.chance(0.7)) await this.ask('POST', `/v1/orders/${order.id}/cancel`, { source: SOURCE })
  }

  private async sell(): Promise<void> {
    const number = `E${++this.turn}`
    const amount = this.choices.whole(1, 1_500)
    const told = await this.place.tell('INSERT INTO pedidos (numero, cliente, valor) VALUES (?, ?, ?)', [
      ...[number, this.choices.one(names), amount],
    ])
    if (told === null) this.sold++
    else if (/^Crédito/.test(told)) this.refused.push(number)
    else throw new Error(`a sale met something else: ${told}`)
  }
}

async function isQuiet(db: Database, { root, schema }: Place): Promise<boolean> {
  const left = await db.all('SELECT account_id FROM account_changes UNION ALL SELECT account_id FROM guard_changes')
  const [events] = await root.query(`SELECT number FROM ${schema}.events LIMIT 1`)
  return left.length === 0 && (events as object[]).length === 0
}

/** Outside of vitest too, where nothing polls. */
async function settled(db: Database, place: Place): Promise<void> {
  let quiet = 0
  for (let waitedMs = 0; waitedMs < SETTLES_WITHIN_MS; waitedMs += POLL_MS) {
    quiet = (await isQuiet(db, place)) ? quiet + 1 : 0
    if (quiet === QUIET_POLLS) return
    await sleep(POLL_MS)
  }
  throw new Error(`the copy did not catch up within ${SETTLES_WITHIN_MS} ms`)
}

/** The copy says what the program says, and those orders pass that it holds. */
async function expectSame(program: ProgramProcess, db: Database, place: Place): Promise<void> {
  const rows = await place.all(`SELECT customer, blocked, available FROM ${place.schema}.credit_status`)
  const copy = new Map(rows.map((row) => [String(row['customer']), `${row['blocked']} ${row['available']}`]))
  const wanted = new Map<string, string>()
  for (const name of names) {
    const { body } = await program.call('GET', `/v1/customers/${SOURCE}/${name}/credit`)
    const { available } = body.exposure
    // Where no cent is left nothing is wrong with the customer, and yet no order passes.
    wanted.set(name, body.blocked || !(Number(available) > 0) ? '1 0.00' : `0 ${available}`)
  }
  const sorted = (found: Map<string, string>) => [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  expect(sorted(copy)).toEqual(sorted(wanted))
  const passes = await place.all(`SELECT order_id AS id FROM ${place.schema}.passes ORDER BY order_id`)
  const held = await db.all("SELECT external_id FROM orders WHERE state = 'held' ORDER BY external_id")
  expect(passes.map((row) => row['id'])).toEqual(held.map((row) => row['external_id']))
  const verified = await program.call('POST', '/v1/positions/verify', {})
  expect(verified.body.drift).toEqual([])
}

async function expectTakenOnce(db: Database, refused: readonly string[]): Promise<void> {
  const events = await db.all('SELECT order_id, check_id FROM guard_events')
  const digest = (ids: readonly string[]): string =>
    createHash('sha256')
      .update([...ids].sort().join())
      .digest('hex')
  const taken = events.map((row) => String(row['order_id']))
  expect([taken.length, digest(taken)]).toEqual([refused.length, digest(refused)])
  const [row] = await db.all(
    'SELECT COUNT(DISTINCT c.id) AS n FROM guard_events e JOIN credit_checks c ON c.id = e.check_id',
  )
  expect(Number(row?.['n'])).toBe(refused.length)
}
