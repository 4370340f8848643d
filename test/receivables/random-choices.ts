/** Choices from one seed (mulberry32): the same seed makes the same ledger again. */
export class RandomChoices {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  one<T>(values: readonly T[]): T {
    return values[this.whole(0, values.length - 1)] as T
  }

  /** That many different values, in random order; all of them when there are fewer. */
  some<T>(values: readonly T[], count: number): T[] {
    const left = [...values]
    const chosen: T[] = []
    while (chosen.length < count && left.length > 0) chosen.push(...left.splice(this.whole(0, left.length - 1), 1))
    return chosen
  }
}
