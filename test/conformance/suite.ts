import { describe, it } from 'vitest'
import type { Check } from './check.ts'
import { changeChecks } from './checks/changes.ts'
import { faultChecks } from './checks/faults.ts'
import { listingChecks } from './checks/listing.ts'
import { promiseChecks } from './checks/promises.ts'
import { readingChecks } from './checks/reading.ts'
import { valueChecks } from './checks/values.ts'
import { webhookChecks } from './checks/webhooks.ts'
import { writeBackChecks } from './checks/write-back.ts'
import { setStage } from './drive.ts'
import { type PlannedTest, planTests } from './plan.ts'
import type { Subject } from './vendor.ts'

/** All that every adapter promises. Each has a saboteur in `saboteurs.ts` that it must catch. */
export const checks: readonly Check[] = [
  ...promiseChecks,
  ...listingChecks,
  ...valueChecks,
  ...changeChecks,
  ...readingChecks,
  ...faultChecks,
  ...writeBackChecks,
  ...webhookChecks,
]

/** The records are made from this number; another one makes others. */
const SEED = Number(process.env['CONFORMANCE_SEED'] ?? 20_261_121)

/** The tests of one adapter. */
export const planOf = (subject: Subject): readonly PlannedTest[] => planTests(checks, subject, runCheck)

/** Registers the tests of one adapter. */
export function runConformance(subject: Subject): void {
  describe(`${subject.adapter.id} conforms`, () => {
    for (const { title, run } of planOf(subject)) it(title, run)
  })
}

/** Runs one check with a vendor of its own. What fails tells the seed that makes the same records again. */
export async function runCheck(check: Check, subject: Subject, seed = SEED): Promise<void> {
  const stage = await setStage(subject, seed)
  try {
    await check.run(stage)
  } catch (error) {
    if (error instanceof Error) error.message += ` (again with CONFORMANCE_SEED=${seed})`
    throw error
  } finally {
    await stage.close()
  }
}
