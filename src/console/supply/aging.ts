import { formatCents } from '../../kernel/cents.ts'
import { type Aged, BUCKET_ENDS, BUCKETS, type Bucket } from '../../reports/figures.ts'
import type { AgingBucket } from '../customer-port.ts'

/** Not due yet, then by days late. Disputed titles are in none: nobody says yet that they are owed. */
export function agingToPort(aging: Readonly<Partial<Record<Bucket, Pick<Aged, 'amount' | 'titles'>>>>): AgingBucket[] {
  return BUCKETS.filter((bucket) => bucket !== 'disputed').map((bucket, place) => {
    const { amount, titles } = aging[bucket] ?? { amount: 0n, titles: 0 }
    return { ...daysOf(place), amount: formatCents(amount), titles }
  })
}

function daysOf(place: number): Pick<AgingBucket, 'from' | 'to'> {
  if (place === 0) return { from: null, to: 0 }
  return { from: (BUCKET_ENDS[place - 2] ?? 0) + 1, to: BUCKET_ENDS[place - 1] ?? null }
}
