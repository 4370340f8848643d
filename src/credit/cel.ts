import { type ASTNode, Environment, EvaluationError } from '@marcbachmann/cel-js'
import type { Cents } from '../kernel/cents.ts'
import type { CustomRule } from './policy.ts'
import { EXPRESSION_CHARS_MAX } from './policy-schema.ts'

/** What a custom rule can read. `null` is "not known": reading it makes the outcome unknown, never a default. */
export interface CelFacts {
  readonly order: {
    readonly amountCents: Cents
    readonly paymentKind: string
    /** Days until the last instalment. */
    readonly termDaysMax: number | null
    readonly company: string
    readonly salesRep: string | null
  }
  readonly exposure: {
    readonly openCents: Cents
    readonly overdueCents: Cents
    readonly ordersCents: Cents
    readonly heldCents: Cents
    readonly draftsCents: Cents
    readonly creditsCents: Cents
    readonly totalCents: Cents
  }
  /** `amountCents` is null when the limit is no amount. */
  readonly limit: { readonly mode: string; readonly amountCents: Cents | null }
  readonly customer: {
    readonly status: string | null
    readonly riskClass: string | null
    readonly segment: string | null
    readonly state: string | null
    /** Days since they became a customer. */
    readonly daysSince: number | null
  }
  readonly daysOverdue: number
  readonly overdueCount: number
}

/** `missing` names the fact that was not known, or says why there is no result. */
export type CelOutcome = { readonly kind: 'true' | 'false' } | { readonly kind: 'unknown'; readonly missing: string }

export interface Expression {
  evaluate(facts: CelFacts): CelOutcome
}

const SCHEMA = {
  order: { amountCents: 'int', paymentKind: 'string', termDaysMax: 'int', company: 'string', salesRep: 'string' },
  exposure: {
    openCents: 'int',
    overdueCents: 'int',
    ordersCents: 'int',
    heldCents: 'int',
    draftsCents: 'int',
    creditsCents: 'int',
    totalCents: 'int',
  },
  limit: { mode: 'string', amountCents: 'int' },
  customer: { status: 'string', riskClass: 'string', segment: 'string', state: 'string', daysSince: 'int' },
} satisfies { [Fact in keyof CelFacts]?: { [Field in keyof CelFacts[Fact]]: 'int' | 'string' } }
const NUMBERS = ['daysOverdue', 'overdueCount']
const FIELDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(SCHEMA).map(([fact, fields]) => [fact, Object.keys(fields)]),
)

// Macros over lists (their nesting multiplies), matches() (a regular expression can run for minutes) and conversions to
// other types stay out: the facts hold no lists, and a check has to answer in microseconds.
const FUNCTIONS = ['has', 'size']
const METHODS = ['contains', 'startsWith', 'endsWith', 'size']
const OPERATORS = ['||', '&&', '!_', '?:', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '-_', 'in']

const LIMITS = { maxDepth: 32, maxAstNodes: 300, maxListElements: 100, maxMapEntries: 0, maxCallArguments: 3 }

const environment = createEnvironment()

function createEnvironment(): Environment {
  const typed = new Environment({ limits: LIMITS })
  for (const [name, schema] of Object.entries(SCHEMA)) typed.registerVariable({ name, schema })
  for (const name of NUMBERS) typed.registerVariable(name, 'int')
  return typed
}

/** Compiles the `when` of a custom rule; the fault says what to change. Slow: once per policy, never per check. */
export function compileExpression(text: string): { expression: Expression } | { fault: string } {
  if (text.length > EXPRESSION_CHARS_MAX) return { fault: `must have at most ${EXPRESSION_CHARS_MAX} characters` }
  try {
    const program = environment.parse(text)
    const fault = findFault(program.ast)
    if (fault !== null) return { fault }
    const checked = program.check()
    if (checked.error) return { fault: describe(checked.error) }
    if (checked.type !== 'bool') return { fault: `must be true or false, but is of type ${checked.type}` }
    return { expression: { evaluate: (facts) => evaluate(program, facts, text) } }
  } catch (error) {
    return { fault: describe(error) }
  }
}

/** The custom rules of a policy, by code. Throws on a faulty rule: parsePolicyText refuses such a policy before. */
export function compileCustomRules(rules: readonly CustomRule[]): ReadonlyMap<string, Expression> {
  return new Map(
    rules.map((rule) => {
      const compiled = compileExpression(rule.when)
      if ('fault' in compiled) throw new TypeError(`custom rule ${rule.code}: ${compiled.fault}`)
      return [rule.code, compiled.expression]
    }),
  )
}

/**
 * The first part of the expression that rules may not use. An allow list: what the library learns later stays out, and
 * has(customer.typo), which it would answer with false, is a fault.
 */
function findFault(node: ASTNode): string | null {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'number' ? fault(node, 'use whole numbers: amounts are integer cents') : null
    case 'id':
      if (NUMBERS.includes(node.args)) return null
      return fault(
        node,
        FIELDS.has(node.args) ? `name a field: ${node.args}.${FIELDS.get(node.args)?.join(', .')}` : UNKNOWN,
      )
    case '.':
      return findFieldFault(node, node.args[0], node.args[1])
    case 'list':
      return firstFault(node.args)
    case 'call':
      if (!FUNCTIONS.includes(node.args[0])) return fault(node, `cannot use ${node.args[0]}(): only ${CALLS}`)
      return firstFault(node.args[1])
    case 'rcall':
      if (!METHODS.includes(node.args[0])) return fault(node, `cannot use ${node.args[0]}(): only ${CALLS}`)
      return firstFault([node.args[1], ...node.args[2]])
    default:
      if (!OPERATORS.includes(node.op)) return fault(node, `cannot use ${node.op}: only ${OPERATORS.join(' ')}`)
      return firstFault([node.args].flat(2).filter((part) => typeof part === 'object'))
  }
}

const UNKNOWN = `unknown name: the facts are ${[...FIELDS.keys(), ...NUMBERS].join(', ')}`
const CALLS = [...FUNCTIONS.map((name) => `${name}(…)`), ...METHODS.map((name) => `text.${name}(…)`)].join(', ')

function findFieldFault(node: ASTNode, base: ASTNode, field: string): string | null {
  const fields = base.op === 'id' ? FIELDS.get(base.args) : undefined
  if (base.op !== 'id' || fields === undefined)
    return findFault(base) ?? fault(node, 'only order, exposure, limit and customer have fields')
  return fields.includes(field) ? null : fault(node, `${base.args} has no ${field}: it has ${fields.join(', ')}`)
}

function firstFault(nodes: readonly ASTNode[]): string | null {
  for (const node of nodes) {
    const found = findFault(node)
    if (found !== null) return found
  }
  return null
}

const fault = (node: ASTNode, message: string): string => `${message} (at character ${node.start + 1})`

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { summary, range } = error as { summary?: string; range?: { start: number } }
  return `${summary ?? error.message}${range === undefined ? '' : ` (at character ${range.start + 1})`}`
}

function evaluate(program: (context: object) => unknown, facts: CelFacts, text: string): CelOutcome {
  try {
    return { kind: program(toContext(facts)) === true ? 'true' : 'false' }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    if (error.code !== 'no_such_key') return { kind: 'unknown', missing: `a result: ${error.summary}` }
    const read = /(\w+)\s*\.\s*(\w+)$/.exec(text.slice(0, error.range?.end))
    return { kind: 'unknown', missing: read ? `${read[1]}.${read[2]}` : error.summary }
  }
}

/** All custom rules of a check read the same facts: they are turned into values of the language once. */
const contexts = new WeakMap<CelFacts, object>()

function toContext(facts: CelFacts): object {
  const known = contexts.get(facts)
  if (known) return known
  const context = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'number' ? BigInt(fact) : knownFields(fact)]),
  )
  contexts.set(facts, context)
  return context
}

/** A field that is not there cannot be read: that is how the language tells "not known" from every value. */
function knownFields(fact: Readonly<Record<string, string | number | bigint | null>>): object {
  const known = Object.entries(fact).filter(([, value]) => value !== null)
  return Object.fromEntries(known.map(([field, value]) => [field, typeof value === 'number' ? BigInt(value) : value]))
}
