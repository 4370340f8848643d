import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffLines, shortenDiff } from '../../src/console/diff.ts'

const texts = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''))

describe('what changed between two versions', () => {
  it('says which lines went and which came, in their places', () => {
    expect(diffLines('a: 1\nb: 2\nc: 3\n', 'a: 1\nb: 9\nc: 3\nd: 4\n')).toEqual([
      { kind: 'same', text: 'a: 1' },
      { kind: 'removed', text: 'b: 2' },
      { kind: 'added', text: 'b: 9' },
      { kind: 'same', text: 'c: 3' },
      { kind: 'added', text: 'd: 4' },
    ])
  })

  it('holds both texts, whatever they are', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const lines = diffLines(before, after)
        const side = (gone: 'added' | 'removed') =>
          lines
            .filter(({ kind }) => kind !== gone)
            .map(({ text }) => `${text}\n`)
            .join('')
        expect([side('added'), side('removed')]).toEqual([before, after])
      }),
    )
  })

  it('calls nothing changed that is equal, and shows texts without end one after the other', () => {
    expect(diffLines('a\nb\n', 'a\r\nb\r\n').map(({ kind }) => kind)).toEqual(['same', 'same'])
    const long = 'x\n'.repeat(1_600)
    expect(new Set(diffLines(long, long).map(({ kind }) => kind))).toEqual(new Set(['removed', 'added']))
  })

  it('leaves out what is far from any change', () => {
    const before = Array.from({ length: 12 }, (_, place) => `l${place}`).join('\n')
    const shown = shortenDiff(diffLines(before, before.replace('l6', 'new')), 1)
    expect(shown.map((line) => (line === 'gap' ? '…' : line.text))).toEqual(['…', 'l5', 'l6', 'new', 'l7', '…'])
  })
})
