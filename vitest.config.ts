import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/harness/global-setup.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Processes, not threads: better-sqlite3 is a native module, and a crash test must not take the runner along.
    pool: 'forks',
    maxWorkers: 3,
    // A process of its own for each of 200 files would be a third of the time. What a test changes for all, it puts back.
    isolate: false,
    // An `.only` left behind would silently run less than everything.
    allowOnly: false,
  },
})
