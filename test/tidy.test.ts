import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Planted, ruleProofs, surroundings } from './harness/planted-violations.ts'

const root = join(import.meta.dirname, '..')
const ADAPTER_LINES_MAX = 300

interface Diagnostic {
  readonly category: string
  readonly message: string
  readonly location: { readonly path: string; readonly start: { readonly line: number } }
}

/** The house in small: this project's Biome settings around the planted lines, one file for each path. */
function plantAll(): { folder: string; lines: Map<string, string[]> } {
  const folder = mkdtempSync(join(tmpdir(), 'fiado-tidy-'))
  for (const settings of ['biome.json', '.biome', 'tsconfig.json']) {
    cpSync(join(root, settings), join(folder, settings), { recursive: true })
  }
  const lines = new Map<string, string[]>()
  const planted = [
    ...surroundings,
    ...Object.values(ruleProofs).flatMap(({ caught, passes }) => [...caught, ...passes]),
  ]
  for (const [path, line] of planted) lines.set(path, [...(lines.get(path) ?? []), line])
  for (const [path, content] of lines) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `${content.join('\n')}\n`)
  }
  return { folder, lines }
}

function lint(folder: string): Promise<Diagnostic[]> {
  const command = [
    join(root, 'node_modules/@biomejs/biome/bin/biome'),
    'lint',
    '--reporter=json',
    '--max-diagnostics=none',
  ]
  return new Promise((resolve, reject) => {
    // It ends with 1 because of what was planted; what it printed is the result, unless a rule could not be read.
    execFile(process.execPath, command, { cwd: folder, maxBuffer: 64_000_000 }, (_error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`Biome did not lint; every file of .biome/ has to compile:\n${stderr}`))
      else resolve((JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics)
    })
  })
}

/** The words with which a rule of `.biome/` speaks; a rule of Biome itself is known by its name. */
function messageOf(rule: string): string | undefined {
  if (!pluginNames().includes(rule)) return undefined
  return /message ?= ?"([^"]+)"/.exec(readFileSync(join(root, `.biome/${rule}.grit`), 'utf8'))?.[1]
}

function pluginNames(): string[] {
  return globSync('*.grit', { cwd: join(root, '.biome') }).map((file) => basename(file, '.grit'))
}

describe('every rule of the house bites', () => {
  let house: ReturnType<typeof plantAll>
  let diagnostics: Diagnostic[]
  beforeAll(async () => {
    house = plantAll()
    diagnostics = await lint(house.folder)
  })
  afterAll(() => rmSync(house.folder, { recursive: true, force: true }))

  const isReported = (rule: string, [path, line]: Planted): boolean => {
    const lineNumber = (house.lines.get(path) ?? []).indexOf(line) + 1
    const message = messageOf(rule)
    return diagnostics.some(
      ({ category, message: said, location }) =>
        location.path === path &&
        // A file name has no line.
        (location.start.line === lineNumber || rule === 'useFilenamingConvention') &&
        (message === undefined ? category.endsWith(`/${rule}`) : category === 'plugin' && said === message),
    )
  }

  it.each(Object.entries(ruleProofs))('%s', (rule, { caught, passes }) => {
    expect(caught.filter((planted) => !isReported(rule, planted))).toEqual([])
    expect(passes.filter((planted) => isReported(rule, planted))).toEqual([])
    expect(Math.min(caught.length, passes.length)).toBeGreaterThan(0)
  })

  it('no rule of .biome/ lacks a proof, and every one is switched on', () => {
    const settings = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as { plugins: { path: string }[] }
    const names = pluginNames().sort()
    expect(Object.keys(ruleProofs)).toEqual(expect.arrayContaining(names))
    expect(settings.plugins.map(({ path }) => basename(path, '.grit')).sort()).toEqual(names)
  })
})

const FORBIDDEN_WORDS = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'lib',
  'types',
  'services',
  'manager',
  'handler',
]
const forbiddenName = new RegExp(`(^|[/-])(${FORBIDDEN_WORDS.join('|')})(/|s?\\.ts$)`)
// Written in two halves, so that this file does not find itself.
const suppression = new RegExp(['biome', '-ignore|@ts', '-(ignore|expect-error|nocheck)|TO', 'DO|FIX', 'ME'].join(''))

const countLines = (text: string): number => text.trimEnd().split('\n').length

describe('what Biome cannot see', () => {
  const paths = globSync('{src,adapters,migrations,test}/**/*.ts', { cwd: root })
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')

  it('a thing lives with the word it belongs to', () => {
    for (const planted of [
      'src/utils/day.ts',
      'src/credit/services/a.ts',
      'src/credit/helpers.ts',
      'src/credit/hold-manager.ts',
    ]) {
      expect(planted).toMatch(forbiddenName)
    }
    expect('src/credit/holds.ts').not.toMatch(forbiddenName)
    expect(paths.filter((path) => forbiddenName.test(path))).toEqual([])
    expect(paths).toContain('src/kernel/cents.ts')
  })

  it('nothing is silenced or left for later', () => {
    for (const planted of ['biome', '@ts'].map((tool) => `// ${tool}-ignore because it hurts`)) {
      expect(planted).toMatch(suppression)
    }
    expect(`// ${'TO'}${'DO'}: later`).toMatch(suppression)
    expect(paths.filter((path) => suppression.test(read(path)))).toEqual([])
  })

  it('an adapter stays small enough to be thrown away', () => {
    expect(countLines('x\n'.repeat(ADAPTER_LINES_MAX + 1))).toBeGreaterThan(ADAPTER_LINES_MAX)
    const adapters = paths.filter((path) => path.startsWith('adapters/'))
    expect(adapters.filter((path) => countLines(read(path)) > ADAPTER_LINES_MAX)).toEqual([])
  })
})

it('the image starts the program as npm start does', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const command = /^CMD (\[.*\])$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1] ?? '[]'
  expect((JSON.parse(command) as string[]).join(' ')).toBe(scripts.start)
})
