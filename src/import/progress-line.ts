import type { ImportProgress } from './run.ts'

/** Where progress is shown: standard error, or a stand-in for it. */
export interface ProgressTerminal {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export interface ProgressLine {
  show(progress: ImportProgress): void
  /** Shows the last state a last time and stops. */
  end(): void
}

const TTY_INTERVAL_MS = 200
const LOG_INTERVAL_MS = 5_000

/** On a terminal one line that is rewritten; in a log a line every few seconds. */
export function createProgressLine(terminal: ProgressTerminal): ProgressLine {
  let latest: ImportProgress | null = null
  let isDirty = false
  const print = (): void => {
    if (latest === null || !isDirty) return
    isDirty = false
    terminal.write(terminal.isTTY ? `\r\u001b[2K${formatProgress(latest)}` : `${formatProgress(latest)}\n`)
  }
  const timer = setInterval(print, terminal.isTTY ? TTY_INTERVAL_MS : LOG_INTERVAL_MS)
  timer.unref()
  return {
    show(progress) {
      latest = progress
      isDirty = true
    },
    end() {
      clearInterval(timer)
      print()
      if (latest !== null && terminal.isTTY) terminal.write('\n')
    },
  }
}

function formatProgress(progress: ImportProgress): string {
  const { file, bytes, bytesTotal, rows, accepted, rejected } = progress
  const percent = bytesTotal === 0 ? 100 : Math.floor((bytes * 100) / bytesTotal)
  return `${file}: ${percent}%, ${rows} rows, ${accepted} records accepted, ${rejected} rejected`
}
