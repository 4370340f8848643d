import { z } from 'zod'
import { SCOPES } from '../access/key.ts'
import { EVENT_TYPES } from '../outbox/event.ts'
import type { CsvSheet, Desk, Shown, Visit } from './desk.ts'
import { choicesField, optionalField, wordsField, yesNoField } from './forms.ts'
import type { DeadDelivery, KeyRow, WebhookRow } from './operation-port.ts'
import { keysPage } from './pages/keys-page.ts'
import type { Written } from './pages/order-page.ts'
import { webhooksPage } from './pages/webhooks-page.ts'
import type { ConsolePorts } from './ports.ts'

const NAME_MAX = 120
const SOURCE_MAX = 64
const URL_MAX = 2_000

const noForm = z.strictObject({})
const keyForm = z.strictObject({
  name: wordsField('Nome', NAME_MAX),
  source: optionalField('Conexão', SOURCE_MAX),
  scopes: choicesField(SCOPES).refine((scopes) => scopes.length > 0, 'Marque o que a chave pode fazer.'),
})
const webhookForm = z.strictObject({
  name: wordsField('Nome', NAME_MAX),
  url: wordsField('Endereço', URL_MAX),
  source: optionalField('Conexão', SOURCE_MAX),
  types: choicesField(EVENT_TYPES),
})
const activeForm = z.strictObject({ active: yesNoField })

/** Programs that ask, and programs that are told. */
export function addAccess(desk: Desk, ports: ConsolePorts): void {
  addKeys(desk, ports)
  addWebhooks(desk, ports)
}

function addKeys(desk: Desk, { keys }: ConsolePorts): void {
  const read = async (
    { person, frame }: Visit,
    problem: string | null = null,
    written: Written = {},
    secret: string | null = null,
  ): Promise<Shown> => ({
    title: 'Chaves de API',
    content: keysPage({ frame, keys: await keys.list(person), problem, written, secret }),
  })
  desk.page('/chaves', 'keys.manage', [], (visit) => read(visit))
  desk.csv('/chaves.csv', 'keys.manage', [], {
    name: 'chaves',
    columns: KEY_COLUMNS,
    read: ({ person }) => keys.list(person),
  })
  const base = { ability: 'keys.manage', next: () => '/chaves', refused: read, done: 'revogada' } as const
  desk.post({
    ...{ ...base, path: '/chaves', form: keyForm },
    act: async (visit, wanted) => {
      const made = await keys.create(visit.person, wanted)
      return made.kind === 'done' ? read(visit, null, {}, made.key) : made
    },
  })
  desk.post({
    ...{ ...base, path: '/chaves/:id/revogacao', form: noForm },
    act: ({ person, params }) => keys.revoke(person, params['id'] as string),
  })
}

const KEY_COLUMNS: CsvSheet<KeyRow>['columns'] = [
  ['Chave', ({ id }) => id],
  ['Nome', ({ name }) => name],
  ['Pode', ({ scopes }) => scopes.join(' ')],
  ['Conexão', ({ source }) => source],
  ['Feita em', ({ createdAt }) => createdAt],
  ['Revogada em', ({ revokedAt }) => revokedAt],
]

function addWebhooks(desk: Desk, { webhooks }: ConsolePorts): void {
  const read = async (
    { person, frame }: Visit,
    problem: string | null = null,
    written: Written = {},
    secret: string | null = null,
  ): Promise<Shown> => ({
    title: 'Webhooks',
    content: webhooksPage({ frame, view: await webhooks.list(person), problem, written, secret }),
  })
  desk.page('/webhooks', 'integration.act', [], (visit) => read(visit))
  desk.csv('/webhooks.csv', 'integration.act', [], {
    name: 'webhooks',
    columns: WEBHOOK_COLUMNS,
    read: async ({ person }) => (await webhooks.list(person)).webhooks,
  })
  desk.csv('/webhooks/entregas.csv', 'integration.act', [], {
    name: 'entregas',
    columns: DEAD_COLUMNS,
    read: async ({ person }) => (await webhooks.list(person)).dead,
  })
  const base = { ability: 'integration.act', next: () => '/webhooks', refused: read, done: 'webhook' } as const
  desk.post({
    ...{ ...base, path: '/webhooks', form: webhookForm },
    act: async (visit, wanted) => {
      const made = await webhooks.create(visit.person, wanted)
      return made.kind === 'done' ? read(visit, null, {}, made.secret) : made
    },
  })
  desk.post({
    ...{ ...base, path: '/webhooks/:id/situacao', form: activeForm },
    act: ({ person, params }, { active }) => webhooks.setActive(person, params['id'] as string, active),
  })
  desk.post({
    ...{ ...base, path: '/webhooks/:id/remocao', form: noForm },
    act: ({ person, params }) => webhooks.remove(person, params['id'] as string),
  })
  desk.post({
    ...{ ...base, path: '/webhooks/entregas/:id/reenvio', form: noForm, done: 'reenvio' },
    act: ({ person, params }) => webhooks.replay(person, params['id'] as string),
  })
}

const WEBHOOK_COLUMNS: CsvSheet<WebhookRow>['columns'] = [
  ['Nome', ({ name }) => name],
  ['Endereço', ({ url }) => url],
  ['Avisa de', ({ types }) => (types.length === 0 ? 'tudo' : types.join(' '))],
  ['Conexão', ({ source }) => source],
  ['Ativo', ({ active }) => (active ? 'sim' : 'não')],
  ['Na fila', ({ waiting }) => waiting],
  ['Não entregues', ({ dead }) => dead],
  ['Última entrega', ({ lastDeliveredAt }) => lastDeliveredAt],
]

const DEAD_COLUMNS: CsvSheet<DeadDelivery>['columns'] = [
  ['Webhook', ({ webhook }) => webhook],
  ['Evento', ({ type }) => type],
  ['Quando', ({ at }) => at],
  ['Tentativas', ({ attempts }) => attempts],
  ['Última resposta', ({ lastStatus }) => lastStatus],
  ['Último erro', ({ lastError }) => lastError],
]
