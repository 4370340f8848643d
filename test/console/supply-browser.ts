import { pino } from 'pino'
import { createCallers } from '../../src/access/callers.ts'
import { type App, buildApp } from '../../src/app.ts'
import { consoleRoom } from '../../src/console/console-routes.ts'
import { addCompanyLogin } from '../../src/console/supply/oidc-routes.ts'
import { createConsoleGuard, sessionsPort } from '../../src/console/supply/sessions.ts'
import type { People } from '../../src/people/people.ts'
import type { PeopleSettings } from '../../src/people/people-files.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import type { Room } from '../people/room.ts'
import { createSample } from './sample-ports.ts'

const HOST = 'localhost:3000'
export const ORIGIN = `http://${HOST}`

/** The pages as the program serves them: real people behind them, everything else in memory. */
export async function buildConsole(room: Room, people: People, settings: PeopleSettings): Promise<App> {
  const guard = createConsoleGuard(people, settings)
  const ports = { ...createSample().ports, sessions: sessionsPort(people, guard) }
  return buildApp({
    ...{ config: { rateLimit: 0 }, clock: room.clock, logger: pino({ level: 'silent' }), metrics: createMetrics() },
    callers: createCallers(async () => null, performance.now.bind(performance)),
    readiness: async () => ({ faults: [], sources: [] }),
    rooms: [
      async (app) => {
        const report = (error: unknown): never => {
          throw error
        }
        await consoleRoom(ports, report)(app)
        if (people.oidc) addCompanyLogin(app, people.oidc, guard, ports)
      },
    ],
    sessions: guard,
  })
}

export interface Seen {
  readonly status: number
  readonly body: string
  readonly location: string | undefined
  readonly headers: Readonly<Record<string, unknown>>
}

/** A browser: it keeps cookies, and forms carry the token of the page that they stand on. */
export function openBrowser(app: App) {
  const cookies = new Map<string, string>()
  const send = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>): Promise<Seen> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await app.inject({
      ...{ method, url },
      headers: {
        host: HOST,
        ...(cookie && { cookie }),
        ...(form && { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    })
    for (const line of [reply.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (line.includes('Max-Age=0')) cookies.delete(name)
      else cookies.set(name, value)
    }
    return { status: reply.statusCode, body: reply.body, location: reply.headers.location, headers: reply.headers }
  }
  const get = (url: string): Promise<Seen> => send('GET', url)
  return {
    get,
    cookies,
    submit: async (page: string, action: string, fields: Record<string, string>): Promise<Seen> => {
      const token = /name="_csrf" value="([^"]+)"/.exec((await get(page)).body)?.[1] ?? ''
      return send('POST', action, { _csrf: token, ...fields })
    },
  }
}
