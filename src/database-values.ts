import type { SqlInteger } from './database.ts'
import type { Cents } from './kernel/cents.ts'

/** What a driver gives for an integer, as ids, counts and instants (`number`) or as money (`centsOf`). */
export const number = (value: unknown): number => Number(value as SqlInteger)
export const numberOrNull = (value: unknown): number | null => (value === null ? null : number(value))
export const centsOf = (value: unknown): Cents => BigInt(value as SqlInteger)
