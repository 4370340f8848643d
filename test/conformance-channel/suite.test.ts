import { describe, expect, it } from 'vitest'
import { SyncError } from '../../src/sync/errors.ts'
import { saboteurs } from './saboteurs.ts'
import { sampleSubject } from './sample-adapter.ts'
import { withAdapter } from './spoil.ts'
import { channelChecks, planOf, runChannelConformance, runCheck } from './suite.ts'
import type { ChannelSubject } from './vendor.ts'

runChannelConformance(sampleSubject)

/** What a check fails with; anything else means that the saboteur is broken itself, and was not caught. */
const isVerdict = (error: unknown): boolean =>
  error instanceof SyncError || (error instanceof Error && error.name === 'AssertionError')

describe('every check catches its saboteurs', () => {
  const titles = channelChecks.map(({ title }) => title)

  it('no check is without one, and none is for a check that is not there', () => {
    expect(Object.keys(saboteurs).sort()).toEqual([...titles].sort())
    expect(Object.entries(saboteurs).filter(([, caught]) => Object.keys(caught).length === 0)).toEqual([])
    expect(new Set(titles).size).toBe(titles.length)
  })

  describe.each(channelChecks)('$title', (check) => {
    it.each(Object.entries(saboteurs[check.title] ?? {}))('one who %s', async (_does, saboteur) => {
      const error = await runCheck(check, saboteur).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      expect(error, 'the saboteur was not caught').not.toBeNull()
      if (!isVerdict(error)) throw error
    })
  })
})

describe('the plan of a channel', () => {
  const titlesOf = (given: ChannelSubject): string[] => planOf(given).map(({ title }) => title)
  const runOf = async (given: ChannelSubject, part: string): Promise<void> => {
    const planned = planOf(given).find(({ title }) => title.includes(part))
    return planned ? planned.run() : expect.fail(`no test is called ${part}`)
  }

  it('has every check where everything is promised', () => {
    expect(titlesOf(sampleSubject)).toEqual([...channelChecks.map(({ title }) => title), 'exempts only what there is'])
  })

  it('leaves out what there is nothing of', () => {
    const { capabilities } = sampleSubject.adapter
    const poor = withAdapter({ capabilities: { ...capabilities, receipts: null, honoursKey: false } })
    expect(titlesOf(sampleSubject).filter((title) => !titlesOf(poor).includes(title))).toEqual([
      'a message that is repeated with its key arrives once',
      'receipts tell what became of which message',
      'a receipt that is not verified is refused',
    ])
    expect(titlesOf({ ...sampleSubject, isLocal: true })).toHaveLength(titlesOf(sampleSubject).length - 9)
  })

  it('refuses an exemption of a check that would hold, that has no reason, or that does not exist', async () => {
    const title = 'check tells what it is connected to, and sends nothing'
    const reason = 'this provider has no call that says who it is'
    await expect(runOf({ ...sampleSubject, exempt: { [title]: reason } }, title)).rejects.toThrow('stale exemption')
    const silent = { ...sampleSubject, adapter: (saboteurs[title]?.['tells nothing'] ?? sampleSubject).adapter }
    await expect(runOf({ ...silent, exempt: { [title]: reason } }, title)).resolves.toBeUndefined()
    await expect(runOf({ ...silent, exempt: { [title]: 'no' } }, title)).rejects.toThrow('characters of the reason')
    await expect(runOf({ ...sampleSubject, exempt: { 'it flies': reason } }, 'exempts only')).rejects.toThrow(
      'it flies',
    )
    await expect(runOf(sampleSubject, 'exempts only')).resolves.toBeUndefined()
  })
})
