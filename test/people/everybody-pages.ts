import { ROLES, type Role } from '../../src/people/person.ts'
import { type Form, PASSWORD } from './everybody.ts'
import type { Belongings } from './everybody-belongings.ts'

/** One route of the console; `{task}` in a path or a form stands for such an id of whoever owns it. */
export interface PageRoute {
  /** As the program has registered it. */
  readonly route: string
  readonly path: string
  /** Who may use it; everybody else is refused. */
  readonly may: readonly Role[]
  readonly form?: Form
  /** For those who may do this but see another part: 404, unless this is about all or about nobody's. */
  readonly stranger?: number | null
  /** How it ends for the owner where that is not 303. */
  readonly done?: number
}

const SALES: readonly Role[] = ['rep', 'analyst', 'manager', 'admin']
const ASKING: readonly Role[] = ['rep', 'admin']
const SIGNING: readonly Role[] = ['analyst', 'manager', 'admin']
const KNOWING: readonly Role[] = ['rep', 'collector', 'analyst', 'manager', 'admin']
const WATCHING: readonly Role[] = ['collector', 'analyst', 'manager', 'admin']
const COLLECTING: readonly Role[] = ['collector', 'manager', 'admin']
const CONNECTING: readonly Role[] = ['admin', 'integrator']
const LEADING: readonly Role[] = ['manager', 'admin']
const ADMINS: readonly Role[] = ['admin']

const REASON = { reason: 'Combinado com o cliente' }
const CUSTOMER = '/clientes/{source}/{customer}'
const ORDER = '/pedidos/:id'
const DRAFT = '/politica/rascunho'

type Line = readonly [route: string, path: string, may: readonly Role[], rest?: Partial<PageRoute>]

const READING: readonly Line[] = [
  ['/', '/', ROLES],
  ['/pedidos', '/pedidos', SALES],
  ['/pedidos.csv', '/pedidos.csv', SALES],
  ['/pedidos/:id', '/pedidos/{askedOrder}', SALES],
  ['/pedidos/:id', '/pedidos/{askedOrder}?parte=estado', SALES],
  ['/pedidos/:id/pagamento', '/pedidos/{askedOrder}/pagamento', SALES],
  ['/aprovacoes', '/aprovacoes', SIGNING],
  ['/aprovacoes', '/aprovacoes?parte=lista', SIGNING],
  ['/aprovacoes.csv', '/aprovacoes.csv', SIGNING],
  ['/clientes', '/clientes', KNOWING],
  ['/clientes.csv', '/clientes.csv', KNOWING],
  ['/clientes/:source/:externalId', CUSTOMER, KNOWING],
  ['/clientes/:source/:externalId/titulos.csv', `${CUSTOMER}/titulos.csv`, KNOWING],
  ['/cobranca', '/cobranca', WATCHING],
  ['/cobranca.csv', '/cobranca.csv', WATCHING],
  ['/tarefas.csv', '/tarefas.csv', WATCHING],
  ['/reguas', '/reguas', WATCHING],
  ['/reguas/previa.csv', '/reguas/previa.csv?dia=2026-11-24', WATCHING],
  ['/reguas', '/reguas?previa=sim&dia=2026-11-24', WATCHING],
  ['/integracoes', '/integracoes', CONNECTING],
  ['/integracoes.csv', '/integracoes.csv', CONNECTING],
  ['/integracoes', '/integracoes?parte=lista', CONNECTING],
  ['/integracoes/:source', '/integracoes/{source}', CONNECTING],
  ['/integracoes/:source', '/integracoes/{source}?parte=estado', CONNECTING],
  ['/integracoes/:source/leituras.csv', '/integracoes/{source}/leituras.csv', CONNECTING],
  ['/integracoes/:source/quarentena.csv', '/integracoes/{source}/quarentena.csv', CONNECTING],
  ['/integracoes/guardas.csv', '/integracoes/guardas.csv', CONNECTING],
  ['/integracoes/guardas/:guard', '/integracoes/guardas/{guard}', CONNECTING],
  ['/integracoes/guardas/:guard', '/integracoes/guardas/{guard}?parte=lista', CONNECTING],
  ['/integracoes/guardas/:guard/vendas.csv', '/integracoes/guardas/{guard}/vendas.csv', CONNECTING],
  ['/politica', '/politica', SIGNING],
  ['/politica/versoes.csv', '/politica/versoes.csv', SIGNING],
  ['/politica/rascunho/ensaio.csv', '/politica/rascunho/ensaio.csv', SIGNING],
  ['/politica/versoes/:version', '/politica/versoes/{version}', SIGNING, { stranger: 200 }],
  ['/painel', '/painel', SIGNING],
  ['/painel.csv', '/painel.csv', SIGNING],
  ['/painel/semanas.svg', '/painel/semanas.svg', SIGNING],
  ['/painel/representantes.svg', '/painel/representantes.svg', SIGNING],
  ['/painel/segmentos.svg', '/painel/segmentos.svg', SIGNING],
  ['/pessoas', '/pessoas', ADMINS],
  ['/pessoas.csv', '/pessoas.csv', ADMINS],
  ['/chaves', '/chaves', CONNECTING],
  ['/chaves.csv', '/chaves.csv', CONNECTING],
  ['/webhooks', '/webhooks', CONNECTING],
  ['/webhooks.csv', '/webhooks.csv', CONNECTING],
  ['/webhooks/entregas.csv', '/webhooks/entregas.csv', CONNECTING],
  ['/auditoria', '/auditoria', ADMINS],
  ['/auditoria.csv', '/auditoria.csv', ADMINS],
  ['/pessoas/:id', '/pessoas/{person}', ADMINS],
]

const signing = (release: string): Form => ({ release, ...REASON })
const DAY = '2026-11-25'

/** In an order in which the owner can do all of them, one after the other. */
const ACTING: readonly (readonly [route: string, path: string, may: readonly Role[], Form, Partial<PageRoute>?])[] = [
  [`${ORDER}/pagamento`, '/pedidos/{askedOrder}/pagamento', SALES, { channel: 'email', amount: '500,00' }],
  [`${ORDER}/liberacao`, '/pedidos/{askedOrder}/liberacao', ASKING, REASON],
  [`${ORDER}/retirada`, '/pedidos/{withdrawnOrder}/retirada', ASKING, signing('{withdrawnRelease}')],
  [`${ORDER}/recusa`, '/pedidos/{rejectedOrder}/recusa', SIGNING, signing('{rejectedRelease}')],
  [`${ORDER}/retencao`, '/pedidos/{keptOrder}/retencao', SIGNING, REASON],
  [`${ORDER}/soltura`, '/pedidos/{keptOrder}/soltura', SIGNING, REASON],
  [
    `${ORDER}/aprovacao`,
    '/pedidos/{signedOrder}/aprovacao',
    SIGNING,
    { ...signing('{signedRelease}'), amount: '200,00', expiresOn: DAY },
  ],
  ['/clientes/:source/:externalId/anotacao', `${CUSTOMER}/anotacao`, COLLECTING, { text: 'Falei com a dona' }],
  [
    '/clientes/:source/:externalId/promessa',
    `${CUSTOMER}/promessa`,
    COLLECTING,
    { amount: '10,00', promisedOn: DAY },
    // There is one already.
    { done: 409 },
  ],
  ['/clientes/:source/:externalId/tarefa', `${CUSTOMER}/tarefa`, COLLECTING, { title: 'Visitar', dueOn: DAY }],
  ['/tarefas/:id/conclusao', '/tarefas/{task}/conclusao', COLLECTING, { outcome: 'Paga na sexta' }],
  ['/reguas/envio', '/reguas/envio', COLLECTING, { stopped: 'sim' }, { stranger: 403 }],
  ['/integracoes/:source/leitura', '/integracoes/{source}/leitura', CONNECTING, {}],
  ['/integracoes/:source/teste', '/integracoes/{source}/teste', CONNECTING, {}],
  ['/integracoes/:source/escrita', '/integracoes/{source}/escrita', CONNECTING, { stopped: 'sim' }],
  ['/chaves', '/chaves', CONNECTING, { name: 'ERP', scopes: 'read', source: '{source}' }, { stranger: 409, done: 200 }],
  ['/chaves/:id/revogacao', '/chaves/{key}/revogacao', CONNECTING, {}],
  [
    '/webhooks',
    '/webhooks',
    CONNECTING,
    { name: 'Portal', url: 'https://portal.example.com/', source: '{source}' },
    { stranger: 409, done: 200 },
  ],
  ['/webhooks/entregas/:id/reenvio', '/webhooks/entregas/{delivery}/reenvio', CONNECTING, {}],
  ['/webhooks/:id/situacao', '/webhooks/{webhook}/situacao', CONNECTING, { active: 'nao' }],
  ['/webhooks/:id/remocao', '/webhooks/{webhook}/remocao', CONNECTING, {}],
  [
    '/pessoas',
    '/pessoas',
    ADMINS,
    { name: 'Novo', login: 'novo-{source}', role: 'rep', salesRep: '9', source: '{source}' },
    { done: 200 },
  ],
  ['/pessoas/:id', '/pessoas/{person}', ADMINS, { name: 'Outro nome', role: 'collector', salesRep: '', source: '' }],
  ['/pessoas/:id/umaetapa', '/pessoas/{person}/umaetapa', ADMINS, {}, { done: 409 }],
  ['/pessoas/:id/senha', '/pessoas/{person}/senha', ADMINS, {}, { done: 200 }],
  ['/pessoas/:id/acesso', '/pessoas/{person}/acesso', ADMINS, { active: 'nao' }],
  // The policy is about every source: whoever is bound to one is told so.
  [DRAFT, DRAFT, LEADING, { body: 'overdueTolerance: "60.00"\n', note: 'Outra' }, { stranger: 409 }],
  [`${DRAFT}/:id/ensaio`, `${DRAFT}/{draft}/ensaio`, LEADING, { days: '30' }, { stranger: 409 }],
  [`${DRAFT}/:id/descarte`, `${DRAFT}/{spareDraft}/descarte`, LEADING, {}, { stranger: 409 }],
  [`${DRAFT}/:id/ativacao`, `${DRAFT}/{draft}/ativacao`, LEADING, {}, { stranger: 409 }],
]

export const PAGES: readonly PageRoute[] = READING.map(([route, path, may, rest]) => ({
  ...{ route: `GET ${route}`, path, may },
  ...rest,
}))
export const FORMS: readonly PageRoute[] = ACTING.map(([route, path, may, form, rest]) => ({
  ...{ route: `POST ${route}`, path, may, form },
  ...rest,
}))

const CHOSEN = 'outra senha bem comprida'
/** Of whoever is logged in, about themselves. */
export const ACCOUNT: readonly (readonly [route: string, form?: Form])[] = [
  ['GET /novidades'],
  ['GET /senha'],
  ['GET /senha/duas-etapas'],
  ['POST /senha', { current: PASSWORD, next: CHOSEN, again: CHOSEN }],
  ['POST /senha/duas-etapas', {}],
  ['POST /senha/duas-etapas/confirmacao', { code: '000000' }],
  ['POST /senha/duas-etapas/desligamento', { password: PASSWORD }],
  ['POST /sair', {}],
]

/** Files, documentation, health, the way in, and the API, which has a table of its own. */
export const DOORS = /^[A-Z]+ \/(entrar|healthz|readyz|metrics|openapi\.json|docs|docs\/.*|static\/.*|v1\/.*)$/

export const fill = (text: string, belongings: Belongings): string =>
  text.replace(/\{(\w+)\}/g, (_, name: keyof Belongings) => encodeURIComponent(belongings[name]))

export const fillForm = (form: Form, belongings: Belongings): Form =>
  Object.fromEntries(
    Object.entries(form).map(([name, text]) => [
      name,
      text.replace(/\{(\w+)\}/g, (_, id: keyof Belongings) => belongings[id]),
    ]),
  )

export const isOfSomebody = ({ path, form }: PageRoute): boolean => /\{\w+\}/.test(`${path}${JSON.stringify(form)}`)
