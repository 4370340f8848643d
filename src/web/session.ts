import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { fastifyCookie } from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  onRequestAsyncHookHandler,
  preValidationAsyncHookHandler,
} from 'fastify'
import { type Ability, isAble } from '../people/abilities.ts'
import type { People } from '../people/people.ts'
import type { PeopleSettings } from '../people/people-files.ts'
import type { Person } from '../people/person.ts'
import type { Session } from '../people/sessions.ts'
import { isBrokenText } from './json-body.ts'
import { problem } from './problems.ts'
import { parseQueryString, UNDECODABLE } from './query-string.ts'
import { isCrossSite, isSecure } from './session-origin.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in; `null` wherever `config.scope` is not `session`. */
    person: Person | null
    /** The same with the rest of the session. */
    session: PageSession | null
  }
  interface FastifyContextConfig {
    /** What the person has to be able to do, where `scope` is `session`; without it anybody who is logged in may. */
    ability?: Ability
    /** For the page on which a one-time password is changed, and for logging out: all that is allowed until then. */
    beforeChange?: boolean
  }
}

export interface PageSession extends Session {
  readonly token: string
  /** For the hidden field `_csrf` of every form. */
  readonly csrf: string
}

/** Why a page is not shown, and what to say about it in Portuguese. */
export interface PageRefusal {
  readonly status: 401 | 403
  readonly reason: 'no_session' | 'not_able' | 'must_change' | 'cross_site' | 'wrong_token'
  readonly message: string
}

/**
 * Guards pages by a session, as auth.ts guards the API by a key. The cookie is `__Host-fiado` with Secure, or `fiado`
 * without it where `cookies` of config/people.yaml says `plain`, or `auto` finds plain http to this machine or network
 * (session-origin.ts). HttpOnly, SameSite=Lax, without an end of its own: the database knows when it is over.
 */
export interface SessionGuard {
  /** Without a session: GET goes to /entrar and comes back afterwards, anything else is refused with 401. */
  requireSession(ability: Ability | null, beforeChange: boolean): onRequestAsyncHookHandler
  /** Refuses a form without the `_csrf` of this very session. */
  readonly requireToken: preValidationAsyncHookHandler
  /** For pages that need no session: a form that another site sends is refused. */
  readonly refuseCrossSite: onRequestAsyncHookHandler

  /** Gives the browser the token of a login or of a changed password. */
  begin(request: FastifyRequest, reply: FastifyReply, token: string): void
  /** Takes it away, after `people.logOut`. */
  end(reply: FastifyReply): void
  /** What the browser has so far, whether it stands or not: for `formerToken` of a login. */
  tokenOf(request: FastifyRequest): string | null
  /** The `_csrf` of the login form, before there is a session: bound to a cookie of this browser. */
  loginToken(request: FastifyRequest, reply: FastifyReply): string
  /** Whether the form's `_csrf` is that of this session or, where there is none, of this browser's login form. */
  isOurs(request: FastifyRequest, token: string): boolean
  /** Keeps the ticket of `oidc.start` in the browser until it comes back; `null` takes it away. */
  carry(request: FastifyRequest, reply: FastifyReply, ticket: string | null): void
  carried(request: FastifyRequest): string | null
}

export interface SessionGuardDeps {
  readonly people: Pick<People, 'sessionOf'>
  readonly settings: Pick<PeopleSettings, 'cookies' | 'publicUrl'>
  /** The page that says no, as HTML. Without it the refusal is a problem in JSON. */
  readonly renderRefusal?: (request: FastifyRequest, refusal: PageRefusal) => string
  /** What that page needs besides, such as a content-security-policy that lets its style in. */
  readonly refusalHeaders?: Readonly<Record<string, string>>
  /** What a page asks by itself while it lies open: nobody is there because of it, and the session lasts no longer. */
  readonly isQuiet?: (request: FastifyRequest) => boolean
}

const LOGIN_PATH = '/entrar'
const PASSWORD_PATH = '/senha'
const RETURN_CHARS_MAX = 1_000
const TICKET_MAX_AGE_S = 600
const FORM_BYTES_MAX = 1024 * 1024
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const NAMES = { session: 'fiado', login: 'fiado-login', ticket: 'fiado-ticket' } as const
type CookieName = keyof typeof NAMES

const MESSAGES = {
  no_session: 'Sua sessão terminou. Entre de novo.',
  not_able: 'Seu perfil não dá acesso a esta página.',
  must_change: 'Antes de continuar, troque a senha provisória.',
  cross_site: 'Este formulário foi enviado por outro site e não foi aceito.',
  wrong_token: 'Este formulário venceu ou é de outra sessão. Volte à página e tente de novo.',
} as const

/**
 * Lets the routes of this room read cookies and forms. Awaited first thing in the room of the pages, and only there:
 * elsewhere forms stay refused with 415.
 */
export async function preparePages(app: FastifyInstance): Promise<void> {
  // Cookies are read by the guard and not by the plugin's hook. Registering it is what loads the parser.
  await app.register(fastifyCookie, { hook: false })
  await app.register(formbody, { parser: parseQueryString as never, bodyLimit: FORM_BYTES_MAX })
}

/** Whether {@link preparePages} was called for that room. */
export const isPrepared = (app: FastifyInstance): boolean => app.hasDecorator('parseCookie')

/** A path of this site to go to after the login; `/` for anything that leads elsewhere. */
export function localPathOf(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > RETURN_CHARS_MAX || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted)) return '/'
  const base = 'http://fiado.invalid'
  if (wanted.includes('\\') || !URL.canParse(wanted, base)) return '/'
  const { origin, pathname, search } = new URL(wanted, base)
  const leadsBack = origin === base && !pathname.startsWith('//') && !`${pathname}/`.startsWith(`${LOGIN_PATH}/`)
  return leadsBack ? `${pathname}${search}` : '/'
}

export function createSessionGuard(deps: SessionGuardDeps): SessionGuard {
  const { people, settings, renderRefusal, refusalHeaders = {}, isQuiet = () => false } = deps
  const { readCookie, setCookie, clearCookie } = createCookies(settings)

  const refuse = (request: FastifyRequest, reply: FastifyReply, reason: PageRefusal['reason']): FastifyReply => {
    const status = reason === 'no_session' ? 401 : 403
    const message = MESSAGES[reason]
    if (!renderRefusal) throw problem(status, message)
    const page = renderRefusal(request, { status, reason, message })
    return reply.code(status).headers(refusalHeaders).type('text/html; charset=utf-8').send(page)
  }
  const refuseCrossSite: onRequestAsyncHookHandler = async (request, reply) => {
    if (SAFE_METHODS.has(request.method) || !isCrossSite(request.headers, settings.publicUrl)) return
    return refuse(request, reply, 'cross_site')
  }
  const tokenOf = (request: FastifyRequest): string | null => readCookie(request, 'session')

  const requireSession: SessionGuard['requireSession'] = (ability, beforeChange) =>
    async function guard(request, reply) {
      const isForm = !SAFE_METHODS.has(request.method)
      if (isForm && isCrossSite(request.headers, settings.publicUrl)) return refuse(request, reply, 'cross_site')
      const token = tokenOf(request)
      const session = token === null ? null : await people.sessionOf(token, isQuiet(request))
      if (token === null || session === null) {
        if (isForm || isInBackground(request)) return refuse(request, reply, 'no_session')
        return reply.redirect(`${LOGIN_PATH}?para=${encodeURIComponent(localPathOf(request.url))}`, 303)
      }
      if (session.mustChange && !beforeChange) {
        if (isForm || isInBackground(request)) return refuse(request, reply, 'must_change')
        return reply.redirect(PASSWORD_PATH, 303)
      }
      request.person = session.person
      request.session = { ...session, token, csrf: tokenFor(token, 'form') }
      if (ability !== null && !isAble(session.person.role, ability)) return refuse(request, reply, 'not_able')
      return
    }
  const isOurs = (request: FastifyRequest, given: string): boolean => {
    if (request.session) return isSame(given, request.session.csrf)
    const own = readCookie(request, 'login')
    return own !== null && isSame(given, tokenFor(own, 'login'))
  }
  return {
    requireSession,
    refuseCrossSite,
    requireToken: async (request, reply) => {
      if (SAFE_METHODS.has(request.method)) return
      refuseBrokenForm(request.body)
      const given = (request.body as Record<string, unknown> | null | undefined)?.['_csrf']
      if (typeof given !== 'string' || !isOurs(request, given)) return refuse(request, reply, 'wrong_token')
      return
    },
    begin: (request, reply, token) => setCookie(request, reply, 'session', token),
    end: (reply) => clearCookie(reply, 'session'),
    tokenOf,
    loginToken: (request, reply) => {
      const known = readCookie(request, 'login')
      const own = known ?? randomBytes(32).toString('base64url')
      if (known === null) setCookie(request, reply, 'login', own)
      return tokenFor(own, 'login')
    },
    isOurs,
    carry: (request, reply, ticket) => {
      if (ticket === null) clearCookie(reply, 'ticket')
      else setCookie(request, reply, 'ticket', ticket, TICKET_MAX_AGE_S)
    },
    carried: (request) => readCookie(request, 'ticket'),
  }
}

function createCookies(settings: SessionGuardDeps['settings']) {
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax' } as const
  return {
    /** A name without the prefix can be set by whoever speaks http for this host: taken only where nothing else can be. */
    readCookie(request: FastifyRequest, name: CookieName): string | null {
      const { cookie: header } = request.headers
      if (header === undefined) return null
      const cookies = fastifyCookie.parse(header)
      const strict = cookies[`__Host-${NAMES[name]}`]
      if (strict !== undefined) return strict
      return isSecure(request.headers, settings) ? null : (cookies[NAMES[name]] ?? null)
    },
    setCookie(request: FastifyRequest, reply: FastifyReply, name: CookieName, value: string, maxAge?: number): void {
      const secure = isSecure(request.headers, settings)
      const options = { ...attributes, secure, ...(maxAge === undefined ? {} : { maxAge }) }
      const full = secure ? `__Host-${NAMES[name]}` : NAMES[name]
      void reply.header('set-cookie', fastifyCookie.serialize(full, value, options))
    },
    clearCookie(reply: FastifyReply, name: CookieName): void {
      const over = { ...attributes, maxAge: 0 }
      void reply.header('set-cookie', fastifyCookie.serialize(NAMES[name], '', over))
      void reply.header('set-cookie', fastifyCookie.serialize(`__Host-${NAMES[name]}`, '', { ...over, secure: true }))
    },
  }
}

/** Bound to the secret in the cookie, which whoever forges a form cannot read; and telling nothing about it. */
const tokenFor = (secret: string, purpose: 'form' | 'login'): string =>
  createHmac('sha256', secret).update(`fiado ${purpose}`).digest('base64url')

function isSame(given: string, expected: string): boolean {
  const bytes = Buffer.from(given)
  const wanted = Buffer.from(expected)
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}

/** A script that looks for news: it would follow a redirect and take the login page for them. */
const isInBackground = ({ headers }: FastifyRequest): boolean => headers['sec-fetch-dest'] === 'empty'

/** Forms get what json-body.ts refuses in JSON refused as well. */
function refuseBrokenForm(body: unknown): void {
  if (typeof body !== 'object' || body === null) return
  const texts = Object.entries(body).flat(2)
  if (UNDECODABLE in body || texts.some((text) => typeof text === 'string' && isBrokenText(text)))
    throw problem(400, 'O formulário tem caracteres que não podem ser lidos.')
}
