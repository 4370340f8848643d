import type { Logger } from 'pino'
import type { Access } from './access/access.ts'
import type { Room } from './app.ts'
import type { Care } from './collection/care.ts'
import type { Collection } from './collection/collection.ts'
import type { composeOrders } from './compose-orders.ts'
import type { composePeople } from './compose-people.ts'
import { consoleRoom } from './console/console-routes.ts'
import type { ConsolePorts } from './console/ports.ts'
import { auditPort } from './console/supply/audit.ts'
import { collectionPort } from './console/supply/collection.ts'
import { customersPort } from './console/supply/customers.ts'
import { guardsPort } from './console/supply/guards.ts'
import { integrationsPort } from './console/supply/integrations.ts'
import { keysPort } from './console/supply/keys.ts'
import { readOrderNews } from './console/supply/news-store.ts'
import { addCompanyLogin } from './console/supply/oidc-routes.ts'
import { ordersPort } from './console/supply/orders.ts'
import { peoplePort } from './console/supply/people.ts'
import { policyPort } from './console/supply/policy.ts'
import { reportsPort } from './console/supply/reports.ts'
import { sessionsPort } from './console/supply/sessions.ts'
import { webhooksPort } from './console/supply/webhooks.ts'
import type { Drafts } from './credit/drafts.ts'
import type { Gate } from './credit/gate.ts'
import type { PolicyHistory } from './credit/policies-history.ts'
import type { Database } from './database.ts'
import type { Guards } from './guard/guards.ts'
import type { Clock } from './kernel/clock.ts'
import type { OrdersSettings } from './orders/orders-settings.ts'
import type { Ledgers } from './receivables/ledgers.ts'
import type { Trail } from './receivables/trail.ts'
import type { Reports } from './reports/reports.ts'
import type { Syncs } from './sync/syncs.ts'
import type { SessionGuard } from './web/session.ts'

interface ConsoleParts {
  readonly db: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly trail: Trail<object>
  readonly companyName: string
  readonly settings: OrdersSettings
  readonly blocked: Pick<ReturnType<typeof composeOrders>, 'orders' | 'outbox'>
  readonly entrance: Pick<Awaited<ReturnType<typeof composePeople<SessionGuard>>>, 'people' | 'guard'>
  readonly access: Access
  readonly gate: Gate
  readonly ledgers: Ledgers
  readonly syncs: Syncs
  readonly guards: Guards
  readonly care: Care
  readonly collection: Collection
  readonly drafts: Drafts
  readonly history: PolicyHistory
  readonly reports: Reports
}

/** The pages, over the flows that the API has. */
export function composeConsole(parts: ConsoleParts): Room {
  const { blocked, entrance, logger, ...rest } = parts
  const { people, guard } = entrance
  const deps = { ...rest, ...blocked, people }
  const ports: ConsolePorts = {
    ...{ clock: parts.clock, companyName: parts.companyName },
    sessions: sessionsPort(people, guard),
    orders: ordersPort(deps),
    customers: customersPort(deps),
    collection: collectionPort(deps),
    integrations: integrationsPort(deps),
    guards: guardsPort(deps),
    policy: policyPort(deps),
    reports: reportsPort(deps),
    people: peoplePort(deps),
    keys: keysPort(deps),
    webhooks: webhooksPort(deps),
    audit: auditPort(deps),
    news: { position: async () => (await blocked.outbox.lastPosition()) + (await readOrderNews(parts.db)) },
  }
  const report = (error: unknown, { id }: { id: string }): void =>
    logger.error({ err: error, requestId: id }, 'a page failed')
  return async (app) => {
    // In a scope of its own: what pages need of forms, cookies and errors is not for the API.
    await app.register(async (pages) => {
      await consoleRoom(ports, report)(pages as typeof app)
      if (people.oidc) addCompanyLogin(pages as typeof app, people.oidc, guard, ports)
    })
  }
}
