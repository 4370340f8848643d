import type { FastifyRequest } from 'fastify'
import type { People } from '../../people/people.ts'
import type { PeopleSettings } from '../../people/people-files.ts'
import { problem } from '../../web/problems.ts'
import { createSessionGuard, type SessionGuard } from '../../web/session.ts'
import { renderRefusal } from '../console-routes.ts'
import { PAGE_HEADERS } from '../desk.ts'
import type { LogIn, SecondFactorPort, SessionsPort } from '../ports.ts'
import { DONE, refuse } from './reach.ts'

/** Where the button of the company's login leads: oidc-routes.ts answers there. */
export const COMPANY_LOGIN_PATH = '/entrar/empresa'

const REFUSED =
  'Usuário, senha ou código não conferem. Depois de muitas tentativas o acesso espera alguns minutos: na dúvida, peça uma senha nova a um administrador.'

/** The guard of the console's pages, whose refusals are pages as well. For `composePeople`. */
export const createConsoleGuard = (
  people: Pick<People, 'sessionOf'>,
  settings: Pick<PeopleSettings, 'cookies' | 'publicUrl'>,
): SessionGuard => createSessionGuard({ people, settings, renderRefusal, refusalHeaders: PAGE_HEADERS, isQuiet })

/** As console.js asks: for news, and for a part of a page that lies open. */
const isQuiet = ({ routeOptions, query }: FastifyRequest): boolean =>
  routeOptions.url === '/novidades' || (query as Record<string, unknown>)['parte'] !== undefined

/** What the browser had so far: that session ends with the login. */
export const formerTokenOf = (guard: SessionGuard, request: FastifyRequest): string | undefined =>
  guard.tokenOf(request) ?? undefined

/** Coming in and going out, over people and their cookie. */
export const sessionsPort = (people: People, guard: SessionGuard): SessionsPort => ({
  // Without the token of the session, which no page has to know.
  of: ({ session }) => session && { person: session.person, csrf: session.csrf, mustChange: session.mustChange },
  loginToken: guard.loginToken,
  isOurs: guard.isOurs,
  logIn: async (request, reply, { login, password, code }): Promise<LogIn> => {
    const formerToken = formerTokenOf(guard, request)
    const attempt = { login, password, code: code ?? undefined, address: request.ip, formerToken }
    const outcome = await people.logIn(attempt, request)
    if (outcome.kind === 'needs_code') return { kind: 'code_needed' }
    if (outcome.kind === 'refused') {
      const { waitS } = outcome
      const message = waitS === undefined ? REFUSED : `Foram tentativas demais. Espere ${waitS} s e tente de novo.`
      return { kind: 'refused', message }
    }
    guard.begin(request, reply, outcome.token)
    return { kind: 'in' }
  },
  logOut: async (request, reply) => {
    if (request.session !== null) await people.logOut(request.session.token, request)
    guard.end(reply)
  },
  changePassword: async (request, reply, { current, next }) => {
    // A token that is none is told as a session that is over.
    const token = request.session?.token ?? ''
    const outcome = await people.changePassword({ token, current, next }, request)
    if (outcome.kind === 'refused') return { kind: 'refused', message: outcome.message }
    guard.begin(request, reply, outcome.token)
    return { kind: 'done' }
  },
  secondFactor: secondFactorPort(people),
  companyLogin: people.oidc === null ? null : { path: COMPANY_LOGIN_PATH, name: 'Entrar com a conta da empresa' },
})

/** The id is the session's own, so that nobody can name another. */
function secondFactorPort(people: People): SecondFactorPort {
  const idOf = ({ session }: FastifyRequest): string => {
    if (session === null) throw problem(401, 'There is no session.')
    return session.person.id
  }
  return {
    read: async (request) => {
      const found = await people.secondFactorOf(idOf(request))
      if (found === null) throw problem(401, 'The person is gone.')
      return found
    },
    begin: async (request) => {
      const begun = await people.enableTotp(idOf(request), request)
      return begun.kind === 'begun' ? DONE : refuse(begun.message)
    },
    confirm: async (request, code) => {
      const outcome = await people.confirmTotp(idOf(request), { code, address: request.ip }, request)
      return outcome.kind === 'on' ? DONE : refuse(outcome.message)
    },
    end: async (request, password) => {
      const outcome = await people.disableTotp(idOf(request), { password }, request)
      return outcome.kind === 'off' ? DONE : refuse(outcome.message)
    },
  }
}
