import { createHash } from 'node:crypto'
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import { compileExpression } from './cel.ts'
import { type Policy, type PolicyFault, parsePolicy } from './policy.ts'
import { CUSTOM_RULES_MAX, EXPRESSION_CHARS_MAX } from './policy-schema.ts'

/** One fault of a policy file. `line` and `column` count from 1; `field` is a path such as `custom[0].when`. */
export interface FileFault {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly field: string
  readonly message: string
}

const FILE_BYTES_MAX = 256 * 1024
const DEPTH_MAX = 16
const ALIASES_MAX = 50
const FAULTS_MAX = 100

/** Reads the text of a policy file; `digest` is its SHA-256. All faults are told at once (the first 100), by line. */
export function parsePolicyText(
  text: string,
  file: string,
): { policy: Policy; digest: string } | { faults: FileFault[] } {
  if (Buffer.byteLength(text) > FILE_BYTES_MAX) {
    return { faults: [{ file, line: 1, column: 1, field: '', message: `must be at most ${FILE_BYTES_MAX} bytes` }] }
  }
  const lines = new LineCounter()
  // The library compares every key with every other one, which takes seconds for a hostile file: findKeyFaults does it.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  })
  const read = readDocument(document)
  if ('policy' in read) return { policy: read.policy, digest: createHash('sha256').update(text).digest('hex') }
  const faults = read.faults.map(({ offset, path, message }): FileFault => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), field: formatPath(path), message }
  })
  return { faults: faults.sort((a, b) => a.line - b.line || a.column - b.column).slice(0, FAULTS_MAX) }
}

type Path = PolicyFault['path']
interface TextFault {
  readonly offset: number
  readonly path: Path
  readonly message: string
}

function readDocument(document: Document.Parsed): { policy: Policy } | { faults: TextFault[] } {
  const syntax = [...document.errors, ...document.warnings].slice(0, FAULTS_MAX)
  if (syntax.length > 0) return { faults: syntax.map(toSyntaxFault) }
  if (document.directives?.yaml.explicit && document.directives.yaml.version !== '1.2') {
    return { faults: [{ offset: 0, path: [], message: 'must be YAML 1.2: remove the %YAML line' }] }
  }
  const { faults: keyFaults, tooDeep } = findKeyFaults(document)
  if (tooDeep) return { faults: keyFaults }
  const input = toValue(document)
  if ('fault' in input) return { faults: [...keyFaults, input.fault] }
  const parsed = parsePolicy(input.value)
  const found = [...('faults' in parsed ? parsed.faults : []), ...findExpressionFaults(input.value)]
  if ('policy' in parsed && found.length === 0 && keyFaults.length === 0) return { policy: parsed.policy }
  return { faults: [...keyFaults, ...found.map((fault) => ({ ...fault, offset: locate(document, fault) }))] }
}

function toSyntaxFault({ code, pos, message }: YAMLError): TextFault {
  const plain = code === 'MULTIPLE_DOCS' ? 'must be one document: remove the second --- line and what follows' : message
  return { offset: pos[0], path: [], message: plain }
}

function toValue(document: Document.Parsed): { value: unknown } | { fault: TextFault } {
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX })
    if (value !== null) return { value }
    // An empty file is more often a copy that failed than a wish for all defaults.
    return { fault: { offset: 0, path: [], message: 'the file is empty: write {} if all defaults are wanted' } }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    return { fault: { offset: 0, path: [], message: error.message } }
  }
}

/** Keys that stand twice in one mapping or are no text, and nesting that no policy has. */
function findKeyFaults(document: Document.Parsed): { faults: TextFault[]; tooDeep: boolean } {
  const faults: TextFault[] = []
  let tooDeep = false
  visit(document, {
    Collection: (_, node, ancestors) => {
      tooDeep = ancestors.length > DEPTH_MAX * 2 // a mapping counts twice: itself and its pair
      if (tooDeep) faults.push({ offset: node.range?.[0] ?? 0, path: [], message: 'is nested too deeply' })
      if (isMap(node) && !tooDeep) faults.push(...faultsOfKeys(node, ancestors))
      return faults.length > FAULTS_MAX || tooDeep ? visit.BREAK : undefined
    },
  })
  return { faults, tooDeep }
}

function faultsOfKeys(map: YAMLMap, ancestors: readonly unknown[]): TextFault[] {
  const seen = new Set<unknown>()
  const faults: TextFault[] = []
  for (const { key } of map.items) {
    const name = isScalar(key) ? key.value : null
    const twice = seen.has(name)
    seen.add(name)
    if (typeof name === 'string' && !twice) continue
    const message = twice ? 'stands twice in this mapping: remove one' : 'must be a text: put this key in quotes'
    faults.push({ offset: offsetOf(key) ?? 0, path: [...pathOf([...ancestors, map]), String(name)], message })
    if (faults.length > FAULTS_MAX) break
  }
  return faults
}

/** The keys that lead from the document to the last of these nodes. */
function pathOf(nodes: readonly unknown[]): Path {
  return nodes.flatMap((node, depth): Path => {
    if (isPair(node)) return [isScalar(node.key) ? String(node.key.value) : '?']
    return isSeq(node) ? [node.items.indexOf(nodes[depth + 1])] : []
  })
}

/** A custom rule must be an expression over the known facts, whatever else is wrong with the file. */
function findExpressionFaults(input: unknown): PolicyFault[] {
  const custom = typeof input === 'object' && input !== null && 'custom' in input ? input.custom : null
  if (!Array.isArray(custom)) return []
  return custom.slice(0, CUSTOM_RULES_MAX).flatMap((rule: unknown, index): PolicyFault[] => {
    const when = typeof rule === 'object' && rule !== null && 'when' in rule ? rule.when : null
    if (typeof when !== 'string' || when.length > EXPRESSION_CHARS_MAX || when === '') return []
    const compiled = compileExpression(when)
    return 'fault' in compiled ? [{ path: ['custom', index, 'when'], message: compiled.fault }] : []
  })
}

/** Where the fault stands in the text; of a key that is missing, the mapping that lacks it. */
function locate(document: Document.Parsed, { path, atKey }: PolicyFault): number {
  let node: unknown = document.contents
  let offset = offsetOf(node) ?? 0
  for (const [depth, key] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document)
    const pair = isMap(node) ? node.items.find((entry) => isScalar(entry.key) && entry.key.value === key) : null
    const last = depth === path.length - 1
    const target = pair && last && atKey ? pair.key : pair ? pair.value : isSeq(node) ? node.items[Number(key)] : null
    offset = offsetOf(target) ?? offsetOf(pair?.key) ?? offset
    node = target
  }
  return offset
}

function offsetOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null
}

/** `['custom', 0, 'when']` is `custom[0].when`. */
function formatPath(path: Path): string {
  return path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`
      return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
    })
    .join('')
    .replace(/^\./, '')
}
