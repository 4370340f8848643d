import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Reject } from './convert-row.ts'

/** The rows that did not make it, as a CSV file that a spreadsheet opens. */
export interface ErrorReport {
  /** Waits while the disk is behind, so that a file in which every row is wrong needs no memory. */
  write(rejects: readonly Reject[]): Promise<void>
  /** Gives the path of the file, or null when nothing was wrong and none was made. */
  close(): Promise<string | null>
}

const HEADER = 'line,field,value,message,externalId\n'

/** Opens the report at its first line only: a clean run leaves no file. An existing file is replaced. */
export function createErrorReport(path: string): ErrorReport {
  let stream: WriteStream | null = null
  let failure: Error | null = null
  const open = (): WriteStream => {
    const opened = createWriteStream(path, { encoding: 'utf8' })
    opened.on('error', (error) => {
      failure = new Error(`cannot write the error report ${path}: choose another place with --errors`, { cause: error })
    })
    opened.write(HEADER)
    return opened
  }
  return {
    async write(rejects) {
      if (rejects.length === 0) return
      stream ??= open()
      const target = stream
      await new Promise((resolve) => target.write(rejects.map(formatReject).join(''), resolve))
      if (failure) throw failure
    },
    async close() {
      if (stream === null) return null
      if (failure) throw failure
      stream.end()
      await finished(stream)
      return path
    },
  }
}

/** One line of the report. */
export function formatReject(reject: Reject): string {
  const cells = [String(reject.line), reject.field, reject.value, reject.message, reject.externalId]
  return `${cells.map(formatCell).join(',')}\n`
}

/** Spreadsheets run a cell that begins like a formula, whoever wrote it into the ERP; an apostrophe makes it text. */
function formatCell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",'\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
