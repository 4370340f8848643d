import { describe, expect, it } from 'vitest'
import { deliveryChecks } from './checks/delivery.ts'
import { outcomeChecks } from './checks/outcomes.ts'
import { promiseChecks } from './checks/promises.ts'
import { receiptChecks } from './checks/receipts.ts'
import { type ChannelCheck, setChannelStage } from './stage.ts'
import type { ChannelSubject } from './vendor.ts'

/** All that every channel adapter promises. Each has a saboteur in `saboteurs.ts` that it must catch. */
export const channelChecks: readonly ChannelCheck[] = [
  ...promiseChecks,
  ...deliveryChecks,
  ...outcomeChecks,
  ...receiptChecks,
]

export interface PlannedTest {
  readonly title: string
  run(): Promise<void>
}

/** The tests of one channel. Checks that it leaves nothing to look at are absent; exempt ones have to fail. */
export function planOf(subject: ChannelSubject): readonly PlannedTest[] {
  const concerning = channelChecks.filter(({ concerns }) => concerns?.(subject) ?? true)
  const exempt = subject.exempt ?? {}
  const tests = concerning.map((check): PlannedTest => {
    const reason = exempt[check.title]
    if (reason === undefined) return { title: check.title, run: () => runCheck(check, subject) }
    return { title: `exempt: ${check.title} (${reason})`, run: () => expectExemption(check, subject, reason) }
  })
  const unknown = Object.keys(exempt).filter((title) => !concerning.some((check) => check.title === title))
  const runExempts = async (): Promise<void> => {
    expect(unknown, 'exemptions of checks that are not there').toEqual([])
  }
  return [...tests, { title: 'exempts only what there is', run: runExempts }]
}

/** Registers the tests of one channel adapter. */
export function runChannelConformance(subject: ChannelSubject): void {
  describe(`${subject.adapter.id} conforms`, () => {
    for (const { title, run } of planOf(subject)) it(title, run)
  })
}

/** An exemption is a claim too: that the check fails, and why. */
async function expectExemption(check: ChannelCheck, subject: ChannelSubject, reason: string): Promise<void> {
  expect(reason.length, 'characters of the reason').toBeGreaterThan(10)
  const failed = await runCheck(check, subject).then(
    () => false,
    () => true,
  )
  expect(failed, `stale exemption: "${check.title}" holds`).toBe(true)
}

/** Runs one check with a provider of its own. */
export async function runCheck(check: ChannelCheck, subject: ChannelSubject): Promise<void> {
  const stage = await setChannelStage(subject)
  try {
    await check.run(stage)
  } finally {
    await stage.close()
  }
}
