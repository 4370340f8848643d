import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabaseUrl } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'

const GOLDEN = join(import.meta.dirname, 'golden/month.txt')
const SOURCE = 'demo-serra-azul'

interface Day {
  on: string
  messages: { customer: Named; cadence: string; step: string; channel: string; titles: string[]; amount: string }[]
  tasks: { customer: Named; step: string; titles: string[] }[]
  withheld: Record<string, number>
}
interface Named {
  externalId: string
  name: string
}

/** A page a day, as a manager would read it. */
function print(days: readonly Day[]): string {
  const lines = days.flatMap(({ on, messages, tasks, withheld }) => [
    `${on}  ${messages.length} messages, ${tasks.length} tasks; withheld: ${JSON.stringify(withheld)}`,
    ...messages.map(
      ({ customer, cadence, step, channel, titles, amount }) =>
        `  ${customer.externalId} ${customer.name}: ${cadence}/${step} by ${channel}, R$ ${amount} (${titles.join(', ')})`,
    ),
    ...tasks.map(
      ({ customer, step, titles }) => `  ${customer.externalId} ${customer.name}: task ${step} (${titles.join(', ')})`,
    ),
  ])
  return `${lines.join('\n')}\n`
}

describe('a month of the demonstration company', () => {
  let program: Program
  let drop: () => Promise<void>
  beforeAll(async () => {
    const database = await createDatabaseUrl('sqlite')
    drop = database.drop
    program = await startProgram({
      ...{ url: database.url, now: '2026-11-23T09:00:00-03:00', demo: true },
      composition: { isQuiet: true },
    })
    await program.runJob('refresh-standings')
  })
  afterAll(async () => {
    await program.stop()
    await drop()
  })

  test('rehearsed day by day, says what its golden file says', async () => {
    const { status, body } = await program.call('POST', '/v1/collection/rehearsals', { source: SOURCE, days: 31 })
    expect(status).toBe(200)
    const printed = print(body.days)
    // To write it anew, delete it and look at what comes.
    const golden = await readFile(GOLDEN, 'utf8').catch(async () => {
      await writeFile(GOLDEN, printed)
      return ''
    })
    expect(printed).toBe(golden)
  })

  test('keeps the gaps and the caps of every customer, on business days only', async () => {
    const { body } = await program.call('POST', '/v1/collection/rehearsals', { source: SOURCE, days: 31 })
    const days = body.days as Day[]
    const byCustomer = new Map<string, string[]>()
    for (const { on, messages } of days)
      for (const { customer } of messages)
        byCustomer.set(customer.externalId, [...(byCustomer.get(customer.externalId) ?? []), on])
    expect(byCustomer.size).toBeGreaterThan(50)
    for (const said of byCustomer.values()) {
      const times = said.map((day) => Date.parse(day) / 86_400_000)
      for (const [index, time] of times.entries()) {
        expect(time - (times[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(2)
        expect(times.filter((other) => other <= time && other > time - 7).length).toBeLessThanOrEqual(2)
      }
    }
    const spoken = days.filter(({ messages }) => messages.length > 0).map(({ on }) => on)
    expect(spoken.map((on) => new Date(`${on}T12:00:00Z`).getUTCDay()).filter((day) => day === 0 || day === 6)).toEqual(
      [],
    )
  })

  test('as if everybody took the firm one, more is said', async () => {
    const run = async (more: object): Promise<number> => {
      const { body } = await program.call('POST', '/v1/collection/rehearsals', { source: SOURCE, days: 10, ...more })
      return (body.days as Day[]).reduce((sum, { messages }) => sum + messages.length, 0)
    }
    expect(await run({ cadence: 'firm' })).toBeGreaterThan(await run({}))
  })

  test('a template is read as a customer would, with its real titles', async () => {
    const letter = async (more: object) =>
      program.call('POST', '/v1/collection/letters', {
        ...{ source: SOURCE, customer: { externalId: '1042' }, template: 'aviso', channel: 'email', ...more },
      })
    const { status, body } = await letter({})
    expect(status).toBe(200)
    expect(body.text).toContain('NF 20006')
    expect(body.text).toContain('R$ 480,00')
    expect(body.html).toContain('NF 20008')
    expect((await letter({ template: 'nothing' })).body).toMatchObject({
      text: null,
      fault: 'não há modelo nothing.email',
    })
    expect((await letter({ channel: 'whatsapp' })).body.approved.name).toBeTruthy()
    expect((await letter({ customer: { externalId: 'nobody' } })).status).toBe(404)
  })

  test('refuses what it cannot rehearse', async () => {
    const post = async (body: object) => (await program.call('POST', '/v1/collection/rehearsals', body)).status
    expect(await post({ cadence: 'nothing' })).toBe(404)
    expect(await post({ days: 63 })).toBe(400)
    expect(await post({ customer: { externalId: '1042' } })).toBe(422)
  })
})
