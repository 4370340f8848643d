import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../kernel/clock.ts'
import type { Person } from '../people/person.ts'
import type { CollectionPort, CustomersPort } from './customer-port.ts'
import type { GuardsPort } from './guard-port.ts'
import type { AuditPort, IntegrationsPort, KeysPort, PeoplePort, WebhooksPort } from './operation-port.ts'
import type { OrdersPort } from './order-port.ts'
import type { PolicyPort, ReportsPort } from './policy-port.ts'

/** Who is at the other end, and the token that a form of theirs has to carry. */
export interface Session {
  readonly person: Person
  readonly csrf: string
  /** The password was given by somebody else: nothing but choosing another is possible. */
  readonly mustChange: boolean
}

export type LogIn =
  | { readonly kind: 'in' }
  /** The password is right and the code of the second step is missing. */
  | { readonly kind: 'code_needed' }
  /** Wrong, locked or too often; `message` does not tell which logins exist. */
  | { readonly kind: 'refused'; readonly message: string }

type Done = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly message: string }

export interface SecondFactor {
  readonly isOn: boolean
  /** False for whoever enters by the company's login only: neither password nor second factor is kept here. */
  readonly hasPassword: boolean
  /** Begun and not confirmed: what an authenticator app has to know, for typing and as an `otpauth://` link. */
  readonly begun: { readonly secret: string; readonly uri: string } | null
}

/** Of the person whose request it is, and of nobody else. */
export interface SecondFactorPort {
  read(request: FastifyRequest): Promise<SecondFactor>
  /** Each time with another secret. It is asked for from `confirm` on. */
  begin(request: FastifyRequest): Promise<Done>
  confirm(request: FastifyRequest, code: string): Promise<Done>
  end(request: FastifyRequest, password: string): Promise<Done>
}

export interface SessionsPort {
  /** Of a request that the guard let pass. Null on pages that need no session. */
  of(request: FastifyRequest): Session | null
  /** For the form of the login page, which has no session yet. */
  loginToken(request: FastifyRequest, reply: FastifyReply): string
  /** Whether the form carries the token that was given out. Checked on every post of the console. */
  isOurs(request: FastifyRequest, token: string): boolean
  logIn(
    request: FastifyRequest,
    reply: FastifyReply,
    wanted: { login: string; password: string; code: string | null },
  ): Promise<LogIn>
  logOut(request: FastifyRequest, reply: FastifyReply): Promise<void>
  changePassword(request: FastifyRequest, reply: FastifyReply, wanted: { current: string; next: string }): Promise<Done>
  readonly secondFactor: SecondFactorPort
  /** Where the button of the company's own login leads, and what it says; null where none is configured. */
  readonly companyLogin: { readonly path: string; readonly name: string } | null
}

/** All that the console reads and asks for. A person is always given: what is not theirs is not answered. */
export interface ConsolePorts {
  readonly clock: Clock
  readonly companyName: string
  readonly sessions: SessionsPort
  readonly orders: OrdersPort
  readonly customers: CustomersPort
  readonly collection: CollectionPort
  readonly integrations: IntegrationsPort
  readonly guards: GuardsPort
  readonly policy: PolicyPort
  readonly reports: ReportsPort
  readonly people: PeoplePort
  readonly keys: KeysPort
  readonly webhooks: WebhooksPort
  readonly audit: AuditPort
  /** Another number as soon as anything happened to an order, or a customer was blocked or is not any more. */
  readonly news: { position(): Promise<number> }
}
