import { type AttemptDeps, attempt } from './attempt.ts'
import { restMs } from './backoff.ts'
import { claimTurns, type Sending } from './claim.ts'
import { findDueWebhooks, giveBack } from './turn-store.ts'
import { listActiveWebhooks } from './webhook-store.ts'

/** Posts under way at a time to one webhook, over all processes. */
const PARALLEL = 8
/** Deliveries claimed in one transaction: those that wait for a free place are at hand. */
const CLAIM_SIZE = 32
/** One run ends after so many rounds; the next comes by the schedule. */
const ROUNDS_MAX = 100_000

/** What this process knows of a webhook. */
interface Line {
  /** Probes that failed in a row; 0 while the receiver takes what it gets. */
  failures: number
  restsUntil: number
  afterKey: string
  /** Something else is due: whoever works looks once more before ending. */
  wake: () => void
  worker: Promise<number> | null
}

interface Signals {
  /** Nothing more is begun, and what is under way is finished. */
  readonly stopping: AbortSignal
  /** That is cut off as well. */
  readonly cutting: AbortSignal
}

/** Posts what is due. Several processes may do so at once: each webhook is served by one of them at a time. */
export function openCourier(deps: AttemptDeps, signals: Signals) {
  const lines = new Map<string, Line>()

  const begin = async (): Promise<void> => {
    if (signals.stopping.aborted) return
    const { db, clock } = deps
    const ids = (await listActiveWebhooks(db)).map(({ id }) => id)
    for (const id of lines.keys()) if (!ids.includes(id) && !lines.get(id)?.worker) lines.delete(id)
    for (const id of await findDueWebhooks(db, ids, clock.system())) {
      const line = lines.get(id) ?? { failures: 0, restsUntil: 0, afterKey: '', wake: () => undefined, worker: null }
      lines.set(id, line)
      if (line.worker) line.wake()
      else if (!signals.stopping.aborted && line.restsUntil <= clock.system()) start(id, line)
    }
  }
  const start = (id: string, line: Line): void => {
    line.worker = serve(deps, id, line, signals).finally(() => {
      line.worker = null
    })
    line.worker.catch((error: unknown) => deps.logger.error({ err: error, webhook: id }, 'events were not delivered'))
  }
  const runs = (): Promise<number>[] => [...lines.values()].flatMap(({ worker }) => worker ?? [])
  return {
    /** Begins with every webhook that has something due and is not served already. */
    begin,
    /** Those under way; each answers how many posts were taken. */
    runs,
    /** Somebody wants it tried now, however long its receiver was to be left alone. */
    tryNow: (webhookId: string): void => {
      const line = lines.get(webhookId)
      if (line) line.restsUntil = 0
    },
    /** Wakes up who waits, and answers when nothing is under way any more. */
    finish: async (): Promise<void> => {
      for (const { wake } of lines.values()) wake()
      await Promise.allSettled(runs())
    },
  }
}

/** Works for one webhook until nothing is due, or its receiver is left alone. Answers how many posts were taken. */
async function serve(deps: AttemptDeps, webhookId: string, line: Line, signals: Signals): Promise<number> {
  const queue: Sending[] = []
  const underWay = new Set<Promise<void>>()
  const run: Run = { taken: 0, isWoken: false, isOver: false, fault: null }
  try {
    for (let round = 1; round <= ROUNDS_MAX && run.fault === null; round++) {
      const woken = Promise.withResolvers<void>()
      run.isWoken = false
      line.wake = () => {
        run.isWoken = true
        woken.resolve()
      }
      if (isStale(queue, line, run, deps, signals)) await giveBackAll(deps, queue)
      if (queue.length === 0 && mayClaim(line, run, underWay.size, deps, signals))
        queue.push(...(await claimFor(deps, webhookId, line, underWay.size, signals)))
      while (queue.length > 0 && underWay.size < PARALLEL) {
        const one = send(deps, webhookId, line, queue.shift() as Sending, run, signals).finally(() =>
          underWay.delete(one),
        )
        underWay.add(one)
      }
      if (underWay.size === 0 && !run.isWoken) break
      await Promise.race([...underWay, woken.promise])
    }
  } finally {
    await Promise.all(underWay)
  }
  if (run.fault !== null) throw run.fault.error
  await giveBackAll(deps, queue)
  return run.taken
}

interface Run {
  taken: number
  isWoken: boolean
  /** The webhook takes no more. */
  isOver: boolean
  fault: { readonly error: unknown } | null
}

function mayClaim(line: Line, run: Run, underWay: number, { clock }: AttemptDeps, { stopping }: Signals): boolean {
  if (stopping.aborted || run.isOver || underWay >= PARALLEL) return false
  return line.failures === 0 || (underWay === 0 && line.restsUntil <= clock.system())
}

/** What was claimed and may not be begun any more. Of a probe nothing waits. */
function isStale(queue: readonly Sending[], line: Line, run: Run, { clock }: AttemptDeps, { stopping }: Signals) {
  const [next] = queue
  if (!next) return false
  return stopping.aborted || run.isOver || line.failures > 0 || next.beginsUntil < clock.system()
}

async function giveBackAll({ db, sender }: AttemptDeps, queue: Sending[]): Promise<void> {
  const seqs = queue.splice(0).map(({ turn }) => turn.seq)
  if (seqs.length > 0) await giveBack(db, seqs, sender)
}

async function claimFor(
  deps: AttemptDeps,
  webhookId: string,
  line: Line,
  underWay: number,
  { stopping }: Signals,
): Promise<Sending[]> {
  const { db, clock, sender } = deps
  const order = {
    ...{ webhookId, sender, size: CLAIM_SIZE, afterKey: line.afterKey },
    ...{ isFailing: line.failures > 0, underWay },
  }
  const { sendings, isProbing } = await claimTurns(db, order, clock.system(), clock.now())
  // What was under way may have failed meanwhile.
  if (stopping.aborted || (!isProbing && line.failures > 0)) {
    await giveBackAll(deps, [...sendings])
    return []
  }
  // Another process may have seen it fail.
  if (isProbing) line.failures = Math.max(1, line.failures)
  line.afterKey = sendings.findLast(({ turn }) => turn.attempts === 0)?.turn.orderKey ?? line.afterKey
  return [...sendings]
}

/** Never rejects: what went wrong ends the run. */
async function send(
  deps: AttemptDeps,
  webhookId: string,
  line: Line,
  sending: Sending,
  run: Run,
  { cutting }: Signals,
): Promise<void> {
  const wasProbe = line.failures > 0
  try {
    const outcome = await attempt(deps, webhookId, sending, () => line.failures > 0, cutting)
    if (outcome.kind === 'taken') {
      run.taken += 1
      line.failures = 0
      line.restsUntil = 0
    }
    if (outcome.kind === 'gone') run.isOver = true
    if (outcome.kind !== 'failed') return
    // Several that were under way together and failed count once.
    line.failures = wasProbe ? line.failures + 1 : 1
    const restsMs = Math.max(restMs(line.failures), Math.min(outcome.retryAfterMs, RETRY_AFTER_MAX_MS))
    line.restsUntil = Math.max(line.restsUntil, deps.clock.system() + restsMs)
  } catch (error) {
    run.fault ??= { error }
  }
}

/** A receiver that asks for more gets this: others of its events may be tried until then. */
const RETRY_AFTER_MAX_MS = 3_600_000
