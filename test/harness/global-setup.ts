import type { TestProject } from 'vitest/node'
import { startMariadb } from './mariadb.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** `mysql://root@127.0.0.1:PORT` of the server that belongs to this test run. */
    mariadbUrl: string
  }
}

/** One MariaDB for the whole run; every test file makes its own databases on it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startMariadb()
  project.provide('mariadbUrl', server.url)
  return () => server.stop()
}
