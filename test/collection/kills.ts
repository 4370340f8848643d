import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { type ProgramProcess, startProcess } from '../harness/process.ts'
import { RandomChoices } from '../receivables/random-choices.ts'
import { sampleCustomer, sampleReceivable } from './business.ts'
import { daysFromNow, writeCollectionConfig } from './config-folder.ts'
import { type Provider, startProvider } from './provider.ts'

const PROGRAM = join(import.meta.dirname, 'provider-program.ts')
const EVERY_SECOND = '* * * * * *'
const CUSTOMERS_PER_KILL = 60
const ENDS_WITHIN_MS = 180_000
const POLL_MS = 100

export interface CollectionKills {
  readonly kills: number
  readonly honoursKey: boolean
  readonly seed: number
}

export interface CollectionReport {
  readonly kills: number
  readonly due: number
  readonly delivered: number
  /** Messages that were sent again with a key that the provider knew: a kill had caught them. */
  readonly repeated: number
  readonly ambiguous: number
}

/**
 * Kills the program at random points of planning and sending, `kills` times, while new debts fall due, and then counts
 * what the provider has delivered. With a provider that honours keys everybody is written to exactly once; with any
 * other nobody twice, and whoever may not have been is shown as ambiguous.
 */
export async function killWhileSending(
  url: string,
  { kills, honoursKey, seed }: CollectionKills,
): Promise<CollectionReport> {
  const choices = new RandomChoices(seed)
  const provider = await startProvider(honoursKey, () => choices.whole(1, 25))
  const folder = await writeCollectionConfig({ providerUrl: provider.url, plansAt: EVERY_SECOND, hours: '00:00-24:00' })
  const environment = { FIADO_CONFIG: folder, FIADO_LOG_LEVEL: 'fatal', PROVIDER_HONOURS_KEY: honoursKey ? '1' : '0' }
  const start = (): Promise<ProgramProcess> => startProcess({ url, environment, main: PROGRAM })
  let program = await start()
  let due = 0
  try {
    for (let kill = 1; kill <= kills; kill++) {
      due += await owe(program, due)
      await sleep(choices.whole(0, 900))
      await program.kill('SIGKILL')
      program = await start()
    }
    await until(
      async () =>
        (await count(program, 'planned')) + (await count(program, 'sending')) === 0 && (await isPlanned(program, due)),
    )
    return await report(program, provider, { kills, due, honoursKey })
  } finally {
    await program.kill('SIGTERM')
    await provider.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const nameOf = (index: number): string => `c${index}`
const addressOf = (index: number): string => `${nameOf(index)}@cliente.example.com`

/** New customers with a debt that is due. */
async function owe(program: ProgramProcess, from: number): Promise<number> {
  const indexes = Array.from({ length: CUSTOMERS_PER_KILL }, (_, index) => from + index)
  const customers = indexes.map((index) =>
    sampleCustomer({ externalId: nameOf(index), document: null, email: addressOf(index), whatsapp: null }),
  )
  const receivables = indexes.map((index) =>
    sampleReceivable({
      ...{ externalId: `T-${index}`, customer: { externalId: nameOf(index) } },
      ...{ issuedOn: daysFromNow(-40), dueOn: daysFromNow(-8) },
    }),
  )
  for (const [kind, records] of Object.entries({ customers, receivables })) {
    const { status, body } = await program.call('PUT', `/v1/sources/erp/${kind}`, { [kind]: records })
    expect([status, body.rejected]).toEqual([200, []])
  }
  return indexes.length
}

async function listAll(program: ProgramProcess, state: string): Promise<{ recipient: string | null }[]> {
  const found: { recipient: string | null }[] = []
  for (let after: string | null = '0'; after !== null; ) {
    const { body }: { body: { messages: typeof found; next: string | null } } = await program.call(
      'GET',
      `/v1/collection/messages?state=${state}&after=${after}`,
    )
    found.push(...body.messages)
    after = body.next
  }
  return found
}

const count = async (program: ProgramProcess, state: string): Promise<number> => (await listAll(program, state)).length

/** Whether there is a message for everybody. */
async function isPlanned(program: ProgramProcess, due: number): Promise<boolean> {
  const counts = await Promise.all(['sent', 'ambiguous', 'failed', 'cancelled'].map((state) => count(program, state)))
  return counts.reduce((sum, one) => sum + one, 0) >= due
}

/** Outside of vitest too, where nothing polls. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < ENDS_WITHIN_MS; waitedMs += POLL_MS) {
    if (await isSo()) return
    await sleep(POLL_MS)
  }
  throw new Error(`nothing came of it within ${ENDS_WITHIN_MS} ms`)
}

async function report(
  program: ProgramProcess,
  { delivered, repeated }: Provider,
  { kills, due, honoursKey }: { kills: number; due: number; honoursKey: boolean },
): Promise<CollectionReport> {
  const sent = (await listAll(program, 'sent')).map(({ recipient }) => recipient)
  const ambiguous = new Set((await listAll(program, 'ambiguous')).map(({ recipient }) => recipient))
  const everybody = Array.from({ length: due }, (_, index) => addressOf(index))
  expect([...delivered].filter(([, times]) => times > 1)).toEqual([])
  const missing = everybody.filter((address) => !delivered.has(address))
  if (honoursKey) {
    expect(missing).toEqual([])
    expect([sent.length, ambiguous.size]).toEqual([due, 0])
  } else {
    // Whoever was not written to is shown, and whoever is said to have been, was.
    expect(missing.filter((address) => !ambiguous.has(address))).toEqual([])
    expect(sent.filter((address) => !delivered.has(address ?? ''))).toEqual([])
    expect(sent.length + ambiguous.size).toBe(due)
  }
  return { kills, due, delivered: delivered.size, repeated: repeated(), ambiguous: ambiguous.size }
}
