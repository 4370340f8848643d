import { DatabaseUnavailable } from '../database-errors.ts'

/** Per input: what came out, or why it failed. */
export type Settled<O> = { value: O } | { error: unknown }

interface Waiting<I, O> {
  input: I
  resolve(value: O): void
  reject(error: unknown): void
}

export interface CoalesceBounds {
  /** Inputs that travel in one batch. */
  batchMax: number
  /** Inputs that may wait for the next one. */
  waitingMax: number
  /** Batches under way at once. */
  flightsMax: number
}

/**
 * Lets concurrent calls share round trips: whoever arrives while a batch is under way travels in the next, which leaves
 * as soon as the previous one is back; nobody waits for a timer. When a batch fails as a whole, its inputs are tried one
 * by one, so that one bad input sinks no other; unless `isCommon` says that the cause strikes all alike: then those that
 * wait are refused with it.
 */
export function coalesce<I, O>(
  run: (inputs: readonly I[]) => Promise<Settled<O>[]>,
  bounds: CoalesceBounds,
  isCommon: (error: unknown) => boolean,
): (input: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = []
  let flights = 0
  let planned = false

  const attempt = async (batch: readonly Waiting<I, O>[]): Promise<void> => {
    try {
      const results = await run(batch.map(({ input }) => input))
      for (const [index, caller] of batch.entries()) {
        const result = results[index] as Settled<O>
        if ('value' in result) caller.resolve(result.value)
        else caller.reject(result.error)
      }
    } catch (error) {
      if (isCommon(error)) {
        // Who waited behind this batch would only meet the same, one bound after the other.
        for (const caller of [...batch, ...waiting.splice(0)]) caller.reject(error)
      } else if (batch.length === 1) batch[0]?.reject(error)
      else for (const caller of batch) await attempt([caller])
    }
  }

  const depart = async (): Promise<void> => {
    planned = false
    if (waiting.length === 0 || flights >= bounds.flightsMax) return
    const batch = waiting.splice(0, bounds.batchMax)
    flights++
    await attempt(batch)
    flights--
    plan()
  }

  // After the current turn of the event loop, so that calls that arrived in the same read from the network go together.
  const plan = (): void => {
    if (planned || waiting.length === 0 || flights >= bounds.flightsMax) return
    planned = true
    setImmediate(depart)
  }

  return (input) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= bounds.waitingMax) {
        reject(new DatabaseUnavailable('too many callers are waiting'))
        return
      }
      waiting.push({ input, resolve, reject })
      plan()
    })
}
