interface Waiting<T> {
  readonly one: T
  resolve(): void
  reject(error: unknown): void
}

/** Together they travel at most. */
const BATCH_MAX = 64

/**
 * Lets concurrent writes share a commit: what comes while one is under way goes with the next. That spares the disk, and on
 * SQLite everybody else, while much is caught up with. What fails fails for all that went together.
 */
export function together<T>(write: (batch: readonly T[]) => Promise<void>): (one: T) => Promise<void> {
  const waiting: Waiting<T>[] = []
  let isWriting = false
  const writeAll = async (): Promise<void> => {
    isWriting = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_MAX)
      try {
        await write(batch.map(({ one }) => one))
        for (const { resolve } of batch) resolve()
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isWriting = false
  }
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      if (!isWriting) void writeAll()
    })
}
