import type { Database } from '../../database.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { EventType } from '../../outbox/event.ts'
import type { Outbox } from '../../outbox/outbox.ts'
import { lockWebhook, setActive } from '../../outbox/webhook-store.ts'
import type { ShownWebhook } from '../../outbox/webhooks.ts'
import { newWebhookSchema } from '../../outbox/wire-schema.ts'
import type { Person } from '../../people/person.ts'
import type { Trail } from '../../receivables/trail.ts'
import type { DeadDelivery, WebhookRow, WebhooksPort } from '../operation-port.ts'
import { requireAbility } from './actor.ts'
import { DONE, isOfPerson, refuse, UNKNOWN } from './reach.ts'

interface WebhooksSupply {
  readonly db: Database
  readonly clock: Clock
  readonly outbox: Pick<Outbox, 'webhooks' | 'events'>
  readonly trail: Trail<object>
}

/** Of each webhook; the count beside it says how many there are. */
const DEAD_SHOWN = 20

/** What the pages call a delivery: the flows know one only together with its webhook. */
const deliveryId = (webhookId: string, seq: number): string => `${webhookId}.${seq}`
const DELIVERY_ID = /^(?<webhookId>ewh_[0-9A-Z]{1,40})\.(?<seq>\d{1,15})$/

const FAULTS: Readonly<Record<string, string>> = {
  name: 'Confira o nome: até 120 caracteres, numa linha só.',
  source: 'Confira a conexão: letras minúsculas, números, - e _, como "omie-matriz".',
  types: 'Confira os avisos marcados.',
}
const WRONG_URL =
  'Para este endereço nada pode ser enviado: use https (http só dentro da rede da empresa), sem usuário, senha nem #.'

export function webhooksPort(supply: WebhooksSupply): WebhooksPort {
  const { clock, outbox } = supply
  const { webhooks } = outbox
  const act = (person: Person) => {
    requireAbility(person, 'integration.act')
    return { person }
  }
  const rowOf = async ({ source: bound }: Person, webhook: ShownWebhook): Promise<WebhookRow> => {
    const { id, name, url, source, isActive, waiting, dead } = webhook
    const [last] = (await webhooks.listDeliveries({ webhookId: id, state: 'delivered', before: null }, bound, 1)) ?? []
    const at = last?.deliveredAt ?? null
    const types = webhook.types as readonly EventType[]
    const lastDeliveredAt = at === null ? null : clock.format(at)
    return { id, name, url, types, source, active: isActive, waiting, dead, lastDeliveredAt }
  }
  const deadOf = async ({ source: bound }: Person, { id, name, dead }: ShownWebhook): Promise<DeadDelivery[]> => {
    if (dead === 0) return []
    const found = await webhooks.listDeliveries({ webhookId: id, state: 'dead', before: null }, bound, DEAD_SHOWN)
    return Promise.all(
      (found ?? []).map(async ({ seq, position, eventType, attempts, lastStatus, lastError }) => {
        const { events } = await outbox.events({ after: position - 1, types: [], source: bound }, 1)
        return {
          ...{ id: deliveryId(id, seq), webhookId: id, webhook: name, type: eventType as EventType, attempts },
          ...{ at: clock.format(events[0]?.at ?? 0), lastStatus, lastError },
        }
      }),
    )
  }
  return {
    list: async (person) => {
      act(person)
      const shown = await webhooks.list(person.source)
      const rows: WebhookRow[] = []
      const dead: DeadDelivery[] = []
      // One after the other: a page is no reason to take every connection of the database.
      for (const webhook of shown) {
        rows.push(await rowOf(person, webhook))
        dead.push(...(await deadOf(person, webhook)))
      }
      return { webhooks: rows, dead }
    },
    create: async (person, { name, url, types, source }) => {
      const by = act(person)
      const bound = source ?? person.source
      const wanted = newWebhookSchema.safeParse({ name, url, types, ...(bound !== null && { source: bound }) })
      if (!wanted.success) return refuse(FAULTS[String(wanted.error.issues[0]?.path[0])] ?? WRONG_URL)
      if (bound !== null && !isOfPerson(person, bound))
        return refuse(`Seu acesso é só da conexão ${person.source}: o webhook também precisa ser.`)
      const made = await webhooks.create({ ...wanted.data, source: bound }, by)
      if (made.kind === 'made') return { kind: 'done', secret: made.secret }
      return refuse(made.kind === 'too_many' ? 'Há webhooks demais: remova um que não seja usado.' : WRONG_URL)
    },
    setActive: async (person, id, active) => {
      const by = act(person)
      const isKnown = active ? await webhooks.activate(id, person.source, by) : await switchOff(supply, id, person)
      return isKnown ? DONE : UNKNOWN
    },
    remove: async (person, id) => {
      const by = act(person)
      return (await webhooks.remove(id, person.source, by)) ? DONE : UNKNOWN
    },
    replay: async (person, id) => {
      const by = act(person)
      const { webhookId, seq } = DELIVERY_ID.exec(id)?.groups ?? {}
      if (webhookId === undefined) return UNKNOWN
      const replayed = await webhooks.replay(webhookId, { seqs: [Number(seq)] }, person.source, by)
      if (replayed.kind === 'off') return refuse('Este webhook está parado: retome-o antes de reenviar.')
      return replayed.kind === 'replayed' && replayed.count > 0 ? DONE : UNKNOWN
    },
  }
}

/** As a receiver's 410 does: what waits stays until somebody switches it on again. False for one that is not theirs. */
async function switchOff({ db, trail }: WebhooksSupply, id: string, person: Person): Promise<boolean> {
  return db.transaction(async (sql) => {
    const webhook = await lockWebhook(sql, id)
    // One that takes every source is not for who is bound to a single one.
    if (!webhook || (person.source !== null && webhook.source !== person.source)) return false
    if (!webhook.isActive) return true
    await setActive(sql, id, false)
    await trail(sql, { person }, 'event_webhook.switched_off', id, {})
    return true
  })
}
