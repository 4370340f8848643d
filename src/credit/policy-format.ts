import { formatCents } from '../kernel/cents.ts'
import { formatDuration } from '../kernel/duration.ts'
import type { Policy } from './policy.ts'

/** A policy in the form of its file, complete: amounts as decimal strings. Parsing it again gives the same policy. */
export function formatPolicy({ version: _, maxDataAgeMs, ...policy }: Policy): Record<string, unknown> {
  return toWire({ ...policy, maxDataAge: formatDuration(maxDataAgeMs) }) as Record<string, unknown>
}

function toWire(value: unknown): unknown {
  if (typeof value === 'bigint') return formatCents(value)
  if (Array.isArray(value)) return value.map(toWire)
  if (typeof value !== 'object' || value === null) return value
  const present = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(present.map(([key, field]) => [key, toWire(field)]))
}
