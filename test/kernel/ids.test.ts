import { describe, expect, it } from 'vitest'
import { createId, createSecret } from '../../src/kernel/ids.ts'

describe('ids', () => {
  it('sort by time', () => {
    const instants = [0, 1, 31, 32, 1_763_700_000_000, 1_763_700_000_001, 2 ** 47]
    const ids = instants.map((now) => createId('chk', now))
    expect([...ids].sort()).toEqual(ids)
    for (const id of ids) expect(id).toMatch(/^chk_[0-9A-HJKMNP-TV-Z]{26}$/)
  })

  it('are unique within one millisecond, across refills of the random pool', () => {
    const ids = new Set(Array.from({ length: 20_000 }, () => createId('hold', 1_763_700_000_000)))
    expect(ids.size).toBe(20_000)
  })

  it('carry 256 bits in a secret', () => {
    expect(createSecret()).toMatch(/^fiado_[\w-]{43}$/)
    expect(createSecret()).not.toBe(createSecret())
  })
})
