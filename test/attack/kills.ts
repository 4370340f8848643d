import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { type ProgramProcess, startProcess } from '../harness/process.ts'
import { RandomChoices } from '../receivables/random-choices.ts'
import type { Target } from './requests.ts'
import { Traffic, type TrafficReport } from './traffic.ts'

const WORKERS = 6
const ALIVE_MS = { min: 150, max: 900 }

/** A program that is restarted on the same port again and again; requests go to whichever runs. */
class Restarted implements Target {
  private current: ProgramProcess
  private readonly url: string

  private constructor(current: ProgramProcess, url: string) {
    this.current = current
    this.url = url
  }

  static async start(url: string): Promise<Restarted> {
    return new Restarted(await startProcess({ url }), url)
  }

  readonly call: Target['call'] = (...request) => this.current.call(...request)

  /** `kill -9` and a new start. */
  async killAndRestart(): Promise<void> {
    const { port } = this.current
    expect(await this.current.kill('SIGKILL')).toBeNull()
    this.current = await startProcess({ url: this.url, port })
  }

  output(): string {
    return this.current.output()
  }

  stop(): Promise<number | null> {
    return this.current.kill('SIGTERM')
  }
}

/** Kills the program in the middle of mixed traffic, `kills` times, and then counts everything that was acknowledged. */
export async function killInTraffic(url: string, kills: number, seed: number): Promise<TrafficReport> {
  const program = await Restarted.start(url)
  const choices = new RandomChoices(seed)
  const traffic = new Traffic(program, seed)
  try {
    await traffic.start(WORKERS)
    for (let kill = 1; kill <= kills; kill++) {
      const before = traffic.acknowledged
      await sleep(choices.whole(ALIVE_MS.min, ALIVE_MS.max))
      // A kill that nothing came before would prove nothing; the bound is that of the test.
      while (traffic.acknowledged === before) await sleep(10)
      await program.killAndRestart()
    }
    await traffic.stop()
    await traffic.expectAllKept()
  } finally {
    await traffic.stop().catch(() => undefined)
    await program.stop()
  }
  return traffic.report
}

/** Kills the program while it makes its schema, and starts it again: the last start has to come up. */
export async function killWhileMigrating(url: string, delaysMs: readonly number[]): Promise<void> {
  for (const delayMs of delaysMs) {
    const starting = new AbortController()
    const started = startProcess({ url, signal: starting.signal }).catch(() => null)
    await sleep(delayMs)
    starting.abort()
    await (await started)?.kill('SIGKILL')
  }
  const program = await startProcess({ url })
  try {
    expect((await program.call('GET', '/readyz')).status).toBe(200)
  } finally {
    await program.kill('SIGTERM')
  }
}
