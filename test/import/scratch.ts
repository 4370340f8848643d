import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type CsvMap, parseCsvMap } from '../../src/import/csv-map.ts'

/** A folder for one test file, removed at its end. */
export function createScratch(): {
  write(name: string, content: string | Uint8Array): Promise<string>
  path(): Promise<string>
} {
  const folder = mkdtemp(join(tmpdir(), 'fiado-import-'))
  afterAll(async () => rm(await folder, { recursive: true, force: true }))
  return {
    path: () => folder,
    async write(name, content) {
      const path = join(await folder, name)
      await writeFile(path, content)
      return path
    },
  }
}

/** A map that must be sound. */
export function mapOf(yaml: string): CsvMap {
  const parsed = parseCsvMap(yaml, 'test.yaml')
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults, null, 2))
  return parsed.map
}
