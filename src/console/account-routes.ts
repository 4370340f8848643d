import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import { problem } from '../web/problems.ts'
import { assets } from './assets.ts'
import { sendPage } from './desk.ts'
import { doneWords } from './done-words.ts'
import { barePage, type Frame, page } from './layout.ts'
import { type AccountProblem, accountPage, firstPasswordPage, secondFactorPage } from './pages/account-page.ts'
import type { ConsolePorts, Session, SessionsPort } from './ports.ts'

const TOKEN_MAX = 200
const PASSWORD_MAX = 200
const CODE_MAX = 10
const DONE_MAX = 40
const ACCOUNT_PATH = '/senha'
const FACTOR_PATH = '/senha/duas-etapas'

const noForm = z.strictObject({ _csrf: z.string().max(TOKEN_MAX) })
const passwordForm = noForm.extend({
  current: z.string().max(PASSWORD_MAX),
  next: z.string().max(PASSWORD_MAX),
  again: z.string().max(PASSWORD_MAX),
})
const codeForm = noForm.extend({ code: z.string().max(CODE_MAX) })
const endForm = noForm.extend({ password: z.string().max(PASSWORD_MAX) })

/** Whoever is logged in, and what lets them in: the password and the second factor. */
export function addAccount(app: App, ports: ConsolePorts): void {
  const views = openViews(ports)
  addPassword(app, ports, views)
  addSecondFactor(app, ports, views)
}

export function requireOurs(sessions: SessionsPort, request: FastifyRequest): void {
  const token = (request.body as { _csrf?: unknown } | null | undefined)?._csrf
  if (typeof token !== 'string' || !sessions.isOurs(request, token)) throw problem(403, 'The form is not ours.')
}

function readForm<Form>({ body }: FastifyRequest, form: z.ZodType<Form>): Form {
  const parsed = form.safeParse(body)
  if (!parsed.success) throw problem(400, 'The form has faults.')
  return parsed.data
}

function sessionOf(sessions: SessionsPort, request: FastifyRequest): Session {
  const session = sessions.of(request)
  if (session === null) throw problem(401, 'There is no session.')
  return session
}

function frameOf({ sessions, clock, companyName }: ConsolePorts, request: FastifyRequest): Frame {
  const { person, csrf } = sessionOf(sessions, request)
  const done = doneWords((request.query as { feito?: string }).feito)
  return { person, csrf, companyName, now: clock.format(clock.now()), path: ACCOUNT_PATH, done }
}

function openViews(ports: ConsolePorts) {
  const { sessions } = ports
  const account = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    fault: AccountProblem | null,
  ): Promise<FastifyReply> => {
    const { csrf, mustChange } = sessionOf(sessions, request)
    if (mustChange)
      return sendPage(reply, status, barePage(assets, 'Senha', firstPasswordPage(csrf, fault?.message ?? null)))
    const frame = frameOf(ports, request)
    const content = accountPage({ frame, factor: await sessions.secondFactor.read(request), problem: fault })
    return sendPage(reply, status, page(frame, assets, 'Minha conta', content))
  }
  /** What is to be confirmed; without anything of the kind, the account. */
  const confirmation = async (
    request: FastifyRequest,
    reply: FastifyReply,
    message: string | null,
  ): Promise<FastifyReply> => {
    const { begun } = await sessions.secondFactor.read(request)
    if (begun === null)
      return message === null
        ? reply.redirect(ACCOUNT_PATH, 303)
        : account(request, reply, 409, { about: 'factor', message })
    const frame = frameOf(ports, request)
    const content = secondFactorPage({ frame, begun, problem: message })
    return sendPage(reply, message === null ? 200 : 409, page(frame, assets, 'Verificação em duas etapas', content))
  }
  return { account, confirmation }
}

type Views = ReturnType<typeof openViews>

function addPassword(app: App, { sessions }: ConsolePorts, { account }: Views): void {
  const config = { scope: 'session', beforeChange: true } as const
  app.route({
    method: 'GET',
    url: ACCOUNT_PATH,
    config,
    schema: { hide: true, querystring: z.strictObject({ feito: z.string().max(DONE_MAX).optional() }) },
    handler: (request, reply) => account(request, reply, 200, null),
  })
  app.route({
    method: 'POST',
    url: ACCOUNT_PATH,
    config,
    schema: { hide: true },
    handler: async (request, reply) => {
      requireOurs(sessions, request)
      const { current, next, again } = readForm(request, passwordForm)
      const refuse = (status: number, message: string) =>
        account(request, reply, status, { about: 'password', message })
      if (next !== again) return refuse(422, 'As duas senhas novas são diferentes: digite a mesma nas duas.')
      const outcome = await sessions.changePassword(request, reply, { current, next })
      if (outcome.kind === 'refused') return refuse(409, outcome.message)
      return reply.redirect('/?feito=senha', 303)
    },
  })
}

function addSecondFactor(app: App, { sessions }: ConsolePorts, { account, confirmation }: Views): void {
  const { secondFactor } = sessions
  // With a password of somebody else nothing is possible but choosing another: no `beforeChange` here.
  const config = { scope: 'session' } as const
  const schema = { hide: true }
  app.route({
    ...{ method: 'GET', url: FACTOR_PATH, config, schema },
    handler: (request, reply) => confirmation(request, reply, null),
  })
  app.route({
    ...{ method: 'POST', url: FACTOR_PATH, config, schema },
    handler: async (request, reply) => {
      requireOurs(sessions, request)
      readForm(request, noForm)
      const outcome = await secondFactor.begin(request)
      if (outcome.kind === 'refused') return account(request, reply, 409, { about: 'factor', message: outcome.message })
      // A page of its own: a telephone that comes back from its app finds it again.
      return reply.redirect(FACTOR_PATH, 303)
    },
  })
  app.route({
    ...{ method: 'POST', url: `${FACTOR_PATH}/confirmacao`, config, schema },
    handler: async (request, reply) => {
      requireOurs(sessions, request)
      const outcome = await secondFactor.confirm(request, readForm(request, codeForm).code)
      if (outcome.kind === 'refused') return confirmation(request, reply, outcome.message)
      return reply.redirect(`${ACCOUNT_PATH}?feito=duasetapas`, 303)
    },
  })
  app.route({
    ...{ method: 'POST', url: `${FACTOR_PATH}/desligamento`, config, schema },
    handler: async (request, reply) => {
      requireOurs(sessions, request)
      const outcome = await secondFactor.end(request, readForm(request, endForm).password)
      if (outcome.kind === 'refused') return account(request, reply, 409, { about: 'factor', message: outcome.message })
      return reply.redirect(`${ACCOUNT_PATH}?feito=umaetapa`, 303)
    },
  })
}
