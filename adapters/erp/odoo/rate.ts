import { BadRecordError } from '../../../src/sync/errors.ts'

const DECIMALS = 12
/** All digits that a double holds, so that 1 / (1 / 5.4321) is 5.4321 again. */
const PRECISION = 24

/** Odoo says units of the order's currency for one of the company's; Fiado wants it the other way round. */
export function invertRate(value: unknown, path: string): string {
  const rate = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
  const scaled = Number.isFinite(rate) && rate > 0 && rate < 1e9 ? BigInt(rate.toFixed(PRECISION).replace('.', '')) : 0n
  if (scaled === 0n) throw new BadRecordError(path, 'is no exchange rate')
  const inverse = ((2n * 10n ** BigInt(PRECISION + DECIMALS)) / scaled + 1n) / 2n
  const digits = inverse.toString().padStart(DECIMALS + 1, '0')
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, '')
}
