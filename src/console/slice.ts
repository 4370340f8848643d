/** Part of a list that is read whole. */
export interface Slice<Entry> {
  readonly shown: readonly Entry[]
  /** So many come before it. */
  readonly from: number
  /** What the address of the next part carries; null at the end. */
  readonly next: string | null
  /** Of the whole list. */
  readonly count: number
}

const PLACE = /^\d{1,6}$/

/** From the place that an address carries; from the first on where it carries none, or one that is beyond the end. */
export function sliceOf<Entry>(entries: readonly Entry[], place: string | undefined, size: number): Slice<Entry> {
  const asked = place !== undefined && PLACE.test(place) ? Number(place) : 0
  const from = asked < entries.length ? asked : 0
  const end = from + size
  return {
    ...{ shown: entries.slice(from, end), from, count: entries.length },
    next: end < entries.length ? String(end) : null,
  }
}
