/**
 * Asks for the next page while the one before is taken. A failure shows only after what came before it was taken, and
 * whoever stops early waits for the page that was asked for.
 */
export async function* readAhead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]()
  const ask = (): Promise<IteratorResult<T>> => {
    const next = iterator.next()
    next.catch(() => {}) // it is awaited, and fails, in its turn
    return next
  }
  let next = ask()
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = ask()
      yield value
    }
  } finally {
    await next.catch(() => {})
    await iterator.return?.()
  }
}
