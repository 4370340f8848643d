import { z } from 'zod'
import { missingScopes } from '../access/key.ts'
import type { App } from '../app.ts'
import type { Clock } from '../kernel/clock.ts'
import { textSchema } from '../kernel/text.ts'
import { callerOf, requireUnbound } from '../web/auth.ts'
import { problemResponse } from '../web/openapi.ts'
import { type Problem, problem } from '../web/problems.ts'
import type { People } from './people.ts'
import { ROLES, type Role } from './person.ts'
import { SCOPES_OF_ROLE } from './scopes.ts'
import { newUserSchema, type User, userChangeSchema } from './user.ts'

const TAGS = ['access']
const paramsSchema = z.strictObject({ id: textSchema(32) })

const instant = z.string().meta({ format: 'date-time' })
const userSchema = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  salesRep: z
    .string()
    .nullable()
    .meta({
      description:
        'The code by which the ERP knows a rep: what carries it is theirs. It is one person only within one source: ' +
        'without `source` a rep sees what carries the code in any.',
    }),
  source: z.string().nullable().meta({ description: 'The one source the person is bound to; null is every source.' }),
  active: z.boolean(),
  mustChange: z.boolean().meta({ description: 'The one-time password has not been changed yet.' }),
  hasPassword: z.boolean().meta({ description: "False for whoever enters by the company's login only." }),
  hasTotp: z.boolean(),
  lockedUntil: instant.nullable().meta({
    description:
      'After wrong passwords nobody enters before then from some network, or from any after a hundred of them.',
  }),
  createdAt: instant,
  lastLoginAt: instant.nullable(),
})

const ONE_TIME = 'The password is shown only here and has to be changed at the first login.'
const MORE_THAN_CALLER = 'The key needs the scopes that the role amounts to, and may not be bound to a source.'

/** The people who log in to the console, for whoever automates their coming and going. */
export function peopleRoom({ users }: People, clock: Clock) {
  const format = (at: number | null): string | null => (at === null ? null : clock.format(at))
  const toWire = (user: User) => ({
    ...user,
    lockedUntil: user.lockedUntil !== null && user.lockedUntil > clock.system() ? format(user.lockedUntil) : null,
    createdAt: clock.format(user.createdAt),
    lastLoginAt: format(user.lastLoginAt),
  })
  return async (app: App): Promise<void> => {
    app.get(
      '/v1/users',
      {
        config: { scope: 'admin' },
        schema: {
          operationId: 'listUsers',
          summary: 'List the people who may log in, the active ones first',
          tags: TAGS,
          response: { 200: z.object({ users: z.array(userSchema) }) },
        },
      },
      async (request) => {
        requireUnbound(request)
        return { users: (await users.list()).map(toWire) }
      },
    )
    app.post(
      '/v1/users',
      {
        config: { scope: 'admin' },
        schema: {
          operationId: 'createUser',
          summary: 'Let somebody log in',
          description: `${ONE_TIME} ${MORE_THAN_CALLER}`,
          tags: TAGS,
          body: newUserSchema,
          response: { 201: userSchema.extend({ password: z.string() }), 409: CONFLICT, 422: problemResponse(422) },
        },
      },
      async (request, reply) => {
        requireReach(request, [request.body.role])
        const made = await users.create(request.body, request)
        if (made.kind === 'refused') throw refusalOf(made.reason)
        return reply.code(201).send({ ...toWire(made.user), password: made.password })
      },
    )
    app.patch(
      '/v1/users/:id',
      {
        config: { scope: 'admin' },
        schema: {
          operationId: 'changeUser',
          summary: 'Change somebody: name, role, what they see, whether they may log in',
          description:
            'What is left out stays. `active: false` ends every session: at once in the process that answers, within 5 ' +
            `seconds in others. ${MORE_THAN_CALLER}`,
          tags: TAGS,
          params: paramsSchema,
          body: userChangeSchema,
          response: { 200: userSchema, 404: problemResponse(404), 409: CONFLICT, 422: problemResponse(422) },
        },
      },
      async (request) => {
        const { role } = request.body
        requireReach(request, [await roleOf(request.params.id), ...(role === undefined ? [] : [role])])
        const changed = await users.change(request.params.id, request.body, request)
        if (changed.kind === 'refused') throw refusalOf(changed.reason)
        return toWire(changed.user)
      },
    )
    app.post(
      '/v1/users/:id/password',
      {
        config: { scope: 'admin' },
        schema: {
          operationId: 'resetPassword',
          summary: 'Give somebody a new one-time password',
          description: `Ends every session of theirs and lifts a lock. ${ONE_TIME} ${MORE_THAN_CALLER}`,
          tags: TAGS,
          params: paramsSchema,
          response: { 200: z.object({ password: z.string() }), 404: problemResponse(404) },
        },
      },
      async (request) => {
        requireReach(request, [await roleOf(request.params.id)])
        const reset = await users.resetPassword(request.params.id, request)
        if (reset.kind === 'refused') throw refusalOf(reset.reason)
        return { password: reset.password }
      },
    )
  }

  async function roleOf(id: string): Promise<Role> {
    const user = await users.find(id)
    if (!user) throw refusalOf('unknown')
    return user.role
  }
}

const CONFLICT = problemResponse(409, 'The login is taken, there are too many users, or it is the last administrator')

/** Making somebody, or taking over their password, would otherwise give a key what it lacks. */
function requireReach(request: Parameters<typeof callerOf>[0], roles: readonly Role[]): void {
  requireUnbound(request)
  for (const role of roles) {
    const missing = missingScopes(callerOf(request), SCOPES_OF_ROLE[role])
    if (missing.length > 0)
      throw problem(
        403,
        `A person with the role "${role}" can do more than this key, which lacks ${missing.join(', ')}.`,
      )
  }
}

type Reason = 'unknown' | 'login_taken' | 'too_many' | 'last_admin' | 'bound_admin'

function refusalOf(reason: Reason): Problem {
  if (reason === 'unknown') return problem(404, 'There is no user of that id.')
  if (reason === 'login_taken') return problem(409, 'Somebody has this login already.')
  if (reason === 'too_many') return problem(409, 'There are too many users.')
  if (reason === 'last_admin')
    return problem(409, 'This is the last active administrator: make somebody else one first.')
  return problem(422, 'An administrator sees every source.', [{ path: 'source', message: 'must be null for an admin' }])
}
