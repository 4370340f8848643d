import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../app.ts'
import type { Oidc } from '../../people/oidc.ts'
import { OIDC_RETURN_PATH } from '../../people/people-files.ts'
import { localPathOf, type SessionGuard } from '../../web/session.ts'
import { assets } from '../assets.ts'
import { sendPage } from '../desk.ts'
import { barePage } from '../layout.ts'
import { loginPage } from '../pages/login-page.ts'
import type { ConsolePorts } from '../ports.ts'
import { COMPANY_LOGIN_PATH, formerTokenOf } from './sessions.ts'

const RETURN_MAX = 1_000

/** Whatever the provider sends along: `oidc.finish` reads the query itself, and bounds it. */
const anyQuery = z.record(z.string(), z.unknown())

/**
 * Going to the company's own login, and coming back. In the scope of the pages, whose headers and error pages these two
 * need as well:
 *
 *     async (app) => {
 *       await consoleRoom(ports, report)(app)
 *       if (people.oidc) addCompanyLogin(app, people.oidc, guard, ports)
 *     }
 */
export function addCompanyLogin(
  app: App,
  oidc: Oidc,
  guard: SessionGuard,
  ports: Pick<ConsolePorts, 'sessions' | 'companyName'>,
): void {
  const { sessions, companyName } = ports
  const refuse = (request: FastifyRequest, reply: FastifyReply, message: string, next: string): FastifyReply => {
    const csrf = sessions.loginToken(request, reply)
    const login = { problem: message, codeNeeded: false, login: '', next, companyLogin: sessions.companyLogin }
    return sendPage(reply, 401, barePage(assets, 'Entrar', loginPage({ csrf, companyName, ...login })))
  }
  app.route({
    method: 'GET',
    url: COMPANY_LOGIN_PATH,
    config: { scope: 'public' },
    schema: { hide: true, querystring: z.strictObject({ para: z.string().max(RETURN_MAX).optional() }) },
    handler: async (request, reply) => {
      const next = localPathOf((request.query as { para?: string }).para)
      const started = await oidc.start(next)
      if (started.kind === 'refused') return refuse(request, reply, started.message, next)
      guard.carry(request, reply, started.ticket)
      return reply.redirect(started.url, 303)
    },
  })
  app.route({
    method: 'GET',
    url: OIDC_RETURN_PATH,
    config: { scope: 'public' },
    schema: { hide: true, querystring: anyQuery },
    handler: async (request, reply) => {
      const at = request.url.indexOf('?')
      const back = {
        query: at < 0 ? '' : request.url.slice(at + 1),
        ticket: guard.carried(request),
        address: request.ip,
      }
      const outcome = await oidc.finish({ ...back, formerToken: formerTokenOf(guard, request) }, request)
      // The ticket lay in the browser: what it says is taken no further than any address is.
      const next = localPathOf(outcome.to)
      if (outcome.kind === 'refused') return refuse(request, reply, outcome.message, next)
      guard.begin(request, reply, outcome.token)
      guard.carry(request, reply, null)
      return reply.redirect(next, 303)
    },
  })
}
