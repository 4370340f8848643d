import type { Name } from './everybody.ts'
import { BRANCHS, OTHERS } from './everybody-belongings.ts'

/** Who may do something, but not with what is of others. */
export const STRANGERS: readonly {
  readonly whose: 'rep' | 'branch'
  readonly word: string
  readonly names: readonly Name[]
}[] = [
  { whose: 'rep', word: OTHERS, names: ['second-rep', 'codeless-rep', 'bound-rep'] },
  {
    ...{ whose: 'branch', word: BRANCHS },
    names: [
      ...(['rep', 'second-rep', 'codeless-rep', 'bound-rep'] as const),
      ...(['bound-collector', 'bound-analyst', 'bound-manager', 'bound-integrator'] as const),
    ],
  },
]

/** As they stand in an address. */
export const HOSTILE_IDS = [
  ...['..%2f..%2fetc%2fpasswd', '..%5c..', '%00', 'a%00b', '%0a', '%7f', '%ff', '%c0%af', '%ed%a0%80'],
  ...['%', '%zz', '%25', '%27%20OR%20%271%27=%271', '%22', '*', '_', '-1', '0', '1e5', '999999999999999999999'],
  ...['a;b', 'a,b', 'a&b=c', '__proto__', 'constructor', '%F0%9F%92%A5', 'e%CC%81', '%20', '%3Cscript%3E'],
  ...['x'.repeat(200), 'x'.repeat(2_000), '%F0%9F%92%A5'.repeat(300)],
]

const TEXTS = [
  ...['SEGREDO', 'segredo-d', 'T-S1', 'T-F1', 'S1', 'F1', '%25', '_', '%25%27', "'%20OR%201=1%20--", '%5C', '%00', '!'],
  ...['%25SEGREDO', 'x'.repeat(201), '%ff'],
]
const CURSORS = ['0', '1', '9-9', '0-999999', '999999-999999', '999999', '-1', 'x', '1%00', '9'.repeat(20)]

const SEARCHED = ['/pedidos', '/pedidos.csv', '/clientes', '/clientes.csv']
const PAGED = ['/pedidos', '/clientes', '/']

/** Questions that look for what is of others. */
export const HOSTILE_QUERIES: readonly (readonly [path: string, query: string])[] = [
  ...SEARCHED.flatMap((path) => TEXTS.map((text) => [path, `busca=${text}`] as const)),
  ...SEARCHED.map((path) => [path, 'busca=SEGREDO&busca=SEGREDO'] as const),
  ...PAGED.flatMap((path) => CURSORS.map((cursor) => [path, `depois=${cursor}`] as const)),
  ...['/pedidos', '/', '/pedidos.csv'].map((path) => [path, 'situacao=encerrados'] as const),
  ...['/pedidos', '/'].map((path) => [path, 'parte=lista'] as const),
  ...CURSORS.map((cursor) => ['/reguas', `previa=sim&dia=2026-11-24&depois=${cursor}`] as const),
  ...['firm', 'standard', '..%2f', 'x'].map((name) => ['/reguas', `previa=sim&regua=${name}`] as const),
  ['/painel/representantes.svg', 'ate=x&largura=estreita'],
]

/** Of each way to be a stranger, one who asks all of them. */
export const QUERY_ASKERS: readonly Name[] = ['second-rep', 'bound-rep', 'bound-collector', 'bound-analyst']

/** Addresses that show an administrator what is of the first rep, and what is of the branch. */
export const TELLING = [
  ...['/pedidos', '/pedidos.csv', '/aprovacoes', '/aprovacoes?parte=lista', '/aprovacoes.csv', '/clientes'],
  ...['/clientes.csv', '/cobranca', '/cobranca.csv', '/painel', '/painel.csv', '/painel/representantes.svg'],
  ...['/chaves', '/chaves.csv', '/webhooks', '/webhooks.csv', '/webhooks/entregas.csv', '/tarefas.csv'],
  ...['/reguas?previa=sim&dia=2026-11-24', '/reguas/previa.csv?dia=2026-11-24'],
  ...['/pedidos?busca=SEGREDO', '/clientes?busca=SEGREDO', '/pedidos?parte=lista', '/pedidos?depois=0-999999'],
]

/** `GET /pedidos/:id` of what `printRoutes` draws. */
export function routesOf(drawn: string): string[] {
  const above: string[] = []
  return drawn.split('\n').flatMap((line) => {
    const [, indent, text, methods] = /^([│├└─ ]*)(\S*)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
    if (indent === undefined || text === undefined || text === '') return []
    const depth = indent.length / 4
    above.splice(depth - 1, above.length, text)
    const path = above.join('')
    return (methods ?? '')
      .split(', ')
      .filter((method) => method !== '')
      .map((method) => `${method} ${path}`)
  })
}
