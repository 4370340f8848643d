import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { createDatabaseUrl, type Dialect } from '../harness/databases.ts'
import { type Program, startProgram } from '../harness/program.ts'
import { NOW } from './records.ts'

export interface Setting {
  now?: string
  /** What `policies/default.yaml` says besides an unlimited default limit, as YAML. */
  policy?: string
  /** `calendar.yaml`. */
  calendar?: string
}

/**
 * One fresh database, and programs on it. Those that a test starts are stopped at its end, so that none of them goes on
 * under another policy than the next test's; the others, and all that was made, after the tests of the block.
 */
export function programsOn(dialect: Dialect): (setting?: Setting) => Promise<Program> {
  const database = createDatabaseUrl(dialect)
  const running: Program[] = []
  const folders: string[] = []
  let shared = 0
  const stopBeyond = async (count: number): Promise<void> => {
    for (const program of running.splice(count)) await program.stop()
  }
  beforeEach(() => {
    shared = running.length
  })
  afterEach(() => stopBeyond(shared))
  afterAll(async () => {
    await stopBeyond(0)
    await (await database).drop()
    for (const folder of folders) await rm(folder, { recursive: true })
  })
  return async ({ now = NOW, policy = '', calendar = '{}' } = {}) => {
    const folder = await mkdtemp(join(tmpdir(), 'fiado-config-'))
    folders.push(folder)
    await mkdir(join(folder, 'policies'))
    await writeFile(
      join(folder, 'policies', 'default.yaml'),
      `defaultLimit: { mode: unlimited }\nrules: { overdue_receivables: warn, first_payment_default: warn }\n${policy}\n`,
    )
    await writeFile(join(folder, 'calendar.yaml'), `${calendar}\n`)
    const program = await startProgram({ url: (await database).url, now, configFolder: folder })
    running.push(program)
    return program
  }
}
