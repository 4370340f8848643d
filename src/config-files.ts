import { readdir, readFile, stat } from 'node:fs/promises'
import { parse, YAMLParseError } from 'yaml'
import type { Fault } from './kernel/text.ts'
import { Secret } from './sync/secret.ts'

/** Files that people write, under `config/`: bounded, faults told without quoting what may be a secret. */

const FILE_BYTES_MAX = 256 * 1024
const SECRET_BYTES_MAX = 64 * 1024
const DEPTH_MAX = 12

export type Environment = Readonly<Record<string, string | undefined>>

/** The names of a folder's files, sorted; none when there is no such folder. */
export async function listFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** The content of a YAML file; `{}` for an empty one. */
export async function readYaml(file: string): Promise<{ value: unknown } | { fault: Fault }> {
  const read = await readText(file)
  return 'fault' in read ? read : parseYaml(read.text)
}

export function parseYaml(text: string): { value: unknown } | { fault: Fault } {
  try {
    // Warnings would go to the terminal, with the line that they are about.
    return { value: parse(text, { maxAliasCount: 0, logLevel: 'error' }) ?? {} }
  } catch (error) {
    return { fault: { path: '', message: `is no YAML that can be read: ${placeOf(error)}` } }
  }
}

/** The library quotes what it stumbled over, which may be a secret that somebody put where it does not belong. */
function placeOf(error: unknown): string {
  if (!(error instanceof YAMLParseError)) return 'aliases and deep nesting are not taken'
  const [start] = error.linePos ?? []
  return `${error.code}${start ? ` at line ${start.line}, column ${start.col}` : ''}`
}

export async function readText(file: string): Promise<{ text: string } | { fault: Fault }> {
  const read = await readBounded(file, FILE_BYTES_MAX)
  return 'wrong' in read ? { fault: { path: '', message: read.wrong } } : read
}

async function readBounded(file: string, bytesMax: number): Promise<{ text: string } | { wrong: string }> {
  try {
    const found = await stat(file)
    if (!found.isFile()) return { wrong: 'cannot be read (no file)' }
    if (found.size > bytesMax) return { wrong: `must be at most ${bytesMax} bytes` }
    return { text: await readFile(file, 'utf8') }
  } catch (error) {
    return { wrong: `cannot be read (${(error as NodeJS.ErrnoException).code})` }
  }
}

/** Puts a `Secret` in the place of each `{ env: NAME }` and `{ file: /path }`; what is missing is added to `faults`. */
export async function lookUpSecrets(
  value: unknown,
  environment: Environment,
  faults: Fault[],
  path = '',
  depth = 0,
): Promise<unknown> {
  if (depth > DEPTH_MAX || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return Promise.all(
      value.map((part, index) => lookUpSecrets(part, environment, faults, `${path}[${index}]`, depth + 1)),
    )
  const entries = Object.entries(value)
  const [reference] = entries
  if (entries.length === 1 && reference && typeof reference[1] === 'string' && /^(env|file)$/.test(reference[0])) {
    const found = await lookUp(reference[0], reference[1], environment)
    if ('secret' in found) return found.secret
    faults.push({ path, message: found.message })
    return new Secret('')
  }
  const parts = await Promise.all(
    entries.map(async ([key, part]) => [
      key,
      await lookUpSecrets(part, environment, faults, path ? `${path}.${key}` : key, depth + 1),
    ]),
  )
  return Object.fromEntries(parts)
}

async function lookUp(
  kind: string,
  name: string,
  environment: Environment,
): Promise<{ secret: Secret } | { message: string }> {
  if (kind === 'env') {
    const value = environment[name]
    return value ? { secret: new Secret(value) } : { message: `the environment variable ${name} is not set` }
  }
  const read = await readBounded(name, SECRET_BYTES_MAX)
  if ('wrong' in read) return { message: `the file ${name} ${read.wrong}` }
  const text = read.text.trim()
  return text === '' ? { message: `the file ${name} is empty` } : { secret: new Secret(text) }
}

/** Faults of a part of a file, told by the path from its top. */
export const within = (path: string, faults: readonly Fault[]): Fault[] =>
  faults.map((fault) => ({ ...fault, path: fault.path === '' ? path : `${path}.${fault.path}` }))
