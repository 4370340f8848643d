import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { z } from 'zod'
import type { App } from '../app.ts'
import { externalIdSchema, sourceSchema, textSchema } from '../kernel/text.ts'
import { type Ability, isAble } from '../people/abilities.ts'
import type { Person } from '../people/person.ts'
import { problem } from '../web/problems.ts'
import { assets } from './assets.ts'
import { type DoneCode, doneWords } from './done-words.ts'
import { writtenOf } from './forms.ts'
import { type Html, renderDocument, renderFragment } from './html.ts'
import { type Frame, page } from './layout.ts'
import type { Outcome } from './outcome.ts'
import type { ConsolePorts } from './ports.ts'
import { type Columns, type SheetPage, writeSheet } from './sheet.ts'

/** Somebody's request, with all that a page has to know of it. */
export interface Visit {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly person: Person
  readonly frame: Frame
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | undefined>>
}

export interface Shown {
  readonly title: string
  readonly content: Html
}

interface Post<Form> {
  readonly path: string
  readonly ability: Ability
  readonly form: z.ZodType<Form>
  act(visit: Visit, form: Form): Promise<Outcome | Shown>
  /** The page again, with what stands against it and what was typed; null when there is nothing of that id. */
  refused(visit: Visit, message: string, written: Record<string, string>): Promise<Shown | null>
  readonly done: DoneCode
  next(visit: Visit): string
}

const CONSOLE_CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/** On everything that the console answers, unless a route knows better. */
export const PAGE_HEADERS = { 'content-security-policy': CONSOLE_CSP, 'referrer-policy': 'same-origin' } as const
const HTML = 'text/html; charset=utf-8'
const QUERY_CHARS_MAX = 200

const valueSchema = z.string().max(QUERY_CHARS_MAX).optional()

export function sendPage(reply: FastifyReply, status: number, document: VNode): FastifyReply {
  return reply.code(status).type(HTML).send(renderDocument(document))
}

/** How the routes of the console are made: every one asks for an ability, and every form for its token. */
export function openDesk(app: App, ports: ConsolePorts) {
  const { clock, companyName, sessions } = ports

  const visitOf = (request: FastifyRequest, reply: FastifyReply, path: string, ability: Ability | null): Visit => {
    const session = sessions.of(request)
    // The guard has refused both before: a page that the guard forgot must not open by itself.
    if (session === null) throw problem(401, 'There is no session.')
    if (ability !== null && !isAble(session.person.role, ability)) throw problem(403, `This needs "${ability}".`)
    const query = request.query as Visit['query']
    const { person, csrf } = session
    const done = doneWords(query['feito'])
    const here = request.url.split('?', 1)[0] as string
    const frame: Frame = { person, csrf, companyName, now: clock.format(clock.now()), path: here, done }
    return { request, reply, person, frame, params: paramsOf(request, path), query }
  }
  const show = ({ reply, frame }: Visit, { title, content }: Shown, status = 200): FastifyReply =>
    sendPage(reply, status, page(frame, assets, title, content))

  return {
    /** A page; `query` names what its address may carry. `ability` null is for everybody who is logged in. */
    page(
      path: string,
      ability: Ability | null,
      query: readonly string[],
      read: (visit: Visit) => Promise<Shown | FastifyReply | null>,
    ): void {
      const names = [...query, 'feito']
      app.route({
        method: 'GET',
        url: path,
        config: { scope: 'session', ...(ability !== null && { ability }) },
        schema: {
          hide: true,
          querystring: z.strictObject(Object.fromEntries(names.map((name) => [name, valueSchema]))),
        },
        handler: async (request, reply) => {
          const visit = visitOf(request, reply, path, ability)
          const shown = await read(visit)
          if (shown === null) throw problem(404, 'There is no such thing.')
          return 'content' in shown ? show(visit, shown) : shown
        },
      })
    },

    /** A form. Done leads on by 303, so that going back and reloading send nothing twice. */
    post<Form>({ path, ability, form, act, refused, done, next }: Post<Form>): void {
      app.route({
        method: 'POST',
        url: path,
        config: { scope: 'session', ability },
        schema: { hide: true },
        handler: async (request, reply) => {
          const visit = visitOf(request, reply, path, ability)
          const { _csrf: token, ...body } = (request.body ?? {}) as Record<string, unknown>
          if (typeof token !== 'string' || !sessions.isOurs(request, token)) throw problem(403, 'The form is not ours.')
          const parsed = form.safeParse(body)
          const outcome: Outcome | Shown = parsed.success
            ? await act(visit, parsed.data)
            : { kind: 'refused', message: parsed.error.issues[0]?.message ?? 'Confira o que foi preenchido.' }
          if ('content' in outcome) return show(visit, outcome)
          if (outcome.kind === 'done') return reply.redirect(withDone(next(visit), done), 303)
          const again = outcome.kind === 'refused' ? await refused(visit, outcome.message, writtenOf(body)) : null
          if (again === null) throw problem(404, 'There is no such thing.')
          return show(visit, again, parsed.success ? 409 : 422)
        },
      })
    },

    /** The part of a page that is asked for again. */
    part: ({ reply }: Visit, content: Html): FastifyReply => reply.type(HTML).send(renderFragment(content)),

    csv<Entry>(
      path: string,
      ability: Ability,
      query: readonly string[],
      { name, columns, read }: CsvSheet<Entry>,
    ): void {
      app.route({
        method: 'GET',
        url: path,
        config: { scope: 'session', ability },
        schema: { hide: true, querystring: z.strictObject(Object.fromEntries(query.map((key) => [key, valueSchema]))) },
        handler: async (request, reply) => {
          const visit = visitOf(request, reply, path, ability)
          const pageOf = (after: string | null, limit: number) => read(visit, after, limit)
          const text = await writeSheet(columns, pageOf, () => !reply.raw.destroyed)
          if (text === null) throw problem(404, 'There is no such thing.')
          reply.header('content-disposition', `attachment; filename="${name}-${clock.today()}.csv"`)
          return reply.type('text/csv; charset=utf-8').send(text)
        },
      })
    },
  }
}

export type Desk = ReturnType<typeof openDesk>

export interface CsvSheet<Entry> {
  readonly name: string
  readonly columns: Columns<Entry>
  /** Page by page, of `limit` where that can be chosen, or all at once as an array. */
  read(visit: Visit, after: string | null, limit: number): Promise<SheetPage<Entry> | null>
}

function withDone(path: string, done: DoneCode): string {
  const [before, fragment] = path.split('#', 2)
  return `${before}${before?.includes('?') ? '&' : '?'}feito=${done}${fragment === undefined ? '' : `#${fragment}`}`
}

const SCHEMAS: Readonly<Record<string, z.ZodType<string>>> = { source: sourceSchema, externalId: externalIdSchema }

/** An id that none can be is the id of nothing. */
function paramsOf({ params }: FastifyRequest, path: string): Record<string, string> {
  const given = (params ?? {}) as Record<string, unknown>
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string)
  return Object.fromEntries(
    names.map((name) => {
      const parsed = (SCHEMAS[name] ?? textSchema(64)).safeParse(given[name])
      if (!parsed.success) throw problem(404, 'There is no such thing.')
      return [name, parsed.data]
    }),
  )
}
