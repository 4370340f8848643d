import { type Config, maskPassword } from './config.ts'
import { DatabaseUnavailable, toDatabaseError } from './database-errors.ts'
import type { Fault } from './kernel/text.ts'

/** All faulty settings, one a line, for whoever started the program. */
export function describeSettingFaults(faults: readonly Fault[]): string {
  const lines = faults.map(({ path, message }) => `  ${path} ${message}\n`)
  return `Fiado cannot start with these settings:\n${lines.join('')}`
}

/** One readable line about what went wrong; a database that cannot be used is named, without its password. */
export function describeStartFault(error: unknown, config: Config): string {
  const cause = error instanceof DatabaseUnavailable ? (error.cause ?? error) : error
  const message = cause instanceof Error ? cause.message || String(cause) : String(cause)
  if (!isDatabaseAway(error)) return message
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `the database ${maskPassword(config.databaseUrl)} cannot be used: ${message}${code}. Check FIADO_DATABASE_URL.`
}

export const isDatabaseAway = (error: unknown): boolean => toDatabaseError(error) instanceof DatabaseUnavailable
