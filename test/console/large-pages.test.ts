import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Approval } from '../../src/console/order-port.ts'
import type { Role } from '../../src/people/person.ts'
import { cookieOf, type SampleApp, startSampleApp } from './sample-app.ts'
import { createSample } from './sample-ports.ts'

const PAGE_BYTES_MAX = 150_000
const MANY = 1_234

/** As long as names and reasons get to be. */
const sample = createSample(
  (text) => `${text}${text.length > 40 ? ', e o gerente confirmou por escrito que acerta na sexta-feira.' : ''}`,
)
const { orders, collection, people } = sample.ports

/** So many of what the sample has, under ids and names of their own. */
const manyOf = <Entry extends object>(
  entries: readonly Entry[],
  change: (entry: Entry, place: number) => Partial<Entry>,
) =>
  Array.from({ length: MANY }, (_, place): Entry => {
    const entry = entries[place % entries.length] as Entry
    return { ...entry, ...change(entry, place) }
  })

const named = ({ customer }: { customer: Approval['customer'] }, place: number) => ({
  customer: { ...customer, externalId: `C-${place}`, name: `${customer.name} ${place}` },
})
const ASKED = { person: {} as never }

let app: SampleApp
beforeAll(async () => {
  const approvals = await orders.approvals(ASKED.person)
  const waiting = manyOf(approvals.entries, (one, place) => ({ id: `blk_w${place}`, ...named(one, place) }))
  const standing = manyOf(
    (await orders.list(ASKED.person, { state: 'blocked', text: null, after: null })).entries,
    (one, place) => ({ id: `blk_s${place}`, ...named(one, place) }),
  )
  const worklist = manyOf((await collection.worklist(ASKED.person)).entries, named)
  const tasks = manyOf((await collection.tasks(ASKED.person)).entries, (one, place) => ({
    id: `tsk_${place}`,
    ...named(one, place),
  }))
  const persons = manyOf(await people.list(ASKED.person), ({ name }, place) => ({
    id: `usr_${place}`,
    name: `${name} ${place}`,
    login: `pessoa.${place}@serraazul.example`,
  }))
  Object.assign(orders, {
    approvals: async (_person: never, after: string | null = null, limit = 25) => {
      const from = Number(after ?? 0)
      return {
        ...approvals,
        entries: waiting.slice(from, from + limit),
        next: from + limit < MANY ? String(from + limit) : null,
        count: MANY,
      }
    },
    list: async () => ({ entries: standing.slice(0, 50), next: '50', totals: { count: MANY, amount: '1.00' } }),
  })
  Object.assign(collection, {
    worklist: async () => ({ entries: worklist, isCut: true }),
    tasks: async () => ({ entries: tasks, isCut: false }),
  })
  Object.assign(people, { list: async () => persons })
  app = await startSampleApp(sample)
})
afterAll(() => app.app.close())

const get = async (path: string, role: Role = 'admin'): Promise<string> =>
  (await app.app.inject({ method: 'GET', url: path, headers: { cookie: cookieOf(role) } })).body

/** With the files that it asks for. */
async function weigh(path: string, role: Role): Promise<number> {
  const body = await get(path, role)
  const files = new Set([...body.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((match) => match[1] as string))
  const sizes = await Promise.all([...files].map(async (file) => Buffer.byteLength(await get(file))))
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(body))
}

it.each([
  ['/aprovacoes', 'manager'],
  ['/aprovacoes?depois=25', 'manager'],
  ['/', 'rep'],
  ['/pedidos', 'manager'],
  ['/cobranca', 'collector'],
  ['/cobranca?tarefas=todos&depois=100&tarefa=25', 'collector'],
  ['/pessoas', 'admin'],
] as const)('%s of a large company weighs less than 150 KB', async (path, role) => {
  expect(await weigh(path, role)).toBeLessThan(PAGE_BYTES_MAX)
})

const textOf = (markup: string): string => markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const pathsOf = (markup: string): string[] =>
  [...markup.matchAll(/<p class="more"><a class="button" href="([^"]+)"/g)].map(([, path = '']) =>
    path.replaceAll('&amp;', '&'),
  )

it('what waits for a signature is counted whole, and goes on', async () => {
  const [first, second] = [await get('/aprovacoes'), await get('/aprovacoes?depois=25')]
  expect(textOf(first)).toContain('1.234 liberações pedidas · as mais antigas primeiro')
  expect(pathsOf(first)).toContain('/aprovacoes?depois=25')
  expect(second).toContain('data-live="/aprovacoes?depois=25&amp;parte=lista"')
  expect([first, second].map((page) => page.match(/\/pedidos\/blk_w\d+"/g)?.[0])).toEqual([
    '/pedidos/blk_w0"',
    '/pedidos/blk_w25"',
  ])
  expect((await get('/aprovacoes.csv')).trimEnd().split('\r\n')).toHaveLength(1 + MANY)
})

it('the worklist is counted whole, goes on to its end, and so do tasks', async () => {
  const first = await get('/cobranca?tarefas=todos', 'collector')
  expect(textOf(first)).toContain('mais de 1.234 clientes na lista · do 1º ao 100º')
  expect(textOf(first)).toContain('Da 1ª à 25ª de 1.234 tarefas, a mais urgente primeiro.')
  expect(pathsOf(first)).toEqual(['/cobranca?depois=100', '/cobranca?tarefas=todos&tarefa=25'])
  const last = await get('/cobranca?tarefas=todos&depois=1200&tarefa=1225', 'collector')
  expect(textOf(last)).toContain('do 1.201º ao 1.234º · ver desde o primeiro')
  expect(textOf(last)).toContain('Da 1226ª à 1234ª de 1.234 tarefas')
  expect(pathsOf(last)).toEqual([])
  for (const nonsense of ['-1', '99999', 'x'])
    expect(textOf(await get(`/cobranca?depois=${nonsense}`, 'collector'))).toContain('do 1º ao 100º')
  const sheet = (await get('/cobranca.csv')).trimEnd().split('\r\n')
  expect(sheet).toHaveLength(2 + MANY)
  expect(sheet.at(-1)).toBe('Cortado em 1.234 linhas: há mais do que cabe nesta planilha.')
  expect((await get('/tarefas.csv')).trimEnd().split('\r\n')).toHaveLength(1 + MANY)
})

it('people are counted whole, go on, and are looked for among all', async () => {
  const first = await get('/pessoas')
  expect(textOf(first)).toContain('1.234 pessoas · da 1ª à 100ª')
  expect(pathsOf(first)).toEqual(['/pessoas?depois=100'])
  const found = await get('/pessoas?busca=LIMA%20123')
  expect(found.match(/usr_\d+(?=")/g)).toEqual(['usr_1230', 'usr_1232'])
  expect(textOf(found)).toContain('2 pessoas · ver desde o começo')
  expect(textOf(await get('/pessoas?busca=ninguem'))).toContain('Ninguém encontrado')
})
