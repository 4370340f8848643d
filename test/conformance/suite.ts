import { describe, expect, it } from 'vitest'
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

export interface PlannedTest {
  readonly title: string
  run(): Promise<void>
}

/** The tests of one adapter. Checks that its capabilities rule out are absent; exempt ones have to fail. */
export function planOf(subject: Subject): readonly PlannedTest[] {
  const concerning = checks.filter(({ concerns }) => concerns?.(subject) ?? true)
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

/** Registers the tests of one adapter. */
export function runConformance(subject: Subject): void {
  describe(`${subject.adapter.id} conforms`, () => {
    for (const { title, run } of planOf(subject)) it(title, run)
  })
}

/** An exemption is a claim too: that the check fails, and why. */
async function expectExemption(check: Check, subject: Subject, reason: string): Promise<void> {
  expect(reason.length, 'characters of the reason').toBeGreaterThan(10)
  const failed = await runCheck(check, subject).then(
    () => false,
    () => true,
  )
  expect(failed, `stale exemption: "${check.title}" holds`).toBe(true)
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
