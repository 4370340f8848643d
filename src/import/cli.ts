import { readFile } from 'node:fs/promises'
import type { Day } from '../kernel/day.ts'
import { sourceSchema } from '../kernel/text.ts'
import { type ImportArguments, parseImportArguments, USAGE } from './arguments.ts'
import { type CsvMap, parseCsvMap } from './csv-map.ts'
import { createProgressLine, type ProgressTerminal } from './progress-line.ts'
import { type Feed, type ImportResult, runImport } from './run.ts'
import { findSourceFiles } from './source-files.ts'

const EXIT_DONE = 0
const EXIT_REJECTED = 1
const EXIT_UNUSABLE = 2

/** What the command needs from the process; the database is opened only once arguments, map and files are sound. */
export interface ImportSurroundings {
  readonly today: Day
  readonly out: ProgressTerminal
  readonly error: ProgressTerminal
  openFeed(source: string): Promise<{ feed: Feed; close(): Promise<void> }>
}

const REJECTS_SHOWN_MAX = 5

/** Runs the import command and gives its exit code. Faults of the caller are told on `error`, never thrown. */
export async function runImportCommand(argv: readonly string[], around: ImportSurroundings): Promise<number> {
  const parsed = parseImportArguments(argv)
  if ('help' in parsed) {
    around.out.write(USAGE)
    return EXIT_DONE
  }
  const fail = (fault: string): number => {
    around.error.write(`${fault}\n`)
    return EXIT_UNUSABLE
  }
  if ('fault' in parsed) return fail(`${parsed.fault}\n\n${USAGE}`)
  const read = await readMap(parsed.map)
  if ('fault' in read) return fail(read.fault)
  const source = sourceSchema.safeParse(parsed.source ?? read.map.source)
  if (!source.success) return fail(`--source, or source in the map, ${source.error.issues[0]?.message}`)
  const path = parsed.file ?? read.map.path
  if (path === undefined) return fail('--file is missing, and the map has no path')
  const found = await findSourceFiles(path, read.map.pattern, parsed.errors)
  if ('fault' in found) return fail(found.fault)
  try {
    return await importFiles(found.files, read.map, source.data, parsed, around)
  } catch (error) {
    return fail(describe(error))
  }
}

async function readMap(file: string): Promise<{ map: CsvMap } | { fault: string }> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    return { fault: `the map cannot be read: ${describe(error)}` }
  }
  const parsed = parseCsvMap(text, file)
  if ('map' in parsed) return parsed
  return { fault: parsed.faults.map(({ line, field, message }) => `${file}:${line}: ${field} ${message}`).join('\n') }
}

async function importFiles(
  files: readonly { file: string; errorsPath: string }[],
  map: CsvMap,
  source: string,
  { dryRun }: ImportArguments,
  around: ImportSurroundings,
): Promise<number> {
  const opened = dryRun ? null : await around.openFeed(source)
  const feed: Feed = opened?.feed ?? (() => Promise.reject(new Error('a dry run feeds nothing')))
  let exitCode: number = EXIT_DONE
  try {
    for (const file of files) {
      const line = createProgressLine(around.error)
      const run = { ...file, map, dryRun, today: around.today, feed, progress: line.show }
      const result = await runImport(run).finally(() => line.end())
      around.out.write(formatResult(result, dryRun))
      exitCode = Math.max(exitCode, exitCodeOf(result))
    }
  } finally {
    await opened?.close()
  }
  return exitCode
}

/** A file that breaks before its first row, mostly because the map names other columns, is unusable as a whole. */
function exitCodeOf({ stopped, rows, rejected }: ImportResult): number {
  if (stopped !== null && rows === 0) return EXIT_UNUSABLE
  return rejected > 0 ? EXIT_REJECTED : EXIT_DONE
}

function formatResult(result: ImportResult, dryRun: boolean): string {
  const { file, rows, accepted, ignored, later, rejected, rejects, errorsPath } = result
  const verb = dryRun ? 'sound (dry run: nothing was stored)' : 'accepted'
  const counts = [`${rows} rows`, `${accepted} records ${verb}`, `${ignored} older than what is stored`]
  if (later > 0) counts.push(`${later} issued after today and left out`)
  counts.push(`${rejected} rejected`)
  const shown = rejects.slice(0, REJECTS_SHOWN_MAX).map(({ line, field, value, message }) => {
    return `  line ${line}: ${field} ${value === '' ? '' : `${JSON.stringify(value)} `}${message}\n`
  })
  return `${file}: ${counts.join(', ')}\n${shown.join('')}${errorsPath === null ? '' : `  all of them: ${errorsPath}\n`}`
}

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error))
