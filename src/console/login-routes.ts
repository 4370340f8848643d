import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import { problem } from '../web/problems.ts'
import { localPathOf } from '../web/session.ts'
import { addAccount, requireOurs } from './account-routes.ts'
import { assets } from './assets.ts'
import { sendPage } from './desk.ts'
import { barePage } from './layout.ts'
import { loginPage } from './pages/login-page.ts'
import type { ConsolePorts } from './ports.ts'

const LOGIN_MAX = 254
const PASSWORD_MAX = 200
const CODE_MAX = 10
const RETURN_MAX = 1_000

const tokenSchema = z.string().max(200)
const loginSchema = z.strictObject({
  _csrf: tokenSchema,
  login: z.string().max(LOGIN_MAX),
  password: z.string().max(PASSWORD_MAX),
  code: z.string().max(CODE_MAX).default(''),
  next: z.string().max(RETURN_MAX).default('/'),
})

/** Coming in, going out, and one's own account. */
export function addLogin(app: App, ports: ConsolePorts): void {
  addEntrance(app, ports)
  addExit(app, ports)
  addAccount(app, ports)
}

function addEntrance(app: App, { sessions, companyName }: ConsolePorts): void {
  const { companyLogin } = sessions
  const show = (request: FastifyRequest, reply: FastifyReply, status: number, login: LoginShown): FastifyReply => {
    const csrf = sessions.loginToken(request, reply)
    return sendPage(reply, status, barePage(assets, 'Entrar', loginPage({ csrf, companyName, companyLogin, ...login })))
  }
  app.route({
    method: 'GET',
    url: '/entrar',
    config: { scope: 'public' },
    schema: { hide: true, querystring: z.strictObject({ para: z.string().max(RETURN_MAX).optional() }) },
    handler: async (request, reply) => {
      const next = localPathOf((request.query as { para?: string }).para)
      return show(request, reply, 200, { problem: null, codeNeeded: false, login: '', next })
    },
  })
  app.route({
    method: 'POST',
    url: '/entrar',
    config: { scope: 'public' },
    schema: { hide: true },
    handler: async (request, reply) => {
      const parsed = loginSchema.safeParse(request.body)
      if (!parsed.success) throw problem(400, 'The form has faults.')
      const { _csrf: token, login, password, code } = parsed.data
      const next = localPathOf(parsed.data.next)
      const again = { login, next, codeNeeded: false }
      if (!sessions.isOurs(request, token))
        return show(request, reply, 403, { ...again, problem: 'Esta página ficou aberta tempo demais. Tente de novo.' })
      const outcome = await sessions.logIn(request, reply, { login, password, code: code === '' ? null : code })
      if (outcome.kind === 'in') return reply.redirect(next, 303)
      if (outcome.kind === 'code_needed')
        return show(request, reply, 200, { ...again, problem: null, codeNeeded: true })
      return show(request, reply, 401, { ...again, problem: outcome.message, codeNeeded: code !== '' })
    },
  })
}

interface LoginShown {
  readonly problem: string | null
  readonly codeNeeded: boolean
  readonly login: string
  readonly next: string
}

function addExit(app: App, { sessions }: ConsolePorts): void {
  app.route({
    method: 'POST',
    url: '/sair',
    config: { scope: 'session', beforeChange: true },
    schema: { hide: true },
    handler: async (request, reply) => {
      requireOurs(sessions, request)
      await sessions.logOut(request, reply)
      return reply.redirect('/entrar', 303)
    },
  })
}
