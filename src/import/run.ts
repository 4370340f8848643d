import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Day } from '../kernel/day.ts'
import type { FeedReply } from '../receivables/receipt.ts'
import type { RecordKind, WireRecord } from './canonical-fields.ts'
import { checkRecords, externalIdOf } from './check-records.ts'
import type { Reject } from './convert-row.ts'
import type { CsvMap } from './csv-map.ts'
import { type Batch, CsvFault, readCsv } from './csv-read.ts'
import { createErrorReport, type ErrorReport } from './error-report.ts'

/** Takes up to 1,000 records of one kind, stores what is sound and tells what is not. */
export type Feed = (kind: RecordKind, records: readonly WireRecord[]) => Promise<FeedReply>

/** How far a run is. Counts are of records sent, customers that were taken from titles included. */
export interface ImportCounts {
  /** Rows read, header and blank rows aside. */
  rows: number
  /** Rows of a history that are issued after today and so left out. */
  later: number
  accepted: number
  ignored: number
  /** Rows with at least one fault, plus records that the feed refused. */
  rejected: number
}

export interface ImportProgress extends ImportCounts {
  readonly file: string
  readonly bytes: number
  readonly bytesTotal: number
}

export interface ImportResult extends ImportCounts {
  readonly file: string
  /** The first rejects; the report file has all. */
  readonly rejects: readonly Reject[]
  /** Where reading ended early, because the rest of the file cannot be read. */
  readonly stopped: { line: number; message: string } | null
  /** The report file; null when nothing was rejected. */
  readonly errorsPath: string | null
}

export interface ImportRun {
  readonly map: CsvMap
  readonly file: string
  readonly errorsPath: string
  /** Checks every record and feeds none. */
  readonly dryRun: boolean
  readonly today: Day
  readonly feed: Feed
  readonly progress: (progress: ImportProgress) => void
}

const REJECTS_KEPT_MAX = 1_000

/**
 * Imports one file, batch by batch. Running it again is harmless: records are upserted.
 * Throws when the file cannot be opened, the report cannot be written or the feed fails; bad rows never throw.
 */
export async function runImport(run: ImportRun): Promise<ImportResult> {
  const bytesTotal = (await stat(run.file)).size
  const report = createErrorReport(run.errorsPath)
  const tally = createTally(report)
  const stream = createReadStream(run.file)
  let stopped: ImportResult['stopped'] = null
  let errorsPath: string | null = null
  try {
    for await (const batch of readCsv(stream, run.map, run.today, tally)) {
      const reply = run.dryRun ? checkRecords(batch.kind, batch.records) : await run.feed(batch.kind, batch.records)
      tally.reply(batch, reply)
      await tally.flush()
      run.progress({ ...tally.counts, file: basename(run.file), bytes: stream.bytesRead, bytesTotal })
    }
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error
    stopped = { line: error.line, message: error.message }
    tally.reject({
      line: error.line,
      field: '',
      value: '',
      message: `${error.message}; nothing behind it was read`,
      externalId: '',
    })
  } finally {
    stream.destroy()
    await tally.flush()
    errorsPath = await report.close()
  }
  run.progress({ ...tally.counts, file: basename(run.file), bytes: stream.bytesRead, bytesTotal })
  return { ...tally.counts, file: run.file, rejects: tally.rejects, stopped, errorsPath }
}

/** Counts what happens, and hands rejects to the report. */
function createTally(report: ErrorReport) {
  const counts: ImportCounts = { rows: 0, later: 0, accepted: 0, ignored: 0, rejected: 0 }
  const rejects: Reject[] = []
  let pending: Reject[] = []
  let lastLine = 0
  const keep = (reject: Reject): void => {
    pending.push(reject)
    if (rejects.length < REJECTS_KEPT_MAX) rejects.push(reject)
  }
  return {
    counts,
    rejects,
    rows: (count: number): void => {
      counts.rows += count
    },
    later: (count: number): void => {
      counts.later += count
    },
    reject(reject: Reject): void {
      // The faults of one row come one after the other; the row is rejected once.
      if (reject.line !== lastLine) counts.rejected += 1
      lastLine = reject.line
      keep(reject)
    },
    reply(batch: Batch, reply: FeedReply): void {
      counts.accepted += reply.accepted
      counts.ignored += reply.ignored
      counts.rejected += reply.rejected.length
      for (const reject of toRejects(batch, reply)) keep(reject)
    },
    async flush(): Promise<void> {
      const written = pending
      pending = []
      await report.write(written)
    },
  }
}

const VALUE_SHOWN_CHARS = 80

function toRejects(batch: Batch, reply: FeedReply): Reject[] {
  return reply.rejected.flatMap(({ index, errors }) => {
    const record = batch.records[index]
    if (record === undefined) throw new Error(`the feed rejected record ${index} of ${batch.records.length}`)
    return errors.map(({ path, message }) => ({
      line: batch.lines[index] as number,
      field: path,
      value: valueAt(record, path).slice(0, VALUE_SHOWN_CHARS),
      message,
      externalId: externalIdOf(record),
    }))
  })
}

function valueAt(record: WireRecord, path: string): string {
  let value: unknown = record
  for (const part of path.split('.')) {
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as WireRecord)[part] : ''
  }
  return typeof value === 'object' ? '' : String(value)
}
