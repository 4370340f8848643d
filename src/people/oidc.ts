import { hash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Sql } from '../database.ts'
import { createId } from '../kernel/ids.ts'
import { textSchema } from '../kernel/text.ts'
import { idOf, type LoggedIn } from './log-in.ts'
import { type Claims, createIssuer, type Secrets } from './oidc-issuer.ts'
import type { OidcSettings } from './people-files.ts'
import type { Role } from './person.ts'
import type { Act, PeopleDeps } from './room.ts'
import { parseLogin, toPerson } from './user.ts'
import {
  type Account,
  findUser,
  insertUser,
  lockActiveAdmins,
  lockUserByLogin,
  lockUserBySubject,
  updateUser,
} from './user-store.ts'
import { isLastAdmin } from './users.ts'

const MESSAGES = {
  unavailable: 'O login da empresa não está respondendo. Tente de novo em instantes ou entre com sua senha.',
  denied: 'O login da empresa não foi aceito. Tente de novo.',
  stale: 'Este login demorou demais ou começou em outra janela. Tente de novo.',
  unverified: 'O login da empresa não confirmou o seu e-mail.',
  unknown_user: 'Você ainda não tem acesso ao Fiado. Peça a um administrador.',
} as const

export interface OidcRefusal {
  readonly kind: 'refused'
  readonly reason: keyof typeof MESSAGES | 'too_many'
  /** For the person, in Portuguese. */
  readonly message: string
}

/** Logging in by the company's own login (OpenID Connect, authorization code with PKCE, state and nonce). */
export interface Oidc {
  /**
   * Where to send the browser. `ticket` goes into a cookie (`guard.carry`) and comes back with it. `to`: the local path
   * to go to afterwards.
   */
  start(to: string): Promise<{ readonly kind: 'redirect'; readonly url: string; readonly ticket: string } | OidcRefusal>
  /**
   * `query`: the query of the request that the browser came back with, without the question mark. `to` is what this
   * attempt began with, refused or not: it lies in the ticket beside the state, and is `/` where there is none to read.
   */
  finish(
    back: {
      readonly query: string
      readonly ticket: string | null
      readonly address: string
      readonly formerToken?: string | undefined
    },
    act?: Act,
  ): Promise<(LoggedIn | OidcRefusal) & { readonly to: string }>
}

const TICKET_MS = 600_000
const TICKET_CHARS_MAX = 3_000
const QUERY_CHARS_MAX = 4_096
const TO_CHARS_MAX = 1_000

const ticketSchema = z.strictObject({
  ...{ state: z.string().min(20), nonce: z.string().min(20), verifier: z.string().min(43).max(128) },
  ...{ to: z.string().max(TO_CHARS_MAX), until: z.number() },
})

const random = (): string => randomBytes(32).toString('base64url')
const refuse = (reason: keyof typeof MESSAGES): OidcRefusal => ({
  ...{ kind: 'refused', reason, message: MESSAGES[reason] },
})

export function openOidc(deps: PeopleDeps, settings: OidcSettings): Oidc {
  const { clock, tries, trail, sessions, db } = deps
  const issuer = createIssuer(settings, clock)
  return {
    async start(to) {
      const secrets: Secrets = { state: random(), nonce: random(), verifier: random() }
      const begun = await issuer.begin(secrets)
      if ('fault' in begun) return refuse(begun.fault)
      const until = clock.system() + TICKET_MS
      const content = { ...secrets, to: to.length > TO_CHARS_MAX ? '/' : to, until }
      return { kind: 'redirect', url: begun.url, ticket: Buffer.from(JSON.stringify(content)).toString('base64url') }
    },
    async finish({ query, ticket, address, formerToken }, act = {}) {
      const ours = readTicket(ticket)
      const to = ours?.to ?? '/'
      const waitS = tries.take(address)
      if (waitS > 0) return { kind: 'refused', reason: 'too_many', message: `Tente de novo em ${waitS} segundos.`, to }
      if (ours === null || ours.until < clock.system() || query.length > QUERY_CHARS_MAX)
        return { ...refuse('stale'), to }
      const completed = await issuer.complete(query, ours)
      if ('fault' in completed) {
        await trail(db, act, 'login.refused', 'unknown', { reason: completed.fault, by: 'oidc', code: completed.code })
        return { ...refuse(completed.fault), to }
      }
      const outcome = await db.transaction((sql) => enter(deps, sql, settings, completed.claims, formerToken, act))
      sessions.forget()
      if (outcome.kind === 'in') tries.giveBack(address)
      return { ...outcome, to }
    },
  }
}

function readTicket(ticket: string | null): (Secrets & { readonly to: string; readonly until: number }) | null {
  if (ticket === null || ticket.length > TICKET_CHARS_MAX) return null
  try {
    const parsed = ticketSchema.safeParse(JSON.parse(Buffer.from(ticket, 'base64url').toString()))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Known by the issuer's own id of them, and by their login only until that is on record. */
async function enter(
  deps: PeopleDeps,
  sql: Sql,
  settings: OidcSettings,
  claims: Claims,
  formerToken: string | undefined,
  act: Act,
): Promise<LoggedIn | OidcRefusal> {
  const { clock, trail, sessions } = deps
  const turnAway = async (
    reason: 'unverified' | 'unknown_user' | 'no_group',
    userId = 'unknown',
  ): Promise<OidcRefusal> => {
    await trail(sql, act, 'login.refused', userId, { reason, by: 'oidc' })
    return refuse(reason === 'no_group' ? 'unknown_user' : reason)
  }
  const subject = hash('sha256', `${settings.issuer.href}\n${claims.sub}`, 'hex')
  const role = mappedRole(settings, claims)
  const admins = await lockActiveAdmins(sql)
  let user = await lockUserBySubject(sql, subject)
  if (user === null) {
    const login = loginOf(settings, claims)
    if (login === null) return turnAway('unverified')
    const found = await lockUserByLogin(sql, login)
    // The address belonged to somebody else at the issuer before: whose it is now, an administrator has to say.
    if (found !== null && found.oidcSubject !== null) return turnAway('unknown_user', found.id)
    user = found ?? (await admit(deps, sql, settings, claims, { login, role, subject }, act))
  }
  if (user === null || !user.active) return turnAway('unknown_user', user?.id)

  const next = nextRole(settings, user, role, isLastAdmin(admins, user.id))
  if (next === null) {
    await sessions.endAll(sql, user.id)
    return turnAway('no_group', user.id)
  }
  await updateUser(sql, user.id, {
    ...{ ...next, oidcSubject: subject, lastLoginAt: clock.now() },
    // A password that was made up for them and never used would lie about for ever.
    ...(user.mustChange ? { passwordHash: null, mustChange: false } : {}),
  })
  if (next.role !== user.role) await trail(sql, act, 'user.changed', user.id, { role: next.role, by: 'oidc' })
  const token = await sessions.begin(sql, user.id, formerToken)
  const person = toPerson({ ...user, ...next })
  await trail(sql, { ...idOf(act), person }, 'login', user.id, { by: 'oidc' })
  return { kind: 'in', token, person, mustChange: false }
}

/** Makes the user where the settings let them in; `null` where they do not. */
async function admit(
  { clock, trail }: PeopleDeps,
  sql: Sql,
  { createAs }: OidcSettings,
  claims: Claims,
  { login, role, subject }: { login: string; role: Role | null; subject: string },
  act: Act,
): Promise<Account | null> {
  if (createAs === null) return null
  const at = clock.now()
  const id = createId('usr', at)
  const named = textSchema(120).safeParse(claims['name'])
  const name = named.success ? named.data : login.slice(0, 120)
  const rest = { salesRep: null, source: null, passwordHash: null, mustChange: false, createdAt: at }
  await insertUser(sql, { id, login, name, role: role ?? createAs, oidcSubject: subject, ...rest })
  await trail(sql, act, 'user.created', id, { login, name, role: role ?? createAs, by: 'oidc' })
  return findUser(sql, id)
}

/**
 * What the groups make of somebody: the role of the first that fits; without one, what a group gave is taken away again,
 * and a role that was set by hand stays. `null`: they have no role left. The last administrator stays one.
 */
function nextRole(
  { roles, createAs }: OidcSettings,
  { role, roleFromGroup, source }: Account,
  mapped: Role | null,
  isLast: boolean,
): Pick<Account, 'role' | 'roleFromGroup'> | null {
  const present = { role, roleFromGroup }
  if (roles === null || (mapped === null && !roleFromGroup)) return present
  const given = mapped ?? createAs
  if (isLast && given !== 'admin') return present
  if (given === null) return null
  // An administrator sees every source.
  if (given === 'admin' && source !== null) return present
  return { role: given, roleFromGroup: mapped !== null }
}

/** `null` when there is none, or when it is an e-mail that the issuer has not verified. */
function loginOf({ loginClaim }: OidcSettings, claims: Claims): string | null {
  const claim = claims[loginClaim]
  if (typeof claim !== 'string') return null
  if (loginClaim === 'email' && claims['email_verified'] !== true) return null
  return parseLogin(claim)
}

function mappedRole({ roles }: OidcSettings, claims: Claims): Role | null {
  if (roles === null) return null
  const told = [claims[roles.claim]].flat()
  return Object.entries(roles.map).find(([group]) => told.includes(group))?.[1] ?? null
}
