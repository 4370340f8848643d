import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { createDatabaseUrl, type Dialect, dialects } from '../harness/databases.ts'
import { type Run, runProcess } from './run-process.ts'

const running: Run[] = []
const dropping: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const run of running.splice(0)) await run.interrupt()
  for (const drop of dropping.splice(0)) await drop()
})

async function freshUrl(dialect: Dialect): Promise<string> {
  const { url, drop } = await createDatabaseUrl(dialect)
  dropping.push(drop)
  return url
}

/** What `npm start` runs, with a database and a free port, and otherwise as a stranger has it: nothing set. */
async function start(url: string, environment: Record<string, string> = {}) {
  const run = runProcess([process.execPath, 'src/main.ts'], {
    FIADO_DATABASE_URL: url,
    FIADO_PORT: '0',
    ...environment,
  })
  running.push(run)
  const [screen, address] = await run.printed(/ {2}Fiado [\s\S]*address {3}(\S+)[\s\S]*Try it:\n\n([\s\S]*\n)\n/)
  const command = screen.slice(screen.indexOf('Try it:') + 'Try it:'.length).trim()
  return { run, screen, address: address as string, command, key: /key {7}(\S+)/.exec(screen)?.[1] }
}

/** Pastes the command of the screen into a shell. */
async function paste(command: string): Promise<ReturnType<typeof JSON.parse>> {
  const shell = runProcess(['/bin/sh', '-c', command], {})
  expect(await shell.ended, shell.output.text).toBe(0)
  return JSON.parse(shell.output.text)
}

const statusOf = async (address: string, key: string): Promise<number> =>
  (await fetch(`${address}/v1/policies/default`, { headers: { authorization: `Bearer ${key}` } })).status

async function heartbeat(address: string, key: string, source: string): Promise<void> {
  const headers = { authorization: `Bearer ${key}` }
  const reply = await fetch(`${address}/v1/sources/${source}/heartbeat`, { method: 'POST', headers })
  expect(reply.status).toBe(200)
}

describe.each(dialects)('the first minute on %s', (dialect) => {
  it('ends with a refusal that explains itself, by pasting what the screen says', async () => {
    const { run, screen, address, command, key } = await start(await freshUrl(dialect))
    expect(screen).toMatch(/Distribuidora Serra Azul, made up: 200 customers, 3191 receivables, loaded into the empty/)
    expect(screen).toContain('FIADO_DEMO=0')
    expect(command).toMatch(/^curl .*\/v1\/credit-checks/)
    expect(command).toContain(address)
    expect(command).toContain(key as string)
    // Lines of JSON are for machines: they come before the screen, or not at all.
    expect(screen).not.toContain('"level"')

    const answer = await paste(command)
    expect(answer).toMatchObject({
      decision: 'blocked',
      releasable: true,
      limit: { mode: 'amount', amount: '5000.00' },
      exposure: {
        ...{ open: '3100.00', overdue: '830.00', orders: '0.00', held: '0.00', drafts: '0.00', credits: '0.00' },
        ...{ total: '3100.00', available: '1900.00' },
      },
      hold: null,
      policy: { name: 'default', version: 1 },
    })
    expect(answer.reasons).toHaveLength(1)
    expect(answer.reasons[0]).toMatchObject({
      code: 'overdue_receivables',
      severity: 'block',
      message: 'Cliente com 2 títulos vencidos há 12 dias (R$ 830,00).',
      detail: { overdue: '830.00', daysOverdue: 12 },
    })
    expect(answer.remedies).toEqual([
      { kind: 'pay_receivables', amount: '830.00', receivables: expect.any(Array) },
      { kind: 'pay_cash' },
      { kind: 'request_release' },
    ])
    // What the README shows, shortened as it says.
    const [, shown] = /```json\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? []
    expect(answer).toMatchObject(JSON.parse(shown as string))
    expect(await run.interrupt()).toBe(0)
  })

  it('is not loaded twice: a second start keeps what is there and makes up another key', async () => {
    const url = await freshUrl(dialect)
    const first = await start(url)
    const body = '{"receivables":[{"externalId":"MINE","customer":{"externalId":"1042"},"kind":"invoice",'.concat(
      '"issuedOn":"2026-01-02","dueOn":"2099-01-02","amount":"100.00","openAmount":"100.00","status":"open"}]}',
    )
    const sent = await fetch(`${first.address}/v1/sources/demo-serra-azul/receivables`, {
      ...{ method: 'PUT', body },
      headers: { authorization: `Bearer ${first.key}`, 'content-type': 'application/json' },
    })
    expect(await sent.json()).toEqual({ accepted: 1, ignored: 0, rejected: [] })
    await first.run.interrupt()

    const second = await start(url)
    expect(second.screen).toMatch(/200 customers, 3192 receivables, loaded by an earlier start/)
    expect(second.key).toBeTruthy()
    expect(second.key).not.toBe(first.key)
    expect(await statusOf(second.address, second.key as string)).toBe(200)
    expect(await statusOf(second.address, first.key as string)).toBe(401)
    expect(await paste(second.command)).toMatchObject({ decision: 'blocked', exposure: { open: '3200.00' } })
  })

  it('completes a demonstration whose loading was cut off', async () => {
    const url = await freshUrl(dialect)
    const key = 'a-key-that-its-owner-knows-and-nobody-else'
    const empty = await start(url, { FIADO_DEMO: '0', FIADO_API_KEY: key })
    const sent = await fetch(`${empty.address}/v1/sources/demo-serra-azul/customers`, {
      ...{ method: 'PUT', body: '{"customers":[{"externalId":"1001","name":"Só o primeiro"}]}' },
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    })
    expect(sent.status).toBe(200)
    await empty.run.interrupt()

    const second = await start(url)
    expect(second.screen).toMatch(/200 customers, 3191 receivables, loaded into the empty database/)
    expect(await paste(second.command)).toMatchObject({ decision: 'blocked', exposure: { open: '3100.00' } })
  })
})

// Which key is made up does not depend on the database.
describe('the key of the first minute', () => {
  it('invents neither data nor key with FIADO_DEMO=0', async () => {
    const url = await freshUrl('sqlite')
    const empty = await start(url, { FIADO_DEMO: '0' })
    expect(empty.screen).not.toContain('Serra Azul')
    expect(empty.screen).toContain('FIADO_API_KEY is not set')
    expect(await paste(empty.command)).toEqual({ status: 'ready', sources: [] })
    await empty.run.interrupt()

    // Not even where the demonstration was loaded before it was switched off.
    const first = await start(url)
    await first.run.interrupt()
    const later = await start(url, { FIADO_DEMO: '0' })
    expect(later.key).toBe('FIADO_API_KEY')
    expect(await statusOf(later.address, first.key as string)).toBe(200)
  })

  it('invents neither data nor key where another source is', async () => {
    const url = await freshUrl('sqlite')
    const key = 'a-key-that-its-owner-knows-and-nobody-else'
    const first = await start(url, { FIADO_DEMO: '0', FIADO_API_KEY: key })
    await heartbeat(first.address, key, 'erp-matriz')
    await first.run.interrupt()

    const second = await start(url)
    expect(second.screen).not.toContain('Serra Azul')
    expect(second.screen).toContain('FIADO_API_KEY is not set: only keys made earlier work')
    expect((await paste(second.command)).sources).toMatchObject([{ source: 'erp-matriz' }])
    expect(await statusOf(second.address, key)).toBe(200)
  })

  it('stops inventing a key as soon as another source joins the demonstration', async () => {
    const url = await freshUrl('sqlite')
    const first = await start(url)
    await heartbeat(first.address, first.key as string, 'erp-matriz')
    await first.run.interrupt()

    const second = await start(url)
    expect(second.key).toBe('FIADO_API_KEY')
    expect(await statusOf(second.address, first.key as string)).toBe(200)
  })
})
