import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const SOURCE = join(import.meta.dirname, '../../src')

it('no statement of the program changes or removes what stands in a story', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const statements = files.flatMap((name) =>
    [...readFileSync(join(SOURCE, name), 'utf8').matchAll(/(\w+)\s+(?:INTO |FROM )?\W?story_entries/g)].map(
      ([text]) => text,
    ),
  )
  expect(statements).toContain('FROM story_entries')
  expect(statements.filter((text) => /update|delete|replace|upsert/i.test(text))).toEqual([])
  const stores = files.filter((name) => readFileSync(join(SOURCE, name), 'utf8').includes("'story_entries'"))
  expect(stores).toEqual(['collection/story-store.ts'])
  const store = readFileSync(join(SOURCE, 'collection/story-store.ts'), 'utf8')
  expect(store).toContain("sql.insert('story_entries'")
  expect(store).not.toMatch(/sql\.(?:upsert|add|run)/)
})
