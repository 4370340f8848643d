import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageFile from '../package.json' with { type: 'json' }
import { type Config, readConfig } from '../src/config.ts'
import { type Policy, parsePolicy } from '../src/credit/policy.ts'
import { renderStartScreen } from '../src/start-screen.ts'
import { createMetrics } from '../src/web/metrics.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const README = read('README.md')

/** The cells of the table whose header begins with this word. */
function table(firstColumn: string): string[][] {
  const lines = README.split('\n')
  const start = lines.indexOf(lines.find((line) => line.startsWith(`| ${firstColumn} |`)) ?? '')
  const rows = lines.slice(start + 2)
  const cells = rows.slice(
    0,
    rows.findIndex((line) => !line.startsWith('|')),
  )
  return cells.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}
const code = (cell: string | undefined): string => cell?.replaceAll('`', '') ?? ''

function defaults(): Config {
  const settings = readConfig({})
  if ('faults' in settings) throw new Error(JSON.stringify(settings.faults))
  return settings.config
}

function defaultPolicy(): Policy {
  const parsed = parsePolicy({})
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}

describe('the README', () => {
  it('names every setting with its default', () => {
    const config = defaults()
    const expected = {
      FIADO_DATABASE_URL: config.databaseUrl,
      FIADO_HOST: config.host,
      FIADO_PORT: String(config.port),
      FIADO_API_KEY: config.apiKey ?? 'none',
      FIADO_CONFIG: config.configFolder,
      FIADO_TIME_ZONE: config.timeZone,
      FIADO_NOW: config.frozenAt ?? 'none',
      FIADO_DEMO: config.demo ? '1' : '0',
      FIADO_LOG_LEVEL: config.logLevel,
      FIADO_RATE_LIMIT: String(config.rateLimit),
      FIADO_TRUSTED_PROXIES: config.trustedProxies.join(',') || 'none',
    }
    const rows = table('variable').map(([name, standard]) => [code(name), code(standard)])
    expect(Object.fromEntries(rows)).toEqual(expected)
    // The settings are those that the program reads: it warns of every other.
    const declared = new Set(
      read('src/config.ts')
        .match(/^ {2}FIADO_[A-Z_]+/gm)
        ?.map((name) => name.trim()),
    )
    expect(new Set(Object.keys(expected))).toEqual(declared)
  })

  it('names every reason code with its default level', () => {
    const { rules, stale } = defaultPolicy()
    const levels = Object.entries(rules).map(([name, { level }]) => [name, level])
    const expected = { ...Object.fromEntries(levels), stale_data: stale.mode === 'open' ? 'warn' : 'block' }
    expect(Object.fromEntries(table('code').map(([name, level]) => [code(name), level]))).toEqual(expected)
  })

  it('names every metric of its own', async () => {
    const metrics = createMetrics()
    metrics.observe({
      pool: () => ({ used: 0, free: 0, waiting: 0 }),
      syncAges: async () => [],
      guards: async () => [],
    })
    const names = (await metrics.render()).match(/^# TYPE fiado_\w+/gm)?.map((line) => line.split(' ')[2])
    expect(
      table('metric')
        .map(([name]) => code(name))
        .toSorted(),
    ).toEqual(names?.toSorted())
  })

  it('calls only scripts that exist', () => {
    const documents = README + read('CONTRIBUTING.md')
    const called = [...documents.matchAll(/(?<=^|`|fiado )npm (?:run )?([a-z:]+)(?= |$|`)/gm)].map(
      ([, name]) => name as string,
    )
    const own = called.filter((name) => !['ci', 'install'].includes(name))
    expect(own).toEqual(expect.arrayContaining(['start', 'test', 'check', 'bench', 'proof', 'import']))
    expect(own.filter((name) => !(name in packageFile.scripts))).toEqual([])
  })

  it('shows the command of the start screen', () => {
    const demo = { name: 'any', customers: 1, receivables: 1, isNew: true }
    const config = { ...defaults(), apiKey: 'known' }
    const address = 'http://127.0.0.1:3000'
    const screen = renderStartScreen({ version: '0', address, config, demo, demoKey: null, admin: null, lines: [] })
    const command = screen.slice(screen.indexOf('    curl')).replaceAll(/^ {4}/gm, '').trim()
    expect(README).toContain(`\`\`\`sh\n${command}\n\`\`\``)
  })

  it('links to what is there', () => {
    for (const [, target] of README.matchAll(/\]\(([^)#]+)\)/g))
      expect(existsSync(join(ROOT, target as string))).toBe(true)
    for (const [, anchor] of README.matchAll(/\]\(#([^)]+)\)/g)) {
      expect(README.toLowerCase()).toContain(`\n## ${anchor}\n`)
    }
  })
})
