/** How often the event loop comes round while `work` is done: how often anybody else gets a turn. */
export async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  let next = setImmediate(function turn() {
    turns++
    next = setImmediate(turn)
  })
  try {
    await work()
  } finally {
    clearImmediate(next)
  }
  return turns
}
