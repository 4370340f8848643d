import fc from 'fast-check'
import { expect } from 'vitest'
import type { Answer, Program } from '../harness/program.ts'
import { HOSTILE_VALUES } from './hostile.ts'
import { type Operation, operationsOf } from './operations.ts'
import { type Mutation, mutate, mutations, valuesOf } from './schema-values.ts'

interface Request {
  readonly path: string
  readonly body: unknown
  readonly headers: object
}

const ADDRESS_TEXT_MAX = 256
const TOLD_MAX = 1_200
const NDJSON = { 'content-type': 'application/x-ndjson' }

/** Requests of one operation: as its schemas allow, and with up to three changes to the body or the address. */
function requestsOf(operation: Operation): fc.Arbitrary<Request> {
  const parameters = fc.record(
    Object.fromEntries(
      operation.parameters.map(({ name, in: where, schema }) => {
        const values = valuesOf(schema, name)
        return [name, where === 'path' ? values : mostly<unknown>(undefined, values)]
      }),
    ),
  )
  const wrongAddress = mostly(undefined, fc.constantFrom(...HOSTILE_VALUES))
  const extraQuery = mostly('', fc.constantFrom('x=1', 'a&b', '%FF', 'company=', 'asOf=2026-02-30', 'limit=0'))
  const body = operation.body ? valuesOf(operation.body) : fc.constant(undefined)
  const changes = fc.oneof(fc.constant<Mutation[]>([]), fc.array(mutations, { minLength: 1, maxLength: 3 }))
  return fc
    .tuple(parameters, wrongAddress, extraQuery, body, changes, fc.boolean())
    .map(([given, wrong, extra, ...rest]) => {
      const [base, changed, asLines] = rest
      const path = addressOf(operation, given as Record<string, unknown>, wrong, extra)
      const mutated = changed.reduce<unknown>(mutate, base)
      if (operation.takesLines && asLines) return { path, body: linesOf(mutated), headers: NDJSON }
      return { path, body: operation.body ? mutated : undefined, headers: {} }
    })
}

const mostly = <T>(usual: T, unusual: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: unusual })

function addressOf(operation: Operation, given: Record<string, unknown>, wrong: unknown, extra: string): string {
  // What is longer is 414 before there is an operation that could declare it.
  const fits = typeof wrong === 'string' && wrong !== '' && wrong.length <= ADDRESS_TEXT_MAX
  const wrongText = fits ? wrong.toWellFormed() : null
  const text = (name: string): string => encodeURIComponent(String(given[name]).toWellFormed())
  const inPath = operation.parameters.filter((one) => one.in === 'path')
  const path = inPath.reduce((address, { name }, index) => {
    const value = index === inPath.length - 1 && wrongText !== null ? encodeURIComponent(wrongText) : text(name)
    return address.replace(`{${name}}`, value)
  }, operation.path)
  const query = operation.parameters
    .filter(({ name, in: where }) => where === 'query' && given[name] !== undefined)
    .map(({ name }) => `${name}=${text(name)}`)
  if (extra !== '') query.push(extra)
  return query.length > 0 ? `${path}?${query.join('&')}` : path
}

/** The records as lines, whatever the mutations left of them. */
function linesOf(body: unknown): string {
  const records = typeof body === 'object' && body !== null ? Object.values(body)[0] : body
  const lines = Array.isArray(records) ? records : [records]
  return lines.map((line) => JSON.stringify(line) ?? '').join('\n')
}

/** What is never answered, whatever is asked: an undeclared status, another shape, an error that is no problem. */
function judge(operation: Operation, answer: Answer): void {
  const declared = operation.responses.get(answer.status)
  expect({ declared: [...operation.responses.keys()], answered: declared === undefined ? answer : null }).toEqual({
    declared: expect.arrayContaining([answer.status]),
    answered: null,
  })
  if (answer.status >= 400) {
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.body.detail).toMatch(/\S/)
  }
  if (declared) {
    const judged = declared.judge.safeParse(answer.body)
    expect(judged.error?.issues ?? [], JSON.stringify(answer.body).slice(0, 2_000)).toEqual([])
  }
}

/**
 * Asks every operation of the program's own document `runs` times. Answers how often each status came, how many records
 * were taken, and the faults.
 */
export async function fuzz(
  program: Program,
  runs: number,
  seed: number,
): Promise<{ statuses: Record<string, number>; accepted: number; faults: string[] }> {
  const statuses: Record<string, number> = {}
  const faults: string[] = []
  let accepted = 0
  for (const operation of operationsOf(program.app.swagger())) {
    const property = fc.asyncProperty(requestsOf(operation), async ({ path, body, headers }) => {
      // A body that is no JSON text at all travels as an empty one.
      const sent = operation.body && body === undefined ? Buffer.alloc(0) : body
      const answer = await program.call(
        operation.method,
        path,
        typeof sent === 'string' ? JSON.stringify(sent) : sent,
        headers,
      )
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
      judge(operation, answer)
      accepted += Number(answer.body?.accepted ?? 0)
    })
    const { failed, counterexample, errorInstance } = await fc.check(property, {
      numRuns: runs,
      seed,
      endOnFailure: true,
    })
    if (failed)
      faults.push(
        `${operation.id} ${JSON.stringify(counterexample).slice(0, TOLD_MAX)}: ${String(errorInstance).slice(0, TOLD_MAX)}`,
      )
  }
  return { statuses, accepted, faults }
}
