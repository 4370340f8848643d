import { join } from 'node:path'
import type { Config } from '../../src/config.ts'

/** The full-scope key of every program started in tests. */
export const PROGRAM_KEY = 'fiado_the-key-of-the-tests-0123456789abcdef'

const CONFIG_FOLDER = join(import.meta.dirname, '../../config')

/** The settings of a program in a test: silent, without limits, with the files of the repository. */
export const configOf = (given: Partial<Config> & Pick<Config, 'databaseUrl'>): Config => ({
  ...{ host: '127.0.0.1', port: 0, apiKey: PROGRAM_KEY, configFolder: CONFIG_FOLDER, timeZone: 'America/Sao_Paulo' },
  ...{ frozenAt: null, demo: false, logLevel: 'silent', rateLimit: 0, trustedProxies: [], environment: {} },
  ...given,
})
