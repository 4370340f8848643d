import { expect } from 'vitest'

interface AnyCheck<Subject> {
  readonly title: string
  readonly concerns?: (subject: Subject) => boolean
}

export interface PlannedTest {
  readonly title: string
  run(): Promise<void>
}

/** The tests of one adapter. Checks that its capabilities rule out are absent; exempt ones have to fail. */
export function planTests<
  Check extends AnyCheck<Subject>,
  Subject extends { readonly exempt?: Readonly<Record<string, string>> },
>(
  checks: readonly Check[],
  subject: Subject,
  runCheck: (check: Check, subject: Subject) => Promise<void>,
): readonly PlannedTest[] {
  const concerning = checks.filter(({ concerns }) => concerns?.(subject) ?? true)
  const exempt = subject.exempt ?? {}
  const tests = concerning.map((check): PlannedTest => {
    const reason = exempt[check.title]
    const run = (): Promise<void> => runCheck(check, subject)
    if (reason === undefined) return { title: check.title, run }
    return { title: `exempt: ${check.title} (${reason})`, run: () => expectExemption(check.title, run, reason) }
  })
  const unknown = Object.keys(exempt).filter((title) => !concerning.some((check) => check.title === title))
  const runExempts = async (): Promise<void> => {
    expect(unknown, 'exemptions of checks that are not there').toEqual([])
  }
  return [...tests, { title: 'exempts only what there is', run: runExempts }]
}

/** An exemption is a claim too: that the check fails, and why. */
async function expectExemption(title: string, run: () => Promise<void>, reason: string): Promise<void> {
  expect(reason.length, 'characters of the reason').toBeGreaterThan(10)
  const failed = await run().then(
    () => false,
    () => true,
  )
  expect(failed, `stale exemption: "${title}" holds`).toBe(true)
}
