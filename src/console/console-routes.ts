import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { toProblem } from '../web/problems.ts'
import { localPathOf, type PageRefusal, preparePages } from '../web/session.ts'
import { addAccess } from './access-routes.ts'
import { assets } from './assets.ts'
import { addAudit } from './audit-routes.ts'
import { addCollection } from './collection-routes.ts'
import { addCustomers } from './customer-routes.ts'
import { addDashboard } from './dashboard-routes.ts'
import { openDesk, PAGE_HEADERS, sendPage } from './desk.ts'
import { addGuards } from './guard-routes.ts'
import { renderDocument } from './html.ts'
import { addIntegrations } from './integration-routes.ts'
import { barePage } from './layout.ts'
import { addLogin } from './login-routes.ts'
import { addNews } from './news-routes.ts'
import { addOrders } from './order-routes.ts'
import { errorPage } from './pages/error-page.ts'
import { addPeople } from './people-routes.ts'
import { addPolicy } from './policy-routes.ts'
import type { ConsolePorts } from './ports.ts'
import { addStatic } from './static-routes.ts'

/** Tells the log of what no visitor can mend. */
export type ReportError = (error: unknown, request: FastifyRequest) => void

/** The pages that people work on. `report` is told of every error that is ours. */
export function consoleRoom(ports: ConsolePorts, report: ReportError) {
  return async (app: App): Promise<void> => {
    await preparePages(app)
    // Before the guard, whose refusals are pages as well.
    app.addHook('onRequest', (_request, reply, next) => {
      reply.headers(PAGE_HEADERS)
      next()
    })
    app.setErrorHandler((error, request, reply) => answerError(error, request, reply, report))
    const desk = openDesk(app, ports)
    addStatic(app)
    addLogin(app, ports)
    addOrders(desk, ports)
    addCustomers(desk, ports)
    addCollection(desk, ports)
    addIntegrations(desk, ports)
    addGuards(desk, ports)
    addPolicy(desk, ports)
    addPeople(desk, ports)
    addAccess(desk, ports)
    addAudit(desk, ports)
    addDashboard(desk, ports)
    addNews(desk, ports)
  }
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, report: ReportError): FastifyReply {
  const { problem: refusal, internal } = toProblem(error)
  if (internal) report(error, request)
  if (refusal.status === 401 && request.method === 'GET' && request.headers['sec-fetch-dest'] !== 'empty')
    return reply.redirect(`/entrar?para=${encodeURIComponent(localPathOf(request.url))}`, 303)
  reply.headers(refusal.headers)
  return sendPage(reply, refusal.status, problemDocument(refusal.status, request.id))
}

const problemDocument = (status: number, requestId: string, words: string | null = null) =>
  barePage(assets, 'Aviso', errorPage(status, requestId, words))

/** For `createSessionGuard`, whose refusals people read. */
export const renderRefusal = (request: FastifyRequest, { status, message }: PageRefusal): string =>
  renderDocument(problemDocument(status, request.id, message))
