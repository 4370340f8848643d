import { isDeepStrictEqual } from 'node:util'
import type { CanonicalRecord, CreditMark, CreditStatusPort, CustomerRecord, Page } from './contract.ts'
import {
  countBlocks,
  dropDue,
  dropMark,
  findMarks,
  type KeptMark,
  listDue,
  listSharers,
  type MarkWrite,
  noteAllDue,
  noteBlockedDue,
  noteDue,
  recordWrite,
  saveMark,
} from './credit-marks-store.ts'
import { SyncError } from './errors.ts'
import type { RunContext } from './run.ts'
import { findSourceState } from './store.ts'

/** Why a customer is refused by what Fiado knows, without an order: reason codes, the most severe first. */
export type Judge = (source: string, externalIds: readonly string[]) => Promise<Map<string, readonly string[]>>

const CUSTOMERS_PER_STEP = 200
/** A write that fails for one customer does not stop the others, but so many in a row are no matter of one customer. */
const FAILURES_MAX = 10

/**
 * Brings the ERP's block in line with what Fiado decides: who changed in this run, who is blocked now, and on a new day
 * everybody. Every write is read back; what stood before is remembered before anything is written.
 */
export async function pushCreditStatus(context: RunContext, judge: Judge): Promise<void> {
  const { deps, source, session, hold } = context
  const port = session.creditStatus
  const { db, feedDeps } = deps
  if (source.writeBack.mode === 'off') return
  if (!port) throw new SyncError('settings', 'writeBack is on, and the settings of the source name nothing to write')
  const state = await findSourceState(db, source.name)
  if (state?.writeBackStopped) return
  const today = feedDeps.clock.today()
  await db.transaction(async (sql) => {
    await hold(sql)
    if (state?.judgedOn !== today) await noteAllDue(sql, source.name, today)
    await noteBlockedDue(sql, source.name)
  })
  const push = { context, port, failures: 0, blocksLeft: await blocksLeft(context) }
  for (let after = ''; ; ) {
    const due = await listDue(db, source.name, after, CUSTOMERS_PER_STEP)
    if (due.length === 0) return
    const ids = due.map(({ externalId }) => externalId)
    after = ids.at(-1) as string
    const customers = [...new Set([...ids, ...(await listSharers(db, source.name, ids))])]
    const waiting = await pushStep(push, judge, customers)
    await db.transaction(async (sql) => {
      await hold(sql)
      await dropDue(sql, source.name, due)
      await noteDue(sql, source, waiting)
    })
  }
}

interface Push {
  readonly context: RunContext
  readonly port: CreditStatusPort
  failures: number
  blocksLeft: number
}

async function blocksLeft({ deps, source }: RunContext): Promise<number> {
  const { clock } = deps.feedDeps
  const midnight = Temporal.PlainDate.from(clock.today()).toZonedDateTime(clock.timeZone).epochMilliseconds
  return source.writeBack.dailyCap - (await countBlocks(deps.db, source.name, midnight))
}

/** Those that have to wait for another day, since the cap of this one is reached. */
async function pushStep(push: Push, judge: Judge, customers: readonly string[]): Promise<string[]> {
  const { deps, source, signal } = push.context
  const verdicts = source.writeBack.mode === 'lift' ? new Map<string, string[]>() : await judge(source.name, customers)
  const kept = await findMarks(deps.db, source.name, customers)
  const waiting: string[] = []
  for (const externalId of customers) {
    signal.throwIfAborted()
    const reasons = (verdicts.get(externalId) ?? []).filter((code) => source.writeBack.reasons.includes(code))
    const mark = kept.get(externalId)
    if (reasons.length === 0 && !mark) continue
    const state = await findSourceState(deps.db, source.name)
    if (state?.writeBackStopped) return [...customers]
    try {
      if (reasons.length === 0 && mark) await lift(push, mark)
      else if (!(await block(push, externalId, reasons[0] as string, mark))) waiting.push(externalId)
      push.failures = 0
    } catch (error) {
      if (!(error instanceof SyncError) || !isOfOneCustomer(error) || ++push.failures >= FAILURES_MAX) throw error
      const action = reasons.length === 0 ? 'lift' : 'block'
      await record(push, { externalId, action, outcome: 'failed', reason: error.message, before: null, after: null })
      waiting.push(externalId)
    }
  }
  return waiting
}

const isOfOneCustomer = ({ remedy }: SyncError): boolean => remedy === 'bad_record' || remedy === 'settings'

async function record(push: Push, write: Omit<MarkWrite, 'at'>): Promise<void> {
  const { deps, source } = push.context
  await recordWrite(deps.db, source.name, { ...write, at: deps.feedDeps.clock.now() })
}

/** False when the cap of the day leaves no room. */
async function block(push: Push, externalId: string, code: string, kept: KeptMark | undefined): Promise<boolean> {
  const { deps, source, signal } = push.context
  if (kept?.state === 'blocked') return true
  const isDry = source.writeBack.mode === 'dry_run'
  if (isDry && kept?.state === 'rehearsed') return true
  if (push.blocksLeft <= 0) return false
  const current = await push.port.read(externalId, signal)
  if (current === null) return true
  // A write that nobody saw arrive and that stands: what was there before it is what counts. Otherwise what stands does.
  const arrived = kept?.state === 'writing' && isSame(current, kept.written)
  if (!arrived && push.port.isBlocked(current)) {
    await dropMark(deps.db, source.name, externalId)
    return true
  }
  const former = arrived ? kept.former : current
  const reason = REASON_WORDS[code] ?? 'Crédito bloqueado'
  const written = arrived ? current : push.port.blocked(current, reason)
  const mark = { externalId, former, written, changedAt: deps.feedDeps.clock.now() }
  push.blocksLeft--
  if (isDry) {
    await saveMark(deps.db, source.name, { ...mark, state: 'rehearsed' })
    await record(push, { externalId, action: 'block', outcome: 'rehearsed', reason, before: current, after: written })
    return true
  }
  await saveMark(deps.db, source.name, { ...mark, state: 'writing' })
  if (!arrived) await writeAndReadBack(push, externalId, written)
  await saveMark(deps.db, source.name, { ...mark, state: 'blocked' })
  await record(push, { externalId, action: 'block', outcome: 'written', reason, before: current, after: written })
  return true
}

/** Gives back what stood before us, unless a person has changed it meanwhile. */
async function lift(push: Push, kept: KeptMark): Promise<void> {
  const { deps, source, signal } = push.context
  const { externalId, former, written } = kept
  const reason = REASON_WORDS['lifted'] as string
  const isDry = kept.state === 'rehearsed' || source.writeBack.mode === 'dry_run'
  const current = isDry ? written : await push.port.read(externalId, signal)
  const isOurs = current !== null && isSame(current, written)
  if (!isDry && isOurs) await writeAndReadBack(push, externalId, former)
  if (isDry && kept.state !== 'rehearsed') return
  await dropMark(deps.db, source.name, externalId)
  if (current === null || (!isOurs && isSame(current, former))) return
  const outcome = isDry ? 'rehearsed' : isOurs ? 'written' : 'foreign'
  await record(push, { externalId, action: 'lift', outcome, reason, before: current, after: isOurs ? former : null })
}

async function writeAndReadBack({ context, port }: Push, externalId: string, mark: CreditMark): Promise<void> {
  await port.write(externalId, mark, context.signal)
  const kept = await port.read(externalId, context.signal)
  if (kept === null || !isSame(kept, mark))
    throw new SyncError('bad_record', 'the ERP took the block fields and keeps something else')
}

const isSame = (one: CreditMark, other: CreditMark): boolean => isDeepStrictEqual({ ...one }, { ...other })

/** What stands in the ERP beside the block, for whoever opens the customer there: no amounts, nothing to be ashamed of. */
const REASON_WORDS: Readonly<Record<string, string>> = {
  overdue_receivables: 'Fiado: títulos vencidos',
  overdue_count: 'Fiado: títulos vencidos',
  first_payment_default: 'Fiado: primeira parcela vencida',
  already_over_limit: 'Fiado: limite de crédito excedido',
  limit_expired: 'Fiado: limite de crédito vencido',
  broken_promise: 'Fiado: acordo em aberto',
  broken_agreement: 'Fiado: acordo em aberto',
  lifted: 'Fiado: regularizado',
}

/**
 * The customers of a page with the ERP's own block told apart from ours: a block that a person set stops the customer, one
 * that we wrote must not, or it would never be lifted. One of ours that a person has lifted is forgotten, and judged anew.
 */
export async function settleMarks(
  { deps, source, session }: RunContext,
  { records, marks }: Pick<Page, 'records' | 'marks'>,
): Promise<readonly CanonicalRecord[]> {
  const port = session.creditStatus
  if (!port || !marks) return records
  const kept = await findMarks(deps.db, source.name, Object.keys(marks))
  const settled: CanonicalRecord[] = []
  for (const record of records as readonly CustomerRecord[]) {
    const mark = marks[record.externalId]
    const ours = kept.get(record.externalId)
    const isBlocked = mark !== undefined && port.isBlocked(mark)
    const isOurs = isBlocked && ours !== undefined && ours.state !== 'rehearsed' && isSame(mark, ours.written)
    if (mark && ours?.state === 'blocked' && !isBlocked) await dropMark(deps.db, source.name, record.externalId)
    const { foreignBlock } = source.writeBack
    const stops = isBlocked && !isOurs && foreignBlock !== 'ignore' && (record.status ?? 'normal') === 'normal'
    settled.push(stops ? { ...record, status: foreignBlock } : record)
  }
  return settled
}
