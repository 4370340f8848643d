import { describe, expect, it } from 'vitest'
import { SyncError } from '../../src/sync/errors.ts'
import { subject } from '../adapters/_template/subject.ts'
import { withAdapter } from './saboteurs/spoil.ts'
import { saboteurs } from './saboteurs.ts'
import { checks, planOf, runCheck } from './suite.ts'

/** What a check fails with; anything else means that the saboteur is broken itself, and was not caught. */
const isVerdict = (error: unknown): boolean =>
  error instanceof SyncError || (error instanceof Error && error.name === 'AssertionError')

describe('every check catches its saboteurs', () => {
  const titles = checks.map(({ title }) => title)

  it('no check is without one, and none is for a check that is not there', () => {
    expect(Object.keys(saboteurs).sort()).toEqual([...titles].sort())
    expect(Object.entries(saboteurs).filter(([, caught]) => Object.keys(caught).length === 0)).toEqual([])
    expect(new Set(titles).size).toBe(titles.length)
  })

  describe.each(checks)('$title', (check) => {
    it.each(Object.entries(saboteurs[check.title] ?? {}))('one who %s', async (_does, saboteur) => {
      const error = await runCheck(check, saboteur).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      expect(error, 'the saboteur was not caught').not.toBeNull()
      if (!isVerdict(error)) throw error
      expect((error as Error).message).toContain('CONFORMANCE_SEED=')
    })
  })
})

describe('the plan of an adapter', () => {
  const titlesOf = (given: typeof subject): string[] => planOf(given).map(({ title }) => title)
  const runOf = async (given: typeof subject, part: string): Promise<void> => {
    const planned = planOf(given).find(({ title }) => title.includes(part))
    return planned ? planned.run() : expect.fail(`no test is called ${part}`)
  }

  it('has every check where everything is promised', () => {
    expect(titlesOf(subject)).toEqual([...checks.map(({ title }) => title), 'exempts only what there is'])
  })

  it('leaves out what the capabilities rule out', () => {
    const { capabilities } = subject.adapter
    const reader = withAdapter({ capabilities: { ...capabilities, writeBack: null, webhooks: null } })
    const left = titlesOf(subject).filter((title) => !titlesOf(reader).includes(title))
    expect(left).toHaveLength(9)
    expect(left).toContain('write-back restores the former value')
    expect(left).toContain('a webhook that is not verified is refused')
  })

  it('refuses an exemption of a check that would hold, that has no reason, or that does not exist', async () => {
    const title = 'check tells what it is connected to'
    const reason = 'this vendor has no call that says who it is'
    await expect(runOf({ ...subject, exempt: { [title]: reason } }, title)).rejects.toThrow('stale exemption')
    const silent = { ...subject, adapter: (saboteurs[title]?.['tells nothing'] ?? subject).adapter }
    await expect(runOf({ ...silent, exempt: { [title]: reason } }, title)).resolves.toBeUndefined()
    await expect(runOf({ ...silent, exempt: { [title]: 'no' } }, title)).rejects.toThrow('characters of the reason')
    await expect(runOf({ ...subject, exempt: { 'it flies': reason } }, 'exempts only')).rejects.toThrow('it flies')
    await expect(runOf(subject, 'exempts only')).resolves.toBeUndefined()
  })
})
