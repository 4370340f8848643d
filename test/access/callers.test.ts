import { describe, expect, it } from 'vitest'
import { CALLER_TTL_MS, createCallers } from '../../src/access/callers.ts'
import type { Caller } from '../../src/access/key.ts'

const CALLER: Caller = { keyId: 'key_1', name: 'one', scopes: ['read'], source: null }

describe('createCallers', () => {
  it('asks once for requests that come together', async () => {
    let asked = 0
    const callers = createCallers(
      async () => {
        asked++
        return CALLER
      },
      () => 0,
    )
    await Promise.all([callers.lookUp('a'), callers.lookUp('a'), callers.lookUp('a')])
    expect(asked).toBe(1)
    expect(callers.recall('a')).toEqual(CALLER)
  })

  it('forgets after the time to live, and knows that the key worked once', async () => {
    let nowMs = 0
    const callers = createCallers(
      async (hash) => (hash === 'a' ? CALLER : null),
      () => nowMs,
    )
    await callers.lookUp('a')
    await callers.lookUp('b')
    nowMs = CALLER_TTL_MS - 1
    expect([callers.recall('a'), callers.recall('b')]).toEqual([CALLER, null])
    nowMs = CALLER_TTL_MS
    expect([callers.recall('a'), callers.recall('b')]).toEqual([undefined, undefined])
    expect([callers.wasValid('a'), callers.wasValid('b')]).toEqual([true, false])
  })

  it('does not keep what was read before a revocation', async () => {
    const reading = Promise.withResolvers<Caller | null>()
    const callers = createCallers(
      () => reading.promise,
      () => 0,
    )
    const answer = callers.lookUp('a')
    callers.clear()
    reading.resolve(CALLER)
    await answer
    expect(callers.recall('a')).toBeUndefined()
  })

  it('asks again after a look-up that failed', async () => {
    let asked = 0
    const callers = createCallers(
      async () => {
        if (++asked === 1) throw new Error('away')
        return CALLER
      },
      () => 0,
    )
    await expect(callers.lookUp('a')).rejects.toThrow('away')
    expect(await callers.lookUp('a')).toEqual(CALLER)
  })

  it('keeps working keys through a flood of guesses', async () => {
    const callers = createCallers(
      async (hash) => (hash === 'a' ? CALLER : null),
      () => 0,
    )
    await callers.lookUp('a')
    for (let index = 0; index < 10_001; index++) await callers.lookUp(`guess-${index}`)
    expect(callers.recall('a')).toEqual(CALLER)
    expect(callers.recall('guess-0')).toBeUndefined()
    expect(callers.recall('guess-10000')).toBeNull()
  })
})
