import { readFile, writeFile } from 'node:fs/promises'
import { pino } from 'pino'
import { composeApp } from './compose.ts'
import { readConfig } from './config.ts'

/** `node src/openapi.ts` writes openapi.json; with `--check` it compares and exits 1 when the file is out of date. */
const FILE = new URL('../openapi.json', import.meta.url)

export async function renderOpenapi(): Promise<string> {
  const settings = readConfig({ FIADO_DATABASE_URL: 'sqlite::memory:' })
  if ('faults' in settings) throw new Error(JSON.stringify(settings.faults))
  const { app, stop } = await composeApp(settings.config, pino({ level: 'silent' }))
  try {
    return `${JSON.stringify(sortKeys(app.swagger()), null, 2)}\n`
  } finally {
    await stop()
  }
}

/** The order of keys carries no meaning in OpenAPI; sorted, a change of the file is a change of the interface. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([first], [second]) => (first < second ? -1 : 1))
  return Object.fromEntries(entries.map(([key, child]) => [key, sortKeys(child)]))
}

async function run(check: boolean): Promise<void> {
  const rendered = await renderOpenapi()
  if (!check) return writeFile(FILE, rendered)
  const current = await readFile(FILE, 'utf8').catch(() => '')
  if (current === rendered) return
  process.stderr.write('openapi.json is out of date. Write it again: node src/openapi.ts\n')
  process.exitCode = 1
}

if (import.meta.main) await run(process.argv.includes('--check'))
