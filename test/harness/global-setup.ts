import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startMariadb } from './mariadb.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `mysql://root@127.0.0.1:PORT` of the server that belongs to this test run. */
    mariadbUrl: string
  }
}

/** Halves the start of each process the tests start; https://nodejs.org/api/module.html#module-compile-cache */
const COMPILE_CACHE = join(import.meta.dirname, '../../node_modules/.cache/fiado-compiled')

/** One MariaDB for the whole run; every test file makes its own databases on it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  process.env['NODE_COMPILE_CACHE'] ??= COMPILE_CACHE
  process.env['TMPDIR'] = await findBase()
  const server = await startMariadb()
  project.provide('mariadbUrl', server.url)
  return () => server.stop()
}

const MEMORY = '/dev/shm'
const ROOM_BYTES = 4 * 1024 ** 3

/**
 * Where databases and other files of the tests go: in memory where there is room, since making some hundred databases is
 * much of what the tests wait for. A process that is killed loses nothing there either; proof and bench write to the disk.
 */
async function findBase(): Promise<string> {
  try {
    const { bavail, bsize } = await statfs(MEMORY)
    return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}
