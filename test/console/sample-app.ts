import fastify, { type FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { App } from '../../src/app.ts'
import { consoleRoom, renderRefusal } from '../../src/console/console-routes.ts'
import type { SecondFactor, SecondFactorPort, SessionsPort } from '../../src/console/ports.ts'
import type { Person, Role } from '../../src/people/person.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { parseQueryString } from '../../src/web/query-string.ts'
import { guardRoutes } from '../../src/web/routing.ts'
import { SECURITY_HEADERS } from '../../src/web/security-headers.ts'
import { createSessionGuard } from '../../src/web/session.ts'
import { validatorCompiler } from '../../src/web/validation.ts'
import { createSample, type Sample } from './sample-ports.ts'

export const samplePerson = (role: Role, name = 'Rafael Nogueira'): Person => ({
  ...{ id: `usr_${role}`, login: role, name, role, salesRep: role === 'rep' ? 'rep-07' : null, source: null },
})

/** Who holds which token: `fiado=token-rep` is the rep. */
const ROLE_OF_TOKEN = /^token-([a-z]+)$/
export const PASSWORD = 'uma frase que só eu diria'

export interface SampleApp {
  readonly app: App
  readonly sample: Sample
  readonly errors: unknown[]
  /** Everybody's own, until a test says otherwise: begun, and not confirmed. */
  readonly own: { factor: SecondFactor }
}

const SECRET = 'JBSWY3DPEHPK3PXPGEZDGNBVGY3TQOJQ'
const BEGUN: SecondFactor = {
  ...{ isOn: false, hasPassword: true },
  begun: { secret: SECRET, uri: `otpauth://totp/Fiado:rep?issuer=Fiado&secret=${SECRET}` },
}

/** The console as the program runs it, guard and all, over ports in memory. */
export async function startSampleApp(sample: Sample = createSample(), mustChange = false): Promise<SampleApp> {
  const errors: unknown[] = []
  const own = { factor: BEGUN }
  const app = fastify({
    exposeHeadRoutes: false,
    routerOptions: { querystringParser: parseQueryString as never },
  }).withTypeProvider<ZodTypeProvider>() as unknown as App
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('startedMs', 0)
  app.addHook('onRequest', (request, reply, next) => {
    request.startedMs = performance.now()
    reply.headers(SECURITY_HEADERS)
    next()
  })
  const guard = createSessionGuard({
    people: {
      sessionOf: async (token: string) => {
        const role = ROLE_OF_TOKEN.exec(token)?.[1]
        if (role === undefined) return null
        return {
          person: samplePerson(role as Role, sample.say('Rafael Nogueira')),
          mustChange,
          hasTotp: false,
          hasPassword: true,
        }
      },
    },
    settings: { cookies: 'plain', publicUrl: null },
    renderRefusal,
  })
  guardRoutes(
    app as unknown as FastifyInstance,
    { hookOf: () => (_request, _reply, next) => next() },
    createMetrics(),
    guard,
  )
  const sessions: SessionsPort = {
    of: ({ session }) => session,
    loginToken: guard.loginToken,
    isOurs: guard.isOurs,
    logIn: async (request, reply, { login, password, code }) => {
      if (password !== PASSWORD) return { kind: 'refused', message: 'Usuário ou senha não conferem.' }
      if (login === 'admin' && code === null) return { kind: 'code_needed' }
      guard.begin(request, reply, `token-${login}`)
      return { kind: 'in' }
    },
    logOut: async (_request, reply) => guard.end(reply),
    changePassword: async (_request, _reply, { current }) =>
      current === PASSWORD ? { kind: 'done' } : { kind: 'refused', message: 'A senha atual não confere.' },
    secondFactor: secondFactorOf(own),
    companyLogin: { path: '/entrar/empresa', name: 'Entrar com a conta da empresa' },
  }
  await app.register(consoleRoom({ ...sample.ports, sessions }, (error) => errors.push(error)))
  await app.ready()
  return { app, sample, errors, own }
}

const secondFactorOf = (own: SampleApp['own']): SecondFactorPort => ({
  read: async () => own.factor,
  begin: async () => {
    if (own.factor.isOn) return { kind: 'refused', message: 'Já está ligada.' }
    own.factor = BEGUN
    return { kind: 'done' }
  },
  confirm: async (_request, code) => {
    if (code !== '123456') return { kind: 'refused', message: 'O código não confere.' }
    own.factor = { isOn: true, hasPassword: true, begun: null }
    return { kind: 'done' }
  },
  end: async (_request, password) => {
    if (password !== PASSWORD) return { kind: 'refused', message: 'A senha não confere.' }
    own.factor = { isOn: false, hasPassword: true, begun: null }
    return { kind: 'done' }
  },
})

export const cookieOf = (role: Role): string => `fiado=token-${role}`
