import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { createMariadbDatabase } from './mariadb.ts'

/** Every flow runs on both: `describe.each(dialects)('holds on %s', (dialect) => …)`. */
export const dialects = ['sqlite', 'mariadb'] as const

export type Dialect = (typeof dialects)[number]

/** A fresh empty database as a `FIADO_DATABASE_URL`; `drop` deletes it, after its connections were closed. */
export async function createDatabaseUrl(dialect: Dialect): Promise<{ url: string; drop(): Promise<void> }> {
  if (dialect === 'mariadb') return createMariadbDatabase(inject('mariadbUrl'))
  const folder = await mkdtemp(join(tmpdir(), 'fiado-sqlite-'))
  return { url: `sqlite:${folder}/fiado.db`, drop: () => rm(folder, { recursive: true, force: true }) }
}
