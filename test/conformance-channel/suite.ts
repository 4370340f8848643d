import { describe, it } from 'vitest'
import { type PlannedTest, planTests } from '../conformance/plan.ts'
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

/** The tests of one adapter. */
export const planOf = (subject: ChannelSubject): readonly PlannedTest[] => planTests(channelChecks, subject, runCheck)

/** Registers the tests of one channel adapter. */
export function runChannelConformance(subject: ChannelSubject): void {
  describe(`${subject.adapter.id} conforms`, () => {
    for (const { title, run } of planOf(subject)) it(title, run)
  })
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
