import { formatBrDay } from '../kernel/day.ts'
import { ROLES } from '../people/person.ts'
import { actorWords, brl, channelWords, fold, KIND_WORDS, plural, ROLE_WORDS } from './words.ts'

/** What the audit trail says, as people read it, in pt-BR. */

interface Told {
  readonly action: string
  readonly subject: string
  /** What it is called, where that is known. */
  readonly name: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** Beside these, what happens to customers and orders has the words of their timelines. */
const ACTION_WORDS: Readonly<Record<string, string>> = {
  login: 'Entrou',
  'login.refused': 'Entrada recusada',
  logout: 'Saiu',
  'password.changed': 'Senha trocada',
  'password.refused': 'Troca de senha recusada',
  'password.reset': 'Senha provisória criada',
  'totp.begun': 'Código de verificação pedido',
  'totp.enabled': 'Código de verificação ligado',
  'totp.disabled': 'Código de verificação desligado',
  'totp.refused': 'Código de verificação recusado',
  'user.created': 'Pessoa incluída',
  'user.changed': 'Acesso alterado',
  'key.created': 'Chave de API criada',
  'key.revoked': 'Chave de API revogada',
  'order.confirmed': 'Pedido confirmado no ERP',
  'group.changed': 'Limite do grupo alterado',
  'snapshot.completed': 'Carga completa do ERP encerrada',
  'policy.loaded': 'Política lida do arquivo',
  'policy.draft_created': 'Rascunho da política criado',
  'policy.draft_changed': 'Rascunho da política alterado',
  'policy.draft_deleted': 'Rascunho da política descartado',
  'policy.activated': 'Política ativada',
  'write_back.stopped': 'Escrita no ERP interrompida',
  'write_back.resumed': 'Escrita no ERP retomada',
  'event_webhook.created': 'Webhook criado',
  'event_webhook.removed': 'Webhook removido',
  'event_webhook.secret_renewed': 'Segredo do webhook trocado',
  'event_webhook.switched_on': 'Webhook retomado',
  'event_webhook.switched_off': 'Webhook parado',
  'event_webhook.replayed': 'Eventos enviados de novo',
  'collection.stopped': 'Envio de mensagens interrompido',
  'collection.resumed': 'Envio de mensagens retomado',
  'job.started': 'Rotina iniciada à mão',
}

/** A code that nobody has given words to is shown as it is. */
export const actionWords = (action: string): string =>
  ACTION_WORDS[action] ?? KIND_WORDS[action] ?? KIND_WORDS[action.replace(/^order\./, '')] ?? action

/** Whoever was not let in is told by the program, which does not know who it was. */
export const whoWords = ({ actor, action }: Pick<Told, 'action'> & { readonly actor: string }): string =>
  action === 'login.refused' && actor === 'fiado' ? 'Não identificado' : actorWords(actor)

const ID = /^[a-z]+_[0-9A-Z]{10,}$/
const OF_CUSTOMER = /^(?:promise|dispute|pause|task|note|address|contact_point)\./

/** The source and the id there that a subject names, of actions on orders and customers. */
export function keyOfSubject({ action, subject }: Pick<Told, 'action' | 'subject'>): {
  readonly kind: 'order' | 'customer'
  readonly source: string
  readonly id: string
} | null {
  const kind = action.startsWith('order.') ? 'order' : OF_CUSTOMER.test(action) ? 'customer' : null
  const cut = subject.indexOf('/')
  return kind === null || cut < 1 ? null : { kind, source: subject.slice(0, cut), id: subject.slice(cut + 1) }
}

/** What it was about; empty where there is only an id, which tells people nothing. */
export function subjectWords({ action, subject, name }: Told): string {
  if (name !== null) return name
  if (action === 'policy.loaded' || action === 'policy.activated' || action.startsWith('collection.')) return ''
  if (action === 'login.refused' && subject === 'unknown') return 'Usuário desconhecido'
  if (action === 'snapshot.completed') return subject.split('/', 1)[0] ?? ''
  return keyOfSubject({ action, subject })?.id ?? (ID.test(subject) ? '' : subject)
}

const REASONS: Readonly<Record<string, string>> = {
  unknown: 'usuário desconhecido ou sem senha',
  locked: 'acesso trancado',
  wrong_password: 'senha errada',
  wrong_code: 'código errado',
  unverified: 'e-mail não verificado pela conta da empresa',
  unknown_user: 'a conta da empresa é de quem não tem acesso',
  no_group: 'a conta da empresa não está mais em nenhum grupo com acesso',
  denied: 'a conta da empresa recusou',
  unavailable: 'a conta da empresa não respondeu',
  sent: 'saiu',
  not_sent: 'não saiu',
}
const WAYS: Readonly<Record<string, string>> = {
  password: 'com senha',
  'password and code': 'com senha e código',
  oidc: 'pela conta da empresa',
  administrator: 'pela administração',
  'the person': 'pela própria pessoa',
}

const roleWords = (role: string): string => {
  const known = ROLES.find((one) => one === role)
  return known === undefined ? role : ROLE_WORDS[known]
}
const instantWords = (at: string): string => `${formatBrDay(at.slice(0, 10))}, ${at.slice(11, 16)}`
const text = (say: (value: string) => string) => (value: unknown) =>
  typeof value === 'string' && value !== '' ? say(value) : null
const whole = (say: (value: number) => string) => (value: unknown) => (typeof value === 'number' ? say(value) : null)
const list = (say: (values: string) => string) => (value: unknown) =>
  Array.isArray(value) && value.length > 0 ? say(value.join(', ')) : null

/** What is told of a detail, and in which order. What is not here is an id, or of no use to people, and stays untold. */
const DETAIL_WORDS: readonly (readonly [field: string, say: (value: unknown) => string | null])[] = [
  ['name', text((name) => name)],
  ['login', text((login) => login)],
  ['role', text(roleWords)],
  ['active', (value) => (typeof value === 'boolean' ? (value ? 'pode entrar' : 'não pode mais entrar') : null)],
  ['salesRep', text((code) => `vendedor ${code}`)],
  ['source', text((source) => `só a conexão ${source}`)],
  ['scopes', list((scopes) => `pode ${scopes}`)],
  ['origin', text((origin) => origin)],
  ['types', list((types) => types)],
  ['amount', text(brl)],
  ['channel', text((channel) => `por ${channelWords(channel)}`)],
  ['expiresAt', text((at) => `vale até ${instantWords(at)}`)],
  ['reason', text((reason) => REASONS[reason] ?? reason)],
  ['outcome', text((outcome) => REASONS[outcome] ?? outcome)],
  ['note', text((note) => note)],
  ['version', whole((version) => `versão ${version}`)],
  ['forced', (value) => (value === true ? 'sem ensaio' : null)],
  ['revision', whole((revision) => `revisão ${revision}`)],
  ['late', (value) => (value === true ? 'depois do prazo da reserva' : null)],
  ['limits', whole((limits) => plural(limits, 'limite', 'limites'))],
  ['count', whole((count) => plural(count, 'evento', 'eventos'))],
  ['customers', whole((count) => plural(count, 'cliente encerrado', 'clientes encerrados'))],
  ['receivables', whole((count) => plural(count, 'título encerrado', 'títulos encerrados'))],
  ['orders', whole((count) => plural(count, 'pedido encerrado', 'pedidos encerrados'))],
  ['status', whole((status) => `resposta ${status}`)],
  ['by', text((by) => WAYS[by] ?? '')],
]

/** Amounts, names and reasons of a detail, in a line. */
export function detailWords({ detail, name }: Pick<Told, 'detail' | 'name'>): string {
  const told = DETAIL_WORDS.flatMap(([field, say]) => say(detail[field]) ?? [])
  // What it is about stands beside it already.
  return told.filter((words) => words !== '' && words !== name).join(' · ')
}

/** Whether a line says what is searched for, whatever the case and the accents. An empty text finds all. */
export function findsText(wanted: string): (told: Told & { readonly actor: string }) => boolean {
  const needle = fold(wanted.trim())
  if (needle === '') return () => true
  return (told) => {
    const { actor, action, subject } = told
    const lines = [whoWords(told), actor, actionWords(action), action, subjectWords(told), subject, detailWords(told)]
    return lines.some((line) => fold(line).includes(needle))
  }
}
